#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/notes.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::NoteComment;
using enum WireType;

struct CommentView {
    const NoteComment& comment;
    domain::CompanyId company_id;
};

constexpr Field<CommentView> fields[] = {
    {"uuid", string, false, [](JsonWriter& w, const CommentView& v) { w.string(v.comment.uuid); }, "The comment's id"},
    {"active_flag", boolean, false, [](JsonWriter& w, const CommentView& v) { w.boolean(!v.comment.delete_time); },
     "False when deleted"},
    {"add_time", string, false,
     [](JsonWriter& w, const CommentView& v) { w.string_literal(format_rfc3339(v.comment.add_time).view()); },
     "When it was added"},
    {"update_time", string, false,
     [](JsonWriter& w, const CommentView& v) { w.string_literal(format_rfc3339(v.comment.update_time).view()); },
     "When it was last changed"},
    {"content", string, false, [](JsonWriter& w, const CommentView& v) { w.string(v.comment.content); },
     "The text, as HTML"},
    {"object_id", string, false,
     [](JsonWriter& w, const CommentView& v) { w.string_literal(std::to_string(v.comment.note_id)); }, "The note's id"},
    {"object_type", string, false, [](JsonWriter& w, const CommentView&) { w.string_literal("note"); },
     "What it is about: a note"},
    {"user_id", integer, false, [](JsonWriter& w, const CommentView& v) { w.integer(v.comment.user_id); }, "The author"},
    {"updater_id", integer, false, [](JsonWriter& w, const CommentView& v) { w.integer(v.comment.updater_id); },
     "Who changed it last"},
    {"company_id", integer, false, [](JsonWriter& w, const CommentView& v) { w.integer(v.company_id); }, "The company's id"},
};
const Shape comment_shape{"Comment", [] { return describe(fields); }};
const Shape comment_list_shape{"Comment", [] { return describe(fields); }, true};

Result<void> read_content(const JsonValue& value, std::string_view name, std::string& target) {
    auto text = as_text(value);
    if (!text) return bad(name, "a text");
    target = std::move(*text);
    return {};
}

constexpr InputField<std::string> inputs[] = {{"content", string, true, read_content, "The text, as HTML"}};
const Shape comment_input_shape{"CommentRequest", [] { return describe(inputs); }};

Result<std::string> read_comment(JsonValue body) {
    std::string content;
    const auto value = body.find("content");
    if (!value) return fail(ErrorCode::invalid, "content must be given", "content");
    if (auto done = inputs[0].read(*value, "content", content); !done) return fail(done);
    return content;
}

Result<http::Response> comment_reply(const Context& context, const Result<NoteComment>& comment) {
    if (!comment) return fail(comment);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields, CommentView{*comment, context.caller.company().id});
    end_reply(writer);
    return response;
}

Result<http::Response> list_comments(const Request& request, Context& context) {
    const auto note = domain::find_note(context.transaction, context.caller, request.path_number("id"));
    if (!note) return fail(note);
    const Page page = page_v1(request);
    std::int64_t shown = 0;
    bool more = false;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    const auto listed =
        context.transaction.notes().list_comments(note->id, page.start, page.limit + 1, [&](const NoteComment& comment) {
            more = shown == page.limit;
            if (more) return false;
            ++shown;
            write_object(writer, fields, CommentView{comment, context.caller.company().id});
            return true;
        });
    if (!listed) return fail(listed);
    writer.end_array();
    write_pagination(writer, page, more);
    end_reply(writer);
    return response;
}

Result<http::Response> get_comment(const Request& request, Context& context) {
    return comment_reply(context, domain::find_comment(context.transaction, context.caller, request.path_number("id"),
                                                       request.path_param("comment_id")));
}

Result<http::Response> add_comment(const Request& request, Context& context) {
    const auto content = read_comment(request.json());
    if (!content) return fail(content);
    return comment_reply(context,
                         domain::add_comment(context.transaction, context.caller, request.path_number("id"), *content));
}

Result<http::Response> update_comment(const Request& request, Context& context) {
    const auto content = read_comment(request.json());
    if (!content) return fail(content);
    return comment_reply(context, domain::update_comment(context.transaction, context.caller, request.path_number("id"),
                                                         request.path_param("comment_id"), *content));
}

Result<http::Response> delete_comment(const Request& request, Context& context) {
    auto deleted = domain::delete_comment(context.transaction, context.caller, request.path_number("id"),
                                          request.path_param("comment_id"));
    if (!deleted) return fail(deleted);
    return true_reply();
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;
constexpr std::string_view list_pattern = "/v1/notes/{id:number}/comments";
constexpr std::string_view one_pattern = "/v1/notes/{id:number}/comments/{comment_id:uuid}";

constexpr Route routes[] = {
    {Method::get, list_pattern, list_comments, read, may_read, page_parameters_v1, nullptr, &comment_list_shape, 200,
     "Get all comments for a note"},
    {Method::post, list_pattern, add_comment, write, may_write, none, &comment_input_shape, &comment_shape, 200,
     "Add a comment to a note"},
    {Method::get, one_pattern, get_comment, read, may_read, none, nullptr, &comment_shape, 200, "Get one comment"},
    {Method::put, one_pattern, update_comment, write, may_write, none, &comment_input_shape, &comment_shape, 200,
     "Update a comment related to a note"},
    {Method::delete_, one_pattern, delete_comment, write, may_write, none, nullptr, &true_shape, 200,
     "Delete a comment related to a note"},
};

}  // namespace

RouteGroup note_comment_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
