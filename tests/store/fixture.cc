#include "store/fixture.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "domain/accounts.h"
#include "store/distribution.h"
#include "store/postgres_house.h"

#ifdef __SANITIZE_THREAD__
// SQLite reads the header of the log's index while it is written, on purpose, and finds out by its checksum; it says so to
// Clang alone (SQLITE_NO_TSAN).
extern "C" const char* __tsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
    return "race:walIndexTryHdr\nrace:walIndexWriteHdr\n";
}
#endif

namespace stele::tests {

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "stele-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

SqliteHouse::SqliteHouse(const std::function<void(store::SqliteOptions&)>& adjust) {
    options_.folder = folder_.path() / "data";
    options_.create = true;
    if (adjust) adjust(options_);
    options_.on_prepare = also_noted(std::move(options_.on_prepare));
    open();
}

Observer also_noted(Observer observer) {
    return [observer = std::move(observer)](std::string_view statement) {
        note_statement(statement);
        if (observer) observer(statement);
    };
}

void SqliteHouse::open() {
    auto opened = store::open_sqlite(options_, clock(), *log_);
    if (!opened) ADD_FAILURE() << opened.error().message;
    if (!opened) std::abort();
    engine_ = std::move(*opened);
}

namespace {

std::vector<EngineKind> all_engine_kinds() {
    std::vector<EngineKind> kinds;
    kinds.push_back({"sqlite", [](const Observer& on_prepare) -> std::unique_ptr<House> {
                         return std::make_unique<SqliteHouse>(
                             [&](store::SqliteOptions& options) { options.on_prepare = on_prepare; });
                     }});
    if (!postgres_server().empty())
        kinds.push_back({"postgres", [](const Observer& on_prepare) -> std::unique_ptr<House> {
                             return std::make_unique<PostgresHouse>(
                                 [&](store::postgres::PostgresOptions& options) { options.on_prepare = on_prepare; });
                         }});
    return kinds;
}

}  // namespace

const std::vector<EngineKind> engine_kinds = all_engine_kinds();

namespace {

void must_run(domain::Engine& engine, domain::Access access, domain::CompanyId company, Body body,
              std::optional<ErrorCode> expected = {}) {
    const auto done = domain::run_and_wait(engine, access, company, body);
    if (expected && done) ADD_FAILURE() << "it was expected to fail";
    if (!done && expected != done.error().code) ADD_FAILURE() << done.error().message << " (" << done.error().detail << ")";
}

}  // namespace

void must_write(domain::Engine& engine, domain::CompanyId company, Body body, std::optional<ErrorCode> expected) {
    must_run(engine, domain::Access::write, company, body, expected);
}

void must_read(domain::Engine& engine, domain::CompanyId company, Body body) {
    must_run(engine, domain::Access::read, company, body);
}

void must_scan(domain::Engine& engine, domain::CompanyId company, Body body) {
    must_run(engine, domain::Access::scan, company, body);
}

void make_company(domain::Engine& engine, domain::CompanyId company) {
    must_write(engine, company, [](domain::Transaction& transaction) -> Result<void> {
        const auto key = domain::create_company(transaction, "Northwind", {"Ann", "ann@northwind.example", true});
        if (!key) return fail(key);
        return {};
    });
}

Result<domain::OrganizationId> add_organization(domain::Transaction& transaction, const std::string& name) {
    const auto id = transaction.next_id(domain::Kind::organization);
    const auto follower = transaction.next_id(domain::Kind::follower);
    const auto time = transaction.write_time();
    if (!id) return fail(id);
    if (!follower) return fail(follower);
    if (!time) return fail(time);
    domain::Organization organization;
    organization.id = *id;
    organization.name = name;
    organization.owner_id = 1;
    organization.add_time = *time;
    organization.update_time = *time;
    organization.count(domain::Counter::followers) = 1;
    if (auto inserted = transaction.organizations().insert(organization); !inserted) return fail(inserted);
    const auto followed = transaction.followers().insert_first({*follower, domain::Kind::organization, *id, 1, *time});
    if (!followed) return fail(followed);
    if (auto counted = transaction.add_to_record_count(domain::Kind::organization, 1); !counted) return fail(counted);
    const auto appended = transaction.history().append(
        domain::Event{domain::EventAction::added, domain::Kind::organization, *id, 1, domain::Source::stele, false});
    if (!appended) return fail(appended);
    return *id;
}

std::string findings(domain::Engine& engine) {
    const auto found = engine.check();
    if (!found) return found.error().message + ": " + found.error().detail;
    std::string text;
    for (const std::string& finding : *found) text += finding + "\n";
    return text;
}

std::string findings_beside_deals(domain::Engine& engine) {
    const auto found = engine.check();
    if (!found) return found.error().message + ": " + found.error().detail;
    std::string text;
    for (const std::string& finding : *found)
        if (finding.find("deals") == std::string::npos && finding.find(" mail ") == std::string::npos &&
            finding.find("its picture") == std::string::npos)
            text += finding + "\n";
    return text;
}

}  // namespace stele::tests
