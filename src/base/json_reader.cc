#include "base/json_reader.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <charconv>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include <simdjson.h>

#include "base/limits.h"
#include "base/text.h"

namespace stele {

// Preorder: an array's or object's children follow it, and `next` leads past all of them.
struct detail::JsonNode {
    const char* name = nullptr;
    union {
        std::int64_t integer = 0;
        double real;
        const char* string;
        bool boolean;
    };
    std::uint32_t name_size = 0;
    std::uint32_t size = 0;  // of a string in bytes; of an array or object in children
    std::uint32_t next = 1;
    JsonKind kind = JsonKind::null;
};

namespace {

using detail::JsonNode;
namespace dom = simdjson::dom;

constexpr std::size_t first_capacity = 4 * 1024;  // what most bodies fit
constexpr std::size_t pairwise_members = 12;      // above, names are sorted to find duplicates
constexpr std::size_t shown_name_size = 64;

std::string shown(std::string_view name) {
    const std::size_t size = cut_at_char(name, shown_name_size);
    return '"' + std::string(name.substr(0, size)) + (size < name.size() ? "...\"" : "\"");
}

std::string too_deep() { return "Invalid JSON: nested deeper than " + std::to_string(limits::json_depth) + " levels"; }

std::string_view name_of(const JsonNode& node) { return {node.name, node.name_size}; }

}  // namespace

struct JsonDocument::Impl {
    std::vector<JsonNode> nodes;
    std::unique_ptr<char[]> strings;
};

namespace {

// Copies what the parser found into nodes and strings of our own, checking what the parser does not.
class Builder {
   public:
    Builder(std::vector<JsonNode>& nodes, char* strings, bool check_strings)
        : nodes_(nodes), strings_(strings), check_strings_(check_strings) {}

    [[nodiscard]] bool add(dom::element element, std::string_view name);
    [[nodiscard]] std::string take_message() { return std::move(message_); }

   private:
    bool add_array(dom::array array, std::size_t index);
    bool add_object(dom::object object, std::size_t index);
    bool descend();
    bool set_string(std::string_view text, std::size_t index);
    bool check_duplicates(std::size_t index);
    bool refuse(std::string message) {
        message_ = std::move(message);
        return false;
    }
    const char* keep(std::string_view text) {
        if (text.empty()) return strings_;
        std::memcpy(strings_, text.data(), text.size());
        return std::exchange(strings_, strings_ + text.size());
    }

    std::vector<JsonNode>& nodes_;
    char* strings_;
    std::size_t depth_ = 0;
    bool check_strings_;  // only an escape can bring in what is_clean_utf8 refuses
    std::string message_;
};

bool Builder::add(dom::element element, std::string_view name) {
    if (nodes_.size() >= limits::json_values) {
        return refuse("Invalid JSON: more than " + std::to_string(limits::json_values) + " values");
    }
    const std::size_t index = nodes_.size();
    JsonNode& node = nodes_.emplace_back();
    node.name = keep(name);
    node.name_size = static_cast<std::uint32_t>(name.size());
    switch (element.type()) {
        case dom::element_type::NULL_VALUE:
            return true;
        case dom::element_type::BOOL:
            node.kind = JsonKind::boolean;
            node.boolean = element.get_bool().value_unsafe();
            return true;
        case dom::element_type::INT64:
            node.kind = JsonKind::integer;
            node.integer = element.get_int64().value_unsafe();
            return true;
        case dom::element_type::UINT64:
            node.kind = JsonKind::real;
            node.real = static_cast<double>(element.get_uint64().value_unsafe());
            return true;
        case dom::element_type::DOUBLE:
            node.kind = JsonKind::real;
            node.real = element.get_double().value_unsafe();
            return true;
        case dom::element_type::STRING:
            return set_string(element.get_string().value_unsafe(), index);
        case dom::element_type::ARRAY:
            return add_array(element.get_array().value_unsafe(), index);
        case dom::element_type::OBJECT:
            return add_object(element.get_object().value_unsafe(), index);
    }
    return refuse("Invalid JSON: a value of no known kind");
}

bool Builder::set_string(std::string_view text, std::size_t index) {
    if (check_strings_ && !is_clean_utf8(text)) {
        return refuse("Invalid JSON: a string with the character U+0000 or a lone surrogate");
    }
    JsonNode& node = nodes_[index];
    node.kind = JsonKind::string;
    node.string = keep(text);
    node.size = static_cast<std::uint32_t>(text.size());
    return true;
}

// simdjson does not count the innermost of the arrays and objects when it is empty.
bool Builder::descend() { return ++depth_ <= limits::json_depth || refuse(too_deep()); }

bool Builder::add_array(dom::array array, std::size_t index) {
    if (!descend()) return false;
    std::uint32_t count = 0;
    for (const dom::element element : array) {
        if (!add(element, {})) return false;
        ++count;
    }
    --depth_;
    JsonNode& node = nodes_[index];
    node.kind = JsonKind::array;
    node.size = count;
    node.next = static_cast<std::uint32_t>(nodes_.size() - index);
    return true;
}

bool Builder::add_object(dom::object object, std::size_t index) {
    if (!descend()) return false;
    std::uint32_t count = 0;
    for (const dom::key_value_pair member : object) {
        if (check_strings_ && !is_clean_utf8(member.key)) {
            return refuse("Invalid JSON: a member name with the character U+0000 or a lone surrogate");
        }
        if (!add(member.value, member.key)) return false;
        ++count;
    }
    --depth_;
    JsonNode& node = nodes_[index];
    node.kind = JsonKind::object;
    node.size = count;
    node.next = static_cast<std::uint32_t>(nodes_.size() - index);
    return check_duplicates(index);
}

bool Builder::check_duplicates(std::size_t index) {
    const JsonNode* const object = &nodes_[index];
    const JsonNode* const end = object + object->next;
    const auto duplicate = [&](std::string_view name) {
        return refuse("Invalid JSON: an object with two members named " + shown(name));
    };
    if (object->size <= pairwise_members) {
        for (const JsonNode* later = object + 1; later != end; later += later->next) {
            for (const JsonNode* earlier = object + 1; earlier != later; earlier += earlier->next) {
                if (name_of(*earlier) == name_of(*later)) return duplicate(name_of(*later));
            }
        }
        return true;
    }
    std::vector<std::string_view> names;
    names.reserve(object->size);
    for (const JsonNode* member = object + 1; member != end; member += member->next) names.push_back(name_of(*member));
    std::sort(names.begin(), names.end());
    const auto twin = std::adjacent_find(names.begin(), names.end());
    return twin == names.end() || duplicate(*twin);
}

std::unexpected<Error> parse_error(simdjson::error_code code, std::string_view text) {
    const auto invalid = [](std::string reason) { return fail(ErrorCode::invalid, "Invalid JSON: " + std::move(reason)); };
    switch (code) {
        case simdjson::MEMALLOC:
            return fail(ErrorCode::unavailable, "Out of memory");
        case simdjson::CAPACITY:
            return fail(ErrorCode::too_large, "The JSON is too large");
        case simdjson::DEPTH_ERROR:
            return fail(ErrorCode::invalid, too_deep());
        case simdjson::UTF8_ERROR:
            return invalid("not valid UTF-8 at byte " + std::to_string(clean_utf8_prefix(text)));
        case simdjson::EMPTY:
            return invalid("the text is empty");
        case simdjson::STRING_ERROR:
            return invalid("a string holds an unknown escape or a lone surrogate");
        case simdjson::UNESCAPED_CHARS:
            return invalid("a string holds a control character that is not escaped");
        case simdjson::UNCLOSED_STRING:
            return invalid("a string is not closed");
        case simdjson::NUMBER_ERROR:
            return invalid("a number is malformed or out of range");
        case simdjson::T_ATOM_ERROR:
        case simdjson::F_ATOM_ERROR:
        case simdjson::N_ATOM_ERROR:
            return invalid("a word is none of true, false and null");
        default:
            return invalid("a value, comma, colon or bracket is missing or out of place");
    }
}

// Where the string, number or single other character ends that begins at `begin`.
std::size_t token_end(std::string_view text, std::size_t begin) {
    if (text[begin] == '"') {
        std::size_t at = begin + 1;
        while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
        return std::min(at + 1, text.size());
    }
    const std::size_t end = std::min(text.find_first_not_of("0123456789.eE+-", begin), text.size());
    return std::max(end, begin + 1);
}

bool is_beyond_int64(std::string_view token) {
    std::int64_t integer;
    const char* const begin = token.data();
    const char* const end = begin + token.size();
    const auto read = std::from_chars(begin, end, integer);
    return read.ec == std::errc::result_out_of_range && read.ptr == end;
}

// simdjson refuses integers beyond 64 bits; spelled with an exponent, they are read as doubles.
std::string with_long_integers_as_reals(std::string_view text) {
    std::string spelled;
    spelled.reserve(text.size() + text.size() / 8);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::string_view token = text.substr(begin, token_end(text, begin) - begin);
        spelled += token;
        if (is_beyond_int64(token)) spelled += "e0";
        begin += token.size();
    }
    return spelled;
}

simdjson::simdjson_result<dom::element> parse_with(dom::parser& parser, std::string_view text) {
    if (parser.capacity() < text.size() || parser.capacity() == 0) {
        const std::size_t capacity = std::max(first_capacity, std::bit_ceil(text.size()));
        // The parser stops when this depth is reached, so one more than what is allowed.
        if (const auto error = parser.allocate(capacity, limits::json_depth + 1)) return error;
        if (const auto error = parser.doc.allocate(capacity)) return error;
    }
    return parser.parse(text.data(), text.size());
}

}  // namespace

JsonDocument::JsonDocument() = default;
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
    // Kept between calls for its buffers alone.
    thread_local dom::parser parser;
    struct Trim {
        ~Trim() {
            if (parser.capacity() > limits::json_kept) parser = dom::parser();
        }
    } trim;

    if (text.empty()) return parse_error(simdjson::EMPTY, text);
    auto parsed = parse_with(parser, text);
    if (parsed.error() == simdjson::NUMBER_ERROR) parsed = parse_with(parser, with_long_integers_as_reals(text));
    if (parsed.error() != simdjson::SUCCESS) return parse_error(parsed.error(), text);

    JsonDocument document;
    document.impl_ = std::make_unique<Impl>();
    document.impl_->nodes.reserve(std::min(text.size() / 8 + 1, limits::json_values));
    document.impl_->strings = std::make_unique_for_overwrite<char[]>(text.size());
    Builder builder(document.impl_->nodes, document.impl_->strings.get(), text.find("\\u") != text.npos);
    if (!builder.add(parsed.value_unsafe(), {})) return fail(ErrorCode::invalid, builder.take_message());
    return document;
}

JsonValue JsonDocument::root() const {
    static constexpr JsonNode absent{};
    return JsonValue(impl_ ? impl_->nodes.data() : &absent);
}

JsonKind JsonValue::kind() const { return node_->kind; }

bool JsonValue::boolean() const {
    assert(kind() == JsonKind::boolean);
    return node_->boolean;
}

std::int64_t JsonValue::integer() const {
    assert(kind() == JsonKind::integer);
    return node_->integer;
}

double JsonValue::real() const {
    assert(kind() == JsonKind::integer || kind() == JsonKind::real);
    return kind() == JsonKind::integer ? static_cast<double>(node_->integer) : node_->real;
}

std::string_view JsonValue::string() const {
    assert(is_string());
    return {node_->string, node_->size};
}

std::size_t JsonValue::size() const { return is_array() || is_object() ? node_->size : 0; }

JsonValue::Iterator& JsonValue::Iterator::operator++() {
    node_ += node_->next;
    return *this;
}

JsonValue::Iterator JsonValue::begin() const { return Iterator(node_ + 1); }
JsonValue::Iterator JsonValue::end() const { return Iterator(node_ + node_->next); }

std::string_view JsonValue::name() const { return {node_->name, node_->name_size}; }

std::optional<JsonValue> JsonValue::find(std::string_view name) const {
    if (!is_object()) return std::nullopt;
    for (const JsonValue member : *this) {
        if (member.name() == name) return member;
    }
    return std::nullopt;
}

}  // namespace stele
