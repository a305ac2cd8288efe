// How deals go through a pipeline.
#include "domain/pipeline_statistics.h"

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::ConversionStatistics;
using domain::CountedDeals;
using domain::MovementStatistics;
using domain::StageConversion;
using enum WireType;

constexpr Parameter parameters[] = {
    {"start_date", string, "The first day, YYYY-MM-DD"},
    {"end_date", string, "The last day, YYYY-MM-DD"},
    {"user_id", integer, "Only deals of this owner; the caller's when left out"},
};

Result<domain::StatisticsQuery> read_query(const Request& request, const Context& context) {
    domain::StatisticsQuery query;
    query.pipeline_id = request.path_number("id");
    if (context.caller.directory->pipeline(query.pipeline_id) == nullptr)
        return fail(ErrorCode::not_found, "Pipeline not found");
    const auto day = [&](std::string_view name) -> std::optional<Micros> {
        const auto text = request.query(name);
        return text && text->size() == 10 ? parse_time(*text) : std::nullopt;
    };
    const auto start = day("start_date");
    if (!start) return bad("start_date", "a date as YYYY-MM-DD");
    const auto end = day("end_date");
    if (!end || *end < *start) return bad("end_date", "a date as YYYY-MM-DD, not before start_date");
    query.from = *start;
    query.until = *end + limits::day_us;
    const auto text = request.query("user_id");
    const auto owner = text && !text->empty() ? parse_integer(*text) : std::optional(context.caller.user->id);
    if (!owner) return bad("user_id", "a number");
    query.owner_id = *owner;
    return query;
}

// --- conversions -------------------------------------------------------------------------------------------------------

constexpr Field<StageConversion> stage_fields[] = {
    {"from_stage_id", integer, false, [](JsonWriter& w, const StageConversion& c) { w.integer(c.from); }, "The stage"},
    {"to_stage_id", integer, false, [](JsonWriter& w, const StageConversion& c) { w.integer(c.to); }, "The next one"},
    {"conversion_rate", integer, false, [](JsonWriter& w, const StageConversion& c) { w.integer(c.rate); },
     "How many of the deals that were in the stage went on to the next one or beyond, in percent"},
};
const Shape stage_list_shape{"StageConversion", [] { return describe(stage_fields); }, true};

void write_stages(JsonWriter& writer, const ConversionStatistics& statistics) {
    writer.begin_array();
    for (const StageConversion& conversion : statistics.stages) write_object(writer, stage_fields, conversion);
    writer.end_array();
}

constexpr Field<ConversionStatistics> conversion_fields[] = {
    {"stage_conversions", objects, false, write_stages, "From each stage to the next", &stage_list_shape},
    {"won_conversion", integer, false, [](JsonWriter& w, const ConversionStatistics& s) { w.integer(s.won_rate); },
     "How many of the deals in the pipeline were won, in percent"},
    {"lost_conversion", integer, false, [](JsonWriter& w, const ConversionStatistics& s) { w.integer(s.lost_rate); },
     "How many of them were lost"},
};
const Shape conversion_shape{"PipelineConversions", [] { return describe(conversion_fields); }};

// --- movements ---------------------------------------------------------------------------------------------------------

template <bool formatted>
void write_values(JsonWriter& writer, const CountedDeals& deals) {
    writer.begin_object();
    for (const auto& [currency, value] : deals.values) {
        writer.key(std::string_view(currency));
        if constexpr (formatted)
            writer.string(formatted_amount(value, currency));
        else
            writer.real(value);
    }
    writer.end_object();
}

void write_ids(JsonWriter& writer, const CountedDeals& deals) {
    writer.begin_array();
    for (const domain::DealId id : deals.ids) writer.integer(id);
    writer.end_array();
}

constexpr Field<CountedDeals> counted_fields[] = {
    {"count", integer, false,
     [](JsonWriter& w, const CountedDeals& d) { w.integer(static_cast<std::int64_t>(d.ids.size())); }, "How many deals"},
    {"deals_ids", integers, false, write_ids, "Their ids"},
    {"values", object, false, write_values<false>, "What they are worth, by currency"},
    {"formatted_values", object, false, write_values<true>, "The same with the currency"},
};
const Shape counted_shape{"CountedDeals", [] { return describe(counted_fields); }};

template <auto Member>
void write_counted(JsonWriter& writer, const MovementStatistics& statistics) {
    write_object(writer, counted_fields, statistics.*Member);
}

void write_movements(JsonWriter& writer, const MovementStatistics& statistics) {
    writer.begin_object();
    writer.key_literal("count");
    writer.integer(statistics.movements);
    writer.end_object();
}

void write_ages(JsonWriter& writer, const MovementStatistics& statistics) {
    writer.begin_object();
    writer.key_literal("across_all_stages");
    writer.integer(statistics.average_days);
    writer.key_literal("by_stages");
    writer.begin_array();
    for (const auto& [stage, days] : statistics.average_days_of_stages) {
        writer.begin_object();
        writer.key_literal("stage_id");
        writer.integer(stage);
        writer.key_literal("value");
        writer.integer(days);
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
}

constexpr Field<MovementStatistics> movement_fields[] = {
    {"movements_between_stages", object, false, write_movements, "`count`: how often deals went from stage to stage"},
    {"new_deals", object, false, write_counted<&MovementStatistics::added>, "Deals that were added", &counted_shape},
    {"deals_left_open", object, false, write_counted<&MovementStatistics::left_open>, "Deals that were open at the end",
     &counted_shape},
    {"won_deals", object, false, write_counted<&MovementStatistics::won>, "Deals that were won", &counted_shape},
    {"lost_deals", object, false, write_counted<&MovementStatistics::lost>, "Deals that were lost", &counted_shape},
    {"average_age_in_days", object, false, write_ages,
     "How long deals had been in a stage when they left it, or at the end: of all stages, and of each"},
};
const Shape movement_shape{"PipelineMovements", [] { return describe(movement_fields); }};

template <auto compute, const auto& Table>
Result<http::Response> show(const Request& request, Context& context) {
    const auto query = read_query(request, context);
    if (!query) return fail(query);
    const auto statistics = compute(context.transaction, context.caller, *query);
    if (!statistics) return fail(statistics);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, Table, *statistics);
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto scan = domain::Access::scan;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes[] = {
    {Method::get, "/v1/pipelines/{id:number}/conversion_statistics", show<domain::conversion_statistics, conversion_fields>,
     scan, may_read, parameters, nullptr, &conversion_shape, 200, "Get deals conversion rates in pipeline"},
    {Method::get, "/v1/pipelines/{id:number}/movement_statistics", show<domain::movement_statistics, movement_fields>, scan,
     may_read, parameters, nullptr, &movement_shape, 200, "Get deals movements in pipeline"},
};

}  // namespace

RouteGroup pipeline_statistics_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
