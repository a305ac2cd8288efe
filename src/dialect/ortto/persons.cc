// People, as lists and by their ids. Ortto: retrieving one or more people.
#include "dialect/ortto/ortto.h"
#include "dialect/ortto/record_lists.h"

namespace stele::dialect::ortto {

namespace {

using enum WireType;

constexpr std::string_view id_names[] = {"contact_ids"};

const Shape find_shape{"FindPeople", [] {
                           return std::vector<FieldDoc>{
                               {"contact_ids", strings, true, false, "At most 500"},
                               {"fields", strings, true, false, "Field ids to show; at most 150"},
                           };
                       }};
const Shape found_shape{"FoundPeople", [] {
                            return std::vector<FieldDoc>{
                                {"contacts", object, false, true, "People by their ids; not those that are unknown"},
                            };
                        }};
const Shape page_shape{
    "PersonPage", [] {
        return std::vector<FieldDoc>{
            {"contacts", objects, true, true, "The people of the page; null behind the end", &record_shape},
            {"meta", object, false, true, "Totals", &meta_shape},
            {"offset", integer, false, true, "Where the page begins"},
            {"next_offset", integer, false, true, "Where the next one does"},
            {"cursor_id", string, false, true, "To be sent with next_offset"},
            {"has_more", boolean, false, true, "Whether there is a next page"},
        };
    }};

Result<http::Response> list_people(const Request& request, Context& context) {
    return list_records(request, context, Entity::person);
}

Result<http::Response> find_people(const Request& request, Context& context) {
    return find_records(request, context, Entity::person, id_names);
}

// Subscribers are counted, or there is a filter.
constexpr Route list_row(std::string_view pattern) {
    return {http::Method::post,  pattern,     list_people, domain::Access::scan, domain::Scope::read, {},
            &list_request_shape, &page_shape, 200,         "Get people"};
}

constexpr Route routes[] = {
    list_row("/v1/person/get"),
    list_row("/v1/people/get"),
    {http::Method::post,
     "/v1/person/get-by-ids",
     find_people,
     domain::Access::read,
     domain::Scope::read,
     {},
     &find_shape,
     &found_shape,
     200,
     "Get people by their ids",
     find_is_scan},
};

}  // namespace

RouteGroup person_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
