#include "base/currency.h"
#include "base/text.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;

constexpr Field<Currency> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const Currency& c) { w.integer(c.number); }, "The number of ISO 4217"},
    {"code", string, false, [](JsonWriter& w, const Currency& c) { w.string_literal(c.code); }, "The code of ISO 4217"},
    {"name", string, false, [](JsonWriter& w, const Currency& c) { w.string_literal(c.name); }, "The English name"},
    {"decimal_points", integer, false, [](JsonWriter& w, const Currency& c) { w.integer(c.decimals); },
     "How many decimals an amount has"},
    {"symbol", string, false, [](JsonWriter& w, const Currency& c) { w.string_literal(c.symbol); },
     "The symbol; the code where there is none"},
    {"active_flag", boolean, false, [](JsonWriter& w, const Currency&) { w.boolean(true); }, "Always true"},
    {"is_custom_flag", boolean, false, [](JsonWriter& w, const Currency&) { w.boolean(false); },
     "Whether the company has made it itself"},
};

const Shape list_shape{"Currency", [] { return describe(fields); }, true};

constexpr Parameter parameters[] = {
    {"term", string, "What the code or the name holds, whatever its case and marks"},
};

Result<http::Response> list_currencies(const Request& request, Context&) {
    const std::string term = fold(request.query("term").value_or(""));
    const auto holds_term = [&](std::string_view text) { return fold(text).find(term) != std::string::npos; };
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Currency& currency : currencies())
        if (term.empty() || holds_term(currency.code) || holds_term(currency.name)) write_object(writer, fields, currency);
    writer.end_array();
    end_reply(writer);
    return response;
}

constexpr Route routes[] = {
    {http::Method::get, "/v1/currencies", list_currencies, domain::Access::read, domain::Scope::read, parameters, nullptr,
     &list_shape, 200, "Get all supported currencies"},
};

}  // namespace

RouteGroup currency_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
