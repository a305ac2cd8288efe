// People and accounts of one company for the tests of Ortto's filters, and what a filter finds among them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/ortto/ids.h"
#include "domain/attributes.h"
#include "domain/caller.h"
#include "domain/custom_fields.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "store/fixture.h"

namespace stele::tests {

class OrttoWorld {
   public:
    // The company 1 of the engine, on behalf of its user 1.
    explicit OrttoWorld(domain::Engine& engine) : engine_(engine) { refresh(); }

    // Whoever asks; sees all until told otherwise.
    void be(domain::UserId user);
    void set_timezone(std::string name) { user_.timezone = std::move(name); }
    void set_now(Micros now) { now_ = now; }
    [[nodiscard]] domain::Caller caller() const;
    [[nodiscard]] const domain::Directory& directory() const { return *directory_; }

    domain::CustomField add_field(domain::Kind kind, std::string name, domain::FieldType type,
                                  std::vector<std::string> options = {},
                                  domain::FieldFormat format = domain::FieldFormat::plain);
    domain::OrganizationId add_account(domain::OrganizationPatch patch);
    domain::PersonId add_person(domain::PersonPatch patch);
    void write(FunctionRef<Result<void>(domain::Transaction&, const domain::Caller&)> body);

    // Ids of live records that are seen and not archived, rising.
    [[nodiscard]] std::vector<std::int64_t> find(dialect::ortto::Entity entity, std::string_view filter);
    // Their names with spaces between them.
    [[nodiscard]] std::string people(std::string_view filter) { return names(dialect::ortto::Entity::person, filter); }
    [[nodiscard]] std::string accounts(std::string_view filter) { return names(dialect::ortto::Entity::account, filter); }
    // The path, a space and the text; empty when the filter is none to refuse.
    [[nodiscard]] std::string refusal(dialect::ortto::Entity entity, std::string_view filter);

   private:
    void refresh();
    [[nodiscard]] std::string names(dialect::ortto::Entity entity, std::string_view filter);

    domain::Engine& engine_;
    domain::DirectoryPtr directory_;
    domain::User user_;
    Micros now_ = ManualClock::first;
    std::map<std::pair<dialect::ortto::Entity, std::int64_t>, std::string> names_;
};

[[nodiscard]] domain::CustomPatch value_of(domain::Attribute attribute, domain::CustomData data);
[[nodiscard]] domain::CustomPatch value_of(const domain::CustomField& field, domain::CustomData data);

}  // namespace stele::tests
