#include "dialect/pipedrive/mail_thread_fields.h"

#include <algorithm>

#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::MailRole;
using domain::MailThread;
using domain::Predicate;
using enum WireType;

struct ThreadView {
    const domain::MailThread& thread;
    const MailPeople& people;
    std::optional<domain::DealStatus> deal_status;  // of a deal that the caller sees
};

void write_thread_flag(JsonWriter& writer, bool flag) { writer.integer(flag ? 1 : 0); }
void write_zero(JsonWriter& writer, const ThreadView&) { writer.integer(0); }
void write_nothing(JsonWriter& writer, const ThreadView&) { writer.null(); }
void write_time_or_null(JsonWriter& writer, const std::optional<Micros>& time) {
    time ? write_mail_time(writer, *time) : writer.null();
}

void write_thread_party_list(JsonWriter& writer, const ThreadView& view, MailRole role) {
    writer.begin_array();
    for (const auto& [party, message_time] : view.thread.parties) {
        if (party.role != role) continue;
        write_thread_party(writer, PartyView{party, person_of(view.people, party), message_time,
                                             message_time == view.thread.last_message_time});
    }
    writer.end_array();
}

constexpr Field<ThreadView> thread_party_members[] = {
    {"to", objects, false, [](JsonWriter& w, const ThreadView& v) { write_thread_party_list(w, v, MailRole::to); },
     "To whom its messages went", &thread_party_shape},
    {"from", objects, false, [](JsonWriter& w, const ThreadView& v) { write_thread_party_list(w, v, MailRole::from); },
     "Who sent its messages", &thread_party_shape},
};
const Shape thread_parties_shape{"MailThreadParties", [] { return describe(thread_party_members); }};

// Those in which a list has it.
void write_folders(JsonWriter& writer, const ThreadView& view) {
    writer.begin_array();
    if (view.thread.is_archived) {
        writer.string_literal("archive");
    } else {
        if (view.thread.messages > view.thread.sent_messages) writer.string_literal("inbox");
        if (view.thread.sent_messages > 0) writer.string_literal("sent");
    }
    writer.end_array();
}

std::string_view status_text(domain::DealStatus status) {
    switch (status) {
        case domain::DealStatus::open:
            return "open";
        case domain::DealStatus::won:
            return "won";
        case domain::DealStatus::lost:
            return "lost";
    }
    return "open";
}

constexpr Field<ThreadView> thread_fields[] = {
    {"id", integer, false, [](JsonWriter& w, const ThreadView& v) { w.integer(v.thread.id); }, "The thread's id"},
    {"account_id", string, false,
     [](JsonWriter& w, const ThreadView& v) { w.string_literal(std::to_string(v.thread.user_id)); },
     "The mailbox: the id of its user"},
    {"user_id", integer, false, [](JsonWriter& w, const ThreadView& v) { w.integer(v.thread.user_id); },
     "The user whose mailbox it is in"},
    {"subject", string, false, [](JsonWriter& w, const ThreadView& v) { w.string(v.thread.subject); },
     "The subject of its first message"},
    {"snippet", string, false, [](JsonWriter& w, const ThreadView& v) { w.string(v.thread.snippet); },
     "The beginning of its last message"},
    {"read_flag", integer, false, [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.is_read); },
     "1 when it was read"},
    {"mail_tracking_status", string, true, write_nothing, "Nothing is tracked: always null"},
    {"has_attachments_flag", integer, false,
     [](JsonWriter& w, const ThreadView& v) {
         write_thread_flag(w, v.thread.attachments + v.thread.inline_attachments > 0);
     },
     "1 when files came with one of its messages"},
    {"has_inline_attachments_flag", integer, false,
     [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.inline_attachments > 0); },
     "1 when files came that a text shows"},
    {"has_real_attachments_flag", integer, false,
     [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.attachments > 0); }, "1 when other files came"},
    {"deleted_flag", integer, false, write_zero, "What is deleted is not shown: always 0"},
    {"synced_flag", integer, false, write_zero, "Nothing is synchronized: always 0"},
    {"smart_bcc_flag", integer, false, write_zero, "Nothing comes in as a copy: always 0"},
    {"mail_link_tracking_enabled_flag", integer, false, write_zero, "Nothing is tracked: always 0"},
    {"parties", object, false, [](JsonWriter& w, const ThreadView& v) { write_object(w, thread_party_members, v); },
     "Who is named in it", &thread_parties_shape},
    {"drafts_parties", objects, false,
     [](JsonWriter& w, const ThreadView&) {
         w.begin_array();
         w.end_array();
     },
     "There are no drafts: always empty"},
    {"folders", strings, false, write_folders, "inbox and sent, or archive"},
    {"version", number, false, [](JsonWriter& w, const ThreadView& v) { w.integer(v.thread.messages); },
     "Rises with each message"},
    {"snippet_draft", string, true, write_nothing, "There are no drafts: always null"},
    {"snippet_sent", string, true,
     [](JsonWriter& w, const ThreadView& v) { v.thread.sent_messages > 0 ? w.string(v.thread.snippet_sent) : w.null(); },
     "The beginning of the last message that the user sent"},
    {"message_count", integer, false, [](JsonWriter& w, const ThreadView& v) { w.integer(v.thread.messages); },
     "How many messages it has"},
    {"has_draft_flag", integer, false, write_zero, "There are no drafts: always 0"},
    {"has_sent_flag", integer, false,
     [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.sent_messages > 0); },
     "1 when the user sent one of its messages"},
    {"archived_flag", integer, false, [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.is_archived); },
     "1 when it is in the archive"},
    {"shared_flag", integer, false, [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, !v.thread.is_private); },
     "0 when it is its user's alone"},
    {"external_deleted_flag", integer, false, write_zero, "Always 0"},
    {"first_message_to_me_flag", integer, false,
     [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.first_is_received); },
     "1 when its first message was sent to the user"},
    {"last_message_timestamp", time, false,
     [](JsonWriter& w, const ThreadView& v) { write_mail_time(w, v.thread.last_message_time); }, "Of its last message"},
    {"first_message_timestamp", time, false,
     [](JsonWriter& w, const ThreadView& v) { write_mail_time(w, v.thread.first_message_time); }, "Of its first message"},
    {"last_message_sent_timestamp", time, true,
     [](JsonWriter& w, const ThreadView& v) { write_time_or_null(w, v.thread.last_sent_time); },
     "Of the last message that the user sent"},
    {"last_message_received_timestamp", time, true,
     [](JsonWriter& w, const ThreadView& v) { write_time_or_null(w, v.thread.last_received_time); },
     "Of the last message from others"},
    {"add_time", time, false, [](JsonWriter& w, const ThreadView& v) { write_mail_time(w, v.thread.add_time); },
     "When it was imported"},
    {"update_time", time, false, [](JsonWriter& w, const ThreadView& v) { write_mail_time(w, v.thread.update_time); },
     "When it was last changed"},
    {"deal_id", integer, true,
     [](JsonWriter& w, const ThreadView& v) { v.deal_status ? w.integer(*v.thread.deal_id) : w.null(); },
     "The deal that it is about"},
    {"deal_status", string, true,
     [](JsonWriter& w, const ThreadView& v) { v.deal_status ? w.string_literal(status_text(*v.deal_status)) : w.null(); },
     "The deal's status: open, won or lost"},
    {"lead_id", string, true, write_nothing, "No thread is about a lead: always null"},
    {"all_messages_sent_flag", integer, false,
     [](JsonWriter& w, const ThreadView& v) { write_thread_flag(w, v.thread.sent_messages == v.thread.messages); },
     "1 when the user sent all of its messages"},
};

}  // namespace

const Shape mail_thread_shape{"MailThread", [] { return describe(thread_fields); }};
const Shape mail_thread_list_shape{"MailThread", [] { return describe(thread_fields); }, true};

Result<MailThreadWriter> MailThreadWriter::read(Context& context, std::span<const MailThread> threads) {
    std::vector<std::string> addresses;
    std::vector<std::int64_t> deals;
    for (const MailThread& thread : threads) {
        for (const auto& each : thread.parties) addresses.push_back(each.party.address);
        if (thread.deal_id) deals.push_back(*thread.deal_id);
    }
    MailThreadWriter writer;
    auto people = read_mail_people(context, addresses);
    if (!people) return fail(people);
    writer.people_ = std::move(*people);
    if (auto found = writer.read_deals(context, std::move(deals)); !found) return fail(found);
    return writer;
}

// Live ones that the caller sees.
Result<void> MailThreadWriter::read_deals(Context& context, std::vector<std::int64_t> ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.empty()) return {};
    const auto size = static_cast<std::int64_t>(ids.size());
    auto where = Predicate::all({Predicate::compare(domain::DealField::id, Comparison::in, std::move(ids)),
                                 Predicate::compare(domain::DealField::delete_time, Comparison::is_null),
                                 domain::visible_deals(context.caller)});
    return context.transaction.deals().list({std::move(where), {}, size, 0, {}, {}, {}}, [&](const domain::Deal& deal) {
        deals_.emplace(deal.id, deal.status);
        return true;
    });
}

void MailThreadWriter::write(JsonWriter& writer, const MailThread& thread) const {
    ThreadView view{thread, people_, {}};
    if (thread.deal_id)
        if (const auto deal = deals_.find(*thread.deal_id); deal != deals_.end()) view.deal_status = deal->second;
    write_object(writer, thread_fields, view);
}

}  // namespace stele::dialect::pipedrive
