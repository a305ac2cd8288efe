// An engine on a database of its own, of the server that TEST_POSTGRES_URL names.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "store/fixture.h"
#include "store/postgres/engine.h"

namespace stele::tests {

// Empty when the tests have no PostgreSQL.
[[nodiscard]] std::string postgres_server();

// Runs one statement; fails the test when it fails. The first column of the first row, as text.
std::string run_on_postgres(const std::string& url, const std::string& statement);

class PostgresHouse final : public House {
   public:
    explicit PostgresHouse(const std::function<void(store::postgres::PostgresOptions&)>& adjust = {});
    ~PostgresHouse() override;

    [[nodiscard]] domain::Engine& engine() override { return *engine_; }
    void close() override { engine_.reset(); }
    void open() override;
    [[nodiscard]] store::postgres::PostgresOptions& options() { return options_; }
    // Another process's engine on the same database.
    [[nodiscard]] std::unique_ptr<domain::Engine> another();

   private:
    std::string name_;
    std::unique_ptr<Log> log_ = make_silent_log();
    store::postgres::PostgresOptions options_;
    std::unique_ptr<domain::Engine> engine_;
};

}  // namespace stele::tests
