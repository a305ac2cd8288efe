// One condition of a filter: a field, an operator and what the field is compared with. Each family of operators has its function,
// which says when the operator holds, not when it is denied. Errors: invalid, with what is needed as the message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/result.h"
#include "dialect/ortto/fields.h"
#include "dialect/ortto/filter_operators.h"
#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/store.h"

namespace stele::dialect::ortto {

// An option of a field, or a tag.
struct FilterItem {
    std::int64_t id = 0;
    std::string fold;  // of its name
};

// What is at hand while a filter is compiled.
struct FilterScope {
    domain::Transaction& transaction;
    const domain::Caller& caller;
    std::optional<std::vector<FilterItem>> tags{};  // by id; read when the first is named
};

struct FilterLeaf {
    FilterOperator operation;
    FieldInfo field;
    JsonValue value;    // what the field is compared with
    JsonValue operand;  // all of it
};

using Compiled = Result<domain::Predicate>;

[[nodiscard]] inline domain::Predicate nobody() { return domain::Predicate::any({}); }
[[nodiscard]] inline domain::Predicate negate_if(bool denied, domain::Predicate predicate) {
    return denied ? domain::Predicate::negate(std::move(predicate)) : std::move(predicate);
}
[[nodiscard]] inline std::unexpected<Error> need(std::string_view what) {
    return fail(ErrorCode::invalid, std::string(what).append(" is needed"), "value");
}

// any() of these, with comparisons of one field that an index can look up together made one.
[[nodiscard]] domain::Predicate any_of(std::vector<domain::Predicate> children);
// A live record of the kind that the caller sees and that is not archived.
[[nodiscard]] domain::Predicate seen(domain::Kind kind, const domain::Caller& caller);

[[nodiscard]] domain::Predicate has_value(const FieldInfo& field, const domain::Caller& caller);

// Operands. A list may stand for one value: of a list one is enough.
[[nodiscard]] Result<std::vector<JsonValue>> read_list(JsonValue value);
[[nodiscard]] Result<std::vector<std::string>> read_texts(JsonValue value);
[[nodiscard]] Result<double> read_number(JsonValue value);
// {from, to}, {min, max} or [a, b]; a bound that is absent or null is open.
struct Bounds {
    std::optional<JsonValue> from;
    std::optional<JsonValue> to;
};
[[nodiscard]] Result<Bounds> read_bounds(JsonValue value);
[[nodiscard]] bool names_bounds(JsonValue object);
// The first member of these names that is not null.
[[nodiscard]] std::optional<JsonValue> find_first(JsonValue object, std::initializer_list<std::string_view> names);

[[nodiscard]] Compiled compare_text(FilterScope& scope, const FilterLeaf& leaf);  // also the names of places
[[nodiscard]] Compiled compare_items(FilterScope& scope, const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_tags(FilterScope& scope, const FilterLeaf& leaf);  // by ids and names
[[nodiscard]] Compiled compare_number(const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_flag(const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_time(FilterScope& scope, const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_phone(const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_proximity(const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_ids(FilterScope& scope, Entity entity, const FilterLeaf& leaf);
[[nodiscard]] Compiled compare_consent(const FilterLeaf& leaf);
// The field is of the activity named; records are of the entity whose activity it is.
[[nodiscard]] Compiled compare_activity(FilterScope& scope, const FilterLeaf& leaf);

// The comparison of one text with a field that keeps texts.
[[nodiscard]] domain::Predicate text_matches(domain::FieldRef field, domain::Comparison comparison,
                                             std::vector<std::string> texts);

}  // namespace stele::dialect::ortto
