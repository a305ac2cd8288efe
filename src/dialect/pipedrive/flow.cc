// What happened around an organization, a person or a deal, newest first.
#include "domain/flow.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/time_text.h"
#include "dialect/pipedrive/activity_fields.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/file_fields.h"
#include "dialect/pipedrive/flow_changes.h"
#include "dialect/pipedrive/followers.h"
#include "dialect/pipedrive/mail_fields.h"
#include "dialect/pipedrive/note_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/participants.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/record_handler.h"
#include "dialect/pipedrive/records_by_id.h"
#include "dialect/pipedrive/users.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::FlowEntry;
using domain::FlowItems;
using domain::FlowObject;
using domain::Kind;
using enum WireType;

constexpr Parameter parameters[] = {
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"all_changes", string, "1: changes of custom fields too"},
    {"items", string,
     "Only these, between commas: activity, plannedActivity, note, file, change, deal, follower, participant, mailMessage, "
     "mailMessageWithAttachment, activityFile; invoice and document match nothing"},
};

constexpr FieldDoc docs[] = {
    {"object", string, false, true,
     "What it is: organizationChange, personChange, dealChange, activity, note, file, deal, "
     "follower, participant or mailMessage"},
    {"timestamp", string, false, true, "When it was changed, added or sent"},
    {"data", object, false, true, "All of it"},
};
const Shape shape{"FlowItem", [] { return std::vector(std::begin(docs), std::end(docs)); }, true};

// --- what is asked for -------------------------------------------------------------------------------------------------

struct ItemName {
    std::string_view name;
    bool FlowItems::* member;
};
constexpr ItemName item_names[] = {
    {"plannedActivity", &FlowItems::planned_activities},
    {"note", &FlowItems::notes},
    {"file", &FlowItems::files},
    {"activityFile", &FlowItems::activity_files},
    {"change", &FlowItems::changes},
    {"deal", &FlowItems::deals},
    {"follower", &FlowItems::followers},
    {"participant", &FlowItems::participants},
    {"mailMessage", &FlowItems::mail},
    {"mailMessageWithAttachment", &FlowItems::mail_with_attachments},
};

// Of names that it does not know, invoice and document among them, there is nothing.
FlowItems read_items(const Request& request) {
    const auto names = request.query_list("items");
    FlowItems wanted = domain::all_flow_items;
    if (!names.empty()) {
        wanted = {};
        for (const std::string_view name : names) {
            const auto item = std::ranges::find(item_names, name, &ItemName::name);
            if (item != std::end(item_names)) wanted.*item->member = true;
            if (name == "activity") wanted.done_activities = wanted.planned_activities = true;
        }
    }
    wanted.custom_changes = request.query("all_changes") == "1";
    return wanted;
}

// --- the page ----------------------------------------------------------------------------------------------------------

std::vector<std::int64_t> ids_of(FlowObject object, std::span<const FlowEntry> entries) {
    std::vector<std::int64_t> ids;
    for (const FlowEntry& entry : entries)
        if (entry.object == object) ids.push_back(entry.id);
    return ids;
}

// Of entries that were found visible in this transaction, all that is shown.
class FlowPage {
   public:
    [[nodiscard]] static Result<FlowPage> read(Context& context, domain::RecordRef record,
                                               std::span<const FlowEntry> entries) {
        FlowPage page(context, record);
        for (const auto step :
             {&FlowPage::read_changes, &FlowPage::read_activities, &FlowPage::read_notes, &FlowPage::read_files,
              &FlowPage::read_deals, &FlowPage::read_followers, &FlowPage::read_participants, &FlowPage::read_mail})
            if (auto done = (page.*step)(context, entries); !done) return fail(done);
        return page;
    }

    // Nothing of a change of which the caller may know nothing.
    void write(JsonWriter& writer, const RenderContext& around, const FlowEntry& entry) {
        if (entry.object == FlowObject::change && !changes_.knows(entry.id)) return;
        writer.begin_object();
        writer.key_literal("object");
        writer.string_literal(name_of(entry.object));
        writer.key_literal("timestamp");
        writer.string_literal(format_space(entry.time).view());
        writer.key_literal("data");
        write_data(writer, around, entry);
        writer.end_object();
    }

    // Who changed, wrote or owns what was written.
    [[nodiscard]] const std::vector<const domain::User*>& users() const { return users_; }

   private:
    FlowPage(const Context& context, domain::RecordRef record) : directory_(*context.caller.directory), record_(record) {}

    [[nodiscard]] std::string_view name_of(FlowObject object) const {
        switch (object) {
            case FlowObject::change:
                if (record_.kind == Kind::organization) return "organizationChange";
                return record_.kind == Kind::person ? "personChange" : "dealChange";
            case FlowObject::activity:
                return "activity";
            case FlowObject::note:
                return "note";
            case FlowObject::file:
                return "file";
            case FlowObject::deal:
                return "deal";
            case FlowObject::follower:
                return "follower";
            case FlowObject::participant:
                return "participant";
            case FlowObject::mail_message:
                return "mailMessage";
        }
        std::unreachable();
    }

    void write_data(JsonWriter& writer, const RenderContext& around, const FlowEntry& entry) {
        switch (entry.object) {
            case FlowObject::change:
                relate(changes_.write(writer, entry.id));
                return;
            case FlowObject::activity:
                relate(activities_.owner_of(entry.id));
                activities_.write(writer, around, entry.id);
                return;
            case FlowObject::note:
                relate(notes_.at(entry.id).user_id);
                notes_.write(writer, entry.id);
                return;
            case FlowObject::file:
                relate(files_.at(entry.id).user_id);
                files_.write(writer, entry.id);
                return;
            case FlowObject::deal:
                write_deal(writer, around, deals_.at(entry.id));
                return;
            case FlowObject::follower:
                relate(followers_.at(entry.id).user_id);
                write_follower_v1(writer, followers_.at(entry.id));
                return;
            case FlowObject::participant:
                write_participant(writer, participants_.at(entry.id));
                return;
            case FlowObject::mail_message:
                relate(mail_.at(entry.id).user_id);
                mail_writer_->write(writer, mail_.at(entry.id), MailForm::listed);
                return;
        }
        std::unreachable();
    }

    void write_deal(JsonWriter& writer, const RenderContext& around, const domain::Deal& deal) {
        const DealView view(deal, around, deal_partners_);
        add_related(users_, view.owner);
        writer.begin_object();
        write_fields(writer, deal_fields(), view);
        view.custom_fields().write_v1(writer, deal.custom);
        writer.end_object();
    }

    void write_participant(JsonWriter& writer, const domain::Participant& participant) {
        const domain::User* user = directory_.user(participant.user_id);
        add_related(users_, user);
        pipedrive::write_participant(writer, {participant, participant_persons_.at(participant.person_id), user,
                                              participant_deals_.at(participant.deal_id)});
    }

    void relate(domain::UserId id) { add_related(users_, directory_.user(id)); }

    [[nodiscard]] Result<void> read_changes(Context& context, std::span<const FlowEntry> entries) {
        auto changes = FlowChanges::read(context, record_, ids_of(FlowObject::change, entries));
        if (!changes) return fail(changes);
        changes_ = std::move(*changes);
        return {};
    }

    [[nodiscard]] Result<void> read_notes(Context& context, std::span<const FlowEntry> entries) {
        return notes_.read(context, context.transaction.notes(), domain::NoteField::id, ids_of(FlowObject::note, entries));
    }

    [[nodiscard]] Result<void> read_files(Context& context, std::span<const FlowEntry> entries) {
        return files_.read(context, context.transaction.files(), domain::FileField::id, ids_of(FlowObject::file, entries));
    }

    [[nodiscard]] Result<void> read_activities(Context& context, std::span<const FlowEntry> entries) {
        auto activities =
            ActivitiesById::read_where(context, ids_of(FlowObject::activity, entries), domain::Predicate::all({}));
        if (!activities) return fail(activities);
        activities_ = std::move(*activities);
        return {};
    }

    [[nodiscard]] Result<void> read_deals(Context& context, std::span<const FlowEntry> entries) {
        std::vector<domain::Deal> deals;
        auto read = read_by_id(context.transaction.deals(), domain::DealField::id, ids_of(FlowObject::deal, entries),
                               [&](const domain::Deal& deal) { deals.push_back(deal); });
        if (!read) return read;
        auto partners = find_partners_and_activities(context, deals);
        if (!partners) return fail(partners);
        deal_partners_ = std::move(*partners);
        for (domain::Deal& deal : deals) deals_.emplace(deal.id, std::move(deal));
        return {};
    }

    [[nodiscard]] Result<void> read_followers(Context& context, std::span<const FlowEntry> entries) {
        if (ids_of(FlowObject::follower, entries).empty()) return {};
        return context.transaction.followers().list(record_.kind, record_.id, 0, [&](const domain::Follower& follower) {
            followers_.emplace(follower.id, follower);
            return true;
        });
    }

    [[nodiscard]] Result<void> read_participants(Context& context, std::span<const FlowEntry> entries) {
        const auto ids = ids_of(FlowObject::participant, entries);
        if (ids.empty()) return {};
        const std::set<std::int64_t> wanted(ids.begin(), ids.end());
        std::vector<domain::Participant> found;
        std::vector<domain::DealId> deals;
        const auto listed = context.transaction.deals().list_participants(record_.kind, record_.id,
                                                                          [&](const domain::Participant& participant) {
                                                                              if (!wanted.contains(participant.id))
                                                                                  return true;
                                                                              found.push_back(participant);
                                                                              deals.push_back(participant.deal_id);
                                                                              return found.size() < wanted.size();
                                                                          });
        if (!listed) return listed;
        auto persons = find_participants(context, found);
        if (!persons) return fail(persons);
        participant_persons_ = std::move(*persons);
        for (const domain::Participant& participant : found) participants_.emplace(participant.id, participant);
        return read_by_id(context.transaction.deals(), domain::DealField::id, std::move(deals),
                          [&](const domain::Deal& deal) { participant_deals_.emplace(deal.id, deal); });
    }

    [[nodiscard]] Result<void> read_mail(Context& context, std::span<const FlowEntry> entries) {
        std::vector<domain::MailMessage> messages;
        for (const std::int64_t id : ids_of(FlowObject::mail_message, entries)) {
            const auto found = context.transaction.mail().find_message(id, messages.emplace_back());
            if (!found) return fail(found);
            if (!*found) messages.pop_back();
        }
        auto writer = MailWriter::read(context, messages, false);
        if (!writer) return fail(writer);
        mail_writer_.emplace(std::move(*writer));
        for (domain::MailMessage& message : messages) mail_.emplace(message.id, std::move(message));
        return {};
    }

    const domain::Directory& directory_;
    domain::RecordRef record_;
    std::vector<const domain::User*> users_;
    FlowChanges changes_;
    ActivitiesById activities_;
    RecordsById<domain::Note, NoteWriter> notes_;
    RecordsById<domain::File, FileWriter> files_;
    std::map<std::int64_t, domain::Deal> deals_;
    DealPartners deal_partners_;
    std::map<std::int64_t, domain::Follower> followers_;
    std::map<std::int64_t, domain::Participant> participants_;
    DealPersons participant_persons_;
    std::map<domain::DealId, domain::Deal> participant_deals_;
    std::map<std::int64_t, domain::MailMessage> mail_;
    std::optional<MailWriter> mail_writer_;
};

// --- the reply ---------------------------------------------------------------------------------------------------------

// "organization":{"<id>": up to where the record stands.
void begin_related(JsonWriter& writer, std::string_view name, std::int64_t id) {
    writer.key_literal(name);
    writer.begin_object();
    writer.key_literal(std::to_string(id));
}

// "related_objects": the users of the page, and the record.
Result<void> write_related_objects(JsonWriter& writer, Context& context, const RenderContext& around,
                                   domain::RecordRef record, const FlowPage& page) {
    writer.key_literal("related_objects");
    writer.begin_object();
    write_related_user_map(writer, page.users());
    Result<bool> found = false;
    if (record.kind == Kind::organization) {
        domain::Organization organization;
        found = context.transaction.organizations().find(record.id, organization);
        if (found && *found) {
            begin_related(writer, "organization", record.id);
            write_organization_reference(writer, around, organization, "id");
            writer.end_object();
        }
    } else if (record.kind == Kind::person) {
        domain::Person person;
        found = context.transaction.persons().find(record.id, person);
        if (found && *found) {
            begin_related(writer, "person", record.id);
            write_person_reference(writer, person, "id");
            writer.end_object();
        }
    } else {
        std::map<domain::DealId, domain::Deal> deals;
        found = context.transaction.deals().find_where(record.id, domain::Predicate::all({}), deals[record.id]);
        writer.key_literal("deal");
        write_deal_references(writer, deals);
    }
    if (!found) return fail(found);
    writer.end_object();
    return {};
}

Result<http::Response> list_flow(const Request& request, Context& context, domain::RecordRef record) {
    const Page page = page_v1(request);
    auto entries =
        domain::list_flow(context.transaction, context.caller, {record, read_items(request), page.start, page.limit + 1});
    if (!entries) return fail(entries);
    const bool more = std::ssize(*entries) > page.limit;
    if (more) entries->pop_back();
    auto shown = FlowPage::read(context, record, *entries);
    if (!shown) return fail(shown);

    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const FlowEntry& entry : *entries) shown->write(writer, around, entry);
    writer.end_array();
    write_pagination(writer, page, more);
    if (auto written = write_related_objects(writer, context, around, record, *shown); !written) return fail(written);
    end_reply(writer);
    return response;
}

constexpr Route routes[] = {
    {http::Method::get, "/v1/organizations/{id:number}/flow", about<Kind::organization, list_flow>, domain::Access::scan,
     domain::Scope::read, parameters, nullptr, &shape, 200, "List updates about an organization", nullptr, 40},
    {http::Method::get, "/v1/persons/{id:number}/flow", about<Kind::person, list_flow>, domain::Access::scan,
     domain::Scope::read, parameters, nullptr, &shape, 200, "List updates about a person", nullptr, 40},
    {http::Method::get, "/v1/deals/{id:number}/flow", about<Kind::deal, list_flow>, domain::Access::scan,
     domain::Scope::read, parameters, nullptr, &shape, 200, "List updates about a deal", nullptr, 40},
};

}  // namespace

RouteGroup flow_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
