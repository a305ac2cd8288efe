// (Method, path) to the number of a row. A static segment beats a parameter; parameters are typed.
//
// Patterns: "/v1/organizations/{id:number}/flow". Types: number (1 to 18 digits), uuid, text (one non-empty segment).
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace stele::http {

struct RouteMatch {
    enum class Outcome { found, unknown_path, wrong_method } outcome = Outcome::unknown_path;
    std::size_t row = 0;            // when found
    std::vector<NameValue> params;  // when found; decoded
    std::vector<Method> allowed;    // when the method is wrong (HEAD is allowed where GET is)
};

// Built once, then read from any thread.
class Router {
   public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // Error: conflict, when a row of this method and an equal pattern (parameter names aside) is there already; invalid for
    // a malformed pattern.
    [[nodiscard]] Result<void> add(Method method, std::string_view pattern, std::size_t row);

    // `path` as Request::path() gives it. HEAD finds the row of GET when there is none of its own.
    [[nodiscard]] RouteMatch match(Method method, std::string_view path) const;

   private:
    struct Node;
    std::unique_ptr<Node> root_;
};

}  // namespace stele::http
