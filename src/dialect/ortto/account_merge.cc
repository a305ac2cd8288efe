// Accounts that are created or updated. Ortto: create or update one or more organizations (merge).
#include "dialect/ortto/merge_call.h"
#include "dialect/ortto/ortto.h"

namespace stele::dialect::ortto {

namespace {

using enum WireType;

constexpr std::string_view account_names[] = {"accounts", "organizations"};
constexpr std::string_view legacy_names[] = {"organizations", "accounts"};
constexpr MergeCall account_call{Entity::account,
                                 account_names,
                                 "accounts",
                                 "account_id",
                                 "No valid accounts provided",
                                 domain::JobKind::put_organizations};
constexpr MergeCall legacy_call{Entity::account,
                                legacy_names,
                                "organizations",
                                "organization_id",
                                "No valid accounts provided",
                                domain::JobKind::put_organizations};

const Shape account_shape{
    "AccountToMerge", [] {
        return std::vector<FieldDoc>{
            {"fields", object, false, true, "Values by ids of fields; null clears"},
            {"tags", strings, true, false, "Names of tags to put on, which are made where there is none"},
            {"unset_tags", strings, true, false, "Names of tags to take off"},
            {"clear_fields", object, true, false, "Ids of fields with true: emptied first, where fields are overwritten"},
        };
    }};

std::vector<FieldDoc> request_fields(std::string_view name, std::string_view other) {
    std::vector<FieldDoc> docs{{name, objects, true, false, "1 to 100 accounts", &account_shape},
                               {other, objects, true, false, "The same", &account_shape}};
    for (FieldDoc& doc : merge_option_fields()) docs.push_back(doc);
    docs.push_back({"merge_by_alt_fields", object, true, false,
                    "Further fields in which the value of a key is looked for: lists of ids by the key's id"});
    docs.push_back({"skip_non_existing", boolean, true, false, "Creates no account"});
    return docs;
}

const Shape merge_shape{"AccountMerge", [] { return request_fields("accounts", "organizations"); }};
const Shape legacy_merge_shape{"OrganizationMerge", [] { return request_fields("organizations", "accounts"); }};
const Shape outcome_shape{"MergedAccount", [] { return merge_outcome_fields("account_id"); }};
const Shape legacy_outcome_shape{"MergedOrganization", [] { return merge_outcome_fields("organization_id"); }};
const Shape reply_shape{
    "AccountMergeReply",
    [] { return std::vector<FieldDoc>{{"accounts", objects, false, true, "In the order of the request", &outcome_shape}}; }};
const Shape legacy_reply_shape{"OrganizationMergeReply", [] {
                                   return std::vector<FieldDoc>{{"organizations", objects, false, true,
                                                                 "In the order of the request", &legacy_outcome_shape}};
                               }};

Result<http::Response> merge_accounts(const Request& request, Context& context) {
    return answer_merge(account_call, request, context);
}

Result<http::Response> merge_organizations(const Request& request, Context& context) {
    return answer_merge(legacy_call, request, context);
}

constexpr Route merge_row(std::string_view pattern, Handler handler, const Shape& request, const Shape& reply) {
    Route route{http::Method::post,
                pattern,
                handler,
                domain::Access::write,
                domain::Scope::write,
                {},
                &request,
                &reply,
                200,
                "Create or update one or more accounts"};
    route.may_add_job = true;
    return route;
}

constexpr Route routes[] = {
    merge_row("/v1/accounts/merge", merge_accounts, merge_shape, reply_shape),
    merge_row("/v1/organizations/merge", merge_organizations, legacy_merge_shape, legacy_reply_shape),
};

}  // namespace

Result<domain::JobStep> run_account_merge(domain::Transaction& transaction, const domain::Caller& caller,
                                          const domain::Job& job) {
    return run_merge_step(account_call, transaction, caller, job);
}

RouteGroup account_merge_routes() { return {routes, {}}; }

}  // namespace stele::dialect::ortto
