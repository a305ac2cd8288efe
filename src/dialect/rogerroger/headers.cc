#include "dialect/rogerroger/headers.h"

namespace stele::dialect::rogerroger {

void add_headers(const Settings& settings, http::Response& response) {
    response.headers.push_back({"Vary", "Accept"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"X-Frame-Options", "deny"});
    response.headers.push_back(
        {"Link", "<" + settings.public_url + "/docs.jsonld>; rel=\"http://www.w3.org/ns/hydra/core#apiDocumentation\""});
}

}  // namespace stele::dialect::rogerroger
