// The rules of companies, users and keys. Called by subcommands; a dialect adds its own check of the caller.
#pragma once

#include <string>

#include "domain/store.h"

namespace stele::domain {

struct NewUser {
    std::string name;
    std::string email;
    bool is_admin = false;
};

// Creates the transaction's company with an admin, the default label options and a first key of scope admin.
// Returns the key's text. Error: conflict when the company's id is taken.
[[nodiscard]] Result<std::string> create_company(Transaction& transaction, const std::string& name, const NewUser& admin);

// Error: conflict when the address is taken; invalid for a bad name or address.
[[nodiscard]] Result<User> add_user(Transaction& transaction, const NewUser& user);

// The user's keys stop working. Error: not_found; conflict for the last active admin.
[[nodiscard]] Result<void> deactivate_user(Transaction& transaction, const std::string& email);

// Returns the key's text, which is stored nowhere. Error: not_found for an unknown or inactive user.
[[nodiscard]] Result<std::string> create_key(Transaction& transaction, const std::string& email, Scope scope);

// Error: not_found.
[[nodiscard]] Result<void> revoke_key(Transaction& transaction, std::int64_t id);

}  // namespace stele::domain
