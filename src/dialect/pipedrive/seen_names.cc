#include "dialect/pipedrive/seen_names.h"

#include <algorithm>
#include <cassert>

#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Predicate;

template <class Records>
Result<NamesById> names_of(Records& records, domain::FieldRef id, Predicate not_gone, Predicate visible,
                           std::vector<std::int64_t> ids) {
    const auto size = static_cast<std::int64_t>(ids.size());
    std::vector<Predicate> conditions{Predicate::compare(id, Comparison::in, std::move(ids)), std::move(not_gone)};
    if (!visible.always()) conditions.push_back(std::move(visible));
    NamesById names;
    const auto listed =
        records.list({Predicate::all(std::move(conditions)), {}, size, 0, Predicate::all({})}, [&](const auto& record) {
            if constexpr (requires { record.title; })
                names.emplace(record.id, record.title);
            else
                names.emplace(record.id, record.name);
            return true;
        });
    if (!listed) return fail(listed);
    return names;
}

}  // namespace

Result<NamesById> seen_names(Context& context, domain::Kind kind, std::vector<std::int64_t> ids) {
    assert(kind == domain::Kind::organization || kind == domain::Kind::person || kind == domain::Kind::deal);
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.empty()) return NamesById();
    if (kind == domain::Kind::deal)
        return names_of(context.transaction.deals(), domain::DealField::id,
                        domain::not_gone(domain::DealField::delete_time, context.caller.now),
                        domain::visible_deals(context.caller), std::move(ids));
    if (kind == domain::Kind::person)
        return names_of(context.transaction.persons(), domain::PersonField::id,
                        domain::not_gone(domain::PersonField::delete_time, context.caller.now),
                        domain::visible_persons(context.caller), std::move(ids));
    return names_of(context.transaction.organizations(), domain::OrganizationField::id,
                    domain::not_gone(domain::OrganizationField::delete_time, context.caller.now),
                    domain::visible_organizations(context.caller), std::move(ids));
}

Result<SubjectNames> SubjectNames::read(Context& context, std::vector<std::int64_t> organizations,
                                        std::vector<std::int64_t> persons, std::vector<std::int64_t> deals) {
    auto organization_names = seen_names(context, domain::Kind::organization, std::move(organizations));
    if (!organization_names) return fail(organization_names);
    auto person_names = seen_names(context, domain::Kind::person, std::move(persons));
    if (!person_names) return fail(person_names);
    auto deal_titles = seen_names(context, domain::Kind::deal, std::move(deals));
    if (!deal_titles) return fail(deal_titles);
    return SubjectNames{std::move(*organization_names), std::move(*person_names), std::move(*deal_titles)};
}

void write_seen_id(JsonWriter& writer, const std::optional<std::int64_t>& id, const std::string* name) {
    if (name == nullptr)
        writer.null();
    else
        writer.integer(*id);
}

const std::string* name_of(const NamesById& names, const std::optional<std::int64_t>& id) {
    const auto found = id ? names.find(*id) : names.end();
    return found != names.end() ? &found->second : nullptr;
}

}  // namespace stele::dialect::pipedrive
