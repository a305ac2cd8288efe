// What users may do. There are two levels, administrators and everyone else; each app that a company has shows them as its
// permission sets.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/company.h"

namespace stele::dialect::pipedrive {

struct Permission {
    std::string_view name;
    bool needs_admin;

    [[nodiscard]] bool is_of(bool admin) const { return admin || !needs_admin; }
};
[[nodiscard]] std::span<const Permission> permissions();

struct PermissionSet {
    std::string_view app;
    int app_number;  // in its id
    bool is_admin;
    std::string_view name;
    std::string_view description;

    // An id follows from the company, the app and the level: a UUID.
    [[nodiscard]] std::string id(const domain::Company& company) const;
    [[nodiscard]] bool is_of(const domain::User& user) const { return user.is_admin == is_admin; }
};
// Those that the company's users may have, by app.
[[nodiscard]] std::vector<PermissionSet> permission_sets(const domain::Company& company);

}  // namespace stele::dialect::pipedrive
