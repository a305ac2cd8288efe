// People and organizations that are linked to several of each other, segments, and what notes have for RogerRoger, on every engine.

#include "domain/linked_people.h"

#include <algorithm>

#include "base/limits.h"
#include "domain/label_options.h"
#include "domain/notes.h"
#include "domain/tags.h"
#include "store/with_callers.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Kind;
using domain::NoteField;
using domain::NotePatch;
using domain::RecordRef;
using domain::TagClass;
using domain::Transaction;

class LinkedPeople : public WithCallers {
   protected:
    void set_organizations(Id id, const Ids& organizations, domain::UserId user = 1,
                           std::optional<ErrorCode> expected = {}) {
        write_as(
            user,
            [&](Transaction& transaction, const Caller& caller) {
                return domain::set_linked_organizations(transaction, caller, id, organizations);
            },
            expected);
    }
    void set_people(Id id, const Ids& people, domain::UserId user = 1, std::optional<ErrorCode> expected = {}) {
        write_as(
            user,
            [&](Transaction& transaction, const Caller& caller) {
                return domain::set_linked_people(transaction, caller, id, people);
            },
            expected);
    }
    Ids organizations_of(Id id, domain::UserId user = 1) {
        return seen(user, [&](Transaction& transaction, const Caller& caller) {
            return domain::linked_organizations(transaction, caller, id);
        });
    }
    Ids people_of(Id id, domain::UserId user = 1) {
        return seen(user, [&](Transaction& transaction, const Caller& caller) {
            return domain::linked_people(transaction, caller, id);
        });
    }
    std::int64_t counted(Id id) { return organization(id).count(domain::Counter::people); }
};

INSTANTIATE_TEST_SUITE_P(Engines, LinkedPeople, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(LinkedPeople, the_first_link_is_primary_and_the_oldest_other_follows_it) {
    const Id a = add_organization("a");
    const Id b = add_organization("b");
    const Id c = add_organization("c");
    const Id jo = add_person("jo");
    set_organizations(jo, {b});
    EXPECT_EQ(person(jo).organization_id, b);
    set_organizations(jo, {b, c});
    set_organizations(jo, {a, b, c});
    EXPECT_EQ(person(jo).organization_id, b);
    EXPECT_EQ(organizations_of(jo), (Ids{a, b, c}));
    EXPECT_EQ(people_of(a), Ids{jo});

    set_organizations(jo, {a, c});
    EXPECT_EQ(person(jo).organization_id, c);
    set_organizations(jo, {});
    EXPECT_FALSE(person(jo).organization_id);
    EXPECT_TRUE(organizations_of(jo).empty());
    for (const Id id : {a, b, c}) EXPECT_EQ(counted(id), 0) << id;
}

TEST_P(LinkedPeople, organizations_count_those_whose_primary_one_they_are) {
    const Id a = add_organization("a");
    const Id b = add_organization("b");
    const Id jo = add_person("jo", a);
    const Id al = add_person("al");
    set_people(b, {jo, al});
    EXPECT_EQ(people_of(b), (Ids{jo, al}));
    EXPECT_EQ(person(jo).organization_id, a);
    EXPECT_EQ(person(al).organization_id, b);
    EXPECT_EQ(counted(a), 1);
    EXPECT_EQ(counted(b), 1);
    set_people(a, {});
    EXPECT_EQ(person(jo).organization_id, b);
    EXPECT_EQ(counted(a), 0);
    EXPECT_EQ(counted(b), 2);
}

TEST_P(LinkedPeople, what_is_there_already_leaves_no_trace) {
    const Id a = add_organization("a");
    const Id jo = add_person("jo", a);
    const Micros before = person(jo).update_time;
    const auto changes = changes_of(Kind::person, jo).size();
    set_people(a, {jo, jo});
    set_organizations(jo, {a});
    EXPECT_EQ(person(jo).update_time, before);
    EXPECT_EQ(changes_of(Kind::person, jo).size(), changes);
}

TEST_P(LinkedPeople, who_is_not_seen_stays) {
    add_user("bob");
    const Id a = add_organization("a");
    const Id hidden = add_person("hidden", a, domain::visible_to_owner);
    const Id shown = add_person("shown", a);
    EXPECT_EQ(people_of(a, 2), Ids{shown});
    set_people(a, {}, 2);
    EXPECT_EQ(people_of(a), Ids{hidden});
    set_people(a, {hidden}, 2, ErrorCode::not_found);
    set_people(a, {limits::id}, 1, ErrorCode::not_found);
    set_organizations(limits::id, {a}, 1, ErrorCode::not_found);
}

TEST_P(LinkedPeople, segments_are_tags_of_another_class) {
    const auto add = [&](const std::string& name, TagClass of) {
        return written(1, [&](Transaction& transaction, const Caller& caller) {
            domain::TagPatch patch;
            patch.name = name;
            if (of == TagClass::segment) patch.icon = "star";
            return domain::add_tag(transaction, caller, patch, of);
        });
    };
    const Id tag = add("wood", TagClass::tag).id;
    const domain::Tag first = add("wood", TagClass::segment);
    const Id second = add("wood", TagClass::segment).id;  // names of segments need not differ
    EXPECT_EQ(first.icon, "star");
    const RecordRef record{Kind::organization, add_organization("a")};
    const auto set = [&](const Ids& ids, TagClass of) {
        return written(1, [&](Transaction& transaction, const Caller& caller) {
            return domain::set_tags(transaction, caller, record, ids, of);
        });
    };
    EXPECT_EQ(set({tag}, TagClass::tag), Ids{tag});
    EXPECT_EQ(set({first.id, second}, TagClass::segment), (Ids{first.id, second}));
    EXPECT_EQ(set({}, TagClass::tag), Ids{});
    const auto of_record = seen(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::tags_of(transaction, caller, record, TagClass::segment);
    });
    EXPECT_EQ(of_record, (Ids{first.id, second}));
    write_as(
        1,
        [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto put = domain::set_tags(transaction, caller, record, Ids{tag}, TagClass::segment);
            return put ? Result<void>() : fail(put);
        },
        ErrorCode::not_found);
    EXPECT_EQ(changes_of(Kind::organization, record.id).size(), 3U);
}

TEST_P(LinkedPeople, notes_have_a_title_a_category_a_flag_and_the_uuid_of_a_client) {
    const std::string uuid = "0197d5e7-7f5c-7cbb-9e7b-0f3b0b9b5b5c";
    const Id about = add_organization("a");
    NotePatch patch;
    patch.content = "text";
    patch.organization_id.emplace(about);
    patch.title = "title";
    patch.category_id = 2;
    patch.is_flagged = true;
    patch.uuid = uuid;
    const auto add = [&](Transaction& transaction, const Caller& caller) {
        return domain::add_note(transaction, caller, patch);
    };
    const domain::Note note = written(1, add);
    const auto stored = seen(
        1, [&](Transaction& transaction, const Caller& caller) { return domain::find_note(transaction, caller, note.id); });
    EXPECT_EQ(stored, note);
    EXPECT_EQ(stored.title, "title");
    EXPECT_EQ(stored.category_id, 2);
    EXPECT_TRUE(stored.is_flagged);
    const auto found =
        seen(1, [&](Transaction& transaction, const Caller&) { return domain::find_note_id(transaction, uuid); });
    EXPECT_EQ(found, note.id);

    const auto refused = [&](ErrorCode code) {
        write_as(
            1,
            [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto added = add(transaction, caller);
                return added ? Result<void>() : fail(added);
            },
            code);
    };
    refused(ErrorCode::conflict);
    patch.uuid.reset();
    patch.category_id = 99;
    refused(ErrorCode::invalid);
    patch.category_id.reset();
    patch.title = std::string(limits::name_chars + 1, 'x');
    refused(ErrorCode::invalid);

    NotePatch change;
    change.title = "other";
    change.is_flagged = false;
    const auto updated = written(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::update_note(transaction, caller, note.id, change);
    });
    EXPECT_EQ(updated.title, "other");
    EXPECT_FALSE(updated.is_flagged);
    EXPECT_EQ(changes_of(Kind::note, note.id).size(), 2U);
    const auto count = seen(1, [&](Transaction& transaction, const Caller&) {
        return transaction.notes().count(
            domain::Predicate::compare(NoteField::category_id, domain::Comparison::equals, std::int64_t{2}));
    });
    EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace stele::tests
