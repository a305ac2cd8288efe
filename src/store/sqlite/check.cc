#include "store/sqlite/check.h"

#include <filesystem>

#include "store/check.h"
#include "store/check_files.h"
#include "store/sqlite/blobs.h"
#include "store/sqlite/search_index.h"

namespace stele::store {

namespace {

constexpr Statement begin_read{"BEGIN"};
constexpr Statement end_read{"COMMIT"};
constexpr Statement check_pages{"PRAGMA integrity_check"};
constexpr Statement check_references{"PRAGMA foreign_key_check"};

constexpr std::string_view keyed_tables[] = {"organization", "app_user", "event", "person", "visibility_group"};

// A record's key is made of its company and its id.
Result<void> check_keys(sqlite3* connection, std::vector<std::string>& findings) {
    for (const std::string_view table : keyed_tables) {
        const std::string sql = "SELECT count(*) FROM " + std::string(table) + " WHERE key <> (company_id << 40 | id)";
        const auto wrong = integer_of(connection, sql.c_str());
        if (!wrong) return fail(wrong);
        if (*wrong != 0)
            findings.push_back(std::string(table) + ": " + std::to_string(*wrong) + " keys are not made of company and id");
    }
    return {};
}

Result<void> check_structure(Session& session, std::vector<std::string>& findings) {
    auto checked = session.query(check_pages, {}, [&](const Row& row) {
        if (row.text(0) != "ok") findings.push_back("file: " + std::string(row.text(0)));
        return true;
    });
    if (!checked) return checked;
    return session.query(check_references, {}, [&](const Row& row) {
        findings.push_back("a row of " + std::string(row.text(0)) + " refers to a row of " + std::string(row.text(2)) +
                           " that does not exist");
        return true;
    });
}

}  // namespace

Result<std::vector<std::string>> check_file(const ConnectionOptions& options, const PrepareObserver& on_prepare) {
    auto connection = open_connection(options);
    if (!connection) return fail(connection);
    SqliteSession session(std::move(*connection), on_prepare);
    if (auto begun = session.control(begin_read); !begun) return fail(begun);

    std::vector<std::string> findings;
    auto checked = check_structure(session, findings);
    if (checked) checked = check_keys(session.connection(), findings);
    if (checked) checked = check_search_index(session, findings);
    if (checked) checked = check_content(session, findings);
    if (!checked) return fail(checked);
    if (auto ended = session.control(end_read); !ended) return fail(ended);
    return findings;
}

Result<void> check_blobs(const ConnectionOptions& options, const PrepareObserver& on_prepare, const std::string& data_folder,
                         std::vector<std::string>& findings) {
    auto connection = open_connection(options);
    if (!connection) return fail(connection);
    SqliteSession session(std::move(*connection), on_prepare);
    return list_named_blobs(session, [&](const NamedBlob& blob) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(blob_path(data_folder, blob.company, blob.id), missing);
        if (missing || size != static_cast<std::uintmax_t>(blob.size)) findings.push_back(blob_finding(blob, !missing));
    });
}

}  // namespace stele::store
