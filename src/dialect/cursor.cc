#include "dialect/cursor.h"

#include "base/crypto.h"
#include "base/json_writer.h"

namespace stele::dialect {

namespace {

constexpr std::size_t digest_bytes = 9;  // 12 characters of base64

bool shapes_the_query(std::string_view name) { return name != "cursor" && name != "limit" && name != "api_token"; }

std::unexpected<Error> bad_cursor() { return fail(ErrorCode::invalid, "Invalid cursor", "cursor"); }

}  // namespace

std::string query_digest(const Request& request, domain::CompanyId company) {
    std::string text = std::to_string(company);
    text += request.http().path();
    for (const auto& parameter : request.http().query()) {
        if (!shapes_the_query(parameter.name)) continue;
        text += '\0';
        text += parameter.name;
        text += '\0';
        text += parameter.value;
    }
    const Sha256 digest = sha256(text);
    return to_base64url({reinterpret_cast<const char*>(digest.data()), digest_bytes});
}

std::string encode_cursor(const Cursor& cursor, std::string_view digest) {
    std::string json;
    JsonWriter writer(json);
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(cursor.id);
    writer.key_literal("value");
    writer.integer(cursor.value);
    writer.key_literal("of");
    writer.string_literal(digest);
    writer.end_object();
    return to_base64url(json);
}

Result<Cursor> decode_cursor(std::string_view text, std::string_view digest) {
    const auto json = from_base64url(text);
    if (!json) return bad_cursor();
    const auto document = JsonDocument::parse(*json);
    if (!document || !document->root().is_object()) return bad_cursor();

    const auto id = document->root().find("id");
    const auto value = document->root().find("value");
    const auto of = document->root().find("of");
    if (!id || id->kind() != JsonKind::integer || !value || value->kind() != JsonKind::integer || !of || !of->is_string())
        return bad_cursor();
    if (of->string() != digest) return fail(ErrorCode::invalid, "The cursor belongs to another query", "cursor");
    return Cursor{value->integer(), id->integer()};
}

}  // namespace stele::dialect
