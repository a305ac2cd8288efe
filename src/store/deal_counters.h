// What organizations and persons count of deals, as expressions of SQL: recounting writes them, the check compares them.
//
// An organization counts the deals with it, and as related those with a live person whose primary organization it is, unless they
// are with it too. A live person counts as related the deals with that organization which are not with the person; any person
// the deals with them, and those that they take part in beside.
#pragma once

#include <string_view>

#include "store/columns.h"

namespace stele::store {

struct DealCount {
    std::string_view column;
    std::string_view statuses;  // "= 1"
};

inline constexpr DealCount own_deal_counts[] = {{"open_deals", "= 1"}, {"won_deals", "= 2"}, {"lost_deals", "= 3"}};
inline constexpr DealCount related_deal_counts[] = {
    {"related_open_deals", "= 1"}, {"related_won_deals", "= 2"}, {"related_lost_deals", "= 3"}};
inline constexpr DealCount participant_deal_counts[] = {{"participant_open_deals", "= 1"},
                                                        {"participant_closed_deals", "<> 1"}};

inline constexpr std::string_view counted_deals =
    "(SELECT count(*) FROM deal WHERE deal.company_id = $1 AND deal.delete_time IS NULL AND deal.status ";

// Of the row of organization.
constexpr StatementText& add_own_of_organization(StatementText& text, const DealCount& count) {
    return text.add(counted_deals).add(count.statuses).add(" AND deal.organization_id = organization.id)");
}
constexpr StatementText& add_related_of_organization(StatementText& text, const DealCount& count) {
    return text
        .add(
            "(SELECT count(*) FROM person CROSS JOIN deal WHERE deal.person_id = person.id AND person.company_id = $1 "
            "AND deal.company_id = $1 AND person.organization_id = organization.id AND person.delete_time IS NULL "
            "AND deal.delete_time IS NULL AND deal.status ")
        .add(count.statuses)
        .add(" AND (deal.organization_id IS NULL OR deal.organization_id <> organization.id))");
}

// Of the row of person.
constexpr StatementText& add_own_of_person(StatementText& text, const DealCount& count) {
    return text.add(counted_deals).add(count.statuses).add(" AND deal.person_id = person.id)");
}
// From what the organization counts, so that many persons do not each visit all its deals.
constexpr StatementText& add_related_of_person(StatementText& text, std::string_view own_column, const DealCount& count) {
    return text.add("COALESCE((SELECT organization.")
        .add(own_column)
        .add(
            " FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value "
            "person.organization_id} AND person.delete_time IS NULL), 0) - ")
        .add(counted_deals)
        .add(count.statuses)
        .add(
            " AND deal.person_id = person.id AND deal.organization_id = person.organization_id "
            "AND person.delete_time IS NULL)");
}
constexpr StatementText& add_participant_of_person(StatementText& text, const DealCount& count) {
    return text
        .add(
            "(SELECT count(*) FROM deal_participant CROSS JOIN deal WHERE {id deal} = {id_value deal_participant.deal_id} "
            "AND deal_participant.company_id = $1 AND deal.company_id = $1 AND deal_participant.person_id = person.id "
            "AND deal.delete_time IS NULL AND deal.status ")
        .add(count.statuses)
        .add(" AND (deal.person_id IS NULL OR deal.person_id <> person.id))");
}

}  // namespace stele::store
