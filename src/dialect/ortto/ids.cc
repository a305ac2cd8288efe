#include "dialect/ortto/ids.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/limits.h"

namespace stele::dialect::ortto {

namespace {

constexpr std::size_t id_size = 24;
constexpr std::size_t raw_size = 10;
constexpr std::size_t number_at = 6;
constexpr std::size_t number_size = 16;
constexpr int number_bits = 40;
constexpr std::string_view digits = "0123456789abcdef";
constexpr std::string_view record_end = "00";
constexpr std::string_view cursor_end = "01";

std::string_view kind_digits(Entity entity) { return entity == Entity::person ? "000000" : "100000"; }

bool is_hex(std::string_view text) { return text.find_first_not_of(digits) == std::string_view::npos; }

std::string format(domain::CompanyId company, Entity entity, std::int64_t number, std::string_view end) {
    const auto packed = static_cast<std::uint64_t>(company) << number_bits | static_cast<std::uint64_t>(number);
    std::array<char, number_size> hex{};
    for (std::size_t i = 0; i < number_size; ++i) hex[i] = digits[packed >> (60 - 4 * i) & 15];
    std::string id(kind_digits(entity));
    return id.append(hex.data(), hex.size()).append(end);
}

std::optional<std::int64_t> parse(domain::CompanyId company, Entity entity, std::string_view id, std::string_view end) {
    if (id.size() != id_size || !is_hex(id) || !id.starts_with(kind_digits(entity)) || !id.ends_with(end))
        return std::nullopt;
    std::uint64_t packed = 0;
    std::from_chars(id.data() + number_at, id.data() + number_at + number_size, packed, 16);
    if (packed >> number_bits != static_cast<std::uint64_t>(company)) return std::nullopt;
    const auto number = static_cast<std::int64_t>(packed & ((std::uint64_t{1} << number_bits) - 1));
    return number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string format_id(domain::CompanyId company, Entity entity, std::int64_t number) {
    return format(company, entity, number, record_end);
}

std::optional<std::int64_t> parse_id(domain::CompanyId company, Entity entity, std::string_view id) {
    return parse(company, entity, id, record_end);
}

Result<std::string> read_id(std::string_view instance, const JsonValue& value) {
    std::string begin(instance);
    begin += ": Failed to parse request ";
    if (!value.is_string())
        return fail(ErrorCode::invalid, begin + "cannot unmarshal into an ID, a string is needed: Object not found");
    std::string id(value.string());
    std::ranges::transform(id, id.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (id.size() == raw_size || (id.size() == id_size && is_hex(id))) return id;
    if (id.size() == id_size)
        return fail(ErrorCode::invalid, begin + "cannot unmarshal into an ID, it is not hex: Object not found");
    constexpr std::size_t quotes = 2;
    return fail(ErrorCode::invalid, begin +
                                        "cannot unmarshal into an ID, the length must be 12 or 24 + 2 for hex but it is " +
                                        std::to_string(id.size() + quotes) + ": Object not found");
}

std::string format_cursor(domain::CompanyId company, Entity entity, std::int64_t newest) {
    return format(company, entity, newest, cursor_end);
}

std::optional<std::int64_t> parse_cursor(domain::CompanyId company, Entity entity, std::string_view id) {
    return parse(company, entity, id, cursor_end);
}

}  // namespace stele::dialect::ortto
