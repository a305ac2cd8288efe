#include "dialect/pipedrive/paging.h"

#include <algorithm>

#include "base/limits.h"

namespace stele::dialect::pipedrive {

namespace {

// What is no number is 0; a number past 64 bits is still a large one.
std::int64_t lenient_number(std::string_view text) {
    if (const auto number = parse_integer(text)) return *number;
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    return digits ? limits::id : 0;
}

}  // namespace

Page page_v1(const Request& request) {
    Page page{0, limits::page_default};
    if (const auto start = request.query("start"))
        page.start = std::clamp<std::int64_t>(lenient_number(*start), 0, limits::id);
    if (const auto limit = request.query("limit")) {
        const auto number = lenient_number(*limit);
        if (number > 0) page.limit = std::min(number, limits::page_max);
    }
    return page;
}

Result<std::int64_t> limit_v2(const Request& request) {
    const auto text = request.query("limit");
    if (!text) return limits::page_default;
    const auto limit = parse_integer(*text);
    if (!limit || *limit < 1 || *limit > limits::page_max)
        return fail(ErrorCode::invalid, "must be a number from 1 to " + std::to_string(limits::page_max), "limit");
    return *limit;
}

void begin_reply(JsonWriter& writer) {
    writer.begin_object();
    writer.key_literal("success");
    writer.boolean(true);
    writer.key_literal("data");
}

void end_reply(JsonWriter& writer) { writer.end_object(); }

void write_pagination_object(JsonWriter& writer, const Page& page, bool more) {
    writer.key_literal("pagination");
    writer.begin_object();
    writer.key_literal("start");
    writer.integer(page.start);
    writer.key_literal("limit");
    writer.integer(page.limit);
    writer.key_literal("more_items_in_collection");
    writer.boolean(more);
    if (more) {
        writer.key_literal("next_start");
        writer.integer(page.start + page.limit);
    }
    writer.end_object();
}

void write_pagination(JsonWriter& writer, const Page& page, bool more) {
    writer.key_literal("additional_data");
    writer.begin_object();
    write_pagination_object(writer, page, more);
    writer.end_object();
}

void write_next_cursor(JsonWriter& writer, const std::optional<std::string>& cursor) {
    writer.key_literal("additional_data");
    writer.begin_object();
    writer.key_literal("next_cursor");
    if (cursor)
        writer.string_literal(*cursor);
    else
        writer.null();
    writer.end_object();
}

Result<std::vector<std::int64_t>> read_ids(const Request& request) {
    std::vector<std::int64_t> ids;
    for (const std::string_view text : request.query_list("ids")) {
        const auto begin = text.find_first_not_of(' ');
        const auto end = text.find_last_not_of(' ');
        const auto id = begin == std::string_view::npos ? std::nullopt : parse_integer(text.substr(begin, end - begin + 1));
        if (!id) return fail(ErrorCode::invalid, "ids must be numbers between commas", "ids");
        ids.push_back(*id);
    }
    if (ids.empty()) return fail(ErrorCode::invalid, "ids must be given", "ids");
    return ids;
}

http::Response ids_reply(std::span<const std::int64_t> ids) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("id");
    writer.begin_array();
    for (const auto id : ids) writer.integer(id);
    writer.end_array();
    writer.end_object();
    end_reply(writer);
    return response;
}

http::Response id_reply(std::int64_t id) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(id);
    writer.end_object();
    end_reply(writer);
    return response;
}

http::Response true_reply() {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.boolean(true);
    end_reply(writer);
    return response;
}

const Shape true_shape{"True", [] { return std::vector<FieldDoc>(); }};

}  // namespace stele::dialect::pipedrive
