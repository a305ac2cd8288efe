#include "store/postgres/database.h"

#include "store/check.h"
#include "store/postgres/blobs.h"
#include "store/postgres/session.h"
#include "store/schema.h"
#include "store/text_forms.h"

namespace stele::store::postgres {

namespace {

constexpr int oldest_version = 150'000;
constexpr std::chrono::hours long_work{1};  // migrations, checks

// Any number, but the same in every process.
constexpr Statement lock_schema{"SELECT pg_advisory_xact_lock(6008764936)"};
constexpr Statement find_schema{"SELECT to_regclass('migration') IS NOT NULL"};
// Of PostgreSQL's own, and trusted: whoever owns the database may create them. The one indexes parts of texts, the other lets the
// company stand before them.
constexpr Statement create_extensions[] = {{"CREATE EXTENSION IF NOT EXISTS pg_trgm"},
                                           {"CREATE EXTENSION IF NOT EXISTS btree_gin"}};
constexpr std::string_view missing_extensions =
    "its extensions pg_trgm and btree_gin are missing and cannot be created; an administrator must run in it: "
    "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin";
constexpr Statement lock_company{"SELECT company_id FROM company_state WHERE company_id = $1 FOR UPDATE"};

std::unexpected<Error> unusable(const Error& error) {
    return fail(ErrorCode::invalid, "the database cannot be used: " + (error.detail.empty() ? error.message : error.detail));
}

Result<void> check_server(PGconn* connection) {
    if (PQserverVersion(connection) < oldest_version) return fail(ErrorCode::invalid, "it is older than PostgreSQL 15");
    const char* encoding = PQparameterStatus(connection, "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) != "UTF8")
        return fail(ErrorCode::invalid, "its encoding is not UTF8");
    return {};
}

Result<void> ignore_rows(PostgresSession& session, const Statement& statement, std::initializer_list<Value> values) {
    return session.query(statement, values, [](const Row&) { return true; });
}

Result<void> keep(Result<std::vector<domain::CompanyId>> found, std::vector<domain::CompanyId>& into) {
    if (!found) return fail(found);
    into = std::move(*found);
    return {};
}

Result<bool> has_schema(PostgresSession& session) {
    bool found = false;
    const auto queried = session.query(find_schema, {}, [&](const Row& row) {
        found = row.integer(0) != 0;
        return false;
    });
    if (!queried) return fail(queried);
    return found;
}

Result<void> ensure_extensions(PostgresSession& session) {
    for (const Statement& statement : create_extensions) {
        const auto created = session.execute(statement, {});
        if (!created && session.failure() == Failure::lost) return fail(created);
        if (!created) return fail(ErrorCode::invalid, std::string(missing_extensions));
    }
    return {};
}

Result<void> migrate_alone(Shared& shared, PostgresSession& session) {
    return in_transaction(session, [&]() -> Result<void> {
        if (auto locked = ignore_rows(session, lock_schema, {}); !locked) return locked;
        const auto found = has_schema(session);
        if (!found) return fail(found);
        if (!*found && !shared.options.create) return fail(ErrorCode::invalid, "it holds no data");
        if (auto ensured = ensure_extensions(session); !ensured) return ensured;
        return migrate(session, shared.clock.now());
    });
}

// Of a company, whose row is locked; of none when it is 0.
Result<void> in_transaction_of(PostgresSession& session, domain::CompanyId company, FunctionRef<Result<void>()> work) {
    return in_transaction(session, [&]() -> Result<void> {
        if (company != 0)
            if (auto locked = ignore_rows(session, lock_company, {company}); !locked) return locked;
        return work();
    });
}

}  // namespace

Result<void> prepare_database(Shared& shared) {
    PostgresSession session(shared.connection(long_work), shared.options.on_prepare);
    if (auto connected = session.connect(); !connected)
        return fail(ErrorCode::invalid, "the database cannot be reached: " + connected.error().detail);
    if (auto checked = check_server(session.connection()); !checked) return unusable(checked.error());
    if (auto migrated = migrate_alone(shared, session); !migrated) return unusable(migrated.error());
    const auto alone = [&](domain::CompanyId company, FunctionRef<Result<void>()> work) {
        return in_transaction_of(session, company, work);
    };
    if (auto fresh = refresh_text_forms(session, nullptr, shared.log, alone); !fresh) return unusable(fresh.error());
    return {};
}

Result<std::vector<domain::CompanyId>> read_companies(Shared& shared) {
    PostgresSession session(shared.connection(shared.options.read_timeout), shared.options.on_prepare);
    if (auto connected = connect(shared, session); !connected) return fail(connected);
    std::vector<domain::CompanyId> companies;
    const auto read = in_transaction(session, [&] { return keep(company_ids(session), companies); });
    if (!read) return fail(read);
    return companies;
}

Result<std::vector<std::string>> check_database(Shared& shared) {
    PostgresSession session(shared.connection(long_work), shared.options.on_prepare);
    if (auto connected = connect(shared, session); !connected) return fail(connected);
    std::vector<std::string> findings;
    session.queue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    if (auto checked = check_content(session, findings); !checked) return fail(checked);
    const auto companies = company_ids(session);
    if (!companies) return fail(companies);
    for (const domain::CompanyId company : *companies)
        if (auto checked = check_blobs(session, company, findings); !checked) return fail(checked);
    session.queue("COMMIT");
    if (auto ended = session.finish(); !ended) return fail(ended);
    return findings;
}

}  // namespace stele::store::postgres
