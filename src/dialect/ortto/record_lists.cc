#include "dialect/ortto/record_lists.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/list_request.h"
#include "dialect/ortto/reply.h"
#include "dialect/ortto/selection.h"
#include "dialect/ortto/values.h"
#include "domain/archiving.h"
#include "domain/attributes.h"

namespace stele::dialect::ortto {

namespace {

using domain::Comparison;
using domain::FieldRef;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;
using enum WireType;

domain::Organizations& records_of(Context& context, const Organization* /*of*/) {
    return context.transaction.organizations();
}
domain::Persons& records_of(Context& context, const Person* /*of*/) { return context.transaction.persons(); }

FieldRef id_of(Entity entity) {
    return entity == Entity::person ? FieldRef(PersonField::id) : FieldRef(OrganizationField::id);
}
FieldRef archive_time_of(Entity entity) {
    return entity == Entity::person ? FieldRef(PersonField::archive_time) : FieldRef(OrganizationField::archive_time);
}
FieldRef delete_time_of(Entity entity) {
    return entity == Entity::person ? FieldRef(PersonField::delete_time) : FieldRef(OrganizationField::delete_time);
}

// What a page says of all that there is.
struct Totals {
    std::int64_t everyone = 0;
    std::int64_t matches = 0;
    std::int64_t subscribers = 0;
};

template <class Record>
Result<std::int64_t> count(Context& context, const Predicate& where) {
    return records_of(context, static_cast<const Record*>(nullptr)).count(where);
}

// Who sees all knows the number of live records from a counter, and looks for those that were archived.
template <class Record>
Result<std::int64_t> count_everyone(Context& context, Entity entity, const ListRequest& list) {
    if (list.archived || !context.caller.sees_all()) return count<Record>(context, list.everyone);
    const auto live = context.transaction.record_count(kind_of(entity));
    if (!live) return live;
    const auto archived =
        count<Record>(context, Predicate::all({Predicate::compare(delete_time_of(entity), Comparison::is_null),
                                               domain::archived(archive_time_of(entity))}));
    if (!archived) return archived;
    return *live - *archived;
}

// People who may be sent e-mail. As in production, only where nothing is chosen; and since all of them are looked at, only once: with
// the first page.
Result<std::int64_t> count_subscribers(Context& context, Entity entity, const ListRequest& list) {
    if (entity != Entity::person || list.chosen || list.offset > 0) return 0;
    const FieldRef permission(domain::Kind::person, domain::id_of(domain::Attribute::person_email_permission),
                              domain::CustomPart::value, domain::CustomForm::number);
    Predicate where = list.everyone;
    where.children.push_back(Predicate::compare(permission, Comparison::equals, std::int64_t{1}));
    return count<Person>(context, where);
}

// A page of a list.
template <class Record>
struct Page {
    std::vector<Record> records;
    bool has_more = false;
    std::int64_t newest = 0;  // 0: there is none
    Totals totals;
};

template <class Record>
Result<void> read_records(Context& context, Entity entity, const ListRequest& list, Page<Record>& page) {
    domain::RecordQuery query;
    query.where = matching(list);
    if (list.newest)
        query.where.children.push_back(Predicate::compare(id_of(entity), Comparison::less_or_equal, *list.newest));
    query.sort = list.sort;
    query.limit = list.limit + 1;
    query.offset = list.offset;
    query.seen_organizations = everyone(context.caller, Entity::account, false);
    auto listed = records_of(context, static_cast<const Record*>(nullptr)).list(query, [&](const Record& record) {
        page.records.push_back(record);
        return true;
    });
    if (!listed) return listed;
    page.has_more = std::cmp_greater(page.records.size(), list.limit);
    if (page.has_more) page.records.pop_back();
    return {};
}

// The newest record that a page by this cursor can show.
template <class Record>
Result<std::int64_t> find_newest(Context& context, Entity entity, const ListRequest& list, const Page<Record>& page) {
    if (list.newest) return *list.newest;
    const domain::SortKey by_id{id_of(entity), true};
    if (list.offset == 0 && list.sort.front() == by_id && !page.records.empty()) return page.records.front().id;
    domain::RecordQuery query;
    query.where = list.everyone;
    query.sort = {by_id};
    query.limit = 1;
    std::int64_t newest = 0;
    auto listed = records_of(context, static_cast<const Record*>(nullptr)).list(query, [&](const Record& record) {
        newest = record.id;
        return false;
    });
    if (!listed) return fail(listed);
    return newest;
}

template <class Record>
Result<void> read_totals(Context& context, Entity entity, const ListRequest& list, Page<Record>& page) {
    const auto everyone = count_everyone<Record>(context, entity, list);
    if (!everyone) return fail(everyone);
    page.totals.everyone = page.totals.matches = *everyone;
    // A page that reaches the end has seen them all.
    const bool is_last = !page.has_more && !list.newest && (list.offset == 0 || !page.records.empty());
    if (list.chosen && is_last) {
        page.totals.matches = list.offset + static_cast<std::int64_t>(page.records.size());
    } else if (list.chosen) {
        const auto matches = count<Record>(context, matching(list));
        if (!matches) return fail(matches);
        page.totals.matches = *matches;
    }
    const auto subscribers = count_subscribers(context, entity, list);
    if (!subscribers) return fail(subscribers);
    page.totals.subscribers = *subscribers;
    return {};
}

// Ortto names accounts by their older name here; its documents have the newer one. The counters of the other entity are zero.
void write_totals(JsonWriter& writer, Entity entity, const Totals& totals) {
    const auto accounts = entity == Entity::account ? totals.everyone : 0;
    writer.begin_object();
    writer.key_literal("total_contacts");
    writer.integer(totals.everyone - accounts);
    writer.key_literal("total_organizations");
    writer.integer(accounts);
    writer.key_literal("total_accounts");
    writer.integer(accounts);
    writer.key_literal("total_matches");
    writer.integer(totals.matches);
    writer.key_literal("total_subscribers");
    writer.integer(totals.subscribers);
    writer.end_object();
}

template <class Record>
void write_page(JsonWriter& writer, const Page<Record>& page, const PageValues& values) {
    writer.begin_array();
    for (const Record& record : page.records) values.write(writer, record);
    writer.end_array();
}

std::string_view list_name(const Request& request, Entity entity) {
    if (entity == Entity::person) return "contacts";
    return says_organization(request) ? "organizations" : "accounts";
}

// Behind the end there is no list, and no cursor either. Of archived records there is no list when there is none of them.
template <class Record>
http::Response page_reply(const Request& request, const Context& context, Entity entity, const ListRequest& list,
                          const Page<Record>& page, const PageValues& values) {
    const bool is_past_end = page.records.empty() && list.offset > 0 && !list.has_cursor;
    const std::int64_t offset = is_past_end ? 0 : list.offset;
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal(list_name(request, entity));
        if (is_past_end || (list.archived && page.records.empty()))
            writer.null();
        else
            write_page(writer, page, values);
        writer.key_literal("meta");
        write_totals(writer, entity, page.totals);
        writer.key_literal("offset");
        writer.integer(offset);
        writer.key_literal("next_offset");
        writer.integer(offset + static_cast<std::int64_t>(page.records.size()));
        writer.key_literal("cursor_id");
        writer.string_literal(is_past_end ? std::string(no_id)
                                          : format_cursor(context.caller.company().id, entity, page.newest));
        writer.key_literal("has_more");
        writer.boolean(page.has_more);
        writer.end_object();
    });
}

template <class Record>
Result<http::Response> list_of(const Request& request, Context& context, Entity entity) {
    auto list = read_list(request, context, entity);
    if (!list) return fail(list);
    Page<Record> page;
    auto read = read_records(context, entity, *list, page);
    if (read) read = read_totals(context, entity, *list, page);
    if (!read) return fail(read);
    const auto newest = find_newest(context, entity, *list, page);
    if (!newest) return fail(newest);
    page.newest = *newest;
    PageValues values(context.caller, entity, std::move(list->fields));
    read = values.read(context.transaction, std::span<const Record>(page.records));
    if (!read) return fail(read);
    return page_reply(request, context, entity, *list, page, values);
}

Result<IdList> read_named(const Request& request, const Context& context, Entity entity,
                          std::span<const std::string_view> names) {
    for (const std::string_view name : names)
        if (const auto value = request.json().find(name); value && !value->is_null())
            return read_ids(context.caller.company(), entity, request.json(), name, limits::page_max);
    return IdList{};
}

template <class Record>
Result<http::Response> find_of(const Request& request, Context& context, Entity entity,
                               std::span<const std::string_view> names) {
    auto ids = read_named(request, context, entity, names);
    if (!ids) return fail(ids);
    auto fields = read_shown_fields(context.caller, entity, request.json());
    if (!fields) return fail(fields);
    std::vector<Record> records;
    if (!ids->numbers.empty()) {
        domain::RecordQuery query;
        query.limit = static_cast<std::int64_t>(ids->numbers.size());
        query.where = everyone(context.caller, entity, false);
        query.where.children.push_back(Predicate::compare(id_of(entity), Comparison::in, std::move(ids->numbers)));
        query.sort = {{id_of(entity), false}};
        auto listed = records_of(context, static_cast<const Record*>(nullptr)).list(query, [&](const Record& record) {
            records.push_back(record);
            return true;
        });
        if (!listed) return fail(listed);
    }
    PageValues values(context.caller, entity, std::move(*fields));
    if (auto read = values.read(context.transaction, std::span<const Record>(records)); !read) return fail(read);
    return json_reply([&](JsonWriter& writer) {
        writer.begin_object();
        writer.key_literal(list_name(request, entity));
        writer.begin_object();
        for (const Record& record : records) {
            writer.key_literal(format_id(context.caller.company().id, entity, record.id));
            values.write(writer, record);
        }
        writer.end_object();
        writer.end_object();
    });
}

}  // namespace

const Shape record_shape{
    "Record", [] {
        return std::vector<FieldDoc>{
            {"id", string, false, true, "24 hexadecimal digits"},
            {"fields", object, false, true, "Those of the requested fields that have a value, by their ids"},
        };
    }};

const Shape meta_shape{
    "Totals", [] {
        return std::vector<FieldDoc>{
            {"total_contacts", integer, false, true, "All people whom the key's user sees; 0 in lists of accounts"},
            {"total_organizations", integer, false, true, "All accounts; 0 in lists of people"},
            {"total_accounts", integer, false, true, "The same"},
            {"total_matches", integer, false, true, "What the filter, q and the lists of ids choose"},
            {"total_subscribers", integer, false, true,
             "People with email permission, with the first page of a list where nothing is chosen; else 0"},
        };
    }};

const Shape list_request_shape{
    "ListRequest", [] {
        return std::vector<FieldDoc>{
            {"limit", integer, true, false, "How many to return: 1 to 500, 50 when left out or outside that"},
            {"offset", integer, true, false, "How many to pass over: next_offset of the page before"},
            {"cursor_id", string, true, false,
             "cursor_id of the page before: later pages show nothing newer than the first"},
            {"sort_by_field_id", string, true, false, "The field that orders the list; the newest first when left out"},
            {"sort_order", string, true, false, "asc or desc, which is the default"},
            {"fields", strings, true, false, "Field ids to show; at most 150, and unknown ones are passed over"},
            {"filter", object, true, false, "Only what it matches"},
            {"q", string, true, false, "Only names that contain it, without regard to case and marks"},
            {"type", string, true, false, "archived, archived_organization or archived_account: those that were archived"},
            {"inclusion_ids", strings, true, false, "Only these; at most 500"},
            {"exclusion_ids", strings, true, false, "Not these; at most 500"},
        };
    }};

bool says_organization(const Request& request) { return request.http().path().starts_with("/v1/organization"); }

Result<http::Response> list_records(const Request& request, Context& context, Entity entity) {
    return entity == Entity::person ? list_of<Person>(request, context, entity)
                                    : list_of<Organization>(request, context, entity);
}

Result<http::Response> find_records(const Request& request, Context& context, Entity entity,
                                    std::span<const std::string_view> names) {
    return entity == Entity::person ? find_of<Person>(request, context, entity, names)
                                    : find_of<Organization>(request, context, entity, names);
}

bool find_is_scan(const Request& request, const domain::Caller& /*caller*/) { return asks_for_people(request.json()); }

}  // namespace stele::dialect::ortto
