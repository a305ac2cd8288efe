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
constexpr Statement select_followers{
    "SELECT user_id, id, add_time FROM follower WHERE company_id = $1 AND kind = $2 AND record_id = $3 "
    "AND user_id > $4 ORDER BY user_id"};

// Bits are never taken away: a mask that says too much costs a look.
constexpr Statement add_to_organization_mask{
    "UPDATE organization SET follower_mask = follower_mask | {bit $3} WHERE {by_id} AND follower_mask & {bit $3} = 0"};
constexpr Statement add_to_person_mask{
    "UPDATE person SET follower_mask = follower_mask | {bit $3} WHERE {by_id} AND follower_mask & {bit $3} = 0"};

}  // namespace

Result<bool> Followers::insert(const domain::Follower& follower) {
    const auto inserted =
        session_.execute(insert_follower, {company_, static_cast<std::int64_t>(follower.kind), follower.record_id,
                                           follower.user_id, follower.id, follower.add_time});
    if (!inserted) return fail(inserted);
    if (*inserted == 0) return false;
    const Statement& mask = follower.kind == domain::Kind::person ? add_to_person_mask : add_to_organization_mask;
    if (const auto added = session_.write(mask, {company_, follower.record_id, follower.user_id}); !added)
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
