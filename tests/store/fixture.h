// What the store's tests share: a folder that goes away, an engine in it, and a clock that stands still.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

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
    [[nodiscard]] Micros now() const override { return now_.load(); }
    void set(Micros time) { now_.store(time); }

   private:
    std::atomic<Micros> now_{1'700'000'000'000'000};
};

// An engine on a folder of its own, that can be closed and opened again.
class SqliteHouse {
   public:
    explicit SqliteHouse(const std::function<void(store::SqliteOptions&)>& adjust = {});

    [[nodiscard]] domain::Engine& engine() { return *engine_; }
    [[nodiscard]] ManualClock& clock() { return clock_; }
    [[nodiscard]] const store::SqliteOptions& options() const { return options_; }
    [[nodiscard]] std::string file() const { return options_.folder + "/" + options_.file_name; }

    void close() { engine_.reset(); }
    void open();

   private:
    TemporaryFolder folder_;
    ManualClock clock_;
    std::unique_ptr<Log> log_ = make_silent_log();
    store::SqliteOptions options_;
    std::unique_ptr<domain::Engine> engine_;
};

using Body = FunctionRef<Result<void>(domain::Transaction&)>;

// Run the body and fail the test when it fails.
void must_write(domain::Engine& engine, domain::CompanyId company, Body body);
void must_read(domain::Engine& engine, domain::CompanyId company, Body body);
void must_scan(domain::Engine& engine, domain::CompanyId company, Body body);

// A company with one admin, who is user 1.
void make_company(domain::Engine& engine, domain::CompanyId company);

// An organization of that name with the next id; inserted, counted and followed by its owner, user 1, with its event.
[[nodiscard]] Result<domain::OrganizationId> add_organization(domain::Transaction& transaction, const std::string& name);

// Every finding of check(), joined by line breaks.
[[nodiscard]] std::string findings(domain::Engine& engine);

}  // namespace stele::tests
