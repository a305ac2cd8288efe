// Collections: a page of members with its total and links, as API Platform shows it in JSON-LD; in plain JSON a bare array.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "dialect/dialect.h"
#include "dialect/rogerroger/format.h"

namespace stele::dialect::rogerroger {

struct Page {
    std::int64_t number = 1;
    std::int64_t size = 15;

    [[nodiscard]] std::int64_t offset() const { return (number - 1) * size; }
};

// `page` and `itemsPerPage`. A size beyond `most` becomes that. Error: invalid, in API Platform's words.
[[nodiscard]] Result<Page> read_page(const Request& request, std::int64_t most);

// The name of a parameter as it is documented: "tags.id[]" of "tags.id[0]".
[[nodiscard]] std::string parameter_name(std::string_view name);

// What a collection is called and may be asked for.
struct CollectionName {
    std::string_view type;                  // "Organization", as in /contexts/Organization
    std::span<const Parameter> parameters;  // those of its search, without page and itemsPerPage
};

// Writes a reply around its members:
//
//     CollectionReply reply(request, format, name, page, total);
//     reply.writer() writes a member for each
//     return reply.finish();
class CollectionReply {
   public:
    CollectionReply(const Request& request, Format format, const CollectionName& name, const Page& page, std::int64_t total);
    CollectionReply(const CollectionReply&) = delete;
    CollectionReply& operator=(const CollectionReply&) = delete;

    [[nodiscard]] JsonWriter& writer() { return writer_; }
    [[nodiscard]] http::Response finish();

   private:
    void write_view();
    void write_search();

    const Request& request_;
    Format format_;
    const CollectionName& name_;
    Page page_;
    std::int64_t total_;
    http::Response response_;
    JsonWriter writer_;
};

}  // namespace stele::dialect::rogerroger
