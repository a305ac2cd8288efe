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
    "SELECT organization_id, is_primary, add_time FROM person_organization {use_index person_organization_by_person} "
    "WHERE company_id = $1 AND person_id = $2 ORDER BY add_time, organization_id"};
constexpr Statement select_links_of_organization{
    "SELECT person_id, is_primary, add_time FROM person_organization WHERE company_id = $1 AND organization_id = $2 "
    "ORDER BY person_id LIMIT $3"};

// In this order links of one organization become those of another. Whether a person has a link with the other one, a value tells
// rather than EXISTS, which PostgreSQL may make a join of: then it looks at all links of the one for each of the other.
constexpr Statement move_primary_organization{
    "UPDATE person SET organization_id = $3, update_time = $4 WHERE company_id = $1 AND {id person} IN (SELECT {id_value "
    "person_id} FROM person_organization WHERE company_id = $1 AND organization_id = $2 AND is_primary = 1)"};
constexpr Statement delete_lesser_links{
    "DELETE FROM person_organization WHERE company_id = $1 AND organization_id = $3 AND is_primary = 0 AND (SELECT "
    "moved.is_primary FROM person_organization AS moved WHERE moved.company_id = $1 AND moved.organization_id = $2 "
    "AND moved.person_id = person_organization.person_id) = 1"};
constexpr Statement move_links{
    "UPDATE person_organization SET organization_id = $3 WHERE company_id = $1 AND organization_id = $2 AND (SELECT "
    "present.is_primary FROM person_organization AS present WHERE present.company_id = $1 AND present.organization_id = $3 "
    "AND present.person_id = person_organization.person_id) IS NULL"};
constexpr Statement delete_links_of_organization{
    "DELETE FROM person_organization WHERE company_id = $1 AND organization_id = $2"};

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

Result<std::vector<domain::Link>> Links::of_organization(domain::OrganizationId organization_id, std::int64_t limit) {
    std::vector<domain::Link> links;
    const auto queried =
        session_.query(select_links_of_organization, {company_, organization_id, limit}, [&](const Row& row) {
            links.push_back({organization_id, row.integer(0), row.integer(1) != 0, row.integer(2)});
            return true;
        });
    if (!queried) return fail(queried);
    return links;
}

Result<void> Links::move(domain::OrganizationId from, domain::OrganizationId to, Micros update_time) {
    auto moved = session_.write(move_primary_organization, {company_, from, to, update_time});
    if (moved) moved = session_.write(delete_lesser_links, {company_, from, to});
    if (moved) moved = session_.write(move_links, {company_, from, to});
    if (moved) moved = session_.write(delete_links_of_organization, {company_, from});
    return moved;
}

}  // namespace stele::store
