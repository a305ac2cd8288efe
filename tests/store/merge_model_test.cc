// Random graphs of organizations and persons, linked, followed, related, labelled, noted and naming each other in custom fields,
// are merged, deleted, brought back and purged in random order, on each engine and in a plain model. Both must agree at every step.
//
// The seed of a failing round is printed; STELE_SEED plays that round alone.

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "domain/accounts.h"
#include "domain/custom_fields.h"
#include "domain/deletion.h"
#include "domain/followers.h"
#include "domain/merge.h"
#include "domain/notes.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "domain/relationships.h"
#include "store/fixture.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Counter;
using domain::Kind;
using domain::OrganizationId;
using domain::PersonId;
using domain::Transaction;
using domain::UserId;
using Id = std::int64_t;

constexpr domain::CompanyId company = 1;
constexpr Micros step_us = 11 * limits::day_us;  // of the clock: three of them are more than a deleted record is kept

struct Record {
    std::vector<Id> labels;
    std::set<UserId> followers;
    std::optional<Micros> deleted;
    Id reference = 0;  // the custom field; 0: empty
};

struct OrganizationModel : Record {
    std::string website;
};

struct PersonModel : Record {
    std::vector<std::string> emails;
    Id primary = 0;
    std::set<Id> links;  // the primary one too
};

struct NoteModel {
    Id organization = 0;  // 0: none
    Id person = 0;
    bool is_private = false;
    std::optional<Micros> deleted;

    [[nodiscard]] bool counts() const { return !deleted && !is_private; }
};

template <class Value>
void unite(std::vector<Value>& into, const std::vector<Value>& other) {
    for (const Value& value : other)
        if (std::ranges::find(into, value) == into.end()) into.push_back(value);
}

// What the rules say, in the plainest way.
class Model {
   public:
    std::map<Id, OrganizationModel> organizations;
    std::map<Id, PersonModel> persons;
    std::map<Id, NoteModel> notes;
    std::set<std::pair<Id, Id>> relationships;  // the lower id first
    std::map<std::pair<Kind, Id>, Id> merged;
    Micros now = 0;

    template <class AnyRecord>
    [[nodiscard]] bool is_gone(const AnyRecord& record) const {
        return record.deleted && now - *record.deleted > 30 * limits::day_us;
    }

    template <class RecordModel>
    [[nodiscard]] static bool is_live(const std::map<Id, RecordModel>& records, Id id) {
        const auto found = records.find(id);
        return found != records.end() && !found->second.deleted;
    }

    [[nodiscard]] Id survivor_of(Kind kind, Id id) const {
        for (auto next = merged.find({kind, id}); next != merged.end(); next = merged.find({kind, id})) id = next->second;
        return id;
    }

    void relate(Id one, Id other) {
        if (one != other) relationships.insert(std::minmax(one, other));
    }

    void merge_organizations(Id absorbed, Id survivor) {
        const OrganizationModel from = organizations.at(absorbed);
        OrganizationModel& to = organizations.at(survivor);
        take(to, from);
        if (to.website.empty()) to.website = from.website;
        organizations.erase(absorbed);
        replace_references(absorbed, survivor);
        for (auto& [id, person] : persons) {
            if (person.primary == absorbed) person.primary = survivor;
            if (person.links.erase(absorbed) > 0) person.links.insert(survivor);
        }
        const auto before = std::exchange(relationships, {});
        for (const auto& [one, other] : before)
            relate(one == absorbed ? survivor : one, other == absorbed ? survivor : other);
        for (auto& [id, note] : notes)
            if (note.organization == absorbed) note.organization = survivor;
        merged[{Kind::organization, absorbed}] = survivor;
    }

    void merge_persons(Id absorbed, Id survivor) {
        const PersonModel from = persons.at(absorbed);
        PersonModel& to = persons.at(survivor);
        take(to, from);
        unite(to.emails, from.emails);
        to.links.insert(from.links.begin(), from.links.end());
        if (to.primary == 0) to.primary = from.primary;
        persons.erase(absorbed);
        for (auto& [id, note] : notes)
            if (note.person == absorbed) note.person = survivor;
        merged[{Kind::person, absorbed}] = survivor;
    }

    void purge() {
        for (auto& [id, note] : notes) {
            if (note.person != 0 && is_gone(persons.at(note.person))) note.person = 0;
            if (note.organization != 0 && is_gone(organizations.at(note.organization))) note.organization = 0;
        }
        std::erase_if(notes, [&](const auto& entry) {
            const NoteModel& note = entry.second;
            return is_gone(note) || (note.organization == 0 && note.person == 0);
        });
        std::erase_if(persons, [&](const auto& entry) { return is_gone(entry.second); });
        for (auto at = organizations.begin(); at != organizations.end();) {
            const auto organization = at++;
            if (!is_gone(organization->second)) continue;
            const Id id = organization->first;
            for (auto& [person_id, person] : persons) {
                if (person.primary == id) person.primary = 0;
                person.links.erase(id);
            }
            std::erase_if(relationships, [&](const auto& pair) { return pair.first == id || pair.second == id; });
            organizations.erase(organization);
        }
    }

   private:
    static void take(Record& to, const Record& from) {
        unite(to.labels, from.labels);
        to.followers.insert(from.followers.begin(), from.followers.end());
        if (to.reference == 0) to.reference = from.reference;
    }

    void replace_references(Id absorbed, Id survivor) {
        for (auto& [id, record] : organizations)
            if (record.reference == absorbed) record.reference = survivor;
        for (auto& [id, record] : persons)
            if (record.reference == absorbed) record.reference = survivor;
    }
};

// One company in the store and its model.
class Round {
   public:
    Round(House& house, std::uint64_t seed) : house_(house), random_(seed) {
        house_.clock().set(ManualClock::first);
        model_.now = ManualClock::first;
        make_company(engine(), company);
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            for (const char* name : {"Bob", "Cid"}) {
                const auto user = domain::add_user(transaction, {name, std::string(name) + "@x.example", false});
                if (!user) return fail(user);
            }
            for (const Kind kind : {Kind::organization, Kind::person}) {
                domain::CustomFieldPatch patch;
                patch.name = "Holding";
                patch.type = domain::FieldType::organization;
                const auto field = domain::add_custom_field(transaction, caller, kind, patch);
                if (!field) return fail(field);
                fields_[kind] = field->id;
            }
            return {};
        });
    }

    void play(int steps) {
        for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
            operate();
            if (step % 8 == 7) compare();
        }
        compare();
    }

   private:
    domain::Engine& engine() { return house_.engine(); }

    // Below `end`.
    Id draw(Id end) { return std::uniform_int_distribution<Id>(0, end - 1)(random_); }
    // Of one that was ever given out, or of none.
    Id draw_id(Kind kind) { return draw(last_id_[kind] + 1) + 1; }
    // 0 when there is none.
    template <class RecordModel>
    Id draw_live(const std::map<Id, RecordModel>& records) {
        std::vector<Id> live;
        for (const auto& [id, record] : records)
            if (!record.deleted) live.push_back(id);
        return live.empty() ? 0 : live[static_cast<std::size_t>(draw(static_cast<Id>(live.size())))];
    }

    using Operation = FunctionRef<Result<void>(Transaction&, const Caller&)>;

    // Fails the test unless it ends as expected.
    void write(Operation operation, std::optional<ErrorCode> expected = {}) {
        must_write(
            engine(), company,
            [&](Transaction& transaction) -> Result<void> {
                const auto directory = transaction.directory();
                if (!directory) return fail(directory);
                return operation(transaction, caller_of(**directory));
            },
            expected);
    }

    Caller caller_of(const domain::Directory& directory) {
        return {&directory, &directory.users.front(), domain::Scope::admin, domain::Source::stele, "", house_.clock().now()};
    }

    void operate() {
        switch (draw(19)) {
            case 0:
            case 1:
                return add_organization();
            case 2:
            case 3:
            case 4:
                return add_person();
            case 5:
                return set_primary();
            case 6:
                return add_link();
            case 7:
                return follow();
            case 8:
                return relate();
            case 9:
                return refer();
            case 10:
                return delete_one();
            case 11:
                return undelete_one();
            case 12:
                return pass_time();
            case 13:
            case 14:
                return merge(Kind::organization);
            case 15:
                return merge(Kind::person);
            case 16:
                return delete_note();
            default:
                return add_note();
        }
    }

    std::vector<Id> draw_labels(Id first) {
        std::vector<Id> labels;
        for (Id left = draw(3); left > 0; --left) unite(labels, {first + draw(4)});
        return labels;
    }

    void add_organization() {
        OrganizationModel record;
        record.labels = draw_labels(1);
        record.followers = {1};
        if (draw(2) == 0) record.website = "https://" + std::to_string(draw(100)) + ".example";
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::OrganizationPatch patch;
            patch.name = "Organization";
            patch.label_ids = record.labels;
            patch.website = record.website;
            const auto added = domain::add_organization(transaction, caller, patch);
            if (!added) return fail(added);
            last_id_[Kind::organization] = added->id;
            return {};
        });
        model_.organizations[last_id_[Kind::organization]] = record;
    }

    void add_person() {
        PersonModel record;
        record.labels = draw_labels(5);
        record.followers = {1};
        for (Id left = draw(3); left > 0; --left) unite(record.emails, {std::to_string(draw(5)) + "@x.example"});
        if (draw(4) > 0) record.primary = draw_live(model_.organizations);
        if (record.primary != 0) record.links = {record.primary};
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::PersonPatch patch;
            patch.name = "Person";
            patch.label_ids = record.labels;
            patch.emails.emplace();
            for (const std::string& email : record.emails) patch.emails->push_back({email, "work", false});
            if (record.primary != 0) patch.organization_id = record.primary;
            const auto added = domain::add_person(transaction, caller, patch);
            if (!added) return fail(added);
            last_id_[Kind::person] = added->id;
            return {};
        });
        model_.persons[last_id_[Kind::person]] = record;
    }

    // The former primary link goes.
    void set_primary() {
        const Id person_id = draw_live(model_.persons);
        const Id organization = draw_live(model_.organizations);
        if (person_id == 0 || organization == 0) return;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::PersonPatch patch;
            patch.organization_id = organization;
            if (const auto updated = domain::update_person(transaction, caller, person_id, patch); !updated)
                return fail(updated);
            return {};
        });
        PersonModel& person = model_.persons.at(person_id);
        if (person.primary != organization) person.links.erase(person.primary);
        person.primary = organization;
        person.links.insert(organization);
    }

    void add_link() {
        const Id person = draw_live(model_.persons);
        const Id organization = draw_live(model_.organizations);
        if (person == 0 || organization == 0 || model_.persons.at(person).links.contains(organization)) return;
        write([&](Transaction& transaction, const Caller&) {
            return transaction.links().put({organization, person, false, model_.now});
        });
        model_.persons.at(person).links.insert(organization);
    }

    void follow() {
        const Kind kind = draw(2) == 0 ? Kind::organization : Kind::person;
        const Id id = kind == Kind::organization ? draw_live(model_.organizations) : draw_live(model_.persons);
        const UserId user = 2 + draw(2);
        if (id == 0) return;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            if (const auto added = domain::add_follower(transaction, caller, {kind, id}, user); !added) return fail(added);
            return {};
        });
        Record& record =
            kind == Kind::organization ? static_cast<Record&>(model_.organizations.at(id)) : model_.persons.at(id);
        record.followers.insert(user);
    }

    void relate() {
        const Id one = draw_live(model_.organizations);
        const Id other = draw_live(model_.organizations);
        if (one == other || model_.relationships.contains(std::minmax(one, other))) return;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const domain::RelationshipPatch patch{domain::RelationshipType::related, one, other};
            if (const auto added = domain::add_relationship(transaction, caller, patch); !added) return fail(added);
            return {};
        });
        model_.relate(one, other);
    }

    // Names an organization in the custom field of a record.
    void refer() {
        const Kind kind = draw(2) == 0 ? Kind::organization : Kind::person;
        const Id id = kind == Kind::organization ? draw_live(model_.organizations) : draw_live(model_.persons);
        const Id named = draw_live(model_.organizations);
        if (id == 0 || named == 0) return;
        const domain::CustomPatches custom{{fields_[kind], true, domain::CustomData(named), {}}};
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            if (kind == Kind::organization) {
                domain::OrganizationPatch patch;
                patch.custom = custom;
                const auto updated = domain::update_organization(transaction, caller, id, patch);
                return updated ? Result<void>() : fail(updated);
            }
            domain::PersonPatch patch;
            patch.custom = custom;
            const auto updated = domain::update_person(transaction, caller, id, patch);
            return updated ? Result<void>() : fail(updated);
        });
        Record& record =
            kind == Kind::organization ? static_cast<Record&>(model_.organizations.at(id)) : model_.persons.at(id);
        record.reference = named;
    }

    // About an organization, a person or both.
    void add_note() {
        NoteModel note;
        if (draw(3) > 0) note.organization = draw_live(model_.organizations);
        if (draw(3) > 0) note.person = draw_live(model_.persons);
        if (note.organization == 0 && note.person == 0) return;
        note.is_private = draw(5) == 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::NotePatch patch;
            patch.content = "Note";
            patch.is_private = note.is_private;
            if (note.organization != 0) patch.organization_id.emplace(note.organization);
            if (note.person != 0) patch.person_id.emplace(note.person);
            patch.pinned_to_organization = note.organization != 0;
            const auto added = domain::add_note(transaction, caller, patch);
            if (!added) return fail(added);
            last_id_[Kind::note] = added->id;
            const auto commented = domain::add_comment(transaction, caller, added->id, "Comment");
            return commented ? Result<void>() : fail(commented);
        });
        model_.notes[last_id_[Kind::note]] = note;
    }

    // Nobody reaches a note that is about nothing but deleted records.
    void delete_note() {
        const Id id = draw_live(model_.notes);
        if (id == 0) return;
        NoteModel& note = model_.notes.at(id);
        const bool is_reached =
            Model::is_live(model_.organizations, note.organization) || Model::is_live(model_.persons, note.person);
        write([&](Transaction& transaction, const Caller& caller) { return domain::delete_note(transaction, caller, id); },
              is_reached ? std::nullopt : std::optional(ErrorCode::not_found));
        if (is_reached) note.deleted = model_.now;
    }

    void delete_one() {
        if (draw(2) == 0) {
            const OrganizationId id = draw_live(model_.organizations);
            if (id == 0) return;
            write([&](Transaction& transaction, const Caller& caller) {
                return domain::delete_organization(transaction, caller, id);
            });
            model_.organizations.at(id).deleted = model_.now;
        } else {
            const PersonId id = draw_live(model_.persons);
            if (id == 0) return;
            write([&](Transaction& transaction, const Caller& caller) {
                return domain::delete_person(transaction, caller, id);
            });
            model_.persons.at(id).deleted = model_.now;
        }
    }

    template <class RecordModel>
    void undelete(std::map<Id, RecordModel>& records, Id id,
                  Result<void> (*bring_back)(Transaction&, const Caller&, std::int64_t)) {
        const auto found = records.find(id);
        std::optional<ErrorCode> expected;
        if (found == records.end() || model_.is_gone(found->second))
            expected = ErrorCode::not_found;
        else if (!found->second.deleted)
            expected = ErrorCode::conflict;
        write([&](Transaction& transaction, const Caller& caller) { return bring_back(transaction, caller, id); }, expected);
        if (!expected) found->second.deleted.reset();
    }

    void undelete_one() {
        if (draw(2) == 0)
            undelete(model_.organizations, draw_id(Kind::organization), domain::undelete_organization);
        else
            undelete(model_.persons, draw_id(Kind::person), domain::undelete_person);
    }

    // And now and then the purge comes.
    void pass_time() {
        model_.now += step_us;
        house_.clock().set(model_.now);
        if (draw(2) == 0) return;
        for (bool is_done = false; !is_done;)
            write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto purged = domain::purge_step(transaction, caller, limits::deleted_kept_us);
                if (!purged) return fail(purged);
                is_done = purged->is_done;
                return {};
            });
        model_.purge();
    }

    void merge(Kind kind) {
        const bool of_persons = kind == Kind::person;
        const Id absorbed = draw_id(kind);
        const Id survivor = draw(3) == 0 ? draw_id(kind)
                            : of_persons ? draw_live(model_.persons)
                                         : draw_live(model_.organizations);
        const auto is_live = [&](Id id) {
            return of_persons ? Model::is_live(model_.persons, id) : Model::is_live(model_.organizations, id);
        };
        std::optional<ErrorCode> expected;
        if (absorbed == survivor)
            expected = ErrorCode::invalid;
        else if (!is_live(absorbed) || !is_live(survivor))
            expected = ErrorCode::not_found;
        write(
            [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                if (of_persons) {
                    const auto merged = domain::merge_persons(transaction, caller, absorbed, survivor);
                    return merged ? Result<void>() : fail(merged);
                }
                const auto merged = domain::merge_organizations(transaction, caller, absorbed, survivor);
                return merged ? Result<void>() : fail(merged);
            },
            expected);
        if (expected) return;
        if (of_persons)
            model_.merge_persons(absorbed, survivor);
        else
            model_.merge_organizations(absorbed, survivor);
    }

    void compare() {
        must_read(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const Caller caller = caller_of(**directory);
            for (Id id = 1; id <= last_id_[Kind::organization]; ++id) compare_organization(transaction, caller, id);
            for (Id id = 1; id <= last_id_[Kind::person]; ++id) compare_person(transaction, caller, id);
            for (Id id = 1; id <= last_id_[Kind::note]; ++id) compare_note(transaction, id);
            for (const Kind kind : {Kind::organization, Kind::person}) {
                const auto count = transaction.record_count(kind);
                if (!count) return fail(count);
                EXPECT_EQ(*count, live_count(kind));
            }
            return {};
        });
    }

    Id live_count(Kind kind) {
        const auto is_live = [](const auto& entry) { return !entry.second.deleted; };
        return kind == Kind::person ? std::ranges::count_if(model_.persons, is_live)
                                    : std::ranges::count_if(model_.organizations, is_live);
    }

    // What cannot be reached says where it went, as long as that can be reached.
    template <class RecordModel, class Found>
    void compare_absence(Kind kind, Id id, const std::map<Id, RecordModel>& records, const Result<Found>& found) {
        ASSERT_FALSE(found.has_value()) << id;
        EXPECT_EQ(found.error().code, ErrorCode::not_found) << id;
        const auto survivor = records.find(model_.survivor_of(kind, id));
        const bool is_there = survivor != records.end() && survivor->first != id && !model_.is_gone(survivor->second);
        EXPECT_EQ(found.error().merged_to, is_there ? survivor->first : 0) << id;
    }

    template <class Found>
    void compare_record(Transaction& transaction, Kind kind, const Record& expected, const Found& found) {
        EXPECT_EQ(found.label_ids, expected.labels);
        EXPECT_EQ(found.delete_time.has_value(), expected.deleted.has_value());
        std::set<UserId> followers;
        const auto listed = transaction.followers().list(kind, found.id, 0, [&](const domain::Follower& follower) {
            followers.insert(follower.user_id);
            return true;
        });
        EXPECT_TRUE(listed);
        EXPECT_EQ(followers, expected.followers);
        EXPECT_EQ(found.count(Counter::notes), note_count(kind, found.id));
        EXPECT_EQ(found.count(Counter::followers), static_cast<Id>(expected.followers.size()));
        const auto* reference = domain::find_value(found.custom, fields_[kind]);
        EXPECT_EQ(reference == nullptr ? 0 : std::get<Id>(*reference), expected.reference);
    }

    void compare_organization(Transaction& transaction, const Caller& caller, Id id) {
        SCOPED_TRACE("organization " + std::to_string(id));
        const auto found = domain::find_organization(transaction, caller, id);
        const auto expected = model_.organizations.find(id);
        if (expected == model_.organizations.end() || model_.is_gone(expected->second))
            return compare_absence(Kind::organization, id, model_.organizations, found);
        ASSERT_TRUE(found) << found.error().message;
        compare_record(transaction, Kind::organization, expected->second, *found);
        EXPECT_EQ(found->website, expected->second.website);
        EXPECT_EQ(found->count(Counter::people), std::ranges::count_if(model_.persons, [&](const auto& entry) {
                      return entry.second.primary == id && !entry.second.deleted;
                  }));
        if (expected->second.deleted) return;
        std::set<Id> related;
        const auto listed = domain::list_relationships(transaction, caller, id, 0, limits::page_max);
        ASSERT_TRUE(listed);
        for (const domain::Relationship& relationship : listed->relationships) related.insert(relationship.other_than(id));
        std::set<Id> expected_related;
        for (const auto& [one, other] : model_.relationships)
            if ((one == id || other == id) && Model::is_live(model_.organizations, one == id ? other : one))
                expected_related.insert(one == id ? other : one);
        EXPECT_EQ(related, expected_related);
    }

    void compare_person(Transaction& transaction, const Caller& caller, Id id) {
        SCOPED_TRACE("person " + std::to_string(id));
        const auto found = domain::find_person(transaction, caller, id);
        const auto expected = model_.persons.find(id);
        if (expected == model_.persons.end() || model_.is_gone(expected->second))
            return compare_absence(Kind::person, id, model_.persons, found);
        ASSERT_TRUE(found) << found.error().message;
        compare_record(transaction, Kind::person, expected->second, *found);
        EXPECT_EQ(found->organization_id.value_or(0), expected->second.primary);
        std::vector<std::string> emails;
        for (const domain::Contact& contact : found->emails) emails.push_back(contact.value);
        EXPECT_EQ(emails, expected->second.emails);
        const auto links = transaction.links().of_person(id);
        ASSERT_TRUE(links);
        std::set<Id> linked;
        for (const domain::Link& link : *links) {
            linked.insert(link.organization_id);
            EXPECT_EQ(link.is_primary, link.organization_id == expected->second.primary);
        }
        EXPECT_EQ(linked, expected->second.links);
    }

    void compare_note(Transaction& transaction, Id id) {
        SCOPED_TRACE("note " + std::to_string(id));
        domain::Note note;
        const auto found = transaction.notes().find_where(id, domain::Predicate::all({}), note);
        ASSERT_TRUE(found);
        const auto expected = model_.notes.find(id);
        ASSERT_EQ(*found, expected != model_.notes.end());
        if (!*found) return;
        EXPECT_EQ(note.organization_id.value_or(0), expected->second.organization);
        EXPECT_EQ(note.person_id.value_or(0), expected->second.person);
        EXPECT_EQ(note.pinned_to_organization, expected->second.organization != 0);
        EXPECT_EQ(note.delete_time.has_value(), expected->second.deleted.has_value());
    }

    // How many notes count for a record.
    Id note_count(Kind kind, Id id) {
        return std::ranges::count_if(model_.notes, [&](const auto& entry) {
            const NoteModel& note = entry.second;
            return note.counts() && (kind == Kind::person ? note.person : note.organization) == id;
        });
    }

    House& house_;
    std::mt19937_64 random_;
    Model model_;
    std::map<Kind, Id> last_id_;
    std::map<Kind, Id> fields_;  // the custom field of the kind
};

void play_round(const EngineKind& kind, std::uint64_t seed) {
    SCOPED_TRACE(std::string(kind.name) + ", STELE_SEED=" + std::to_string(seed));
    const auto house = kind.make({});
    Round(*house, seed).play(160);
    EXPECT_EQ(findings(house->engine()), "");
}

TEST(MergeModel, engines_agree_with_it) {
    if (const char* seed = std::getenv("STELE_SEED")) {
        for (const EngineKind& kind : engine_kinds) play_round(kind, std::strtoull(seed, nullptr, 10));
        return;
    }
    const int factor = std::getenv("STELE_LONG") != nullptr ? 20 : 1;
    for (const EngineKind& kind : engine_kinds) {
        const bool is_embedded = std::string_view(kind.name) == "sqlite";  // the other waits for each step
        for (int left = (is_embedded ? 12 : 4) * factor; left > 0 && !HasFailure(); --left)
            play_round(kind, std::random_device{}());
    }
}

}  // namespace
}  // namespace stele::tests
