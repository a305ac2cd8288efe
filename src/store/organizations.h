// Organizations in SQL.
#pragma once

#include <array>
#include <string>

#include "domain/store.h"
#include "store/search_index.h"
#include "store/session.h"

namespace stele::store {

class Organizations final : public domain::Organizations {
   public:
    Organizations(Session& session, domain::CompanyId company, SearchIndex* index)
        : session_(session), company_(company), search_texts_(session, company, index) {}

    Result<bool> find(domain::OrganizationId id, domain::Organization& into) override;
    Result<bool> find_where(domain::OrganizationId id, const domain::Predicate& where, domain::Organization& into) override;
    Result<void> insert(const domain::Organization& organization) override;
    Result<void> update(const domain::Organization& organization) override;
    Result<void> add_to_counter(domain::OrganizationId id, domain::Counter counter, std::int64_t delta) override;
    Result<void> set_activity_marks(domain::OrganizationId id, const domain::ActivityMark& next,
                                    const domain::ActivityMark& last) override;
    Result<void> set_archive_time(domain::OrganizationId id, std::optional<Micros> archive_time,
                                  Micros update_time) override;
    Result<void> set_update_time(domain::OrganizationId id, Micros update_time) override;
    Result<void> remove(domain::OrganizationId id) override;
    Result<std::vector<domain::OrganizationId>> deleted_before(Micros time, std::int64_t limit) override;
    Result<void> list(const domain::OrganizationQuery& query, FunctionRef<bool(const domain::Organization&)> visit) override;
    Result<std::int64_t> count(const domain::Predicate& where) override;

   private:
    Session& session_;
    domain::CompanyId company_;
    SearchTexts search_texts_;
};

// The stored forms of an organization's texts, which order and find it.
struct OrganizationForms {
    std::string name_fold;
    std::string name_exact;
    std::string name_sort;
    std::string address_sort;  // empty: no address
    std::string first_char;
    // Of the address's line, its parts in their order, website and linkedin; empty where they are.
    std::array<std::string, 13> folds;
};
[[nodiscard]] OrganizationForms organization_forms(const domain::Organization& organization);

// The columns that these are made of, and the organization that has their texts alone.
inline constexpr std::string_view organization_text_columns =
    "name, address, address_subpremise, address_street_number, address_route, address_sublocality, address_locality, "
    "address_admin_area_level_1, address_admin_area_level_2, address_country, address_postal_code, "
    "address_formatted_address, website, linkedin";
inline constexpr int organization_text_count = 14;
[[nodiscard]] domain::Organization organization_of_texts(const Row& row, int first_column);
// The columns of the forms, in the order of the structure.
inline constexpr std::string_view organization_form_columns[] = {"name_fold",
                                                                 "name_exact",
                                                                 "name_sort",
                                                                 "address_sort",
                                                                 "first_char",
                                                                 "address_fold",
                                                                 "address_subpremise_fold",
                                                                 "address_street_number_fold",
                                                                 "address_route_fold",
                                                                 "address_sublocality_fold",
                                                                 "address_locality_fold",
                                                                 "address_admin_area_level_1_fold",
                                                                 "address_admin_area_level_2_fold",
                                                                 "address_country_fold",
                                                                 "address_postal_code_fold",
                                                                 "address_formatted_address_fold",
                                                                 "website_fold",
                                                                 "linkedin_fold"};

}  // namespace stele::store
