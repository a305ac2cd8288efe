// How v1 shows threads of mail.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "dialect/pipedrive/mail_parties.h"
#include "domain/deal.h"

namespace stele::dialect::pipedrive {

extern const Shape mail_thread_shape;
extern const Shape mail_thread_list_shape;

class MailThreadWriter {
   public:
    [[nodiscard]] static Result<MailThreadWriter> read(Context& context, std::span<const domain::MailThread> threads);

    void write(JsonWriter& writer, const domain::MailThread& thread) const;

   private:
    [[nodiscard]] Result<void> read_deals(Context& context, std::vector<std::int64_t> ids);

    MailPeople people_;
    std::map<domain::DealId, domain::DealStatus> deals_;  // those that the caller sees
};

}  // namespace stele::dialect::pipedrive
