// What the store's tests share: a folder that goes away, an engine in it, and a clock that stands still.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "domain/store.h"
#include "store/sqlite/engine.h"

namespace stele::tests {

class TemporaryFolder {
   public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

   private:
    std::filesystem::path path_;
};

// Says what it was told.
class ManualClock final : public Clock {
   public:
    static constexpr Micros first = 1'700'000'000'000'000;

    [[nodiscard]] Micros now() const override { return now_.load(); }
    void set(Micros time) { now_.store(time); }

   private:
    std::atomic<Micros> now_{first};
};

// An engine with a place of its own, that can be closed and opened again.
class House {
   public:
    virtual ~House() = default;
    [[nodiscard]] virtual domain::Engine& engine() = 0;
    virtual void close() = 0;
    virtual void open() = 0;
    [[nodiscard]] ManualClock& clock() { return clock_; }

   private:
    ManualClock clock_;
};

// Told the statements that the engine prepares.
using Observer = std::function<void(std::string_view)>;

// An observer through which the statements of all tests are noted (see distribution.h).
[[nodiscard]] Observer also_noted(Observer observer);

struct EngineKind {
    const char* name;
    std::unique_ptr<House> (*make)(const Observer& on_prepare);
};
// Every engine there is; PostgreSQL where the tests have one.
extern const std::vector<EngineKind> engine_kinds;

class SqliteHouse final : public House {
   public:
    explicit SqliteHouse(const std::function<void(store::SqliteOptions&)>& adjust = {});

    [[nodiscard]] domain::Engine& engine() override { return *engine_; }
    void close() override { engine_.reset(); }
    void open() override;
    [[nodiscard]] const store::SqliteOptions& options() const { return options_; }
    [[nodiscard]] store::SqliteOptions& options() { return options_; }
    [[nodiscard]] std::string file() const { return options_.folder + "/" + options_.file_name; }

   private:
    TemporaryFolder folder_;
    std::unique_ptr<Log> log_ = make_silent_log();
    store::SqliteOptions options_;
    std::unique_ptr<domain::Engine> engine_;
};

using Body = FunctionRef<Result<void>(domain::Transaction&)>;

// Run the body and fail the test when it fails, or, where an error is expected, when it does not fail so.
void must_write(domain::Engine& engine, domain::CompanyId company, Body body, std::optional<ErrorCode> expected = {});
void must_read(domain::Engine& engine, domain::CompanyId company, Body body);
void must_scan(domain::Engine& engine, domain::CompanyId company, Body body);

// A company with one admin, who is user 1.
void make_company(domain::Engine& engine, domain::CompanyId company);

// An organization of that name with the next id; inserted, counted and followed by its owner, user 1, with its event.
[[nodiscard]] Result<domain::OrganizationId> add_organization(domain::Transaction& transaction, const std::string& name);

// Every finding of check(), joined by line breaks.
[[nodiscard]] std::string findings(domain::Engine& engine);
// The same of a store whose counters of deals and of mail, and ids of pictures, were written without these.
[[nodiscard]] std::string findings_beside_deals(domain::Engine& engine);

}  // namespace stele::tests
