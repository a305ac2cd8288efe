#include "domain/deletion.h"

#include <span>

#include "base/limits.h"
#include "domain/deal_counters.h"
#include "domain/deals.h"
#include "domain/links.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/recording.h"
#include "domain/tags.h"

namespace stele::domain {

namespace {

// `find` looks for the survivor on behalf of the caller.
template <class Find>
std::unexpected<Error> not_found(Transaction& transaction, RecordRef record, std::string message, const Find& find) {
    Error error{ErrorCode::not_found, std::move(message), {}, {}};
    const auto survivor = transaction.merged_records().survivor_of(record.kind, record.id);
    if (!survivor) return fail(survivor);
    if (*survivor) {
        const auto found = find(**survivor);
        if (!found && found.error().code != ErrorCode::not_found) return fail(found);
        if (found) error.merged_to = **survivor;
    }
    return std::unexpected(std::move(error));
}

std::unexpected<Error> not_deleted(std::string_view what, std::int64_t id) {
    return fail(ErrorCode::conflict, std::string(what) + " " + std::to_string(id) + " is not deleted");
}

Result<void> record_undeletion(Transaction& transaction, const Caller& caller, RecordRef record, Micros time) {
    if (record.kind != Kind::deal)
        if (auto counted = transaction.add_to_record_count(record.kind, 1); !counted) return counted;
    const FieldChange change{field_key::deleted, "1", "0"};
    auto recorded = record_changes(transaction, caller, record, time, std::span(&change, 1));
    if (!recorded) return recorded;
    return record_event(transaction, caller, EventAction::undeleted, record);
}

}  // namespace

bool is_gone(const std::optional<Micros>& delete_time, Micros now) {
    return delete_time && *delete_time < now - limits::deleted_kept_us;
}

Predicate not_gone(FieldRef delete_time, Micros now) {
    return Predicate::any({Predicate::compare(delete_time, Comparison::is_null),
                           Predicate::compare(delete_time, Comparison::greater_or_equal, now - limits::deleted_kept_us)});
}

std::unexpected<Error> organization_not_found(Transaction& transaction, const Caller& caller, OrganizationId id) {
    return not_found(transaction, {Kind::organization, id}, "Organization not found",
                     [&](OrganizationId survivor) { return find_organization(transaction, caller, survivor); });
}

std::unexpected<Error> person_not_found(Transaction& transaction, const Caller& caller, PersonId id) {
    return not_found(transaction, {Kind::person, id}, "Person not found",
                     [&](PersonId survivor) { return find_person(transaction, caller, survivor); });
}

std::unexpected<Error> deal_not_found(Transaction& transaction, const Caller& caller, DealId id) {
    return not_found(transaction, {Kind::deal, id}, "Deal not found",
                     [&](DealId survivor) { return find_deal(transaction, caller, survivor); });
}

Result<void> undelete_organization(Transaction& transaction, const Caller& caller, OrganizationId id) {
    auto organization = find_organization(transaction, caller, id);
    if (!organization) return fail(organization);
    if (!organization->delete_time) return not_deleted("organization", id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    organization->delete_time.reset();
    organization->update_time = *time;
    if (auto updated = transaction.organizations().update(*organization); !updated) return updated;
    if (!organization->archive_time)
        if (auto counted = count_tagged(transaction, {Kind::organization, id}, 1); !counted) return counted;
    return record_undeletion(transaction, caller, {Kind::organization, id}, *time);
}

Result<void> undelete_person(Transaction& transaction, const Caller& caller, PersonId id) {
    auto person = find_person(transaction, caller, id);
    if (!person) return fail(person);
    if (!person->delete_time) return not_deleted("person", id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    person->delete_time.reset();
    person->update_time = *time;
    if (auto updated = transaction.persons().update(*person); !updated) return updated;
    if (!person->archive_time)
        if (auto counted = count_tagged(transaction, {Kind::person, id}, 1); !counted) return counted;
    if (person->organization_id) {
        auto counted = count_person(transaction, caller, *person->organization_id, 1, *time);
        if (!counted) return counted;
    }
    if (auto counted = recount_moved(transaction, *person, std::nullopt, person->organization_id); !counted) return counted;
    return record_undeletion(transaction, caller, {Kind::person, id}, *time);
}

Result<void> undelete_deal(Transaction& transaction, const Caller& caller, DealId id) {
    auto deal = find_deal(transaction, caller, id);
    if (!deal) return fail(deal);
    if (!deal->delete_time) return not_deleted("deal", id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    const Deal before = *deal;
    deal->delete_time.reset();
    deal->update_time = *time;
    if (auto updated = transaction.deals().update(*deal); !updated) return updated;
    if (auto counted = recount_deal(transaction, &before, &*deal); !counted) return counted;
    return record_undeletion(transaction, caller, {Kind::deal, id}, *time);
}

}  // namespace stele::domain
