// Replies in Ortto's form: compact JSON that ends in a line feed.
#pragma once

#include "base/json_writer.h"
#include "http/response.h"

namespace stele::dialect::ortto {

// `write` writes one value.
template <class Write>
[[nodiscard]] http::Response json_reply(const Write& write) {
    http::Response response;
    response.body = http::recycled_body();
    JsonWriter writer(response.body);
    write(writer);
    response.body += '\n';
    return response;
}

}  // namespace stele::dialect::ortto
