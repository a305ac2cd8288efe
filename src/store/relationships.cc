#include "store/relationships.h"

#include "store/columns.h"

namespace stele::store {

namespace {

using domain::Relationship;
using domain::RelationshipType;

// SELECT of all columns, up to the condition behind the company's.
constexpr StatementText select_where() {
    return StatementText().add(
        "SELECT id, type, owner_organization_id, linked_organization_id, add_time, update_time "
        "FROM organization_relationship WHERE company_id = $1 AND ");
}

constexpr Statement select_one{kept_text<[] { return select_where().add("id = $2"); }>};
constexpr Statement select_between{kept_text<[] {
    return select_where()
        .add("owner_organization_id = $2 AND linked_organization_id = $3 UNION ALL ")
        .add(select_where().add("owner_organization_id = $3 AND linked_organization_id = $2").view());
}>};
// Each half comes from an index of its own in the order of ids.
constexpr Statement select_of{kept_text<[] {
    return select_where()
        .add("owner_organization_id = $2 AND id > $3 UNION ALL ")
        .add(select_where().add("linked_organization_id = $2 AND id > $3 ORDER BY id LIMIT $4").view());
}>};
constexpr Statement select_parents{
    kept_text<[] { return select_where().add("linked_organization_id = $2 AND type = 1 ORDER BY id"); }>};
static_assert(static_cast<int>(RelationshipType::parent) == 1);

constexpr Statement insert_relationship{
    "INSERT INTO organization_relationship (company_id, id, type, owner_organization_id, linked_organization_id, add_time, "
    "update_time) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Statement update_relationship{
    "UPDATE organization_relationship SET type = $3, owner_organization_id = $4, linked_organization_id = $5, add_time = "
    "$6, "
    "update_time = $7 WHERE company_id = $1 AND id = $2"};
constexpr Statement delete_relationship{"DELETE FROM organization_relationship WHERE company_id = $1 AND id = $2"};
constexpr Statement delete_of{
    "DELETE FROM organization_relationship WHERE company_id = $1 "
    "AND (owner_organization_id = $2 OR linked_organization_id = $2)"};

Result<void> write(Session& session, domain::CompanyId company, const Statement& statement,
                   const Relationship& relationship) {
    return session.write(statement,
                         {company, relationship.id, static_cast<std::int64_t>(relationship.type), relationship.owner_id,
                          relationship.linked_id, relationship.add_time, relationship.update_time});
}

}  // namespace

Result<std::optional<Relationship>> Relationships::find(std::int64_t id) { return first_row(select_one, {company_, id}); }

Result<std::optional<Relationship>> Relationships::find_between(domain::OrganizationId one, domain::OrganizationId other) {
    return first_row(select_between, {company_, one, other});
}

Result<void> Relationships::insert(const Relationship& relationship) {
    return write(session_, company_, insert_relationship, relationship);
}

Result<void> Relationships::update(const Relationship& relationship) {
    return write(session_, company_, update_relationship, relationship);
}

Result<void> Relationships::remove(std::int64_t id) { return session_.write(delete_relationship, {company_, id}); }

Result<void> Relationships::remove_all(domain::OrganizationId organization) {
    return session_.write(delete_of, {company_, organization});
}

Result<void> Relationships::list(domain::OrganizationId organization, std::int64_t after_id, std::int64_t limit,
                                 FunctionRef<bool(const Relationship&)> visit) {
    return visit_rows(select_of, {company_, organization, after_id, limit}, visit);
}

Result<void> Relationships::list_parents(domain::OrganizationId organization, FunctionRef<bool(const Relationship&)> visit) {
    return visit_rows(select_parents, {company_, organization}, visit);
}

Result<void> Relationships::visit_rows(Sql sql, std::initializer_list<Value> values,
                                       FunctionRef<bool(const Relationship&)> visit) {
    return session_.query(sql, values, [&](const Row& row) {
        return visit({row.integer(0), static_cast<RelationshipType>(row.integer(1)), row.integer(2), row.integer(3),
                      row.integer(4), row.integer(5)});
    });
}

Result<std::optional<Relationship>> Relationships::first_row(Sql sql, std::initializer_list<Value> values) {
    std::optional<Relationship> found;
    const auto queried = visit_rows(sql, values, [&](const Relationship& relationship) {
        found = relationship;
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

}  // namespace stele::store
