// What stays the same over the records of one reply.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "base/time_text.h"
#include "dialect/dialect.h"
#include "dialect/pipedrive/custom_fields.h"
#include "dialect/pipedrive/shown_pictures.h"

namespace stele::dialect::pipedrive {

// Where a reply shows users already: many records have few owners.
class ShownUsers {
   public:
    // Runs `write`, which writes the user as a value, or repeats what it wrote for this user before.
    template <class Write>
    void show(JsonWriter& writer, const domain::User& user, Write write) {
        Shown& shown = shown_[static_cast<std::size_t>(user.id) % shown_.size()];
        if (shown.user == &user)
            writer.repeat(shown.piece);
        else
            shown = {&user, writer.piece(write)};
    }

   private:
    struct Shown {
        const domain::User* user = nullptr;
        JsonWriter::Piece piece;
    };
    std::array<Shown, 16> shown_;
};

// Times as v1 writes them. Those of a page often fall in one second: added together, or never changed since.
class ShownTimes {
   public:
    // Good until the next one.
    [[nodiscard]] std::string_view text(Micros time) {
        const std::int64_t second = time / 1'000'000;
        if (second != second_ || time <= 0) {
            text_ = format_space(time);
            second_ = second;
        }
        return text_.view();
    }

   private:
    std::int64_t second_ = -1;
    TimeText text_;
};

struct RenderContext {
    const domain::Directory& directory;
    std::string mail_address;  // where mail about any of them is collected
    bool may_edit = false;     // the caller's key may write
    ShownCustomFields organization_custom;
    ShownCustomFields person_custom;
    ShownCustomFields deal_custom;
    mutable ShownUsers owners;  // for speed alone, as are the times
    mutable ShownTimes times;
    mutable ShownPictures pictures;  // of v1, to be filled in at the end

    explicit RenderContext(const Context& context)
        : directory(*context.caller.directory),
          mail_address(context.caller.company().domain + '@' + context.settings.mail_domain),
          may_edit(context.caller.scope >= domain::Scope::write),
          organization_custom(context, domain::Kind::organization),
          person_custom(context, domain::Kind::person),
          deal_custom(context, domain::Kind::deal) {}
};

}  // namespace stele::dialect::pipedrive
