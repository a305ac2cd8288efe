// Bytes to requests: llhttp, and the checks that make two parsers read one request alike.
//
// The head is collected whole, checked line by line and then parsed at once; a chunked body's trailers are read with the same line
// check and dropped. A body is collected, or, where a plan says so, read as multipart/form-data while it comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <llhttp.h>

#include "http/line_scanner.h"
#include "http/multipart.h"
#include "http/refusal.h"
#include "http/request.h"
#include "http/upload_plan.h"

namespace stele::http {

// One connection's. Pinned: llhttp points back at it.
class RequestParser {
   public:
    enum class State : std::uint8_t { head, body, trailers, complete, refused };

    // `plan_upload` is asked at the end of each head with a multipart/form-data body.
    explicit RequestParser(PlanUpload plan_upload = {});
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    // Reads on, at most to the end of the request. `data` holds all bytes that earlier calls did not consume, and what came
    // since. In state refused nothing more can be read from the connection.
    State advance(std::string_view data, std::size_t& consumed);

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] Refusal refusal() const { return refusal_; }
    // The path of the request, as far as it is known; for the reply to a refused one.
    [[nodiscard]] std::string refused_path() const;

    // The rest of the body is not awaited any more; what was spooled of it is gone.
    void abandon();

    // In state complete: to be moved from. Then begin_next().
    [[nodiscard]] Request& request() { return request_; }
    void begin_next();

    // From the end of the head on:
    [[nodiscard]] bool keep_alive() const { return keep_alive_; }
    [[nodiscard]] bool is_http_1_0() const { return http_1_0_; }
    [[nodiscard]] bool is_head() const { return request_.method == Method::head; }
    [[nodiscard]] bool expects_continue() const { return expects_continue_; }
    // In state body: what is known to come, of the body or of its chunk.
    [[nodiscard]] std::size_t body_left() const {
        return state_ == State::body ? static_cast<std::size_t>(llhttp_.content_length) : 0;
    }

    // Of the body, when it is an upload; it grows while the client sends.
    [[nodiscard]] std::uint64_t uploaded() const { return upload_ ? body_received_ : 0; }

   private:
    struct Callbacks;

    std::size_t advance_head(std::string_view data);
    std::size_t advance_body(std::string_view data);
    std::size_t advance_trailers(std::string_view data);
    bool check_request_line(std::string_view line);
    void parse_head(std::string_view head);
    bool check_headers();
    bool check_target();
    bool check_expectation(std::string_view value);
    bool check_host(std::size_t hosts, std::string_view value);
    bool plan_body(bool has_body);
    void complete();
    int accept_body(std::string_view part);
    void refuse(int status, std::string_view reason);

    llhttp_t llhttp_;
    LineScanner scanner_;
    Request request_;
    State state_ = State::head;
    Refusal refusal_;
    std::string refused_line_;  // of a head that was refused before it was parsed
    PlanUpload plan_upload_;
    std::optional<MultipartReader> upload_;
    std::uint64_t largest_body_ = 0;
    std::uint64_t body_received_ = 0;
    std::uint64_t framing_size_ = 0;  // of a chunked body: what is not data
    bool request_line_checked_ = false;
    bool empty_line_skipped_ = false;
    bool last_chunk_ = false;
    bool keep_alive_ = false;
    bool http_1_0_ = false;
    bool expects_continue_ = false;
    bool leaves_body_ = false;
};

}  // namespace stele::http
