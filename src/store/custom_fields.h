// Definitions of custom fields in SQL.
#pragma once

#include "domain/store.h"
#include "store/accounts.h"
#include "store/session.h"

namespace stele::store {

class CustomFields final : public domain::CustomFields {
   public:
    CustomFields(Session& session, domain::CompanyId company, AccountsObserver& observer)
        : session_(session), company_(company), observer_(observer) {}

    Result<void> insert(const domain::CustomField& field) override;
    Result<void> update(const domain::CustomField& field) override;
    Result<void> insert_option(std::int64_t field_id, const domain::LabelOption& option) override;
    Result<void> update_option(std::int64_t field_id, const domain::LabelOption& option) override;
    Result<void> remove_option(std::int64_t field_id, std::int64_t id) override;
    Result<std::vector<domain::LabelOption>> options(std::int64_t field_id) override;
    Result<std::vector<domain::CustomField>> all() override;

   private:
    // Tells the observer, then writes.
    [[nodiscard]] Result<void> write(const Statement& statement, std::initializer_list<Value> values);
    [[nodiscard]] Result<void> write_option(const Statement& statement, std::int64_t field_id,
                                            const domain::LabelOption& option);

    Session& session_;
    domain::CompanyId company_;
    AccountsObserver& observer_;
};

}  // namespace stele::store
