// Activities and their types in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Activities final : public domain::Activities {
   public:
    Activities(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<bool> find_where(domain::ActivityId id, const domain::Predicate& where, domain::Activity& into) override;
    Result<void> insert(const domain::Activity& activity) override;
    Result<void> update(const domain::Activity& activity) override;
    Result<void> remove(domain::ActivityId id) override;
    Result<void> list(const domain::RecordQuery& query, FunctionRef<bool(const domain::Activity&)> visit) override;
    Result<std::vector<domain::ActivityShare>> shares(const domain::Predicate& where) override;
    Result<domain::ActivityMark> mark(domain::Kind kind, std::int64_t id, bool done) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to, Micros update_time) override;
    Result<std::vector<domain::ActivityId>> about(domain::Kind kind, std::int64_t id, std::int64_t limit) override;
    Result<std::vector<domain::ActivityId>> naming(domain::PersonId id, std::int64_t limit) override;
    Result<std::vector<domain::ActivityId>> deleted_before(Micros time, std::int64_t limit) override;

    Result<void> insert_type(const domain::ActivityType& type) override;
    Result<void> update_type(const domain::ActivityType& type) override;
    Result<std::vector<domain::ActivityType>> types() override;

   private:
    [[nodiscard]] Result<void> write_type(const Statement& statement, const domain::ActivityType& type);
    // Whom the stored activity names beside the primary participant.
    [[nodiscard]] Result<std::vector<domain::PersonId>> named(domain::ActivityId id);
    // Writes by whom else than the primary participant it is found, where that differs.
    [[nodiscard]] Result<void> name_persons(domain::ActivityId id, const std::vector<domain::PersonId>& before,
                                            const std::vector<domain::PersonId>& after);

    Session& session_;
    domain::CompanyId company_;
};

// What activities are sorted by and looked for: made from their texts on every write.
struct ActivityForms {
    std::string subject_sort;
    std::string subject_fold;
    std::string note_fold;
    std::string public_description_fold;
    std::string location_fold;

    bool operator==(const ActivityForms&) const = default;
};
[[nodiscard]] ActivityForms activity_forms(std::string_view subject, std::string_view note,
                                           std::string_view public_description, std::string_view location);

}  // namespace stele::store
