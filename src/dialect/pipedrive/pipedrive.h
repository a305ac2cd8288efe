// Pipedrive's dialect: organizations v1 (under /v1 and /api/v1) and v2 (under /api/v2).
#pragma once

#include <span>

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

[[nodiscard]] const Dialect& dialect();

// The rows of each file.
[[nodiscard]] RouteGroup organization_routes_v1();
[[nodiscard]] RouteGroup organization_routes_v2();
[[nodiscard]] RouteGroup collection_routes();
[[nodiscard]] RouteGroup changelog_routes();
[[nodiscard]] RouteGroup follower_routes_v1();
[[nodiscard]] RouteGroup follower_routes_v2();
[[nodiscard]] RouteGroup flow_routes();
[[nodiscard]] RouteGroup person_routes();
[[nodiscard]] RouteGroup person_picture_routes_v1();
[[nodiscard]] RouteGroup person_picture_routes_v2();
[[nodiscard]] RouteGroup person_routes_v2();
[[nodiscard]] RouteGroup search_routes_v1();
[[nodiscard]] RouteGroup search_routes_v2();
[[nodiscard]] RouteGroup item_search_routes_v1();
[[nodiscard]] RouteGroup item_search_routes_v2();
[[nodiscard]] RouteGroup recent_routes();
[[nodiscard]] RouteGroup merge_routes();
[[nodiscard]] RouteGroup organization_field_routes_v1();
[[nodiscard]] RouteGroup organization_field_routes_v2();
[[nodiscard]] RouteGroup person_field_routes_v1();
[[nodiscard]] RouteGroup person_field_routes_v2();
[[nodiscard]] RouteGroup deal_field_routes_v1();
[[nodiscard]] RouteGroup deal_field_routes_v2();
[[nodiscard]] RouteGroup other_field_routes_v1();
[[nodiscard]] RouteGroup other_field_routes_v2();
[[nodiscard]] RouteGroup activity_routes();
[[nodiscard]] RouteGroup activity_routes_v2();
[[nodiscard]] RouteGroup activity_type_routes();
[[nodiscard]] RouteGroup note_routes();
[[nodiscard]] RouteGroup file_routes();
[[nodiscard]] RouteGroup file_list_routes();
[[nodiscard]] RouteGroup deal_routes();
[[nodiscard]] RouteGroup deal_routes_v2();
[[nodiscard]] RouteGroup deal_list_routes();
[[nodiscard]] RouteGroup deal_summary_routes();
[[nodiscard]] RouteGroup pipeline_statistics_routes();
[[nodiscard]] RouteGroup participant_routes();
[[nodiscard]] RouteGroup pipeline_routes();
[[nodiscard]] RouteGroup pipeline_routes_v2();
[[nodiscard]] RouteGroup note_comment_routes();
[[nodiscard]] RouteGroup mailbox_routes();
[[nodiscard]] RouteGroup user_routes();
[[nodiscard]] RouteGroup filter_routes();
[[nodiscard]] RouteGroup filter_helper_routes();
[[nodiscard]] RouteGroup organization_relationship_routes();
[[nodiscard]] RouteGroup currency_routes();
[[nodiscard]] RouteGroup user_setting_routes();
[[nodiscard]] RouteGroup permission_set_routes();

}  // namespace stele::dialect::pipedrive
