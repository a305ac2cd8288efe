#include "dialect/rogerroger/record.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "base/limits.h"
#include "dialect/pictures.h"
#include "domain/pictures.h"
#include "domain/tags.h"
#include "domain/visibility.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::Contact;
using domain::Kind;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;

// People and organizations are looked up by so many ids at a time.
constexpr std::size_t chunk_size = 5'000;

using Iris = std::unordered_map<std::int64_t, std::string>;

// The IRIs of those of the ids that are live and that the caller sees.
Result<Iris> seen_iris(Context& context, Resource resource, std::span<const std::int64_t> ids) {
    const bool is_person = resource == Resource::person;
    Iris iris;
    while (!ids.empty()) {
        const auto chunk = ids.first(std::min(chunk_size, ids.size()));
        ids = ids.subspan(chunk.size());
        const domain::FieldRef id_field = is_person ? domain::FieldRef(PersonField::id) : OrganizationField::id;
        const domain::FieldRef delete_time =
            is_person ? domain::FieldRef(PersonField::delete_time) : OrganizationField::delete_time;
        const auto size = static_cast<std::int64_t>(chunk.size());
        const domain::RecordQuery query{
            Predicate::all(
                {Predicate::compare(id_field, Comparison::in, std::vector<std::int64_t>(chunk.begin(), chunk.end())),
                 Predicate::compare(delete_time, Comparison::is_null),
                 is_person ? domain::visible_persons(context.caller) : domain::visible_organizations(context.caller)}),
            {},
            size,
            0,
            {},
            {},
            {}};
        const auto visit = [&](const auto& record) {
            iris.emplace(record.id, iri_of(resource, uuid_of(context, resource, record.id, record.custom)));
            return true;
        };
        const auto listed = is_person ? context.transaction.persons().list(query, visit)
                                      : context.transaction.organizations().list(query, visit);
        if (!listed) return fail(listed);
    }
    return iris;
}

Result<std::vector<std::int64_t>> linked_ids(Context& context, const RecordSource& record) {
    std::vector<std::int64_t> ids;
    if (record.kind() == Kind::person) {
        const auto links = context.transaction.links().of_person(record.id);
        if (!links) return fail(links);
        std::ranges::transform(*links, std::back_inserter(ids), &domain::Link::organization_id);
        return ids;
    }
    const auto links = context.transaction.links().of_organization(record.id, limits::linked_people);
    if (!links) return fail(links);
    std::ranges::transform(*links, std::back_inserter(ids), &domain::Link::person_id);
    return ids;
}

Result<void> add_links(Context& context, std::span<RecordSource> records) {
    std::vector<std::vector<std::int64_t>> links;
    std::vector<std::int64_t> all;
    for (const RecordSource& record : records) {
        auto ids = linked_ids(context, record);
        if (!ids) return fail(ids);
        all.insert(all.end(), ids->begin(), ids->end());
        links.push_back(std::move(*ids));
    }
    std::ranges::sort(all);
    const auto rest = std::ranges::unique(all);
    all.erase(rest.begin(), rest.end());
    const Resource other = records.front().kind() == Kind::person ? Resource::organization : Resource::person;
    const auto iris = seen_iris(context, other, all);
    if (!iris) return fail(iris);
    for (std::size_t i = 0; i < records.size(); ++i)
        for (const std::int64_t id : links[i])
            if (const auto found = iris->find(id); found != iris->end()) records[i].related.links.push_back(found->second);
    return {};
}

Result<void> add_tags(Context& context, std::span<RecordSource> records) {
    std::vector<std::int64_t> ids;
    std::ranges::transform(records, std::back_inserter(ids), &RecordSource::id);
    return domain::list_tags_of(context.transaction, records.front().kind(), ids,
                                [&](std::int64_t record_id, const domain::Tag& tag) {
                                    const auto found = std::ranges::find(records, record_id, &RecordSource::id);
                                    const bool is_segment = tag.of == domain::TagClass::segment;
                                    auto& iris = is_segment ? found->related.segments : found->related.tags;
                                    iris.push_back(iri_of(context, is_segment ? Resource::segment : Resource::tag, tag.id));
                                    return true;
                                });
}

Result<void> add_pictures(Context& context, std::span<RecordSource> records) {
    std::vector<domain::PictureId> ids;
    for (const RecordSource& record : records)
        if (record.picture_id) ids.push_back(*record.picture_id);
    const auto pictures = domain::read_pictures(context.transaction, ids);
    if (!pictures) return fail(pictures);
    for (RecordSource& record : records) {
        const auto found = record.picture_id ? pictures->find(*record.picture_id) : pictures->end();
        if (found == pictures->end()) continue;
        record.related.picture_url =
            picture_url(context.settings, context.caller.company().id, found->second, domain::picture_sides.front());
    }
    return {};
}

// What all records have. The rest is each kind's own.
template <class Record>
RecordSource common_source(const Context& context, Resource resource, const Record& record) {
    RecordSource source;
    source.context = &context;
    source.resource = resource;
    source.id = record.id;
    source.uuid = uuid_of(context, resource, record.id, record.custom);
    source.iri = iri_of(resource, source.uuid);
    source.owner_id = record.owner_id;
    source.add_time = record.add_time;
    source.update_time = record.update_time;
    source.archive_time = record.archive_time;
    source.picture_id = record.picture_id;
    source.custom = &record.custom;
    return source;
}

std::optional<domain::CustomData> data_of(std::vector<Contact> contacts) {
    if (contacts.empty()) return std::nullopt;
    for (Contact& contact : contacts) contact.is_primary = false;
    return domain::CustomData(std::move(contacts));
}

// Of people one is primary: that which was, or else the first.
std::vector<Contact> with_primary(std::vector<Contact> contacts) {
    const bool has_primary = std::ranges::any_of(contacts, &Contact::is_primary);
    if (!has_primary && !contacts.empty()) contacts.front().is_primary = true;
    return contacts;
}

std::string full_name(const std::string& given, const std::string& family) {
    return given.empty() ? family : given + " " + family;
}

}  // namespace

std::string text_of(const domain::CustomValues& custom, Attribute attribute) {
    const auto* data = domain::find_value(custom, id_of(attribute));
    const auto* text = data != nullptr ? std::get_if<std::string>(data) : nullptr;
    return text != nullptr ? *text : std::string();
}

std::optional<double> number_of(const domain::CustomValues& custom, Attribute attribute) {
    const auto* data = domain::find_value(custom, id_of(attribute));
    const auto* number = data != nullptr ? std::get_if<double>(data) : nullptr;
    return number != nullptr ? std::optional(*number) : std::nullopt;
}

std::span<const Contact> contacts_of(const domain::CustomValues& custom, Attribute attribute) {
    const auto* data = domain::find_value(custom, id_of(attribute));
    const auto* contacts = data != nullptr ? std::get_if<std::vector<Contact>>(data) : nullptr;
    return contacts != nullptr ? std::span<const Contact>(*contacts) : std::span<const Contact>();
}

RecordSource source_of(const Context& context, const domain::Organization& organization) {
    RecordSource source = common_source(context, Resource::organization, organization);
    source.title = organization.name;
    source.website = organization.website;
    source.emails = contacts_of(organization.custom, Attribute::organization_emails);
    source.phones = contacts_of(organization.custom, Attribute::organization_phones);
    source.address = organization.address;
    return source;
}

// A person whom another client gave one name only has that as the family name.
RecordSource source_of(const Context& context, const domain::Person& person) {
    RecordSource source = common_source(context, Resource::person, person);
    const bool is_split = !person.last_name.empty();
    source.family_name = is_split ? person.last_name : person.name;
    source.given_name = is_split ? person.first_name : std::string();
    source.emails = person.emails;
    source.phones = person.phones;
    const auto* address = domain::find_value(person.custom, id_of(Attribute::person_address));
    if (address != nullptr && std::holds_alternative<domain::Address>(*address))
        source.address = std::get<domain::Address>(*address);
    return source;
}

Result<void> add_related(Context& context, std::span<RecordSource> records) {
    if (records.empty()) return {};
    if (auto added = add_links(context, records); !added) return added;
    if (auto added = add_tags(context, records); !added) return added;
    return add_pictures(context, records);
}

void RecordTarget::set(Attribute attribute, std::optional<domain::CustomData> data) {
    domain::CustomPatch& patch = custom.emplace_back();
    patch.field_id = id_of(attribute);
    patch.sets = true;
    patch.data = std::move(data);
}

domain::OrganizationPatch organization_patch(RecordTarget target) {
    if (target.emails) target.set(Attribute::organization_emails, data_of(std::move(*target.emails)));
    if (target.phones) target.set(Attribute::organization_phones, data_of(std::move(*target.phones)));
    if (!target.uuid.empty()) target.set(Attribute::organization_foreign_uuid, domain::CustomData(target.uuid));
    domain::OrganizationPatch patch;
    patch.name = std::move(target.title);
    patch.website = std::move(target.website);
    patch.owner_id = target.owner;
    patch.archive_time = target.archive_time;
    patch.picture_id = target.picture;
    patch.add_time = target.add_time;
    patch.address = std::move(target.address);
    patch.custom = std::move(target.custom);
    return patch;
}

domain::PersonPatch person_patch(RecordTarget target) {
    if (!target.uuid.empty()) target.set(Attribute::person_foreign_uuid, domain::CustomData(target.uuid));
    if (target.address)
        target.set(Attribute::person_address,
                   target.address->exists() ? std::optional<domain::CustomData>(*target.address) : std::nullopt);
    domain::PersonPatch patch;
    const std::string family_before = target.current != nullptr ? target.current->family_name : std::string();
    const std::string given_before = target.current != nullptr ? target.current->given_name : std::string();
    const std::string family = target.family_name.value_or(family_before);
    const std::string given = target.given_name.value_or(given_before);
    if (target.current == nullptr || family != family_before || given != given_before) {
        patch.name = full_name(given, family);
        patch.first_name = given;
        patch.last_name = family;
    }
    patch.owner_id = target.owner;
    patch.archive_time = target.archive_time;
    patch.picture_id = target.picture;
    patch.add_time = target.add_time;
    if (target.emails) patch.emails = with_primary(std::move(*target.emails));
    if (target.phones) patch.phones = with_primary(std::move(*target.phones));
    patch.custom = std::move(target.custom);
    return patch;
}

}  // namespace stele::dialect::rogerroger
