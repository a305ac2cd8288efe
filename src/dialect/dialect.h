// A dialect is one vendor's API: rows with their handlers, field tables, and the vendor's way of saying no.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/limits.h"
#include "base/result.h"
#include "dialect/rate_limit.h"
#include "dialect/shape.h"
#include "domain/caller.h"
#include "domain/jobs.h"
#include "domain/store.h"
#include "http/request.h"
#include "http/response.h"

namespace stele::dialect {

// What all dialects need to know of this installation.
struct Settings {
    std::string public_url;   // without a trailing slash; addresses in replies begin with it
    std::string mail_domain;  // of the addresses that collect mail
    RateLimits rate_limits;
    std::uint64_t upload_size = limits::upload_size;       // of the body of an upload
    std::int64_t account_people = limits::account_people;  // in an account, where a dialect has such a limit
    std::int64_t items_per_page = limits::items_per_page;  // at most, where a dialect lets clients choose fewer
};

// A file that came with a request, stored already, or what was made of it. Its texts are in the request, or literals.
struct Upload {
    std::string_view field;
    std::string_view file_name;  // the last component of what was sent; may be empty
    std::string_view content_type;
    std::int64_t size = 0;
    domain::BlobId blob;
};

// A request whose body was parsed. Handed to handlers; outlives them.
class Request {
   public:
    Request(const http::Request& http, const JsonDocument* body, std::span<const Upload> uploads = {},
            std::span<const std::int64_t> prepared = {})
        : http_(http), body_(body), uploads_(uploads), prepared_(prepared) {}

    [[nodiscard]] std::string_view path_param(std::string_view name) const { return http_.path_param(name); }
    // A parameter that the router has checked to be a number.
    [[nodiscard]] std::int64_t path_number(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const { return http_.query(name); }
    [[nodiscard]] std::vector<std::string_view> query_list(std::string_view name) const { return http_.query_list(name); }
    // The body, of rows that have a request shape: an object, or an array where the shape is a list.
    [[nodiscard]] JsonValue json() const { return body_->root(); }
    // The files of a multipart body, in their order, of rows with is_upload. A write that succeeds names each of them in what it
    // stores; what no row names is swept away.
    [[nodiscard]] std::span<const Upload> uploads() const { return uploads_; }
    // What the row's preparation found.
    [[nodiscard]] std::span<const std::int64_t> prepared() const { return prepared_; }
    [[nodiscard]] const http::Request& http() const { return http_; }

   private:
    const http::Request& http_;
    const JsonDocument* body_;
    std::span<const Upload> uploads_;
    std::span<const std::int64_t> prepared_;
};

// What a handler works with: one transaction, on behalf of one caller.
struct Context {
    domain::Transaction& transaction;
    const domain::Caller& caller;
    const Settings& settings;
    Micros now;  // for what is shown; writes take their time from the transaction
    domain::Blobs& blobs;
};

using Handler = Result<http::Response> (*)(const Request& request, Context& context);

// How a row takes the files of a form, where it does not store them as they come.
struct UploadWay {
    std::uint64_t largest;  // of the body: 413 beyond
    // Stores what is made of them: all or none. On a thread that may wait, before the transaction.
    Result<std::vector<Upload>> (*store)(domain::Blobs& blobs, domain::CompanyId company,
                                         std::vector<http::FormPart>& parts);
};

// What a write looks for before it is one: in a scan, so that no other write waits for it. What was found may have changed when
// the write comes, which looks at it again by key.
struct Preparation {
    bool (*when)(const Request& request);  // without a scan where there is nothing to look for
    Result<std::vector<std::int64_t>> (*find)(const Request& request, Context& context);
};

// One endpoint. Router, permission check, `stele routes` and the OpenAPI document all read it.
struct Route {
    http::Method method;
    std::string_view pattern;  // see http/router.h
    Handler handler;
    domain::Access access;
    domain::Scope scope;
    std::span<const Parameter> parameters;
    const Shape* request;   // null: no body
    const Shape* response;  // of the reply's data
    int success;            // the status of a success
    std::string_view summary;
    // A read that would visit more than a page of an index is a scan; null: never.
    bool (*scan_when)(const Request& request, const domain::Caller& caller) = nullptr;
    std::int64_t cost = 0;  // of the company's tokens of the day; 0: what the dialect takes for its like
    bool is_search = false;
    bool is_upload = false;    // takes files, in a multipart/form-data body, besides a plain form or JSON
    bool may_add_job = false;  // see domain/jobs.h: jobs are looked for when it was answered with success
    const Preparation* preparation = nullptr;
    const UploadWay* upload_way = nullptr;  // of one that takes files; null: they are stored as they come
};

// Rows that stand together in one file.
struct RouteGroup {
    std::span<const Route> routes;
    std::string_view alias_prefix;  // "/api": every row is also served below it; empty: none
};

// Where a credential may stand, beside the headers that all dialects accept.
struct CredentialRules {
    std::string_view query_parameter;   // "api_token"; empty: none
    bool key_wins_over_bearer = false;  // else two that differ are refused
};

// What a vendor's document says of all its rows.
struct DocumentStyle {
    std::string_view key_header = "x-api-token";
    bool enveloped = true;  // replies are {"success", "data"}, else what the rows say
};

class Dialect {
   public:
    virtual ~Dialect() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual domain::Source source() const = 0;  // as the history names it
    [[nodiscard]] virtual std::span<const RouteGroup> groups() const = 0;
    [[nodiscard]] virtual CredentialRules credentials() const = 0;
    [[nodiscard]] virtual bool accepts_forms(std::string_view path) const = 0;
    // Whether [] stands for an object without members, as PHP writes it.
    [[nodiscard]] virtual bool accepts_empty_lists() const { return false; }
    // Whether an unknown path is answered in this dialect's form.
    [[nodiscard]] virtual bool owns(std::string_view path) const = 0;
    // Whether a key of this company may be used where the request was sent. Error: unauthenticated.
    [[nodiscard]] virtual Result<void> admit(const http::Request& /*request*/, const domain::Company& /*company*/) const {
        return {};
    }
    // What is wrong with the form of a request, before its body is read: no media type that is spoken, say.
    [[nodiscard]] virtual std::optional<http::Response> refuse_form(const http::Request& /*request*/,
                                                                    const Route& /*route*/) const {
        return std::nullopt;
    }
    // The vendor's status and body. `path` chooses among an API's versions.
    [[nodiscard]] virtual http::Response render(const Error& error, std::string_view path) const = 0;
    // As render(), for a status that only the HTTP layer knows (405, 408, 413, 414, 415, 417, 431, 503).
    [[nodiscard]] virtual http::Response refuse(int status, std::string_view reason, std::string_view path) const = 0;
    // Who runs the jobs that its rows add.
    [[nodiscard]] virtual std::span<const domain::JobHandler> jobs() const { return {}; }
    // Last, on every reply to a request: what the vendor says beside the body.
    virtual void finish(const http::Request& /*request*/, const Settings& /*settings*/, http::Response& /*response*/) const {
    }
    [[nodiscard]] virtual DocumentStyle document_style() const { return {}; }
    // Tokens of a row that names no cost.
    [[nodiscard]] virtual std::int64_t default_cost(const Route& /*route*/) const { return 1; }
    // Adds the vendor's headers to the reply to a request whose key is known, where there are limits.
    virtual void show_limits(const RateState& state, std::string_view path, http::Response& response) const = 0;
};

// A number that the whole text spells; nothing otherwise.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace stele::dialect
