// Merging two records of a kind. The one of the path goes, that of the body stays.
#include <span>
#include <vector>

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/filters.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/person_organizations.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/merge.h"

namespace stele::dialect::pipedrive {

namespace {

using enum WireType;

constexpr std::string_view survivor_name = "merge_with_id";

struct MergeInput {
    std::optional<std::int64_t> survivor;
};

Result<void> read_survivor(const JsonValue& value, std::string_view name, MergeInput& input) {
    input.survivor = as_integer(value);
    if (!input.survivor) return bad(name, "the id of a record");
    return {};
}

constexpr InputField<MergeInput> input_fields[] = {
    {survivor_name, integer, true, read_survivor, "The id of the record that stays, and whose values win"},
};
const Shape input_shape{"MergeRequest", [] { return describe(input_fields); }};
const Shape id_shape{"MergedId",
                     [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id that stays", nullptr}}; }};

Result<std::int64_t> read_merge(const Request& request) {
    MergeInput input;
    for (const JsonValue member : request.json()) {
        const auto* field = find_input(std::span<const InputField<MergeInput>>(input_fields), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, input); !done) return fail(done);
    }
    if (!input.survivor) return bad(survivor_name, "given");
    return *input.survivor;
}

Result<http::Response> merge_organizations(const Request& request, Context& context) {
    const auto survivor = read_merge(request);
    if (!survivor) return fail(survivor);
    const auto merged =
        domain::merge_organizations(context.transaction, context.caller, request.path_number("id"), *survivor);
    if (!merged) return fail(merged);
    auto renamed = rename_in_filters(context, {domain::Kind::organization, request.path_number("id")}, *survivor);
    if (!renamed) return fail(renamed);
    return id_reply(merged->id);
}

// Beside the fields of the merged record, whose owner and partners are ids here.
struct MergedRecord {
    std::int64_t absorbed = 0;
};
constexpr Field<MergedRecord> merged_fields[] = {
    {"merge_what_id", integer, false, [](JsonWriter& w, const MergedRecord& m) { w.integer(m.absorbed); },
     "The id that is gone"},
};
const Shape person_merged_shape{"MergedPerson", [] {
                                    auto docs = describe(person_recent_fields());
                                    for (FieldDoc& doc : docs)
                                        if (doc.name == "owner_id" || doc.name == "org_id") doc.type = integer;
                                    for (const FieldDoc& doc : describe(merged_fields)) docs.push_back(doc);
                                    return docs;
                                }};

Result<http::Response> merge_persons(const Request& request, Context& context) {
    const auto survivor = read_merge(request);
    if (!survivor) return fail(survivor);
    const domain::PersonId absorbed = request.path_number("id");
    const auto merged = domain::merge_persons(context.transaction, context.caller, absorbed, *survivor);
    if (!merged) return fail(merged);
    auto renamed = rename_in_filters(context, {domain::Kind::person, absorbed}, *survivor);
    if (!renamed) return fail(renamed);
    const auto organizations = find_organizations(context, std::span(&*merged, 1));
    if (!organizations) return fail(organizations);

    const RenderContext around(context);
    const PersonView view(*merged, around, organization_of(*organizations, *merged));
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    write_fields(writer, person_recent_fields(), view);
    view.custom_fields().write_v1(writer, merged->custom);
    write_fields(writer, merged_fields, MergedRecord{absorbed});
    writer.end_object();
    end_reply(writer);
    if (auto filled = around.pictures.fill(context, response.body); !filled) return fail(filled);
    return response;
}

const Shape deal_merged_shape{"MergedDeal", [] {
                                  auto docs = describe(deal_plain_fields());
                                  for (const FieldDoc& doc : describe(merged_fields)) docs.push_back(doc);
                                  return docs;
                              }};

Result<http::Response> merge_deals(const Request& request, Context& context) {
    const auto survivor = read_merge(request);
    if (!survivor) return fail(survivor);
    const domain::DealId absorbed = request.path_number("id");
    const auto merged = domain::merge_deals(context.transaction, context.caller, absorbed, *survivor);
    if (!merged) return fail(merged);
    auto renamed = rename_in_filters(context, {domain::Kind::deal, absorbed}, *survivor);
    if (!renamed) return fail(renamed);
    const auto partners = find_partners_and_activities(context, std::span(&*merged, 1));
    if (!partners) return fail(partners);

    const RenderContext around(context);
    const DealView view(*merged, around, *partners);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_object();
    write_fields(writer, deal_plain_fields(), view);
    view.custom_fields().write_v1(writer, merged->custom);
    write_fields(writer, merged_fields, MergedRecord{absorbed});
    writer.end_object();
    end_reply(writer);
    return response;
}

constexpr auto write = domain::Access::write;
constexpr auto may_write = domain::Scope::write;  // everyone may merge what they see (can_merge_organizations)
constexpr std::int64_t cost = 40;

constexpr Route routes[] = {
    {http::Method::put,
     "/v1/organizations/{id:number}/merge",
     merge_organizations,
     write,
     may_write,
     {},
     &input_shape,
     &id_shape,
     200,
     "Merge two organizations",
     nullptr,
     cost},
    {http::Method::put,
     "/v1/persons/{id:number}/merge",
     merge_persons,
     write,
     may_write,
     {},
     &input_shape,
     &person_merged_shape,
     200,
     "Merge two persons",
     nullptr,
     cost},
    {http::Method::put,
     "/v1/deals/{id:number}/merge",
     merge_deals,
     write,
     may_write,
     {},
     &input_shape,
     &deal_merged_shape,
     200,
     "Merge two deals",
     nullptr,
     cost},
};

}  // namespace

RouteGroup merge_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
