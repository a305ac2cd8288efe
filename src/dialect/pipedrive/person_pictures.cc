// The picture of a person.
#include "base/limits.h"
#include "dialect/pictures.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/shown_pictures.h"
#include "domain/persons.h"
#include "domain/pictures.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Kind;
using enum WireType;

std::vector<FieldDoc> describe_members() {
    return {{"id", integer, false, true, "The picture's id"},
            {"item_type", string, false, true, "person"},
            {"item_id", integer, false, true, "The person's id"},
            {"active_flag", boolean, false, true, "true"},
            {"added_by_user_id", integer, false, true, "Who added it"},
            {"pictures", object, false, true, "Its addresses by size: 128 and 512"}};
}
const Shape picture_shape{"PersonPicture", [] {
                              auto docs = describe_members();
                              docs.push_back({"file_size", integer, false, true, "Of the larger one, in bytes"});
                              return docs;
                          }};
const Shape pictures_shape{"AddedPersonPicture", [] {
                               auto docs = describe_members();
                               docs.push_back({"add_time", string, false, true, "When it was added"});
                               docs.push_back({"update_time", string, false, true, "The same"});
                               return docs;
                           }};
const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};
const Shape upload_shape{
    "AddPersonPictureRequest", [] {
        return std::vector<FieldDoc>{
            {"file", string, false, true, "A PNG, JPEG, GIF or WebP picture; the square in its middle is shown"},
            {"crop_x", integer, true, false, "Left of the part to show, in pixels; with all of the next three"},
            {"crop_y", integer, true, false, "Top of it"},
            {"crop_width", integer, true, false, "Its width"},
            {"crop_height", integer, true, false, "Its height"}};
    }};
constexpr UploadWay upload_way{limits::picture_upload_size, store_picture};

Result<http::Response> set_picture(const Request& request, Context& context) {
    const auto person = domain::find_live_person(context.transaction, context.caller, request.path_number("id"));
    if (!person) return fail(person);
    if (request.uploads().empty()) return bad("file", "a picture, in a form of multipart/form-data");
    const auto picture = domain::add_picture(context.transaction, context.caller, new_picture(request.uploads()));
    if (!picture) return fail(picture);
    domain::PersonPatch patch;
    patch.picture_id = picture->id;
    auto updated = domain::update_person(context.transaction, context.caller, person->id, patch);
    if (!updated) return fail(updated);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key(std::to_string(picture->id));
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(picture->id);
    write_picture_members(writer, context, {Kind::person, person->id}, *picture);
    writer.end_object();
    writer.end_object();
    end_reply(writer);
    return response;
}

Result<http::Response> take_picture(const Request& request, Context& context) {
    domain::PersonPatch patch;
    patch.picture_id.emplace();
    const auto id = request.path_number("id");
    auto updated = domain::update_person(context.transaction, context.caller, id, patch);
    if (!updated) return fail(updated);
    return id_reply(id);
}

Result<http::Response> get_picture(const Request& request, Context& context) {
    const auto person = domain::find_person(context.transaction, context.caller, request.path_number("id"));
    if (!person) return fail(person);
    if (!person->picture_id) return fail(ErrorCode::not_found, "Picture not found");
    const auto picture = domain::find_picture(context.transaction, context.caller, *person->picture_id);
    if (!picture) return fail(picture);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(picture->id);
    writer.key_literal("item_type");
    writer.string_literal("person");
    writer.key_literal("item_id");
    writer.integer(person->id);
    writer.key_literal("added_by_user_id");
    writer.integer(picture->user_id);
    writer.key_literal("active_flag");
    writer.boolean(true);
    writer.key_literal("file_size");
    writer.integer(picture->squares.front().size);
    write_picture_addresses(writer, context, *picture);
    writer.end_object();
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes_v1[] = {
    {.method = Method::post,
     .pattern = "/v1/persons/{id:number}/picture",
     .handler = set_picture,
     .access = write,
     .scope = may_write,
     .parameters = {},
     .request = &upload_shape,
     .response = &pictures_shape,
     .success = 200,
     .summary = "Add person picture",
     .is_upload = true,
     .upload_way = &upload_way},
    {Method::delete_,
     "/v1/persons/{id:number}/picture",
     take_picture,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete person picture"},
};
constexpr Route routes_v2[] = {
    {Method::get,
     "/api/v2/persons/{id:number}/picture",
     get_picture,
     read,
     may_read,
     {},
     nullptr,
     &picture_shape,
     200,
     "Get picture of a person"},
};

}  // namespace

RouteGroup person_picture_routes_v1() { return {routes_v1, "/api"}; }
RouteGroup person_picture_routes_v2() { return {routes_v2, {}}; }

}  // namespace stele::dialect::pipedrive
