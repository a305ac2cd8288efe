#include "dialect/rogerroger/ids.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "base/crypto.h"

namespace stele::dialect::rogerroger {

namespace {

constexpr std::size_t uuid_size = 36;
constexpr std::uint8_t our_format = 1;
constexpr std::size_t dashes[] = {8, 13, 18, 23};

using Bytes = std::array<std::uint8_t, 16>;

struct Collection {
    Resource resource;
    std::string_view path;
};
constexpr Collection collections[] = {
    {Resource::organization, "/organizations"},
    {Resource::person, "/people"},
    {Resource::user, "/users"},
    {Resource::tag, "/tags"},
    {Resource::segment, "/segments"},
    {Resource::note_category, "/note_categories"},
    {Resource::media_object, "/media_objects"},
};

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::uint8_t hex_value(char c) {
    if (c <= '9') return static_cast<std::uint8_t>(c - '0');
    return static_cast<std::uint8_t>((c | 0x20) - 'a' + 10);
}

Bytes bytes_of(domain::CompanyId company, Resource resource, std::int64_t number) {
    Bytes bytes{our_format, static_cast<std::uint8_t>(resource)};
    for (std::size_t i = 0; i < 3; ++i) bytes[2 + i] = static_cast<std::uint8_t>(company >> (16 - 8 * i));
    bytes[6] = 0x80;  // version 8
    bytes[8] = 0x80;  // the variant of RFC 9562
    for (std::size_t i = 0; i < 5; ++i) bytes[11 + i] = static_cast<std::uint8_t>(number >> (32 - 8 * i));
    return bytes;
}

std::string text_of(const Bytes& bytes) {
    std::string text = to_hex(bytes);
    for (const std::size_t dash : dashes) text.insert(dash, 1, '-');
    return text;
}

}  // namespace

bool is_uuid(std::string_view text) {
    if (text.size() != uuid_size) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (std::ranges::find(dashes, i) != std::end(dashes) ? text[i] != '-' : !is_hex(text[i])) return false;
    return true;
}

std::string lower_uuid(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c | 0x20) : c; });
    return lower;
}

std::string format_uuid(domain::CompanyId company, Resource resource, std::int64_t number) {
    return text_of(bytes_of(company, resource, number));
}

std::optional<std::int64_t> parse_uuid(domain::CompanyId company, Resource resource, std::string_view text) {
    if (!is_uuid(text)) return std::nullopt;
    std::int64_t number = 0;
    constexpr std::size_t number_at = 26;  // the last five bytes
    for (const char c : text.substr(number_at)) number = number << 4 | hex_value(c);
    if (number == 0 || lower_uuid(text) != format_uuid(company, resource, number)) return std::nullopt;
    return number;
}

bool has_our_form(std::string_view uuid) {
    const std::string ours = format_uuid(0, Resource::organization, 0);
    constexpr std::size_t format_size = 2;
    constexpr std::size_t fixed_at = 11;  // between the company and the number
    constexpr std::size_t fixed_size = 15;
    return is_uuid(uuid) && uuid.substr(0, format_size) == std::string_view(ours).substr(0, format_size) &&
           uuid.substr(fixed_at, fixed_size) == std::string_view(ours).substr(fixed_at, fixed_size);
}

std::string_view collection_of(Resource resource) {
    const auto found = std::ranges::find(collections, resource, &Collection::resource);
    assert(found != std::end(collections));
    return found->path;
}

std::string iri_of(Resource resource, std::string_view uuid) {
    return std::string(collection_of(resource)).append("/").append(uuid);
}

std::optional<std::string_view> id_in_iri(std::string_view iri, Resource resource, std::string_view public_url) {
    if (is_uuid(iri)) return iri;
    if (iri.starts_with(public_url)) iri.remove_prefix(public_url.size());
    const std::string_view collection = collection_of(resource);
    if (!iri.starts_with(collection)) return std::nullopt;
    iri.remove_prefix(collection.size());
    if (!iri.starts_with('/')) return std::nullopt;
    iri.remove_prefix(1);
    return is_uuid(iri) ? std::optional(iri) : std::nullopt;
}

}  // namespace stele::dialect::rogerroger
