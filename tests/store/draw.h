// What the model test draws at random: records, queries and operations. On the test's own thread, within rc::check().
#pragma once

#include <cstdint>
#include <string>

#include "domain/store.h"

namespace stele::tests {

// Of a record or a little beside; now and then far out of range.
[[nodiscard]] std::int64_t draw_id();
// Kind is organization or person.
[[nodiscard]] domain::RecordQuery draw_query(domain::Kind kind);

struct Operation {
    enum class What : std::uint8_t { insert, update, count, follow, unfollow, change, link, unlink };
    What what{};
    domain::Kind kind{};
    std::size_t which = 0;  // of the records of that kind that there are
    std::size_t other = 0;  // of the organizations that there are, to link a person to
    bool is_primary = false;
    domain::Organization organization;
    domain::Person person;
    domain::Counter counter{};
    std::int64_t delta = 0;
    domain::UserId user = 0;
    domain::Change change;
};
[[nodiscard]] Operation draw_operation();

}  // namespace stele::tests
