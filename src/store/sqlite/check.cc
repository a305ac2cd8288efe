#include "store/sqlite/check.h"

#include "store/check.h"
#include "store/sqlite/session.h"

namespace stele::store {

namespace {

constexpr Statement begin_read{"BEGIN"};
constexpr Statement end_read{"COMMIT"};
constexpr Statement check_pages{"PRAGMA integrity_check"};
constexpr Statement check_references{"PRAGMA foreign_key_check"};
constexpr std::int64_t check_cache_kib = 8 * 1024;

// A record's key is made of its company and id.
constexpr Statement check_keys[] = {
    {"SELECT count(*) FROM organization WHERE key <> (company_id << 40 | id)"},
    {"SELECT count(*) FROM app_user WHERE key <> (company_id << 40 | id)"},
    {"SELECT count(*) FROM event WHERE key <> (company_id << 40 | id)"},
    {"SELECT count(*) FROM person WHERE key <> (company_id << 40 | id)"},
    {"SELECT count(*) FROM visibility_group WHERE key <> (company_id << 40 | id)"},
};

Result<void> check_structure(Session& session, std::vector<std::string>& findings) {
    auto checked = session.query(check_pages, {}, [&](const Row& row) {
        if (row.text(0) != "ok") findings.push_back("file: " + std::string(row.text(0)));
        return true;
    });
    if (!checked) return checked;
    checked = session.query(check_references, {}, [&](const Row& row) {
        findings.push_back("a row of " + std::string(row.text(0)) + " refers to a row of " + std::string(row.text(2)) +
                           " that does not exist");
        return true;
    });
    for (const Statement& statement : check_keys) {
        if (!checked) break;
        checked = session.query(statement, {}, [&](const Row& row) {
            if (row.integer(0) != 0)
                findings.push_back("keys that are not made of company and id: " + std::string(statement.text));
            return false;
        });
    }
    return checked;
}

}  // namespace

Result<std::vector<std::string>> check_file(Shared& shared) {
    auto connection = open_connection(shared.connection(check_cache_kib, true));
    if (!connection) return fail(connection);
    SqliteSession session(std::move(*connection), shared.options.on_prepare);
    if (auto begun = session.control(begin_read); !begun) return fail(begun);

    std::vector<std::string> findings;
    auto checked = check_structure(session, findings);
    if (checked) checked = check_content(session, findings);
    if (!checked) return fail(checked);
    if (auto ended = session.control(end_read); !ended) return fail(ended);
    return findings;
}

}  // namespace stele::store
