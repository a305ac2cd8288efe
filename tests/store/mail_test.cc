// Mail on every engine: to whom it belongs, and what they count of it, whatever is written.

#include <random>

#include "domain/deals.h"
#include "domain/deletion.h"
#include "domain/mailbox.h"
#include "domain/merge.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::Kind;
using domain::MailMessage;
using domain::MailRole;
using domain::NewMail;
using domain::Transaction;
using Id = std::int64_t;
using Ids = std::vector<Id>;

constexpr Micros first_time = 1'600'000'000'000'000;
constexpr Micros second_us = 1'000'000;

class Mail : public Contract {
   protected:
    using Body = FunctionRef<Result<void>(Transaction&, const Caller&)>;

    void write(Body body) {
        must_write(engine(), 1, [&](Transaction& transaction) { return as_admin(transaction, body); });
    }
    void read(Body body) {
        must_scan(engine(), 1, [&](Transaction& transaction) { return as_admin(transaction, body); });
    }
    Result<void> as_admin(Transaction& transaction, Body body) {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const Caller caller{directory->get(), (*directory)->user(1), domain::Scope::admin, domain::Source::rogerroger,
                            "test",           house().clock().now()};
        return body(transaction, caller);
    }
    // The id of what `add` makes.
    template <class Add>
    Id added(const Add& add) {
        Id id = 0;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto made = add(transaction, caller);
            if (!made) return fail(made);
            id = made->id;
            return {};
        });
        return id;
    }
    Id add_organization() {
        return added([](Transaction& transaction, const Caller& caller) {
            domain::OrganizationPatch patch;
            patch.name = "O";
            return domain::add_organization(transaction, caller, patch);
        });
    }
    Id add_person(const Ids& addresses, std::optional<Id> organization) {
        return added([&](Transaction& transaction, const Caller& caller) {
            domain::PersonPatch patch;
            patch.name = "P";
            patch.emails = contacts(addresses);
            patch.organization_id.emplace(organization);
            return domain::add_person(transaction, caller, patch);
        });
    }
    Id add_deal(std::optional<Id> organization) {
        return added([&](Transaction& transaction, const Caller& caller) {
            domain::DealPatch patch;
            patch.title = "D";
            if (organization) patch.organization_id.emplace(organization);
            return domain::add_deal(transaction, caller, patch);
        });
    }
    // From one address to others, in answer to `references`. Its number is its Message-ID, and the second it was sent in.
    std::optional<MailMessage> add_mail(Id number, const Ids& addresses, const Ids& references = {},
                                        bool is_private = false) {
        std::optional<MailMessage> message;
        write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            NewMail mail;
            mail.key = key(number);
            for (const Id reference : references) mail.references.push_back(key(reference));
            mail.subject = "About " + std::to_string(number);
            for (const Id address : addresses)
                mail.parties.push_back(
                    {0, mail.parties.empty() ? MailRole::from : MailRole::to, mail_address(address), "N"});
            mail.body = {false, "Text"};
            mail.message_time = first_time + number * second_us;
            mail.is_private = is_private;
            auto imported = domain::add_mail(transaction, caller, mail);
            if (!imported) return fail(imported);
            message = std::move(*imported);
            return {};
        });
        return message;
    }
    Ids listed(const domain::MailQuery& query) {
        Ids ids;
        read([&](Transaction& transaction, const Caller&) {
            return transaction.mail().list_messages(query, [&](const MailMessage& message) {
                ids.push_back(message.id);
                return true;
            });
        });
        return ids;
    }
    static domain::MailQuery of(Kind kind, Id id) {
        domain::MailQuery query;
        query.kind = kind;
        query.record_id = id;
        query.reader_id = 1;
        query.limit = 100;
        return query;
    }
    void purge() {
        bool done = false;
        while (!done)
            write([&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto purged = domain::purge_step(transaction, caller, -1);
                if (!purged) return fail(purged);
                done = purged->is_done;
                return {};
            });
    }

    static std::string key(Id number) { return std::to_string(number) + "@test"; }
    // The first one is the user's own.
    static std::string mail_address(Id number) {
        return number == 0 ? "ANN@Northwind.example" : "Person" + std::to_string(number) + "@x.example";
    }
    static std::vector<domain::Contact> contacts(const Ids& addresses) {
        std::vector<domain::Contact> all;
        for (const Id address : addresses) all.push_back({mail_address(address), "work", false});
        return all;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Mail, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(Mail, is_listed_newest_first_from_any_place) {
    const Id organization = add_organization();
    const Id person = add_person({1}, organization);
    for (const Id number : {3, 1, 2}) add_mail(number, {1, 2});
    EXPECT_EQ(listed(of(Kind::organization, organization)), (Ids{1, 3, 2}));
    EXPECT_EQ(listed(of(Kind::person, person)), (Ids{1, 3, 2}));
    auto query = of(Kind::organization, organization);
    query.limit = 1;
    query.offset = 1;
    EXPECT_EQ(listed(query), (Ids{3}));
    query = of(Kind::organization, organization);
    query.before_time = first_time + 3 * second_us;
    query.before_id = 1;
    EXPECT_EQ(listed(query), (Ids{3, 2}));
    query.with_attachments = true;
    EXPECT_EQ(listed(query), Ids());
    query.with_attachments = false;
    EXPECT_EQ(listed(query), (Ids{3, 2}));
}

TEST_P(Mail, answers_join_their_thread_in_any_order) {
    EXPECT_EQ(add_mail(3, {1, 2}, {1, 2})->thread_id, 1);
    EXPECT_EQ(add_mail(2, {2, 1}, {1})->thread_id, 1);
    EXPECT_EQ(add_mail(1, {1, 2})->thread_id, 1);
    EXPECT_EQ(add_mail(4, {1, 2})->thread_id, 2);
    EXPECT_EQ(add_mail(1, {1, 2}), std::nullopt);
    read([&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto thread = domain::find_mail_thread(transaction, caller, 1);
        if (!thread) return fail(thread);
        EXPECT_EQ(thread->subject, "About 1");
        EXPECT_EQ(thread->messages, 3);
        EXPECT_EQ(thread->parties.size(), 4U);
        return {};
    });
}

// Random writes, merges, deletions and purges: check() finds each link and each counter again from what is stored.
TEST_P(Mail, links_and_counters_follow_whatever_happens) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    Ids organizations;
    Ids persons;
    Ids deals;
    Id messages = 0;
    const auto below = [&](std::size_t count) { return static_cast<Id>(random() % count); };
    const auto one_of = [&](const Ids& ids) { return ids[random() % ids.size()]; };
    const auto maybe = [&](const Ids& ids) { return below(3) == 0 ? std::nullopt : std::optional(one_of(ids)); };
    const auto addresses = [&] {
        Ids drawn;
        for (Id left = below(3); left >= 0; --left) drawn.push_back(below(6));
        return drawn;
    };
    // A merged, deleted or purged record is not found, which is no matter.
    const auto tolerant = [&](Body body) {
        const auto done = domain::run_and_wait(engine(), domain::Access::write, 1,
                                               [&](Transaction& transaction) { return as_admin(transaction, body); });
        if (done) return;
        const ErrorCode code = done.error().code;
        EXPECT_TRUE(code == ErrorCode::not_found || code == ErrorCode::invalid || code == ErrorCode::conflict)
            << done.error().message << done.error().detail;
    };
    const auto outcome = [](const auto& result) { return result ? Result<void>() : Result<void>(fail(result)); };
    for (int i = 0; i < 3; ++i) {
        organizations.push_back(add_organization());
        persons.push_back(add_person(addresses(), maybe(organizations)));
        deals.push_back(add_deal(maybe(organizations)));
    }
    for (int step = 0; step < 150; ++step) {
        const Id what = below(16);
        if (what < 5) {
            Ids references;
            if (below(2) == 0) references.push_back(1 + below(static_cast<std::size_t>(messages) + 3));
            add_mail(++messages, addresses(), references, below(5) == 0);
            continue;
        }
        if (what == 5) persons.push_back(add_person(addresses(), std::nullopt));
        tolerant([&](Transaction& transaction, const Caller& caller) -> Result<void> {
            domain::PersonPatch person;
            domain::DealPatch deal;
            domain::MailThreadPatch thread;
            const Id thread_id = 1 + below(static_cast<std::size_t>(messages) + 1);
            switch (what) {
                case 6:
                    person.emails = contacts(addresses());
                    if (below(2) == 0) person.organization_id.emplace(maybe(organizations));
                    return outcome(domain::update_person(transaction, caller, one_of(persons), person));
                case 7:
                    person.organization_id.emplace(maybe(organizations));
                    return outcome(domain::update_person(transaction, caller, one_of(persons), person));
                case 8:
                    deal.organization_id.emplace(maybe(organizations));
                    return outcome(domain::update_deal(transaction, caller, one_of(deals), deal));
                case 9:
                case 10:
                    thread.deal_id.emplace(maybe(deals));
                    thread.is_private = below(3) == 0;
                    return outcome(domain::update_mail_thread(transaction, caller, thread_id, thread));
                case 11:
                    return below(3) == 0 ? domain::delete_mail_thread(transaction, caller, thread_id) : Result<void>();
                case 12:
                    return below(2) == 0 ? domain::delete_person(transaction, caller, one_of(persons))
                                         : domain::undelete_person(transaction, caller, one_of(persons));
                case 13:
                    return below(2) == 0 ? domain::delete_deal(transaction, caller, one_of(deals))
                                         : domain::undelete_deal(transaction, caller, one_of(deals));
                case 14:
                    return outcome(domain::merge_persons(transaction, caller, one_of(persons), one_of(persons)));
                case 15:
                    if (below(2) == 0)
                        return outcome(domain::merge_deals(transaction, caller, one_of(deals), one_of(deals)));
                    return outcome(
                        domain::merge_organizations(transaction, caller, one_of(organizations), one_of(organizations)));
                default:
                    return {};
            }
        });
        if (step % 25 == 0) {
            organizations.push_back(add_organization());
            persons.push_back(add_person(addresses(), organizations.back()));
            deals.push_back(add_deal(organizations.back()));
        }
        if (step % 50 == 49) {
            ASSERT_EQ(findings(engine()), "") << "step " << step;
            tolerant([&](Transaction& transaction, const Caller& caller) {
                return domain::delete_organization(transaction, caller, one_of(organizations));
            });
            house().clock().set(house().clock().now() + second_us);
            purge();
            ASSERT_EQ(findings(engine()), "") << "purged after step " << step;
        }
    }
}

}  // namespace
}  // namespace stele::tests
