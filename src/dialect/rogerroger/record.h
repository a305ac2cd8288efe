// Organizations and people have most of their properties in common: what a reply shows of one, and what a body asks of one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dialect/rogerroger/addresses.h"
#include "dialect/rogerroger/property.h"
#include "dialect/rogerroger/references.h"
#include "domain/attributes.h"
#include "domain/organization.h"
#include "domain/person.h"
#include "domain/picture.h"

namespace stele::dialect::rogerroger {

// What is linked to a record, as IRIs, and the address of its picture.
struct RelatedIris {
    std::vector<std::string> links;  // people of an organization, organizations of a person
    std::vector<std::string> tags;
    std::vector<std::string> segments;
    std::string picture_url;
};

// One of both. What it points to outlives it.
struct RecordSource {
    const Context* context = nullptr;
    Resource resource = Resource::organization;
    std::int64_t id = 0;
    std::string uuid;
    std::string iri;
    std::string title;  // of an organization
    std::string website;
    std::string family_name;  // of a person
    std::string given_name;
    domain::UserId owner_id = 0;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> archive_time;
    std::optional<domain::PictureId> picture_id;
    const domain::CustomValues* custom = nullptr;
    std::span<const domain::Contact> emails;
    std::span<const domain::Contact> phones;
    domain::Address address;
    RelatedIris related;

    [[nodiscard]] domain::Kind kind() const {
        return resource == Resource::person ? domain::Kind::person : domain::Kind::organization;
    }
};

// Empty, or nothing, where the record has no such value.
[[nodiscard]] std::string text_of(const domain::CustomValues& custom, domain::Attribute attribute);
[[nodiscard]] std::optional<double> number_of(const domain::CustomValues& custom, domain::Attribute attribute);
[[nodiscard]] std::span<const domain::Contact> contacts_of(const domain::CustomValues& custom, domain::Attribute attribute);

// Both refer to the record, which outlives them.
[[nodiscard]] RecordSource source_of(const Context& context, const domain::Organization& organization);
[[nodiscard]] RecordSource source_of(const Context& context, const domain::Person& person);

// Looks up what is linked to the records of a page, which are all of one resource, as far as the caller sees it.
[[nodiscard]] Result<void> add_related(Context& context, std::span<RecordSource> records);

// What a body says; absent members stay as they are.
struct RecordTarget {
    Context& context;
    WriteMode mode;
    Resource resource;
    const RecordSource* current = nullptr;  // null: a new one

    Violations violations{};
    std::string uuid{};  // of a new one
    std::optional<std::string> title{};
    std::optional<std::string> website{};
    std::optional<std::string> family_name{};
    std::optional<std::string> given_name{};
    std::optional<domain::UserId> owner{};
    std::optional<std::optional<Micros>> archive_time{};
    std::optional<Micros> add_time{};  // of an import alone
    std::optional<domain::Address> address{};
    std::optional<std::vector<domain::Contact>> emails{};
    std::optional<std::vector<domain::Contact>> phones{};
    std::optional<std::vector<std::int64_t>> links{};
    std::optional<std::vector<std::int64_t>> tags{};
    std::optional<std::vector<std::int64_t>> segments{};
    std::optional<std::optional<domain::PictureId>> picture{};
    domain::CustomPatches custom{};

    // Without data: clears it.
    void set(domain::Attribute attribute, std::optional<domain::CustomData> data);
};

using RecordProperty = Property<RecordSource, RecordTarget>;

[[nodiscard]] std::span<const RecordProperty> organization_properties();
[[nodiscard]] std::span<const RecordProperty> person_properties();

// What only imports write, beside these.
[[nodiscard]] Result<void> read_imported(const JsonValue& body, RecordTarget& target);

// What is to be written of organizations and people, of what was read.
[[nodiscard]] domain::OrganizationPatch organization_patch(RecordTarget target);
[[nodiscard]] domain::PersonPatch person_patch(RecordTarget target);

}  // namespace stele::dialect::rogerroger
