#include "http/response.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "http/body_pool.h"

namespace stele::http {
namespace {

constexpr std::size_t pooled_bodies = 64;
constexpr std::size_t least_pooled_size = 256;
constexpr std::size_t largest_pooled_size = 64 * 1024;

struct Phrase {
    int status;
    std::string_view text;
};

constexpr Phrase phrases[] = {
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

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
    const auto found = std::ranges::lower_bound(phrases, status, {}, &Phrase::status);
    return found != std::end(phrases) && found->status == status ? found->text : "Unknown";
}

}  // namespace stele::http
