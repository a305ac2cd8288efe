// The fixture of the suites that write as users of company 1, by the domain's own rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/accounts.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "store/contract.h"

namespace stele::tests {

using Id = std::int64_t;
using Ids = std::vector<Id>;

// User 1 is an admin.
class WithCallers : public Contract {
   protected:
    using CallerBody = FunctionRef<Result<void>(domain::Transaction&, const domain::Caller&)>;

    void write_as(domain::UserId user, CallerBody body, std::optional<ErrorCode> expected = {}) {
        must_write(engine(), 1, [&](domain::Transaction& transaction) { return as(user, transaction, body); }, expected);
    }
    void read_as(domain::UserId user, CallerBody body) {
        must_scan(engine(), 1, [&](domain::Transaction& transaction) { return as(user, transaction, body); });
    }
    // What `make` returns; of nothing when it fails, which the test is told.
    template <class Make>
    auto written(domain::UserId user, const Make& make) {
        typename std::invoke_result_t<Make, domain::Transaction&, const domain::Caller&>::value_type value{};
        write_as(user, [&](domain::Transaction& transaction, const domain::Caller& caller) -> Result<void> {
            auto made = make(transaction, caller);
            if (!made) return fail(made);
            value = std::move(*made);
            return {};
        });
        return value;
    }
    template <class Make>
    auto seen(domain::UserId user, const Make& make) {
        typename std::invoke_result_t<Make, domain::Transaction&, const domain::Caller&>::value_type value{};
        read_as(user, [&](domain::Transaction& transaction, const domain::Caller& caller) -> Result<void> {
            auto made = make(transaction, caller);
            if (!made) return fail(made);
            value = std::move(*made);
            return {};
        });
        return value;
    }

    void add_user(const std::string& name) {
        write_as(1, [&](domain::Transaction& transaction, const domain::Caller&) -> Result<void> {
            const auto added = domain::add_user(transaction, {name, name + "@x.example", false});
            return added ? Result<void>() : fail(added);
        });
    }
    Id add_organization(const std::string& name, int visible_to = domain::visible_to_everyone, domain::UserId user = 1) {
        return written(user,
                       [&](domain::Transaction& transaction, const domain::Caller& caller) {
                           domain::OrganizationPatch patch;
                           patch.name = name;
                           patch.visible_to = visible_to;
                           return domain::add_organization(transaction, caller, patch);
                       })
            .id;
    }
    Id add_person(const std::string& name, std::optional<Id> organization = {}, int visible_to = domain::visible_to_everyone,
                  domain::UserId user = 1) {
        return written(user,
                       [&](domain::Transaction& transaction, const domain::Caller& caller) {
                           domain::PersonPatch patch;
                           patch.name = name;
                           patch.visible_to = visible_to;
                           patch.emails = {{name + "@people.example", "work", true}};
                           if (organization) patch.organization_id.emplace(organization);
                           return domain::add_person(transaction, caller, patch);
                       })
            .id;
    }
    // As stored.
    domain::Organization organization(Id id) {
        domain::Organization found;
        read_as(1, [&](domain::Transaction& transaction, const domain::Caller&) -> Result<void> {
            const auto any = transaction.organizations().find(id, found);
            return any ? Result<void>() : fail(any);
        });
        return found;
    }
    domain::Person person(Id id) {
        domain::Person found;
        read_as(1, [&](domain::Transaction& transaction, const domain::Caller&) -> Result<void> {
            const auto any = transaction.persons().find(id, found);
            return any ? Result<void>() : fail(any);
        });
        return found;
    }
    // Newest first.
    std::vector<domain::Change> changes_of(domain::Kind kind, Id id) {
        std::vector<domain::Change> changes;
        read_as(1, [&](domain::Transaction& transaction, const domain::Caller&) {
            return transaction.history().list_changes(kind, id, domain::ChangeSet::fields, 0, 1'000,
                                                      [&](const domain::Change& change) {
                                                          changes.push_back(change);
                                                          return true;
                                                      });
        });
        return changes;
    }

   private:
    Result<void> as(domain::UserId user, domain::Transaction& transaction, CallerBody body) {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const domain::Caller caller{directory->get(), (*directory)->user(user), domain::Scope::admin, domain::Source::ortto,
                                    "test",           house().clock().now()};
        return body(transaction, caller);
    }
};

}  // namespace stele::tests
