// Who asks, through what.
#pragma once

#include <string_view>

#include "domain/company.h"

namespace stele::domain {

struct Caller {
    const Directory* directory = nullptr;  // outlives the request
    const User* user = nullptr;
    Scope scope = Scope::read;
    Source source = Source::pipedrive;
    std::string_view user_agent;
    Micros now = 0;  // when the request came: what can be reached depends on it; writes take their time from the transaction

    [[nodiscard]] const Company& company() const { return directory->company; }
    // Global admins see everything.
    [[nodiscard]] bool sees_all() const { return user->is_admin; }
};

}  // namespace stele::domain
