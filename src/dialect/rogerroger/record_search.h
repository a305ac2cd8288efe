// Organizations and people by what stands in their texts: `q` and `identifiers`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dialect/dialect.h"
#include "domain/ids.h"

namespace stele::dialect::rogerroger {

// Both: ids of records that are not deleted, whoever sees them, rising.
using Ids = std::vector<std::int64_t>;

// Records in whose texts each of the words is found, in any of them (decisions/0011): anywhere, or where a word begins when it has
// fewer than three characters. Nothing is asked for where no word is left that can be looked for.
[[nodiscard]] Result<std::optional<Ids>> find_by_words(Context& context, domain::Kind kind,
                                                       std::span<const std::string> words);

// Records that have one of these as a LinkedIn id or an e-mail address, in any case, or as a phone number, however it is
// written.
[[nodiscard]] Result<Ids> find_by_identifiers(Context& context, domain::Kind kind, std::span<const std::string> identifiers);

}  // namespace stele::dialect::rogerroger
