// Tags, and segments, which are lists that records are put into. RogerRoger: Tags, Lists.
#include "domain/tags.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/rogerroger/list_request.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/rogerroger/small_lists.h"
#include "dialect/rogerroger/values.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Tag;
using domain::TagClass;
using domain::TagPatch;
using enum WireType;

struct Source {
    const Context& context;
    const Tag& tag;
};
struct Target {
    Violations violations{};
    TagPatch patch{};
};
using TagProperty = Property<Source, Target>;

template <std::string Tag::* Of>
void write_text(Member& member, const Source& source) {
    member.text(source.tag.*Of);
}
void write_sequence(Member& member, const Source& source) { member.integer(source.tag.sequence); }
void write_added(Member& member, const Source& source) { member.time(source.tag.add_time); }
void write_updated(Member& member, const Source& source) { member.time(source.tag.update_time); }
template <Resource Of>
void write_id(Member& member, const Source& source) {
    member.text(format_uuid(source.context.caller.company().id, Of, source.tag.id));
}

template <std::optional<std::string> TagPatch::* Into, std::size_t Most>
Result<void> read_text_into(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    target.violations.check_length(name, *text, Most);
    target.patch.*Into = std::move(*text);
    return {};
}
template <std::optional<std::string> TagPatch::* Into>
Result<void> read_required(const JsonValue& value, std::string_view name, Target& target) {
    auto read = read_text_into<Into, limits::tag_chars>(value, name, target);
    if (read && first_char(*(target.patch.*Into)).empty()) target.violations.add_blank(name);
    return read;
}
Result<void> read_sequence(const JsonValue& value, std::string_view name, Target& target) {
    const auto number = read_integer(value, name);
    if (!number) return fail(number);
    target.patch.sequence = *number;
    return {};
}

constexpr TagProperty tag_table[] = {
    {"title", string, true, write_text<&Tag::name>, read_required<&TagPatch::name>, "The name; unlike all others"},
    {"backgroundColor", string, false, write_text<&Tag::background_color>,
     read_text_into<&TagPatch::background_color, limits::color_chars>, "How it is shown"},
    {"textColor", string, false, write_text<&Tag::text_color>, read_text_into<&TagPatch::text_color, limits::color_chars>,
     "How its text is shown"},
    {"description", string, false, write_text<&Tag::description>,
     read_text_into<&TagPatch::description, limits::tag_text_chars>, "What it means"},
    {"createdAt", time, false, write_added, nullptr, "When it was added"},
    {"updatedAt", time, false, write_updated, nullptr, "When it was changed last"},
    {"id", string, false, write_id<Resource::tag>, nullptr, "A UUID"},
};
constexpr TagProperty segment_table[] = {
    {"title", string, true, write_text<&Tag::name>, read_required<&TagPatch::name>, "The name"},
    {"icon", string, true, write_text<&Tag::icon>, read_required<&TagPatch::icon>, "How it is shown"},
    {"sequence", integer, false, write_sequence, read_sequence, "Where it is shown"},
    {"id", string, false, write_id<Resource::segment>, nullptr, "A UUID"},
};

constexpr Parameter tag_parameters[] = {
    {"id", string, "Only the tag of this id or IRI"},
    {"id[]", strings, "Of any of these"},
};

// What differs between the two.
struct Rows {
    TagClass of;
    Resource resource;
    std::string_view type;
    std::string_view collection;
    std::span<const TagProperty> properties;
    std::span<const Parameter> parameters;
};
constexpr Rows tag_rows{TagClass::tag, Resource::tag, "Tag", "tags", tag_table, tag_parameters};
constexpr Rows segment_rows{TagClass::segment, Resource::segment, "Segment", "segments", segment_table, {}};

ItemHead head_of(const Context& context, const Rows& rows, const Tag& tag) {
    return {rows.type, iri_of(context, rows.resource, tag.id)};
}

http::Response tag_reply(const Request& request, const Context& context, const Rows& rows, const Tag& tag, int status) {
    return item_reply(request, head_of(context, rows, tag), rows.properties, Source{context, tag}, status);
}

// What the domain says of names is said of titles here.
std::unexpected<Error> refused(const Error& error) {
    const bool is_taken = error.code == ErrorCode::conflict;
    if (!is_taken && error.code != ErrorCode::invalid) return std::unexpected(error);
    return violates({"title", is_taken ? "This value is already used." : error.message,
                     is_taken ? violation_code::not_unique : violation_code::choice});
}

template <const Rows& Of>
Result<http::Response> list_tags(const Request& request, Context& context) {
    std::vector<Tag> tags;
    ListRequest list(request, context, Of.parameters);
    const bool has_ids = !Of.parameters.empty() && !list.values("id").empty();
    const auto ids = has_ids ? list.references("id", Of.resource) : std::vector<std::int64_t>();
    if (const auto checked = list.take(); !checked) return fail(checked);
    domain::TagQuery query;
    query.of = Of.of;
    query.limit = limits::tags;
    const auto listed = domain::list_tags(context.transaction, query, [&](const Tag& tag) {
        if (!has_ids || std::ranges::find(ids, tag.id) != ids.end()) tags.push_back(tag);
        return true;
    });
    if (!listed) return fail(listed);
    if (Of.of == TagClass::segment)
        std::ranges::stable_sort(tags, {}, [](const Tag& tag) { return tag.sequence.value_or(limits::id); });
    const CollectionName name{Of.type, Of.parameters};
    return list_reply(
        request, context, name, Of.properties, tags, [&](const Tag& tag) { return Source{context, tag}; },
        [&](const Tag& tag) { return head_of(context, Of, tag); });
}

template <const Rows& Of>
Result<Tag> tag_of(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Of.resource, "id");
    if (!id) return fail(id);
    return domain::find_tag(context.transaction, *id, Of.of);
}

template <const Rows& Of>
Result<http::Response> get_tag(const Request& request, Context& context) {
    const auto tag = tag_of<Of>(request, context);
    if (!tag) return fail(tag);
    return tag_reply(request, context, Of, *tag, 200);
}

template <const Rows& Of>
Result<http::Response> add_tag(const Request& request, Context& context) {
    if (auto checked = check_no_id(request.json()); !checked) return fail(checked);
    Target target;
    auto read = read_properties(Of.properties, request.json(), WriteMode::create, target);
    if (!read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto tag = domain::add_tag(context.transaction, context.caller, target.patch, Of.of);
    if (!tag) return refused(tag.error());
    return tag_reply(request, context, Of, *tag, 201);
}

template <const Rows& Of, WriteMode Mode>
Result<http::Response> change_tag(const Request& request, Context& context) {
    const auto before = tag_of<Of>(request, context);
    if (!before) return fail(before);
    Target target;
    if (auto read = read_properties(Of.properties, request.json(), Mode, target); !read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto tag = domain::update_tag(context.transaction, context.caller, before->id, target.patch, Of.of);
    if (!tag) return refused(tag.error());
    return tag_reply(request, context, Of, *tag, 200);
}

template <const Rows& Of>
Result<http::Response> delete_tag(const Request& request, Context& context) {
    const auto tag = tag_of<Of>(request, context);
    if (!tag) return fail(tag);
    auto deleted = domain::delete_tag(context.transaction, context.caller, tag->id, Of.of);
    if (!deleted) return fail(deleted);
    return no_content();
}

template <const Rows& Of>
std::vector<FieldDoc> describe_item() {
    return describe_reply(document(Of.properties));
}
template <const Rows& Of, bool IsPatch>
std::vector<FieldDoc> describe_input() {
    return describe_body(document(Of.properties), IsPatch);
}

const Shape tag_shape{"Tag", describe_item<tag_rows>};
const Shape tags_shape{"TagCollection", [] { return describe_collection(tag_shape); }};
const Shape tag_create_shape{"TagBody", describe_input<tag_rows, false>};
const Shape tag_patch_shape{"TagPatch", describe_input<tag_rows, true>};
const Shape segment_shape{"Segment", describe_item<segment_rows>};
const Shape segments_shape{"SegmentCollection", [] { return describe_collection(segment_shape); }};
const Shape segment_create_shape{"SegmentBody", describe_input<segment_rows, false>};
const Shape segment_patch_shape{"SegmentPatch", describe_input<segment_rows, true>};

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route tag_table_routes[] = {
    {Method::post, "/tags", add_tag<tag_rows>, write, may_write, none, &tag_create_shape, &tag_shape, 201, "Create a tag"},
    {Method::get, "/tags", list_tags<tag_rows>, read, may_read, tag_parameters, nullptr, &tags_shape, 200, "List tags"},
    {Method::get, "/tags/{id:text}", get_tag<tag_rows>, read, may_read, none, nullptr, &tag_shape, 200, "Get a tag"},
    {Method::put, "/tags/{id:text}", change_tag<tag_rows, WriteMode::replace>, write, may_write, none, &tag_create_shape,
     &tag_shape, 200, "Replace a tag"},
    {Method::patch, "/tags/{id:text}", change_tag<tag_rows, WriteMode::merge>, write, may_write, none, &tag_patch_shape,
     &tag_shape, 200, "Update a tag"},
    {Method::delete_, "/tags/{id:text}", delete_tag<tag_rows>, write, may_write, none, nullptr, nullptr, 204,
     "Delete a tag"},
};
constexpr Route segment_table_routes[] = {
    {Method::post, "/segments", add_tag<segment_rows>, write, may_write, none, &segment_create_shape, &segment_shape, 201,
     "Create a list"},
    {Method::get, "/segments", list_tags<segment_rows>, read, may_read, none, nullptr, &segments_shape, 200, "List lists"},
    {Method::get, "/segments/{id:text}", get_tag<segment_rows>, read, may_read, none, nullptr, &segment_shape, 200,
     "Get a list"},
    {Method::put, "/segments/{id:text}", change_tag<segment_rows, WriteMode::replace>, write, may_write, none,
     &segment_create_shape, &segment_shape, 200, "Replace a list"},
    {Method::patch, "/segments/{id:text}", change_tag<segment_rows, WriteMode::merge>, write, may_write, none,
     &segment_patch_shape, &segment_shape, 200, "Update a list"},
    {Method::delete_, "/segments/{id:text}", delete_tag<segment_rows>, write, may_write, none, nullptr, nullptr, 204,
     "Delete a list"},
};

}  // namespace

RouteGroup tag_routes() { return {tag_table_routes, {}}; }
RouteGroup segment_routes() { return {segment_table_routes, {}}; }

ResourceDoc tag_doc() { return {tag_rows.type, tag_rows.collection, document(tag_rows.properties), tag_parameters}; }
ResourceDoc segment_doc() { return {segment_rows.type, segment_rows.collection, document(segment_rows.properties), {}}; }

}  // namespace stele::dialect::rogerroger
