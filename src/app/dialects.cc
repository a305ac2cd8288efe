#include "app/dialects.h"

#include "dialect/dispatch.h"
#include "dialect/openapi.h"
#include "dialect/ortto/ortto.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/stele/health.h"
#include "dialect/stele/pictures.h"

namespace stele::app {

namespace {

std::string_view access_name(domain::Access access) {
    switch (access) {
        case domain::Access::read:
            return "read";
        case domain::Access::scan:
            return "scan";
        case domain::Access::write:
            return "write";
    }
    return "read";
}

std::string_view scope_name(domain::Scope scope) {
    switch (scope) {
        case domain::Scope::read:
            return "read";
        case domain::Scope::write:
            return "write";
        case domain::Scope::admin:
            return "admin";
    }
    return "read";
}

constexpr Document all_documents[] = {
    {"pipedrive-v1", "/v1/", "Stele: Pipedrive's API v1", dialect::pipedrive::dialect},
    {"pipedrive-v2", "/api/v2/", "Stele: Pipedrive's API v2", dialect::pipedrive::dialect},
    {"ortto", "/v1/", "Stele: Ortto's API", dialect::ortto::dialect},
    {"rogerroger", "/", "Stele: RogerRoger's API", dialect::rogerroger::dialect},
};

}  // namespace

std::span<const dialect::Dialect* const> dialects() {
    // The first that owns a path answers for it: Ortto's are below Pipedrive's /v1.
    static const std::array<const dialect::Dialect*, 3> all{&dialect::ortto::dialect(), &dialect::rogerroger::dialect(),
                                                            &dialect::pipedrive::dialect()};
    return all;
}

domain::JobHandlers job_handlers() {
    domain::JobHandlers handlers;
    for (const dialect::Dialect* dialect : dialects()) handlers.add(dialect->source(), dialect->jobs());
    return handlers;
}

std::span<const Document> documents() { return all_documents; }

std::span<const dialect::OpenRoute> open_routes() {
    static const std::vector<dialect::OpenRoute> all = [] {
        std::vector<dialect::OpenRoute> routes;
        for (const auto group : {dialect::stele::health_routes(), dialect::stele::picture_routes(),
                                 dialect::rogerroger::documentation_routes()})
            routes.insert(routes.end(), group.begin(), group.end());
        return routes;
    }();
    return all;
}

std::string list_routes() {
    std::string text;
    const auto line = [&text](http::Method method, std::string_view pattern, std::string_view access, std::string_view scope,
                              std::string_view summary) {
        text.append(http::to_string(method)).append("\t").append(dialect::plain_pattern(pattern)).append("\t");
        text.append(access).append("\t").append(scope).append("\t").append(summary).append("\n");
    };
    for (const auto& served : dialect::served_routes(dialects()))
        line(served.route->method, served.pattern, access_name(served.route->access), scope_name(served.route->scope),
             served.route->summary);
    for (const auto& open : open_routes()) line(open.method, open.pattern, "open", "none", open.summary);
    return text;
}

}  // namespace stele::app
