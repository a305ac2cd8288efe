#include "dialect/rogerroger/collection.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace stele::dialect::rogerroger {

namespace {

constexpr std::string_view page_name = "page";

// As PHP casts: what begins with no number is 0.
std::int64_t as_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc::result_out_of_range ? std::numeric_limits<std::int64_t>::max() : number;
}

void append_encoded(std::string& text, std::string_view part) {
    constexpr std::string_view plain = "-_.~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : part) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                              plain.find(c) != std::string_view::npos;
        if (is_plain)
            text += c;
        else
            text.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
}

// The request's path with its parameters but for the page.
std::string address_of(const Request& request, bool& has_parameters) {
    std::string address(request.http().path());
    has_parameters = false;
    for (const http::NameValue& parameter : request.http().query()) {
        if (parameter.name == page_name) continue;
        address += has_parameters ? '&' : '?';
        has_parameters = true;
        append_encoded(address, parameter_name(parameter.name));
        address += '=';
        append_encoded(address, parameter.value);
    }
    return address;
}

}  // namespace

std::string parameter_name(std::string_view name) {
    const auto open = name.rfind('[');
    if (open == std::string_view::npos || !name.ends_with(']')) return std::string(name);
    const std::string_view index = name.substr(open + 1, name.size() - open - 2);
    const bool is_number = !index.empty() && index.find_first_not_of("0123456789") == std::string_view::npos;
    return is_number ? std::string(name.substr(0, open)).append("[]") : std::string(name);
}

Result<Page> read_page(const Request& request, std::int64_t most) {
    Page page;
    if (const auto text = request.query(page_name)) page.number = as_number(*text);
    if (page.number < 1) return fail(ErrorCode::invalid, "Page should not be less than 1");
    if (const auto text = request.query("itemsPerPage")) page.size = as_number(*text);
    if (page.size < 0) return fail(ErrorCode::invalid, "Limit should not be less than 0");
    page.size = std::min(page.size, most);
    if (page.size == 0 && page.number > 1)
        return fail(ErrorCode::invalid, "Page should not be greater than 1 if limit is equal to 0");
    if (page.size > 0 && page.number > std::numeric_limits<std::int32_t>::max() / page.size)
        return fail(ErrorCode::invalid, "Page parameter is too large.");
    return page;
}

CollectionReply::CollectionReply(const Request& request, Format format, const CollectionName& name, const Page& page,
                                 std::int64_t total)
    : request_(request), format_(format), name_(name), page_(page), total_(total), writer_(response_.body) {
    response_.content_type = content_type_of(format);
    if (format == Format::json) {
        writer_.begin_array();
        return;
    }
    writer_.begin_object();
    writer_.key_literal("@context");
    writer_.string(std::string("/contexts/").append(name.type));
    writer_.key_literal("@id");
    writer_.string(request.http().path());
    writer_.key_literal("@type");
    writer_.string_literal("Collection");
    writer_.key_literal("totalItems");
    writer_.integer(total);
    writer_.key_literal("member");
    writer_.begin_array();
}

// Hydra: absent when all stands on one page and nothing was asked for; links when there are several pages.
void CollectionReply::write_view() {
    bool has_parameters = false;
    const std::string address = address_of(request_, has_parameters);
    const std::int64_t last = page_.size > 0 ? std::max<std::int64_t>(1, (total_ + page_.size - 1) / page_.size) : 1;
    const bool is_paged = last > 1 || page_.number > 1;
    if (!is_paged && !has_parameters) return;
    const auto link = [&](std::string_view name, std::int64_t page) {
        writer_.key_literal(name);
        std::string text = address;
        text.append(has_parameters ? "&" : "?").append("page=").append(std::to_string(page));
        writer_.string(text);
    };
    writer_.key_literal("view");
    writer_.begin_object();
    if (is_paged) {
        link("@id", page_.number);
    } else {
        writer_.key_literal("@id");
        writer_.string(address);
    }
    writer_.key_literal("@type");
    writer_.string_literal("PartialCollectionView");
    if (is_paged) {
        link("first", 1);
        link("last", last);
        if (page_.number > 1) link("previous", page_.number - 1);
        if (page_.number < last) link("next", page_.number + 1);
    }
    writer_.end_object();
}

void CollectionReply::write_search() {
    if (name_.parameters.empty()) return;
    writer_.key_literal("search");
    writer_.begin_object();
    writer_.key_literal("@type");
    writer_.string_literal("IriTemplate");
    writer_.key_literal("template");
    std::string text(request_.http().path());
    text += "{?";
    for (const Parameter& parameter : name_.parameters) text.append(text.back() == '?' ? "" : ",").append(parameter.name);
    writer_.string(text += '}');
    writer_.key_literal("variableRepresentation");
    writer_.string_literal("BasicRepresentation");
    writer_.key_literal("mapping");
    writer_.begin_array();
    for (const Parameter& parameter : name_.parameters) {
        writer_.begin_object();
        writer_.key_literal("@type");
        writer_.string_literal("IriTemplateMapping");
        writer_.key_literal("variable");
        writer_.string(parameter.name);
        writer_.key_literal("property");
        writer_.string(parameter.name.substr(0, parameter.name.find('[')));
        writer_.key_literal("required");
        writer_.boolean(false);
        writer_.end_object();
    }
    writer_.end_array();
    writer_.end_object();
}

http::Response CollectionReply::finish() {
    writer_.end_array();
    if (format_ == Format::json_ld) {
        write_view();
        write_search();
        writer_.end_object();
    }
    return std::move(response_);
}

}  // namespace stele::dialect::rogerroger
