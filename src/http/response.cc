#include "http/response.h"

#include <utility>

#include "http/body_pool.h"

namespace stele::http {
namespace {

constexpr std::size_t pooled_bodies = 64;
constexpr std::size_t least_pooled_size = 256;
constexpr std::size_t largest_pooled_size = 64 * 1024;

std::vector<std::string>& pool() {
    static thread_local std::vector<std::string> bodies;
    return bodies;
}

}  // namespace

std::string recycled_body() {
    auto& bodies = pool();
    if (bodies.empty()) return {};
    std::string body = std::move(bodies.back());
    bodies.pop_back();
    return body;
}

void recycle_body(std::string&& body) {
    auto& bodies = pool();
    if (body.capacity() < least_pooled_size || body.capacity() > largest_pooled_size || bodies.size() == pooled_bodies)
        return;
    body.clear();
    bodies.push_back(std::move(body));
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 402:
            return "Payment Required";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 423:
            return "Locked";
        case 424:
            return "Failed Dependency";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "Unknown";
    }
}

}  // namespace stele::http
