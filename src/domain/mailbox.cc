#include "domain/mailbox.h"

#include <algorithm>
#include <limits>

#include "base/html_text.h"
#include "base/limits.h"
#include "base/safe_html.h"
#include "base/text.h"
#include "domain/deals.h"
#include "domain/field_change.h"
#include "domain/files.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

RecordRef record_of(MailThreadId id) { return {Kind::mail_thread, id}; }

std::unexpected<Error> thread_not_found() { return fail(ErrorCode::not_found, "Mail thread not found"); }
std::unexpected<Error> message_not_found() { return fail(ErrorCode::not_found, "Mail message not found"); }

// --- who sees it -------------------------------------------------------------------------------------------------------

template <class Records>
Result<bool> sees_any(Records& records, FieldRef id, FieldRef delete_time, Predicate visible,
                      std::vector<std::int64_t> ids) {
    if (ids.empty()) return false;
    std::vector<Predicate> conditions{Predicate::compare(id, Comparison::in, std::move(ids)),
                                      Predicate::compare(delete_time, Comparison::is_null)};
    if (!visible.always()) conditions.push_back(std::move(visible));
    bool seen = false;
    const auto listed = records.list({Predicate::all(std::move(conditions)), {}, 1, 0, {}, {}, {}}, [&](const auto&) {
        seen = true;
        return false;
    });
    if (!listed) return fail(listed);
    return seen;
}

std::vector<std::int64_t> ids_of(std::span<const MailHolder> holders, Kind kind) {
    std::vector<std::int64_t> ids;
    for (const MailHolder& holder : holders)
        if (holder.kind == kind) ids.push_back(holder.id);
    return ids;
}

Result<bool> sees_any_of(Transaction& transaction, const Caller& caller, std::span<const MailHolder> holders) {
    auto seen = sees_any(transaction.organizations(), OrganizationField::id, OrganizationField::delete_time,
                         visible_organizations(caller), ids_of(holders, Kind::organization));
    if (seen && !*seen)
        seen = sees_any(transaction.persons(), PersonField::id, PersonField::delete_time, visible_persons(caller),
                        ids_of(holders, Kind::person));
    if (seen && !*seen)
        seen = sees_any(transaction.deals(), DealField::id, DealField::delete_time, visible_deals(caller),
                        ids_of(holders, Kind::deal));
    return seen;
}

Result<bool> sees(Transaction& transaction, const Caller& caller, const MailThread& thread) {
    if (thread.delete_time) return false;
    if (thread.user_id == caller.user->id) return true;
    if (thread.is_private) return false;
    const auto holders = transaction.mail_links().of_thread(thread.id);
    if (!holders) return fail(holders);
    return sees_any_of(transaction, caller, *holders);
}

Result<MailThread> find_own_thread(Transaction& transaction, const Caller& caller, MailThreadId id) {
    auto thread = find_mail_thread(transaction, caller, id);
    if (thread && thread->user_id != caller.user->id)
        return fail(ErrorCode::forbidden, "A mail thread is changed by the user whose mailbox it is in");
    return thread;
}

// --- a message comes in ------------------------------------------------------------------------------------------------

// The beginning of the text, with single spaces.
std::string snippet_of(const MailBody& body) {
    std::string text;
    const std::string shown = body.is_html ? html_text(safe_html(body.content)) : std::string();
    const std::string_view source = body.is_html ? std::string_view(shown) : std::string_view(body.content);
    for (const char c : source) {
        const bool is_white = c == ' ' || (c >= '\t' && c <= '\r');
        if (is_white && (text.empty() || text.back() == ' ')) continue;
        text += is_white ? ' ' : c;
        if (text.size() > limits::mail_snippet_size) break;
    }
    text.resize(cut_at_char(text, std::min(text.size(), limits::mail_snippet_size)));
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

// Of the nearest message that the mailbox has, or has heard of.
Result<std::optional<MailThread>> thread_of(Transaction& transaction, const Caller& caller, const NewMail& wanted) {
    std::vector<std::string_view> keys(wanted.references.begin(), wanted.references.end());
    keys.emplace_back(wanted.key);  // others may have referred to it
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        const auto id = transaction.mail().thread_of_key(caller.user->id, *key);
        if (!id) return fail(id);
        if (!*id) continue;
        MailThread thread;
        const auto found = transaction.mail().find_thread(**id, thread);
        if (!found) return fail(found);
        if (*found && !thread.delete_time) return thread;
    }
    return std::nullopt;
}

MailRole thread_role(MailRole role) { return role == MailRole::from ? MailRole::from : MailRole::to; }

void add_party(MailThread& thread, MailParty party, Micros time) {
    party.role = thread_role(party.role);
    const std::string form = fold_exact(party.address);
    const auto known = std::ranges::find_if(thread.parties, [&](const MailThreadParty& each) {
        return each.party.role == party.role && fold_exact(each.party.address) == form;
    });
    if (known == thread.parties.end()) {
        if (thread.parties.size() < limits::mail_thread_parties) thread.parties.push_back({std::move(party), time});
    } else if (known->message_time <= time) {
        *known = {std::move(party), time};
    }
}

void add_message(MailThread& thread, const MailMessage& message) {
    const bool is_first = thread.messages == 0;
    if (is_first || message.message_time >= thread.last_message_time) {
        thread.snippet = message.snippet;
        thread.last_message_time = message.message_time;
    }
    if (is_first || message.message_time < thread.first_message_time) {
        thread.subject = message.subject;
        thread.first_message_time = message.message_time;
        thread.first_is_received = !message.is_sent;
    }
    auto& last = message.is_sent ? thread.last_sent_time : thread.last_received_time;
    if (message.is_sent && (!last || *last <= message.message_time)) thread.snippet_sent = message.snippet;
    last = std::max(last, std::optional(message.message_time));
    ++thread.messages;
    if (message.is_sent) ++thread.sent_messages;
    thread.attachments += message.attachments;
    thread.inline_attachments += message.inline_attachments;
    thread.update_time = message.add_time;
    for (const MailParty& party : message.parties) add_party(thread, party, message.message_time);
}

Result<MailMessage> new_message(Transaction& transaction, const Caller& caller, const NewMail& wanted) {
    const auto id = transaction.next_id(Kind::mail_message);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    MailMessage message;
    message.id = *id;
    message.user_id = caller.user->id;
    message.key = wanted.key;
    message.subject = wanted.subject;
    message.snippet = snippet_of(wanted.body);
    message.parties = wanted.parties;
    for (MailParty& party : message.parties) {
        const auto number = transaction.next_id(Kind::mail_party);
        if (!number) return fail(number);
        party.id = *number;
    }
    const std::string own = fold_exact(caller.user->email);
    message.is_sent = std::ranges::any_of(message.parties, [&](const MailParty& party) {
        return party.role == MailRole::from && fold_exact(party.address) == own;
    });
    message.has_body = !wanted.body.content.empty();
    for (const NewFile& file : wanted.attachments) ++(file.is_inline ? message.inline_attachments : message.attachments);
    message.message_time = wanted.message_time;
    message.add_time = message.update_time = *time;
    return message;
}

// Writes the thread, and says of the message what it has of it.
Result<void> put_into_thread(Transaction& transaction, const Caller& caller, const NewMail& wanted, MailMessage& message) {
    const auto present = thread_of(transaction, caller, wanted);
    if (!present) return fail(present);
    MailThread thread = present->value_or(MailThread());
    if (!*present) {
        const auto id = transaction.next_id(Kind::mail_thread);
        if (!id) return fail(id);
        thread.id = *id;
        thread.user_id = caller.user->id;
        thread.is_private = wanted.is_private;
        thread.is_read = true;  // where it was exported from
        thread.add_time = message.add_time;
    }
    add_message(thread, message);
    message.thread_id = thread.id;
    message.is_private = thread.is_private;
    message.is_read = thread.is_read;
    auto done = *present ? transaction.mail().update_thread(thread) : transaction.mail().insert_thread(thread);
    if (done) done = transaction.mail().insert_key(caller.user->id, wanted.key, thread.id);
    for (const std::string& key : wanted.references)
        if (done) done = transaction.mail().insert_key(caller.user->id, key, thread.id);
    return done;
}

Result<std::optional<Person>> first_person(Transaction& transaction, const Caller& caller,
                                           std::span<const MailHolder> holders) {
    for (const PersonId id : ids_of(holders, Kind::person)) {
        auto person = find_live_person(transaction, caller, id);
        if (person) return std::move(*person);
        if (person.error().code != ErrorCode::not_found) return fail(person);
    }
    return std::nullopt;
}

Result<void> add_attachments(Transaction& transaction, const Caller& caller, const NewMail& wanted,
                             const MailMessage& message, std::span<const MailHolder> holders) {
    if (wanted.attachments.empty()) return {};
    std::optional<Person> person;
    if (!message.is_private) {
        auto found = first_person(transaction, caller, holders);
        if (!found) return fail(found);
        person = std::move(*found);
    }
    const auto holds = [&](MailHolder holder) { return std::ranges::find(holders, holder) != holders.end(); };
    for (NewFile file : wanted.attachments) {
        file.mail_message_id = message.id;
        if (person) file.person_id = person->id;
        if (person && person->organization_id && holds({Kind::organization, *person->organization_id})) {
            const Predicate visible = visible_organizations(caller);
            Organization organization;
            const auto seen = transaction.organizations().find_where(*person->organization_id, visible, organization);
            if (!seen) return fail(seen);
            if (*seen && !organization.delete_time) file.organization_id = organization.id;
        }
        if (const auto added = add_file(transaction, caller, file); !added) return fail(added);
    }
    return {};
}

// --- threads change ----------------------------------------------------------------------------------------------------

std::optional<std::string> flag_text(bool flag) { return flag ? "1" : "0"; }

void apply_flag(std::vector<FieldChange>& changes, std::string_view field, bool& member, const std::optional<bool>& value) {
    if (!value || *value == member) return;
    changes.emplace_back(field, flag_text(member), flag_text(*value));
    member = *value;
}

// A deal that the caller does not see is as none: naming none again leaves it.
Result<void> apply_deal(Transaction& transaction, const Caller& caller, MailThread& thread,
                        const std::optional<std::optional<DealId>>& wanted, std::vector<FieldChange>& changes) {
    if (!wanted || *wanted == thread.deal_id) return {};
    if (*wanted) {
        const auto found = find_live_deal(transaction, caller, **wanted);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (!found) return fail(ErrorCode::invalid, "there is no deal " + std::to_string(**wanted), "deal_id");
    } else {
        const auto found = find_deal(transaction, caller, *thread.deal_id);
        if (!found) return found.error().code == ErrorCode::not_found ? Result<void>() : fail(found);
    }
    apply_field(changes, field_key::deal, thread.deal_id, wanted);
    return {};
}

Result<void> recount(Transaction& transaction, std::span<const MailHolder> holders) {
    for (const MailHolder& holder : holders)
        if (auto counted = transaction.mail_links().recount(holder); !counted) return counted;
    return {};
}

// Whoever had its messages before, or has them now, counts them again.
Result<void> relink(Transaction& transaction, MailThreadId thread) {
    const auto before = transaction.mail_links().of_thread(thread);
    if (!before) return fail(before);
    if (auto linked = transaction.mail_links().relink_thread(thread); !linked) return linked;
    const auto after = transaction.mail_links().of_thread(thread);
    if (!after) return fail(after);
    auto done = recount(transaction, *before);
    if (done) done = recount(transaction, *after);
    return done;
}

// What is read has no effect on links.
bool moves_links(const MailThread& before, const MailThread& after) {
    return before.deal_id != after.deal_id || before.is_private != after.is_private ||
           before.delete_time.has_value() != after.delete_time.has_value();
}

Result<void> write_thread(Transaction& transaction, const Caller& caller, const MailThread& before, const MailThread& after,
                          std::span<const FieldChange> changes) {
    auto done = transaction.mail().update_thread(after);
    if (done && moves_links(before, after)) done = relink(transaction, after.id);
    if (done) done = record_changes(transaction, caller, record_of(after.id), after.update_time, changes);
    return done;
}

Result<std::vector<MailMessageId>> messages_of(Transaction& transaction, MailThreadId thread, std::int64_t limit) {
    std::vector<MailMessageId> ids;
    const auto listed = transaction.mail().list_messages(thread, limit, [&](const MailMessage& message) {
        ids.push_back(message.id);
        return true;
    });
    if (!listed) return fail(listed);
    return ids;
}

Result<void> withdraw_files(Transaction& transaction, const Caller& caller, const MailThread& thread) {
    if (thread.attachments + thread.inline_attachments == 0) return {};
    const auto messages = messages_of(transaction, thread.id, all);
    if (!messages) return fail(messages);
    const bool deleted = thread.delete_time.has_value();
    for (const MailMessageId id : *messages)
        if (auto done = withdraw_mail_files(transaction, caller, id, thread.update_time, deleted); !done) return done;
    return {};
}

}  // namespace

Result<bool> has_mail(Transaction& transaction, const Caller& caller, std::string_view key) {
    const auto found = transaction.mail().message_of_key(caller.user->id, key);
    if (!found) return fail(found);
    return found->has_value();
}

Result<std::optional<MailMessage>> add_mail(Transaction& transaction, const Caller& caller, const NewMail& wanted) {
    const auto known = has_mail(transaction, caller, wanted.key);
    if (!known) return fail(known);
    if (*known) return std::nullopt;
    auto message = new_message(transaction, caller, wanted);
    if (!message) return fail(message);
    auto done = put_into_thread(transaction, caller, wanted, *message);
    if (done) done = transaction.mail().insert_message(*message, wanted.body);
    if (done) done = transaction.mail_links().link_message(message->id);
    if (!done) return fail(done);
    const auto holders = transaction.mail_links().of_message(message->id);
    if (!holders) return fail(holders);
    done = recount(transaction, *holders);
    if (done) done = add_attachments(transaction, caller, wanted, *message, *holders);
    if (done) done = record_event(transaction, caller, EventAction::added, {Kind::mail_message, message->id});
    if (!done) return fail(done);
    return std::optional(std::move(*message));
}

Result<MailThread> find_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id) {
    MailThread thread;
    const auto found = transaction.mail().find_thread(id, thread);
    if (!found) return fail(found);
    if (!*found) return thread_not_found();
    const auto seen = sees(transaction, caller, thread);
    if (!seen) return fail(seen);
    if (!*seen) return thread_not_found();
    return thread;
}

Result<MailMessage> find_mail(Transaction& transaction, const Caller& caller, MailMessageId id) {
    MailMessage message;
    const auto found = transaction.mail().find_message(id, message);
    if (!found) return fail(found);
    if (!*found) return message_not_found();
    const auto thread = find_mail_thread(transaction, caller, message.thread_id);
    if (!thread && thread.error().code == ErrorCode::not_found) return message_not_found();
    if (!thread) return fail(thread);
    return message;
}

Result<MailThread> update_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id,
                                      const MailThreadPatch& patch) {
    auto thread = find_own_thread(transaction, caller, id);
    if (!thread) return thread;
    const MailThread before = *thread;
    std::vector<FieldChange> changes;
    if (auto applied = apply_deal(transaction, caller, *thread, patch.deal_id, changes); !applied) return fail(applied);
    apply_flag(changes, field_key::is_private, thread->is_private, patch.is_private);
    apply_flag(changes, field_key::is_read, thread->is_read, patch.is_read);
    apply_flag(changes, field_key::is_archived, thread->is_archived, patch.is_archived);
    if (changes.empty()) return thread;
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    thread->update_time = *time;
    auto done = write_thread(transaction, caller, before, *thread, changes);
    if (done && thread->is_private && !before.is_private) done = withdraw_files(transaction, caller, *thread);
    if (done) done = record_event(transaction, caller, EventAction::updated, record_of(id));
    if (!done) return fail(done);
    return thread;
}

Result<void> delete_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id) {
    auto thread = find_own_thread(transaction, caller, id);
    if (!thread) return fail(thread);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const MailThread before = *thread;
    thread->delete_time = thread->update_time = *time;
    const FieldChange change{field_key::deleted, "0", "1"};
    auto done = write_thread(transaction, caller, before, *thread, std::span(&change, 1));
    if (done) done = withdraw_files(transaction, caller, *thread);
    if (done) done = record_event(transaction, caller, EventAction::deleted, record_of(id));
    return done;
}

Result<void> move_mail_threads(Transaction& transaction, const Caller& caller, DealId from, DealId to, Micros time) {
    const auto ids = transaction.mail().threads_of_deal(from, all);
    if (!ids || ids->empty()) return ids ? Result<void>() : fail(ids);
    const FieldChange change{field_key::deal, history_text(from), history_text(to)};
    for (const MailThreadId id : *ids) {
        MailThread thread;
        if (const auto found = transaction.mail().find_thread(id, thread); !found) return fail(found);
        thread.deal_id = to;
        thread.update_time = time;
        if (auto updated = transaction.mail().update_thread(thread); !updated) return updated;
    }
    return record_change_of_each(transaction, caller, Kind::mail_thread, *ids, time, change);
}

Result<std::int64_t> release_mail_threads(Transaction& transaction, const Caller& caller, DealId deal, Micros time,
                                          std::int64_t limit) {
    const auto ids = transaction.mail().threads_of_deal(deal, limit);
    if (!ids) return fail(ids);
    const FieldChange change{field_key::deal, history_text(deal), std::nullopt};
    for (const MailThreadId id : *ids) {
        MailThread thread;
        if (const auto found = transaction.mail().find_thread(id, thread); !found) return fail(found);
        const MailThread before = thread;
        thread.deal_id.reset();
        thread.update_time = time;
        auto written = write_thread(transaction, caller, before, thread, std::span(&change, 1));
        if (!written) return fail(written);
    }
    return static_cast<std::int64_t>(ids->size());
}

Result<std::int64_t> purge_mail_thread(Transaction& transaction, const Caller& caller, MailThreadId id, std::int64_t limit) {
    std::int64_t rows = 1;
    const auto messages = messages_of(transaction, id, limit);
    if (!messages) return fail(messages);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    for (const MailMessageId message : *messages) {
        const std::int64_t left = limit - rows + 1;
        const auto files = release_files(transaction, caller, {Kind::mail_message, message}, *time, left);
        if (!files) return fail(files);
        rows += *files + 1;
        if (*files >= left || rows > limit + 1) return limit + 1;
        auto removed = transaction.mail().remove_message(message);
        if (removed) removed = record_event(transaction, caller, EventAction::purged, {Kind::mail_message, message});
        if (!removed) return fail(removed);
    }
    if (rows > limit) return rows;
    const auto changes = transaction.history().remove_changes(Kind::mail_thread, id, limit - rows + 1);
    if (!changes) return fail(changes);
    rows += *changes;
    if (rows > limit) return rows;
    auto removed = transaction.mail().remove_thread(id);
    if (removed) removed = record_event(transaction, caller, EventAction::purged, record_of(id));
    if (!removed) return fail(removed);
    return rows;
}

}  // namespace stele::domain
