// What may go wrong, and how it is handed on. No exceptions of our own.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace stele {

// A closed set: each dialect maps it to its vendor's status in one switch without default.
enum class ErrorCode {
    invalid,          // the request makes no sense as sent
    unauthenticated,  // no credential, or none that is valid
    forbidden,        // known, but not allowed
    not_found,        // absent, deleted, or invisible to the caller
    conflict,         // against what is stored
    too_large,        // past a bound of limits.h
    rate_limited,
    unavailable,  // try again: storage full, overloaded, shutting down
    internal,     // our bug, or damaged storage
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;         // safe to show to the client
    std::string field;           // the wire field it is about; empty when none
    std::string detail;          // for the log alone
    std::int64_t merged_to = 0;  // of not_found: the id of the record that this one was merged into; 0 when it was not
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string field = {},
                                                 std::string detail = {}) {
    return std::unexpected(Error{code, std::move(message), std::move(field), std::move(detail)});
}

// Hands on the error of a failed result.
template <class T>
[[nodiscard]] std::unexpected<Error> fail(const Result<T>& failed) {
    return std::unexpected(failed.error());
}

}  // namespace stele
