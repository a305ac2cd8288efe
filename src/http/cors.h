// Which web pages may read replies: cross-origin resource sharing, as the Fetch standard has it. Credentials are headers that a
// page sets itself, so nothing is said of cookies.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace stele::http {

// What a request says of the page behind it.
struct PageRequest {
    std::string origin;
    bool is_preflight = false;
    std::string wanted_headers;  // of a preflight: the names as sent
};

class CorsRules {
   public:
    // Origins ("https://app.example.com, http://localhost:5173"), or `*` for all; the empty text for none: then all is off.
    // Error: invalid, naming the part.
    [[nodiscard]] static Result<CorsRules> parse(std::string_view origins);

    [[nodiscard]] bool enabled() const { return allows_all_ || !origins_.empty(); }

    // Null when no page is behind it, as nearly always.
    [[nodiscard]] static std::unique_ptr<PageRequest> read(const Request& request);

    // Adds to the reply what lets the page read it, or, to that of a preflight, what lets it ask. The methods are those of the
    // reply's own Allow header.
    void mark(Response& response, const PageRequest* request) const;

   private:
    [[nodiscard]] bool allows(std::string_view origin) const;

    std::vector<std::string> origins_;
    bool allows_all_ = false;
};

}  // namespace stele::http
