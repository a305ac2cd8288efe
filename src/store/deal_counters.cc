#include "store/deal_counters.h"

#include <iterator>

#include "store/deals.h"

namespace stele::store {

namespace {

constexpr StatementText& add_related_of_person(StatementText& text) {
    for (std::size_t i = 0; i < std::size(related_deal_counts); ++i) {
        text.add(i > 0 ? ", " : "").add(related_deal_counts[i].column).add(" = ");
        add_related_of_person(text, own_deal_counts[i].column, related_deal_counts[i]);
    }
    return text;
}

constexpr Statement recount_one_organization{kept_text<[] {
    StatementText text;
    text.add("UPDATE organization SET ");
    for (const DealCount& count : own_deal_counts)
        add_own_of_organization(text.add(count.column).add(" = "), count).add(", ");
    for (std::size_t i = 0; i < std::size(related_deal_counts); ++i)
        add_related_of_organization(text.add(i > 0 ? ", " : "").add(related_deal_counts[i].column).add(" = "),
                                    related_deal_counts[i]);
    return text.add(" WHERE {by_id}");
}>};

constexpr Statement recount_people_of_organization{kept_text<[] {
    StatementText text;
    add_related_of_person(text.add("UPDATE person SET "));
    return text.add(" WHERE company_id = $1 AND organization_id = $2 AND delete_time IS NULL");
}>};

constexpr Statement recount_one_person{kept_text<[] {
    StatementText text;
    text.add("UPDATE person SET ");
    for (const DealCount& count : own_deal_counts) add_own_of_person(text.add(count.column).add(" = "), count).add(", ");
    for (const DealCount& count : participant_deal_counts)
        add_participant_of_person(text.add(count.column).add(" = "), count).add(", ");
    return add_related_of_person(text).add(" WHERE {by_id}");
}>};

}  // namespace

Result<void> Deals::recount_organization(domain::OrganizationId id) {
    return session_.write(recount_one_organization, {company_, id});
}

Result<void> Deals::recount_people(domain::OrganizationId id) {
    return session_.write(recount_people_of_organization, {company_, id});
}

Result<void> Deals::recount_person(domain::PersonId id) { return session_.write(recount_one_person, {company_, id}); }

}  // namespace stele::store
