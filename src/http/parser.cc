#include "http/parser.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "base/limits.h"

namespace stele::http {
namespace {

using namespace std::string_view_literals;

// What a request line may have beside its target: the longest method, two spaces, the version and the line end.
constexpr std::size_t request_line_rest = 32;
constexpr std::size_t usual_headers = 12;
constexpr std::size_t first_body_reserve = 64 * 1024;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool equals_lower(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, [](char a, char b) { return lower(a) == b; });
}

std::string_view trim_end(std::string_view text) {
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

bool is_host_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~:[]%!$&'()*+;=").find(c) != std::string_view::npos;
}

// Of those that we serve.
std::optional<Method> to_method(std::uint8_t method) {
    switch (method) {
        case HTTP_GET:
            return Method::get;
        case HTTP_HEAD:
            return Method::head;
        case HTTP_POST:
            return Method::post;
        case HTTP_PUT:
            return Method::put;
        case HTTP_PATCH:
            return Method::patch;
        case HTTP_DELETE:
            return Method::delete_;
        case HTTP_OPTIONS:
            return Method::options;
        default:
            return std::nullopt;
    }
}

// The path in a request line that was not parsed.
std::string_view path_in(std::string_view line) {
    const std::size_t begin = line.find(' ');
    if (begin == std::string_view::npos || !line.substr(begin + 1).starts_with('/')) return {};
    line.remove_prefix(begin + 1);
    return line.substr(0, line.find_first_of(" ?\r\n"));
}

}  // namespace

struct RequestParser::Callbacks {
    static RequestParser& self(llhttp_t* llhttp) { return *static_cast<RequestParser*>(llhttp->data); }

    static int on_url(llhttp_t* llhttp, const char* at, std::size_t size) {
        self(llhttp).request_.target.append(at, size);
        return 0;
    }

    static int on_header_field(llhttp_t* llhttp, const char* at, std::size_t size) {
        auto& headers = self(llhttp).request_.headers;
        std::string& name = headers.emplace_back().name;
        name.resize(size);
        std::transform(at, at + size, name.begin(), lower);
        return 0;
    }

    static int on_header_value(llhttp_t* llhttp, const char* at, std::size_t size) {
        self(llhttp).request_.headers.back().value += trim_end({at, size});
        return 0;
    }

    static int on_headers_complete(llhttp_t* llhttp) {
        RequestParser& parser = self(llhttp);
        llhttp->upgrade = 0;  // served as a plain request
        parser.http_1_0_ = llhttp->http_minor == 0;
        parser.keep_alive_ = llhttp_should_keep_alive(llhttp) != 0 && (llhttp->flags & F_CONNECTION_CLOSE) == 0;
        parser.state_ = State::body;
        if (!parser.check_headers()) return -1;
        return parser.leaves_body_ ? HPE_PAUSED : 0;
    }

    static int on_chunk_header(llhttp_t* llhttp) {
        RequestParser& parser = self(llhttp);
        if (llhttp->content_length == 0) {
            parser.last_chunk_ = true;
            return HPE_PAUSED;  // we read the trailers ourselves
        }
        if (llhttp->content_length > parser.largest_body_ - parser.body_received_) {
            parser.refuse(413, "the body is too large");
            return HPE_USER;
        }
        return 0;
    }

    static int on_body(llhttp_t* llhttp, const char* at, std::size_t size) { return self(llhttp).accept_body({at, size}); }

    static int on_message_complete(llhttp_t* llhttp) {
        self(llhttp).complete();
        return HPE_PAUSED;
    }

    static llhttp_settings_t make_settings() {
        llhttp_settings_t settings;
        llhttp_settings_init(&settings);
        settings.on_url = on_url;
        settings.on_header_field = on_header_field;
        settings.on_header_value = on_header_value;
        settings.on_headers_complete = on_headers_complete;
        settings.on_chunk_header = on_chunk_header;
        settings.on_body = on_body;
        settings.on_message_complete = on_message_complete;
        return settings;
    }

    static const llhttp_settings_t& settings() {
        static const llhttp_settings_t settings = make_settings();
        return settings;
    }
};

RequestParser::RequestParser(PlanUpload plan_upload) : plan_upload_(std::move(plan_upload)) {
    llhttp_init(&llhttp_, HTTP_REQUEST, &Callbacks::settings());
    llhttp_.data = this;
}

RequestParser::State RequestParser::advance(std::string_view data, std::size_t& consumed) {
    consumed = 0;
    if (state_ == State::head) consumed += advance_head(data);
    if (state_ == State::body) consumed += advance_body(data.substr(consumed));
    if (state_ == State::trailers) consumed += advance_trailers(data.substr(consumed));
    return state_;
}

std::size_t RequestParser::advance_head(std::string_view data) {
    std::size_t skipped = 0;
    // RFC 9112, 2.2: a client that ends its bodies with one line end too many.
    if (!empty_line_skipped_ && data.starts_with("\r\n")) {
        empty_line_skipped_ = true;
        skipped = 2;
        data.remove_prefix(skipped);
    }
    if (data.empty() || data == "\r") return skipped;
    if (data[0] < 'A' || data[0] > 'Z') {
        refuse(400, "this is not an HTTP request");
        return skipped;
    }
    auto outcome = scanner_.scan(data);
    if (scanner_.lines() > 0 && !request_line_checked_) {
        request_line_checked_ = true;
        if (!check_request_line(data.substr(0, scanner_.size() - 2))) {
            refused_line_ = data.substr(0, scanner_.size());
            return skipped;
        }
        outcome = scanner_.scan(data);
    }
    if (outcome == LineScanner::Outcome::refused) {
        refuse(400, scanner_.reason());
    } else if (scanner_.lines() == 0 && data.size() > limits::target_size + request_line_rest) {
        refuse(414, "the request line is too long");
    } else if (scanner_.lines() > limits::header_count + 1) {
        refuse(431, "there are too many headers");
    } else if (outcome == LineScanner::Outcome::more ? data.size() >= limits::head_size
                                                     : scanner_.size() > limits::head_size) {
        refuse(431, "the headers are too large");
    }
    if (state_ == State::refused) {
        refused_line_ = data.substr(0, data.find('\n'));
        return skipped;
    }
    if (outcome == LineScanner::Outcome::more) return skipped;
    parse_head(data.substr(0, scanner_.size()));
    return skipped + scanner_.size();
}

// llhttp tolerates more: several spaces, no version, RTSP and ICE.
bool RequestParser::check_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last == first || line.find(' ', first + 1) != last || last == first + 1) {
        refuse(400, "malformed request line");
        return false;
    }
    const std::string_view version = line.substr(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        const bool is_http = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
        refuse(is_http ? 505 : 400, is_http ? "only HTTP/1.1 and HTTP/1.0 are spoken here" : "malformed request line");
        return false;
    }
    if (last - first - 1 > limits::target_size) {
        refuse(414, "the request target is too long");
        return false;
    }
    return true;
}

void RequestParser::parse_head(std::string_view head) {
    request_.headers.reserve(usual_headers);
    const llhttp_errno_t error = llhttp_execute(&llhttp_, head.data(), head.size());
    if (state_ == State::refused) return;
    if (error == HPE_OK || (error == HPE_PAUSED && state_ == State::complete)) return;
    if (state_ == State::head) refused_line_ = head.substr(0, head.find('\n'));
    refuse(400, error == HPE_INVALID_METHOD ? "unknown method" : "malformed request");
}

bool RequestParser::check_headers() {
    const auto method = to_method(llhttp_.method);
    if (!method) {
        const bool tunnel = llhttp_.method == HTTP_CONNECT;
        refuse(tunnel ? 400 : 501, tunnel ? "this is no proxy" : "the method is not implemented");
        return false;
    }
    request_.method = *method;
    if (!check_target()) return false;
    std::size_t hosts = 0;
    std::size_t lengths = 0;
    std::size_t encodings = 0;
    std::string_view host;
    for (const NameValue& header : request_.headers) {
        const std::string_view name = header.name;
        if (name == "host"sv) {
            ++hosts;
            host = header.value;
        } else if (name == "content-length"sv) {
            ++lengths;
        } else if (name == "transfer-encoding"sv) {
            ++encodings;
            if (!equals_lower(header.value, "chunked")) {
                refuse(400, "the transfer coding is not chunked");
                return false;
            }
        } else if (name == "expect"sv && !check_expectation(header.value)) {
            return false;
        }
    }
    if (!check_host(hosts, host)) return false;
    if (lengths > 1 || encodings > 1 || lengths + encodings > 1 || (encodings > 0 && http_1_0_)) {
        refuse(400, "the length of the body is not clear");
        return false;
    }
    if (!plan_body(lengths + encodings > 0)) return false;
    if (encodings == 0 && !leaves_body_ && llhttp_.content_length > largest_body_) {
        refuse(413, "the body is too large");
        return false;
    }
    if (lengths > 0 && !upload_) request_.body.reserve(std::min<std::size_t>(llhttp_.content_length, first_body_reserve));
    // A body that cannot come needs no invitation.
    if (encodings == 0 && llhttp_.content_length == 0) expects_continue_ = false;
    return true;
}

// How the body is to be read. No body is no upload.
bool RequestParser::plan_body(bool has_body) {
    largest_body_ = limits::body_size;
    const auto content_type = request_.header("content-type");
    if (!plan_upload_ || !has_body || !content_type || !is_multipart_form(*content_type)) return true;
    if (!request_.prepare()) return true;  // refused when its body is here
    auto plan = plan_upload_(request_);
    if (!plan) return true;
    request_.upload_lease = std::move(plan->lease);
    if (plan->leave_unread) {
        request_.body_unread = leaves_body_ = true;
        keep_alive_ = expects_continue_ = false;
        state_ = State::complete;
        return true;
    }
    const auto boundary = multipart_boundary(*content_type);
    if (!boundary) {
        refuse(400, "the body has no boundary");
        return false;
    }
    largest_body_ = plan->largest;
    upload_.emplace(*boundary, std::move(plan->folder));
    return true;
}

bool RequestParser::check_target() {
    std::string& target = request_.target;
    if (target.find('#') != std::string::npos) {
        refuse(400, "a request target has no fragment");
        return false;
    }
    if (target.starts_with('/') || (target == "*" && request_.method == Method::options)) return true;
    // RFC 9112, 3.2.2: the absolute form, as sent to a proxy, is accepted; its host is not ours to judge.
    const std::size_t scheme_end = target.find("://");
    const std::string_view scheme = std::string_view(target).substr(0, std::min(scheme_end, target.size()));
    if (scheme_end == std::string::npos || (!equals_lower(scheme, "http") && !equals_lower(scheme, "https"))) {
        refuse(400, "malformed request target");
        return false;
    }
    const std::size_t authority = scheme_end + 3;
    const std::size_t path = std::min(target.find_first_of("/?", authority), target.size());
    const std::string_view host = std::string_view(target).substr(authority, path - authority);
    if (host.empty() || !std::ranges::all_of(host, is_host_char)) {
        refuse(400, "malformed request target");
        return false;
    }
    target.erase(0, path);
    if (!target.starts_with('/')) target.insert(0, 1, '/');
    return true;
}

bool RequestParser::check_expectation(std::string_view value) {
    if (!equals_lower(value, "100-continue")) {
        refuse(417, "this expectation cannot be met");
        return false;
    }
    expects_continue_ = !http_1_0_;
    return true;
}

bool RequestParser::check_host(std::size_t hosts, std::string_view value) {
    if (hosts > 1 || (hosts == 0 && !http_1_0_)) {
        refuse(400, hosts == 0 ? "the Host header is missing" : "there are several Host headers");
        return false;
    }
    if (!std::ranges::all_of(value, is_host_char)) {
        refuse(400, "malformed Host header");
        return false;
    }
    return true;
}

std::size_t RequestParser::advance_body(std::string_view data) {
    if (data.empty()) return 0;
    const std::uint64_t body_received = body_received_;
    const llhttp_errno_t error = llhttp_execute(&llhttp_, data.data(), data.size());
    if (state_ == State::refused) return 0;
    std::size_t consumed = data.size();
    if (error == HPE_PAUSED) {
        consumed = static_cast<std::size_t>(llhttp_get_error_pos(&llhttp_) - data.data());
    } else if (error != HPE_OK) {
        refuse(400, "malformed chunked body");
        return 0;
    }
    framing_size_ += consumed - (body_received_ - body_received);
    // A long upload may have many chunks; large ones.
    if (framing_size_ > limits::chunk_framing_size + body_received_ / limits::chunk_framing_share) {
        refuse(400, "the chunks are too small, or what stands beside them too large");
    } else if (last_chunk_) {
        scanner_.reset(false);
        state_ = State::trailers;
    }
    return consumed;
}

std::size_t RequestParser::advance_trailers(std::string_view data) {
    if (data.empty()) return 0;
    switch (scanner_.scan(data)) {
        case LineScanner::Outcome::more:
            if (data.size() >= limits::head_size) refuse(431, "the trailers are too large");
            return 0;
        case LineScanner::Outcome::refused:
            refuse(400, scanner_.reason());
            return 0;
        case LineScanner::Outcome::end:
            break;
    }
    if (scanner_.size() > limits::head_size || scanner_.lines() > limits::header_count) {
        refuse(431, "the trailers are too large");
        return 0;
    }
    complete();
    return scanner_.size();
}

int RequestParser::accept_body(std::string_view part) {
    assert(part.size() <= largest_body_ - body_received_);
    body_received_ += part.size();
    if (!upload_) {
        request_.body.append(part);
        return 0;
    }
    if (upload_->take(part)) return 0;
    refuse(upload_->refusal().status, upload_->refusal().reason);
    return HPE_USER;
}

void RequestParser::complete() {
    if (upload_ && !upload_->finish()) {
        refuse(upload_->refusal().status, upload_->refusal().reason);
        return;
    }
    if (upload_) request_.parts = upload_->take_parts();
    state_ = State::complete;
}

void RequestParser::refuse(int status, std::string_view reason) {
    if (state_ == State::refused) return;
    refusal_ = {status, reason};
    state_ = State::refused;
    abandon();
}

void RequestParser::abandon() {
    upload_.reset();  // with its files
    request_.upload_lease.reset();
}

std::string RequestParser::refused_path() const {
    if (request_.target.empty()) return std::string(path_in(refused_line_));
    Request request;
    request.method = request_.method;
    request.target = request_.target;
    if (request.prepare()) return std::string(request.path());
    return request_.target.starts_with('/') ? request_.target.substr(0, request_.target.find('?')) : std::string();
}

void RequestParser::begin_next() {
    assert(state_ == State::complete);
    std::destroy_at(&request_);  // cheaper than to assign an empty one
    std::construct_at(&request_);
    llhttp_reset(&llhttp_);
    scanner_.reset(true);
    state_ = State::head;
    upload_.reset();
    body_received_ = framing_size_ = 0;
    request_line_checked_ = empty_line_skipped_ = last_chunk_ = false;
    expects_continue_ = leaves_body_ = false;
}

}  // namespace stele::http
