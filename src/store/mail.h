// Mail in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Mail final : public domain::Mail {
   public:
    Mail(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<bool> find_message(domain::MailMessageId id, domain::MailMessage& into) override;
    Result<std::optional<domain::MailMessageId>> message_of_key(domain::UserId user, std::string_view key) override;
    Result<void> insert_message(const domain::MailMessage& message, const domain::MailBody& body) override;
    Result<domain::MailBody> body(domain::MailMessageId id) override;
    Result<void> list_messages(domain::MailThreadId thread, std::int64_t limit,
                               FunctionRef<bool(const domain::MailMessage&)> visit) override;
    Result<void> list_messages(const domain::MailQuery& query, FunctionRef<bool(const domain::MailMessage&)> visit) override;
    Result<void> remove_message(domain::MailMessageId id) override;

    Result<bool> find_thread(domain::MailThreadId id, domain::MailThread& into) override;
    Result<void> insert_thread(const domain::MailThread& thread) override;
    Result<void> update_thread(const domain::MailThread& thread) override;
    Result<void> list_threads(const domain::MailThreadQuery& query,
                              FunctionRef<bool(const domain::MailThread&)> visit) override;
    Result<void> remove_thread(domain::MailThreadId id) override;
    Result<std::vector<domain::MailThreadId>> deleted_before(Micros time, std::int64_t limit) override;
    Result<std::vector<domain::MailThreadId>> threads_of_deal(domain::DealId deal, std::int64_t limit) override;

    Result<std::optional<domain::MailThreadId>> thread_of_key(domain::UserId user, std::string_view key) override;
    Result<void> insert_key(domain::UserId user, std::string_view key, domain::MailThreadId thread) override;

   private:
    [[nodiscard]] Result<void> insert_addresses(const domain::MailMessage& message);

    Session& session_;
    domain::CompanyId company_;
};

// Whence a message came and where it went, for a party of it: see mail_address.
[[nodiscard]] std::int64_t mail_direction(domain::MailRole role, bool is_sent);

}  // namespace stele::store
