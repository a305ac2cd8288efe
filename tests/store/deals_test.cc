// Deals on every engine: what organizations and persons count of them, and all three of activities and notes, after any writes;
// and what is purged.

#include "domain/deals.h"

#include <algorithm>
#include <random>

#include "base/limits.h"
#include "domain/activities.h"
#include "domain/deletion.h"
#include "domain/merge.h"
#include "domain/notes.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/pipelines.h"
#include "domain/purge.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Counter;
using domain::Deal;
using domain::DealPatch;
using domain::DealStatus;
using domain::Transaction;

class Deals : public Contract {
   protected:
    using Body = FunctionRef<Result<void>(Transaction&, const Caller&)>;

    Result<void> as_admin(Transaction& transaction, Body body) {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const Caller caller{directory->get(), (*directory)->user(1), domain::Scope::admin, domain::Source::stele,
                            "test",           house().clock().now()};
        return body(transaction, caller);
    }
    void write(Body body) {
        must_write(engine(), 1, [&](Transaction& transaction) { return as_admin(transaction, body); });
    }
    // A write that may be refused: what it names may be gone.
    [[nodiscard]] bool try_to(Body body) {
        return run_and_wait(engine(), domain::Access::write, 1,
                            [&](Transaction& transaction) { return as_admin(transaction, body); })
            .has_value();
    }
    std::int64_t add_organization(const std::string& name) {
        std::int64_t id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::OrganizationPatch patch;
            patch.name = name;
            const auto added = domain::add_organization(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    std::int64_t add_person(const std::string& name, std::optional<std::int64_t> organization) {
        std::int64_t id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::PersonPatch patch;
            patch.name = name;
            patch.organization_id.emplace(organization);
            const auto added = domain::add_person(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    std::int64_t add_deal(const DealPatch& patch) {
        std::int64_t id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto added = domain::add_deal(transaction, caller, patch);
            if (!added) return fail(added);
            id = added->id;
            return {};
        });
        return id;
    }
    void expect_no_findings() { EXPECT_EQ(findings(engine()), ""); }
};

DealPatch deal(const std::string& title, std::optional<std::int64_t> organization, std::optional<std::int64_t> person) {
    DealPatch patch;
    patch.title = title;
    patch.organization_id.emplace(organization);
    patch.person_id.emplace(person);
    return patch;
}

TEST_P(Deals, ReadsBackWhatItWrote) {
    const auto organization = add_organization("Norte");
    const auto person = add_person("Ines", organization);
    Deal stored;
    write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        DealPatch patch = deal("Facade", organization, person);
        patch.value = 1.5;
        patch.status = DealStatus::lost;
        patch.lost_reason = "Dear";
        patch.probability.emplace(30);
        patch.expected_close_date = "2027-01-02";
        patch.channel.emplace(4);
        patch.channel_id = "c";
        patch.origin_id = "o";
        patch.is_archived = true;
        const auto added = domain::add_deal(transaction, caller, patch);
        if (!added) return fail(added);
        stored = *added;
        return {};
    });
    must_scan(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        Deal found;
        const auto is_there = transaction.deals().find(stored.id, found);
        if (!is_there) return fail(is_there);
        EXPECT_TRUE(*is_there);
        EXPECT_EQ(found, stored);
        EXPECT_EQ(found.lost_time, found.close_time);
        return {};
    });
    expect_no_findings();
}

// Writes of what is about organizations (the first few), persons and deals. What they name may be gone, or not there yet.
class SubjectWrites {
   public:
    SubjectWrites(std::mt19937& random, std::int64_t organizations, std::int64_t persons, std::int64_t deals)
        : random_(random), last_organization_(organizations), last_person_(persons), last_deal_(deals) {}

    [[nodiscard]] Result<void> write(Transaction& transaction, const Caller& caller) {
        switch (draw(5)) {
            case 1:
                return outcome(domain::add_note(transaction, caller, note()));
            case 2:
                return domain::delete_note(transaction, caller, draw(note_ids));
            case 3:
                return domain::delete_activity(transaction, caller, draw(activity_ids));
            case 4:
                return outcome(domain::update_activity(transaction, caller, draw(activity_ids), activity()));
            default:
                return outcome(domain::add_activity(transaction, caller, activity()));
        }
    }

   private:
    // As many as a test adds, about.
    static constexpr std::int64_t note_ids = 30;
    static constexpr std::int64_t activity_ids = 60;

    template <class Outcome>
    static Result<void> outcome(const Outcome& result) {
        return result ? Result<void>() : Result<void>(fail(result));
    }
    std::int64_t draw(std::int64_t last) { return std::uniform_int_distribution<std::int64_t>(1, last)(random_); }
    std::optional<std::optional<std::int64_t>> draw_subject(std::int64_t last) {
        if (draw(3) == 1) return std::nullopt;
        return draw(5) == 1 ? std::optional(std::optional<std::int64_t>()) : std::optional(std::optional(draw(last)));
    }

    domain::NotePatch note() {
        domain::NotePatch patch;
        patch.content = "note";
        patch.is_private = draw(4) == 1;
        patch.organization_id = draw_subject(last_organization_);
        patch.person_id = draw_subject(last_person_);
        patch.deal_id = draw_subject(last_deal_);
        return patch;
    }

    domain::ActivityPatch activity() {
        domain::ActivityPatch patch;
        if (draw(2) == 1) patch.done = draw(2) == 1;
        if (draw(2) == 1) patch.due_date = draw(5) == 1 ? "" : "2026-01-0" + std::to_string(draw(9));
        if (draw(3) == 1) patch.due_time = "1" + std::to_string(draw(9)) + ":30:00";
        patch.organization_id = draw_subject(last_organization_);
        patch.person_id = draw_subject(last_person_);
        patch.deal_id = draw_subject(last_deal_);
        return patch;
    }

    std::mt19937& random_;
    std::int64_t last_organization_;
    std::int64_t last_person_;
    std::int64_t last_deal_;
};

// Seeds are fixed: every run draws the same writes.
TEST_P(Deals, CountersAreTrueAfterRandomWrites) {
    std::mt19937 random(20260917);
    const auto draw = [&](std::int64_t last) { return std::uniform_int_distribution<std::int64_t>(1, last)(random); };
    const auto draw_or_none = [&](std::int64_t last) {
        const auto id = draw(last + 1);
        return id > last ? std::nullopt : std::optional(id);
    };
    constexpr std::int64_t few = 5;
    for (std::int64_t i = 0; i < few; ++i) (void)add_organization("organization");
    for (std::int64_t i = 0; i < 2 * few; ++i) (void)add_person("person", draw_or_none(few));
    std::int64_t deals = 0;
    for (std::int64_t i = 0; i < 3 * few; ++i) deals = add_deal(deal("deal", draw_or_none(few), draw_or_none(2 * few)));
    SubjectWrites subjects(random, few, 2 * few, deals + 5);
    int done = 0;
    for (int i = 0; i < 300; ++i) {
        const bool is_done = try_to([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto outcome = [](const auto& result) { return result ? Result<void>() : Result<void>(fail(result)); };
            const std::int64_t id = draw(deals);
            const std::int64_t person = draw(2 * few);
            DealPatch patch;
            domain::PersonPatch moved;
            switch (draw(20)) {
                case 1:
                    patch.status = static_cast<DealStatus>(draw(3));
                    return outcome(domain::update_deal(transaction, caller, id, patch));
                case 2:
                    patch.organization_id.emplace(draw_or_none(few));
                    return outcome(domain::update_deal(transaction, caller, id, patch));
                case 3:
                    patch.person_id.emplace(draw_or_none(2 * few));
                    return outcome(domain::update_deal(transaction, caller, id, patch));
                case 4:
                    moved.organization_id.emplace(draw_or_none(few));
                    return outcome(domain::update_person(transaction, caller, person, moved));
                case 5:
                    return outcome(domain::add_participant(transaction, caller, id, person));
                case 6:
                    return draw(2) == 1 ? domain::delete_deal(transaction, caller, id)
                                        : domain::undelete_deal(transaction, caller, id);
                case 7:
                    return draw(2) == 1 ? domain::delete_person(transaction, caller, person)
                                        : domain::undelete_person(transaction, caller, person);
                case 8:
                    return draw(6) == 1 ? outcome(domain::merge_persons(transaction, caller, person, draw(2 * few)))
                                        : outcome(domain::duplicate_deal(transaction, caller, id));
                case 9:
                    return draw(6) == 1 ? outcome(domain::merge_organizations(transaction, caller, draw(few), draw(few)))
                                        : outcome(domain::merge_deals(transaction, caller, id, draw(deals)));
                case 10:
                    return draw(4) == 1 ? outcome(domain::purge_step(transaction, caller, 0)) : Result<void>();
                case 11:
                    return draw(2) == 1 ? domain::delete_organization(transaction, caller, draw(few))
                                        : domain::undelete_organization(transaction, caller, draw(few));
                default:
                    return subjects.write(transaction, caller);
            }
        });
        done += is_done ? 1 : 0;
        if (i % 10 == 9) expect_no_findings();
    }
    EXPECT_GT(done, 120);
    expect_no_findings();
}

TEST_P(Deals, PurgingAnOrganizationLeavesItsDealsWithoutOne) {
    const auto organization = add_organization("Norte");
    const auto id = add_deal(deal("Facade", organization, add_person("Ines", organization)));
    write([&](Transaction& transaction, const Caller& caller) {
        return domain::delete_organization(transaction, caller, organization);
    });
    house().clock().set(house().clock().now() + 1'000'000);
    write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto purged = domain::purge_step(transaction, caller, 0);
        if (!purged) return fail(purged);
        EXPECT_TRUE(purged->is_done);
        EXPECT_EQ(purged->organizations, 1);
        Deal found;
        const auto is_there = transaction.deals().find(id, found);
        if (!is_there) return fail(is_there);
        EXPECT_TRUE(*is_there);
        EXPECT_EQ(found.organization_id, std::nullopt);
        return {};
    });
    expect_no_findings();
}

// An activity that is about a deal alone goes with it, one that is about others too stays, and is theirs alone.
TEST_P(Deals, PurgedDealsTakeActivitiesAlong) {
    const auto organization = add_organization("Norte");
    const auto id = add_deal(deal("Facade", organization, {}));
    std::int64_t alone = 0;
    std::int64_t shared = 0;
    write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        domain::ActivityPatch patch;
        patch.due_date = "2026-01-05";
        patch.deal_id.emplace(id);
        const auto with_partners = domain::add_activity(transaction, caller, patch);
        if (!with_partners) return fail(with_partners);
        EXPECT_EQ(with_partners->organization_id, organization);
        shared = with_partners->id;
        patch.organization_id.emplace(std::nullopt);
        const auto without = domain::add_activity(transaction, caller, patch);
        if (!without) return fail(without);
        alone = without->id;
        Deal found;
        if (const auto is_there = transaction.deals().find(id, found); !is_there) return fail(is_there);
        EXPECT_EQ(found.count(Counter::activities), 2);
        EXPECT_EQ(found.next_activity, (domain::ActivityMark{shared, "2026-01-05", ""}));
        return domain::delete_deal(transaction, caller, id);
    });
    house().clock().set(house().clock().now() + 1'000'000);
    write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto purged = domain::purge_step(transaction, caller, 0);
        if (!purged) return fail(purged);
        domain::Activity found;
        const auto is_there = transaction.activities().find_where(alone, domain::Predicate::all({}), found);
        EXPECT_TRUE(is_there && !*is_there);
        const auto stays = transaction.activities().find_where(shared, domain::Predicate::all({}), found);
        EXPECT_TRUE(stays && *stays);
        EXPECT_EQ(found.deal_id, std::nullopt);
        EXPECT_EQ(found.organization_id, organization);
        return {};
    });
    expect_no_findings();
}

TEST_P(Deals, PurgedDealsLeaveNothing) {
    const auto id = add_deal(deal("Facade", add_organization("Norte"), add_person("Ines", {})));
    write([&](Transaction& transaction, const Caller& caller) { return domain::delete_deal(transaction, caller, id); });
    house().clock().set(house().clock().now() + 1'000'000);
    write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto purged = domain::purge_step(transaction, caller, 0);
        if (!purged) return fail(purged);
        Deal found;
        const auto is_there = transaction.deals().find(id, found);
        if (!is_there) return fail(is_there);
        EXPECT_FALSE(*is_there);
        const auto participants = transaction.deals().participants(id);
        EXPECT_TRUE(participants && participants->empty());
        return {};
    });
    expect_no_findings();
}

INSTANTIATE_TEST_SUITE_P(Engines, Deals, testing::ValuesIn(engine_kinds), engine_name);

}  // namespace
}  // namespace stele::tests
