// To which records mail belongs, in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class MailLinks final : public domain::MailLinks {
   public:
    MailLinks(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<bool> has(domain::MailHolder holder) override;
    Result<std::vector<domain::MailHolder>> of_message(domain::MailMessageId message) override;
    Result<std::vector<domain::MailHolder>> of_thread(domain::MailThreadId thread) override;
    Result<std::vector<domain::PersonId>> persons_at(std::string_view address, std::int64_t limit) override;
    Result<void> link_message(domain::MailMessageId message) override;
    Result<void> relink_thread(domain::MailThreadId thread) override;
    Result<void> relink(domain::MailHolder holder) override;
    Result<void> relink_organization(domain::OrganizationId organization, domain::MailHolder through) override;
    Result<void> unlink(domain::MailHolder holder) override;
    Result<void> recount(domain::MailHolder holder) override;

   private:
    [[nodiscard]] Result<void> write(const Statement& statement, std::int64_t id);
    [[nodiscard]] Result<std::vector<domain::MailHolder>> holders(const Statement& statement, std::int64_t id);

    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
