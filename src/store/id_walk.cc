#include "store/id_walk.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace stele::store {

namespace {

constexpr std::int64_t block_size = std::int64_t{1} << changed_block_bits;
constexpr std::int64_t first_window = block_size;
constexpr std::int64_t last_window = 16 * block_size;
// Of a block: when more of it changed, one looks at the other conditions.
constexpr std::int64_t few_changed = block_size / 20;
// A list that holds more of a window says too little.
constexpr std::int64_t sparse = 8;
// So many candidates are asked before ranges are read as a whole: a millisecond or two, since values of custom fields are looked
// up one by one.
constexpr std::int64_t patience = 1'000;
// Of two ranges, when the second is so much longer it does not pay to read it.
constexpr std::int64_t much_longer = 2;

// Found in an index that holds equal values in the order of the ids.
bool is_equality_lead(const Lead& lead) {
    const bool has_order = lead.index != nullptr || lead.comparisons.front()->field.is_custom();
    return has_order &&
           std::ranges::all_of(lead.comparisons, [](const domain::Predicate* each) { return is_equality(*each); });
}

bool is_of_changes(const RecordSql& record, const Lead& lead) {
    return lead.index != nullptr && lead.index->field == record.update_time_field && !record.changed_index.empty();
}

Ids part_of(const Ids& ids, IdRange range) {
    return {std::ranges::lower_bound(ids, range.first), std::ranges::upper_bound(ids, range.last)};
}

Ids all_of(IdRange range) {
    Ids ids;
    for (std::int64_t id = range.first; id <= range.last; ++id) ids.push_back(id);
    return ids;
}

}  // namespace

Result<std::optional<IdWalk>> IdWalk::begin(const IdReading& reading, const std::vector<Lead>& leads, std::int64_t passed) {
    const auto last = reading.last_id();
    if (!last) return fail(last);
    IdWalk walk(reading, passed, *last);
    if (passed >= *last) return walk;
    for (const Lead& lead : leads) {
        if (is_equality_lead(lead))
            walk.equalities_.push_back(lead);
        else if (is_of_changes(reading.record, lead))
            walk.changed_ = lead;
        else
            walk.ranges_.push_back(lead);
    }
    if (walk.changed_) return walk;
    // One that is seldom fulfilled, as far as the first window tells.
    const auto found = walk.read_lists({passed + 1, passed + first_window});
    if (!found) return fail(found);
    if (!*found) return std::nullopt;
    return walk;
}

Result<Ids> IdWalk::next() {
    while (passed_ < last_) {
        if (wants_ranges()) {
            if (auto read = read_ranges(); !read) return fail(read);
        }
        window_ = std::clamp(2 * window_, first_window, last_window);
        // Windows end where blocks do.
        const std::int64_t end = (passed_ + window_) / block_size * block_size + block_size - 1;
        const IdRange window{passed_ + 1, std::min(end, last_)};
        auto ids = read_window(window);
        if (!ids) return ids;
        ids->erase(std::ranges::unique(*ids).begin(), ids->end());  // a value may stand more than once in a list
        passed_ = window.last;
        given_ += std::ssize(*ids);
        if (!ids->empty()) return ids;
    }
    return Ids{};
}

// When so many are to be asked yet, if they go on as before, that long lists are cheaper.
bool IdWalk::wants_ranges() const {
    if (has_read_ranges_ || given_ <= patience) return false;
    const double rest =
        static_cast<double>(given_) / static_cast<double>(passed_ - begin_) * static_cast<double>(last_ - passed_);
    return rest > static_cast<double>(long_list) / static_cast<double>(ids_a_record);
}

Result<void> IdWalk::read_ranges() {
    has_read_ranges_ = true;
    for (const Lead& lead : ranges_) {
        const std::int64_t limit = in_ranges_ ? std::min(long_list, much_longer * std::ssize(*in_ranges_)) : long_list;
        auto list = reading_.read(lead, limit);
        if (!list) return fail(list);
        if (*list) in_ranges_ = in_ranges_ ? intersection(*in_ranges_, **list) : std::move(**list);
    }
    return {};
}

Result<std::optional<Ids>> IdWalk::read_lists(IdRange window) {
    std::optional<Ids> found;
    if (in_ranges_) found = part_of(*in_ranges_, window);
    for (const Lead& lead : equalities_) {
        const std::int64_t limit = (window.last - window.first + 1) / sparse;
        auto list = reading_.read(lead, found ? std::min(limit, ids_a_record * std::ssize(*found)) : limit, window);
        if (!list) return fail(list);
        if (*list) found = found ? intersection(*found, **list) : std::move(**list);
    }
    return found;
}

Result<std::vector<IdWalk::Block>> IdWalk::read_blocks(IdRange window) const {
    std::vector<Block> blocks;
    for (std::int64_t number = window.first / block_size; number <= window.last / block_size; ++number) {
        auto changed = reading_.read_changed(*changed_, few_changed, number);
        if (!changed) return fail(changed);
        if (!*changed || !(*changed)->empty()) blocks.push_back({number, std::move(*changed)});
    }
    return blocks;
}

Result<Ids> IdWalk::read_window(IdRange window) {
    std::vector<Block> blocks;
    if (changed_) {
        auto read = read_blocks(window);
        if (!read) return fail(read);
        if (read->empty()) return Ids{};
        blocks = std::move(*read);
    }
    auto found = read_lists(window);
    if (!found) return fail(found);
    if (!changed_) return *found ? std::move(**found) : all_of(window);
    Ids ids;
    for (const Block& block : blocks) {
        const IdRange range{std::max(window.first, block.number * block_size), (block.number + 1) * block_size - 1};
        Ids some = *found ? part_of(**found, range) : block.changed ? part_of(*block.changed, range) : all_of(range);
        if (*found && block.changed) some = intersection(some, *block.changed);
        ids.insert(ids.end(), some.begin(), some.end());
    }
    return ids;
}

}  // namespace stele::store
