// Notes of organizations. RogerRoger: Organizations (notes).
#include "domain/notes.h"

#include <algorithm>

#include "base/html_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "dialect/rogerroger/list_request.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/reply.h"
#include "dialect/rogerroger/rogerroger.h"
#include "dialect/rogerroger/values.h"
#include "domain/organizations.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Comparison;
using domain::Note;
using domain::NoteField;
using domain::NotePatch;
using domain::Predicate;
using enum WireType;

constexpr std::string_view note_type = "OrganizationNote";

// --- fields ------------------------------------------------------------------------------------------------------------

struct Source {
    const Context& context;
    const Note& note;
    std::string uuid;
};

struct Target {
    Context& context;
    WriteMode mode;
    domain::OrganizationId organization;
    const Note* current = nullptr;

    Violations violations{};
    NotePatch patch{};
};

// Of a note that was written without one: the first.
std::int64_t category_of(const Context& context, const Note& note) {
    const auto& categories = context.caller.directory->note_categories;
    if (context.caller.directory->note_category(note.category_id) != nullptr) return note.category_id;
    return categories.empty() ? 0 : categories.front().id;
}

void write_id(Member& member, const Source& source) { member.text(source.uuid); }
void write_added(Member& member, const Source& source) { member.time(source.note.add_time); }
void write_description(Member& member, const Source& source) { member.text(source.note.content); }
void write_title(Member& member, const Source& source) { member.text(source.note.title); }
void write_flagged(Member& member, const Source& source) { member.boolean(source.note.is_flagged); }
void write_private(Member& member, const Source& source) { member.boolean(source.note.is_private); }
void write_author(Member& member, const Source& source) {
    member.text(iri_of(source.context, Resource::user, source.note.user_id));
}
void write_category(Member& member, const Source& source) {
    const std::int64_t category = category_of(source.context, source.note);
    if (category != 0) member.text(iri_of(source.context, Resource::note_category, category));
}

Result<void> read_id(const JsonValue& value, std::string_view /*name*/, Target& target) {
    if (target.mode != WriteMode::create) return {};
    auto uuid = read_new_uuid(target.context, Resource::note, value);
    if (!uuid) return fail(uuid);
    if (!uuid->empty()) target.patch.uuid = std::move(*uuid);
    return {};
}

// It says what the path says.
Result<void> read_organization(const JsonValue& value, std::string_view name, Target& target) {
    const auto text = read_text(value, name);
    if (!text || text->empty()) return text ? Result<void>() : fail(text);
    const auto number = find_named(target.context, Resource::organization, *text);
    if (!number) return fail(number);
    if (*number != target.organization)
        target.violations.add(std::string(name), "This value should be the organization of the path.",
                              violation_code::choice);
    return {};
}

Result<void> read_added(const JsonValue& value, std::string_view name, Target& target) {
    const auto time = read_date(value, name, target.context.now);
    if (!time) return fail(time);
    if (*time && (target.current == nullptr || format_date(target.current->add_time) != format_date(**time)))
        target.patch.add_time = *time;
    return {};
}

Result<void> read_description(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    if (first_char(*text).empty()) target.violations.add_blank(name);
    if (text->size() > limits::note_size)
        target.violations.add(
            std::string(name),
            "This value is too long. It should have " + std::to_string(limits::note_size) + " bytes or less.",
            violation_code::too_long);
    target.patch.content = std::move(*text);
    return {};
}

Result<void> read_title(const JsonValue& value, std::string_view name, Target& target) {
    auto text = read_text(value, name);
    if (!text) return fail(text);
    target.violations.check_length(name, *text, limits::name_chars);
    target.patch.title = std::move(*text);
    return {};
}

template <std::optional<bool> NotePatch::* Into>
Result<void> read_flag_into(const JsonValue& value, std::string_view name, Target& target) {
    const auto flag = read_flag(value, name);
    if (!flag) return fail(flag);
    target.patch.*Into = flag->value_or(false);
    return {};
}

// Whoever wrote it stays its author when none is named.
Result<void> read_author(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) return {};
    const auto number = read_reference(target.context, Resource::user, value, name);
    if (!number) return fail(number);
    const bool is_kept = target.current != nullptr && target.current->user_id == *number;
    if (!target.context.caller.directory->user(*number)->is_active && !is_kept)
        target.violations.add(std::string(name), "This user is not active.", violation_code::choice);
    target.patch.user_id = *number;
    return {};
}

Result<void> read_category(const JsonValue& value, std::string_view name, Target& target) {
    if (value.is_null()) {
        target.violations.add_blank(name);
        return {};
    }
    const auto number = read_reference(target.context, Resource::note_category, value, name);
    if (!number) return fail(number);
    const bool is_kept = target.current != nullptr && category_of(target.context, *target.current) == *number;
    if (!is_kept) target.patch.category_id = *number;
    return {};
}

constexpr Property<Source, Target> properties[] = {
    {"id", string, false, write_id, read_id, "A UUID, which a client may choose for a new one"},
    {"organizationId", string, false, nullptr, read_organization, "The organization of the path"},
    {"createdAt", time, false, write_added, read_added, "When it was written; now, when left out"},
    {"description", string, true, write_description, read_description, "The text; never blank"},
    {"title", string, false, write_title, read_title, "What it is about"},
    {"flagged", boolean, false, write_flagged, read_flag_into<&NotePatch::is_flagged>, "Whether it is marked"},
    {"isPrivate", boolean, false, write_private, read_flag_into<&NotePatch::is_private>, "Whether its author alone sees it"},
    {"author",
     string,
     false,
     write_author,
     read_author,
     "Its author; the key's user when none is named. Another for admins alone",
     {"User"}},
    {"category", string, true, write_category, read_category, "Its category", {"NoteCategory"}},
};
std::span<const Property<Source, Target>> note_properties() { return properties; }

const Shape note_shape{"OrganizationNote", [] { return describe_reply(document(note_properties())); }};
const Shape notes_shape{"OrganizationNoteCollection", [] { return describe_collection(note_shape); }};
const Shape create_shape{"OrganizationNoteBody", [] { return describe_body(document(note_properties()), false); }};
const Shape patch_shape{"OrganizationNotePatch", [] { return describe_body(document(note_properties()), true); }};

// --- lists -------------------------------------------------------------------------------------------------------------

constexpr Parameter list_parameters[] = {
    {"q", string, "Words that the text or the title contains, in either"},
    {"organization", string, "Only those of this organization, by id or IRI: the path's, or none"},
    {"organization[]", strings, "Of any of these"},
    {"category.id", string, "Only those of this category, by id or IRI"},
    {"category.id[]", strings, "Of any of these"},
    {"author.id", string, "Only those of this author, by id or IRI"},
    {"author.id[]", strings, "Of any of these"},
    {"flagged", boolean, "Only those that are marked, or are not"},
    {"order[flagged]", string, "asc or desc"},
    {"order[createdAt]", string, "asc or desc"},
    {"createdAt[strictly_after]", string, "Only those written after this time"},
    {"createdAt[after]", string, "At this time or after"},
    {"createdAt[strictly_before]", string, "Before this time"},
    {"createdAt[before]", string, "At this time or before"},
    {"updatedAt[strictly_after]", string, "Only those changed after this time"},
    {"updatedAt[after]", string, "At this time or after"},
    {"updatedAt[strictly_before]", string, "Before this time"},
    {"updatedAt[before]", string, "At this time or before"},
};
constexpr OrderName orders[] = {{"flagged", NoteField::is_flagged}, {"createdAt", NoteField::add_time}};

// Notes without a category, or of one that was removed, have the first.
void add_categories(ListRequest& list) {
    if (list.values("category.id").empty()) return;
    const auto& categories = list.context().caller.directory->note_categories;
    auto wanted = list.references("category.id", Resource::note_category);
    const bool wants_first = !categories.empty() && std::ranges::find(wanted, categories.front().id) != wanted.end();
    auto named =
        wanted.empty() ? Predicate::any({}) : Predicate::compare(NoteField::category_id, Comparison::in, std::move(wanted));
    if (!wants_first) return list.add(std::move(named));
    std::vector<std::int64_t> known;
    known.reserve(categories.size());
    for (const domain::LabelOption& category : categories) known.push_back(category.id);
    list.add(Predicate::any({std::move(named), Predicate::negate(Predicate::compare(NoteField::category_id, Comparison::in,
                                                                                    std::move(known)))}));
}

bool contains_all(const Note& note, const std::vector<std::string>& folded_words) {
    if (folded_words.empty()) return true;
    const std::string title = fold(note.title);
    const std::string text = fold(html_text(note.content));
    return std::ranges::all_of(folded_words, [&](const std::string& word) {
        return title.find(word) != std::string::npos || text.find(word) != std::string::npos;
    });
}

struct Listed {
    std::vector<Note> notes;
    std::int64_t total = 0;
};

// The notes of one organization are few: their texts are looked at one by one.
Result<Listed> list_with_words(Context& context, domain::RecordQuery query, const Page& page,
                               const std::vector<std::string>& words) {
    Listed listed;
    query.limit = limits::id;
    query.offset = 0;
    const auto visited = context.transaction.notes().list(query, [&](const Note& note) {
        if (!contains_all(note, words)) return true;
        const bool is_shown = listed.total >= page.offset() && std::ssize(listed.notes) < page.size;
        if (is_shown) listed.notes.push_back(note);
        ++listed.total;
        return true;
    });
    if (!visited) return fail(visited);
    return listed;
}

Result<Listed> list_page(Context& context, const domain::RecordQuery& query) {
    Listed listed;
    const auto total = context.transaction.notes().count(query.where);
    if (!total) return fail(total);
    listed.total = *total;
    if (query.limit == 0) return listed;
    const auto visited = context.transaction.notes().list(query, [&listed](const Note& note) {
        listed.notes.push_back(note);
        return true;
    });
    if (!visited) return fail(visited);
    return listed;
}

Result<Listed> select_notes(const Request& request, Context& context, domain::OrganizationId organization,
                            const Page& page) {
    ListRequest list(request, context, list_parameters);
    list.add_references("organization", Resource::organization, NoteField::organization_id);
    add_categories(list);
    list.add_references("author.id", Resource::user, NoteField::user_id);
    list.add_flag("flagged", NoteField::is_flagged);
    list.add_times("createdAt", NoteField::add_time);
    list.add_times("updatedAt", NoteField::update_time);
    list.add_orders(orders);
    auto conditions = list.take();
    if (!conditions) return fail(conditions);
    conditions->push_back(Predicate::compare(NoteField::organization_id, Comparison::equals, organization));
    conditions->push_back(Predicate::compare(NoteField::delete_time, Comparison::is_null));
    conditions->push_back(domain::visible_notes(context.caller));
    const domain::RecordQuery query{
        Predicate::all(std::move(*conditions)), list.sort(), page.size, page.offset(), {}, {}, {}};
    std::vector<std::string> words = list.words();
    for (std::string& word : words) word = fold(word);
    return words.empty() ? list_page(context, query) : list_with_words(context, query, page, words);
}

// --- handlers ----------------------------------------------------------------------------------------------------------

Result<domain::Organization> organization_of(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Resource::organization, "organizationId");
    if (!id) return fail(id);
    return domain::find_live_organization(context.transaction, context.caller, *id);
}

std::string iri_of_note(const Context& context, const domain::Organization& organization, std::string_view uuid) {
    std::string iri =
        iri_of(Resource::organization, uuid_of(context, Resource::organization, organization.id, organization.custom));
    return iri.append("/notes/").append(uuid);
}

void write_note(JsonWriter& writer, Format format, Place place, const domain::Organization& organization,
                const Source& source) {
    const ItemHead head{note_type, iri_of_note(source.context, organization, source.uuid)};
    write_item(writer, format, head, place, note_properties(), source);
}

http::Response note_reply(const Request& request, const Context& context, const domain::Organization& organization,
                          const Note& note, int status) {
    const Format format = format_of(request);
    const Source source{context, note, uuid_of(context, note)};
    http::Response response = item_response(format, status);
    if (status == 201) response.headers.push_back({"Location", iri_of_note(context, organization, source.uuid)});
    JsonWriter writer(response.body);
    write_note(writer, format, Place::alone, organization, source);
    return response;
}

Result<http::Response> list_notes(const Request& request, Context& context) {
    const auto organization = organization_of(request, context);
    if (!organization) return fail(organization);
    const auto page = read_page(request, context.settings.items_per_page);
    if (!page) return fail(page);
    const auto listed = select_notes(request, context, organization->id, *page);
    if (!listed) return fail(listed);
    const Format format = format_of(request);
    const CollectionName name{note_type, list_parameters};
    CollectionReply reply(request, format, name, *page, listed->total);
    for (const Note& note : listed->notes)
        write_note(reply.writer(), format, Place::member, *organization, Source{context, note, uuid_of(context, note)});
    return reply.finish();
}

// A note of the organization of the path, which the caller sees.
Result<Note> note_of(const Request& request, Context& context, const domain::Organization& organization) {
    const auto id = number_in_path(request, context, Resource::note, "id");
    if (!id) return fail(id);
    auto note = domain::find_note(context.transaction, context.caller, *id);
    if (note && note->organization_id != organization.id) return fail(ErrorCode::not_found, "Not Found");
    return note;
}

Result<http::Response> get_note(const Request& request, Context& context) {
    const auto organization = organization_of(request, context);
    if (!organization) return fail(organization);
    const auto note = note_of(request, context, *organization);
    if (!note) return fail(note);
    return note_reply(request, context, *organization, *note, 200);
}

Result<http::Response> add_note(const Request& request, Context& context) {
    const auto organization = organization_of(request, context);
    if (!organization) return fail(organization);
    if (auto checked = check_no_id(request.json()); !checked) return fail(checked);
    Target target{context, WriteMode::create, organization->id};
    if (auto read = read_properties(note_properties(), request.json(), target.mode, target); !read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    target.patch.organization_id.emplace(organization->id);
    const auto note = domain::add_note(context.transaction, context.caller, target.patch);
    if (!note) return fail(note);
    return note_reply(request, context, *organization, *note, 201);
}

template <WriteMode Mode>
Result<http::Response> change_note(const Request& request, Context& context) {
    const auto organization = organization_of(request, context);
    if (!organization) return fail(organization);
    const auto current = note_of(request, context, *organization);
    if (!current) return fail(current);
    Target target{context, Mode, organization->id, &*current};
    if (auto read = read_properties(note_properties(), request.json(), Mode, target); !read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto note = domain::update_note(context.transaction, context.caller, current->id, target.patch);
    if (!note) return fail(note);
    return note_reply(request, context, *organization, *note, 200);
}

Result<http::Response> delete_note(const Request& request, Context& context) {
    const auto organization = organization_of(request, context);
    if (!organization) return fail(organization);
    const auto note = note_of(request, context, *organization);
    if (!note) return fail(note);
    if (auto deleted = domain::delete_note(context.transaction, context.caller, note->id); !deleted) return fail(deleted);
    return no_content();
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto scan = domain::Access::scan;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {Method::post, "/organizations/{organizationId:text}/notes", add_note, write, may_write, none, &create_shape,
     &note_shape, 201, "Create a new organization note"},
    {Method::get, "/organizations/{organizationId:text}/notes", list_notes, scan, may_read, list_parameters, nullptr,
     &notes_shape, 200, "List organization notes"},
    {Method::get, "/organizations/{organizationId:text}/notes/{id:text}", get_note, read, may_read, none, nullptr,
     &note_shape, 200, "Retrieve organization note"},
    {Method::put, "/organizations/{organizationId:text}/notes/{id:text}", change_note<WriteMode::replace>, write, may_write,
     none, &create_shape, &note_shape, 200, "Replace organization note"},
    {Method::patch, "/organizations/{organizationId:text}/notes/{id:text}", change_note<WriteMode::merge>, write, may_write,
     none, &patch_shape, &note_shape, 200, "Update organization note"},
    {Method::delete_, "/organizations/{organizationId:text}/notes/{id:text}", delete_note, write, may_write, none, nullptr,
     nullptr, 204, "Delete organization note"},
};

}  // namespace

RouteGroup note_routes() { return {routes, {}}; }

Result<bool> import_note(Context& context, std::string_view uuid, const JsonValue& body) {
    const auto named = body.find("organizationId");
    const auto text = read_text(named ? *named : json_null(), "organizationId");
    if (!text) return fail(text);
    const auto organization = find_named(context, Resource::organization, *text);
    if (!organization) return fail(organization);
    if (!*organization) return fail(ErrorCode::invalid, "organizationId: there is no such organization");
    const auto number = find_number(context, Resource::note, uuid);
    if (!number) return fail(number);
    Note current;
    Target target{context, *number ? WriteMode::merge : WriteMode::create, **organization};
    if (*number) {
        auto found = domain::find_note(context.transaction, context.caller, **number);
        if (!found) return fail(found);
        current = std::move(*found);
        target.current = &current;
    }
    auto read = read_properties(note_properties(), body, target.mode, target);
    if (read) read = target.violations.check();
    if (!read) return fail(read);
    target.patch.organization_id.emplace(**organization);
    const auto note = *number ? domain::update_note(context.transaction, context.caller, **number, target.patch)
                              : domain::add_note(context.transaction, context.caller, target.patch);
    if (!note) return fail(note);
    return !*number;
}

ResourceDoc note_doc() { return {note_type, {}, document(note_properties()), list_parameters}; }

}  // namespace stele::dialect::rogerroger
