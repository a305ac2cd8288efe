// What the endpoints of searches have in common: the parameters, the pages and the items.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dialect/dialect.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_organizations.h"
#include "dialect/pipedrive/render_context.h"
#include "dialect/shape.h"
#include "domain/pictures.h"
#include "domain/search.h"

namespace stele::dialect::pipedrive {

// v1's errors name the parameter in the message; v2's have it beside.
[[nodiscard]] std::unexpected<Error> refuse_parameter(const Request& request, std::string_view name, std::string_view what);

// An error of the domain's, which names the parameter beside.
[[nodiscard]] std::unexpected<Error> in_words_of(const Request& request, const Error& error);

// A flag: v1 takes 1 and true, all else is false; v2 takes true and false alone.
[[nodiscard]] Result<bool> read_search_flag(const Request& request, std::string_view name);

// A list of names of which only `known` are taken; empty when it was not given.
[[nodiscard]] Result<std::vector<std::string_view>> read_names(const Request& request, std::string_view name,
                                                               std::span<const std::string_view> known);

// `term`, `exact_match` and `fields`, whose names are among `known`.
[[nodiscard]] Result<domain::SearchRequest> read_search(const Request& request, std::span<const std::string_view> known,
                                                        std::vector<domain::Kind> kinds);

// The page that a request asks for: `start` and `limit` in v1, `limit` and `cursor` in v2.
class SearchPaging {
   public:
    [[nodiscard]] static Result<SearchPaging> read(const Request& request, const Context& context,
                                                   const domain::SearchRequest& search);
    [[nodiscard]] const domain::SearchPosition& after() const { return after_; }
    [[nodiscard]] const Page& page() const { return page_; }
    // What follows the data.
    void write_end(JsonWriter& writer, const domain::SearchPage& found) const;

   private:
    bool is_v2_ = false;
    Page page_;
    std::string digest_;
    domain::SearchPosition after_;
};

// Error as those of domain::search(), with v1's message where it is v1.
[[nodiscard]] Result<domain::SearchPage> run_search(const Request& request, Context& context,
                                                    const domain::SearchRequest& search, const SearchPaging& paging);

// {"result_score":..,"item":{...}} of each, in an array.
class SearchItems {
   public:
    [[nodiscard]] static Result<SearchItems> read(const Request& request, Context& context,
                                                  std::span<const domain::SearchHit> hits);
    void write(JsonWriter& writer, std::span<const domain::SearchHit> hits) const;

   private:
    explicit SearchItems(const Context& context) : settings_(context.settings), around_(context) {}

    void write_picture(JsonWriter& writer, const domain::Person& person) const;

    const Settings& settings_;
    RenderContext around_;
    bool shows_picture_ = false;
    bool shows_mail_address_ = false;
    OrganizationsById organizations_;  // of persons
    DealPartners partners_;
    domain::PicturesById pictures_;  // of persons, where they are shown
};

extern const Shape organization_search_shape;
extern const Shape person_search_shape;
extern const Shape deal_search_shape;
extern const Shape item_search_shape;

}  // namespace stele::dialect::pipedrive
