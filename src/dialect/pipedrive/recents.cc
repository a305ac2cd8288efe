// Whoever keeps a copy of a company asks here what has changed. A record is its own last change: records are found by their
// update times, which rise in the order of the commits, so each is told once and as it is now.
#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "base/time_text.h"
#include "dialect/pipedrive/activity_fields.h"
#include "dialect/pipedrive/activity_type_fields.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/file_fields.h"
#include "dialect/pipedrive/note_fields.h"
#include "dialect/pipedrive/organization_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/person_organizations.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/pipeline_fields.h"
#include "dialect/pipedrive/records_by_id.h"
#include "dialect/pipedrive/users.h"
#include "domain/activities.h"
#include "domain/deletion.h"
#include "domain/files.h"
#include "domain/notes.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::ActivityField;
using domain::Comparison;
using domain::DealField;
using domain::FileField;
using domain::Kind;
using domain::NoteField;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;
using enum WireType;

constexpr Parameter parameters[] = {
    {"since_timestamp", string, "Changed at this time or later, UTC: YYYY-MM-DD HH:MM:SS"},
    {"items", string,
     "Only records of these kinds, between commas: organization, person, deal, pipeline, stage, note, file, activity, "
     "activityType, user and others that there are none of"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
};

constexpr FieldDoc docs[] = {
    {"item", string, false, true, "organization, person, deal, pipeline, stage, note, file, activity, activityType or user"},
    {"id", integer, false, true, "The record's id"},
    {"data", object, false, true, "The record as it is now; what was deleted is not active"},
};
const Shape shape{"RecentItem", [] { return std::vector(std::begin(docs), std::end(docs)); }, true};

struct Item {
    std::string_view name;
    std::optional<Kind> kind;  // nothing where there are no records of it
};
constexpr Item items[] = {
    {"activity", Kind::activity},
    {"activityType", Kind::activity_type},
    {"deal", Kind::deal},
    {"file", Kind::file},
    {"filter", {}},
    {"note", Kind::note},
    {"organization", Kind::organization},
    {"person", Kind::person},
    {"pipeline", Kind::pipeline},
    {"product", {}},
    {"stage", Kind::stage},
    {"user", Kind::user},
};

struct Recent {
    Micros time = 0;
    const Item* item = nullptr;
    std::int64_t id = 0;

    // What one request changed has one time.
    bool operator<(const Recent& other) const {
        return std::tie(time, item, id) < std::tie(other.time, other.item, other.id);
    }
};

struct Query {
    Micros since = 0;
    std::vector<const Item*> items;
    Page page;

    [[nodiscard]] std::int64_t end() const { return page.start + page.limit + 1; }
};

Result<Query> read_query(const Request& request) {
    Query query{.page = page_v1(request)};
    const auto text = request.query("since_timestamp");
    if (!text || text->empty()) return fail(ErrorCode::invalid, "since_timestamp must be given", "since_timestamp");
    const auto since = parse_time(*text);
    if (!since) return fail(ErrorCode::invalid, "since_timestamp must be a time as YYYY-MM-DD HH:MM:SS", "since_timestamp");
    query.since = *since;
    for (const std::string_view name : request.query_list("items")) {
        const auto item = std::ranges::find(items, name, &Item::name);
        if (item == std::end(items)) return fail(ErrorCode::invalid, "items has no " + std::string(name), "items");
        if (std::ranges::find(query.items, item) == query.items.end()) query.items.push_back(item);
    }
    if (query.items.empty())
        for (const Item& item : items) query.items.push_back(&item);
    return query;
}

// The first of one kind, as far as the page may reach: those that live, and those that were deleted, have an index each.
template <class Noun, class Field>
Result<void> add_records(Noun& noun, const Item& item, const Query& query, const Predicate& visible,
                         std::vector<Recent>& recents) {
    const auto is_live = Predicate::compare(Field::delete_time, Comparison::is_null);
    for (const auto& state : {is_live, Predicate::negate(is_live)}) {
        std::vector<Predicate> conditions{Predicate::compare(Field::update_time, Comparison::greater_or_equal, query.since),
                                          state};
        conditions.push_back(visible);
        const auto listed = noun.list({Predicate::all(std::move(conditions)), {{Field::update_time}}, query.end(), 0},
                                      [&](const auto& record) {
                                          recents.push_back({record.update_time, &item, record.id});
                                          return true;
                                      });
        if (!listed) return listed;
    }
    return {};
}

Result<void> add_types(Context& context, const Item& item, const Query& query, std::vector<Recent>& recents) {
    const auto types = context.transaction.activities().types();
    if (!types) return fail(types);
    for (const domain::ActivityType& type : *types)
        if (type.update_time >= query.since) recents.push_back({type.update_time, &item, type.id});
    return {};
}

// Of what a directory holds: few, and seen by all.
template <class Record>
void add_known(std::span<const Record> records, const Item& item, const Query& query, std::vector<Recent>& recents) {
    for (const Record& record : records)
        if (record.update_time >= query.since) recents.push_back({record.update_time, &item, record.id});
}

Result<std::vector<Recent>> find_recents(Context& context, const Query& query) {
    const auto reachable = [&](Predicate visible, domain::FieldRef delete_time) {
        return Predicate::all({std::move(visible), domain::not_gone(delete_time, context.caller.now)});
    };
    std::vector<Recent> recents;
    for (const Item* item : query.items) {
        Result<void> added;
        if (item->kind == Kind::organization)
            added = add_records<domain::Organizations, OrganizationField>(
                context.transaction.organizations(), *item, query,
                reachable(domain::visible_organizations(context.caller), OrganizationField::delete_time), recents);
        else if (item->kind == Kind::person)
            added = add_records<domain::Persons, PersonField>(
                context.transaction.persons(), *item, query,
                reachable(domain::visible_persons(context.caller), PersonField::delete_time), recents);
        else if (item->kind == Kind::note)
            added = add_records<domain::Notes, NoteField>(
                context.transaction.notes(), *item, query,
                reachable(domain::visible_notes(context.caller), NoteField::delete_time), recents);
        else if (item->kind == Kind::file)
            added = add_records<domain::Files, FileField>(
                context.transaction.files(), *item, query,
                reachable(domain::visible_files(context.caller), FileField::delete_time), recents);
        else if (item->kind == Kind::activity)
            added = add_records<domain::Activities, ActivityField>(
                context.transaction.activities(), *item, query,
                reachable(domain::visible_activities(context.caller), ActivityField::delete_time), recents);
        else if (item->kind == Kind::activity_type)
            added = add_types(context, *item, query, recents);
        else if (item->kind == Kind::deal)
            added = add_records<domain::Deals, DealField>(
                context.transaction.deals(), *item, query,
                reachable(domain::visible_deals(context.caller), DealField::delete_time), recents);
        else if (item->kind == Kind::pipeline)
            add_known(std::span<const domain::Pipeline>(context.caller.directory->pipelines), *item, query, recents);
        else if (item->kind == Kind::stage)
            add_known(std::span<const domain::Stage>(context.caller.directory->stages), *item, query, recents);
        else if (item->kind == Kind::user)
            add_known(std::span<const domain::User>(context.caller.directory->users), *item, query, recents);
        if (!added) return fail(added);
    }
    std::ranges::sort(recents, std::less());
    return recents;
}

// The records of a page, read whole.
struct Records {
    std::map<std::int64_t, domain::Organization> organizations;
    std::vector<domain::Person> persons;
    OrganizationsById organizations_of_persons;
    RecordsById<domain::Note, NoteWriter> notes;
    RecordsById<domain::File, FileWriter> files;
    ActivitiesById activities;
    std::vector<domain::ActivityType> activity_types;
    std::vector<domain::Deal> deals;
    DealPartners partners_of_deals;
};

std::vector<std::int64_t> ids_of(Kind kind, std::span<const Recent> recents) {
    std::vector<std::int64_t> ids;
    for (const Recent& recent : recents)
        if (recent.item->kind == kind) ids.push_back(recent.id);
    return ids;
}

Result<Records> read_page(Context& context, std::span<const Recent> recents) {
    Records records;
    auto read = read_by_id(
        context.transaction.organizations(), OrganizationField::id, ids_of(Kind::organization, recents),
        [&](const domain::Organization& organization) { records.organizations.emplace(organization.id, organization); });
    if (!read) return fail(read);
    read = read_by_id(context.transaction.persons(), PersonField::id, ids_of(Kind::person, recents),
                      [&](const domain::Person& person) { records.persons.push_back(person); });
    if (!read) return fail(read);
    read = read_by_id(context.transaction.deals(), DealField::id, ids_of(Kind::deal, recents),
                      [&](const domain::Deal& deal) { records.deals.push_back(deal); });
    if (!read) return fail(read);
    auto partners = find_partners_and_activities(context, records.deals);
    if (!partners) return fail(partners);
    records.partners_of_deals = std::move(*partners);
    read = records.notes.read(context, context.transaction.notes(), NoteField::id, ids_of(Kind::note, recents));
    if (!read) return fail(read);
    read = records.files.read(context, context.transaction.files(), FileField::id, ids_of(Kind::file, recents));
    if (!read) return fail(read);
    auto activities = ActivitiesById::read_where(context, ids_of(Kind::activity, recents), Predicate::all({}));
    if (!activities) return fail(activities);
    records.activities = std::move(*activities);
    if (!ids_of(Kind::activity_type, recents).empty()) {
        auto types = context.transaction.activities().types();
        if (!types) return fail(types);
        records.activity_types = std::move(*types);
    }
    auto organizations = find_organizations(context, records.persons);
    if (!organizations) return fail(organizations);
    records.organizations_of_persons = std::move(*organizations);
    return records;
}

template <class View>
void write_record(JsonWriter& writer, std::span<const Field<View>> fields, const View& view) {
    writer.begin_object();
    write_fields(writer, fields, view);
    view.custom_fields().write_v1(writer, view.record().custom);
    writer.end_object();
}

void write_data(JsonWriter& writer, const Context& context, const RenderContext& around, const Records& records,
                const Recent& recent) {
    if (recent.item->kind == Kind::organization) {
        const OrganizationView view(records.organizations.at(recent.id), around);
        write_record(writer, organization_fields_v1(), view);
    } else if (recent.item->kind == Kind::person) {
        const auto person = std::ranges::find(records.persons, recent.id, &domain::Person::id);
        const PersonView view(*person, around, organization_of(records.organizations_of_persons, *person));
        write_record(writer, person_recent_fields(), view);
    } else if (recent.item->kind == Kind::note) {
        records.notes.write(writer, recent.id);
    } else if (recent.item->kind == Kind::file) {
        records.files.write(writer, recent.id);
    } else if (recent.item->kind == Kind::activity) {
        records.activities.write(writer, around, recent.id);
    } else if (recent.item->kind == Kind::deal) {
        const auto deal = std::ranges::find(records.deals, recent.id, &domain::Deal::id);
        write_record(writer, deal_plain_fields(), DealView(*deal, around, records.partners_of_deals));
    } else if (recent.item->kind == Kind::pipeline) {
        write_object(writer, related_pipeline_fields(), PipelineView{*around.directory.pipeline(recent.id)});
    } else if (recent.item->kind == Kind::stage) {
        const domain::Stage& stage = *around.directory.stage(recent.id);
        write_object(writer, stage_fields(), StageView{stage, around.directory.pipeline(stage.pipeline_id)});
    } else if (recent.item->kind == Kind::activity_type) {
        write_object(writer, activity_type_fields(),
                     *std::ranges::find(records.activity_types, recent.id, &domain::ActivityType::id));
    } else {
        write_user(writer, context, *around.directory.user(recent.id));
    }
}

// An empty page ends where it began, so that its end can be asked from as any other.
void write_additional(JsonWriter& writer, const Query& query, std::span<const Recent> page, bool more) {
    writer.key_literal("additional_data");
    writer.begin_object();
    writer.key_literal("since_timestamp");
    writer.string_literal(format_space(query.since).view());
    writer.key_literal("last_timestamp_on_page");
    writer.string_literal(format_space(page.empty() ? query.since : page.back().time).view());
    write_pagination_object(writer, query.page, more);
    writer.end_object();
}

Result<http::Response> list_recents(const Request& request, Context& context) {
    const auto query = read_query(request);
    if (!query) return fail(query);
    const auto found = find_recents(context, *query);
    if (!found) return fail(found);
    const auto begin = std::min(found->size(), static_cast<std::size_t>(query->page.start));
    const auto page =
        std::span(*found).subspan(begin).first(std::min(found->size() - begin, static_cast<std::size_t>(query->page.limit)));
    const auto records = read_page(context, page);
    if (!records) return fail(records);

    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Recent& recent : page) {
        writer.begin_object();
        writer.key_literal("item");
        writer.string_literal(recent.item->name);
        writer.key_literal("id");
        writer.integer(recent.id);
        writer.key_literal("data");
        write_data(writer, context, around, *records, recent);
        writer.end_object();
    }
    writer.end_array();
    write_additional(writer, *query, page, found->size() > begin + page.size());
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

// It merges several lists, each of them as long as the page's end.
bool is_scan(const Request& /*request*/, const domain::Caller& /*caller*/) { return true; }

constexpr Route routes[] = {
    {http::Method::get, "/v1/recents", list_recents, domain::Access::read, domain::Scope::read, parameters, nullptr, &shape,
     200, "Get recents", is_scan},
};

}  // namespace

RouteGroup recent_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
