// People who are created or updated. Ortto: create or update one or more people (merge).
#include "dialect/ortto/merge_call.h"
#include "dialect/ortto/ortto.h"

namespace stele::dialect::ortto {

namespace {

using enum WireType;

constexpr std::string_view names[] = {"people"};
constexpr MergeCall people_call{
    Entity::person, names, "people", "person_id", "No valid contacts provided", domain::JobKind::put_persons};

const Shape person_shape{
    "PersonToMerge", [] {
        return std::vector<FieldDoc>{
            {"fields", object, false, true, "Values by ids of fields; null clears"},
            {"location", object, true, false, "Where the person is: source_ip, or custom, or address"},
            {"tags", strings, true, false, "Names of tags to put on, which are made where there is none"},
            {"unset_tags", strings, true, false, "Names of tags to take off"},
            {"clear_fields", object, true, false, "Ids of fields with true: emptied first, where fields are overwritten"},
        };
    }};
const Shape merge_shape{
    "PersonMerge", [] {
        std::vector<FieldDoc> docs{{"people", objects, false, true, "1 to 100 people", &person_shape}};
        for (FieldDoc& doc : merge_option_fields()) docs.push_back(doc);
        docs.push_back({"merge_by_alt_fields", object, true, false,
                        "Further fields in which the value of a key is looked for: lists of ids by the key's id"});
        docs.push_back({"skip_non_existing", boolean, true, false, "Creates nobody"});
        docs.push_back({"suppression_list_field_id", string, true, false, "Accepted: nobody is suppressed"});
        return docs;
    }};
const Shape outcome_shape{"MergedPerson", [] { return merge_outcome_fields("person_id"); }};
const Shape reply_shape{
    "PersonMergeReply",
    [] { return std::vector<FieldDoc>{{"people", objects, false, true, "In the order of the request", &outcome_shape}}; }};

Result<http::Response> merge_people(const Request& request, Context& context) {
    return answer_merge(people_call, request, context);
}

constexpr Route merge_row(std::string_view pattern) {
    Route route{http::Method::post,
                pattern,
                merge_people,
                domain::Access::write,
                domain::Scope::write,
                {},
                &merge_shape,
                &reply_shape,
                200,
                "Create or update one or more people"};
    route.may_add_job = true;
    return route;
}

constexpr Route routes[] = {merge_row("/v1/person/merge")};

}  // namespace

Result<domain::JobStep> run_person_merge(domain::Transaction& transaction, const domain::Caller& caller,
                                         const domain::Job& job) {
    return run_merge_step(people_call, transaction, caller, job);
}

RouteGroup person_merge_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
