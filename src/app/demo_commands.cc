// The two steps of `stele demo`: users for several owners and custom fields, and slices of organizations with their people.
#include <algorithm>

#include "app/command_steps.h"
#include "app/demo_activities.h"
#include "app/demo_deals.h"
#include "app/demo_fields.h"
#include "app/demo_files.h"
#include "app/demo_mails.h"
#include "app/demo_notes.h"
#include "app/demo_records.h"
#include "base/limits.h"
#include "domain/accounts.h"
#include "domain/activities.h"
#include "domain/deals.h"
#include "domain/directory.h"
#include "domain/files.h"
#include "domain/followers.h"
#include "domain/notes.h"
#include "domain/organizations.h"
#include "domain/persons.h"

namespace stele::app {

namespace {

using domain::Kind;
using domain::Transaction;

// Fewer active users than that, and sample users are added.
constexpr std::size_t users_enough = 1 + std::size(demo_users);

std::string counts_text(std::int64_t one, std::int64_t two, std::int64_t three) {
    return std::to_string(one) + '\t' + std::to_string(two) + '\t' + std::to_string(three);
}

Result<std::int64_t> add_missing_users(Transaction& transaction, const domain::Directory& directory) {
    auto active = static_cast<std::size_t>(std::ranges::count(directory.users, true, &domain::User::is_active));
    std::int64_t added = 0;
    for (const DemoUser& user : demo_users) {
        if (active >= users_enough) break;
        if (std::ranges::find(directory.users, user.email, &domain::User::email) != directory.users.end()) continue;
        if (auto done = domain::add_user(transaction, {user.name, user.email, false}); !done) return fail(done);
        ++active;
        ++added;
    }
    return added;
}

// The first admin, who sees everything and so may do all that follows.
Result<domain::Caller> first_admin(const domain::Directory& directory) {
    const auto admin =
        std::ranges::find_if(directory.users, [](const domain::User& user) { return user.is_admin && user.is_active; });
    if (admin == directory.users.end()) return fail(ErrorCode::not_found, "the company has no active admin");
    return domain::Caller{&directory, &*admin, domain::Scope::admin, domain::Source::command_line, "stele demo"};
}

Result<void> add_fields(Transaction& transaction, const domain::Directory& directory) {
    const auto caller = first_admin(directory);
    if (!caller) return fail(caller);
    return add_demo_fields(transaction, *caller);
}

// Prints how many organizations and users there are, and how many users were added: none when the company is to be empty and is not.
Outcome begin(domain::Engine& engine, const Command& command) {
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const auto organizations = transaction.record_count(Kind::organization);
        if (!organizations) return fail(organizations);
        const bool leave = given(command, "only_if_empty") && *organizations > 0;
        const auto added = leave ? Result<std::int64_t>(0) : add_missing_users(transaction, **directory);
        if (!added) return fail(added);
        if (!leave)
            if (auto fields = add_fields(transaction, **directory); !fields) return fail(fields);
        return counts_text(*organizations, static_cast<std::int64_t>((*directory)->users.size()) + *added, *added);
    });
}

struct Made {
    std::int64_t organizations = 0;
    std::int64_t people = 0;
    std::int64_t followers = 0;
};

Result<void> add_followers(Transaction& transaction, const domain::Caller& caller, domain::RecordRef record,
                           const std::vector<domain::UserId>& users, Made& made) {
    for (const domain::UserId user : users) {
        if (auto followed = domain::add_follower(transaction, caller, record, user); !followed) return fail(followed);
        ++made.followers;
    }
    return {};
}

Result<void> add_activities(Transaction& transaction, const domain::Caller& caller, std::int64_t number,
                            domain::OrganizationId organization, const std::vector<domain::PersonId>& people) {
    for (DemoActivity& sample : make_demo_activities(number, people.size(), *caller.directory)) {
        sample.patch.organization_id.emplace(organization);
        if (sample.person) sample.patch.person_id.emplace(people[*sample.person]);
        if (const auto added = domain::add_activity(transaction, caller, sample.patch); !added) return fail(added);
    }
    return {};
}

Result<void> add_deals(Transaction& transaction, const domain::Caller& caller, std::int64_t number,
                       domain::OrganizationId organization, const std::vector<domain::PersonId>& people) {
    for (DemoDeal& sample : make_demo_deals(number, people.size(), *caller.directory)) {
        sample.patch.organization_id.emplace(organization);
        if (sample.person) sample.patch.person_id.emplace(people[*sample.person]);
        const auto deal = domain::add_deal(transaction, caller, sample.patch);
        if (!deal) return fail(deal);
        if (sample.participant)
            if (const auto added = domain::add_participant(transaction, caller, deal->id, people[*sample.participant]);
                !added)
                return fail(added);
        for (DemoActivity& activity : sample.activities) {
            activity.patch.deal_id.emplace(deal->id);
            if (const auto added = domain::add_activity(transaction, caller, activity.patch); !added) return fail(added);
        }
    }
    return {};
}

Result<void> add_notes(Transaction& transaction, const domain::Caller& caller, std::int64_t number,
                       domain::OrganizationId organization, const std::vector<domain::PersonId>& people) {
    for (DemoNote& sample : make_demo_notes(number, people.size(), *caller.directory)) {
        sample.patch.organization_id.emplace(organization);
        if (sample.person) sample.patch.person_id.emplace(people[*sample.person]);
        if (const auto added = domain::add_note(transaction, caller, sample.patch); !added) return fail(added);
    }
    return {};
}

Result<void> add_files(Transaction& transaction, const domain::Caller& caller, std::int64_t number,
                       domain::OrganizationId organization, const std::vector<DemoFile>& files) {
    for (const DemoFile& sample : files) {
        if (sample.number != number) continue;
        domain::NewFile file = sample.file;
        file.organization_id = organization;
        if (const auto added = domain::add_file(transaction, caller, file); !added) return fail(added);
    }
    return {};
}

// Each user's own.
Result<void> add_mails(Transaction& transaction, const domain::Caller& caller, std::int64_t number,
                       const std::vector<DemoPerson>& people) {
    for (const DemoMail& sample : make_demo_mails(number, people, *caller.directory)) {
        domain::Caller user = caller;
        user.user = caller.directory->user(sample.user_id);
        if (const auto added = domain::add_mail(transaction, user, sample.mail); !added) return fail(added);
    }
    return {};
}

Result<void> add_organization(Transaction& transaction, const domain::Caller& caller, std::int64_t number,
                              const std::vector<DemoFile>& files, Made& made) {
    const DemoOrganization sample = make_demo_organization(number, *caller.directory);
    const auto organization = domain::add_organization(transaction, caller, sample.patch);
    if (!organization) return fail(organization);
    auto followed = add_followers(transaction, caller, {Kind::organization, organization->id}, sample.followers, made);
    if (!followed) return followed;
    std::vector<domain::PersonId> people;
    for (const DemoPerson& of_sample : sample.people) {
        domain::PersonPatch patch = of_sample.patch;
        patch.organization_id = organization->id;
        const auto person = domain::add_person(transaction, caller, patch);
        if (!person) return fail(person);
        people.push_back(person->id);
        followed = add_followers(transaction, caller, {Kind::person, person->id}, of_sample.followers, made);
        if (!followed) return followed;
    }
    ++made.organizations;
    made.people += static_cast<std::int64_t>(sample.people.size());
    auto added = add_notes(transaction, caller, number, organization->id, people);
    if (added) added = add_files(transaction, caller, number, organization->id, files);
    if (added) added = add_mails(transaction, caller, number, sample.people);
    if (added) added = add_activities(transaction, caller, number, organization->id, people);
    if (added) added = add_deals(transaction, caller, number, organization->id, people);
    return added;
}

// Prints how many organizations, people and followers it added.
Outcome slice(domain::Engine& engine, const Command& command) {
    const auto first = parse_number(argument(command, "first"), "the first number");
    if (!first) return failure(first.error());
    const auto count = parse_number(argument(command, "count"), "the count");
    if (!count) return failure(count.error());
    if (*first < 0 || *count < 1 || *count > limits::demo_slice_records)
        return {command_senseless, {}, "no such slice of sample data"};
    const auto company = engine.directory(command.company);
    if (!company) return failure(company.error());
    const auto files = *company == nullptr ? Result<std::vector<DemoFile>>()
                                           : store_demo_files(engine.blobs(), command.company, *first, *count);
    if (!files) return failure(files.error());
    return write(engine, command, [&](Transaction& transaction) -> Result<std::string> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const auto caller = first_admin(**directory);
        if (!caller) return fail(caller);
        Made made;
        for (std::int64_t number = *first; number < *first + *count; ++number) {
            if (auto added = add_organization(transaction, *caller, number, *files, made); !added) return fail(added);
        }
        return counts_text(made.organizations, made.people, made.followers);
    });
}

constexpr CommandRow rows[] = {{"demo begin", begin}, {"demo slice", slice}};

}  // namespace

std::span<const CommandRow> demo_commands() { return rows; }

}  // namespace stele::app
