#include "domain/account_members.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "base/limits.h"
#include "domain/organizations.h"
#include "domain/recording.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

// Not more than limits::member_ids of them, rising and each once.
Result<std::vector<PersonId>> different(std::span<const PersonId> ids) {
    std::vector<PersonId> once(ids.begin(), ids.end());
    std::ranges::sort(once);
    const auto rest = std::ranges::unique(once);
    once.erase(rest.begin(), rest.end());
    if (once.size() > limits::member_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::member_ids) + " people at once", "ids");
    return once;
}

Predicate reachable(const Caller& caller) {
    std::vector<Predicate> conditions{Predicate::compare(PersonField::delete_time, Comparison::is_null),
                                      Predicate::compare(PersonField::archive_time, Comparison::is_null)};
    if (auto visible = visible_persons(caller); !visible.always()) conditions.push_back(std::move(visible));
    return Predicate::all(std::move(conditions));
}

Predicate belongs_to(OrganizationId id) { return Predicate::compare(PersonField::organization_id, Comparison::equals, id); }

Result<Organization> find_account(Transaction& transaction, const Caller& caller, OrganizationId id) {
    auto organization = find_live_organization(transaction, caller, id);
    if (organization && organization->archive_time) return fail(ErrorCode::not_found, "Organization not found");
    return organization;
}

template <class Records, class Id>
std::vector<std::int64_t> ids_of(const Records& records, const Id& id) {
    std::vector<std::int64_t> ids;
    ids.reserve(records.size());
    for (const auto& record : records) ids.push_back(std::invoke(id, record));
    return ids;
}

// People on their way to another organization than the one they belong to, or to none.
class Move {
   public:
    // Of none the members belong to `organization`, which is null for none.
    Move(Transaction& transaction, const Caller& caller, const std::vector<Member>& members,
         const Organization* organization)
        : transaction_(transaction), caller_(caller), members_(members), organization_(organization) {
        for (const Member& member : members)
            if (member.organization_id) ++leaving_[*member.organization_id];
    }

    [[nodiscard]] Result<void> run() {
        const auto time = transaction_.write_time();
        if (!time) return fail(time);
        auto done = record(*time);
        if (done) done = transaction_.members().move(ids_of(members_, &Member::id), organization_, *time);
        if (done) done = count_people();
        if (done) done = recount_deals();
        if (done) done = relink_mail();
        return done;
    }

   private:
    [[nodiscard]] Result<void> record(Micros time) {
        std::vector<ChangedRecord> persons;
        persons.reserve(members_.size());
        const auto after = organization_ != nullptr ? history_text(organization_->id) : std::nullopt;
        for (const Member& member : members_) persons.push_back({member.id, history_text(member.organization_id), after});
        auto done = record_changes_of(transaction_, caller_, Kind::person, field_key::organization, persons, time);
        if (!done) return done;

        const auto counts = transaction_.members().people(ids_of(leaving_, &Leaving::value_type::first));
        if (!counts) return fail(counts);
        std::vector<ChangedRecord> organizations;
        for (const PeopleCount& count : *counts)
            organizations.push_back({count.id, history_text(count.people), history_text(count.people - leaving_[count.id])});
        if (organization_ != nullptr) {
            const std::int64_t before = organization_->count(Counter::people);
            organizations.push_back({organization_->id, history_text(before), history_text(before + std::ssize(members_))});
        }
        return record_changes_of(transaction_, caller_, Kind::organization, field_key::people, organizations, time);
    }

    // As many statements as there are different numbers of people who leave one.
    [[nodiscard]] Result<void> count_people() {
        std::map<std::int64_t, std::vector<OrganizationId>> by_number;
        for (const auto& [id, number] : leaving_) by_number[-number].push_back(id);
        if (organization_ != nullptr) by_number[std::ssize(members_)].push_back(organization_->id);
        for (const auto& [delta, ids] : by_number)
            if (auto counted = transaction_.members().add_to_people(ids, delta); !counted) return counted;
        return {};
    }

    [[nodiscard]] Result<void> recount_deals() {
        std::vector<PersonId> persons;
        std::vector<OrganizationId> organizations;
        for (const Member& member : members_) {
            if (!member.has_deals) continue;
            persons.push_back(member.id);
            if (member.organization_id) organizations.push_back(*member.organization_id);
        }
        if (persons.empty()) return {};
        if (organization_ != nullptr) organizations.push_back(organization_->id);
        if (auto counted = transaction_.members().recount_organizations(organizations); !counted) return counted;
        return transaction_.members().recount_persons(persons);
    }

    [[nodiscard]] Result<void> relink_mail() {
        const auto any = transaction_.has_ids(Kind::mail_message);
        if (!any || !*any) return any ? Result<void>() : fail(any);
        const auto persons = transaction_.members().with_mail(ids_of(members_, &Member::id));
        if (!persons) return fail(persons);
        std::vector<OrganizationId> former;
        for (const Member& member : members_)
            if (member.organization_id && std::ranges::binary_search(*persons, member.id))
                former.push_back(*member.organization_id);
        const auto to = organization_ != nullptr ? std::optional(organization_->id) : std::nullopt;
        return transaction_.members().relink_mail(*persons, to, former);
    }

    using Leaving = std::map<OrganizationId, std::int64_t>;

    Transaction& transaction_;
    const Caller& caller_;
    const std::vector<Member>& members_;
    const Organization* organization_;
    Leaving leaving_;  // how many people leave which organization
};

Result<void> check_room(const Organization& organization, std::int64_t arriving, std::int64_t limit) {
    const std::int64_t people = organization.count(Counter::people);
    if (arriving == 0 || people + arriving <= limit) return {};
    return fail(ErrorCode::invalid, "there are " + std::to_string(people) + " people already, and " +
                                        std::to_string(arriving) + " more would be over the limit of " +
                                        std::to_string(limit));
}

Result<std::vector<PersonId>> ids_where(Transaction& transaction, const Caller& caller, Predicate where,
                                        std::int64_t limit) {
    std::vector<Predicate> conditions{reachable(caller)};
    if (!where.always()) conditions.push_back(std::move(where));
    const auto found = transaction.members().list(Predicate::all(std::move(conditions)), limit);
    if (!found) return fail(found);
    return ids_of(*found, &Member::id);
}

// Of them those who belong to an organization that the caller sees. Of any other nothing is told.
Result<std::int64_t> count_moving(Transaction& transaction, const Caller& caller, const std::vector<Member>& members) {
    auto seen = visible_organizations(caller);
    if (seen.always())
        return std::ranges::count_if(members, [](const Member& member) { return member.organization_id.has_value(); });
    const auto found =
        transaction.members().find(ids_of(members, &Member::id), Predicate::related(Kind::organization, std::move(seen)));
    if (!found) return fail(found);
    return std::ssize(*found);
}

}  // namespace

Result<MemberReport> add_members(Transaction& transaction, const Caller& caller, OrganizationId organization_id,
                                 std::span<const PersonId> ids, std::int64_t limit) {
    const auto wanted = different(ids);
    if (!wanted) return fail(wanted);
    const auto organization = find_account(transaction, caller, organization_id);
    if (!organization) return fail(organization);
    auto members = transaction.members().find(*wanted, reachable(caller));
    if (!members) return fail(members);

    MemberReport report;
    report.unknown = std::ssize(*wanted) - std::ssize(*members);
    report.already_linked = static_cast<std::int64_t>(
        std::erase_if(*members, [&](const Member& member) { return member.organization_id == organization_id; }));
    report.linked = std::ssize(*members);
    const auto moving = count_moving(transaction, caller, *members);
    if (!moving) return fail(moving);
    report.moved = *moving;
    if (auto room = check_room(*organization, report.linked, limit); !room) return fail(room);
    if (members->empty()) return report;
    auto done = Move(transaction, caller, *members, &*organization).run();
    if (done) done = record_event(transaction, caller, EventAction::updated, {Kind::organization, organization_id}, true);
    if (!done) return fail(done);
    return report;
}

Result<MemberReport> remove_members(Transaction& transaction, const Caller& caller, OrganizationId organization_id,
                                    std::span<const PersonId> ids) {
    const auto wanted = different(ids);
    if (!wanted) return fail(wanted);
    const auto organization = find_account(transaction, caller, organization_id);
    if (!organization) return fail(organization);
    const auto members =
        transaction.members().find(*wanted, Predicate::all({reachable(caller), belongs_to(organization_id)}));
    if (!members) return fail(members);

    MemberReport report;
    report.linked = std::ssize(*members);
    report.unknown = std::ssize(*wanted) - report.linked;
    if (members->empty()) return report;
    auto done = Move(transaction, caller, *members, nullptr).run();
    if (done) done = record_event(transaction, caller, EventAction::updated, {Kind::organization, organization_id}, true);
    if (!done) return fail(done);
    return report;
}

Result<std::vector<PersonId>> select_people(Transaction& transaction, const Caller& caller, const Predicate& where,
                                            std::int64_t limit) {
    auto ids = ids_where(transaction, caller, where, limit + 1);
    if (ids && std::ssize(*ids) > limit)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limit) + " people match", "filter");
    return ids;
}

Result<std::vector<PersonId>> select_members(Transaction& transaction, const Caller& caller, OrganizationId organization_id,
                                             const Predicate& where) {
    if (const auto organization = find_account(transaction, caller, organization_id); !organization)
        return fail(organization);
    return ids_where(transaction, caller, Predicate::all({belongs_to(organization_id), where}), all);
}

Result<MemberReport> add_members_where(Transaction& transaction, const Caller& caller, OrganizationId organization_id,
                                       const Predicate& where, std::int64_t limit) {
    if (const auto organization = find_account(transaction, caller, organization_id); !organization)
        return fail(organization);
    const auto ids = select_people(transaction, caller, where, limit);
    if (!ids) return fail(ids);
    return add_members(transaction, caller, organization_id, *ids, limit);
}

Result<MemberReport> remove_members_where(Transaction& transaction, const Caller& caller, OrganizationId organization_id,
                                          const Predicate& where) {
    const auto ids = select_members(transaction, caller, organization_id, where);
    if (!ids) return fail(ids);
    return remove_members(transaction, caller, organization_id, *ids);
}

Result<std::int64_t> drop_members(Transaction& transaction, const Caller& caller, const Organization& organization) {
    const Predicate live = Predicate::compare(PersonField::delete_time, Comparison::is_null);
    const auto members = transaction.members().list(Predicate::all({live, belongs_to(organization.id)}), all);
    if (!members) return fail(members);
    if (members->empty()) return 0;
    if (auto moved = Move(transaction, caller, *members, nullptr).run(); !moved) return fail(moved);
    return std::ssize(*members);
}

}  // namespace stele::domain
