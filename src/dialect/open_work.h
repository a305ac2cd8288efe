// Routes that need no credential: what anyone may ask, and whoever knows an address.
#pragma once

#include <memory>
#include <string_view>

#include "base/log.h"
#include "base/result.h"
#include "dialect/dialect.h"
#include "domain/store.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"

namespace stele::dialect {

// What an open route that reads works with: a transaction of the company that its path names, on behalf of nobody.
struct OpenContext {
    domain::Transaction& transaction;
    domain::Blobs& blobs;
};

// A route that needs no credential. It needs no transaction either, or a read: then `handler` is null, and the pattern has a
// parameter {company:number}.
struct OpenRoute {
    http::Method method;
    std::string_view pattern;
    http::Response (*handler)(const http::Request& request, const domain::Engine& engine, const Settings& settings);
    std::string_view summary;
    Result<http::Response> (*read)(const http::Request& request, OpenContext& context) = nullptr;
};

// Runs the read of such a route. Errors are shown as `dialect` shows them.
void submit_open_read(domain::Engine& engine, http::Request request, http::Responder responder, const OpenRoute& route,
                      const Dialect& dialect, Log& log);

// The access line, where these are written. Of an address that is a secret `path` is the pattern.
void log_open(Log& log, const http::Request& request, const http::Response& response, std::string_view route,
              std::string_view path);

}  // namespace stele::dialect
