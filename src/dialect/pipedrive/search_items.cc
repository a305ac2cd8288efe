#include "dialect/pictures.h"
#include "dialect/pipedrive/field_writers.h"
#include "dialect/pipedrive/search_request.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Contact;
using domain::Deal;
using domain::Organization;
using domain::Person;
using domain::SearchHit;
using enum WireType;

// A record that was found, about to be rendered.
template <class Record>
struct View {
    const Record& found;
    const SearchHit& hit;
    const RenderContext& context;
    const Organization* organization = nullptr;  // of a person; null when there is none that the caller sees

    [[nodiscard]] const Record& record() const { return found; }
};
using OrganizationItem = View<Organization>;
using PersonItem = View<Person>;

struct DealItem {
    const DealView& view;
    const SearchHit& hit;
    const RenderContext& context;
    const Deal& found;

    [[nodiscard]] const Deal& record() const { return found; }
};

void write_strings(JsonWriter& writer, std::span<const std::string> texts) {
    writer.begin_array();
    for (const std::string& text : texts) writer.string(text);
    writer.end_array();
}

void write_contacts(JsonWriter& writer, std::span<const Contact> contacts) {
    writer.begin_array();
    for (const Contact& contact : contacts) writer.string(contact.value);
    writer.end_array();
}

void write_id(JsonWriter& writer, std::int64_t id) {
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(id);
    writer.end_object();
}

// {"id":..,"name":..} of what the record belongs to.
template <class Record>
void write_named(JsonWriter& writer, const Record* record) {
    if (record == nullptr) return writer.null();
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(record->id);
    writer.key_literal("name");
    writer.string(record->name);
    writer.end_object();
}

void write_organization(JsonWriter& writer, const PersonItem& item) { write_named(writer, item.organization); }

constexpr auto write_owner_id = [](JsonWriter& writer, const auto& item) { write_id(writer, item.found.owner_id); };
constexpr auto write_custom_values = [](JsonWriter& writer, const auto& item) {
    write_strings(writer, item.hit.custom_values);
};
constexpr auto write_notes = [](JsonWriter& writer, const auto& item) { write_strings(writer, item.hit.notes); };

const Shape id_shape{"SearchItemOwner",
                     [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
std::vector<FieldDoc> describe_named() {
    return {{"id", integer, false, true, "The id", nullptr}, {"name", string, false, true, "The name", nullptr}};
}
const Shape organization_named_shape{"SearchItemOrganization", describe_named};
const Shape person_named_shape{"SearchItemPerson", describe_named};
const Shape stage_named_shape{"SearchItemStage", describe_named};

constexpr Field<OrganizationItem> organization_fields[] = {
    {"id", integer, false, write_integer<&Organization::id>, "The organization's id"},
    {"type", string, false, [](JsonWriter& w, const OrganizationItem&) { w.string_literal("organization"); },
     "organization"},
    {"name", string, false, write_string<&Organization::name>, "The name"},
    {"address", string, true,
     [](JsonWriter& w, const OrganizationItem& item) { write_text_or_null(w, item.found.address.value); }, "The address"},
    {"visible_to", integer, false, write_visible_to_v2, "Who sees it"},
    {"owner", object, false, write_owner_id, "The owner", &id_shape},
    {"custom_fields", strings, false, write_custom_values, "The values of custom fields that match"},
    {"notes", strings, false, write_notes, "The texts of notes about it that match, the first ten"},
};

constexpr Field<PersonItem> person_fields[] = {
    {"id", integer, false, write_integer<&Person::id>, "The person's id"},
    {"type", string, false, [](JsonWriter& w, const PersonItem&) { w.string_literal("person"); }, "person"},
    {"name", string, false, write_string<&Person::name>, "The name"},
    {"phones", strings, false, [](JsonWriter& w, const PersonItem& item) { write_contacts(w, item.found.phones); },
     "Phone numbers"},
    {"emails", strings, false, [](JsonWriter& w, const PersonItem& item) { write_contacts(w, item.found.emails); },
     "E-mail addresses"},
    {"visible_to", integer, false, write_visible_to_v2, "Who sees it"},
    {"owner", object, false, write_owner_id, "The owner", &id_shape},
    {"organization", object, true, write_organization, "The organization", &organization_named_shape},
    {"custom_fields", strings, false, write_custom_values, "The values of custom fields that match"},
    {"notes", strings, false, write_notes, "The texts of notes about it that match, the first ten"},
};

constexpr Field<DealItem> deal_item_fields[] = {
    {"id", integer, false, write_integer<&Deal::id>, "The deal's id"},
    {"type", string, false, [](JsonWriter& w, const DealItem&) { w.string_literal("deal"); }, "deal"},
    {"title", string, false, write_string<&Deal::title>, "The title"},
    {"value", number, false, [](JsonWriter& w, const DealItem& item) { w.real(item.found.value); }, "What it is worth"},
    {"currency", string, false, write_string<&Deal::currency>, "The value's currency"},
    {"status", string, false, [](JsonWriter& w, const DealItem& item) { w.string_literal(status_name(item.found)); },
     "open, won or lost"},
    {"visible_to", integer, false, write_visible_to_v2, "Who sees it"},
    {"owner", object, false, write_owner_id, "The owner", &id_shape},
    {"stage", object, false, [](JsonWriter& w, const DealItem& item) { write_named(w, item.view.stage); }, "The stage",
     &stage_named_shape},
    {"person", object, true, [](JsonWriter& w, const DealItem& item) { write_named(w, item.view.person); }, "The person",
     &person_named_shape},
    {"organization", object, true, [](JsonWriter& w, const DealItem& item) { write_named(w, item.view.organization); },
     "The organization", &organization_named_shape},
    {"custom_fields", strings, false, write_custom_values, "The values of custom fields that match"},
    {"notes", strings, false, write_notes, "The texts of notes about it that match, the first ten"},
    {"is_archived", boolean, false,
     [](JsonWriter& w, const DealItem& item) { w.boolean(item.found.archive_time.has_value()); }, "Whether it is archived"},
};

const Shape organization_item_shape{"OrganizationSearchItem", [] { return describe(organization_fields); }};
const Shape person_item_shape{"PersonSearchItem", [] { return describe(person_fields); }};
const Shape deal_item_shape{"DealSearchItem", [] { return describe(deal_item_fields); }};

template <const Shape& item>
std::vector<FieldDoc> describe_result() {
    return {{"result_score", number, false, true, "How well it matches: 1, 0.75, 0.5, 0.25, or 0.125 by a note", nullptr},
            {"item", object, false, true, "The record", &item}};
}

const Shape organization_result_shape{"OrganizationSearchResult", describe_result<organization_item_shape>};
const Shape person_result_shape{"PersonSearchResult", describe_result<person_item_shape>};
const Shape deal_result_shape{"DealSearchResult", describe_result<deal_item_shape>};
const Shape any_result_shape{"ItemSearchResult", [] {
                                 return std::vector<FieldDoc>{
                                     {"result_score", number, false, true, "How well it matches", nullptr},
                                     {"item", object, false, true, "The record, as its own search shows it", nullptr}};
                             }};

template <const Shape& result>
std::vector<FieldDoc> describe_items() {
    return {{"items", objects, false, true, "What was found, best first", &result}};
}

}  // namespace

const Shape organization_search_shape{"OrganizationSearch", describe_items<organization_result_shape>};
const Shape person_search_shape{"PersonSearch", describe_items<person_result_shape>};
const Shape deal_search_shape{"DealSearch", describe_items<deal_result_shape>};
const Shape item_search_shape{"ItemSearch", [] {
                                  auto fields = describe_items<any_result_shape>();
                                  fields.push_back({"related_items", objects, false, true,
                                                    "The newest persons and deals of what was found", &any_result_shape});
                                  return fields;
                              }};

Result<SearchItems> SearchItems::read(const Request& request, Context& context, std::span<const SearchHit> hits) {
    const auto includes = request.query_list("include_fields");
    SearchItems items(context);
    items.shows_picture_ = std::ranges::find(includes, "person.picture") != includes.end();
    items.shows_mail_address_ = std::ranges::find(includes, "deal.cc_email") != includes.end();
    std::vector<Person> persons;
    std::vector<Deal> deals;
    for (const SearchHit& hit : hits) {
        if (const Person* person = hit.person()) persons.push_back(*person);
        if (const Deal* deal = hit.deal()) deals.push_back(*deal);
    }
    auto partners = find_partners(context, deals);
    if (!partners) return fail(partners);
    items.partners_ = std::move(*partners);
    auto organizations = find_organizations(context, persons);
    if (!organizations) return fail(organizations);
    items.organizations_ = std::move(*organizations);
    std::vector<domain::PictureId> ids;
    for (const Person& person : persons)
        if (items.shows_picture_ && person.picture_id) ids.push_back(*person.picture_id);
    auto pictures = domain::read_pictures(context.transaction, ids);
    if (!pictures) return fail(pictures);
    items.pictures_ = std::move(*pictures);
    return items;
}

void SearchItems::write_picture(JsonWriter& writer, const Person& person) const {
    const auto found = person.picture_id ? pictures_.find(*person.picture_id) : pictures_.end();
    if (found == pictures_.end()) return writer.null();
    constexpr int side = domain::picture_sides.front();
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(found->first);
    writer.key_literal("width");
    writer.integer(side);
    writer.key_literal("height");
    writer.integer(side);
    writer.key_literal("url");
    writer.string(picture_url(settings_, around_.directory.company.id, found->second, side));
    writer.end_object();
}

void SearchItems::write(JsonWriter& writer, std::span<const SearchHit> hits) const {
    writer.begin_array();
    for (const SearchHit& hit : hits) {
        writer.begin_object();
        writer.key_literal("result_score");
        writer.real(hit.score);
        writer.key_literal("item");
        writer.begin_object();
        if (const Organization* organization = hit.organization()) {
            write_fields(writer, organization_fields, OrganizationItem{*organization, hit, around_});
        } else if (const Deal* deal = hit.deal()) {
            write_fields(writer, deal_item_fields, DealItem{DealView(*deal, around_, partners_), hit, around_, *deal});
            if (shows_mail_address_) {
                writer.key_literal("cc_email");
                writer.string(deal_mail_address(around_, deal->id));
            }
        } else {
            const Person& person = *hit.person();
            write_fields(writer, person_fields, PersonItem{person, hit, around_, organization_of(organizations_, person)});
            if (shows_picture_) {
                writer.key_literal("picture");
                write_picture(writer, person);
            }
        }
        writer.end_object();
        writer.end_object();
    }
    writer.end_array();
}

}  // namespace stele::dialect::pipedrive
