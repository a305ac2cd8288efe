// What a person reads on standard error: one line.
#pragma once

#include <cstdio>
#include <string>

#include "base/result.h"

namespace stele::app {

// Returns the status, so that it can be returned on.
inline int report(const std::string& line, int status) {
    std::fprintf(stderr, "stele: %s\n", line.c_str());
    return status;
}

inline int report(const Error& error, int status) {
    return report(error.detail.empty() ? error.message : error.message + ": " + error.detail, status);
}

}  // namespace stele::app
