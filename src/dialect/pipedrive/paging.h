// Pipedrive's two ways of paging, and the envelope around every reply.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

struct Page {
    std::int64_t start = 0;
    std::int64_t limit = 0;
};

inline constexpr Parameter page_parameters_v1[] = {
    {"start", WireType::integer, "How many to pass over"},
    {"limit", WireType::integer, "How many to return: 100 when left out, at most 500"},
};

// v1: a limit above the maximum counts as the maximum, an unusable one as the default; an unusable start is 0.
[[nodiscard]] Page page_v1(const Request& request);
// v2: a limit outside 1 to the maximum is refused.
[[nodiscard]] Result<std::int64_t> limit_v2(const Request& request);

// {"success":true,"data": ... the caller writes the value, then what stands beside it, then end_reply().
void begin_reply(JsonWriter& writer);
void end_reply(JsonWriter& writer);

// "pagination":{...}
void write_pagination_object(JsonWriter& writer, const Page& page, bool more);
// "additional_data":{"pagination":{...}}
void write_pagination(JsonWriter& writer, const Page& page, bool more);
// "additional_data":{"next_cursor": ...}
void write_next_cursor(JsonWriter& writer, const std::optional<std::string>& cursor);

// The ids of a bulk delete. Error: invalid.
[[nodiscard]] Result<std::vector<std::int64_t>> read_ids(const Request& request);
// {"success":true,"data":{"id":[IDS]}}
[[nodiscard]] http::Response ids_reply(std::span<const std::int64_t> ids);

// {"success":true,"data":{"id":ID}}
[[nodiscard]] http::Response id_reply(std::int64_t id);
// "data":true, of what is deleted without naming it.
[[nodiscard]] http::Response true_reply();
extern const Shape true_shape;

}  // namespace stele::dialect::pipedrive
