// Random operations of several companies, on an engine and on a model in memory, which must agree.
//
// The seed is printed when it fails. STELE_LONG=1 runs fifty times as many.

#include "store/model.h"

#include <cstdlib>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/limits.h"
#include "base/text.h"
#include "domain/accounts.h"
#include "store/fixture.h"

namespace stele::tests {
namespace {

using domain::Comparison;
using domain::Counter;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::OrganizationQuery;
using domain::Predicate;
using domain::Transaction;

constexpr int company_number = 3;

// Small sets, so that values meet.
rc::Gen<std::string> names() {
    return rc::gen::element<std::string>("a", "A", "á", "b", "Zürich", "zurich", "Ørsted", "Orsted", "ß", "ss", "10", "9",
                                         "漢字", "🎉", "a b", "ab", "-", "co-op", "coop", "Straße 1");
}
rc::Gen<std::string> texts() { return rc::gen::element<std::string>("", "", "x", "X", "Bern", "Zürich", "8001", "é"); }
rc::Gen<std::string> dates() { return rc::gen::element<std::string>("", "2026-01-01", "2026-01-02", "2025-12-31"); }
rc::Gen<std::int64_t> small() { return rc::gen::inRange<std::int64_t>(0, 5); }
rc::Gen<std::int64_t> ids() {
    return rc::gen::weightedOneOf<std::int64_t>(
        {{8, rc::gen::inRange<std::int64_t>(0, 14)},
         {1, rc::gen::element<std::int64_t>(-1, limits::id, limits::id + 1, (std::int64_t{2} << 40) + 1, INT64_MAX,
                                            INT64_MIN)}});
}

enum class Shape : std::uint8_t { number, text, id, followed_by };

Shape shape_of(OrganizationField field) {
    switch (field) {
        case OrganizationField::id:
            return Shape::id;
        case OrganizationField::followed_by:
            return Shape::followed_by;
        case OrganizationField::name:
        case OrganizationField::first_char:
        case OrganizationField::owner_name:
        case OrganizationField::country_code:
        case OrganizationField::next_activity_date:
        case OrganizationField::next_activity_time:
        case OrganizationField::last_activity_date:
            return Shape::text;
        default:
            break;
    }
    const bool is_address = field >= OrganizationField::address && field <= OrganizationField::address_formatted_address;
    return is_address ? Shape::text : Shape::number;
}

OrganizationField any_field(OrganizationField last) {
    return static_cast<OrganizationField>(*rc::gen::inRange(0, static_cast<int>(last) + 1));
}

Predicate any_comparison() {
    const OrganizationField field = any_field(OrganizationField::followed_by);
    const Shape shape = shape_of(field);
    if (shape == Shape::followed_by)
        return Predicate::compare(field, Comparison::equals, *rc::gen::inRange<std::int64_t>(1, 5));
    auto comparison = static_cast<Comparison>(*rc::gen::inRange(0, static_cast<int>(Comparison::in) + 1));
    if (comparison == Comparison::is_null) return Predicate::compare(field, comparison);
    const auto number = shape == Shape::id ? ids() : small();
    if (shape == Shape::text) {
        if (comparison == Comparison::in) comparison = Comparison::equals;
        return Predicate::compare(field, comparison, *rc::gen::oneOf(names(), texts(), dates()));
    }
    if (comparison == Comparison::in)
        return Predicate::compare(field, comparison, *rc::gen::container<std::vector<std::int64_t>>(number));
    return Predicate::compare(field, comparison, *number);
}

Predicate any_predicate(int depth) {
    const int choice = *rc::gen::inRange(0, depth > 0 ? 8 : 4);
    if (choice < 3) return any_comparison();
    if (choice == 3) return Predicate::compare(OrganizationField::delete_time, Comparison::is_null);
    if (choice == 4) return Predicate::negate(any_predicate(depth - 1));
    std::vector<Predicate> children;
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left) children.push_back(any_predicate(depth - 1));
    return choice == 5 ? Predicate::any(std::move(children)) : Predicate::all(std::move(children));
}

OrganizationQuery any_query() {
    OrganizationQuery query;
    query.where = any_predicate(3);
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left)
        query.sort.push_back({any_field(OrganizationField::followers), *rc::gen::arbitrary<bool>()});
    query.limit = *rc::gen::inRange<std::int64_t>(0, 12);
    query.offset = *rc::gen::inRange<std::int64_t>(0, 6);
    return query;
}

void fill(Organization& organization) {
    organization.name = *names();
    organization.owner_id = *rc::gen::inRange<std::int64_t>(1, 4);
    organization.visible_to = *rc::gen::element(1, 3, 5, 7);
    organization.add_time = *small();
    organization.update_time = *small();
    organization.delete_time.reset();
    if (*rc::gen::inRange(0, 4) == 0) organization.delete_time = *small();
    organization.label_ids = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 5));
    domain::Address& address = organization.address;
    for (std::string* text :
         {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
          &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
          &address.postal_code, &address.formatted_address, &organization.country_code, &organization.website,
          &organization.linkedin})
        *text = *texts();
    const auto some = rc::gen::maybe(small());
    const auto optional = [&]() -> std::optional<std::int64_t> {
        const auto value = *some;
        if (!value) return std::nullopt;
        return *value;
    };
    organization.industry = optional();
    organization.employee_count = optional();
    organization.picture_id = optional();
    organization.annual_revenue.reset();
    if (const auto revenue = optional()) organization.annual_revenue = static_cast<double>(*revenue) / 4;
    organization.next_activity = {*small(), *dates(), *texts()};
    organization.last_activity = {*small(), *dates(), *texts()};
    organization.first_char = first_char(organization.name);
}

// Everything is drawn beforehand, on the test's own thread: a write runs on another.
struct Operation {
    enum class What : std::uint8_t { insert, update, count, follow, unfollow, change };
    What what{};
    std::size_t which = 0;  // of the organizations that there are
    Organization organization;
    Counter counter{};
    std::int64_t delta = 0;
    domain::UserId user = 0;
    domain::Change change;
};

Operation any_operation() {
    using What = Operation::What;
    Operation operation;
    operation.what = *rc::gen::element(What::insert, What::insert, What::update, What::update, What::count, What::follow,
                                       What::unfollow, What::change);
    operation.which = *rc::gen::inRange<std::size_t>(0, 100);
    if (operation.what == What::insert || operation.what == What::update) {
        fill(operation.organization);
        for (std::int64_t& counter : operation.organization.counters) counter = *small();
        operation.organization.count(Counter::followers) = 0;
    }
    operation.counter = static_cast<Counter>(*rc::gen::inRange(0, static_cast<int>(Counter::followers)));
    operation.delta = *rc::gen::inRange<std::int64_t>(-2, 3);
    operation.user = *rc::gen::inRange<std::int64_t>(1, 4);
    operation.change.field = *rc::gen::element<std::string>("name", "follower");
    if (*rc::gen::arbitrary<bool>()) operation.change.old_value = *texts();
    if (*rc::gen::arbitrary<bool>()) operation.change.new_value = *texts();
    operation.change.user_agent = *texts();
    operation.change.user_id = 1;
    return operation;
}

// Runs operations on a transaction and on the model; notes where they differ.
class Player {
   public:
    Player(Transaction& transaction, CompanyModel& model, std::string& difference)
        : transaction_(transaction), model_(model), difference_(difference) {}

    Result<void> play(const Operation& operation) {
        using What = Operation::What;
        if (operation.what == What::insert || model_.organizations.empty()) return insert(operation);
        auto& [id, organization] = *std::next(model_.organizations.begin(),
                                              static_cast<std::ptrdiff_t>(operation.which % model_.organizations.size()));
        switch (operation.what) {
            case What::insert:
                break;
            case What::update:
                return update(operation, organization);
            case What::count:
                organization.count(operation.counter) += operation.delta;
                return transaction_.organizations().add_to_counter(id, operation.counter, operation.delta);
            case What::follow:
                return follow(operation, organization);
            case What::unfollow:
                return unfollow(operation, organization);
            case What::change:
                return append_change(operation, organization);
        }
        return {};
    }

   private:
    void expect(bool held, const char* what) {
        if (!held) difference_ += std::string(what) + "; ";
    }

    Result<void> insert(const Operation& operation) {
        Organization organization = operation.organization;
        if (organization.name.empty()) organization.name = "x";
        if (organization.owner_id == 0) organization.owner_id = 1;
        organization.first_char = first_char(organization.name);
        const auto id = transaction_.next_id(Kind::organization);
        if (!id) return fail(id);
        expect(*id == ++model_.last_organization, "the next id");
        organization.id = *id;
        model_.organizations[*id] = organization;
        if (!organization.delete_time) {
            ++model_.organization_count;
            if (auto counted = transaction_.add_to_record_count(Kind::organization, 1); !counted) return counted;
        }
        return transaction_.organizations().insert(organization);
    }

    Result<void> update(const Operation& operation, Organization& organization) {
        const std::int64_t delta =
            std::int64_t{!operation.organization.delete_time} - std::int64_t{!organization.delete_time};
        const domain::Counters counters = organization.counters;
        const domain::OrganizationId id = organization.id;
        organization = operation.organization;
        organization.id = id;
        organization.counters = counters;
        model_.organization_count += delta;
        if (auto counted = transaction_.add_to_record_count(Kind::organization, delta); !counted) return counted;
        return transaction_.organizations().update(organization);
    }

    Result<void> follow(const Operation& operation, Organization& organization) {
        const auto id = transaction_.next_id(Kind::follower);
        if (!id) return fail(id);
        const auto inserted = transaction_.followers().insert({*id, Kind::organization, organization.id, operation.user, 1});
        if (!inserted) return fail(inserted);
        expect(*inserted == model_.followers[organization.id].insert(operation.user).second, "following");
        if (!*inserted) return {};
        ++organization.count(Counter::followers);
        return transaction_.organizations().add_to_counter(organization.id, Counter::followers, 1);
    }

    Result<void> unfollow(const Operation& operation, Organization& organization) {
        const auto removed = transaction_.followers().remove(Kind::organization, organization.id, operation.user);
        if (!removed) return fail(removed);
        expect(*removed == (model_.followers[organization.id].erase(operation.user) > 0), "following no more");
        if (!*removed) return {};
        --organization.count(Counter::followers);
        return transaction_.organizations().add_to_counter(organization.id, Counter::followers, -1);
    }

    Result<void> append_change(const Operation& operation, const Organization& organization) {
        const auto id = transaction_.next_id(Kind::change);
        if (!id) return fail(id);
        expect(*id == ++model_.last_change, "the next change");
        domain::Change change = operation.change;
        change.id = *id;
        change.record_id = organization.id;
        model_.changes[organization.id].push_back(change);
        return transaction_.history().append(change);
    }

    Transaction& transaction_;
    CompanyModel& model_;
    std::string& difference_;
};

// What one look at the store showed.
struct Look {
    OrganizationQuery query;
    std::int64_t id = 0;

    std::vector<Organization> rows;
    std::int64_t count = 0;
    std::int64_t organizations = 0;
    bool found = false;
    bool found_where = false;
    Organization organization;
    std::set<domain::UserId> followers;
    std::vector<std::int64_t> changes;

    Result<void> take(Transaction& transaction) {
        auto seen = transaction.organizations().list(query, [&](const Organization& row) {
            rows.push_back(row);
            return true;
        });
        if (!seen) return seen;
        const auto counted = transaction.organizations().count(query.where);
        if (!counted) return fail(counted);
        count = *counted;
        const auto total = transaction.record_count(Kind::organization);
        if (!total) return fail(total);
        organizations = *total;
        Organization unused;
        const auto by_id = transaction.organizations().find(id, organization);
        const auto by_both = transaction.organizations().find_where(id, query.where, unused);
        if (!by_id) return fail(by_id);
        if (!by_both) return fail(by_both);
        found = *by_id;
        found_where = *by_both;
        seen = transaction.followers().list(Kind::organization, id, 0, [&](const domain::Follower& follower) {
            followers.insert(follower.user_id);
            return true;
        });
        if (!seen) return seen;
        return transaction.history().list_changes(Kind::organization, id, domain::ChangeSet::fields, 0, 100,
                                                  [&](const domain::Change& change) {
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
        for (int left = *rc::gen::inRange(1, 5); left > 0; --left) operations.push_back(any_operation());
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

    void compare() {
        Look look;
        look.query = any_query();
        look.id = *ids();
        const domain::Access access = *rc::gen::element(domain::Access::read, domain::Access::scan, domain::Access::write);
        const auto done = domain::run_and_wait(engine_, access, company_,
                                               [&](Transaction& transaction) { return look.take(transaction); });
        if (!done) RC_FAIL(done.error().message + " " + done.error().detail);

        std::vector<domain::OrganizationId> listed;
        for (const Organization& row : look.rows) {
            listed.push_back(row.id);
            RC_ASSERT(row == model_.organizations.at(row.id));
        }
        RC_ASSERT(listed == model_.list(look.query));
        RC_ASSERT(look.count == model_.count(look.query.where));
        RC_ASSERT(look.organizations == model_.organization_count);
        compare_one(look);
    }

   private:
    // One record by its id, with what belongs to it.
    void compare_one(const Look& look) {
        const auto expected = model_.organizations.find(look.id);
        RC_ASSERT(look.found == (expected != model_.organizations.end()));
        if (look.found) RC_ASSERT(look.organization == expected->second);
        RC_ASSERT(look.found_where == (look.found && model_.holds(look.query.where, expected->second)));
        RC_ASSERT(look.followers == model_.followers[look.id]);
        std::vector<std::int64_t> wanted;
        for (const domain::Change& change : model_.changes[look.id])
            if (change.field != domain::field_key::follower) wanted.insert(wanted.begin(), change.id);
        RC_ASSERT(look.changes == wanted);
    }

    domain::Engine& engine_;
    domain::CompanyId company_;
    CompanyModel model_;
};

TEST(Model, engines_agree_with_it) {
    if (std::getenv("STELE_LONG") != nullptr) setenv("RC_PARAMS", "max_success=5000", 0);
    for (const EngineKind& kind : engine_kinds) {
        const auto house = kind.make({});
        domain::CompanyId next_company = 1;
        const bool held = rc::check(std::string("the model and ") + kind.name, [&] {
            std::vector<std::unique_ptr<Pair>> pairs;
            for (int i = 0; i < company_number; ++i)
                pairs.push_back(std::make_unique<Pair>(house->engine(), next_company++));
            for (int step = *rc::gen::inRange(5, 60); step > 0; --step) {
                Pair& pair = *pairs[static_cast<std::size_t>(*rc::gen::inRange(0, company_number))];
                if (*rc::gen::inRange(0, 3) == 0)
                    pair.compare();
                else
                    pair.write();
            }
            for (const auto& pair : pairs) pair->compare();
        });
        EXPECT_TRUE(held);
    }
}

}  // namespace
}  // namespace stele::tests
