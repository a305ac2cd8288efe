#include "store/raw_file.h"

#include <memory>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace stele::tests {

namespace {

struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
};

std::unique_ptr<sqlite3, Close> open(const std::string& file) {
    EXPECT_EQ(sqlite3_initialize(), SQLITE_OK);  // the library is built without doing so by itself
    sqlite3* connection = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    return std::unique_ptr<sqlite3, Close>(connection);
}

}  // namespace

void run_raw(const std::string& file, const std::string& sql) {
    const auto connection = open(file);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(connection.get(), sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
        << message << " in " << sql;
    sqlite3_free(message);
}

std::int64_t number_in(const std::string& file, const std::string& sql) {
    const auto connection = open(file);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(connection.get(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sql;
    const std::int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

std::string blob_literal(const std::string& bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text = "x'";
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text + "'";
}

}  // namespace stele::tests
