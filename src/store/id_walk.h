// Candidates of a filter, window by window in the order of the ids, so that a page that is full soon has cost little.
//
// Of an equality an index holds the ids in their order: what stands in a window is read from it. Of a range of update times it
// is known which blocks of ids hold none, and which hold few. Other ranges are in no order of use: they are read as a whole, once
// many candidates were asked and the page is not full.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "store/id_lists.h"

namespace stele::store {

class IdWalk {
   public:
    // Behind `passed`. Nothing when no condition helps a walk. The leads' predicate must outlive it.
    [[nodiscard]] static Result<std::optional<IdWalk>> begin(const IdReading& reading, const std::vector<Lead>& leads,
                                                             std::int64_t passed);

    // Those of the next windows that have any, rising; none at the end.
    [[nodiscard]] Result<Ids> next();

   private:
    struct Block {
        std::int64_t number;
        std::optional<Ids> changed;  // nothing: many
    };

    IdWalk(const IdReading& reading, std::int64_t passed, std::int64_t last)
        : reading_(reading), begin_(passed), passed_(passed), last_(last) {}

    [[nodiscard]] bool wants_ranges() const;
    [[nodiscard]] Result<void> read_ranges();
    [[nodiscard]] Result<Ids> read_window(IdRange window);
    // What stands in all lists that are worth their reading; nothing when none is.
    [[nodiscard]] Result<std::optional<Ids>> read_lists(IdRange window);
    [[nodiscard]] Result<std::vector<Block>> read_blocks(IdRange window) const;

    IdReading reading_;
    std::vector<Lead> equalities_{};
    std::vector<Lead> ranges_{};
    std::optional<Lead> changed_{};
    std::optional<Ids> in_ranges_{};  // what stands in all ranges that are not wide
    bool has_read_ranges_ = false;
    std::int64_t begin_;
    std::int64_t passed_;
    std::int64_t last_;
    std::int64_t window_ = 0;
    std::int64_t given_ = 0;
};

}  // namespace stele::store
