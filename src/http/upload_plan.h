// What an application wants done with a multipart/form-data body, said before it comes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/request.h"

namespace stele::http {

struct UploadPlan {
    // The body is not read: the request is handed on without it, says so in body_unread, and the connection ends with its reply.
    bool leave_unread = false;
    std::string folder;             // exists; where files are spooled
    std::uint64_t largest = 0;      // of the body; 413 beyond
    std::shared_ptr<void> lease{};  // handed on with the request, and let go when that is gone
};

// `head` is a request without its body, prepared. Nothing: the body is read as any other.
using PlanUpload = std::function<std::optional<UploadPlan>(const Request& head)>;

}  // namespace stele::http
