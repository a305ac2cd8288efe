#include "dialect/stele/health.h"

#include "base/json_writer.h"

namespace stele::dialect::stele {

namespace {

http::Response status_reply(int status, std::string_view word, std::string_view reason) {
    http::Response response;
    response.status = status;
    response.headers.push_back({"Cache-Control", "no-store"});
    JsonWriter writer(response.body);
    writer.begin_object();
    writer.key_literal("status");
    writer.string(word);
    if (!reason.empty()) {
        writer.key_literal("reason");
        writer.string(reason);
    }
    writer.end_object();
    return response;
}

http::Response healthz(const http::Request& /*request*/, const domain::Engine& /*engine*/, const Settings& /*settings*/) {
    return status_reply(200, "alive", {});
}

http::Response readyz(const http::Request& /*request*/, const domain::Engine& engine, const Settings& /*settings*/) {
    const std::string trouble = engine.trouble();
    return trouble.empty() ? status_reply(200, "ready", {}) : status_reply(503, "not ready", trouble);
}

constexpr OpenRoute routes[] = {
    {http::Method::get, "/healthz", healthz, "Whether the process lives"},
    {http::Method::get, "/readyz", readyz, "Whether requests are served, writes among them"},
};

}  // namespace

std::span<const OpenRoute> health_routes() { return routes; }

}  // namespace stele::dialect::stele
