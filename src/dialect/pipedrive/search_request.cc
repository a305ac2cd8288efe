#include "dialect/pipedrive/search_request.h"

#include <algorithm>

#include "dialect/cursor.h"
#include "dialect/pipedrive/errors.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::SearchMatch;
using domain::SearchPosition;
using domain::SearchRequest;
using domain::SearchScope;
using domain::SearchTier;

constexpr std::int64_t kinds_in_cursor = 16;

bool asks_v2(const Request& request) { return is_v2(request.http().path()); }

bool SearchScope::* scope_member(std::string_view name) {
    if (name == "name") return &SearchScope::name;
    if (name == "title") return &SearchScope::title;
    if (name == "address") return &SearchScope::address;
    if (name == "email") return &SearchScope::email;
    if (name == "phone") return &SearchScope::phone;
    if (name == "notes") return &SearchScope::notes;
    return name == "custom_fields" ? &SearchScope::custom_fields : nullptr;
}

std::string joined(std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
    return text;
}

Result<SearchPosition> read_position(const Cursor& cursor, const SearchRequest& search) {
    const std::int64_t tier = cursor.value / kinds_in_cursor;
    const std::int64_t kind = cursor.value % kinds_in_cursor;
    if (tier < 1 || tier > static_cast<std::int64_t>(SearchTier::in_notes) || kind < 0 ||
        kind >= static_cast<std::int64_t>(search.kinds.size()))
        return fail(ErrorCode::invalid, "Invalid cursor", "cursor");
    return SearchPosition{static_cast<SearchTier>(tier), static_cast<std::size_t>(kind), cursor.id};
}

}  // namespace

std::unexpected<Error> refuse_parameter(const Request& request, std::string_view name, std::string_view what) {
    const std::string subject = asks_v2(request) ? "" : std::string(name) + " ";
    return fail(ErrorCode::invalid, subject + std::string(what), std::string(name));
}

std::unexpected<Error> in_words_of(const Request& request, const Error& error) {
    if (error.code == ErrorCode::invalid) return refuse_parameter(request, error.field, error.message);
    return std::unexpected(error);
}

Result<bool> read_search_flag(const Request& request, std::string_view name) {
    const auto text = request.query(name);
    if (!asks_v2(request)) return text == "1" || text == "true";
    if (text && *text != "true" && *text != "false") return refuse_parameter(request, name, "must be true or false");
    return text == "true";
}

Result<std::vector<std::string_view>> read_names(const Request& request, std::string_view name,
                                                 std::span<const std::string_view> known) {
    auto names = request.query_list(name);
    std::erase(names, "");
    for (const std::string_view given : names)
        if (std::ranges::find(known, given) == known.end())
            return refuse_parameter(request, name, "must be among " + joined(known));
    return names;
}

Result<SearchRequest> read_search(const Request& request, std::span<const std::string_view> known,
                                  std::vector<domain::Kind> kinds) {
    SearchRequest search;
    search.kinds = std::move(kinds);
    const auto term = request.query("term");
    if (!term) return refuse_parameter(request, "term", "must be given");
    search.term = *term;
    const auto exact = read_search_flag(request, "exact_match");
    if (!exact) return fail(exact);
    if (*exact) search.match = SearchMatch::whole;
    const auto fields = read_names(request, "fields", known);
    if (!fields) return fail(fields);
    if (fields->empty()) search.scope = SearchScope::everything();
    for (const std::string_view name : *fields)
        if (const auto member = scope_member(name); member != nullptr) search.scope.*member = true;
    return search;
}

Result<SearchPaging> SearchPaging::read(const Request& request, const Context& context, const SearchRequest& search) {
    SearchPaging paging;
    paging.is_v2_ = asks_v2(request);
    if (!paging.is_v2_) {
        paging.page_ = page_v1(request);
        return paging;
    }
    const auto limit = limit_v2(request);
    if (!limit) return fail(limit);
    paging.page_.limit = *limit;
    paging.digest_ = query_digest(request, context.caller.company().id);
    if (const auto text = request.query("cursor"); text && !text->empty()) {
        const auto cursor = decode_cursor(*text, paging.digest_);
        if (!cursor) return fail(cursor);
        const auto position = read_position(*cursor, search);
        if (!position) return fail(position);
        paging.after_ = *position;
    }
    return paging;
}

void SearchPaging::write_end(JsonWriter& writer, const domain::SearchPage& found) const {
    if (!is_v2_) {
        write_pagination(writer, page_, found.more);
        return;
    }
    std::optional<std::string> cursor;
    if (found.more) {
        const SearchPosition& last = found.hits.back().position;
        const std::int64_t group =
            static_cast<std::int64_t>(last.tier) * kinds_in_cursor + static_cast<std::int64_t>(last.kind);
        cursor = encode_cursor({group, last.id}, digest_);
    }
    write_next_cursor(writer, cursor);
}

Result<domain::SearchPage> run_search(const Request& request, Context& context, const SearchRequest& search,
                                      const SearchPaging& paging) {
    auto found = domain::search(context.transaction, context.caller, search, paging.after(), paging.page().start,
                                paging.page().limit);
    if (!found) return in_words_of(request, found.error());
    return found;
}

}  // namespace stele::dialect::pipedrive
