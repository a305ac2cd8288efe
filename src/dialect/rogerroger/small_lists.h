// Lists of what there is little of: all of it is at hand, and a page is cut out of it.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "dialect/rogerroger/collection.h"
#include "dialect/rogerroger/property.h"
#include "dialect/rogerroger/reply.h"

namespace stele::dialect::rogerroger {

// Those of a page.
template <class Item>
[[nodiscard]] std::span<const Item> items_of(const Page& page, const std::vector<Item>& all) {
    const std::span<const Item> items(all);
    const auto first = std::min<std::size_t>(static_cast<std::size_t>(page.offset()), items.size());
    return items.subspan(first, std::min<std::size_t>(static_cast<std::size_t>(page.size), items.size() - first));
}

// `source_of(item)` is what its properties are written of, `head_of(item)` what it is.
template <class Item, class Source, class Target, class SourceOf, class HeadOf>
[[nodiscard]] Result<http::Response> list_reply(const Request& request, const Context& context, const CollectionName& name,
                                                std::span<const Property<Source, Target>> properties,
                                                const std::vector<Item>& all, const SourceOf& source_of,
                                                const HeadOf& head_of) {
    const auto page = read_page(request, context.settings.items_per_page);
    if (!page) return fail(page);
    const Format format = format_of(request);
    CollectionReply reply(request, format, name, *page, std::ssize(all));
    for (const Item& item : items_of(*page, all))
        write_item(reply.writer(), format, head_of(item), Place::member, properties, source_of(item));
    return reply.finish();
}

template <class Source, class Target>
[[nodiscard]] http::Response item_reply(const Request& request, const ItemHead& head,
                                        std::span<const Property<Source, Target>> properties, const Source& source,
                                        int status = 200) {
    const Format format = format_of(request);
    http::Response response = item_response(format, status);
    if (status == 201) response.headers.push_back({"Location", head.iri});
    JsonWriter writer(response.body);
    write_item(writer, format, head, Place::alone, properties, source);
    return response;
}

}  // namespace stele::dialect::rogerroger
