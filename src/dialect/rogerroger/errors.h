// RogerRoger's way of saying no: problem details, with what went wrong under `detail`, which its clients read, and again under
// `message`, which its documents promise. A 422 lists `violations`. A missing or wrong credential is {"code", "message"}.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/response.h"

namespace stele::dialect::rogerroger {

// Codes of violations, as Symfony's validators have them.
namespace violation_code {
inline constexpr std::string_view blank = "c1051bb4-d103-4f74-8988-acbcafc7fdc3";
inline constexpr std::string_view null = "ad32d13f-c3d4-423b-909a-857b961eab720";
inline constexpr std::string_view email = "bd79c0ab-ddba-46cc-a703-a7a4b08de310";
inline constexpr std::string_view type = "ba785a8c-82cb-4283-967c-3cf342181b40";
inline constexpr std::string_view choice = "8e179f1b-97aa-4560-a02f-2a8b42e49df7";
inline constexpr std::string_view not_unique = "23bd9dbf-6b9b-41cd-a99e-4844bcf3077f";
inline constexpr std::string_view too_many = "756b1212-697c-468d-a9ad-50dd783bb169";
inline constexpr std::string_view uuid = "51120b12-a2bc-41bf-aa53-cd73daf330d0";
inline constexpr std::string_view invalid_image = "744f00bc-4389-4c74-92de-9a43cde55534";  // of a file of another type
inline constexpr std::string_view too_long = "d94b19cc-114f-4f44-9cc4-4138e80a87b9";
}  // namespace violation_code

// What a body must be and is not.
struct Violation {
    std::string path;  // "emailAddresses[0].email"
    std::string message;
    std::string_view code;
};

[[nodiscard]] http::Response problem(int status, std::string_view detail);
// 422; at least one.
[[nodiscard]] http::Response violations_response(std::span<const Violation> violations);
[[nodiscard]] http::Response render_error(const Error& error);

// An error that render_error() shows as a 422 with one violation.
[[nodiscard]] std::unexpected<Error> violates(const Violation& violation);

}  // namespace stele::dialect::rogerroger
