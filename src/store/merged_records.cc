#include "store/merged_records.h"

namespace stele::store {

namespace {

constexpr Statement insert_merged_record{
    "INSERT INTO merged_record (company_id, kind, id, survivor_id, time) VALUES ($1, $2, $3, $4, $5)"};
constexpr Statement update_survivor{
    "UPDATE merged_record SET survivor_id = $4 WHERE company_id = $1 AND kind = $2 AND survivor_id = $3"};
constexpr Statement select_survivor{"SELECT survivor_id FROM merged_record WHERE company_id = $1 AND kind = $2 AND id = $3"};

}  // namespace

Result<void> MergedRecords::insert(domain::Kind kind, std::int64_t id, std::int64_t survivor, Micros time) {
    const auto kind_number = static_cast<std::int64_t>(kind);
    if (auto updated = session_.write(update_survivor, {company_, kind_number, id, survivor}); !updated) return updated;
    return session_.write(insert_merged_record, {company_, kind_number, id, survivor, time});
}

Result<std::optional<std::int64_t>> MergedRecords::survivor_of(domain::Kind kind, std::int64_t id) {
    std::optional<std::int64_t> survivor;
    const auto queried =
        session_.query(select_survivor, {company_, static_cast<std::int64_t>(kind), id}, [&](const Row& row) {
            survivor = row.integer(0);
            return false;
        });
    if (!queried) return fail(queried);
    return survivor;
}

}  // namespace stele::store
