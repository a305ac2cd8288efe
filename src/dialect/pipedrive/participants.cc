// Persons who take part in a deal.
#include "dialect/pipedrive/participants.h"

#include "base/time_text.h"
#include "dialect/cursor.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/users.h"
#include "domain/deals.h"
#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Participant;
using enum WireType;

using View = ParticipantView;

void write_deal_data(JsonWriter& writer, const View& view) {
    writer.begin_object();
    writer.key_literal("deal_id");
    writer.integer(view.deal.id);
    writer.key_literal("title");
    writer.string(view.deal.title);
    writer.end_object();
}

constexpr Field<View> fields[] = {
    {"id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.participant.id); }, "The participant's own id"},
    {"person_id", object, false, [](JsonWriter& w, const View& v) { write_person_reference(w, v.person, "value"); },
     "The person"},
    {"person", object, false, [](JsonWriter& w, const View& v) { write_person_reference(w, v.person, "id"); }, "The person"},
    {"add_time", string, false,
     [](JsonWriter& w, const View& v) { w.string_literal(format_space(v.participant.add_time).view()); }, "Since when"},
    {"active_flag", boolean, false, [](JsonWriter& w, const View& v) { w.boolean(!v.person.delete_time); },
     "False when the person was deleted"},
    {"added_by_user_id", object, true, [](JsonWriter& w, const View& v) { write_owner(w, v.user); }, "Who added them"},
    {"related_item_type", string, false, [](JsonWriter& w, const View& /*v*/) { w.string_literal("deal"); }, "deal"},
    {"related_item_id", integer, false, [](JsonWriter& w, const View& v) { w.integer(v.deal.id); }, "The deal's id"},
    {"related_item_data", object, false, write_deal_data, "The deal's id and title"},
};

const Shape shape{"DealParticipant", [] { return describe(fields); }};
const Shape list_shape{"DealParticipant", [] { return describe(fields); }, true};
const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};

struct ParticipantInput {
    domain::PersonId person_id = 0;
};

Result<void> read_person(const JsonValue& value, std::string_view name, ParticipantInput& input) {
    const auto id = as_reference(value);
    if (!id) return bad(name, "a number");
    input.person_id = *id;
    return {};
}

constexpr InputField<ParticipantInput> input_fields[] = {
    {"person_id", integer, true, read_person, "The person who is to take part"},
};
const Shape input_shape{"AddDealParticipantRequest", [] { return describe(input_fields); }};

// A bounded number.
Result<http::Response> list_participants(const Request& request, Context& context) {
    const auto deal = domain::find_deal(context.transaction, context.caller, request.path_number("id"));
    if (!deal) return fail(deal);
    const auto participants = context.transaction.deals().participants(deal->id);
    if (!participants) return fail(participants);
    const auto persons = find_participants(context, *participants);
    if (!persons) return fail(persons);

    const Page page = page_v1(request);
    std::int64_t number = 0;
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Participant& participant : *participants) {
        const auto person = persons->find(participant.person_id);
        if (person == persons->end() || number++ < page.start || number > page.start + page.limit) continue;
        write_object(writer, fields,
                     View{participant, person->second, context.caller.directory->user(participant.user_id), *deal});
    }
    writer.end_array();
    write_pagination(writer, page, number > page.start + page.limit);
    end_reply(writer);
    return response;
}

Result<http::Response> add_participant(const Request& request, Context& context) {
    const auto member = request.json().find("person_id");
    if (!member) return fail(ErrorCode::invalid, "person_id must be given", "person_id");
    ParticipantInput input;
    if (auto read = read_person(*member, "person_id", input); !read) return fail(read);
    const auto id = request.path_number("id");
    const auto participant = domain::add_participant(context.transaction, context.caller, id, input.person_id);
    if (!participant) return fail(participant);
    const auto deal = domain::find_deal(context.transaction, context.caller, id);
    if (!deal) return fail(deal);
    const auto persons = find_participants(context, std::span(&*participant, 1));
    if (!persons) return fail(persons);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_object(writer, fields,
                 View{*participant, persons->at(participant->person_id),
                      context.caller.directory->user(participant->user_id), *deal});
    end_reply(writer);
    return response;
}

Result<http::Response> remove_participant(const Request& request, Context& context) {
    const auto id = request.path_number("participant_id");
    auto removed = domain::remove_participant(context.transaction, context.caller, request.path_number("id"), id);
    if (!removed) return fail(removed);
    return id_reply(id);
}

// --- who began and ceased to take part ---------------------------------------------------------------------------------

struct ParticipantChange {
    domain::UserId user_id = 0;
    domain::PersonId person_id = 0;
    bool is_added = false;
    Micros time = 0;
};
constexpr Field<ParticipantChange> change_fields[] = {
    {"actor_user_id", integer, false, [](JsonWriter& w, const ParticipantChange& c) { w.integer(c.user_id); },
     "Who changed it"},
    {"person_id", integer, false, [](JsonWriter& w, const ParticipantChange& c) { w.integer(c.person_id); }, "The person"},
    {"action", string, false,
     [](JsonWriter& w, const ParticipantChange& c) { w.string_literal(c.is_added ? "added" : "deleted"); },
     "added or deleted"},
    {"time", string, false, [](JsonWriter& w, const ParticipantChange& c) { w.string_literal(format_space(c.time).view()); },
     "When"},
};
const Shape change_list_shape{"ParticipantChange", [] { return describe(change_fields); }, true};

constexpr Parameter change_parameters[] = {
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"cursor", string, "Where the page begins: next_cursor of the page before"},
};

// A page whose persons are hidden in part is shorter than it was asked to be.
Result<http::Response> list_participant_changes(const Request& request, Context& context) {
    const auto deal = domain::find_deal(context.transaction, context.caller, request.path_number("id"));
    if (!deal) return fail(deal);
    const std::string digest = query_digest(request, context.caller.company().id);
    Cursor cursor;
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto decoded = decode_cursor(*text, digest);
        if (!decoded) return fail(decoded);
        cursor = *decoded;
    }
    const std::int64_t limit = page_v1(request).limit;
    std::vector<Participant> named;  // as far as it matters whom they are
    std::vector<ParticipantChange> changes;
    std::int64_t count = 0;
    std::int64_t last = 0;
    bool more = false;
    const auto listed = context.transaction.history().list_changes(
        domain::Kind::deal, deal->id, domain::ChangeSet::participants, cursor.id, limit + 1,
        [&](const domain::Change& change) {
            more = count++ == limit;
            if (more) return false;
            last = change.id;
            const auto person = parse_integer(change.new_value ? *change.new_value : change.old_value.value_or(""));
            changes.push_back({change.user_id, person.value_or(0), change.new_value.has_value(), change.time});
            named.push_back({0, deal->id, person.value_or(0), 0, 0});
            return true;
        });
    if (!listed) return fail(listed);
    const auto persons = find_participants(context, named);
    if (!persons) return fail(persons);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const ParticipantChange& change : changes)
        if (persons->contains(change.person_id)) write_object(writer, change_fields, change);
    writer.end_array();
    write_next_cursor(writer, more ? std::optional(encode_cursor({0, last}, digest)) : std::nullopt);
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;

constexpr Route routes[] = {
    {Method::get, "/v1/deals/{id:number}/participants", list_participants, read, may_read, page_parameters_v1, nullptr,
     &list_shape, 200, "List participants of a deal"},
    {Method::get, "/v1/deals/{id:number}/participantsChangelog", list_participant_changes, read, may_read, change_parameters,
     nullptr, &change_list_shape, 200, "List updates about participants of a deal"},
    {Method::post,
     "/v1/deals/{id:number}/participants",
     add_participant,
     write,
     may_write,
     {},
     &input_shape,
     &shape,
     200,
     "Add a participant to a deal"},
    {Method::delete_,
     "/v1/deals/{id:number}/participants/{participant_id:number}",
     remove_participant,
     write,
     may_write,
     {},
     nullptr,
     &id_shape,
     200,
     "Delete a participant from a deal"},
};

}  // namespace

void write_participant(JsonWriter& writer, const ParticipantView& view) { write_object(writer, fields, view); }

RouteGroup participant_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
