#include "dialect/pipedrive/deal_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/currency.h"
#include "base/limits.h"
#include "dialect/pipedrive/field_writers.h"
#include "dialect/pipedrive/person_fields.h"
#include "domain/activities.h"
#include "domain/deals.h"
#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Counter;
using domain::Deal;
using domain::Predicate;
using Sort = domain::DealField;
using View = DealView;
using Mark = domain::ActivityMark;
using enum WireType;

template <class Records, class Map>
Result<void> find_seen(Records& records, domain::FieldRef id, Predicate reachable, std::vector<std::int64_t> ids,
                       Map& into) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.empty()) return {};
    const auto size = static_cast<std::int64_t>(ids.size());
    std::vector<Predicate> conditions{Predicate::compare(id, domain::Comparison::in, std::move(ids)), std::move(reachable)};
    return records.list({Predicate::all(std::move(conditions)), {}, size, 0, Predicate::all({}), Predicate::all({})},
                        [&](const auto& record) {
                            into.emplace(record.id, record);
                            return true;
                        });
}

template <class Map, class Id>
auto find_in(const Map& map, const std::optional<Id>& id) -> const typename Map::mapped_type* {
    const auto found = id ? map.find(*id) : map.end();
    return found != map.end() ? &found->second : nullptr;
}

// As everywhere in v1, but for has_pic, which is a flag here. Users have no pictures.
void write_user_of_deal(JsonWriter& writer, const domain::User* user) {
    if (user == nullptr) return writer.null();
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(user->id);
    writer.key_literal("name");
    writer.string(user->name);
    writer.key_literal("email");
    writer.string(user->email);
    writer.key_literal("has_pic");
    writer.boolean(false);
    writer.key_literal("pic_hash");
    writer.null();
    writer.key_literal("active_flag");
    writer.boolean(user->is_active);
    writer.key_literal("value");
    writer.integer(user->id);
    writer.end_object();
}

void write_creator(JsonWriter& writer, const View& view) { write_user_of_deal(writer, view.creator); }
void write_owner_of_deal(JsonWriter& writer, const View& view) { write_user_of_deal(writer, view.owner); }

void write_person(JsonWriter& writer, const View& view) {
    if (view.person == nullptr)
        writer.null();
    else
        write_person_reference(writer, *view.person, "value");
}

void write_organization(JsonWriter& writer, const View& view) {
    if (view.organization == nullptr)
        writer.null();
    else
        write_organization_reference(writer, view.context, *view.organization, "value");
}

template <auto Member>
void write_name(JsonWriter& writer, const View& view) {
    if (view.*Member == nullptr)
        writer.null();
    else
        writer.string((view.*Member)->name);
}

template <auto Member>
void write_seen_id(JsonWriter& writer, const View& view) {
    if (view.*Member == nullptr)
        writer.null();
    else
        writer.integer((view.*Member)->id);
}

void write_status(JsonWriter& writer, const View& view) { writer.string_literal(status_name(view.deal)); }

void write_active(JsonWriter& writer, const View& view) {
    writer.boolean(!view.deal.delete_time && view.deal.status == domain::DealStatus::open);
}

void write_archived(JsonWriter& writer, const View& view) { writer.boolean(view.deal.archive_time.has_value()); }

// Ids between commas.
void write_label(JsonWriter& writer, const View& view) {
    std::string text;
    for (const std::int64_t id : view.deal.label_ids) {
        if (view.label_option(id) == nullptr) continue;
        if (!text.empty()) text += ',';
        text += std::to_string(id);
    }
    write_text_or_null(writer, text);
}

void write_zero(JsonWriter& writer, const View& /*view*/) { writer.integer(0); }

void write_value(JsonWriter& writer, const View& view) { writer.real(view.deal.value); }

void write_weighted(JsonWriter& writer, const View& view) {
    writer.real(domain::weighted_value(view.context.directory, view.deal));
}

void write_formatted(JsonWriter& writer, const View& view) {
    writer.string(formatted_amount(view.deal.value, view.deal.currency));
}

void write_formatted_weighted(JsonWriter& writer, const View& view) {
    writer.string(formatted_amount(domain::weighted_value(view.context.directory, view.deal), view.deal.currency));
}

template <auto Amount>
void write_amount_currency(JsonWriter& writer, const View& view) {
    if (view.deal.*Amount)
        writer.string(view.deal.currency);
    else
        writer.null();
}

void write_stage_position(JsonWriter& writer, const View& view) {
    writer.integer(view.stage != nullptr ? view.stage->position : 0);
}

// When an open deal has been in its stage for as long as it may.
void write_rotten(JsonWriter& writer, const View& view) {
    const Deal& deal = view.deal;
    if (view.stage == nullptr || !view.stage->rots || !view.stage->rotting_days || deal.status != domain::DealStatus::open ||
        deal.delete_time)
        return writer.null();
    const Micros since = deal.stage_change_time.value_or(deal.add_time);
    writer.string_literal(view.context.times.text(since + *view.stage->rotting_days * limits::day_us));
}

// What the caller does not see, though it is there.
void write_organization_hidden(JsonWriter& writer, const View& view) {
    writer.boolean(view.deal.organization_id && view.organization == nullptr);
}
void write_person_hidden(JsonWriter& writer, const View& view) {
    writer.boolean(view.deal.person_id && view.person == nullptr);
}

void write_deal_mail_address(JsonWriter& writer, const View& view) {
    writer.string(deal_mail_address(view.context, view.deal.id));
}

template <auto Member>
void write_next_activity(JsonWriter& writer, const View& view) {
    if (view.next_activity == nullptr)
        writer.null();
    else
        write_text_or_null(writer, view.next_activity->*Member);
}

// HH:MM
void write_next_duration(JsonWriter& writer, const View& view) {
    write_text_or_null(writer, view.next_activity != nullptr ? std::string_view(view.next_activity->duration).substr(0, 5)
                                                             : std::string_view());
}

constexpr Field<View> fields[] = {
    {"id", integer, false, write_integer<&Deal::id>, "The deal's id", nullptr, Sort::id},
    {"creator_user_id", object, false, write_creator, "Who added it", nullptr, Sort::creator_id},
    {"user_id", object, false, write_owner_of_deal, "The owner", nullptr, Sort::owner_id},
    {"person_id", object, true, write_person, "The person", nullptr, Sort::person_id},
    {"org_id", object, true, write_organization, "The organization", nullptr, Sort::organization_id},
    {"stage_id", integer, false, write_integer<&Deal::stage_id>, "The stage's id", nullptr, Sort::stage_id},
    {"title", string, false, write_string<&Deal::title>, "The title", nullptr, Sort::title},
    {"value", number, false, write_value, "What it is worth", nullptr, Sort::value},
    {"acv", number, true, write_optional<&Deal::acv>, "Annual contract value; of products", nullptr, Sort::acv},
    {"acv_currency", string, true, write_amount_currency<&Deal::acv>, "Its currency"},
    {"arr", number, true, write_optional<&Deal::arr>, "Annual recurring revenue; of products", nullptr, Sort::arr},
    {"arr_currency", string, true, write_amount_currency<&Deal::arr>, "Its currency"},
    {"mrr", number, true, write_optional<&Deal::mrr>, "Monthly recurring revenue; of products", nullptr, Sort::mrr},
    {"mrr_currency", string, true, write_amount_currency<&Deal::mrr>, "Its currency"},
    {"currency", string, false, write_string<&Deal::currency>, "The value's currency", nullptr, Sort::currency},
    {"add_time", string, false, write_time_v1<&Deal::add_time>, "When it was added", nullptr, Sort::add_time},
    {"update_time", string, false, write_time_v1<&Deal::update_time>, "When it was last changed", nullptr,
     Sort::update_time},
    {"stage_change_time", string, true, write_time_or_null_v1<&Deal::stage_change_time>, "When it last changed its stage",
     nullptr, Sort::stage_change_time},
    {"active", boolean, false, write_active, "Whether it is open"},
    {"deleted", boolean, false, write_deleted_v2, "Whether it was deleted"},
    {"is_archived", boolean, false, write_archived, "Whether it is archived"},
    {"archive_time", string, true, write_time_or_null_v1<&Deal::archive_time>, "When it was archived", nullptr,
     Sort::archive_time},
    {"status", string, false, write_status, "open, won, lost or deleted", nullptr, Sort::status},
    {"probability", number, true, write_optional<&Deal::probability>, "How likely it is to be won, in percent", nullptr,
     Sort::probability},
    {"next_activity_date", string, true, write_mark<&Deal::next_activity, &Mark::date>, "Day of the next activity", nullptr,
     Sort::next_activity_date},
    {"next_activity_time", string, true, write_mark<&Deal::next_activity, &Mark::time>, "Its time", nullptr,
     Sort::next_activity_time},
    {"next_activity_id", integer, true, write_mark_id<&Deal::next_activity>, "Its id", nullptr, Sort::next_activity_id},
    {"last_activity_id", integer, true, write_mark_id<&Deal::last_activity>, "Id of the last activity", nullptr,
     Sort::last_activity_id},
    {"last_activity_date", string, true, write_mark<&Deal::last_activity, &Mark::date>, "Its day", nullptr,
     Sort::last_activity_date},
    {"lost_reason", string, true, write_optional<&Deal::lost_reason>, "Why it was lost", nullptr, Sort::lost_reason},
    {"visible_to", string, false, write_visible_to_v1, "Who sees it"},
    {"close_time", string, true, write_time_or_null_v1<&Deal::close_time>, "When it was closed", nullptr, Sort::close_time},
    {"pipeline_id", integer, false, write_integer<&Deal::pipeline_id>, "The pipeline's id", nullptr, Sort::pipeline_id},
    {"won_time", string, true, write_time_or_null_v1<&Deal::won_time>, "When it was won", nullptr, Sort::won_time},
    {"first_won_time", string, true, write_time_or_null_v1<&Deal::first_won_time>, "When it was won for the first time",
     nullptr, Sort::first_won_time},
    {"lost_time", string, true, write_time_or_null_v1<&Deal::lost_time>, "When it was lost", nullptr, Sort::lost_time},
    {"products_count", integer, false, write_zero, "Products"},
    {"files_count", integer, false, write_count<Counter::files>, "Files", nullptr, Sort::files},
    {"notes_count", integer, false, write_count<Counter::notes>, "Notes", nullptr, Sort::notes},
    {"followers_count", integer, false, write_count<Counter::followers>, "Followers", nullptr, Sort::followers},
    {"email_messages_count", integer, false, write_count<Counter::email_messages>, "E-mail messages", nullptr,
     Sort::email_messages},
    {"activities_count", integer, false, write_count<Counter::activities>, "Activities", nullptr, Sort::activities},
    {"done_activities_count", integer, false, write_count<Counter::done_activities>, "Activities that are done", nullptr,
     Sort::done_activities},
    {"undone_activities_count", integer, false, write_undone_count, "Activities that are not done", nullptr,
     Sort::undone_activities},
    {"participants_count", integer, false, write_integer<&Deal::participants>, "Persons who take part", nullptr,
     Sort::participants},
    {"expected_close_date", string, true, write_optional<&Deal::expected_close_date>, "When it is to be closed", nullptr,
     Sort::expected_close_date},
    {"last_incoming_mail_time", string, true, write_time_or_null_v1<&Deal::last_incoming_mail_time>,
     "When mail last came in", nullptr, Sort::last_incoming_mail_time},
    {"last_outgoing_mail_time", string, true, write_time_or_null_v1<&Deal::last_outgoing_mail_time>,
     "When mail last went out", nullptr, Sort::last_outgoing_mail_time},
    {"label", string, true, write_label, "The labels' ids, between commas", nullptr, Sort::label},
    {"stage_order_nr", integer, false, write_stage_position, "The stage's place in its pipeline", nullptr,
     Sort::stage_position},
    {"person_name", string, true, write_name<&View::person>, "The person's name", nullptr, Sort::person_name},
    {"org_name", string, true, write_name<&View::organization>, "The organization's name", nullptr, Sort::organization_name},
    {"next_activity_subject", string, true, write_next_activity<&domain::Activity::subject>, "Subject of the next activity"},
    {"next_activity_type", string, true, write_next_activity<&domain::Activity::type>, "Its type"},
    {"next_activity_duration", string, true, write_next_duration, "Its duration, HH:MM"},
    {"next_activity_note", string, true, write_next_activity<&domain::Activity::note>, "Its note, as HTML"},
    {"formatted_value", string, false, write_formatted, "The value with its currency"},
    {"weighted_value", number, false, write_weighted, "The value by its probability", nullptr, Sort::weighted_value},
    {"formatted_weighted_value", string, false, write_formatted_weighted, "The same with its currency"},
    {"weighted_value_currency", string, false, write_string<&Deal::currency>, "Its currency"},
    {"rotten_time", string, true, write_rotten, "From when on it has been in its stage for too long"},
    {"owner_name", string, true, write_owner_name, "The owner's name", nullptr, Sort::owner_name},
    {"cc_email", string, false, write_deal_mail_address, "Where mail about it is collected"},
    {"channel", integer, true, write_optional<&Deal::channel>, "The channel it came through", nullptr, Sort::channel},
    {"channel_id", string, true, write_optional<&Deal::channel_id>, "Its id in the channel", nullptr, Sort::channel_id},
    {"origin", string, false, write_string<&Deal::origin>, "How it was added", nullptr, Sort::origin},
    {"origin_id", string, true, write_optional<&Deal::origin_id>, "Its id there", nullptr, Sort::origin_id},
    {"org_hidden", boolean, false, write_organization_hidden, "Whether its organization is hidden from the caller"},
    {"person_hidden", boolean, false, write_person_hidden, "Whether its person is hidden from the caller"},
};

// As above, with ids where objects stand.
constexpr auto plain_fields = [] {
    auto table = std::to_array(fields);
    for (Field<View>& field : table) {
        if (field.name == "creator_user_id") field.write = write_integer<&Deal::creator_id>;
        if (field.name == "user_id") field.write = write_integer<&Deal::owner_id>;
        if (field.name == "person_id") field.write = write_seen_id<&View::person>;
        if (field.name == "org_id") field.write = write_seen_id<&View::organization>;
        if (field.type == object) field.type = integer;
    }
    return table;
}();

constexpr std::string_view collection_names[] = {"id",          "creator_user_id", "user_id",     "person_id",
                                                 "org_id",      "stage_id",        "title",       "value",
                                                 "currency",    "add_time",        "update_time", "status",
                                                 "probability", "lost_reason",     "visible_to",  "close_time",
                                                 "pipeline_id", "won_time",        "lost_time",   "expected_close_date",
                                                 "label"};
constexpr auto collection_fields = [] {
    std::array<Field<View>, std::size(collection_names)> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = *std::ranges::find(plain_fields, collection_names[i], &Field<View>::name);
    return table;
}();

}  // namespace

Result<DealPartners> find_partners(Context& context, std::span<const Deal> deals) {
    std::vector<std::int64_t> organizations;
    std::vector<std::int64_t> persons;
    for (const Deal& deal : deals) {
        if (deal.organization_id) organizations.push_back(*deal.organization_id);
        if (deal.person_id) persons.push_back(*deal.person_id);
    }
    const auto reachable = [&](Predicate visible, domain::FieldRef delete_time) {
        return Predicate::all({std::move(visible), domain::not_gone(delete_time, context.caller.now)});
    };
    DealPartners partners;
    auto found = find_seen(context.transaction.organizations(), domain::OrganizationField::id,
                           reachable(domain::visible_organizations(context.caller), domain::OrganizationField::delete_time),
                           std::move(organizations), partners.organizations);
    if (found)
        found = find_seen(context.transaction.persons(), domain::PersonField::id,
                          reachable(domain::visible_persons(context.caller), domain::PersonField::delete_time),
                          std::move(persons), partners.persons);
    if (!found) return fail(found);
    return partners;
}

Result<DealPartners> find_partners_and_activities(Context& context, std::span<const Deal> deals) {
    auto partners = find_partners(context, deals);
    if (!partners) return partners;
    std::vector<std::int64_t> ids;
    for (const Deal& deal : deals)
        if (deal.next_activity.id != 0) ids.push_back(deal.next_activity.id);
    auto found =
        find_seen(context.transaction.activities(), domain::ActivityField::id,
                  Predicate::all({Predicate::compare(domain::ActivityField::delete_time, domain::Comparison::is_null),
                                  domain::visible_activities(context.caller)}),
                  std::move(ids), partners->next_activities);
    if (!found) return fail(found);
    return partners;
}

Result<DealPersons> find_participants(Context& context, std::span<const domain::Participant> participants) {
    std::vector<std::int64_t> ids;
    for (const domain::Participant& participant : participants) ids.push_back(participant.person_id);
    DealPersons persons;
    auto reachable = Predicate::all(
        {domain::visible_persons(context.caller), domain::not_gone(domain::PersonField::delete_time, context.caller.now)});
    auto found =
        find_seen(context.transaction.persons(), domain::PersonField::id, std::move(reachable), std::move(ids), persons);
    if (!found) return fail(found);
    return persons;
}

DealView::DealView(const Deal& shown, const RenderContext& around, const DealPartners& partners)
    : deal(shown),
      context(around),
      person(find_in(partners.persons, shown.person_id)),
      organization(find_in(partners.organizations, shown.organization_id)),
      owner(around.directory.user(shown.owner_id)),
      creator(around.directory.user(shown.creator_id)),
      stage(around.directory.stage(shown.stage_id)),
      pipeline(around.directory.pipeline(shown.pipeline_id)),
      next_activity(find_in(partners.next_activities, std::optional(shown.next_activity.id))) {}

DealTable deal_fields() { return fields; }
DealTable deal_plain_fields() { return plain_fields; }
DealTable deal_collection_fields() { return collection_fields; }

std::string_view status_name(const Deal& deal) {
    if (deal.delete_time) return "deleted";
    if (deal.status == domain::DealStatus::won) return "won";
    return deal.status == domain::DealStatus::lost ? "lost" : "open";
}

std::optional<domain::DealStatus> deal_status(std::string_view name) {
    if (name == "open") return domain::DealStatus::open;
    if (name == "won") return domain::DealStatus::won;
    return name == "lost" ? std::optional(domain::DealStatus::lost) : std::nullopt;
}

void write_person_reference(JsonWriter& writer, const domain::Person& person, std::string_view id_name) {
    writer.begin_object();
    writer.key_literal("active_flag");
    writer.boolean(!person.delete_time);
    writer.key_literal("name");
    writer.string(person.name);
    writer.key_literal("email");
    write_contacts(writer, person.emails);
    writer.key_literal("phone");
    write_contacts(writer, person.phones);
    writer.key_literal("owner_id");
    writer.integer(person.owner_id);
    writer.key_literal(id_name);
    writer.integer(person.id);
    writer.end_object();
}

void write_deal_references(JsonWriter& writer, const std::map<domain::DealId, Deal>& deals) {
    writer.begin_object();
    for (const auto& [id, deal] : deals) {
        writer.key_literal(std::to_string(id));
        writer.begin_object();
        writer.key_literal("id");
        writer.integer(id);
        writer.key_literal("title");
        writer.string(deal.title);
        writer.key_literal("status");
        writer.string_literal(status_name(deal));
        writer.key_literal("value");
        writer.real(deal.value);
        writer.key_literal("currency");
        writer.string(deal.currency);
        writer.key_literal("stage_id");
        writer.integer(deal.stage_id);
        writer.key_literal("pipeline_id");
        writer.integer(deal.pipeline_id);
        writer.end_object();
    }
    writer.end_object();
}

std::string deal_mail_address(const RenderContext& context, domain::DealId id) {
    std::string address = context.mail_address;
    const auto at = std::min(address.find('@'), address.size());
    return address.insert(at, "+deal" + std::to_string(id));
}

std::string formatted_amount(double amount, std::string_view code) {
    const Currency* currency = find_currency(code);
    const bool is_whole = amount == std::floor(amount);
    char buffer[400];
    const int decimals = is_whole || currency == nullptr ? 0 : currency->decimals;
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(amount), std::chars_format::fixed, decimals);
    std::string text(buffer, end.ptr);
    for (std::size_t at = std::min(text.find('.'), text.size()); at > 3; at -= 3) text.insert(at - 3, 1, ',');
    if (amount < 0) text.insert(0, 1, '-');
    return text + ' ' + std::string(currency != nullptr ? currency->symbol : code);
}

const Shape deal_shape{"Deal", [] { return describe(fields); }};
const Shape deal_list_shape{"Deal", [] { return describe(fields); }, true};
const Shape deal_plain_shape{"PlainDeal", [] { return describe(deal_plain_fields()); }};
const Shape deal_plain_list_shape{"PlainDeal", [] { return describe(deal_plain_fields()); }, true};
const Shape deal_collection_shape{"DealCollectionItem", [] { return describe(deal_collection_fields()); }, true};

}  // namespace stele::dialect::pipedrive
