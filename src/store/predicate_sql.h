// domain::Predicate and sort keys as SQL with bound parameters. Nothing else builds a WHERE clause.
#pragma once

#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/predicate.h"
#include "store/session.h"

namespace stele::store {

// A built statement and what is bound to it.
class BuiltSql {
   public:
    explicit BuiltSql(domain::CompanyId company) {
        text_.reserve(2048);
        values_.reserve(16);
        values_.emplace_back(company);
    }

    [[nodiscard]] Sql sql() const { return Sql::built(text_); }
    [[nodiscard]] std::span<const Value> values() const { return values_; }

    BuiltSql& add(std::string_view text) {
        text_ += text;
        return *this;
    }
    // Appends the next parameter. A text's bytes must outlive the statement, or be kept().
    BuiltSql& add_value(Value value);
    [[nodiscard]] std::string_view kept(std::string text) { return kept_.emplace_back(std::move(text)); }

   private:
    std::string text_;
    std::vector<Value> values_;
    std::list<std::string> kept_;  // does not move its strings
};

// How a page of records is found: in the order of their ids, or by an index over those that are not deleted.
enum class AccessPath : std::uint8_t { id, index };

// Nothing when it depends on how many records lie in the range of times that `where` demands: few are best found by the index
// and then put in order, of many the ids in order soon give a page.
[[nodiscard]] std::optional<AccessPath> access_path(domain::Kind kind, const domain::Predicate& where,
                                                    std::span<const domain::SortKey> sort);
// SELECT the number of records in that range, counted up to `limit`.
[[nodiscard]] BuiltSql range_size(domain::CompanyId company, domain::Kind kind, const domain::Predicate& where,
                                  std::int64_t limit);
// The path that a query takes; asks for the size of a range where it must.
[[nodiscard]] Result<AccessPath> find_path(Session& session, domain::CompanyId company, domain::Kind kind,
                                           const domain::RecordQuery& query);

// SELECT columns of the records that the query asks for. Kinds: organization, person.
[[nodiscard]] BuiltSql record_page(domain::CompanyId company, domain::Kind kind, std::string_view columns,
                                   const domain::RecordQuery& query, AccessPath path);
// SELECT columns of the record `id` when `where` holds.
[[nodiscard]] BuiltSql record_where(domain::CompanyId company, domain::Kind kind, std::string_view columns, std::int64_t id,
                                    const domain::Predicate& where);
// SELECT count(*).
[[nodiscard]] BuiltSql record_total(domain::CompanyId company, domain::Kind kind, const domain::Predicate& where);

}  // namespace stele::store
