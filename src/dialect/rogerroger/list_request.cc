#include "dialect/rogerroger/list_request.h"

#include <algorithm>

#include "base/limits.h"
#include "dialect/rogerroger/references.h"
#include "dialect/rogerroger/values.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Comparison;
using domain::Predicate;

constexpr std::string_view page_parameters[] = {"page", "itemsPerPage"};

bool is_page_parameter(std::string_view name) {
    return std::ranges::find(page_parameters, name) != std::end(page_parameters);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return result;
}

std::optional<bool> parse_flag(std::string_view text) {
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::nullopt;
}

struct Bound {
    std::string_view name;
    Comparison comparison;
};
constexpr Bound bounds[] = {{"after", Comparison::greater_or_equal},
                            {"strictly_after", Comparison::greater},
                            {"before", Comparison::less_or_equal},
                            {"strictly_before", Comparison::less}};

std::string bracketed(std::string_view name, std::string_view inner) {
    return std::string(name).append("[").append(inner).append("]");
}

constexpr Micros second_us = 1'000'000;

// What is shown has no fraction: a time within the second of a bound is that bound.
Micros shown_bound(Comparison comparison, Micros time) {
    if (time % second_us != 0) return time;
    const bool takes_second = comparison == Comparison::less_or_equal || comparison == Comparison::greater;
    return takes_second ? time + second_us - 1 : time;
}

}  // namespace

ListRequest::ListRequest(const Request& request, Context& context, std::span<const Parameter> parameters)
    : request_(request), context_(context), is_strict_(request.http().header("stele-strict") == "1") {
    if (!is_strict_) return;
    for (const http::NameValue& sent : request.http().query()) {
        const std::string name = parameter_name(sent.name);
        if (!is_page_parameter(name) && std::ranges::find(parameters, name, &Parameter::name) == parameters.end())
            refuse(sent.name, "is not known");
    }
}

void ListRequest::refuse(std::string_view name, std::string_view why) {
    if (!is_strict_ || !state_) return;
    std::string message = "The parameter \"";
    state_ = fail(ErrorCode::invalid, message.append(name).append("\" ").append(why).append("."));
}

void ListRequest::keep(const Error& error) {
    if (state_) state_ = std::unexpected(error);
}

std::vector<std::string_view> ListRequest::values(std::string_view name) const {
    const std::string list_name = std::string(name).append("[]");
    std::vector<std::string_view> found;
    for (const http::NameValue& sent : request_.http().query()) {
        const std::string sent_name = parameter_name(sent.name);
        if (sent_name == name || sent_name == list_name) found.push_back(sent.value);
    }
    return found;
}

std::vector<std::string> ListRequest::words() const {
    std::vector<std::string> words;
    std::string_view text = request_.query("q").value_or("");
    constexpr std::string_view spaces = " \t\r\n";
    while (words.size() < limits::search_words) {
        text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
        if (text.empty()) break;
        const auto end = std::min(text.find_first_of(spaces), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return words;
}

std::vector<std::int64_t> ListRequest::references(std::string_view name, Resource resource) {
    std::vector<std::int64_t> numbers;
    for (const std::string_view text : values(name)) {
        const auto number = find_named(context_, resource, text);
        if (!number) {
            keep(number.error());
            return numbers;
        }
        if (*number)
            numbers.push_back(**number);
        else if (!id_in_iri(text, resource, context_.settings.public_url))
            refuse(name, "must be an id or an IRI");
    }
    return numbers;
}

void ListRequest::add_references(std::string_view name, Resource resource, domain::FieldRef field) {
    if (values(name).empty()) return;
    auto numbers = references(name, resource);
    add(numbers.empty() ? Predicate::any({}) : Predicate::compare(field, Comparison::in, std::move(numbers)));
}

void ListRequest::add_times(std::string_view name, domain::FieldRef field) {
    for (const Bound& bound : bounds) {
        const std::string parameter = bracketed(name, bound.name);
        const auto text = request_.query(parameter);
        if (!text) continue;
        const auto time = parse_date(*text, context_.now);
        if (!time) {
            refuse(parameter, "must be a date");
            continue;
        }
        add(Predicate::compare(field, bound.comparison, shown_bound(bound.comparison, *time)));
    }
}

void ListRequest::add_exists(std::string_view name, Predicate present, Predicate absent) {
    const std::string parameter = bracketed("exists", name);
    const auto text = request_.query(parameter);
    if (!text) return;
    const auto flag = text->empty() ? std::optional(true) : parse_flag(*text);
    if (!flag) return refuse(parameter, "must be true or false");
    add(*flag ? std::move(present) : std::move(absent));
}

void ListRequest::add_flag(std::string_view name, domain::FieldRef field) {
    const auto text = request_.query(name);
    if (!text) return;
    const auto flag = parse_flag(*text);
    if (!flag) return refuse(name, "must be true or false");
    add(Predicate::compare(field, Comparison::equals, std::int64_t{*flag}));
}

void ListRequest::add_orders(std::span<const OrderName> names) {
    for (const http::NameValue& sent : request_.http().query()) {
        const auto named =
            std::ranges::find_if(names, [&](const OrderName& each) { return sent.name == bracketed("order", each.name); });
        if (named == names.end()) continue;
        const std::string direction = lower(sent.value);
        if (direction == "asc" || direction == "desc")
            sort_.push_back({named->field, direction == "desc"});
        else
            refuse(sent.name, "must be asc or desc");
    }
}

Result<std::vector<Predicate>> ListRequest::take() {
    if (!state_) return fail(state_);
    return std::move(conditions_);
}

bool is_scan(const Request& request, const domain::Caller& caller) {
    if (!caller.sees_all()) return true;
    const auto query = request.http().query();
    if (std::ranges::any_of(query, [](const http::NameValue& sent) { return !is_page_parameter(sent.name); })) return true;
    const auto page = read_page(request, limits::items_per_page_max);
    return page && page->offset() > limits::shallow_start;
}

}  // namespace stele::dialect::rogerroger
