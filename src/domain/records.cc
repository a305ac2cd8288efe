#include "domain/records.h"

#include <cassert>

#include "domain/deals.h"
#include "domain/organizations.h"
#include "domain/persons.h"

namespace stele::domain {

namespace {

template <class Record>
Result<RecordHead> head_of(const Result<Record>& record) {
    if (!record) return fail(record);
    return RecordHead{record->owner_id, record->visible_to, record->delete_time};
}

}  // namespace

Result<RecordHead> find_record(Transaction& transaction, const Caller& caller, RecordRef record) {
    assert(record.kind == Kind::organization || record.kind == Kind::person || record.kind == Kind::deal);
    if (record.kind == Kind::deal) return head_of(find_deal(transaction, caller, record.id));
    if (record.kind == Kind::person) return head_of(find_person(transaction, caller, record.id));
    return head_of(find_organization(transaction, caller, record.id));
}

Result<void> check_live_record(Transaction& transaction, const Caller& caller, RecordRef record) {
    assert(record.kind == Kind::organization || record.kind == Kind::person || record.kind == Kind::deal);
    const auto found = record.kind == Kind::deal     ? head_of(find_live_deal(transaction, caller, record.id))
                       : record.kind == Kind::person ? head_of(find_live_person(transaction, caller, record.id))
                                                     : head_of(find_live_organization(transaction, caller, record.id));
    if (!found) return fail(found);
    return {};
}

}  // namespace stele::domain
