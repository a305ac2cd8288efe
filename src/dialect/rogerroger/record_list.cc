#include "dialect/rogerroger/record_list.h"

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "base/text.h"
#include "domain/attributes.h"
#include "domain/search.h"
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

// Where the words of q and identifiers are looked for.
constexpr FieldRef organization_texts[] = {
    OrganizationField::name,
    OrganizationField::website,
    text_field(Kind::organization, Attribute::organization_description),
    text_field(Kind::organization, Attribute::organization_customer_id),
    text_field(Kind::organization, Attribute::organization_chamber_of_commerce_number),
    text_field(Kind::organization, Attribute::organization_emails),
    text_field(Kind::organization, Attribute::organization_phones)};
constexpr FieldRef person_texts[] = {PersonField::name, text_field(Kind::person, Attribute::person_job_title),
                                     text_field(Kind::person, Attribute::person_customer_id), PersonField::emails,
                                     PersonField::phones};
constexpr FieldRef organization_identifiers[] = {
    text_field(Kind::organization, Attribute::organization_linkedin_id),
    text_field(Kind::organization, Attribute::organization_linkedin_public_identifier),
    text_field(Kind::organization, Attribute::organization_linkedin_internal_id),
    text_field(Kind::organization, Attribute::organization_emails),
    text_field(Kind::organization, Attribute::organization_phones)};
constexpr FieldRef person_identifiers[] = {text_field(Kind::person, Attribute::person_linkedin_id), PersonField::emails,
                                           PersonField::phones};

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
    std::span<const FieldRef> texts;
    std::span<const FieldRef> identifiers;
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
                                           organization_texts,
                                           organization_identifiers,
                                           organization_orders};
constexpr RecordFields person_fields{Kind::person,
                                     person_table,
                                     PersonField::id,
                                     PersonField::owner_id,
                                     PersonField::emails,
                                     PersonField::tags,
                                     PersonField::add_time,
                                     PersonField::update_time,
                                     PersonField::archive_time,
                                     PersonField::delete_time,
                                     person_texts,
                                     person_identifiers,
                                     person_orders};

// --- q -----------------------------------------------------------------------------------------------------------------

domain::SearchFields searched(const RecordFields& fields) {
    domain::SearchFields search;
    search.name = true;
    search.email = fields.kind == Kind::person;
    search.phone = fields.kind == Kind::person;
    if (fields.kind == Kind::organization) search.custom_fields.push_back(domain::searched_website);
    for (const FieldRef& field : fields.texts)
        if (field.is_custom()) search.custom_fields.push_back(field.custom_id);
    std::ranges::sort(search.custom_fields);
    return search;
}

// Those that contain the word, by the index of texts; nothing where it does not know, or they are too many to be named.
Result<std::optional<std::vector<std::int64_t>>> find_in_index(Context& context, const RecordFields& fields,
                                                               const std::string& term) {
    constexpr domain::SearchTier tiers[] = {domain::SearchTier::exact_name, domain::SearchTier::name_begins,
                                            domain::SearchTier::word_begins, domain::SearchTier::elsewhere};
    if (code_points(term) < domain::substring_chars) return std::nullopt;
    std::vector<std::int64_t> ids;
    domain::TextQuery query{fields.kind, term, searched(fields), tiers[0], false, 0, {}};
    for (const domain::SearchTier tier : tiers) {
        query.tier = tier;
        const auto found = context.transaction.search().find(query, [&ids](std::int64_t id) {
            ids.push_back(id);
            return ids.size() <= limits::searched_ids;
        });
        if (!found) return fail(found);
        if (ids.size() > limits::searched_ids) return std::nullopt;
    }
    return ids;
}

Predicate contains(const RecordFields& fields, const std::string& term) {
    std::vector<Predicate> any;
    for (const FieldRef& field : fields.texts) any.push_back(Predicate::compare(field, Comparison::contains, term));
    return Predicate::any(std::move(any));
}

Result<void> add_words(ListRequest& list, const RecordFields& fields) {
    for (const std::string& word : list.words()) {
        const std::string term = domain::searched_form(word);
        if (term.empty()) continue;
        auto ids = find_in_index(list.context(), fields, term);
        if (!ids) return fail(ids);
        if (!*ids)
            list.add(contains(fields, word));
        else
            list.add((*ids)->empty() ? Predicate::any({}) : Predicate::compare(fields.id, Comparison::in, std::move(**ids)));
    }
    return {};
}

// --- others ------------------------------------------------------------------------------------------------------------

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

void add_identifiers(ListRequest& list, const RecordFields& fields) {
    const auto values = list.values("identifiers");
    if (values.empty()) return;
    const auto texts = texts_of(values);
    std::vector<Predicate> any;
    if (!texts.empty())
        for (const FieldRef& field : fields.identifiers)
            any.push_back(Predicate::compare(field, Comparison::matches, texts));
    list.add(Predicate::any(std::move(any)));
}

Predicate visible(const domain::Caller& caller, Kind kind) {
    return kind == Kind::person ? domain::visible_persons(caller) : domain::visible_organizations(caller);
}

Result<std::int64_t> count_where(Context& context, Kind kind, const Predicate& where) {
    return kind == Kind::person ? context.transaction.persons().count(where)
                                : context.transaction.organizations().count(where);
}

Result<std::int64_t> count(Context& context, const RecordFields& fields, const Predicate& where, bool is_plain) {
    if (is_plain && context.caller.sees_all()) return context.transaction.record_count(fields.kind);
    return count_where(context, fields.kind, where);
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
    for (auto& [name, ids] : by_name) owners.push_back(std::move(ids));
    if (descending) std::ranges::reverse(owners);
    return owners;
}

FieldRef owner_field(Kind kind) { return kind == Kind::person ? person_fields.owner : organization_fields.owner; }

Result<RecordSelection> select(const Request& request, Context& context, const Page& page, const RecordFields& fields) {
    ListRequest list(request, context, fields.parameters);
    list.add_references("owner.id", Resource::user, fields.owner);
    list.add_references("tags.id", Resource::tag, fields.tags);
    list.add_references("segments.uuid", Resource::segment, fields.tags);
    add_emails(list, fields);
    add_identifiers(list, fields);
    list.add_exists("archivedAt", fields.archive_time);
    list.add_times("createdAt", fields.add_time);
    list.add_times("updatedAt", fields.update_time);
    list.add_orders(fields.orders);
    if (auto added = add_words(list, fields); !added) return fail(added);
    const bool is_plain = list.is_plain();
    auto conditions = list.take();
    if (!conditions) return fail(conditions);
    conditions->push_back(Predicate::compare(fields.delete_time, Comparison::is_null));
    if (auto seen = visible(context.caller, fields.kind); !seen.always()) conditions->push_back(std::move(seen));
    RecordSelection selection{
        fields.kind, {Predicate::all(std::move(*conditions)), list.sort(), page.size, page.offset(), {}, {}, {}}, 0, {}};
    auto& sort = selection.query.sort;
    if (is_by_owner(fields, sort)) {
        selection.owners = owners_by_last_name(*context.caller.directory, sort.front().descending);
        sort.erase(sort.begin());
    }
    const auto total = count(context, fields, selection.query.where, is_plain);
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
