// Categories of notes. Only admins write them.
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "dialect/rogerroger/list_request.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/rogerroger/small_lists.h"
#include "dialect/rogerroger/values.h"
#include "domain/label_options.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::LabelOption;
using domain::LabelOptionPatch;
using enum WireType;

struct Source {
    const Context& context;
    const LabelOption& category;
};
struct Target {
    Violations violations{};
    LabelOptionPatch patch{};
};

void write_title(Member& member, const Source& source) { member.text(source.category.label); }
void write_color(Member& member, const Source& source) { member.text(source.category.color); }
void write_id(Member& member, const Source& source) {
    member.text(format_uuid(source.context.caller.company().id, Resource::note_category, source.category.id));
}

Result<void> read_title(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    if (first_char(*text).empty()) target.violations.add_blank(name);
    target.violations.check_length(name, *text, limits::name_chars);
    target.patch.label = std::move(*text);
    return {};
}

Result<void> read_color(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    target.violations.check_length(name, *text, limits::color_chars);
    target.patch.color = std::move(*text);
    return {};
}

constexpr Property<Source, Target> properties[] = {
    {"title", string, true, write_title, read_title, "The name; unlike all others"},
    {"color", string, false, write_color, read_color, "How it is shown"},
    {"id", string, false, write_id, nullptr, "A UUID"},
};
std::span<const Property<Source, Target>> category_properties() { return properties; }

const Shape category_shape{"NoteCategory", [] { return describe_reply(document(category_properties())); }};
const Shape categories_shape{"NoteCategoryCollection", [] { return describe_collection(category_shape); }};
const Shape create_shape{"NoteCategoryBody", [] { return describe_body(document(category_properties()), false); }};
const Shape patch_shape{"NoteCategoryPatch", [] { return describe_body(document(category_properties()), true); }};

ItemHead head_of(const Context& context, const LabelOption& category) {
    return {"NoteCategory", iri_of(context, Resource::note_category, category.id)};
}

http::Response category_reply(const Request& request, const Context& context, const LabelOption& category, int status) {
    return item_reply(request, head_of(context, category), category_properties(), Source{context, category}, status);
}

// What the domain says of labels is said of titles here.
std::unexpected<Error> refused(const Error& error) {
    if (error.code != ErrorCode::invalid) return std::unexpected(error);
    return violates({"title", error.message, violation_code::not_unique});
}

Result<http::Response> list_categories(const Request& request, Context& context) {
    if (const auto checked = ListRequest(request, context, {}).take(); !checked) return fail(checked);
    const CollectionName name{"NoteCategory", {}};
    const auto shown = domain::in_shown_order(context.caller.directory->note_categories);
    return list_reply(
        request, context, name, category_properties(), shown,
        [&](const LabelOption& category) { return Source{context, category}; },
        [&](const LabelOption& category) { return head_of(context, category); });
}

Result<LabelOption> category_of(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Resource::note_category, "id");
    if (!id) return fail(id);
    const LabelOption* category = context.caller.directory->note_category(*id);
    if (category == nullptr) return fail(ErrorCode::not_found, "Not Found");
    return *category;
}

Result<http::Response> get_category(const Request& request, Context& context) {
    const auto category = category_of(request, context);
    if (!category) return fail(category);
    return category_reply(request, context, *category, 200);
}

Result<http::Response> add_category(const Request& request, Context& context) {
    if (auto checked = check_no_id(request.json()); !checked) return fail(checked);
    Target target;
    auto read = read_properties(category_properties(), request.json(), WriteMode::create, target);
    if (!read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto added =
        domain::add_label_options(context.transaction, context.caller, domain::Kind::note, std::span(&target.patch, 1));
    if (!added) return refused(added.error());
    return category_reply(request, context, added->front(), 201);
}

template <WriteMode Mode>
Result<http::Response> change_category(const Request& request, Context& context) {
    const auto category = category_of(request, context);
    if (!category) return fail(category);
    Target target;
    target.patch.id = category->id;
    if (auto read = read_properties(category_properties(), request.json(), Mode, target); !read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto updated =
        domain::update_label_options(context.transaction, context.caller, domain::Kind::note, std::span(&target.patch, 1));
    if (!updated) return refused(updated.error());
    return category_reply(request, context, updated->front(), 200);
}

// Notes need one.
Result<http::Response> delete_category(const Request& request, Context& context) {
    const auto category = category_of(request, context);
    if (!category) return fail(category);
    if (auto allowed = domain::check_field_editor(context.caller); !allowed) return fail(allowed);
    if (context.caller.directory->note_categories.size() == 1)
        return violates({"", "The last category cannot be deleted.", violation_code::choice});
    const std::int64_t id = category->id;
    const auto removed =
        domain::remove_label_options(context.transaction, context.caller, domain::Kind::note, std::span(&id, 1));
    if (!removed) return fail(removed);
    return no_content();
}

using http::Method;
constexpr auto access_read = domain::Access::read;
constexpr auto access_write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::post,
     "/note_categories",
     add_category,
     access_write,
     may_write,
     {},
     &create_shape,
     &category_shape,
     201,
     "Create a note category"},
    {Method::get,
     "/note_categories",
     list_categories,
     access_read,
     may_read,
     {},
     nullptr,
     &categories_shape,
     200,
     "List note categories"},
    {Method::get,
     "/note_categories/{id:text}",
     get_category,
     access_read,
     may_read,
     {},
     nullptr,
     &category_shape,
     200,
     "Get a note category"},
    {Method::put,
     "/note_categories/{id:text}",
     change_category<WriteMode::replace>,
     access_write,
     may_write,
     {},
     &create_shape,
     &category_shape,
     200,
     "Replace a note category"},
    {Method::patch,
     "/note_categories/{id:text}",
     change_category<WriteMode::merge>,
     access_write,
     may_write,
     {},
     &patch_shape,
     &category_shape,
     200,
     "Update a note category"},
    {Method::delete_,
     "/note_categories/{id:text}",
     delete_category,
     access_write,
     may_write,
     {},
     nullptr,
     nullptr,
     204,
     "Delete a note category"},
};

}  // namespace

RouteGroup note_category_routes() { return {routes, {}}; }

ResourceDoc note_category_doc() { return {"NoteCategory", "note_categories", document(category_properties()), {}}; }

}  // namespace stele::dialect::rogerroger
