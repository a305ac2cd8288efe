// Judges whether a value matches what a search asks for.
#pragma once

#include <string>

#include "domain/search.h"

namespace stele::domain {

[[nodiscard]] constexpr bool is_whole(SearchMatch match) {
    return match == SearchMatch::whole || match == SearchMatch::same_case_whole;
}

class Matcher {
   public:
    explicit Matcher(const SearchRequest& request) : match_(request.match), term_(form(request.term)) {}

    [[nodiscard]] bool operator()(const std::string& value) const;

   private:
    [[nodiscard]] std::string form(const std::string& text) const;
    [[nodiscard]] bool contains(const std::string& text) const;

    SearchMatch match_;
    std::string term_;
};

}  // namespace stele::domain
