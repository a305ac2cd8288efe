#include "domain/mailbox.h"

#include "base/limits.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/list_query.h"
#include "dialect/pipedrive/mail_fields.h"
#include "dialect/pipedrive/mail_thread_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/record_handler.h"
#include "domain/records.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::MailMessage;
using domain::MailThread;
using Patch = domain::MailThreadPatch;
using enum WireType;

// Whoever shows the body in a page: nothing in it runs, sends or is sent anywhere.
constexpr std::string_view body_policy =
    "default-src 'none'; img-src https:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups";

Result<bool> read_include_body(const Request& request) {
    const auto text = request.query("include_body");
    if (!text || text->empty() || *text == "0") return false;
    if (*text != "1") return bad("include_body", "0 or 1");
    return true;
}

// As many as fit into a reply with their bodies; at least one.
Result<std::size_t> messages_with_bodies(Context& context, std::span<const MailMessage> messages) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto body = context.transaction.mail().body(messages[i].id);
        if (!body) return fail(body);
        size += body->content.size();
        if (i > 0 && size > limits::mail_bodies_size) return i;
    }
    return messages.size();
}

Result<http::Response> list_mail(const Request& request, Context& context, domain::RecordRef record) {
    const auto head = domain::find_record(context.transaction, context.caller, record);
    if (!head) return fail(head);
    const auto bodies = read_include_body(request);
    if (!bodies) return fail(bodies);
    Page page = page_v1(request);
    domain::MailQuery query;
    query.kind = record.kind;
    query.record_id = record.id;
    query.reader_id = context.caller.user->id;
    query.limit = page.limit + 1;
    query.offset = page.start;
    std::vector<MailMessage> messages;
    bool more = false;
    const auto listed = context.transaction.mail().list_messages(query, [&](const MailMessage& message) {
        more = static_cast<std::int64_t>(messages.size()) == page.limit;
        if (!more) messages.push_back(message);
        return !more;
    });
    if (!listed) return fail(listed);
    if (*bodies) {
        const auto fitting = messages_with_bodies(context, messages);
        if (!fitting) return fail(fitting);
        if (*fitting < messages.size()) {
            messages.resize(*fitting);
            page.limit = static_cast<std::int64_t>(*fitting);
            more = true;
        }
    }
    const auto shown = MailWriter::read(context, messages, *bodies);
    if (!shown) return fail(shown);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const MailMessage& message : messages) shown->write_item(writer, message);
    writer.end_array();
    write_pagination(writer, page, more);
    end_reply(writer);
    return response;
}

// The mailbox has more around its replies than others.
Result<http::Response> get_message(const Request& request, Context& context) {
    const auto bodies = read_include_body(request);
    if (!bodies) return fail(bodies);
    const auto message = domain::find_mail(context.transaction, context.caller, request.path_number("id"));
    if (!message) return fail(message);
    const auto shown = MailWriter::read(context, {&*message, 1}, *bodies);
    if (!shown) return fail(shown);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    shown->write(writer, *message, MailForm::single);
    writer.key_literal("statusCode");
    writer.integer(200);
    writer.key_literal("statusText");
    writer.string_literal("OK");
    writer.key_literal("service");
    writer.string_literal("mailbox");
    end_reply(writer);
    return response;
}

Result<http::Response> get_body(const Request& request, Context& context) {
    const auto message = domain::find_mail(context.transaction, context.caller, request.path_number("id"));
    if (!message) return fail(message);
    auto body = shown_mail_body(context, message->id);
    if (!body) return fail(body);
    http::Response response;
    response.content_type = "text/html; charset=utf-8";
    response.body = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n" + *body;
    response.headers = {{"Content-Security-Policy", std::string(body_policy)},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Referrer-Policy", "no-referrer"},
                        {"Cache-Control", "private, no-store"}};
    return response;
}

// --- threads -----------------------------------------------------------------------------------------------------------

constexpr Parameter thread_list_parameters[] = {
    {"folder", string, "inbox, drafts (there are none), sent or archive"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
};

Result<http::Response> thread_reply(Context& context, const Result<MailThread>& thread) {
    if (!thread) return fail(thread);
    const auto shown = MailThreadWriter::read(context, {&*thread, 1});
    if (!shown) return fail(shown);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    shown->write(writer, *thread);
    end_reply(writer);
    return response;
}

// Nothing: a folder that has nothing in it.
Result<std::optional<domain::MailFolder>> read_folder(const Request& request) {
    const auto text = request.query("folder").value_or("");
    if (text == "inbox") return domain::MailFolder::inbox;
    if (text == "sent") return domain::MailFolder::sent;
    if (text == "archive") return domain::MailFolder::archive;
    if (text == "drafts") return std::nullopt;
    return bad("folder", "one of inbox, drafts, sent and archive");
}

Result<http::Response> list_threads(const Request& request, Context& context) {
    const auto folder = read_folder(request);
    if (!folder) return fail(folder);
    const Page page = page_v1(request);
    std::vector<MailThread> threads;
    bool more = false;
    Result<void> listed;
    if (*folder)
        listed = context.transaction.mail().list_threads({context.caller.user->id, **folder, page.limit + 1, page.start},
                                                         [&](const MailThread& thread) {
                                                             more = static_cast<std::int64_t>(threads.size()) == page.limit;
                                                             if (!more) threads.push_back(thread);
                                                             return !more;
                                                         });
    if (!listed) return fail(listed);
    const auto shown = MailThreadWriter::read(context, threads);
    if (!shown) return fail(shown);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const MailThread& thread : threads) shown->write(writer, thread);
    writer.end_array();
    write_pagination(writer, page, more);
    end_reply(writer);
    return response;
}

Result<http::Response> get_thread(const Request& request, Context& context) {
    return thread_reply(context, domain::find_mail_thread(context.transaction, context.caller, request.path_number("id")));
}

// All of them: the vendor's has no pages.
Result<http::Response> list_thread_messages(const Request& request, Context& context) {
    const auto thread = domain::find_mail_thread(context.transaction, context.caller, request.path_number("id"));
    if (!thread) return fail(thread);
    std::vector<MailMessage> messages;
    const auto listed =
        context.transaction.mail().list_messages(thread->id, limits::mail_thread_messages, [&](const MailMessage& message) {
            messages.push_back(message);
            return true;
        });
    if (!listed) return fail(listed);
    const auto shown = MailWriter::read(context, messages, false);
    if (!shown) return fail(shown);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const MailMessage& message : messages) shown->write(writer, message, MailForm::threaded);
    writer.end_array();
    end_reply(writer);
    return response;
}

Result<void> read_deal(const JsonValue& value, std::string_view name, Patch& target) {
    const auto id = is_left_out(value) ? std::optional<std::int64_t>(0) : as_reference(value);
    if (!id) return bad(name, "a number");
    target.deal_id.emplace(*id == 0 ? std::nullopt : id);
    return {};
}

// No thread is about a lead.
Result<void> refuse_lead(const JsonValue& value, std::string_view name, Patch& /*target*/) {
    if (is_left_out(value)) return {};
    return fail(ErrorCode::invalid, "mail is not linked to leads here", std::string(name));
}

template <auto Member, bool is_inverse = false>
Result<void> read_flag(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.*Member = *flag != is_inverse;
    return {};
}

constexpr InputField<Patch> inputs[] = {
    {"deal_id", integer, false, read_deal, "The deal that it is about"},
    {"lead_id", string, false, refuse_lead, "No thread is about a lead"},
    {"shared_flag", integer, false, read_flag<&Patch::is_private, true>, "0: for its user alone"},
    {"read_flag", integer, false, read_flag<&Patch::is_read>, "Whether it was read"},
    {"archived_flag", integer, false, read_flag<&Patch::is_archived>, "Whether it is in the archive"},
};
const Shape update_shape{"UpdateMailThreadRequest", [] { return describe(inputs); }};

Result<http::Response> update_thread(const Request& request, Context& context) {
    Patch patch;
    for (const JsonValue member : request.json()) {
        const auto* field = find_input(std::span<const InputField<Patch>>(inputs), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, patch); !done) return fail(done);
    }
    return thread_reply(context,
                        domain::update_mail_thread(context.transaction, context.caller, request.path_number("id"), patch));
}

const Shape id_shape{"DeletedMailThread",
                     [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The thread's id", nullptr}}; }};

Result<http::Response> delete_thread(const Request& request, Context& context) {
    const std::int64_t id = request.path_number("id");
    if (auto deleted = domain::delete_mail_thread(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

constexpr Parameter list_parameters[] = {
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"include_body", integer, "1: with the bodies; the page may then be shorter"},
};
constexpr Parameter message_parameters[] = {{"include_body", integer, "1: with the body"}};

// To make a body safe takes its time.
bool includes_body(const Request& request, const domain::Caller& caller) {
    return request.query("include_body") == "1" || list_is_scan(request, caller);
}

using domain::Kind;
using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto scan = domain::Access::scan;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;
const Shape body_shape{"MailBody", [] { return std::vector<FieldDoc>(); }};

constexpr Route routes[] = {
    {Method::get, "/v1/organizations/{id:number}/mailMessages", about<Kind::organization, list_mail>, read, may_read,
     list_parameters, nullptr, &mail_item_shape, 200, "List mail messages associated with an organization", includes_body},
    {Method::get, "/v1/persons/{id:number}/mailMessages", about<Kind::person, list_mail>, read, may_read, list_parameters,
     nullptr, &mail_item_shape, 200, "List mail messages associated with a person", includes_body},
    {Method::get, "/v1/deals/{id:number}/mailMessages", about<Kind::deal, list_mail>, read, may_read, list_parameters,
     nullptr, &mail_item_shape, 200, "List mail messages associated with a deal", includes_body},
    {Method::get, "/v1/mailbox/mailMessages/{id:number}", get_message, read, may_read, message_parameters, nullptr,
     &mail_message_shape, 200, "Get one mail message", includes_body},
    {Method::get, "/v1/mailbox/mailMessages/{id:number}/body", get_body, scan, may_read, none, nullptr, &body_shape, 200,
     "Get the body of a mail message, as HTML"},
    {Method::get, "/v1/mailbox/mailThreads", list_threads, scan, may_read, thread_list_parameters, nullptr,
     &mail_thread_list_shape, 200, "Get mail threads"},
    {Method::get, "/v1/mailbox/mailThreads/{id:number}", get_thread, read, may_read, none, nullptr, &mail_thread_shape, 200,
     "Get one mail thread"},
    {Method::put, "/v1/mailbox/mailThreads/{id:number}", update_thread, write, may_write, none, &update_shape,
     &mail_thread_shape, 200, "Update mail thread details"},
    {Method::delete_, "/v1/mailbox/mailThreads/{id:number}", delete_thread, write, may_write, none, nullptr, &id_shape, 200,
     "Delete mail thread"},
    {Method::get, "/v1/mailbox/mailThreads/{id:number}/mailMessages", list_thread_messages, scan, may_read, none, nullptr,
     &thread_message_shape, 200, "Get all mail messages of mail thread"},
};

}  // namespace

RouteGroup mailbox_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
