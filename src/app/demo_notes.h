// Notes about sample organizations and their people.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/company.h"
#include "domain/note.h"

namespace stele::app {

struct DemoNote {
    domain::NotePatch patch;            // without what it is about
    std::optional<std::size_t> person;  // of the organization's people, the one that it is about too
};

// About every third organization. `number` is the organization's, `people` how many it has. The directory has an active user.
[[nodiscard]] std::vector<DemoNote> make_demo_notes(std::int64_t number, std::size_t people,
                                                    const domain::Directory& directory);

}  // namespace stele::app
