// What conditions may be made of, for those who build forms: read from the tables that the conditions are read by.
#include "dialect/pipedrive/filter_operators.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/relative_dates.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;

// Types of fields, as the lists of fields name them.
struct TypeRow {
    std::string_view name;
    Comparable comparable;
};

constexpr TypeRow field_types[] = {
    {"int", Comparable::whole},           {"double", Comparable::real},       {"monetary", Comparable::real},
    {"varchar", Comparable::text},        {"varchar_auto", Comparable::text}, {"text", Comparable::text},
    {"phone", Comparable::text},          {"address", Comparable::text},      {"date", Comparable::day},
    {"daterange", Comparable::day_span},  {"time", Comparable::clock},        {"timerange", Comparable::clock_span},
    {"enum", Comparable::option},         {"set", Comparable::options},       {"user", Comparable::user},
    {"organization", Comparable::record}, {"person", Comparable::record},     {"visible_to", Comparable::level},
    {"deal", Comparable::record},         {"status", Comparable::status},
};

struct NameRow {
    std::string_view key;
    std::string_view name;
};

constexpr NameRow address_components[] = {
    {"subpremise", "Apartment or suite"},
    {"street_number", "House number"},
    {"route", "Street"},
    {"sublocality", "District"},
    {"locality", "City"},
    {"admin_area_level_1", "State or region"},
    {"admin_area_level_2", "County"},
    {"country", "Country"},
    {"postal_code", "Postal code"},
    {"formatted_address", "The address, formatted"},
};

void write_name(JsonWriter& writer, std::string_view key, std::string_view name) {
    writer.key_literal(key);
    writer.string_literal(name);
}

// {"int":{"=":"is", ...}, ...}
template <class Operators>
void write_operators(JsonWriter& writer, Operators operators_of_type) {
    writer.begin_object();
    for (const TypeRow& type : field_types) {
        const auto operators = operators_of_type(type.comparable);
        if (operators.empty()) continue;
        writer.key_literal(type.name);
        writer.begin_object();
        for (const Operator code : operators) write_name(writer, text_of(code).text, text_of(code).name);
        writer.end_object();
    }
    writer.end_object();
}

struct Helpers {};

constexpr Field<Helpers> fields[] = {
    {"operators", object, false, [](JsonWriter& w, const Helpers&) { write_operators(w, operators_of); },
     "Operators by the type of a field"},
    {"deprecated_operators", object, false,
     [](JsonWriter& w, const Helpers&) { write_operators(w, deprecated_operators_of); },
     "Operators that are accepted, but no longer offered"},
    {"relative_dates", object, false,
     [](JsonWriter& w, const Helpers&) {
         w.begin_object();
         for (const RelativeDate& date : relative_dates()) write_name(w, date.key, date.name);
         w.end_object();
     },
     "What may stand for a date"},
    {"address_field_components", object, false,
     [](JsonWriter& w, const Helpers&) {
         w.begin_object();
         for (const NameRow& component : address_components) write_name(w, component.key, component.name);
         w.end_object();
     },
     "Parts of an address, for extra_value"},
};

const Shape helpers_shape{"FilterHelpers", [] { return describe(fields); }};

Result<http::Response> get_helpers(const Request&, Context&) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, Helpers{});
    end_reply(writer);
    return response;
}

constexpr Route routes[] = {
    {http::Method::get,
     "/v1/filters/helpers",
     get_helpers,
     domain::Access::read,
     domain::Scope::read,
     {},
     nullptr,
     &helpers_shape,
     200,
     "Get all filter helpers"},
};

}  // namespace

RouteGroup filter_helper_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
