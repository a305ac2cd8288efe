#include "dialect/pipedrive/pipedrive.h"

#include <vector>

#include "dialect/pipedrive/errors.h"
#include "dialect/pipedrive/rate_headers.h"

namespace stele::dialect::pipedrive {

namespace {

class Pipedrive final : public Dialect {
   public:
    Pipedrive()
        : groups_{organization_routes_v1(),
                  organization_routes_v2(),
                  collection_routes(),
                  changelog_routes(),
                  follower_routes_v1(),
                  follower_routes_v2(),
                  flow_routes(),
                  person_routes(),
                  person_routes_v2(),
                  person_picture_routes_v1(),
                  person_picture_routes_v2(),
                  search_routes_v1(),
                  search_routes_v2(),
                  item_search_routes_v1(),
                  item_search_routes_v2(),
                  recent_routes(),
                  merge_routes(),
                  user_routes(),
                  filter_routes(),
                  filter_helper_routes(),
                  organization_relationship_routes(),
                  currency_routes(),
                  user_setting_routes(),
                  permission_set_routes(),
                  organization_field_routes_v1(),
                  organization_field_routes_v2(),
                  person_field_routes_v1(),
                  person_field_routes_v2(),
                  deal_field_routes_v1(),
                  deal_field_routes_v2(),
                  other_field_routes_v1(),
                  other_field_routes_v2(),
                  activity_routes(),
                  activity_routes_v2(),
                  activity_type_routes(),
                  deal_routes(),
                  deal_routes_v2(),
                  deal_list_routes(),
                  deal_summary_routes(),
                  pipeline_statistics_routes(),
                  participant_routes(),
                  pipeline_routes(),
                  pipeline_routes_v2(),
                  note_routes(),
                  file_routes(),
                  file_list_routes(),
                  note_comment_routes(),
                  mailbox_routes()} {}

    [[nodiscard]] std::string_view name() const override { return "pipedrive"; }
    [[nodiscard]] domain::Source source() const override { return domain::Source::pipedrive; }
    [[nodiscard]] std::span<const RouteGroup> groups() const override { return groups_; }
    [[nodiscard]] CredentialRules credentials() const override {
        return {.query_parameter = "api_token", .key_wins_over_bearer = true};
    }
    [[nodiscard]] bool accepts_forms(std::string_view path) const override { return !is_v2(path); }
    [[nodiscard]] bool owns(std::string_view path) const override {
        return path.starts_with("/v1/") || path.starts_with("/api/v1/") || path.starts_with("/api/v2/");
    }
    [[nodiscard]] http::Response render(const Error& error, std::string_view path) const override {
        return render_error(error, path);
    }
    [[nodiscard]] http::Response refuse(int status, std::string_view reason, std::string_view /*path*/) const override {
        return render_refusal(status, reason);
    }
    [[nodiscard]] std::int64_t default_cost(const Route& route) const override { return cost_of(route); }
    void show_limits(const RateState& state, std::string_view path, http::Response& response) const override {
        write_limit_headers(state, path, response);
    }

   private:
    std::vector<RouteGroup> groups_;
};

}  // namespace

const Dialect& dialect() {
    static const Pipedrive pipedrive;
    return pipedrive;
}

}  // namespace stele::dialect::pipedrive
