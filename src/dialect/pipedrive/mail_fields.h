// How v1 shows messages of mail.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "dialect/pipedrive/mail_parties.h"

namespace stele::dialect::pipedrive {

// Which members a reply shows of a message: those of a record's list (also that of the flow), of one message, of a thread's list.
enum class MailForm : std::uint8_t { listed, single, threaded };

extern const Shape mail_item_shape;       // {object, timestamp, data}
extern const Shape mail_message_shape;    // one message
extern const Shape thread_message_shape;  // those of a thread

// Writes messages of which all that they name was looked up at once.
class MailWriter {
   public:
    // With `bodies`, each message shows its own, made safe.
    [[nodiscard]] static Result<MailWriter> read(Context& context, std::span<const domain::MailMessage> messages,
                                                 bool bodies);

    void write(JsonWriter& writer, const domain::MailMessage& message, MailForm form) const;
    // {"object":"mailMessage","timestamp":...,"data":{...}}
    void write_item(JsonWriter& writer, const domain::MailMessage& message) const;

   private:
    explicit MailWriter(const Context& context)
        : company_id_(context.caller.company().id), public_url_(context.settings.public_url) {}

    domain::CompanyId company_id_;
    std::string public_url_;
    MailPeople people_;
    Micros latest_time_ = 0;
    std::optional<std::map<domain::MailMessageId, std::string>> bodies_;
};

// The body of a message as HTML that is safe to show.
[[nodiscard]] Result<std::string> shown_mail_body(Context& context, domain::MailMessageId id);

}  // namespace stele::dialect::pipedrive
