#include "dialect/rogerroger/record_list.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "base/text.h"
#include "dialect/rogerroger/record_search.h"
#include "domain/archiving.h"
#include "domain/attributes.h"
#include "domain/visibility.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::FieldRef;
using domain::Kind;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;
using enum WireType;

constexpr Parameter organization_table[] = {
    {"q", string,
     "Words that the title, description, website, customer id or number of the register, an e-mail address or a "
     "phone number contains, in any of them"},
    {"owner.id", string, "Only those of this owner, by id or IRI"},
    {"owner.id[]", strings, "Of any of these"},
    {"emailAddresses.email", string, "Only those with this e-mail address, in any case"},
    {"emailAddresses.email[]", strings, "With any of these"},
    {"tags.id", string, "Only those with this tag, by id or IRI"},
    {"tags.id[]", strings, "With any of these"},
    {"segments.uuid", string, "Only those in this list, by id or IRI"},
    {"segments.uuid[]", strings, "In any of these"},
    {"exists[archivedAt]", boolean, "true: only archived ones; false: only others"},
    {"order[title.sort]", string, "asc or desc"},
    {"order[owner.lastName]", string, "asc or desc"},
    {"order[createdAt]", string, "asc or desc"},
    {"createdAt[strictly_after]", string, "Only those added after this time"},
    {"createdAt[after]", string, "At this time or after"},
    {"createdAt[strictly_before]", string, "Before this time"},
    {"createdAt[before]", string, "At this time or before"},
    {"updatedAt[strictly_after]", string, "Only those changed after this time"},
    {"updatedAt[after]", string, "At this time or after"},
    {"updatedAt[strictly_before]", string, "Before this time"},
    {"updatedAt[before]", string, "At this time or before"},
    {"identifiers", string, "Only those with this LinkedIn id, e-mail address or phone number"},
    {"identifiers[]", strings, "With any of these"},
};
constexpr Parameter person_table[] = {
    {"q", string,
     "Words that the name, job title or customer id, an e-mail address or a phone number contains, in any of them"},
    {"owner.id", string, "Only those of this owner, by id or IRI"},
    {"owner.id[]", strings, "Of any of these"},
    {"emailAddresses.email", string, "Only those with this e-mail address, in any case"},
    {"emailAddresses.email[]", strings, "With any of these"},
    {"tags.id", string, "Only those with this tag, by id or IRI"},
    {"tags.id[]", strings, "With any of these"},
    {"segments.uuid", string, "Only those in this list, by id or IRI"},
    {"segments.uuid[]", strings, "In any of these"},
    {"exists[archivedAt]", boolean, "true: only archived ones; false: only others"},
    {"order[familyName]", string, "asc or desc"},
    {"order[owner.lastName]", string, "asc or desc"},
    {"order[createdAt]", string, "asc or desc"},
    {"createdAt[strictly_after]", string, "Only those added after this time"},
    {"createdAt[after]", string, "At this time or after"},
    {"createdAt[strictly_before]", string, "Before this time"},
    {"createdAt[before]", string, "At this time or before"},
    {"updatedAt[strictly_after]", string, "Only those changed after this time"},
    {"updatedAt[after]", string, "At this time or after"},
    {"updatedAt[strictly_before]", string, "Before this time"},
    {"updatedAt[before]", string, "At this time or before"},
    {"identifiers", string, "Only those with this LinkedIn id, e-mail address or phone number"},
    {"identifiers[]", strings, "With any of these"},
    {"view", string, "idx: ids alone"},
};

constexpr FieldRef text_field(Kind kind, Attribute attribute) {
    return {kind, id_of(attribute), domain::CustomPart::value, domain::CustomForm::text};
}

constexpr OrderName organization_orders[] = {{"title.sort", OrganizationField::name},
                                             {"owner.lastName", OrganizationField::owner_name},
                                             {"createdAt", OrganizationField::add_time}};
constexpr OrderName person_orders[] = {{"familyName", PersonField::last_name},
                                       {"owner.lastName", PersonField::owner_name},
                                       {"createdAt", PersonField::add_time}};

// What the lists of the two kinds look at.
struct RecordFields {
    Kind kind;
    std::span<const Parameter> parameters;
    FieldRef id;
    FieldRef owner;
    FieldRef emails;
    FieldRef tags;
    FieldRef add_time;
    FieldRef update_time;
    FieldRef archive_time;
    FieldRef delete_time;
    std::span<const OrderName> orders;
};
constexpr RecordFields organization_fields{Kind::organization,
                                           organization_table,
                                           OrganizationField::id,
                                           OrganizationField::owner_id,
                                           text_field(Kind::organization, Attribute::organization_emails),
                                           OrganizationField::tags,
                                           OrganizationField::add_time,
                                           OrganizationField::update_time,
                                           OrganizationField::archive_time,
                                           OrganizationField::delete_time,
                                           organization_orders};
constexpr RecordFields person_fields{
    Kind::person,      person_table,          PersonField::id,          PersonField::owner_id,     PersonField::emails,
    PersonField::tags, PersonField::add_time, PersonField::update_time, PersonField::archive_time, PersonField::delete_time,
    person_orders};

// --- conditions -----------------------------------------------------------------------------------------------------------

std::vector<std::string> texts_of(std::span<const std::string_view> values) {
    std::vector<std::string> texts;
    for (const std::string_view value : values)
        if (!value.empty()) texts.emplace_back(value);
    return texts;
}

void add_emails(ListRequest& list, const RecordFields& fields) {
    const auto values = list.values("emailAddresses.email");
    if (values.empty()) return;
    auto texts = texts_of(values);
    list.add(texts.empty() ? Predicate::any({}) : Predicate::compare(fields.emails, Comparison::matches, std::move(texts)));
}

// What the texts of records say of what was asked for: ids, rising; nothing when nothing was asked for.
Result<std::optional<Ids>> find_in_texts(ListRequest& list, Kind kind) {
    auto ids = find_by_words(list.context(), kind, list.words());
    if (!ids) return ids;
    const auto values = list.values("identifiers");
    if (values.empty()) return ids;
    auto identified = find_by_identifiers(list.context(), kind, texts_of(values));
    if (!identified) return fail(identified);
    if (!*ids) return std::optional(std::move(*identified));
    Ids both;
    std::ranges::set_intersection(**ids, *identified, std::back_inserter(both));
    return std::optional(std::move(both));
}

Predicate visible(const domain::Caller& caller, Kind kind) {
    return kind == Kind::person ? domain::visible_persons(caller) : domain::visible_organizations(caller);
}

Result<std::int64_t> count_where(Context& context, Kind kind, const Predicate& where) {
    return kind == Kind::person ? context.transaction.persons().count(where)
                                : context.transaction.organizations().count(where);
}

// What was asked for.
struct Asked {
    std::vector<Predicate> conditions;
    std::optional<Ids> found;  // those that fulfil what was asked of texts
};

bool is_not_archived(const RecordFields& fields, const Predicate& condition) {
    return condition.node == Predicate::Node::compare && condition.field == fields.archive_time &&
           condition.comparison == Comparison::is_null;
}

Predicate live(const RecordFields& fields) { return Predicate::compare(fields.delete_time, Comparison::is_null); }

// Of a caller who sees everything; nothing where records are to be counted. Those that are archived are few.
Result<std::optional<std::int64_t>> known_count(Context& context, const RecordFields& fields, const Asked& asked) {
    if (asked.found && asked.conditions.empty()) return std::ssize(*asked.found);
    const bool wants_present = asked.conditions.size() == 1 && is_not_archived(fields, asked.conditions.front());
    if (asked.found || (!asked.conditions.empty() && !wants_present)) return std::nullopt;
    const auto all = context.transaction.record_count(fields.kind);
    if (!all) return fail(all);
    if (!wants_present) return *all;
    const auto archived =
        count_where(context, fields.kind, Predicate::all({domain::archived(fields.archive_time), live(fields)}));
    if (!archived) return fail(archived);
    return *all - *archived;
}

Ids part_of(const Ids& ids, const Page& page) {
    const std::int64_t from = std::min<std::int64_t>(page.offset(), std::ssize(ids));
    const std::int64_t to = std::min<std::int64_t>(from + page.size, std::ssize(ids));
    return {ids.begin() + from, ids.begin() + to};
}

bool is_by_owner(const RecordFields& fields, const std::vector<domain::SortKey>& sort) {
    if (sort.empty()) return false;
    const auto named = std::ranges::find(fields.orders, std::string_view("owner.lastName"), &OrderName::name);
    return sort.front().field == named->field;
}

// Users are few: what is in order of their last names is put together from what each of them owns.
std::vector<std::vector<std::int64_t>> owners_by_last_name(const domain::Directory& directory, bool descending) {
    std::map<std::string, std::vector<std::int64_t>> by_name;
    for (const domain::User& user : directory.users) by_name[sort_key(last_name_of(user.name))].push_back(user.id);
    std::vector<std::vector<std::int64_t>> owners;
    owners.reserve(by_name.size());
    for (auto& [name, ids] : by_name) owners.push_back(std::move(ids));
    if (descending) std::ranges::reverse(owners);
    return owners;
}

FieldRef owner_field(Kind kind) { return kind == Kind::person ? person_fields.owner : organization_fields.owner; }

Result<Asked> read_conditions(ListRequest& list, const RecordFields& fields) {
    list.add_references("owner.id", Resource::user, fields.owner);
    list.add_references("tags.id", Resource::tag, fields.tags);
    list.add_references("segments.uuid", Resource::segment, fields.tags);
    add_emails(list, fields);
    list.add_exists("archivedAt", domain::archived(fields.archive_time), domain::not_archived(fields.archive_time));
    list.add_times("createdAt", fields.add_time);
    list.add_times("updatedAt", fields.update_time);
    list.add_orders(fields.orders);
    auto conditions = list.take();
    if (!conditions) return fail(conditions);
    auto found = find_in_texts(list, fields.kind);
    if (!found) return fail(found);
    return Asked{std::move(*conditions), std::move(*found)};
}

Result<RecordSelection> select(const Request& request, Context& context, const Page& page, const RecordFields& fields) {
    ListRequest list(request, context, fields.parameters);
    auto asked = read_conditions(list, fields);
    if (!asked) return fail(asked);
    RecordSelection selection{fields.kind, {{}, list.sort(), page.size, page.offset(), {}, {}, {}}, 0, {}};
    domain::RecordQuery& query = selection.query;
    std::optional<std::int64_t> known;
    if (context.caller.sees_all()) {
        const auto counted = known_count(context, fields, *asked);
        if (!counted) return fail(counted);
        known = *counted;
    }
    // In the order of their ids a page of them is known, too.
    const bool is_page_known = known && asked->found && query.sort.empty();
    if (is_page_known) query.offset = 0;
    std::vector<Predicate> conditions = std::move(asked->conditions);
    if (asked->found)
        conditions.push_back(Predicate::compare(fields.id, Comparison::in,
                                                is_page_known ? part_of(*asked->found, page) : std::move(*asked->found)));
    conditions.push_back(live(fields));
    if (auto seen = visible(context.caller, fields.kind); !seen.always()) conditions.push_back(std::move(seen));
    query.where = Predicate::all(std::move(conditions));
    if (is_by_owner(fields, query.sort)) {
        selection.owners = owners_by_last_name(*context.caller.directory, query.sort.front().descending);
        query.sort.erase(query.sort.begin());
    }
    const auto total = known ? Result<std::int64_t>(*known) : count_where(context, fields.kind, query.where);
    if (!total) return fail(total);
    selection.total = *total;
    return selection;
}

}  // namespace

std::span<const Parameter> organization_parameters() { return organization_table; }
std::span<const Parameter> person_parameters() { return person_table; }

Result<RecordSelection> select_organizations(const Request& request, Context& context, const Page& page) {
    return select(request, context, page, organization_fields);
}
Result<RecordSelection> select_people(const Request& request, Context& context, const Page& page) {
    return select(request, context, page, person_fields);
}

Result<void> visit_page(Context& context, const RecordSelection& selection,
                        FunctionRef<Result<std::int64_t>(const domain::RecordQuery&)> list) {
    std::int64_t to_pass = selection.query.offset;
    std::int64_t left = selection.query.limit;
    if (left == 0) return {};
    if (selection.owners.empty()) {
        const auto listed = list(selection.query);
        return listed ? Result<void>() : fail(listed);
    }
    for (const auto& owners : selection.owners) {
        domain::RecordQuery part = selection.query;
        part.where =
            Predicate::all({Predicate::compare(owner_field(selection.kind), Comparison::in, owners), selection.query.where});
        const auto number = to_pass > 0 ? count_where(context, selection.kind, part.where) : Result<std::int64_t>(0);
        if (!number) return fail(number);
        if (to_pass > 0 && *number <= to_pass) {
            to_pass -= *number;
            continue;
        }
        part.offset = to_pass;
        part.limit = left;
        to_pass = 0;
        const auto listed = list(part);
        if (!listed) return fail(listed);
        left -= *listed;
        if (left <= 0) return {};
    }
    return {};
}

std::string_view last_name_of(std::string_view name) {
    const auto space = name.rfind(' ');
    return space == std::string_view::npos ? name : name.substr(space + 1);
}

}  // namespace stele::dialect::rogerroger
