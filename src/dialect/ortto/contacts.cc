// People who are added to an account or removed from it. Ortto: account association (add/remove).
#include <algorithm>
#include <span>

#include "base/limits.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/filter.h"
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/selection.h"
#include "domain/account_members.h"

namespace stele::dialect::ortto {

namespace {

using domain::MemberReport;
using domain::PersonField;
using domain::PersonId;
using domain::Predicate;
using enum WireType;

// Ortto's documents name the account in three ways; the first is the newest.
constexpr std::string_view account_names[] = {"accounts_id", "account_id", "organization_id"};

// People are looked at again by so many ids at a time.
constexpr std::size_t chunk_size = 500;

const Shape association_shape{
    "AccountAssociation", [] {
        return std::vector<FieldDoc>{
            {"accounts_id", string, true, false, "The account, also as an array of one"},
            {"account_id", string, true, false, "The same"},
            {"organization_id", string, true, false, "The same"},
            {"inclusion_ids", strings, true, false, "Ids of people"},
            {"exclusion_ids", strings, true, false, "Ids of people who are left out, whatever else names them"},
            {"filter", object, true, false, "All people who match it, too"},
        };
    }};
const Shape report_shape{
    "AccountAssociationReport", [] {
        return std::vector<FieldDoc>{
            {"linked", integer, false, false, "With Stele-Report: 1: people who were added, or removed"},
            {"already_linked", integer, false, false, "People who were in the account before"},
            {"moved", integer, false, false, "Of `linked`, those who came from another account"},
            {"unknown", integer, false, false, "Ids of nobody whom the key's user sees; or of nobody in the account"},
        };
    }};

std::unexpected<Error> refuse(const Context& context, std::string_view text) {
    return fail(ErrorCode::invalid, std::string(instance_of(context.caller.company())).append(": ").append(text));
}

// The one id that a member names: a text, or an array of one.
Result<std::string> read_account_id(const Context& context, const JsonValue& value, std::string_view name) {
    if (!value.is_array()) return read_id(instance_of(context.caller.company()), value);
    if (value.size() != 1) return refuse(context, std::string(name) + " must name one account");
    return read_id(instance_of(context.caller.company()), *value.begin());
}

Result<domain::OrganizationId> read_account(const Context& context, const JsonValue& body) {
    std::optional<std::string> account;
    for (const std::string_view name : account_names) {
        const auto value = body.find(name);
        if (!value || value->is_null()) continue;
        auto id = read_account_id(context, *value, name);
        if (!id) return fail(id);
        if (account && *account != *id)
            return refuse(context, "accounts_id, account_id and organization_id name different accounts");
        account = std::move(*id);
    }
    if (!account) return refuse(context, "accounts_id is required");
    const auto number = parse_id(context.caller.company().id, Entity::account, *account);
    if (!number) return refuse(context, "account " + *account + ": Object not found");
    return *number;
}

// One that asks nothing is none: nobody means all people by it.
bool has_filter(const JsonValue& body) {
    const auto filter = body.find("filter");
    return filter && !filter->is_null() && !(filter->is_object() && filter->size() == 0);
}

// Those whom inclusion_ids names, once each, as long as exclusion_ids does not.
struct Chosen {
    domain::OrganizationId account = 0;
    std::vector<PersonId> included;
    std::vector<PersonId> excluded;  // rising
    std::int64_t unknown = 0;
    std::optional<Predicate> filter;

    [[nodiscard]] bool has(PersonId id) const { return !std::ranges::binary_search(excluded, id); }
};

void sort_once(std::vector<PersonId>& ids) {
    std::ranges::sort(ids);
    const auto rest = std::ranges::unique(ids);
    ids.erase(rest.begin(), rest.end());
}

Result<Chosen> read_chosen(const Request& request, Context& context) {
    const JsonValue body = request.json();
    const domain::Company& company = context.caller.company();
    Chosen chosen;
    const auto account = read_account(context, body);
    if (!account) return fail(account);
    chosen.account = *account;
    auto included = read_ids(company, Entity::person, body, "inclusion_ids", limits::member_ids);
    if (!included) return fail(included);
    auto excluded = read_ids(company, Entity::person, body, "exclusion_ids", limits::member_ids);
    if (!excluded) return fail(excluded);
    chosen.unknown = included->unknown;
    chosen.excluded = std::move(excluded->numbers);
    sort_once(chosen.excluded);
    chosen.included = std::move(included->numbers);
    sort_once(chosen.included);
    std::erase_if(chosen.included, [&](PersonId id) { return !chosen.has(id); });
    if (has_filter(body)) {
        auto filter = compile_filter(context.transaction, context.caller, Entity::person, *body.find("filter"));
        if (!filter) return fail(filter);
        chosen.filter = std::move(*filter);
    }
    return chosen;
}

bool prepares(const Request& request) { return has_filter(request.json()); }

// What the domain says of the account, in Ortto's words.
std::unexpected<Error> say(const Context& context, const Request& request, const Error& error) {
    if (error.code == ErrorCode::not_found) {
        for (const std::string_view name : account_names)
            if (const auto value = request.json().find(name); value && !value->is_null())
                return refuse(context, "account " +
                                           std::string(value->is_array() ? (*value->begin()).string() : value->string()) +
                                           ": Object not found");
    }
    if (error.code == ErrorCode::invalid) return refuse(context, error.message);
    return std::unexpected(error);
}

// More than an account can take are refused before anything is written.
Result<std::vector<std::int64_t>> find_matching(const Request& request, Context& context) {
    const auto chosen = read_chosen(request, context);
    if (!chosen) return fail(chosen);
    auto found = domain::select_people(context.transaction, context.caller, *chosen->filter, limits::member_ids);
    if (!found) return say(context, request, found.error());
    std::erase_if(*found, [&](PersonId id) { return !chosen->has(id); });
    return std::move(*found);
}

Result<std::vector<std::int64_t>> find_members(const Request& request, Context& context) {
    const auto chosen = read_chosen(request, context);
    if (!chosen) return fail(chosen);
    auto found = domain::select_members(context.transaction, context.caller, chosen->account, *chosen->filter);
    if (!found) return say(context, request, found.error());
    std::erase_if(*found, [&](PersonId id) { return !chosen->has(id); });
    return std::move(*found);
}

constexpr Preparation before_add{prepares, find_matching};
constexpr Preparation before_remove{prepares, find_members};

// Those of the ids that match still.
Result<std::vector<PersonId>> still_matching(Context& context, const Predicate& filter, std::span<const PersonId> ids) {
    std::vector<PersonId> matching;
    while (!ids.empty()) {
        const auto chunk = ids.first(std::min(chunk_size, ids.size()));
        ids = ids.subspan(chunk.size());
        auto found =
            domain::select_people(context.transaction, context.caller,
                                  Predicate::all({Predicate::compare(PersonField::id, domain::Comparison::in,
                                                                     std::vector<std::int64_t>(chunk.begin(), chunk.end())),
                                                  filter}),
                                  static_cast<std::int64_t>(chunk.size()));
        if (!found) return fail(found);
        matching.insert(matching.end(), found->begin(), found->end());
    }
    return matching;
}

Result<Chosen> choose(const Request& request, Context& context) {
    auto chosen = read_chosen(request, context);
    if (!chosen || !chosen->filter) return chosen;
    const auto matching = still_matching(context, *chosen->filter, request.prepared());
    if (!matching) return fail(matching);
    chosen->included.insert(chosen->included.end(), matching->begin(), matching->end());
    sort_once(chosen->included);
    return chosen;
}

// `{}` of exactly two bytes, or the report for those who ask for it.
http::Response reply(const Request& request, const MemberReport& report, std::int64_t unknown) {
    http::Response response;
    JsonWriter writer(response.body);
    writer.begin_object();
    if (request.http().header("stele-report") == "1") {
        const std::pair<std::string_view, std::int64_t> counts[] = {{"linked", report.linked},
                                                                    {"already_linked", report.already_linked},
                                                                    {"moved", report.moved},
                                                                    {"unknown", report.unknown + unknown}};
        for (const auto& [name, count] : counts) {
            writer.key(name);
            writer.integer(count);
        }
    }
    writer.end_object();
    return response;
}

Result<http::Response> add_contacts(const Request& request, Context& context) {
    const auto chosen = choose(request, context);
    if (!chosen) return fail(chosen);
    const auto report = domain::add_members(context.transaction, context.caller, chosen->account, chosen->included,
                                            context.settings.account_people);
    if (!report) return say(context, request, report.error());
    return reply(request, *report, chosen->unknown);
}

Result<http::Response> remove_contacts(const Request& request, Context& context) {
    const auto chosen = choose(request, context);
    if (!chosen) return fail(chosen);
    const auto report = domain::remove_members(context.transaction, context.caller, chosen->account, chosen->included);
    if (!report) return say(context, request, report.error());
    return reply(request, *report, chosen->unknown);
}

constexpr Route add_row(std::string_view pattern) {
    Route route{http::Method::put,  pattern,       add_contacts, domain::Access::write,     domain::Scope::write, {},
                &association_shape, &report_shape, 200,          "Add people to an account"};
    route.preparation = &before_add;
    return route;
}
constexpr Route remove_row(std::string_view pattern) {
    Route route{http::Method::put,
                pattern,
                remove_contacts,
                domain::Access::write,
                domain::Scope::write,
                {},
                &association_shape,
                &report_shape,
                200,
                "Remove people from an account"};
    route.preparation = &before_remove;
    return route;
}

constexpr Route routes[] = {
    add_row("/v1/accounts/contacts/add"),
    add_row("/v1/organizations/contacts/add"),
    remove_row("/v1/accounts/contacts/remove"),
    remove_row("/v1/organizations/contacts/remove"),
};

}  // namespace

RouteGroup contact_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
