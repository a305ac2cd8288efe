// Ortto's ids: 24 lower-case hexadecimal digits. Ours are a pure function of company, kind and number, so that none is looked up:
//
//   kind (00 person, 10 account) | 0000 | company << 40 | number, eight bytes | 00
//
// A real one has its time of creation where ours have zeros. A record that came with an id of its own keeps it (Organization and
// Person: `ortto_id`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json_reader.h"
#include "base/result.h"
#include "domain/ids.h"

namespace stele::dialect::ortto {

enum class Entity : std::uint8_t { person, account };

[[nodiscard]] constexpr domain::Kind kind_of(Entity entity) {
    return entity == Entity::person ? domain::Kind::person : domain::Kind::organization;
}

[[nodiscard]] std::string format_id(domain::CompanyId company, Entity entity, std::int64_t number);
// The number that the id spells; nothing for another company, another kind, or an id that is not ours.
[[nodiscard]] std::optional<std::int64_t> parse_id(domain::CompanyId company, Entity entity, std::string_view id);

// An id as a client sends it, in lower case. Ortto takes 24 hexadecimal digits, or 10 bytes as they are, which name nothing. Error:
// invalid, in Ortto's words, behind "<instance>: ".
[[nodiscard]] Result<std::string> read_id(std::string_view instance, const JsonValue& value);

// A handle of a list. It names the newest record that the first page could show, so that pages by offset do not move when others
// are added meanwhile.
[[nodiscard]] std::string format_cursor(domain::CompanyId company, Entity entity, std::int64_t newest);
[[nodiscard]] std::optional<std::int64_t> parse_cursor(domain::CompanyId company, Entity entity, std::string_view id);

inline constexpr std::string_view no_id = "000000000000000000000000";

}  // namespace stele::dialect::ortto
