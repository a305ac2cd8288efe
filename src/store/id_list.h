// Ids as the one parameter that {listed} takes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace stele::store {

[[nodiscard]] inline std::string id_list(std::span<const std::int64_t> ids) {
    std::string list = "[";
    for (const std::int64_t id : ids) list.append(list.size() > 1 ? "," : "").append(std::to_string(id));
    return list += ']';
}

}  // namespace stele::store
