// Who is named in mail, as v1 shows it in messages and threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/shape.h"
#include "domain/mail.h"

namespace stele::dialect::pipedrive {

// A person at an address that the caller sees.
struct MailPerson {
    domain::PersonId id = 0;
    std::string name;
    std::optional<domain::OrganizationId> organization_id;  // as far as the caller sees it
};

// By address, as it compares. The first one of several.
using MailPeople = std::map<std::string, MailPerson>;

[[nodiscard]] Result<MailPeople> read_mail_people(Context& context, const std::vector<std::string>& addresses);
[[nodiscard]] const MailPerson* person_of(const MailPeople& people, const domain::MailParty& party);

// Somebody named in a message, or in a thread as in the message of that time.
struct PartyView {
    const domain::MailParty& party;
    const MailPerson* person = nullptr;
    Micros message_time = 0;
    bool latest_sent = false;  // named in the last message of the thread
};

// In lists of messages; in threads and their messages.
void write_message_party(JsonWriter& writer, const PartyView& view);
void write_thread_party(JsonWriter& writer, const PartyView& view);
extern const Shape message_party_shape;
extern const Shape thread_party_shape;

// 2026-10-02T09:41:07.000Z
void write_mail_time(JsonWriter& writer, Micros time);

}  // namespace stele::dialect::pipedrive
