// Levels of visibility as the command line spells them: owner, group, group-and-below, everyone.
#pragma once

#include <string>

#include "base/result.h"
#include "domain/company.h"

namespace stele::app {

// "organization=owner,person=everyone", or one of the two. Error: invalid, naming the part.
[[nodiscard]] Result<domain::DefaultVisibility> parse_levels(const std::string& text);

// As parse_levels() reads it; "-" where nothing is set.
[[nodiscard]] std::string levels_text(const domain::DefaultVisibility& visibility);

}  // namespace stele::app
