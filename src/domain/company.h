// A company is a tenant: nothing of one is ever seen by another.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "domain/ids.h"

namespace stele::domain {

enum class VisibilityScheme : std::uint8_t { simple = 1, groups = 2 };

struct Company {
    CompanyId id = 0;
    std::string name;
    std::string domain;  // a slug of the name; the local part of its mail address
    std::string country;
    std::string industry;
    std::string default_currency = "EUR";
    VisibilityScheme visibility_scheme = VisibilityScheme::simple;
    int default_visible_to = 3;  // of organizations
    Micros add_time = 0;
};

struct User {
    UserId id = 0;
    std::string name;
    std::string email;  // unique in the company without regard to case
    bool is_admin = false;
    bool is_active = true;
    std::string locale = "en_US";
    std::string timezone = "UTC";  // an IANA name
    std::string phone;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<std::int64_t> group_id;   // of the groups scheme
    std::optional<int> default_visible_to;  // overrides the company's
};

// An option of the organizations' label field.
struct LabelOption {
    std::int64_t id = 0;
    std::string label;
    std::string color;
};

enum class Scope : std::uint8_t { read = 1, write = 2, admin = 3 };

// An API key, as stored: its secret only as a digest.
struct Key {
    std::int64_t id = 0;
    UserId user_id = 0;
    Scope scope = Scope::write;
    Sha256 hash{};
    Micros add_time = 0;
    std::optional<Micros> revoke_time;
};

struct Sha256Hash {
    std::size_t operator()(const Sha256& digest) const noexcept {
        std::size_t part = 0;
        for (std::size_t i = 0; i < sizeof part; ++i) part = part << 8 | digest[i];
        return part;  // a digest is evenly spread as it is
    }
};

// What nearly every request needs of its company, read once and shared until a write changes it.
class Directory {
   public:
    Company company;
    std::vector<User> users;  // by id, rising
    std::vector<LabelOption> label_options;
    std::unordered_map<Sha256, Key, Sha256Hash> keys;  // not revoked ones only

    // Null when there is none.
    [[nodiscard]] const User* user(UserId id) const;
    [[nodiscard]] const LabelOption* label_option(std::int64_t id) const;
};

using DirectoryPtr = std::shared_ptr<const Directory>;

}  // namespace stele::domain
