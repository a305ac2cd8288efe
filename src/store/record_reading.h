// Reading records of one kind: what every noun does in the same way. `read` sets every member of a record from a row that has
// the noun's columns, so that one record serves for many rows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "domain/predicate.h"
#include "store/candidates.h"
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
        if (!may_have_candidates(session, kind, query)) return list_by_path(session, company, query, visit);
        Page page{query.offset, query.limit, visit};
        if (auto window = window_of(kind, query)) {
            const auto listed = list_by(session, company, window->first, AccessPath{}, page);
            if (!listed || page.is_full()) return listed;
            window->rest.offset = page.to_pass;
            window->rest.limit = page.to_visit;
            return list_candidates(session, company, window->rest, visit);
        }
        return list_candidates(session, company, query, visit);
    }

   private:
    // What is left of a page that is put together from several lists.
    struct Page {
        std::int64_t to_pass;
        std::int64_t to_visit;
        FunctionRef<bool(const Record&)> visit;

        [[nodiscard]] bool is_full() const { return to_visit <= 0; }
        bool operator()(const Record& record) {
            if (to_pass > 0) {
                --to_pass;
                return true;
            }
            to_visit = visit(record) ? to_visit - 1 : 0;
            return !is_full();
        }
    };

    [[nodiscard]] Result<void> list_by(Session& session, domain::CompanyId company, const domain::RecordQuery& query,
                                       const AccessPath& path, FunctionRef<bool(const Record&)> visit) const {
        const BuiltSql sql = record_page(company, kind, columns, query, path);
        Record record;
        return session.query(sql.sql(), sql.values(), [&](const Row& row) {
            read(row, record);
            return visit(record);
        });
    }

    [[nodiscard]] Result<void> list_by_path(Session& session, domain::CompanyId company, const domain::RecordQuery& query,
                                            FunctionRef<bool(const Record&)> visit) const {
        const auto path = find_path(session, company, kind, query);
        if (!path) return fail(path);
        return list_by(session, company, query, *path, visit);
    }

    [[nodiscard]] Result<void> list_candidates(Session& session, domain::CompanyId company, const domain::RecordQuery& query,
                                               FunctionRef<bool(const Record&)> visit) const {
        auto candidates = Candidates::find(session, company, kind, query);
        if (!candidates) return fail(candidates);
        if (!*candidates) return list_by_path(session, company, query, visit);
        if (!is_in_order_of_ids(kind, query)) {
            const auto asked = (*candidates)->next();
            if (!asked) return fail(asked);
            return list_by(session, company, query, {.order = AccessPath::Order::listed, .candidates = *asked}, visit);
        }
        domain::RecordQuery some = query;
        some.offset = 0;
        Page page{query.offset, query.limit, visit};
        while (!page.is_full()) {
            const auto asked = (*candidates)->next();
            if (!asked) return fail(asked);
            if (asked->empty()) break;
            some.limit = std::ssize(*asked);
            const AccessPath path{.order = AccessPath::Order::listed, .candidates = *asked};
            if (const auto listed = list_by(session, company, some, path, page); !listed) return listed;
        }
        return {};
    }
};

// How many records there are for which `where` holds.
[[nodiscard]] Result<std::int64_t> count_records(Session& session, domain::CompanyId company, domain::Kind kind,
                                                 const domain::Predicate& where);

// The first column of each row.
[[nodiscard]] Result<std::vector<std::int64_t>> read_ids(Session& session, Sql sql, std::initializer_list<Value> values);

}  // namespace stele::store
