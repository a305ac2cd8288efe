#include "domain/flow.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/limits.h"
#include "domain/activities.h"
#include "domain/deals.h"
#include "domain/files.h"
#include "domain/notes.h"
#include "domain/records.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

// The fields by which a noun tells what it is about, and when it was added.
struct NounFields {
    FieldRef organization;
    FieldRef person;
    FieldRef deal;
    FieldRef add_time;
    FieldRef id;
    FieldRef delete_time;

    [[nodiscard]] FieldRef about(Kind kind) const {
        if (kind == Kind::organization) return organization;
        return kind == Kind::person ? person : deal;
    }
};

constexpr NounFields note_fields{NoteField::organization_id, NoteField::person_id, NoteField::deal_id,
                                 NoteField::add_time,        NoteField::id,        NoteField::delete_time};
constexpr NounFields activity_fields{ActivityField::organization_id, ActivityField::person_id, ActivityField::deal_id,
                                     ActivityField::add_time,        ActivityField::id,        ActivityField::delete_time};
constexpr NounFields file_fields{FileField::organization_id, FileField::person_id, FileField::deal_id,
                                 FileField::add_time,        FileField::id,        FileField::delete_time};
// Not about itself.
constexpr NounFields deal_fields{DealField::organization_id, DealField::person_id, DealField::id,
                                 DealField::add_time,        DealField::id,        DealField::delete_time};

// 40 hexadecimal digits, and maybe a part behind them.
bool is_custom_key(std::string_view field) {
    constexpr std::size_t digits = 40;
    return field.size() >= digits && field.substr(0, digits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_newer(const FlowEntry& one, const FlowEntry& other) {
    return std::tuple(other.time, one.object, other.id) < std::tuple(one.time, other.object, one.id);
}

// Collects what may stand on the page: of each object the newest, as many as the page ends behind.
class FlowReader {
   public:
    FlowReader(Transaction& transaction, const Caller& caller, const FlowQuery& query)
        : transaction_(transaction), caller_(caller), query_(query), wanted_(query.offset + query.limit) {}

    [[nodiscard]] Result<std::vector<FlowEntry>> read() {
        for (const auto step :
             {&FlowReader::add_changes, &FlowReader::add_activities, &FlowReader::add_notes, &FlowReader::add_files,
              &FlowReader::add_deals, &FlowReader::add_followers, &FlowReader::add_participants, &FlowReader::add_mail})
            if (auto added = (this->*step)(); !added) return fail(added);
        std::ranges::sort(entries_, is_newer);
        const auto size = std::ssize(entries_);
        const auto from = entries_.begin() + std::min(query_.offset, size);
        const auto to = entries_.begin() + std::min(wanted_, size);
        return std::vector<FlowEntry>(from, to);
    }

   private:
    void add(FlowObject object, std::int64_t id, Micros time) { entries_.push_back({object, id, time}); }

    [[nodiscard]] Result<void> add_changes() {
        if (!query_.items.changes) return {};
        std::int64_t left = wanted_;
        std::int64_t before = 0;
        for (bool is_end = false; !is_end && left > 0;) {
            std::int64_t visited = 0;
            const auto listed =
                transaction_.history().list_changes(query_.record.kind, query_.record.id, ChangeSet::fields, before,
                                                    limits::page_max, [&](const Change& change) {
                                                        ++visited;
                                                        before = change.id;
                                                        if (!query_.items.custom_changes && is_custom_key(change.field))
                                                            return true;
                                                        add(FlowObject::change, change.id, change.time);
                                                        return --left > 0;
                                                    });
            if (!listed) return listed;
            is_end = visited < limits::page_max;
        }
        return {};
    }

    // Newest first, what is about the record.
    [[nodiscard]] RecordQuery query_about(const NounFields& fields, Predicate visible, std::vector<Predicate> beside) const {
        std::vector<Predicate> conditions{
            Predicate::compare(fields.about(query_.record.kind), Comparison::equals, query_.record.id),
            Predicate::compare(fields.delete_time, Comparison::is_null)};
        if (!visible.always()) conditions.push_back(std::move(visible));
        std::ranges::move(beside, std::back_inserter(conditions));
        return {Predicate::all(std::move(conditions)), {{fields.add_time, true}, {fields.id, true}}, wanted_, 0};
    }

    template <class Noun>
    [[nodiscard]] Result<void> add_nouns(Noun& noun, FlowObject object, const RecordQuery& query) {
        return noun.list(query, [&](const auto& record) {
            add(object, record.id, record.add_time);
            return true;
        });
    }

    [[nodiscard]] Result<void> add_activities() {
        const FlowItems& items = query_.items;
        if (!items.done_activities && !items.planned_activities) return {};
        std::vector<Predicate> beside;
        if (items.done_activities != items.planned_activities)
            beside.push_back(
                Predicate::compare(ActivityField::done, Comparison::equals, std::int64_t{items.done_activities ? 1 : 0}));
        return add_nouns(transaction_.activities(), FlowObject::activity,
                         query_about(activity_fields, visible_activities(caller_), std::move(beside)));
    }

    [[nodiscard]] Result<void> add_notes() {
        if (!query_.items.notes) return {};
        return add_nouns(transaction_.notes(), FlowObject::note, query_about(note_fields, visible_notes(caller_), {}));
    }

    [[nodiscard]] Result<void> add_files() {
        if (!query_.items.files && !query_.items.activity_files) return {};
        std::vector<Predicate> beside;
        if (!query_.items.files)
            beside.push_back(Predicate::negate(Predicate::compare(FileField::activity_id, Comparison::is_null)));
        return add_nouns(transaction_.files(), FlowObject::file,
                         query_about(file_fields, visible_files(caller_), std::move(beside)));
    }

    [[nodiscard]] Result<void> add_deals() {
        if (!query_.items.deals || query_.record.kind == Kind::deal) return {};
        return add_nouns(transaction_.deals(), FlowObject::deal, query_about(deal_fields, visible_deals(caller_), {}));
    }

    [[nodiscard]] Result<void> add_followers() {
        if (!query_.items.followers) return {};
        return transaction_.followers().list(query_.record.kind, query_.record.id, 0, [&](const Follower& follower) {
            add(FlowObject::follower, follower.id, follower.add_time);
            return true;
        });
    }

    // Of deals and persons that the caller sees.
    [[nodiscard]] Result<void> add_participants() {
        if (!query_.items.participants) return {};
        std::int64_t left = wanted_;
        Result<bool> seen = true;
        const auto listed = transaction_.deals().list_participants(
            query_.record.kind, query_.record.id, [&](const Participant& participant) {
                seen = sees(participant);
                if (!seen) return false;
                if (!*seen) return true;
                add(FlowObject::participant, participant.id, participant.add_time);
                return --left > 0;
            });
        if (!seen) return fail(seen);
        return listed;
    }

    [[nodiscard]] Result<bool> sees(const Participant& participant) {
        auto sees_deal = sees({Kind::deal, participant.deal_id});
        if (!sees_deal || !*sees_deal) return sees_deal;
        return sees({Kind::person, participant.person_id});
    }

    [[nodiscard]] Result<bool> sees(RecordRef record) {
        const std::pair key(record.kind, record.id);
        if (const auto known = seen_.find(key); known != seen_.end()) return known->second;
        const auto found = check_live_record(transaction_, caller_, record);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        return seen_[key] = found.has_value();
    }

    [[nodiscard]] Result<void> add_mail() {
        const FlowItems& items = query_.items;
        if (!items.mail && !items.mail_with_attachments) return {};
        MailQuery mail{
            .kind = query_.record.kind, .record_id = query_.record.id, .reader_id = caller_.user->id, .limit = wanted_};
        if (!items.mail) mail.with_attachments = true;
        return transaction_.mail().list_messages(mail, [&](const MailMessage& message) {
            add(FlowObject::mail_message, message.id, message.message_time);
            return true;
        });
    }

    Transaction& transaction_;
    const Caller& caller_;
    const FlowQuery& query_;
    std::int64_t wanted_;
    std::vector<FlowEntry> entries_;
    std::map<std::pair<Kind, std::int64_t>, bool> seen_;
};

}  // namespace

Result<std::vector<FlowEntry>> list_flow(Transaction& transaction, const Caller& caller, const FlowQuery& query) {
    const auto head = find_record(transaction, caller, query.record);
    if (!head) return fail(head);
    return FlowReader(transaction, caller, query).read();
}

}  // namespace stele::domain
