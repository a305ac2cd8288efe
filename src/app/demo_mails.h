// Sample mail between users and the people of an organization: what it is follows from the organization's number alone.
#pragma once

#include <cstdint>
#include <vector>

#include "app/demo_records.h"
#include "domain/mailbox.h"

namespace stele::app {

struct DemoMail {
    domain::UserId user_id = 0;  // in whose mailbox it is
    domain::NewMail mail;
};

// The directory has an active user. None where nobody has an e-mail address.
[[nodiscard]] std::vector<DemoMail> make_demo_mails(std::int64_t number, const std::vector<DemoPerson>& people,
                                                    const domain::Directory& directory);

}  // namespace stele::app
