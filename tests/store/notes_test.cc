// Notes on every engine: what the vendor's API cannot say of them, what is purged, and searches against a naive scan.

#include "domain/notes.h"

#include <algorithm>
#include <map>
#include <random>

#include "base/html_text.h"
#include "base/limits.h"
#include "base/text.h"
#include "domain/accounts.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "domain/search.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Counter;
using domain::Kind;
using domain::NotePatch;
using domain::Transaction;
using Ids = std::vector<std::int64_t>;

class Notes : public Contract {
   protected:
    using Body = FunctionRef<Result<void>(Transaction&, const Caller&)>;

    void write_as(domain::UserId user, Body body) {
        must_write(engine(), 1, [&](Transaction& transaction) { return as(user, transaction, body); });
    }
    void read_as(domain::UserId user, Body body) {
        must_scan(engine(), 1, [&](Transaction& transaction) { return as(user, transaction, body); });
    }
    Result<void> as(domain::UserId user, Transaction& transaction, Body body) {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const Caller caller{directory->get(), (*directory)->user(user), domain::Scope::admin, domain::Source::rogerroger,
                            "test",           house().clock().now()};
        return body(transaction, caller);
    }

    void add_user(const std::string& name) {
        write_as(1, [&](Transaction& transaction, const Caller&) -> Result<void> {
            const auto added = domain::add_user(transaction, {name, name + "@x.example", false});
            return added ? Result<void>() : fail(added);
        });
    }
    std::int64_t add_organization(const std::string& name, int visible_to = 7, domain::UserId user = 1) {
        std::int64_t id = 0;
        write_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::OrganizationPatch patch;
            patch.name = name;
            patch.visible_to = visible_to;
            const auto added = domain::add_organization(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    std::int64_t add_note(const NotePatch& patch, domain::UserId user = 1) {
        std::int64_t id = 0;
        write_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto added = domain::add_note(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    static NotePatch about(std::int64_t organization, const std::string& content) {
        NotePatch patch;
        patch.content = content;
        patch.organization_id = organization;
        return patch;
    }

    std::int64_t notes_of(std::int64_t organization) {
        std::int64_t count = -1;
        read_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto found = domain::find_organization(transaction, caller, organization);
            if (!found) return fail(found);
            count = found->count(Counter::notes);
            return {};
        });
        return count;
    }
    bool sees(domain::UserId user, std::int64_t note) {
        bool sees = false;
        read_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            sees = domain::find_note(transaction, caller, note).has_value();
            return {};
        });
        return sees;
    }
    Ids found(domain::UserId user, const std::string& term, domain::SearchMatch match = domain::SearchMatch::folded) {
        Ids ids;
        read_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::SearchRequest request{{Kind::organization}, term, match, {}, {}};
            request.scope.notes = true;
            const auto page = domain::search(transaction, caller, request, {}, 0, 1'000);
            if (!page) return fail(page);
            for (const domain::SearchHit& hit : page->hits) {
                ids.push_back(hit.position.id);
                EXPECT_FALSE(hit.notes.empty()) << hit.position.id << " by " << term;
            }
            return {};
        });
        return ids;
    }
    Result<std::vector<domain::Change>> changes_of(Transaction& transaction, std::int64_t note) {
        std::vector<domain::Change> changes;
        const auto listed = transaction.history().list_changes(Kind::note, note, domain::ChangeSet::fields, 0, 1'000,
                                                               [&](const domain::Change& change) {
                                                                   changes.push_back(change);
                                                                   return true;
                                                               });
        if (!listed) return fail(listed);
        return changes;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Notes, testing::ValuesIn(engine_kinds), engine_name);

// Admins do not see them either; they count nowhere, and no search tells of them.
TEST_P(Notes, a_private_note_is_its_authors_alone) {
    add_user("bob");
    const std::int64_t organization = add_organization("Norte Vidros");
    NotePatch hush = about(organization, "<p>hush hush</p>");
    hush.is_private = true;
    const std::int64_t note = add_note(hush, 2);
    EXPECT_TRUE(sees(2, note));
    EXPECT_FALSE(sees(1, note));
    EXPECT_EQ(notes_of(organization), 0);
    EXPECT_EQ(found(2, "hush"), (Ids{organization}));
    EXPECT_EQ(found(2, "hush hush", domain::SearchMatch::whole), (Ids{organization}));
    EXPECT_EQ(found(1, "hush"), Ids());
    EXPECT_EQ(found(1, "hush hush", domain::SearchMatch::whole), Ids());

    write_as(2, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        NotePatch patch;
        patch.is_private = false;
        const auto updated = domain::update_note(transaction, caller, note, patch);
        return updated ? Result<void>() : fail(updated);
    });
    EXPECT_TRUE(sees(1, note));
    EXPECT_EQ(notes_of(organization), 1);
    EXPECT_EQ(found(1, "hush"), (Ids{organization}));
}

TEST_P(Notes, each_changed_field_is_recorded) {
    const std::int64_t one = add_organization("One");
    const std::int64_t other = add_organization("Other");
    NotePatch patch = about(one, "a");
    patch.pinned_to_organization = true;
    const std::int64_t note = add_note(patch);
    write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        domain::PersonPatch person;
        person.name = "Ines";
        const auto added = domain::add_person(transaction, caller, person);
        if (!added) return fail(added);
        NotePatch moved;
        moved.content = "b";
        moved.organization_id.emplace();
        moved.person_id = added->id;
        if (const auto updated = domain::update_note(transaction, caller, note, moved); !updated) return fail(updated);
        const auto changes = changes_of(transaction, note);
        if (!changes) return fail(changes);
        std::map<std::string, std::pair<std::optional<std::string>, std::optional<std::string>>> fields;
        for (const domain::Change& change : *changes) fields[change.field] = {change.old_value, change.new_value};
        EXPECT_EQ(fields.size(), 4U);
        EXPECT_EQ(fields["content"], std::pair(std::optional<std::string>("a"), std::optional<std::string>("b")));
        EXPECT_EQ(fields["person"].second, "1");
        EXPECT_EQ(fields["pinned_to_organization"].second, "0");  // the pin goes with what it was about
        return {};
    });
    EXPECT_EQ(notes_of(one), 0);
    EXPECT_EQ(notes_of(other), 0);
}

// A step takes away so many rows, whatever they are of.
TEST_P(Notes, the_purge_takes_notes_and_comments_in_steps) {
    const std::int64_t organization = add_organization("Norte Vidros");
    const std::int64_t note = add_note(about(organization, "much discussed"));
    write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        for (std::int64_t i = 0; i < limits::purge_step_rows + 50; ++i)
            if (const auto added = domain::add_comment(transaction, caller, note, "x"); !added) return fail(added);
        return {};
    });
    for (std::int64_t i = 0; i < limits::purge_step_rows; ++i) add_note(about(organization, "one of many"));
    write_as(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::delete_organization(transaction, caller, organization);
    });
    int steps = 0;
    for (bool is_done = false; !is_done; ++steps) {
        ASSERT_LT(steps, 20);
        write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto purged = domain::purge_step(transaction, caller, 0);
            if (!purged) return fail(purged);
            is_done = purged->is_done;
            return {};
        });
        EXPECT_EQ(findings(engine()), "");
    }
    EXPECT_GE(steps, 3);
    must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto left = transaction.notes().about(Kind::organization, organization, 1'000);
        if (!left) return fail(left);
        EXPECT_TRUE(left->empty());
        return {};
    });
}

// Deleted notes go for good after their time, and the housekeeping hears of it.
TEST_P(Notes, deleted_notes_are_due) {
    const std::int64_t organization = add_organization("Norte Vidros");
    const std::int64_t note = add_note(about(organization, "x"));
    write_as(1,
             [&](Transaction& transaction, const Caller& caller) { return domain::delete_note(transaction, caller, note); });
    const auto is_due = [&](Micros after) {
        bool due = false;
        must_read(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            const auto found = domain::find_due(transaction, house().clock().now() + after);
            if (!found) return fail(found);
            due = found->purge;
            return {};
        });
        return due;
    };
    EXPECT_FALSE(is_due(limits::deleted_kept_us - limits::day_us));
    EXPECT_TRUE(is_due(limits::deleted_kept_us + limits::day_us));
}

constexpr const char* pieces[] = {"a",          "b",   "ab",   "abc",   "é",      "ß",    " ",   "<p>",
                                  "</p>",       "<b>", "</b>", "&amp;", "&nbsp;", "<br>", "x y", "Größe",
                                  "<!-- a -->", "12",  "%",    "_",     "'",      "株式"};

// The index and its forms against a plain look at the same texts.
TEST_P(Notes, searches_find_what_a_scan_finds) {
    std::mt19937 random(11);
    const auto draw = [&](std::size_t most) {
        std::string text;
        for (std::size_t left = 1 + random() % most; left > 0; --left) text += pieces[random() % std::size(pieces)];
        return text;
    };
    add_user("bob");
    Ids organizations;
    for (int i = 0; i < 6; ++i) organizations.push_back(add_organization("-", i % 3 == 0 ? 1 : 7));
    struct Kept {
        std::int64_t organization = 0;
        std::string content;
        bool is_private = false;
    };
    std::map<std::int64_t, Kept> kept;
    for (int i = 0; i < 60; ++i) {
        Kept note{organizations[random() % organizations.size()], draw(8) + ".", random() % 5 == 0};
        NotePatch patch = about(note.organization, note.content);
        patch.is_private = note.is_private;
        kept[add_note(patch)] = note;
    }
    for (int i = 0; i < 30; ++i) {
        const auto at = std::next(kept.begin(), static_cast<std::ptrdiff_t>(random() % kept.size()));
        const bool deletes = random() % 3 == 0;
        const std::string content = draw(8) + ".";
        write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            if (deletes) return domain::delete_note(transaction, caller, at->first);
            NotePatch patch;
            patch.content = content;
            const auto updated = domain::update_note(transaction, caller, at->first, patch);
            return updated ? Result<void>() : fail(updated);
        });
        if (deletes)
            kept.erase(at);
        else
            at->second.content = content;
    }
    const auto expected = [&](domain::UserId user, const std::string& term, bool whole) {
        Ids ids;
        for (const auto& [id, note] : kept) {
            if (user == 2 && (note.is_private || (note.organization - 1) % 3 == 0)) continue;
            const std::string plain = html_text(note.content);
            const std::string text = domain::searched_form(plain);
            const std::string wanted = domain::searched_form(term);
            bool matches = false;
            for (auto found = text.find(wanted); found != std::string::npos; found = text.find(wanted, found + 1))
                matches = matches || code_points(wanted) >= domain::substring_chars || begins_word(text, found);
            if (whole) matches = domain::in_one_line(fold_exact(plain)) == domain::in_one_line(fold_exact(term));
            if (matches) ids.push_back(note.organization);
        }
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    };
    for (int i = 0; i < 120; ++i) {
        std::string term = random() % 2 == 0 ? html_text(draw(3)) : html_text(kept.begin()->second.content);
        if (random() % 3 == 0 && !kept.empty()) {
            const auto at = std::next(kept.begin(), static_cast<std::ptrdiff_t>(random() % kept.size()));
            term = html_text(at->second.content);
        }
        if (code_points(domain::searched_form(term)) < 2) continue;
        for (const domain::UserId user : {1, 2}) {
            EXPECT_EQ(found(user, term), expected(user, term, false)) << term << " by " << user;
            EXPECT_EQ(found(user, term, domain::SearchMatch::whole), expected(user, term, true)) << term << " by " << user;
        }
    }
}

}  // namespace
}  // namespace stele::tests
