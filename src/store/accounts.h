// Companies, users, groups, keys and label options in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

// Told before what a directory shows is written.
class AccountsObserver {
   public:
    virtual ~AccountsObserver() = default;
    [[nodiscard]] virtual Result<void> directory_changes() = 0;
    [[nodiscard]] virtual Result<void> company_inserted() = 0;
};

class Accounts final : public domain::Accounts {
   public:
    Accounts(Session& session, domain::CompanyId company, AccountsObserver& observer)
        : session_(session), company_(company), observer_(observer) {}

    Result<bool> insert_company(const domain::Company& company) override;
    Result<void> update_company(const domain::Company& company) override;
    Result<std::optional<domain::Company>> company() override;
    Result<bool> insert_user(const domain::User& user) override;
    Result<void> update_user(const domain::User& user) override;
    Result<std::vector<domain::User>> users() override;
    Result<void> insert_key(const domain::Key& key) override;
    Result<bool> revoke_key(std::int64_t id, Micros time) override;
    Result<std::vector<domain::Key>> keys() override;
    Result<void> insert_label_option(domain::Kind kind, const domain::LabelOption& option) override;
    Result<void> update_label_option(domain::Kind kind, const domain::LabelOption& option) override;
    Result<void> remove_label_option(domain::Kind kind, std::int64_t id) override;
    Result<std::vector<domain::LabelOption>> label_options(domain::Kind kind) override;
    Result<void> insert_group(const domain::VisibilityGroup& group) override;
    Result<void> update_group(const domain::VisibilityGroup& group) override;
    Result<std::vector<domain::VisibilityGroup>> groups() override;

   private:
    // Tells the observer, then writes.
    [[nodiscard]] Result<std::int64_t> write(const Statement& statement, std::initializer_list<Value> values);
    [[nodiscard]] Result<std::int64_t> write_company(const Statement& statement, const domain::Company& company);
    [[nodiscard]] Result<std::int64_t> write_user(const Statement& statement, const domain::User& user);
    [[nodiscard]] Result<void> write_label_option(const Statement& statement, domain::Kind kind,
                                                  const domain::LabelOption& option);

    Session& session_;
    domain::CompanyId company_;
    AccountsObserver& observer_;
};

}  // namespace stele::store
