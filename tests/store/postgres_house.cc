#include "store/postgres_house.h"

#include <array>
#include <cstdlib>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include "base/crypto.h"

namespace stele::tests {

namespace {

std::string new_name() {
    std::array<std::uint8_t, 6> bytes{};
    fill_random(bytes);
    return "stele_test_" + to_hex(bytes);
}

std::string url_of(const std::string& name) {
    const std::string server = postgres_server();
    return server.substr(0, server.rfind('/') + 1) + name;
}

}  // namespace

std::string postgres_server() {
    const char* url = std::getenv("TEST_POSTGRES_URL");
    return url != nullptr ? url : "";
}

std::string run_on_postgres(const std::string& url, const std::string& statement) {
    PGconn* connection = PQconnectdb(url.c_str());
    PGresult* result = PQexec(connection, statement.c_str());
    const auto status = PQresultStatus(result);
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) << statement << ": " << PQerrorMessage(connection);
    std::string text = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    PQfinish(connection);
    return text;
}

PostgresHouse::PostgresHouse(const std::function<void(store::postgres::PostgresOptions&)>& adjust) : name_(new_name()) {
    run_on_postgres(postgres_server(), "CREATE DATABASE " + name_);
    options_.url = url_of(name_);
    options_.create = true;
    options_.read_connections = 2;
    options_.lanes = 2;
    if (adjust) adjust(options_);
    options_.on_prepare = also_noted(std::move(options_.on_prepare));
    open();
}

PostgresHouse::~PostgresHouse() {
    engine_.reset();
    run_on_postgres(postgres_server(), "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
}

void PostgresHouse::open() { engine_ = another(); }

std::unique_ptr<domain::Engine> PostgresHouse::another() {
    auto opened = store::postgres::open_postgres(options_, clock(), *log_);
    if (!opened) ADD_FAILURE() << opened.error().message;
    if (!opened) std::abort();
    return std::move(*opened);
}

}  // namespace stele::tests
