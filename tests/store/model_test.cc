// Random operations of several companies, on an engine and on a model in memory, which must agree.
//
// The seed is printed when it fails. STELE_LONG=1 runs fifty times as many.

#include "store/model.h"

#include <algorithm>
#include <cstdlib>
#include <variant>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "domain/accounts.h"
#include "store/draw.h"
#include "store/fixture.h"

namespace stele::tests {
namespace {

using domain::ChangeSet;
using domain::Counter;
using domain::Kind;
using domain::Link;
using domain::Organization;
using domain::OrganizationId;
using domain::Person;
using domain::Transaction;

constexpr int company_number = 3;

// What differs between the kinds of records.
template <class Record>
struct Nouns;

template <>
struct Nouns<Organization> {
    static constexpr Kind kind = Kind::organization;
    static constexpr auto records = &CompanyModel::organizations;
    static constexpr auto drawn = &Operation::organization;
    static domain::Organizations& in(Transaction& transaction) { return transaction.organizations(); }
};

template <>
struct Nouns<Person> {
    static constexpr Kind kind = Kind::person;
    static constexpr auto records = &CompanyModel::persons;
    static constexpr auto drawn = &Operation::person;
    static domain::Persons& in(Transaction& transaction) { return transaction.persons(); }
};

// Runs operations on a transaction and on the model; notes where they differ.
class Player {
   public:
    Player(Transaction& transaction, CompanyModel& model, std::string& difference)
        : transaction_(transaction), model_(model), difference_(difference) {}

    Result<void> play(const Operation& operation) {
        return operation.kind == Kind::person ? play_on<Person>(operation) : play_on<Organization>(operation);
    }

   private:
    template <class Record>
    Result<void> play_on(const Operation& operation) {
        using What = Operation::What;
        auto& records = model_.*Nouns<Record>::records;
        if (operation.what == What::insert || records.empty()) return insert<Record>(operation);
        Record& record = at(records, operation.which);
        switch (operation.what) {
            case What::insert:
                break;
            case What::update:
                return update(operation, record);
            case What::count:
                record.count(operation.counter) += operation.delta;
                return Nouns<Record>::in(transaction_).add_to_counter(record.id, operation.counter, operation.delta);
            case What::follow:
                return follow(operation, record);
            case What::unfollow:
                return unfollow(operation, record);
            case What::change:
                return append_change(operation, record);
            case What::link:
                if constexpr (std::is_same_v<Record, Person>) return link(operation, record);
                break;
            case What::unlink:
                if constexpr (std::is_same_v<Record, Person>) return unlink(operation, record);
                break;
        }
        return {};
    }

    void expect(bool held, const char* what) {
        if (!held) difference_ += std::string(what) + "; ";
    }

    template <class Record>
    static Record& at(std::map<std::int64_t, Record>& records, std::size_t which) {
        return std::next(records.begin(), static_cast<std::ptrdiff_t>(which % records.size()))->second;
    }

    Result<std::int64_t> next_id(Kind kind) {
        const auto id = transaction_.next_id(kind);
        if (id) expect(*id == ++model_.last_ids[kind], "the next id");
        return id;
    }

    Result<void> add_to_record_count(Kind kind, std::int64_t delta) {
        model_.counts[kind] += delta;
        return transaction_.add_to_record_count(kind, delta);
    }

    // The counter of the organization that is primary for a person.
    Result<void> add_to_people(const Person& person, std::int64_t delta) {
        if (!person.organization_id || person.delete_time) return {};
        model_.organizations.at(*person.organization_id).count(Counter::people) += delta;
        return transaction_.organizations().add_to_counter(*person.organization_id, Counter::people, delta);
    }

    template <class Record>
    Result<void> insert(const Operation& operation) {
        Record record = operation.*Nouns<Record>::drawn;
        const auto id = next_id(Nouns<Record>::kind);
        if (!id) return fail(id);
        record.id = *id;
        (model_.*Nouns<Record>::records)[*id] = record;
        if (!record.delete_time)
            if (auto counted = add_to_record_count(Nouns<Record>::kind, 1); !counted) return counted;
        return Nouns<Record>::in(transaction_).insert(record);
    }

    template <class Record>
    Result<void> update(const Operation& operation, Record& record) {
        const Record before = record;
        record = operation.*Nouns<Record>::drawn;
        record.id = before.id;
        record.counters = before.counters;
        if constexpr (std::is_same_v<Record, Person>) {
            record.organization_id = before.organization_id;
            record.participant_open_deals = before.participant_open_deals;
            record.participant_closed_deals = before.participant_closed_deals;
            if (auto counted = add_to_people(before, -1); !counted) return counted;
            if (auto counted = add_to_people(record, 1); !counted) return counted;
        }
        const std::int64_t delta = std::int64_t{!record.delete_time} - std::int64_t{!before.delete_time};
        if (auto counted = add_to_record_count(Nouns<Record>::kind, delta); !counted) return counted;
        return Nouns<Record>::in(transaction_).update(record);
    }

    template <class Record>
    Result<void> follow(const Operation& operation, Record& record) {
        const Kind kind = Nouns<Record>::kind;
        const auto id = next_id(Kind::follower);
        if (!id) return fail(id);
        const auto inserted = transaction_.followers().insert({*id, kind, record.id, operation.user, 1});
        if (!inserted) return fail(inserted);
        expect(*inserted == model_.followers[{kind, record.id}].insert(operation.user).second, "following");
        if (!*inserted) return {};
        ++record.count(Counter::followers);
        return Nouns<Record>::in(transaction_).add_to_counter(record.id, Counter::followers, 1);
    }

    template <class Record>
    Result<void> unfollow(const Operation& operation, Record& record) {
        const Kind kind = Nouns<Record>::kind;
        const auto removed = transaction_.followers().remove(kind, record.id, operation.user);
        if (!removed) return fail(removed);
        expect(*removed == (model_.followers[{kind, record.id}].erase(operation.user) > 0), "following no more");
        if (!*removed) return {};
        --record.count(Counter::followers);
        return Nouns<Record>::in(transaction_).add_to_counter(record.id, Counter::followers, -1);
    }

    template <class Record>
    Result<void> append_change(const Operation& operation, const Record& record) {
        const auto id = next_id(Kind::change);
        if (!id) return fail(id);
        domain::Change change = operation.change;
        change.kind = Nouns<Record>::kind;
        change.id = *id;
        change.record_id = record.id;
        model_.changes[{change.kind, record.id}].push_back(change);
        return transaction_.history().append(change);
    }

    // A primary link drops the former one.
    Result<void> link(const Operation& operation, Person& person) {
        if (model_.organizations.empty()) return {};
        const OrganizationId organization = at(model_.organizations, operation.other).id;
        if (person.organization_id == organization) {
            if (auto removed = remove_link(person, organization); !removed) return removed;
        } else if (operation.is_primary && person.organization_id) {
            if (auto removed = remove_link(person, *person.organization_id); !removed) return removed;
        }
        Link& link =
            model_.links[person.id].try_emplace(organization, Link{organization, person.id, false, 0}).first->second;
        if (link.add_time == 0) link.add_time = operation.delta + 3;
        link.is_primary = operation.is_primary;
        if (auto put = transaction_.links().put({organization, person.id, operation.is_primary, operation.delta + 3}); !put)
            return put;
        if (!operation.is_primary) return {};
        person.organization_id = organization;
        if (auto updated = transaction_.persons().update(person); !updated) return updated;
        return add_to_people(person, 1);
    }

    Result<void> unlink(const Operation& operation, Person& person) {
        if (model_.organizations.empty()) return {};
        return remove_link(person, at(model_.organizations, operation.other).id);
    }

    Result<void> remove_link(Person& person, OrganizationId organization) {
        const auto removed = transaction_.links().remove(organization, person.id);
        if (!removed) return fail(removed);
        expect(*removed == (model_.links[person.id].erase(organization) > 0), "linked no more");
        if (person.organization_id != organization) return {};
        if (auto counted = add_to_people(person, -1); !counted) return counted;
        person.organization_id.reset();
        return transaction_.persons().update(person);
    }

    Transaction& transaction_;
    CompanyModel& model_;
    std::string& difference_;
};

// What one look at the records of one kind showed.
template <class Record>
struct Look {
    domain::RecordQuery query;
    std::int64_t id = 0;
    domain::UserId after_user = 0;
    ChangeSet set{};

    std::vector<Record> rows;
    std::int64_t count = 0;
    std::int64_t total = 0;
    bool found = false;
    bool found_where = false;
    Record record;
    std::vector<domain::UserId> followers;
    std::vector<std::int64_t> changes;
    std::vector<Link> links;

    Result<void> take(Transaction& transaction) {
        constexpr Kind kind = Nouns<Record>::kind;
        auto& records = Nouns<Record>::in(transaction);
        auto seen = records.list(query, [&](const Record& row) {
            rows.push_back(row);
            return true;
        });
        if (!seen) return seen;
        const auto counted = records.count(query.where);
        const auto all = transaction.record_count(kind);
        Record unused;
        const auto by_id = records.find(id, record);
        const auto by_both = records.find_where(id, query.where, unused);
        const auto linked = transaction.links().of_person(id);
        if (!counted) return fail(counted);
        if (!all) return fail(all);
        if (!by_id) return fail(by_id);
        if (!by_both) return fail(by_both);
        if (!linked) return fail(linked);
        count = *counted;
        total = *all;
        found = *by_id;
        found_where = *by_both;
        links = *linked;
        seen = transaction.followers().list(kind, id, after_user, [&](const domain::Follower& follower) {
            followers.push_back(follower.user_id);
            return true;
        });
        if (!seen) return seen;
        return transaction.history().list_changes(kind, id, set, 0, 100, [&](const domain::Change& change) {
            changes.push_back(change.id);
            return true;
        });
    }
};

// One company in the store and its model.
class Pair {
   public:
    Pair(domain::Engine& engine, domain::CompanyId company) : engine_(engine), company_(company) {
        make_company(engine, company);
        model_.users[1] = "Ann";
        must_write(engine, company, [&](Transaction& transaction) -> Result<void> {
            for (const char* name : {"Zoë", "bob"}) {
                const auto user = domain::add_user(transaction, {name, std::string(name) + "@x.example", false});
                if (!user) return fail(user);
                model_.users[user->id] = name;
            }
            return {};
        });
    }

    // One request: some operations, which fail as a whole now and then.
    void write() {
        const bool fails = *rc::gen::inRange(0, 5) == 0;
        std::vector<Operation> operations;
        for (int left = *rc::gen::inRange(1, 5); left > 0; --left) operations.push_back(draw_operation());
        CompanyModel after;
        std::string difference;
        const auto done =
            domain::run_and_wait(engine_, domain::Access::write, company_, [&](Transaction& transaction) -> Result<void> {
                after = model_;
                Player player(transaction, after, difference);
                for (const Operation& operation : operations)
                    if (auto played = player.play(operation); !played) return played;
                if (fails) return fail(ErrorCode::conflict, "on purpose");
                return {};
            });
        if (!done && done.error().code != ErrorCode::conflict) RC_FAIL(done.error().message + " " + done.error().detail);
        RC_ASSERT(difference == "");
        RC_ASSERT(done.has_value() != fails);
        if (!fails) model_ = std::move(after);
    }

    template <class Record>
    void compare() {
        Look<Record> look;
        look.query = draw_query(Nouns<Record>::kind);
        look.id = draw_id();
        look.after_user = *rc::gen::inRange<std::int64_t>(0, 4);
        look.set = *rc::gen::element(ChangeSet::fields, ChangeSet::followers);
        const domain::Access access = *rc::gen::element(domain::Access::read, domain::Access::scan, domain::Access::write);
        const auto done = domain::run_and_wait(engine_, access, company_,
                                               [&](Transaction& transaction) { return look.take(transaction); });
        if (!done) RC_FAIL(done.error().message + " " + done.error().detail);

        std::vector<std::int64_t> listed;
        for (const Record& row : look.rows) {
            listed.push_back(row.id);
            RC_ASSERT(row == model_.records<Record>().at(row.id));
        }
        RC_ASSERT(listed == model_.list<Record>(look.query));
        RC_ASSERT(look.count == model_.count<Record>(look.query.where));
        RC_ASSERT(look.total == model_.counts[Nouns<Record>::kind]);
        compare_one(look);
    }

   private:
    // One record by its id, with what belongs to it.
    template <class Record>
    void compare_one(const Look<Record>& look) {
        const RecordKey key{Nouns<Record>::kind, look.id};
        const auto expected = model_.records<Record>().find(look.id);
        RC_ASSERT(look.found == (expected != model_.records<Record>().end()));
        if (look.found) RC_ASSERT(look.record == expected->second);
        RC_ASSERT(look.found_where == (look.found && model_.holds(look.query.where, expected->second)));
        std::vector<domain::UserId> followers;
        for (const domain::UserId user : model_.followers[key])
            if (user > look.after_user) followers.push_back(user);
        RC_ASSERT(look.followers == followers);
        std::vector<std::int64_t> changes;
        for (const domain::Change& change : model_.changes[key])
            if ((change.field == domain::field_key::follower) == (look.set == ChangeSet::followers))
                changes.insert(changes.begin(), change.id);
        RC_ASSERT(look.changes == changes);
        compare_links(look.id, look.links);
    }

    void compare_links(domain::PersonId person, const std::vector<Link>& seen) {
        std::vector<Link> links;
        for (const auto& [organization, link] : model_.links[person]) links.push_back(link);
        std::ranges::stable_sort(links, {}, &Link::add_time);
        RC_ASSERT(std::ranges::equal(seen, links, [](const Link& a, const Link& b) {
            return a.organization_id == b.organization_id && a.person_id == b.person_id && a.is_primary == b.is_primary &&
                   a.add_time == b.add_time;
        }));
    }

    domain::Engine& engine_;
    domain::CompanyId company_;
    CompanyModel model_;
};

TEST(Model, engines_agree_with_it) {
    const bool is_given = std::getenv("RC_PARAMS") != nullptr;
    for (const EngineKind& kind : engine_kinds) {
        const bool is_embedded = std::string_view(kind.name) == "sqlite";  // the other waits for each step
        if (std::getenv("STELE_LONG") != nullptr && !is_given)
            setenv("RC_PARAMS", is_embedded ? "max_success=2000" : "max_success=400", 1);
        const auto house = kind.make({});
        domain::CompanyId next_company = 1;
        const bool held = rc::check(std::string("the model and ") + kind.name, [&] {
            std::vector<std::unique_ptr<Pair>> pairs;
            for (int i = 0; i < company_number; ++i)
                pairs.push_back(std::make_unique<Pair>(house->engine(), next_company++));
            for (int step = *rc::gen::inRange(5, 60); step > 0; --step) {
                Pair& pair = *pairs[static_cast<std::size_t>(*rc::gen::inRange(0, company_number))];
                switch (*rc::gen::inRange(0, 6)) {
                    case 0:
                        pair.compare<Organization>();
                        break;
                    case 1:
                        pair.compare<Person>();
                        break;
                    default:
                        pair.write();
                }
            }
            for (const auto& pair : pairs) {
                pair->compare<Organization>();
                pair->compare<Person>();
            }
        });
        EXPECT_TRUE(held);
        EXPECT_EQ(findings_beside_deals(house->engine()), "");
    }
}

}  // namespace
}  // namespace stele::tests
