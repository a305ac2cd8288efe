#include "dialect/credential.h"

#include <optional>

namespace stele::dialect {

namespace {

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((text[i] | 0x20) != lower[i]) return false;
    return true;
}

// The token of `Authorization: Bearer TOKEN`.
Result<std::optional<std::string_view>> bearer_token(const http::Request& request) {
    const auto header = request.header("authorization");
    if (!header) return std::nullopt;
    const auto space = header->find(' ');
    const auto token = space == std::string_view::npos ? std::string_view() : header->substr(space + 1);
    if (!equals_ignoring_case(header->substr(0, space), "bearer") || token.empty() || token.find(' ') != token.npos)
        return fail(ErrorCode::invalid, std::string(malformed_authorization));
    return token;
}

}  // namespace

Result<Credential> find_credential(const http::Request& request, const CredentialRules& rules) {
    const std::optional<std::string_view> sent[] = {
        request.header("x-api-token"), request.header("x-api-key"),
        rules.query_parameter.empty() ? std::nullopt : request.query(rules.query_parameter)};

    std::optional<Credential> found;
    for (const auto& text : sent) {
        if (!text || text->empty()) continue;
        if (!found)
            found = Credential{*text, false};
        else if (found->text != *text && !rules.key_wins_over_bearer)
            return fail(ErrorCode::unauthenticated, "two credentials that differ");
    }
    if (found && rules.key_wins_over_bearer) return *found;

    const auto bearer = bearer_token(request);
    if (!bearer) return fail(bearer);
    if (found && *bearer && found->text != **bearer) return fail(ErrorCode::unauthenticated, "two credentials that differ");
    if (!found && *bearer) found = Credential{**bearer, true};
    if (!found) return fail(ErrorCode::unauthenticated, "no credential");
    return *found;
}

}  // namespace stele::dialect
