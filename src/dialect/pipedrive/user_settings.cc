#include "base/limits.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::User;
using enum WireType;

// Nearly all of them are about Pipedrive's own pages, and stand as Pipedrive documents them.
constexpr Field<User> fields[] = {
    {"marketplace_team", boolean, false, [](JsonWriter& w, const User&) { w.boolean(false); },
     "Whether the user is of the marketplace's team: nobody is"},
    {"list_limit", number, false, [](JsonWriter& w, const User&) { w.integer(limits::page_default); },
     "How many a list shows when nothing is said"},
    {"beta_app", boolean, false, [](JsonWriter& w, const User&) { w.boolean(false); },
     "Whether there is another app to try"},
    {"prevent_salesphone_callto_override", boolean, false, [](JsonWriter& w, const User&) { w.boolean(false); },
     "Of Pipedrive's own telephone, which is not here"},
    {"file_upload_destination", string, false, [](JsonWriter& w, const User&) { w.string_literal("s3"); },
     "Pipedrive's word for the server's own storage"},
    {"callto_link_syntax", string, false, [](JsonWriter& w, const User&) { w.string_literal("callto:[number]"); },
     "How a phone number is linked"},
    {"autofill_deal_expected_close_date", boolean, false, [](JsonWriter& w, const User&) { w.boolean(false); },
     "Whether a new deal gets a date by which to close it"},
    {"person_duplicate_condition", string, false,
     [](JsonWriter& w, const User&) { w.string_literal("name && (org_id || email || phone)"); },
     "What Pipedrive's pages take for the same person"},
};

const Shape settings_shape{"UserSettings", [] { return describe(fields); }};

Result<http::Response> get_user_settings(const Request&, Context& context) {
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, *context.caller.user);
    end_reply(writer);
    return response;
}

constexpr Route routes[] = {
    {http::Method::get,
     "/v1/userSettings",
     get_user_settings,
     domain::Access::read,
     domain::Scope::read,
     {},
     nullptr,
     &settings_shape,
     200,
     "List settings of an authorized user"},
};

}  // namespace

RouteGroup user_setting_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
