#include "domain/archiving.h"

#include <algorithm>
#include <string>

#include "base/limits.h"
#include "domain/account_members.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/recording.h"
#include "domain/tags.h"

namespace stele::domain {

namespace {

Result<Organization> find_live(Transaction& transaction, const Caller& caller, OrganizationId id,
                               const Organization* /*of*/) {
    return find_live_organization(transaction, caller, id);
}

Result<Person> find_live(Transaction& transaction, const Caller& caller, PersonId id, const Person* /*of*/) {
    return find_live_person(transaction, caller, id);
}

Organizations& records_of(Transaction& transaction, const Organization* /*of*/) { return transaction.organizations(); }
Persons& records_of(Transaction& transaction, const Person* /*of*/) { return transaction.persons(); }

constexpr Kind kind_of(const Organization* /*of*/) { return Kind::organization; }
constexpr Kind kind_of(const Person* /*of*/) { return Kind::person; }

std::string_view flag(bool is_archived) { return is_archived ? "1" : "0"; }

template <class Record>
Result<void> set_archived(Transaction& transaction, const Caller& caller, const Record& record, bool is_archived) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const RecordRef ref{kind_of(&record), record.id};
    const auto archive_time = is_archived ? std::optional(*time) : std::nullopt;
    auto done = records_of(transaction, &record).set_archive_time(record.id, archive_time, *time);
    if (done) done = count_tagged(transaction, ref, is_archived ? -1 : 1);
    const FieldChange change{field_key::is_archived, std::string(flag(!is_archived)), std::string(flag(is_archived))};
    if (done) done = record_changes(transaction, caller, ref, *time, std::span(&change, 1), true);
    if (done) done = record_event(transaction, caller, EventAction::updated, ref, true);
    return done;
}

// `changed` is told of each record that was not so already.
template <class Record, class Changed>
Result<std::vector<std::int64_t>> set_each_archived(Transaction& transaction, const Caller& caller,
                                                    std::span<const std::int64_t> ids, bool is_archived,
                                                    const Changed& changed) {
    if (ids.size() > limits::bulk_ids)
        return fail(ErrorCode::invalid, "more than " + std::to_string(limits::bulk_ids) + " ids", "ids");
    std::vector<std::int64_t> done;
    for (const std::int64_t id : ids) {
        if (std::ranges::find(done, id) != done.end()) continue;
        const auto record = find_live(transaction, caller, id, static_cast<const Record*>(nullptr));
        if (!record && record.error().code == ErrorCode::not_found) continue;
        if (!record) return fail(record);
        if (record->archive_time.has_value() == is_archived) continue;
        auto written = set_archived(transaction, caller, *record, is_archived);
        if (written) written = changed(*record);
        if (!written) return fail(written);
        done.push_back(id);
    }
    return done;
}

template <class Record>
Result<void> nothing_more(const Record& /*record*/) {
    return {};
}

}  // namespace

Predicate not_archived(FieldRef archive_time) { return Predicate::compare(archive_time, Comparison::is_null); }

Predicate archived(FieldRef archive_time) {
    return Predicate::compare(archive_time, Comparison::greater, std::numeric_limits<std::int64_t>::min());
}

Result<std::vector<OrganizationId>> archive_organizations(Transaction& transaction, const Caller& caller,
                                                          std::span<const OrganizationId> ids, ArchivedPeople people) {
    return set_each_archived<Organization>(transaction, caller, ids, true,
                                           [&](const Organization& organization) -> Result<void> {
                                               if (people == ArchivedPeople::keep) return {};
                                               const auto dropped = drop_members(transaction, caller, organization);
                                               if (!dropped) return fail(dropped);
                                               return {};
                                           });
}

Result<std::vector<OrganizationId>> restore_organizations(Transaction& transaction, const Caller& caller,
                                                          std::span<const OrganizationId> ids) {
    return set_each_archived<Organization>(transaction, caller, ids, false, nothing_more<Organization>);
}

Result<std::vector<PersonId>> archive_persons(Transaction& transaction, const Caller& caller,
                                              std::span<const PersonId> ids) {
    return set_each_archived<Person>(transaction, caller, ids, true, nothing_more<Person>);
}

Result<std::vector<PersonId>> restore_persons(Transaction& transaction, const Caller& caller,
                                              std::span<const PersonId> ids) {
    return set_each_archived<Person>(transaction, caller, ids, false, nothing_more<Person>);
}

void apply_archive_time(std::vector<FieldChange>& changes, std::optional<Micros>& member,
                        const std::optional<std::optional<Micros>>& value) {
    if (!value) return;
    const bool was = member.has_value();
    const bool is = value->has_value();
    if (was != is)
        changes.emplace_back(field_key::is_archived, std::string(flag(was)), std::string(flag(is)));
    else if (is && !same_time(*member, **value))
        changes.emplace_back(field_key::archive_time, history_text(member), history_text(*value));
    else
        return;
    member = *value;
}

}  // namespace stele::domain
