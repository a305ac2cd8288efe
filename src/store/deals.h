// Deals in SQL.
#pragma once

#include "domain/store.h"
#include "store/search_index.h"
#include "store/session.h"

namespace stele::store {

class Deals final : public domain::Deals {
   public:
    Deals(Session& session, domain::CompanyId company, SearchIndex* index)
        : session_(session), company_(company), search_texts_(session, company, index) {}

    Result<bool> find(domain::DealId id, domain::Deal& into) override;
    Result<bool> find_where(domain::DealId id, const domain::Predicate& where, domain::Deal& into) override;
    Result<void> insert(const domain::Deal& deal) override;
    Result<void> update(const domain::Deal& deal) override;
    Result<void> add_to_counter(domain::DealId id, domain::Counter counter, std::int64_t delta) override;
    Result<void> set_activity_marks(domain::DealId id, const domain::ActivityMark& next,
                                    const domain::ActivityMark& last) override;
    Result<void> remove(domain::DealId id) override;
    Result<std::vector<domain::DealId>> deleted_before(Micros time, std::int64_t limit) override;
    Result<void> list(const domain::RecordQuery& query, FunctionRef<bool(const domain::Deal&)> visit) override;
    Result<std::int64_t> count(const domain::Predicate& where) override;
    Result<std::vector<domain::DealTotal>> totals(const domain::Predicate& where) override;
    Result<std::vector<domain::DealId>> with(domain::Kind kind, std::int64_t id, std::int64_t limit) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to, Micros update_time) override;

    Result<bool> insert_participant(const domain::Participant& participant) override;
    Result<bool> remove_participant(domain::DealId deal, domain::PersonId person) override;
    Result<std::vector<domain::Participant>> participants(domain::DealId deal) override;
    Result<std::vector<domain::Participant>> participations(domain::PersonId person, std::int64_t limit) override;
    Result<void> list_won(const domain::Predicate& where, std::int64_t limit,
                          FunctionRef<bool(const domain::WonDeal&)> visit) override;
    Result<void> list_participants(domain::Kind kind, std::int64_t id,
                                   FunctionRef<bool(const domain::Participant&)> visit) override;

    Result<void> recount_organization(domain::OrganizationId id) override;
    Result<void> recount_people(domain::OrganizationId id) override;
    Result<void> recount_person(domain::PersonId id) override;

   private:
    [[nodiscard]] Result<std::vector<domain::Participant>> read_participants(const Statement& statement,
                                                                             std::initializer_list<Value> values);

    Session& session_;
    domain::CompanyId company_;
    SearchTexts search_texts_;
};

// The stored forms of a deal's texts, which order and find it.
struct DealForms {
    std::string title_fold;
    std::string title_sort;
    std::string currency_fold;
    std::string lost_reason_fold;  // empty: no reason; likewise the next ones
    std::string channel_id_fold;
    std::string origin_fold;
    std::string origin_id_fold;

    bool operator==(const DealForms&) const = default;
};
[[nodiscard]] DealForms deal_forms(const domain::Deal& deal);

}  // namespace stele::store
