#include "dialect/pipedrive/mail_parties.h"

#include <algorithm>

#include "base/text.h"
#include "base/time_text.h"
#include "dialect/pipedrive/seen_names.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Predicate;
using enum WireType;

// Persons at one address that are looked at: the caller may not see the first of them.
constexpr std::int64_t persons_at_address = 20;

void write_party_id(JsonWriter& writer, const PartyView& view) { writer.integer(view.party.id); }
void write_address(JsonWriter& writer, const PartyView& view) { writer.string(view.party.address); }
void write_party_name(JsonWriter& writer, const PartyView& view) { writer.string(view.party.name); }
void write_person_id(JsonWriter& writer, const PartyView& view) {
    view.person != nullptr ? writer.integer(view.person->id) : writer.null();
}
void write_person_name(JsonWriter& writer, const PartyView& view) {
    view.person != nullptr ? writer.string(view.person->name) : writer.string_literal("");
}
void write_person_organization(JsonWriter& writer, const PartyView& view) {
    if (view.person != nullptr && view.person->organization_id)
        writer.integer(*view.person->organization_id);
    else
        writer.null();
}

constexpr Field<PartyView> party_fields[] = {
    {"id", integer, false, write_party_id, "The party's id"},
    {"email_address", string, false, write_address, "The e-mail address"},
    {"name", string, false, write_party_name, "The name in the message; may be empty"},
    {"linked_person_id", integer, true, write_person_id, "The person who has the address"},
    {"linked_person_name", string, false, write_person_name, "The person's name; empty when there is none"},
    {"mail_message_party_id", integer, false, write_party_id, "As id"},
};
constexpr Field<PartyView> thread_party_fields[] = {
    {"id", integer, false, write_party_id, "The party's id"},
    {"name", string, false, write_party_name, "The name in the message; may be empty"},
    {"latest_sent", boolean, false, [](JsonWriter& w, const PartyView& v) { w.boolean(v.latest_sent); },
     "Whether the last message of the thread names it"},
    {"email_address", string, false, write_address, "The e-mail address"},
    {"message_time", number, false, [](JsonWriter& w, const PartyView& v) { w.integer(v.message_time / 1'000); },
     "When the message was sent, in milliseconds since 1970"},
    {"linked_person_id", integer, true, write_person_id, "The person who has the address"},
    {"linked_person_name", string, false, write_person_name, "The person's name; empty when there is none"},
    {"mail_message_party_id", integer, false, write_party_id, "As id"},
    {"linked_organization_id", integer, true, write_person_organization, "The person's organization"},
};

// Live ones that the caller sees.
Result<std::map<domain::PersonId, MailPerson>> seen_persons(Context& context, std::vector<std::int64_t> ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::map<domain::PersonId, MailPerson> persons;
    if (ids.empty()) return persons;
    const auto size = static_cast<std::int64_t>(ids.size());
    auto where = Predicate::all({Predicate::compare(domain::PersonField::id, Comparison::in, std::move(ids)),
                                 Predicate::compare(domain::PersonField::delete_time, Comparison::is_null),
                                 domain::visible_persons(context.caller)});
    const auto listed =
        context.transaction.persons().list({std::move(where), {}, size, 0, {}, {}, {}}, [&](const domain::Person& person) {
            persons.emplace(person.id, MailPerson{person.id, person.name, person.organization_id});
            return true;
        });
    if (!listed) return fail(listed);
    return persons;
}

// An organization that the caller does not see is none.
Result<void> hide_organizations(Context& context, MailPeople& people) {
    std::vector<std::int64_t> ids;
    for (const auto& [address, person] : people)
        if (person.organization_id) ids.push_back(*person.organization_id);
    const auto names = seen_names(context, domain::Kind::organization, std::move(ids));
    if (!names) return fail(names);
    for (auto& [address, person] : people)
        if (person.organization_id && !names->contains(*person.organization_id)) person.organization_id.reset();
    return {};
}

}  // namespace

Result<MailPeople> read_mail_people(Context& context, const std::vector<std::string>& addresses) {
    std::map<std::string, std::vector<domain::PersonId>> at;
    std::vector<std::int64_t> ids;
    for (const std::string& address : addresses) {
        const auto [entry, is_new] = at.try_emplace(fold_exact(address));
        if (!is_new) continue;
        auto found = context.transaction.mail_links().persons_at(address, persons_at_address);
        if (!found) return fail(found);
        ids.insert(ids.end(), found->begin(), found->end());
        entry->second = std::move(*found);
    }
    const auto seen = seen_persons(context, std::move(ids));
    if (!seen) return fail(seen);
    MailPeople people;
    for (const auto& [address, persons] : at) {
        const auto first = std::ranges::find_if(persons, [&](domain::PersonId id) { return seen->contains(id); });
        if (first != persons.end()) people.emplace(address, seen->at(*first));
    }
    if (auto hidden = hide_organizations(context, people); !hidden) return fail(hidden);
    return people;
}

const MailPerson* person_of(const MailPeople& people, const domain::MailParty& party) {
    const auto found = people.find(fold_exact(party.address));
    return found != people.end() ? &found->second : nullptr;
}

void write_message_party(JsonWriter& writer, const PartyView& view) { write_object(writer, party_fields, view); }

void write_thread_party(JsonWriter& writer, const PartyView& view) { write_object(writer, thread_party_fields, view); }

const Shape message_party_shape{"MailParty", [] { return describe(party_fields); }};
const Shape thread_party_shape{"MailThreadParty", [] { return describe(thread_party_fields); }};

void write_mail_time(JsonWriter& writer, Micros time) {
    std::string text(format_rfc3339(time).view());
    text.pop_back();
    const auto milliseconds = std::to_string((time % 1'000'000 + 1'000'000) % 1'000'000 / 1'000 + 1'000);
    writer.string_literal(text.append(".").append(milliseconds, 1).append("Z"));
}

}  // namespace stele::dialect::pipedrive
