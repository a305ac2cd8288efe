#include "dialect/rogerroger/rogerroger.h"

#include <algorithm>

#include "dialect/rogerroger/errors.h"
#include "dialect/rogerroger/format.h"
#include "dialect/rogerroger/headers.h"
#include "http/multipart.h"

namespace stele::dialect::rogerroger {

namespace {

// Paths below these are ours, also those that there is no row for.
constexpr std::string_view own_prefixes[] = {"/organizations",   "/people",        "/users",       "/tags",    "/segments",
                                             "/note_categories", "/media_objects", "/docs.jsonld", "/contexts"};

bool is_below(std::string_view path, std::string_view prefix) {
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

std::string_view take_segment(std::string_view& path) {
    if (!path.empty()) path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        const std::string_view sent = take_segment(path);
        if (!wanted.starts_with('{') && wanted != sent) return false;
    }
    return pattern.empty() && path.empty();
}

constexpr std::string_view supported_types = "\"application/ld+json\", \"application/json\"";

class RogerRoger final : public Dialect {
   public:
    [[nodiscard]] std::string_view name() const override { return "rogerroger"; }
    [[nodiscard]] domain::Source source() const override { return domain::Source::rogerroger; }
    [[nodiscard]] std::span<const RouteGroup> groups() const override { return groups_; }
    [[nodiscard]] CredentialRules credentials() const override { return {}; }
    [[nodiscard]] bool accepts_forms(std::string_view /*path*/) const override { return false; }
    [[nodiscard]] bool owns(std::string_view path) const override {
        return path == "/" ||
               std::ranges::any_of(own_prefixes, [path](std::string_view prefix) { return is_below(path, prefix); });
    }
    [[nodiscard]] std::optional<http::Response> refuse_form(const http::Request& request,
                                                            const Route& route) const override {
        if (!accepted_format(request)) {
            std::string detail = "Requested format \"";
            detail.append(request.header("accept").value_or("")).append("\" is not supported. Supported MIME types are ");
            return problem(406, detail.append(supported_types).append("."));
        }
        const auto type = request.header("content-type");
        const bool is_taken =
            route.is_upload ? type && http::is_multipart_form(*type) : route.request == nullptr || accepts_body(request);
        if (is_taken) return std::nullopt;
        if (!type || type->empty()) return problem(415, "The \"Content-Type\" header must exist.");
        std::string detail = "The content-type \"";
        detail.append(*type).append("\" is not supported. Supported MIME types are ");
        detail.append(route.is_upload ? "\"multipart/form-data\"" : supported_types);
        if (request.method == http::Method::patch) detail += ", \"application/merge-patch+json\"";
        return problem(415, detail + ".");
    }
    [[nodiscard]] http::Response render(const Error& error, std::string_view /*path*/) const override {
        return render_error(error);
    }
    [[nodiscard]] http::Response refuse(int status, std::string_view reason, std::string_view /*path*/) const override {
        return problem(status, reason);
    }
    [[nodiscard]] DocumentStyle document_style() const override { return {"X-API-KEY", false}; }
    void finish(const http::Request& request, const Settings& settings, http::Response& response) const override {
        add_headers(settings, response);
        add_allow(request.path(), response);
    }
    void show_limits(const RateState& state, std::string_view /*path*/, http::Response& response) const override {
        if (state.retry_after_s) response.headers.push_back({"Retry-After", std::to_string(*state.retry_after_s)});
    }

   private:
    void add_allow(std::string_view path, http::Response& response) const {
        std::string allow = "OPTIONS";
        bool has_patch = false;
        for (const RouteGroup& group : groups_)
            for (const Route& route : group.routes) {
                if (!matches(route.pattern, path)) continue;
                allow.append(", ").append(http::to_string(route.method));
                if (route.method == http::Method::get) allow += ", HEAD";
                has_patch = has_patch || route.method == http::Method::patch;
            }
        const bool is_known = std::ranges::find(response.headers, "Allow", &http::NameValue::name) != response.headers.end();
        if (allow != "OPTIONS" && !is_known) response.headers.push_back({"Allow", std::move(allow)});
        if (has_patch) response.headers.push_back({"Accept-Patch", "application/merge-patch+json"});
    }

    std::vector<RouteGroup> groups_{organization_routes(), note_routes(),    person_routes(),        user_routes(),
                                    tag_routes(),          segment_routes(), note_category_routes(), media_object_routes()};
};

}  // namespace

const Dialect& dialect() {
    static const RogerRoger rogerroger;
    return rogerroger;
}

}  // namespace stele::dialect::rogerroger
