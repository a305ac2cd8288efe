#include "store/followers.h"

namespace stele::store {

namespace {

constexpr Statement insert_follower{
    "INSERT INTO follower (company_id, kind, record_id, user_id, id, add_time) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (company_id, kind, record_id, user_id) DO NOTHING"};
constexpr Statement insert_first_follower{
    "INSERT INTO follower (company_id, kind, record_id, user_id, id, add_time) VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Statement delete_follower{
    "DELETE FROM follower WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND user_id = $4"};
constexpr Statement delete_followers{"DELETE FROM follower WHERE company_id = $1 AND kind = $2 AND record_id = $3"};
constexpr Statement move_followers{
    "UPDATE follower SET record_id = $4 WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND NOT EXISTS (SELECT 1 "
    "FROM follower AS present WHERE present.company_id = $1 AND present.kind = $2 AND present.record_id = $4 "
    "AND present.user_id = follower.user_id)"};
constexpr Statement select_followers{
    "SELECT user_id, id, add_time FROM follower WHERE company_id = $1 AND kind = $2 AND record_id = $3 "
    "AND user_id > $4 ORDER BY user_id"};

// Bits are never taken away: a mask that says too much costs a look.
constexpr Statement add_to_organization_mask{
    "UPDATE organization SET follower_mask = follower_mask | {bit $3} WHERE {by_id} AND follower_mask & {bit $3} = 0"};
constexpr Statement add_to_person_mask{
    "UPDATE person SET follower_mask = follower_mask | {bit $3} WHERE {by_id} AND follower_mask & {bit $3} = 0"};
constexpr Statement add_to_deal_mask{
    "UPDATE deal SET follower_mask = follower_mask | {bit $3} WHERE {by_id} AND follower_mask & {bit $3} = 0"};
constexpr Statement unite_organization_masks{
    "UPDATE organization SET follower_mask = follower_mask | (SELECT moved.follower_mask FROM organization AS moved "
    "WHERE moved.company_id = $1 AND {id moved} = {id_value $3}) WHERE {by_id}"};
constexpr Statement unite_person_masks{
    "UPDATE person SET follower_mask = follower_mask | (SELECT moved.follower_mask FROM person AS moved "
    "WHERE moved.company_id = $1 AND {id moved} = {id_value $3}) WHERE {by_id}"};

constexpr Statement unite_deal_masks{
    "UPDATE deal SET follower_mask = follower_mask | (SELECT moved.follower_mask FROM deal AS moved "
    "WHERE moved.company_id = $1 AND {id moved} = {id_value $3}) WHERE {by_id}"};

const Statement& mask_to_add_to(domain::Kind kind) {
    if (kind == domain::Kind::deal) return add_to_deal_mask;
    return kind == domain::Kind::person ? add_to_person_mask : add_to_organization_mask;
}

const Statement& masks_to_unite(domain::Kind kind) {
    if (kind == domain::Kind::deal) return unite_deal_masks;
    return kind == domain::Kind::person ? unite_person_masks : unite_organization_masks;
}

}  // namespace

Result<bool> Followers::insert(const domain::Follower& follower) {
    const auto inserted =
        session_.execute(insert_follower, {company_, static_cast<std::int64_t>(follower.kind), follower.record_id,
                                           follower.user_id, follower.id, follower.add_time});
    if (!inserted) return fail(inserted);
    if (*inserted == 0) return false;
    if (const auto added = session_.write(mask_to_add_to(follower.kind), {company_, follower.record_id, follower.user_id});
        !added)
        return fail(added);
    return true;
}

// The owner's bit is in the mask from the beginning.
Result<void> Followers::insert_first(const domain::Follower& follower) {
    return session_.write(insert_first_follower, {company_, static_cast<std::int64_t>(follower.kind), follower.record_id,
                                                  follower.user_id, follower.id, follower.add_time});
}

Result<bool> Followers::remove(domain::Kind kind, std::int64_t record_id, domain::UserId user_id) {
    const auto deleted = session_.execute(delete_follower, {company_, static_cast<std::int64_t>(kind), record_id, user_id});
    if (!deleted) return fail(deleted);
    return *deleted > 0;
}

Result<void> Followers::remove_all(domain::Kind kind, std::int64_t record_id) {
    return session_.write(delete_followers, {company_, static_cast<std::int64_t>(kind), record_id});
}

Result<void> Followers::move(domain::Kind kind, std::int64_t from, std::int64_t to) {
    auto moved = session_.write(masks_to_unite(kind), {company_, to, from});
    if (moved) moved = session_.write(move_followers, {company_, static_cast<std::int64_t>(kind), from, to});
    if (moved) moved = remove_all(kind, from);
    return moved;
}

Result<void> Followers::list(domain::Kind kind, std::int64_t record_id, domain::UserId after_user,
                             FunctionRef<bool(const domain::Follower&)> visit) {
    domain::Follower follower;
    follower.kind = kind;
    follower.record_id = record_id;
    return session_.query(select_followers, {company_, static_cast<std::int64_t>(kind), record_id, after_user},
                          [&](const Row& row) {
                              follower.user_id = row.integer(0);
                              follower.id = row.integer(1);
                              follower.add_time = row.integer(2);
                              return visit(follower);
                          });
}

}  // namespace stele::store
