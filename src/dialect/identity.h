// Whose request it is: from what it says of its sender to a key in a company's directory.
#pragma once

#include <functional>

#include "dialect/credential.h"
#include "domain/directory.h"
#include "domain/store.h"

namespace stele::dialect {

struct Identity {
    domain::DirectoryPtr directory;
    const domain::Key* key = nullptr;  // in the directory
};

// What a request says of its sender.
struct Claim {
    domain::KeyText key;
    bool is_bearer = false;
};

[[nodiscard]] Result<Claim> claim_of(const http::Request& request, const CredentialRules& rules);

// Error: unauthenticated when the company (none where `directory` is null) has no such key.
[[nodiscard]] Result<Identity> identify(const Claim& claim, domain::DirectoryPtr directory);
[[nodiscard]] Result<RateKey> rate_key_of(const Claim& claim, domain::DirectoryPtr directory);

// Fetches a company's directory, where it is not at hand.
void look_up_directory(domain::Engine& engine, domain::CompanyId company,
                       std::move_only_function<void(Result<domain::DirectoryPtr>)> then);

}  // namespace stele::dialect
