// Reading records of one kind: what every noun does in the same way. `read` sets every member of a record from a row that has
// the noun's columns, so that one record serves for many rows.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "domain/predicate.h"
#include "store/predicate_sql.h"
#include "store/session.h"

namespace stele::store {

template <class Record>
struct RecordReading {
    domain::Kind kind;
    std::string_view columns;
    void (*read)(const Row& row, Record& into);

    // False when there is no row; `into` is then unspecified.
    [[nodiscard]] Result<bool> find(Session& session, Sql sql, std::span<const Value> values, Record& into) const {
        bool found = false;
        const auto queried = session.query(sql, values, [&](const Row& row) {
            read(row, into);
            found = true;
            return false;
        });
        if (!queried) return fail(queried);
        return found;
    }

    [[nodiscard]] Result<bool> find(Session& session, Sql sql, std::initializer_list<Value> values, Record& into) const {
        return find(session, sql, std::span(values.begin(), values.size()), into);
    }

    [[nodiscard]] Result<bool> find_where(Session& session, domain::CompanyId company, std::int64_t id,
                                          const domain::Predicate& where, Record& into) const {
        const BuiltSql sql = record_where(company, kind, columns, id, where);
        return find(session, sql.sql(), sql.values(), into);
    }

    [[nodiscard]] Result<void> list(Session& session, domain::CompanyId company, const domain::RecordQuery& query,
                                    FunctionRef<bool(const Record&)> visit) const {
        const auto path = find_path(session, company, kind, query);
        if (!path) return fail(path);
        const BuiltSql sql = record_page(company, kind, columns, query, *path);
        Record record;
        return session.query(sql.sql(), sql.values(), [&](const Row& row) {
            read(row, record);
            return visit(record);
        });
    }
};

// How many records there are for which `where` holds.
[[nodiscard]] Result<std::int64_t> count_records(Session& session, domain::CompanyId company, domain::Kind kind,
                                                 const domain::Predicate& where);

// The first column of each row.
[[nodiscard]] Result<std::vector<std::int64_t>> read_ids(Session& session, Sql sql, std::initializer_list<Value> values);

}  // namespace stele::store
