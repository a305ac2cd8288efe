#include "store/ortto_world.h"

#include <gtest/gtest.h>

#include "dialect/ortto/filter.h"
#include "domain/archiving.h"
#include "domain/directory.h"
#include "domain/visibility.h"

namespace stele::tests {

using dialect::ortto::Entity;
using domain::Comparison;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;
using domain::Transaction;

void OrttoWorld::refresh() {
    must_read(engine_, 1, [this](Transaction& transaction) -> Result<void> {
        auto loaded = domain::load_directory(transaction);
        if (!loaded) return fail(loaded);
        directory_ = *loaded;
        return {};
    });
    if (user_.id == 0) user_ = directory_->users.front();
}

void OrttoWorld::be(domain::UserId user) {
    const std::string timezone = user_.timezone;
    user_ = *directory_->user(user);
    user_.timezone = timezone;
}

domain::Caller OrttoWorld::caller() const {
    return {directory_.get(), &user_, domain::Scope::admin, domain::Source::ortto, "", now_};
}

void OrttoWorld::write(FunctionRef<Result<void>(Transaction&, const domain::Caller&)> body) {
    must_write(engine_, 1, [&](Transaction& transaction) { return body(transaction, caller()); });
    refresh();
}

domain::CustomField OrttoWorld::add_field(domain::Kind kind, std::string name, domain::FieldType type,
                                          std::vector<std::string> options, domain::FieldFormat format) {
    domain::CustomFieldPatch patch;
    patch.name = std::move(name);
    patch.type = type;
    patch.format = format;
    if (!options.empty()) {
        patch.options.emplace();
        for (std::string& option : options) patch.options->emplace_back().label = std::move(option);
    }
    domain::CustomField added;
    write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
        auto field = domain::add_custom_field(transaction, caller, kind, patch);
        if (!field) return fail(field);
        added = *field;
        return {};
    });
    return *directory_->custom_field(added.id);
}

domain::OrganizationId OrttoWorld::add_account(domain::OrganizationPatch patch) {
    domain::OrganizationId id = 0;
    write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
        const auto added = domain::add_organization(transaction, caller, patch);
        if (!added) return fail(added);
        id = added->id;
        return {};
    });
    names_[{Entity::account, id}] = patch.name.value_or("");
    return id;
}

domain::PersonId OrttoWorld::add_person(domain::PersonPatch patch) {
    if (!patch.name) patch.name = patch.first_name;
    domain::PersonId id = 0;
    write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
        const auto added = domain::add_person(transaction, caller, patch);
        if (!added) return fail(added);
        id = added->id;
        return {};
    });
    names_[{Entity::person, id}] = patch.first_name.value_or(patch.name.value_or(""));
    return id;
}

std::vector<std::int64_t> OrttoWorld::find(Entity entity, std::string_view filter) {
    std::vector<std::int64_t> ids;
    const auto document = JsonDocument::parse(filter);
    EXPECT_TRUE(document) << filter;
    if (!document) return ids;
    must_scan(engine_, 1, [&](Transaction& transaction) -> Result<void> {
        auto compiled = dialect::ortto::compile_filter(transaction, caller(), entity, document->root());
        EXPECT_TRUE(compiled) << filter << ": " << compiled.error().message;
        if (!compiled) return {};
        domain::RecordQuery query;
        query.limit = 10'000;
        std::int64_t total = 0;
        if (entity == Entity::person) {
            query.where = Predicate::all({Predicate::compare(PersonField::delete_time, Comparison::is_null),
                                          domain::not_archived(PersonField::archive_time), domain::visible_persons(caller()),
                                          std::move(*compiled)});
            auto listed = transaction.persons().list(query, [&](const domain::Person& person) {
                ids.push_back(person.id);
                return true;
            });
            if (!listed) return listed;
            const auto counted = transaction.persons().count(query.where);
            if (!counted) return fail(counted);
            total = *counted;
        } else {
            query.where = Predicate::all({Predicate::compare(OrganizationField::delete_time, Comparison::is_null),
                                          domain::not_archived(OrganizationField::archive_time),
                                          domain::visible_organizations(caller()), std::move(*compiled)});
            auto listed = transaction.organizations().list(query, [&](const domain::Organization& organization) {
                ids.push_back(organization.id);
                return true;
            });
            if (!listed) return listed;
            const auto counted = transaction.organizations().count(query.where);
            if (!counted) return fail(counted);
            total = *counted;
        }
        EXPECT_EQ(total, std::ssize(ids)) << filter;
        return {};
    });
    return ids;
}

std::string OrttoWorld::names(Entity entity, std::string_view filter) {
    std::string text;
    for (const std::int64_t id : find(entity, filter)) text += (text.empty() ? "" : " ") + names_[{entity, id}];
    return text;
}

std::string OrttoWorld::refusal(Entity entity, std::string_view filter) {
    std::string text;
    const auto document = JsonDocument::parse(filter);
    EXPECT_TRUE(document) << filter;
    if (!document) return text;
    must_read(engine_, 1, [&](Transaction& transaction) -> Result<void> {
        const auto compiled = dialect::ortto::compile_filter(transaction, caller(), entity, document->root());
        if (compiled) return {};
        EXPECT_EQ(compiled.error().code, ErrorCode::invalid);
        text = compiled.error().field + " " + compiled.error().message;
        return {};
    });
    return text;
}

domain::CustomPatch value_of(domain::Attribute attribute, domain::CustomData data) {
    return {domain::id_of(attribute), true, std::move(data), false, {}};
}

domain::CustomPatch value_of(const domain::CustomField& field, domain::CustomData data) {
    return {field.id, true, std::move(data), false, {}};
}

}  // namespace stele::tests
