#include "domain/notes.h"

#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/list_query.h"
#include "dialect/pipedrive/note_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/deletion.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Note;
using domain::NoteField;
using domain::Predicate;
using enum WireType;

constexpr Micros second_us = 1'000'000;
constexpr Micros day_us = 86'400 * second_us;

Result<http::Response> note_reply(Context& context, const Result<Note>& note) {
    if (!note) return fail(note);
    const auto shown = NoteWriter::read(context, {&*note, 1});
    if (!shown) return fail(shown);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    shown->write(writer, *note);
    end_reply(writer);
    return response;
}

// --- bodies ------------------------------------------------------------------------------------------------------------

using Patch = domain::NotePatch;

Result<void> read_content(const JsonValue& value, std::string_view name, Patch& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.content = std::move(*text);
    return {};
}

template <auto Member>
Result<void> read_subject(const JsonValue& value, std::string_view name, Patch& target) {
    const auto id = is_left_out(value) ? std::optional<std::int64_t>(0) : as_reference(value);
    if (!id) return bad(name, "a number");
    (target.*Member).emplace(*id == 0 ? std::nullopt : id);
    return {};
}

Result<void> read_author(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    const auto id = as_reference(value);
    if (!id) return bad(name, "a number");
    target.user_id = *id;
    return {};
}

Result<void> read_add_time(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    const auto time = value.is_string() ? parse_time(value.string()) : std::nullopt;
    if (!time) return bad(name, "a time as YYYY-MM-DD HH:MM:SS");
    target.add_time = *time;
    return {};
}

template <auto Member>
Result<void> read_pin(const JsonValue& value, std::string_view name, Patch& target) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    target.*Member = *flag;
    return {};
}

// Leads, projects and tasks do not exist here: nothing can be about one, nor be pinned to it.
Result<void> refuse_subject(const JsonValue& value, std::string_view name, Patch& /*target*/) {
    if (is_left_out(value) || as_integer(value) == 0) return {};
    return fail(ErrorCode::invalid, "there is no such " + std::string(name.substr(0, name.find('_'))), std::string(name));
}
Result<void> refuse_pin(const JsonValue& value, std::string_view name, Patch& /*target*/) {
    if (is_left_out(value)) return {};
    const auto flag = as_flag(value, name);
    if (!flag) return fail(flag);
    if (*flag) return fail(ErrorCode::invalid, std::string(name) + " needs a note that is about one", std::string(name));
    return {};
}

constexpr InputField<Patch> inputs[] = {
    {"content", string, true, read_content, "The text, as HTML"},
    {"org_id", integer, false, read_subject<&Patch::organization_id>, "The organization that it is about"},
    {"person_id", integer, false, read_subject<&Patch::person_id>, "The person that it is about"},
    {"deal_id", integer, false, read_subject<&Patch::deal_id>, "The deal that it is about"},
    {"lead_id", string, false, refuse_subject, "There are no leads"},
    {"project_id", integer, false, refuse_subject, "There are no projects"},
    {"task_id", integer, false, refuse_subject, "There are no tasks"},
    {"user_id", integer, false, read_author, "The author; another than the caller for admins alone"},
    {"add_time", time, false, read_add_time, "When it was added, UTC: YYYY-MM-DD HH:MM:SS"},
    {"pinned_to_organization_flag", boolean, false, read_pin<&Patch::pinned_to_organization>,
     "Whether it is pinned to the organization"},
    {"pinned_to_person_flag", boolean, false, read_pin<&Patch::pinned_to_person>, "Whether it is pinned to the person"},
    {"pinned_to_deal_flag", boolean, false, read_pin<&Patch::pinned_to_deal>, "Whether it is pinned to the deal"},
    {"pinned_to_lead_flag", boolean, false, refuse_pin, "There are no leads"},
    {"pinned_to_project_flag", boolean, false, refuse_pin, "There are no projects"},
    {"pinned_to_task_flag", boolean, false, refuse_pin, "There are no tasks"},
};
const Shape create_shape{"AddNoteRequest", [] { return describe(inputs); }};
const Shape update_shape{"UpdateNoteRequest", [] {
                             auto docs = describe(inputs);
                             docs.front().required = false;
                             return docs;
                         }};

Result<Patch> read_patch(JsonValue body) {
    Patch patch;
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Patch>>(inputs), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, patch); !done) return fail(done);
    }
    return patch;
}

// --- lists -------------------------------------------------------------------------------------------------------------

constexpr Parameter list_parameters[] = {
    {"user_id", integer, "Only notes of this author"},
    {"lead_id", string, "Only notes about this lead; there are none"},
    {"deal_id", integer, "Only notes about this deal"},
    {"person_id", integer, "Only notes about this person"},
    {"org_id", integer, "Only notes about this organization"},
    {"project_id", integer, "Only notes about this project; there are none"},
    {"task_id", integer, "Only notes about this task; there are none"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"sort", string, "Keys and directions: id, user_id, deal_id, org_id, person_id, content, add_time, update_time"},
    {"start_date", string, "Only notes added on this day or later, YYYY-MM-DD"},
    {"end_date", string, "Only notes added on this day or before, YYYY-MM-DD"},
    {"updated_since", string, "Only notes changed at this time or later, RFC 3339"},
    {"pinned_to_lead_flag", integer, "1: only notes pinned to a lead; there are none"},
    {"pinned_to_deal_flag", integer, "1 or 0: only notes that are pinned to a deal, or are not"},
    {"pinned_to_organization_flag", integer, "1 or 0: only notes that are pinned to an organization, or are not"},
    {"pinned_to_person_flag", integer, "1 or 0: only notes that are pinned to a person, or are not"},
    {"pinned_to_project_flag", integer, "1: only notes pinned to a project; there are none"},
    {"pinned_to_task_flag", integer, "1: only notes pinned to a task; there are none"},
};

Result<void> add_reference(const Request& request, std::string_view name, domain::FieldRef field,
                           std::vector<Predicate>& conditions) {
    const auto text = request.query(name);
    if (!text || text->empty()) return {};
    const auto id = parse_integer(*text);
    if (!id) return bad(name, "a number");
    conditions.push_back(Predicate::compare(field, Comparison::equals, *id));
    return {};
}

// What names a record that the caller does not see finds nothing: the notes are shown as if they were not about it.
Result<void> add_subject(const Request& request, Context& context, std::string_view name, domain::Kind kind,
                         domain::FieldRef field, std::vector<Predicate>& conditions) {
    const std::size_t before = conditions.size();
    if (auto added = add_reference(request, name, field, conditions); !added) return added;
    if (conditions.size() == before) return {};
    const auto names = seen_names(context, kind, {std::get<std::int64_t>(conditions.back().value)});
    if (!names) return fail(names);
    if (names->empty()) conditions.push_back(Predicate::any({}));
    return {};
}

// A note is not pinned, either, to what the caller does not see.
Predicate pinned_to_seen(const Context& context, domain::Kind kind) {
    const auto pinned = [&](NoteField pin, domain::FieldRef delete_time, Predicate visible) {
        auto seen = Predicate::all({domain::not_gone(delete_time, context.caller.now), std::move(visible)});
        return Predicate::all(
            {Predicate::compare(pin, Comparison::equals, std::int64_t{1}), Predicate::related(kind, std::move(seen))});
    };
    if (kind == domain::Kind::deal)
        return pinned(NoteField::pinned_to_deal, domain::DealField::delete_time, domain::visible_deals(context.caller));
    if (kind == domain::Kind::person)
        return pinned(NoteField::pinned_to_person, domain::PersonField::delete_time,
                      domain::visible_persons(context.caller));
    return pinned(NoteField::pinned_to_organization, domain::OrganizationField::delete_time,
                  domain::visible_organizations(context.caller));
}

// Nothing is pinned to leads, projects and tasks: there are none.
Result<void> add_pins(const Request& request, const Context& context, std::vector<Predicate>& conditions) {
    struct Pin {
        std::string_view name;
        std::optional<domain::Kind> kind;
    };
    constexpr Pin pins[] = {{"pinned_to_organization_flag", domain::Kind::organization},
                            {"pinned_to_person_flag", domain::Kind::person},
                            {"pinned_to_deal_flag", domain::Kind::deal},
                            {"pinned_to_lead_flag", {}},
                            {"pinned_to_project_flag", {}},
                            {"pinned_to_task_flag", {}}};
    for (const auto& [name, kind] : pins) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        if (*text != "0" && *text != "1") return bad(name, "0 or 1");
        auto pinned = kind ? pinned_to_seen(context, *kind) : Predicate::any({});
        conditions.push_back(*text == "1" ? std::move(pinned) : Predicate::negate(std::move(pinned)));
    }
    return {};
}

Result<void> add_days(const Request& request, std::vector<Predicate>& conditions) {
    for (const std::string_view name : {"start_date", "end_date"}) {
        const auto text = request.query(name);
        if (!text || text->empty()) continue;
        const auto day = text->size() == 10 ? parse_time(*text) : std::nullopt;
        if (!day) return bad(name, "a date as YYYY-MM-DD");
        conditions.push_back(name == "start_date"
                                 ? Predicate::compare(NoteField::add_time, Comparison::greater_or_equal, *day)
                                 : Predicate::compare(NoteField::add_time, Comparison::less, *day + day_us));
    }
    const auto since = request.query("updated_since");
    if (!since || since->empty()) return {};
    auto time = parse_rfc3339(*since, true);
    if (!time) time = parse_time(*since);
    if (!time) return bad("updated_since", "a time");
    conditions.push_back(Predicate::compare(NoteField::update_time, Comparison::greater_or_equal, *time));
    return {};
}

// There are no leads, projects and tasks, so nothing is about one.
void add_nobody(const Request& request, std::vector<Predicate>& conditions) {
    for (const std::string_view name : {"lead_id", "project_id", "task_id"})
        if (const auto text = request.query(name); text && !text->empty()) conditions.push_back(Predicate::any({}));
}

Result<std::vector<Predicate>> read_conditions(const Request& request, Context& context) {
    std::vector<Predicate> conditions{Predicate::compare(NoteField::delete_time, Comparison::is_null)};
    auto added = add_reference(request, "user_id", NoteField::user_id, conditions);
    if (added)
        added = add_subject(request, context, "org_id", domain::Kind::organization, NoteField::organization_id, conditions);
    if (added) added = add_subject(request, context, "person_id", domain::Kind::person, NoteField::person_id, conditions);
    if (added) added = add_subject(request, context, "deal_id", domain::Kind::deal, NoteField::deal_id, conditions);
    if (added) added = add_pins(request, context, conditions);
    if (added) added = add_days(request, conditions);
    if (!added) return fail(added);
    add_nobody(request, conditions);
    conditions.push_back(domain::visible_notes(context.caller));
    return conditions;
}

Result<http::Response> list_notes(const Request& request, Context& context) {
    auto conditions = read_conditions(request, context);
    if (!conditions) return fail(conditions);
    auto sort = read_sort(request, *context.caller.directory, domain::Kind::note, note_fields());
    if (!sort) return fail(sort);
    const Page page = page_v1(request);
    std::vector<Note> notes;
    bool more = false;
    const auto listed =
        context.transaction.notes().list({Predicate::all(std::move(*conditions)), std::move(*sort), page.limit + 1,
                                          page.start, domain::visible_organizations(context.caller),
                                          domain::visible_persons(context.caller), domain::visible_deals(context.caller)},
                                         [&](const Note& note) {
                                             more = static_cast<std::int64_t>(notes.size()) == page.limit;
                                             if (!more) notes.push_back(note);
                                             return !more;
                                         });
    if (!listed) return fail(listed);
    const auto shown = NoteWriter::read(context, notes);
    if (!shown) return fail(shown);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Note& note : notes) shown->write(writer, note);
    writer.end_array();
    write_pagination(writer, page, more);
    end_reply(writer);
    return response;
}

Result<http::Response> get_note(const Request& request, Context& context) {
    return note_reply(context, domain::find_note(context.transaction, context.caller, request.path_number("id")));
}

Result<http::Response> add_note(const Request& request, Context& context) {
    const auto patch = read_patch(request.json());
    if (!patch) return fail(patch);
    return note_reply(context, domain::add_note(context.transaction, context.caller, *patch));
}

Result<http::Response> update_note(const Request& request, Context& context) {
    const auto patch = read_patch(request.json());
    if (!patch) return fail(patch);
    return note_reply(context, domain::update_note(context.transaction, context.caller, request.path_number("id"), *patch));
}

Result<http::Response> delete_note(const Request& request, Context& context) {
    auto deleted = domain::delete_note(context.transaction, context.caller, request.path_number("id"));
    if (!deleted) return fail(deleted);
    return true_reply();
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto scan = domain::Access::scan;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {Method::get, "/v1/notes", list_notes, scan, may_read, list_parameters, nullptr, &note_list_shape, 200, "Get all notes"},
    {Method::post, "/v1/notes", add_note, write, may_write, none, &create_shape, &note_shape, 200, "Add a note"},
    {Method::get, "/v1/notes/{id:number}", get_note, read, may_read, none, nullptr, &note_shape, 200, "Get one note"},
    {Method::put, "/v1/notes/{id:number}", update_note, write, may_write, none, &update_shape, &note_shape, 200,
     "Update a note"},
    {Method::delete_, "/v1/notes/{id:number}", delete_note, write, may_write, none, nullptr, &true_shape, 200,
     "Delete a note"},
};

}  // namespace

RouteGroup note_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
