// The rules of companies, users and keys. Called by subcommands; a dialect adds its own check of the caller.
#pragma once

#include <optional>
#include <string>

#include "domain/store.h"

namespace stele::domain {

struct NewUser {
    std::string name;
    std::string email;
    bool is_admin = false;
};

// Creates the transaction's company with an admin, a first group, the default label options and a first key of scope admin.
// Returns the key's text. Error: conflict when the company's id is taken.
[[nodiscard]] Result<std::string> create_company(Transaction& transaction, const std::string& name, const NewUser& admin);

// Error: conflict when the address is taken; invalid for a bad name or address.
[[nodiscard]] Result<User> add_user(Transaction& transaction, const NewUser& user);

// The user's keys stop working. Error: not_found; conflict for the last active admin.
[[nodiscard]] Result<void> deactivate_user(Transaction& transaction, const std::string& email);

// What `company set` and `user set` may change; absent members stay. Errors: invalid, not_found.
struct CompanySettings {
    std::optional<std::string> name;
    std::optional<VisibilityScheme> visibility_scheme;
    std::optional<bool> campaigns;
    std::optional<std::string> region;
    DefaultVisibility default_visible_to;  // where not 0
};
[[nodiscard]] Result<void> set_company(Transaction& transaction, const CompanySettings& settings);

struct UserSettings {
    std::optional<std::string> name;
    std::optional<std::int64_t> group_id;
    std::optional<bool> is_admin;
    DefaultVisibility default_visible_to;  // where not 0
};
// Error: conflict, too, for taking the last active admin's rights.
[[nodiscard]] Result<void> set_user(Transaction& transaction, const std::string& email, const UserSettings& settings);

// Returns its id. Without a parent it stands below the first group. Errors: invalid, not_found for the parent.
[[nodiscard]] Result<std::int64_t> add_group(Transaction& transaction, const std::string& name,
                                             std::optional<std::int64_t> parent);
// Errors: not_found; invalid for a move below itself, or of the first group.
[[nodiscard]] Result<void> move_group(Transaction& transaction, std::int64_t id, std::int64_t parent);

// Returns the key's text, which is stored nowhere. Error: not_found for an unknown or inactive user.
[[nodiscard]] Result<std::string> create_key(Transaction& transaction, const std::string& email, Scope scope);

// Error: not_found.
[[nodiscard]] Result<void> revoke_key(Transaction& transaction, std::int64_t id);

}  // namespace stele::domain
