#include "dialect/ortto/ortto.h"

#include <algorithm>
#include <array>

#include "dialect/ortto/errors.h"

namespace stele::dialect::ortto {

namespace {

// Paths below these are Ortto's, also those that there is no row for.
constexpr std::string_view own_prefixes[] = {
    "/v1/accounts",
    "/v1/organization",
    "/v1/person",
    "/v1/people",
    "/v1/tags",
    "/v1/instance-schema",
    "/v1/audiences",
    "/v1/activities/create",
    "/v1/organizations/contacts",
    "/v1/organizations/get",
    "/v1/organizations/get-by-ids",
    "/v1/organizations/merge",
    "/v1/organizations/archive",
    "/v1/organizations/restore",
    "/v1/organizations/delete",
    "/v1/organizations/activities",
    "/v1/organizations/custom-field",
};

bool is_below(std::string_view path, std::string_view prefix) {
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

// The hosts of Ortto's regions.
struct RegionHost {
    std::string_view host;
    std::string_view region;
};
constexpr RegionHost region_hosts[] = {
    {"api.ap3api.com", "default"}, {"api.au.ap3api.com", "au"}, {"api.eu.ap3api.com", "eu"}};

std::string_view without_port(std::string_view host) { return host.substr(0, host.find(':')); }

constexpr domain::JobHandler job_handlers[] = {
    {domain::JobKind::put_persons, run_person_merge},
    {domain::JobKind::put_organizations, run_account_merge},
    {domain::JobKind::put_occurrences, run_person_activities},
    {domain::JobKind::put_organization_occurrences, run_account_activities},
    {domain::JobKind::change_archived, run_archive_step},
};

class Ortto final : public Dialect {
   public:
    [[nodiscard]] std::string_view name() const override { return "ortto"; }
    [[nodiscard]] domain::Source source() const override { return domain::Source::ortto; }
    [[nodiscard]] std::span<const RouteGroup> groups() const override { return groups_; }
    [[nodiscard]] CredentialRules credentials() const override { return {}; }
    [[nodiscard]] bool accepts_forms(std::string_view /*path*/) const override { return false; }
    [[nodiscard]] bool accepts_empty_lists() const override { return true; }
    [[nodiscard]] bool owns(std::string_view path) const override {
        return std::ranges::any_of(own_prefixes, [path](std::string_view prefix) { return is_below(path, prefix); });
    }
    [[nodiscard]] Result<void> admit(const http::Request& request, const domain::Company& company) const override {
        const std::string_view host = without_port(request.header("host").value_or(""));
        const auto found = std::ranges::find(region_hosts, host, &RegionHost::host);
        if (found == std::end(region_hosts) || found->region == company.region) return {};
        return fail(ErrorCode::unauthenticated, "a key of another region");
    }
    [[nodiscard]] http::Response render(const Error& error, std::string_view /*path*/) const override {
        return render_error(error);
    }
    [[nodiscard]] http::Response refuse(int status, std::string_view reason, std::string_view /*path*/) const override {
        return error_response(status, reason);
    }
    [[nodiscard]] DocumentStyle document_style() const override { return {"X-Api-Key", false}; }
    void finish(const http::Request& /*request*/, const Settings& /*settings*/, http::Response& response) const override {
        if (response.content_type == http::json_content_type) response.content_type = "application/json";
    }
    void show_limits(const RateState& state, std::string_view /*path*/, http::Response& response) const override {
        if (!state.retry_after_s) return;
        auto refused = rate_limit_response(*state.retry_after_s);
        response.body = std::move(refused.body);
        response.headers.push_back({"Retry-After", std::to_string(*state.retry_after_s)});
    }

    [[nodiscard]] std::span<const domain::JobHandler> jobs() const override { return job_handlers; }

   private:
    std::vector<RouteGroup> groups_{contact_routes(),       account_routes(), person_routes(), archive_routes(),
                                    custom_field_routes(),  schema_routes(),  tag_routes(),    person_merge_routes(),
                                    account_merge_routes(), activity_routes()};
};

}  // namespace

const Dialect& dialect() {
    static const Ortto ortto;
    return ortto;
}

}  // namespace stele::dialect::ortto
