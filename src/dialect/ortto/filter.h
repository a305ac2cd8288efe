// Ortto's filters: an object with one operator, whose operand is a list of filters ($and, $or), or names a field and what it is
// compared with:
//
//     {"$and": [{"$str::contains": {"field_id": "str::email", "value": "smithco"}}, {"$bol::is": {"field_id": "bol::p", "value": true}}]}
//
// Source: the list of operators in "Retrieve one or more people". What operands look like is written nowhere but for plain
// values, so every form is taken that clients are known to send; see docs/compatibility.md.
//
// Of a field without a value nothing holds but $has_no_value, what denies another operator (is_not, does_not_contains, not_between,
// $not), and that it has less than so many values. A condition that names a field and no value asks whether it has one, whatever
// the operator. Texts are compared without regard to case and marks. Days are those of the caller's user's time zone unless the
// condition names one, and the clock is the caller's.
//
// A filter of people may name fields of the account that they are linked to, and one of accounts fields of its people, of whom one
// must fulfil it: what the caller does not see, or is archived, is as if it were not linked.
#pragma once

#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/ortto/ids.h"
#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/store.h"

namespace stele::dialect::ortto {

// What the filter asks of records of the entity; whether these are live, visible and not archived is for the caller to ask. An
// empty object, or null, asks nothing. The transaction is read for the names of tags. Errors: invalid, in Ortto's words, with the
// path to the offending part as the field ("filter.$and[0].$int::gt").
[[nodiscard]] Result<domain::Predicate> compile_filter(domain::Transaction& transaction, const domain::Caller& caller,
                                                       Entity entity, JsonValue filter);

}  // namespace stele::dialect::ortto
