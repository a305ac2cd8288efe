// Reading a company's directory, and the credentials in it.
#pragma once

#include <string_view>

#include "base/result.h"
#include "domain/store.h"

namespace stele::domain {

// Null when the transaction's company does not exist.
[[nodiscard]] Result<DirectoryPtr> load_directory(Transaction& transaction);

// A key as it is shown, once: st_<company>_<secret>.
struct KeyText {
    CompanyId company_id = 0;
    Sha256 hash{};  // of the secret's 32 bytes
};

// Nothing for a text that cannot be a key.
[[nodiscard]] std::optional<KeyText> parse_key(std::string_view text);

struct NewKey {
    std::string text;
    Sha256 hash{};
};
[[nodiscard]] NewKey make_key(CompanyId company);

// The stored key of that digest, when it is neither revoked nor its user inactive; else null.
[[nodiscard]] const Key* find_active_key(const Directory& directory, const Sha256& hash);

}  // namespace stele::domain
