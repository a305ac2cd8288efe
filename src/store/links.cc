#include "store/links.h"

namespace stele::store {

namespace {

constexpr Statement upsert_link{
    "INSERT INTO person_organization (company_id, organization_id, person_id, is_primary, add_time) "
    "VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (company_id, organization_id, person_id) DO UPDATE SET is_primary = excluded.is_primary"};
constexpr Statement delete_link{
    "DELETE FROM person_organization WHERE company_id = $1 AND organization_id = $2 AND person_id = $3"};
constexpr Statement select_links{
    "SELECT organization_id, is_primary, add_time FROM person_organization WHERE company_id = $1 AND person_id = $2 "
    "ORDER BY add_time, organization_id"};

}  // namespace

Result<void> Links::put(const domain::Link& link) {
    return session_.write(upsert_link,
                          {company_, link.organization_id, link.person_id, std::int64_t{link.is_primary}, link.add_time});
}

Result<bool> Links::remove(domain::OrganizationId organization_id, domain::PersonId person_id) {
    const auto deleted = session_.execute(delete_link, {company_, organization_id, person_id});
    if (!deleted) return fail(deleted);
    return *deleted > 0;
}

Result<std::vector<domain::Link>> Links::of_person(domain::PersonId person_id) {
    std::vector<domain::Link> links;
    const auto queried = session_.query(select_links, {company_, person_id}, [&](const Row& row) {
        links.push_back({row.integer(0), person_id, row.integer(1) != 0, row.integer(2)});
        return true;
    });
    if (!queried) return fail(queried);
    return links;
}

}  // namespace stele::store
