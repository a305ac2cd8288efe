// Media objects: pictures, which organizations and people have as their avatars. RogerRoger names them, and documents nothing of them:
// they are uploaded as API Platform's own guide has it.
#include "dialect/pictures.h"
#include "dialect/rogerroger/errors.h"
#include "dialect/rogerroger/list_request.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/rogerroger/small_lists.h"
#include "dialect/rogerroger/values.h"
#include "domain/pictures.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Picture;
using enum WireType;

constexpr std::string_view type_name = "MediaObject";

struct Source {
    const Context& context;
    const Picture& picture;
};
struct Target {};

template <int Side>
void write_url(Member& member, const Source& source) {
    member.text(picture_url(source.context.settings, source.context.caller.company().id, source.picture, Side));
}
void write_type(Member& member, const Source& source) { member.text(source.picture.content_type); }
void write_added(Member& member, const Source& source) { member.time(source.picture.add_time); }
void write_id(Member& member, const Source& source) {
    member.text(format_uuid(source.context.caller.company().id, Resource::media_object, source.picture.id));
}
// It comes as a part of a form, and not as a text.
Result<void> read_file(const JsonValue& /*value*/, std::string_view /*name*/, Target& /*target*/) { return {}; }

constexpr Property<Source, Target> properties[] = {
    {"file", string, true, nullptr, read_file, "A PNG, JPEG, GIF or WebP picture, as a part of multipart/form-data"},
    {"contentUrl", string, false, write_url<512>, nullptr, "Where it is, as a square of 512 pixels; without a key"},
    {"thumbnailUrl", string, false, write_url<128>, nullptr, "The same of 128 pixels"},
    {"mimeType", string, false, write_type, nullptr, "Of both: image/jpeg, or image/png where it is not opaque"},
    {"createdAt", time, false, write_added, nullptr, "When it was uploaded"},
    {"id", string, false, write_id, nullptr, "A UUID"},
};
std::span<const Property<Source, Target>> media_object_properties() { return properties; }

const Shape media_object_shape{"MediaObject", [] { return describe_reply(document(media_object_properties())); }};
const Shape media_objects_shape{"MediaObjectCollection", [] { return describe_collection(media_object_shape); }};
const Shape upload_shape{"MediaObjectBody", [] { return describe_body(document(media_object_properties()), false); }};

ItemHead head_of(const Context& context, const Picture& picture) {
    return {type_name, iri_of(context, Resource::media_object, picture.id)};
}

// A file that is no picture is like a value that does not hold.
Result<std::vector<Upload>> store(domain::Blobs& blobs, domain::CompanyId company, std::vector<http::FormPart>& parts) {
    auto stored = store_picture(blobs, company, parts);
    if (stored || stored.error().code != ErrorCode::invalid) return stored;
    return violates({stored.error().field, stored.error().message, violation_code::invalid_image});
}
constexpr UploadWay upload_way{limits::picture_upload_size, store};

Result<http::Response> add_media_object(const Request& request, Context& context) {
    if (request.uploads().empty()) {
        Violations violations;
        violations.add_blank("file");
        return violations.response();
    }
    const auto picture = domain::add_picture(context.transaction, context.caller, new_picture(request.uploads()));
    if (!picture) return fail(picture);
    return item_reply(request, head_of(context, *picture), media_object_properties(), Source{context, *picture}, 201);
}

Result<http::Response> list_media_objects(const Request& request, Context& context) {
    if (const auto checked = ListRequest(request, context, {}).take(); !checked) return fail(checked);
    const auto page = read_page(request, context.settings.items_per_page);
    if (!page) return fail(page);
    domain::Pictures& pictures = context.transaction.pictures();
    const domain::UserId user = context.caller.user->id;
    const auto total = pictures.count_of(user);
    if (!total) return fail(total);
    const Format format = format_of(request);
    const CollectionName name{type_name, {}};
    CollectionReply reply(request, format, name, *page, *total);
    const auto listed = pictures.list_of(user, page->offset(), page->size, [&](const Picture& picture) {
        write_item(reply.writer(), format, head_of(context, picture), Place::member, media_object_properties(),
                   Source{context, picture});
        return true;
    });
    if (!listed) return fail(listed);
    return reply.finish();
}

Result<http::Response> get_media_object(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Resource::media_object, "id");
    if (!id) return fail(id);
    const auto picture = domain::find_picture(context.transaction, context.caller, *id);
    if (!picture) return fail(picture);
    return item_reply(request, head_of(context, *picture), media_object_properties(), Source{context, *picture});
}

Result<http::Response> delete_media_object(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Resource::media_object, "id");
    if (!id) return fail(id);
    auto deleted = domain::delete_picture(context.transaction, context.caller, *id);
    if (!deleted && deleted.error().code == ErrorCode::conflict)
        return violates({"id", "A record has this picture.", violation_code::choice});
    if (!deleted) return fail(deleted);
    return no_content();
}

bool is_deep(const Request& request, const domain::Caller& /*caller*/) {
    const auto page = read_page(request, limits::items_per_page_max);
    return page && page->offset() > limits::shallow_start;
}

using http::Method;
constexpr auto access_read = domain::Access::read;
constexpr auto access_write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {.method = Method::post,
     .pattern = "/media_objects",
     .handler = add_media_object,
     .access = access_write,
     .scope = may_write,
     .parameters = {},
     .request = &upload_shape,
     .response = &media_object_shape,
     .success = 201,
     .summary = "Upload a picture",
     .is_upload = true,
     .upload_way = &upload_way},
    {Method::get,
     "/media_objects",
     list_media_objects,
     access_read,
     may_read,
     {},
     nullptr,
     &media_objects_shape,
     200,
     "List the pictures that the key's user uploaded",
     is_deep},
    {Method::get,
     "/media_objects/{id:text}",
     get_media_object,
     access_read,
     may_read,
     {},
     nullptr,
     &media_object_shape,
     200,
     "Get a picture"},
    {Method::delete_,
     "/media_objects/{id:text}",
     delete_media_object,
     access_write,
     may_write,
     {},
     nullptr,
     nullptr,
     204,
     "Delete a picture that no record has"},
};

}  // namespace

RouteGroup media_object_routes() { return {routes, {}}; }

ResourceDoc media_object_doc() { return {type_name, "media_objects", document(media_object_properties()), {}}; }

}  // namespace stele::dialect::rogerroger
