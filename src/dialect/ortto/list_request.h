// What a list of records is asked for with: accounts/get and person/get. Ortto: retrieving one or more people, or organizations.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/ortto/fields.h"
#include "dialect/ortto/ids.h"
#include "domain/predicate.h"

namespace stele::dialect::ortto {

struct ListRequest {
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    std::optional<std::int64_t> newest;  // as the cursor says: of the first page. Newer ones are not shown
    bool has_cursor = false;             // also one that says nothing
    bool archived = false;               // those that were archived, else the others
    std::vector<domain::SortKey> sort;
    std::vector<FieldInfo> fields;            // to be shown
    domain::Predicate everyone;               // of that state whom the caller sees
    std::optional<domain::Predicate> chosen;  // what the request asks of them besides
};

// Errors: invalid, in Ortto's words.
[[nodiscard]] Result<ListRequest> read_list(const Request& request, Context& context, Entity entity);

// Those that can be shown: everyone who is chosen.
[[nodiscard]] domain::Predicate matching(const ListRequest& list);

// Live records that the caller sees, and that were archived or not.
[[nodiscard]] domain::Predicate everyone(const domain::Caller& caller, Entity entity, bool archived);

// Whether an answer costs more than a page of an index and counters that are kept.
[[nodiscard]] bool list_is_scan(const Request& request, const domain::Caller& caller);

}  // namespace stele::dialect::ortto
