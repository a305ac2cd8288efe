#include "dialect/pipedrive/mail_fields.h"

#include <algorithm>

#include "base/safe_html.h"
#include "base/time_text.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::MailMessage;
using domain::MailParty;
using domain::MailRole;
using enum WireType;

struct MessageView {
    const MailMessage& message;
    const MailPeople& people;
    domain::CompanyId company_id = 0;
    std::string_view public_url;
    Micros latest_time = 0;             // of all that the reply shows
    const std::string* body = nullptr;  // null: not asked for
};

template <MailRole role>
void write_parties(JsonWriter& writer, const MessageView& view) {
    writer.begin_array();
    for (const MailParty& party : view.message.parties)
        if (party.role == role) write_message_party(writer, PartyView{party, person_of(view.people, party)});
    writer.end_array();
}

template <MailRole role>
void write_thread_parties(JsonWriter& writer, const MessageView& view) {
    writer.begin_array();
    for (const MailParty& party : view.message.parties) {
        if (party.role != role) continue;
        write_thread_party(writer, PartyView{party, person_of(view.people, party), view.message.message_time,
                                             view.message.message_time == view.latest_time});
    }
    writer.end_array();
}

template <auto Member>
void write_flag(JsonWriter& writer, const MessageView& view) {
    writer.integer(view.message.*Member ? 1 : 0);
}
template <auto Member>
void write_number(JsonWriter& writer, const MessageView& view) {
    writer.integer(view.message.*Member);
}
template <auto Member>
void write_text(JsonWriter& writer, const MessageView& view) {
    writer.string(view.message.*Member);
}
template <auto Member>
void write_time(JsonWriter& writer, const MessageView& view) {
    write_mail_time(writer, view.message.*Member);
}
void write_zero(JsonWriter& writer, const MessageView&) { writer.integer(0); }
void write_nothing(JsonWriter& writer, const MessageView&) { writer.null(); }
void write_account(JsonWriter& writer, const MessageView& view) {
    writer.string_literal(std::to_string(view.message.user_id));
}
void write_body_url(JsonWriter& writer, const MessageView& view) {
    writer.string(std::string(view.public_url) + "/v1/mailbox/mailMessages/" + std::to_string(view.message.id) + "/body");
}
void write_attachments(JsonWriter& writer, const MessageView& view) {
    writer.integer(view.message.attachments + view.message.inline_attachments > 0 ? 1 : 0);
}

// Of every form.
constexpr Field<MessageView> common_fields[] = {
    {"body_url", string, false, write_body_url, "Where its body is, as HTML; asked for with the same credential"},
    {"account_id", string, false, write_account, "The mailbox: the id of its user"},
    {"user_id", integer, false, write_number<&MailMessage::user_id>, "The user whose mailbox it is in"},
    {"mail_thread_id", integer, false, write_number<&MailMessage::thread_id>, "Its thread"},
    {"subject", string, false, write_text<&MailMessage::subject>, "The subject"},
    {"snippet", string, false, write_text<&MailMessage::snippet>, "The beginning of its text"},
    {"mail_tracking_status", string, true, write_nothing, "Nothing is tracked: always null"},
    {"mail_link_tracking_enabled_flag", integer, false, write_zero, "Nothing is tracked: always 0"},
    {"read_flag", integer, false, write_flag<&MailMessage::is_read>, "1 when its thread was read"},
    {"synced_flag", integer, false, write_zero, "Nothing is synchronized: always 0"},
    {"deleted_flag", integer, false, write_zero, "What is deleted is not shown: always 0"},
    {"has_body_flag", integer, false, write_flag<&MailMessage::has_body>, "1 when it has a text"},
    {"sent_flag", integer, false, write_flag<&MailMessage::is_sent>, "1 when the user sent it"},
    {"sent_from_pipedrive_flag", integer, false, write_zero, "Nothing is sent from here: always 0"},
    {"smart_bcc_flag", integer, false, write_zero, "Nothing comes in as a copy: always 0"},
    {"message_time", time, false, write_time<&MailMessage::message_time>, "When it was sent"},
    {"add_time", time, false, write_time<&MailMessage::add_time>, "When it was imported"},
    {"update_time", time, false, write_time<&MailMessage::update_time>, "When it was last changed"},
    {"has_attachments_flag", integer, false, write_attachments, "1 when files came with it"},
    {"has_inline_attachments_flag", integer, false,
     [](JsonWriter& w, const MessageView& v) { w.integer(v.message.inline_attachments > 0 ? 1 : 0); },
     "1 when files came with it that its text shows"},
    {"has_real_attachments_flag", integer, false,
     [](JsonWriter& w, const MessageView& v) { w.integer(v.message.attachments > 0 ? 1 : 0); },
     "1 when other files came with it"},
};
constexpr Field<MessageView> id_field[] = {
    {"id", integer, false, write_number<&MailMessage::id>, "The message's id"},
};
constexpr Field<MessageView> party_lists[] = {
    {"from", objects, false, write_parties<MailRole::from>, "Who sent it", &message_party_shape},
    {"to", objects, false, write_parties<MailRole::to>, "To whom", &message_party_shape},
    {"cc", objects, false, write_parties<MailRole::cc>, "With copies to whom", &message_party_shape},
    {"bcc", objects, false, write_parties<MailRole::bcc>, "With hidden copies to whom", &message_party_shape},
};
constexpr Field<MessageView> thread_party_lists[] = {
    {"from", objects, false, write_thread_parties<MailRole::from>, "Who sent it", &thread_party_shape},
    {"to", objects, false, write_thread_parties<MailRole::to>, "To whom", &thread_party_shape},
    {"cc", objects, false, write_thread_parties<MailRole::cc>, "With copies to whom", &thread_party_shape},
    {"bcc", objects, false, write_thread_parties<MailRole::bcc>, "With hidden copies to whom", &thread_party_shape},
};
constexpr Field<MessageView> draft_fields[] = {
    {"draft", string, false, [](JsonWriter& w, const MessageView&) { w.string_literal(""); }, "There are no drafts: empty"},
    {"draft_flag", integer, false, write_zero, "There are no drafts: always 0"},
};
constexpr Field<MessageView> thread_draft_field[] = {
    {"draft", string, true, write_nothing, "There are no drafts: always null"},
};
constexpr Field<MessageView> list_fields[] = {
    {"nylas_id", string, true, write_nothing, "Always null"},
    {"s3_bucket", string, true, write_nothing, "Always null"},
    {"s3_bucket_path", string, true, write_nothing, "Always null"},
    {"external_deleted_flag", boolean, false, [](JsonWriter& w, const MessageView&) { w.boolean(false); }, "Always false"},
    {"mua_message_id", string, false, [](JsonWriter& w, const MessageView& v) { w.string("<" + v.message.key + ">"); },
     "The Message-ID"},
    {"template_id", integer, true, write_nothing, "Always null"},
    {"item_type", string, false, [](JsonWriter& w, const MessageView&) { w.string_literal("mailMessage"); }, "mailMessage"},
    {"timestamp", time, false, write_time<&MailMessage::message_time>, "When it was sent"},
    {"company_id", integer, false, [](JsonWriter& w, const MessageView& v) { w.integer(v.company_id); }, "The company's id"},
};
constexpr Field<MessageView> body_field[] = {
    {"body", string, false, [](JsonWriter& w, const MessageView& v) { w.string(*v.body); },
     "The body as HTML, made safe; when include_body is 1"},
};

using MessageFields = std::span<const Field<MessageView>>;

std::vector<FieldDoc> describe_message(std::initializer_list<MessageFields> tables) {
    std::vector<FieldDoc> docs;
    for (const MessageFields table : tables)
        for (FieldDoc& doc : describe(table)) docs.push_back(doc);
    if (docs.back().name == "body") docs.back().required = false;
    return docs;
}

const Shape listed_message_shape{
    "ListedMailMessage",
    [] { return describe_message({id_field, party_lists, common_fields, draft_fields, list_fields, body_field}); }};

}  // namespace

const Shape mail_message_shape{
    "MailMessage", [] { return describe_message({id_field, party_lists, common_fields, draft_fields, body_field}); }};
const Shape thread_message_shape{
    "MailThreadMessage", [] { return describe_message({id_field, thread_party_lists, common_fields, thread_draft_field}); },
    true};
const Shape mail_item_shape{"MailMessageItem",
                            [] {
                                return std::vector<FieldDoc>{
                                    {"object", string, false, true, "mailMessage", nullptr},
                                    {"timestamp", string, false, true, "When it was sent", nullptr},
                                    {"data", object, false, true, "The message", &listed_message_shape}};
                            },
                            true};

Result<MailWriter> MailWriter::read(Context& context, std::span<const MailMessage> messages, bool bodies) {
    std::vector<std::string> addresses;
    for (const MailMessage& message : messages)
        for (const MailParty& party : message.parties) addresses.push_back(party.address);
    auto people = read_mail_people(context, addresses);
    if (!people) return fail(people);
    MailWriter writer(context);
    writer.people_ = std::move(*people);
    for (const MailMessage& message : messages) writer.latest_time_ = std::max(writer.latest_time_, message.message_time);
    if (!bodies) return writer;
    writer.bodies_.emplace();
    for (const MailMessage& message : messages) {
        auto body = shown_mail_body(context, message.id);
        if (!body) return fail(body);
        writer.bodies_->emplace(message.id, std::move(*body));
    }
    return writer;
}

void MailWriter::write(JsonWriter& writer, const MailMessage& message, MailForm form) const {
    MessageView view{message, people_, company_id_, public_url_, latest_time_, nullptr};
    writer.begin_object();
    write_fields(writer, id_field, view);
    if (form == MailForm::threaded)
        write_fields(writer, thread_party_lists, view);
    else
        write_fields(writer, party_lists, view);
    write_fields(writer, common_fields, view);
    if (form == MailForm::threaded)
        write_fields(writer, thread_draft_field, view);
    else
        write_fields(writer, draft_fields, view);
    if (form == MailForm::listed) write_fields(writer, list_fields, view);
    if (bodies_) {
        view.body = &bodies_->at(message.id);
        write_fields(writer, body_field, view);
    }
    writer.end_object();
}

void MailWriter::write_item(JsonWriter& writer, const MailMessage& message) const {
    writer.begin_object();
    writer.key_literal("object");
    writer.string_literal("mailMessage");
    writer.key_literal("timestamp");
    writer.string_literal(format_space(message.message_time).view());
    writer.key_literal("data");
    write(writer, message, MailForm::listed);
    writer.end_object();
}

Result<std::string> shown_mail_body(Context& context, domain::MailMessageId id) {
    const auto body = context.transaction.mail().body(id);
    if (!body) return fail(body);
    return body->is_html ? safe_html(body->content) : text_as_html(body->content);
}

}  // namespace stele::dialect::pipedrive
