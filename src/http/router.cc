#include "http/router.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>

namespace stele::http {
namespace {

enum class ParamType : std::uint8_t { number, uuid, text };
constexpr std::size_t param_types = 3;
constexpr std::size_t methods = 7;
constexpr std::size_t max_depth = 16;  // segments of a pattern; a longer path has no row

constexpr std::size_t index(Method method) { return static_cast<std::size_t>(method); }

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
    }
    return true;
}

bool fits(ParamType type, std::string_view text) {
    switch (type) {
        case ParamType::number:
            return is_number(text);
        case ParamType::uuid:
            return is_uuid(text);
        case ParamType::text:
            return !text.empty();
    }
    return false;
}

struct PatternSegment {
    std::string_view text;  // the literal, or the parameter's name
    std::optional<ParamType> type;
};

std::optional<ParamType> param_type(std::string_view name) {
    if (name == "number") return ParamType::number;
    if (name == "uuid") return ParamType::uuid;
    if (name == "text") return ParamType::text;
    return std::nullopt;
}

// Nothing when malformed.
std::optional<PatternSegment> parse_segment(std::string_view segment) {
    if (segment.empty()) return std::nullopt;
    if (!segment.starts_with('{')) {
        if (segment.find_first_of("{}%?#") != std::string_view::npos) return std::nullopt;
        return PatternSegment{segment, std::nullopt};
    }
    const std::size_t colon = segment.find(':');
    if (!segment.ends_with('}') || colon == std::string_view::npos || colon == 1) return std::nullopt;
    const auto type = param_type(segment.substr(colon + 1, segment.size() - colon - 2));
    if (!type) return std::nullopt;
    return PatternSegment{segment.substr(1, colon - 1), type};
}

std::optional<std::vector<PatternSegment>> parse_pattern(std::string_view pattern) {
    std::vector<PatternSegment> segments;
    if (!pattern.starts_with('/')) return std::nullopt;
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        const std::size_t slash = pattern.find('/');
        const auto segment = parse_segment(pattern.substr(0, slash));
        if (!segment || slash == pattern.size() - 1 || segments.size() == max_depth) return std::nullopt;
        segments.push_back(*segment);
        pattern.remove_prefix(slash == std::string_view::npos ? pattern.size() : slash + 1);
    }
    return segments;
}

// A piece of text without a constructor: arrays of it on the stack cost nothing.
struct Piece {
    const char* data;
    std::size_t size;

    [[nodiscard]] std::string_view view() const { return {data, size}; }
};

// A path cut into decoded segments. Only an encoded one is copied.
class PathSegments {
   public:
    // False when it is too deep for any row, or malformed.
    bool split(std::string_view path) {
        if (!path.starts_with('/')) return false;
        path.remove_prefix(1);
        if (path.ends_with('/')) path.remove_suffix(1);
        if (path.empty()) return true;
        const bool encoded = path.find('%') != std::string_view::npos;
        while (true) {
            const std::size_t slash = path.find('/');
            if (!add(path.substr(0, slash), encoded)) return false;
            if (slash == std::string_view::npos) return true;
            path.remove_prefix(slash + 1);
        }
    }

    [[nodiscard]] std::span<const Piece> view() const { return {segments_.data(), count_}; }

   private:
    bool add(std::string_view segment, bool encoded) {
        if (count_ == max_depth) return false;
        if (encoded) {
            auto decoded = percent_decode(segment, false);
            if (!decoded) return false;
            decoded_.push_back(std::make_unique<std::string>(std::move(*decoded)));
            segment = *decoded_.back();
        }
        segments_[count_++] = {segment.data(), segment.size()};
        return true;
    }

    std::array<Piece, max_depth> segments_;
    std::size_t count_ = 0;
    std::vector<std::unique_ptr<std::string>> decoded_;
};

template <class Word>
std::uint64_t load(const char* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

// Of the size and the bytes at both ends, which tell the segments of an API apart well enough.
std::uint32_t hash_segment(std::string_view text) {
    const char* data = text.data();
    const std::size_t size = text.size();
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    if (size >= 8) {
        head = load<std::uint64_t>(data);
        tail = load<std::uint64_t>(data + size - 8);
    } else if (size >= 4) {
        head = load<std::uint32_t>(data);
        tail = load<std::uint32_t>(data + size - 4);
    } else if (size > 0) {
        head = load<std::uint8_t>(data) | load<std::uint8_t>(data + size / 2) << 8;
        tail = load<std::uint8_t>(data + size - 1);
    }
    const std::uint64_t mixed = (head ^ (tail * 0x9e3779b97f4a7c15) ^ size) * 0xff51afd7ed558ccd;
    return static_cast<std::uint32_t>(mixed >> 32);
}

// Literal segment to node, by open addressing at most half full: one comparison as a rule, however many there are.
template <class Node>
class Literals {
   public:
    [[nodiscard]] Node* find(std::string_view text) const {
        if (slots_.empty()) return nullptr;
        const std::uint32_t hash = hash_segment(text);
        for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
            const Slot& slot = slots_[at];
            if (!slot.node) return nullptr;
            if (slot.hash == hash && slot.text == text) return slot.node.get();
        }
    }

    Node* find_or_add(std::string_view text) {
        if (Node* node = find(text)) return node;
        if (2 * (count_ + 1) > slots_.size()) grow();
        ++count_;
        return place({hash_segment(text), std::string(text), std::make_unique<Node>()});
    }

   private:
    struct Slot {
        std::uint32_t hash = 0;
        std::string text;
        std::unique_ptr<Node> node;
    };

    Node* place(Slot slot) {
        std::size_t at = slot.hash & (slots_.size() - 1);
        while (slots_[at].node) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = std::move(slot);
        return slots_[at].node.get();
    }

    void grow() {
        std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 4 : 2 * slots_.size()));
        for (Slot& slot : old) {
            if (slot.node) place(std::move(slot));
        }
    }

    std::vector<Slot> slots_;
    std::size_t count_ = 0;
};

}  // namespace

struct Router::Node {
    struct Row {
        std::size_t row;
        std::vector<std::string> names;  // of the parameters, in order
    };

    Literals<Node> literals;
    std::array<std::unique_ptr<Node>, param_types> params;  // in the order in which they are tried
    std::array<std::unique_ptr<Row>, methods> rows;

    [[nodiscard]] const Row* row_of(Method method) const {
        const Row* row = rows[index(method)].get();
        return row == nullptr && method == Method::head ? rows[index(Method::get)].get() : row;
    }
};

namespace {

// One walk down the tree: literals first, then parameters by type, back where a branch has no row of the method.
template <class Node>
struct Walk {
    Walk(Method of_method, std::span<const Piece> of_path) : method(of_method), segments(of_path) {}

    Method method;
    std::span<const Piece> segments;
    std::array<Piece, max_depth> values;
    std::uint32_t other_methods = 0;  // of the rows that fit the path

    const typename Node::Row* find(const Node& node, std::size_t depth, std::size_t params) {
        if (depth == segments.size()) return row_at(node);
        const std::string_view segment = segments[depth].view();
        if (const Node* child = node.literals.find(segment)) {
            if (const auto* row = find(*child, depth + 1, params)) return row;
        }
        for (std::size_t type = 0; type < param_types; ++type) {
            const Node* child = node.params[type].get();
            if (child == nullptr || !fits(static_cast<ParamType>(type), segment)) continue;
            values[params] = segments[depth];
            if (const auto* row = find(*child, depth + 1, params + 1)) return row;
        }
        return nullptr;
    }

    const typename Node::Row* row_at(const Node& node) {
        if (const auto* row = node.row_of(method)) return row;
        for (std::size_t i = 0; i < methods; ++i) {
            if (node.rows[i]) other_methods |= 1U << i;
        }
        return nullptr;
    }
};

std::vector<Method> methods_of(std::uint32_t bits) {
    if ((bits & (1U << index(Method::get))) != 0) bits |= 1U << index(Method::head);
    std::vector<Method> list;
    for (std::size_t i = 0; i < methods; ++i) {
        if ((bits & (1U << i)) != 0) list.push_back(static_cast<Method>(i));
    }
    return list;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Result<void> Router::add(Method method, std::string_view pattern, std::size_t row) {
    const auto segments = parse_pattern(pattern);
    if (!segments) return fail(ErrorCode::invalid, "malformed route pattern: " + std::string(pattern));
    Node* node = root_.get();
    std::vector<std::string> names;
    for (const PatternSegment& segment : *segments) {
        if (!segment.type) {
            node = node->literals.find_or_add(segment.text);
            continue;
        }
        auto& child = node->params[static_cast<std::size_t>(*segment.type)];
        if (!child) child = std::make_unique<Node>();
        node = child.get();
        names.emplace_back(segment.text);
    }
    auto& place = node->rows[index(method)];
    if (place) {
        return fail(ErrorCode::conflict, "two routes for " + std::string(to_string(method)) + ' ' + std::string(pattern));
    }
    place = std::make_unique<Node::Row>(Node::Row{row, std::move(names)});
    return {};
}

RouteMatch Router::match(Method method, std::string_view path) const {
    RouteMatch match;
    PathSegments segments;
    if (!segments.split(path)) return match;
    Walk<Node> walk(method, segments.view());
    const Node::Row* row = walk.find(*root_, 0, 0);
    if (row == nullptr) {
        if (walk.other_methods == 0) return match;
        match.outcome = RouteMatch::Outcome::wrong_method;
        match.allowed = methods_of(walk.other_methods);
        return match;
    }
    match.outcome = RouteMatch::Outcome::found;
    match.row = row->row;
    match.params.reserve(row->names.size());
    for (std::size_t i = 0; i < row->names.size(); ++i) {
        match.params.push_back({row->names[i], std::string(walk.values[i].view())});
    }
    return match;
}

}  // namespace stele::http
