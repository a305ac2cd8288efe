#include "store/fragments.h"

#include <algorithm>
#include <cassert>

namespace stele::store {

namespace {

void append_fragment(std::string& to, std::string_view name, std::span<const Fragment> fragments) {
    std::string_view argument;
    if (const auto space = name.find(' '); space != std::string_view::npos) {
        argument = name.substr(space + 1);
        name = name.substr(0, space);
    }
    const auto found = std::ranges::find(fragments, name, &Fragment::name);
    assert(found != fragments.end());
    for (const char c : found->text) {
        if (c == '%')
            to += argument;
        else
            to += c;
    }
}

}  // namespace

std::string expand_fragments(std::string_view text, std::span<const Fragment> fragments) {
    std::string expanded;
    expanded.reserve(text.size() + text.size() / 4);
    while (true) {
        const auto open = text.find('{');
        expanded += text.substr(0, open);
        if (open == std::string_view::npos) return expanded;
        const auto close = text.find('}', open);
        assert(close != std::string_view::npos);
        append_fragment(expanded, text.substr(open + 1, close - open - 1), fragments);
        text.remove_prefix(close + 1);
    }
}

}  // namespace stele::store
