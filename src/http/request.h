// One HTTP request. It owns its bytes, and so may cross threads; nothing in it points outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/form_part.h"

namespace stele::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

[[nodiscard]] std::string_view to_string(Method method);  // "GET"

struct NameValue {
    std::string name;
    std::string value;
};

// Moved, never copied. Built by the connection (or by a test), then only read.
class Request {
   public:
    Method method = Method::get;
    std::string target;              // as sent: path and query, still encoded
    std::vector<NameValue> headers;  // names in lower case
    std::string body;                // chunks joined; empty where there are parts
    std::vector<FormPart> parts;     // of a body that was read as it came; see http/upload_plan.h
    bool body_unread = false;        // there is one, and it stayed where it is
    std::shared_ptr<void> upload_lease;
    std::string remote_address;    // the client's; numeric
    std::int64_t received_us = 0;  // steady clock, at the end of the request

    Request() = default;
    Request(Request&&) = default;
    Request& operator=(Request&&) = default;

    // The encoded path: without the query, without a trailing selector `:(a,b)`, and with `//` behind a version prefix
    // (/v1//x, /api/v2//x) folded to one slash. Computed by prepare().
    [[nodiscard]] std::string_view path() const {
        return folded_path_ ? std::string_view(path_) : std::string_view(target).substr(0, path_size_);
    }
    // The inside of a trailing selector: "a,b" of /v1/organizations:(a,b). Empty when none. Decoded.
    [[nodiscard]] std::string_view selector() const { return selector_; }

    // Decoded query parameters in order; '+' is a space. prepare() decoded them once.
    [[nodiscard]] std::span<const NameValue> query() const { return query_; }
    // The first of that name.
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const;
    // All values of that name, each also split at commas ("a,b" and repeated keys are one list). Empty parts are dropped.
    [[nodiscard]] std::vector<std::string_view> query_list(std::string_view name) const;

    // `name` in lower case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;

    // Set by the dispatcher from the router's match; decoded.
    [[nodiscard]] std::string_view path_param(std::string_view name) const;
    void set_path_params(std::vector<NameValue> params) { path_params_ = std::move(params); }

    // Splits and decodes the target. False when it is malformed (bad percent-encoding, not starting with '/', encoded NUL,
    // not UTF-8 after decoding, too many parameters): 400. `*` is a path for OPTIONS alone. Called before the request is
    // handed on; the target does not change afterwards.
    [[nodiscard]] bool prepare();

   private:
    // The path is almost always the beginning of the target; a copy only where it had to be folded.
    std::size_t path_size_ = 0;
    bool folded_path_ = false;
    std::string path_;
    std::string selector_;
    std::vector<NameValue> query_;
    std::vector<NameValue> path_params_;
};

// Percent-decodes once; with `plus_is_space` as in a form. Nothing when malformed.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// application/x-www-form-urlencoded, decoded. Nothing when malformed or over limits::query_params.
[[nodiscard]] std::optional<std::vector<NameValue>> parse_form(std::string_view text);

}  // namespace stele::http
