// Persons in SQL.
#pragma once

#include "domain/store.h"
#include "store/search_index.h"
#include "store/session.h"

namespace stele::store {

class Persons final : public domain::Persons {
   public:
    Persons(Session& session, domain::CompanyId company, SearchIndex* index)
        : session_(session), company_(company), search_texts_(session, company, index) {}

    Result<bool> find(domain::PersonId id, domain::Person& into) override;
    Result<bool> find_where(domain::PersonId id, const domain::Predicate& where, domain::Person& into) override;
    Result<void> insert(const domain::Person& person) override;
    Result<void> update(const domain::Person& person) override;
    Result<void> add_to_counter(domain::PersonId id, domain::Counter counter, std::int64_t delta) override;
    Result<void> set_activity_marks(domain::PersonId id, const domain::ActivityMark& next,
                                    const domain::ActivityMark& last) override;
    Result<void> set_archive_time(domain::PersonId id, std::optional<Micros> archive_time, Micros update_time) override;
    Result<void> set_update_time(domain::PersonId id, Micros update_time) override;
    Result<void> set_organization(domain::PersonId id, std::optional<domain::OrganizationId> organization,
                                  Micros update_time) override;
    Result<void> remove(domain::PersonId id) override;
    Result<std::vector<domain::PersonId>> deleted_before(Micros time, std::int64_t limit) override;
    Result<void> list(const domain::PersonQuery& query, FunctionRef<bool(const domain::Person&)> visit) override;
    Result<std::int64_t> count(const domain::Predicate& where) override;

   private:
    Session& session_;
    domain::CompanyId company_;
    SearchTexts search_texts_;
};

// The stored forms of a person's names, which order and find it.
struct PersonForms {
    std::string name_fold;
    std::string name_exact;
    std::string name_sort;
    std::string first_name_sort;  // empty: no first name
    std::string last_name_sort;
    std::string first_name_fold;
    std::string last_name_fold;
    std::string first_char;
};
[[nodiscard]] PersonForms person_forms(std::string_view name, std::string_view first_name, std::string_view last_name);

}  // namespace stele::store
