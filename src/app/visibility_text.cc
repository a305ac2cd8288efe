#include "app/visibility_text.h"

#include <algorithm>
#include <iterator>

#include "domain/organization.h"

namespace stele::app {

namespace {

struct Level {
    std::string_view name;
    int number;
};

constexpr Level levels[] = {
    {"owner", domain::visible_to_owner},
    {"group", domain::visible_to_group},
    {"group-and-below", domain::visible_to_group_and_below},
    {"everyone", domain::visible_to_everyone},
};

constexpr std::string_view kinds[] = {"organization", "person"};  // as DefaultVisibility orders them

}  // namespace

Result<domain::DefaultVisibility> parse_levels(const std::string& text) {
    domain::DefaultVisibility result;
    std::string_view rest = text;
    do {
        const auto part = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        const auto equals = std::min(part.find('='), part.size());
        const auto kind = std::ranges::find(kinds, part.substr(0, equals));
        const auto level = std::ranges::find(levels, part.substr(std::min(equals + 1, part.size())), &Level::name);
        if (kind == std::end(kinds) || level == std::end(levels))
            return fail(ErrorCode::invalid,
                        "'" + std::string(part) +
                            "' is no default visibility: KIND=LEVEL with organization or person, and owner, "
                            "group, group-and-below or everyone");
        result.levels[static_cast<std::size_t>(kind - std::begin(kinds))] = level->number;
    } while (!rest.empty());
    return result;
}

std::string levels_text(const domain::DefaultVisibility& visibility) {
    std::string text;
    for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
        const auto level = std::ranges::find(levels, visibility.levels[kind], &Level::number);
        if (level == std::end(levels)) continue;
        text.append(text.empty() ? "" : ",").append(kinds[kind]).append("=").append(level->name);
    }
    return text.empty() ? "-" : text;
}

}  // namespace stele::app
