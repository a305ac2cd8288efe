#include "dialect/pipedrive/deal_lists.h"

#include <algorithm>

#include "base/limits.h"
#include "dialect/pipedrive/deal_journey_fields.h"
#include "dialect/pipedrive/filters.h"
#include "dialect/pipedrive/list_query.h"
#include "dialect/pipedrive/person_fields.h"
#include "dialect/pipedrive/pipedrive.h"
#include "dialect/pipedrive/pipeline_fields.h"
#include "dialect/pipedrive/users.h"
#include "domain/deletion.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::DealField;
using domain::Kind;
using domain::Predicate;
using enum WireType;

constexpr Parameter list_parameters[] = {
    {"user_id", integer, "Only deals of this owner"},
    {"filter_id", integer, "Only deals of this filter; wins over user_id, stage_id and owned_by_you"},
    {"stage_id", integer, "Only deals in this stage"},
    {"pipeline_id", integer, "Only deals in this pipeline"},
    {"status", string, "open, won, lost, deleted, or all_not_deleted"},
    {"owned_by_you", boolean, "Only deals of the caller"},
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"sort", string, "Keys and directions: title ASC, id DESC"},
};

constexpr Parameter record_parameters[] = {
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out, at most 500"},
    {"status", string, "open, won, lost, deleted, or all_not_deleted"},
    {"sort", string, "Keys and directions: title ASC, id DESC"},
    {"only_primary_association", integer, "1: not those related through persons and custom fields (organizations)"},
};

template <class Rows, class Write>
void write_map(JsonWriter& writer, std::string_view name, const Rows& rows, const Write& write) {
    if (rows.empty()) return;
    writer.key_literal(name);
    writer.begin_object();
    for (const auto& row : rows) write(row);
    writer.end_object();
}

template <class Row>
void add_once(std::vector<const Row*>& rows, const Row* row) {
    if (row != nullptr && std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
}

Result<void> add_number(const Request& request, std::string_view name, DealField field, std::vector<Predicate>& conditions) {
    const auto text = request.query(name);
    if (!text || text->empty()) return {};
    const auto id = parse_integer(*text);
    if (!id) return fail(ErrorCode::invalid, std::string(name) + " must be a number", std::string(name));
    if (*id != 0) conditions.push_back(Predicate::compare(field, Comparison::equals, *id));
    return {};
}

// The caller sees them, as far as anything depends on them.
Predicate seen(Predicate visible, domain::FieldRef delete_time) {
    std::vector<Predicate> conditions{Predicate::compare(delete_time, Comparison::is_null)};
    if (!visible.always()) conditions.push_back(std::move(visible));
    return Predicate::all(std::move(conditions));
}

// Deals of the organization itself; of its persons; and those that name it in a custom field.
Predicate related_to(const Context& context, domain::OrganizationId id, bool directly) {
    auto direct = Predicate::compare(DealField::organization_id, Comparison::equals, id);
    if (directly) return direct;
    std::vector<Predicate> ways;
    ways.push_back(std::move(direct));
    ways.push_back(Predicate::related(
        Kind::person, Predicate::all({Predicate::compare(domain::PersonField::organization_id, Comparison::equals, id),
                                      seen(domain::visible_persons(context.caller), domain::PersonField::delete_time)})));
    for (const domain::CustomField* field : context.caller.directory->custom_fields_of(Kind::deal)) {
        if (field->type != domain::FieldType::organization) continue;
        const domain::FieldRef value(Kind::deal, field->id, domain::CustomPart::value, domain::CustomForm::number);
        ways.push_back(Predicate::compare(value, Comparison::equals, id));
    }
    return Predicate::any(std::move(ways));
}

template <bool archived>
Result<http::Response> list_deals(const Request& request, Context& context) {
    auto not_archived = Predicate::compare(DealField::archive_time, Comparison::is_null);
    std::vector<Predicate> conditions{archived ? Predicate::negate(std::move(not_archived)) : std::move(not_archived)};
    auto filter = filter_predicate(request, context, Kind::deal);
    if (!filter) return fail(filter);
    auto added = add_number(request, "pipeline_id", DealField::pipeline_id, conditions);
    if (*filter) {
        conditions.push_back(std::move(**filter));
    } else {
        if (added) added = add_number(request, "user_id", DealField::owner_id, conditions);
        if (added) added = add_number(request, "stage_id", DealField::stage_id, conditions);
        const auto owned = request.query("owned_by_you");
        if (owned == "1" || owned == "true")
            conditions.push_back(Predicate::compare(DealField::owner_id, Comparison::equals, context.caller.user->id));
    }
    if (added) added = add_status(request, context, conditions);
    if (!added) return fail(added);
    return deal_page(request, context, std::move(conditions), DealForm::whole);
}

Result<http::Response> list_organization_deals(const Request& request, Context& context) {
    const auto organization = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!organization) return fail(organization);
    const bool directly = request.query("only_primary_association") == "1";
    std::vector<Predicate> conditions{related_to(context, organization->id, directly)};
    if (auto added = add_status(request, context, conditions); !added) return fail(added);
    return deal_page(request, context, std::move(conditions), DealForm::with_stages);
}

// Those that the person takes part in: its own are among them.
Result<http::Response> list_person_deals(const Request& request, Context& context) {
    const auto person = domain::find_person(context.transaction, context.caller, request.path_number("id"));
    if (!person) return fail(person);
    std::vector<Predicate> conditions{
        Predicate::any({Predicate::compare(DealField::person_id, Comparison::equals, person->id),
                        Predicate::compare(DealField::participant, Comparison::equals, person->id)})};
    if (auto added = add_status(request, context, conditions); !added) return fail(added);
    return deal_page(request, context, std::move(conditions), DealForm::with_stages);
}

template <DealField field>
Result<http::Response> list_deals_in(const Request& request, Context& context) {
    const std::int64_t id = request.path_number("id");
    const auto& directory = *context.caller.directory;
    if (field == DealField::stage_id ? directory.stage(id) == nullptr : directory.pipeline(id) == nullptr)
        return fail(ErrorCode::not_found, field == DealField::stage_id ? "Stage not found" : "Pipeline not found");
    std::vector<Predicate> conditions{Predicate::compare(field, Comparison::equals, id),
                                      Predicate::compare(DealField::archive_time, Comparison::is_null),
                                      Predicate::compare(DealField::delete_time, Comparison::is_null)};
    auto filter = filter_predicate(request, context, Kind::deal);
    if (!filter) return fail(filter);
    Result<void> added;
    if (*filter)
        conditions.push_back(std::move(**filter));
    else
        added = add_number(request, "user_id", DealField::owner_id, conditions);
    if (added && field == DealField::pipeline_id) added = add_number(request, "stage_id", DealField::stage_id, conditions);
    if (!added) return fail(added);
    // Without a status: those that are open.
    conditions.push_back(
        Predicate::compare(DealField::status, Comparison::equals, static_cast<std::int64_t>(domain::DealStatus::open)));
    return deal_page(request, context, std::move(conditions), DealForm::plain);
}

// Conditions beside an owner may pass over many rows, and nothing bounds what the caller does not see.
bool list_deals_is_scan(const Request& request, const domain::Caller& caller) {
    return list_is_scan(request, caller) || request.query("status") || request.query("stage_id") ||
           request.query("pipeline_id") || request.query("owned_by_you");
}

bool always_scan(const Request& request, const domain::Caller& /*caller*/) {
    return request.query("only_primary_association") != "1";
}

bool any_scan(const Request& /*request*/, const domain::Caller& /*caller*/) { return true; }

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes[] = {
    {Method::get, "/v1/deals", list_deals<false>, read, may_read, list_parameters, nullptr, &deal_list_shape, 200,
     "Get all deals", list_deals_is_scan},
    {Method::get, "/v1/deals/archived", list_deals<true>, read, may_read, list_parameters, nullptr, &deal_list_shape, 200,
     "Get all archived deals", any_scan},
    {Method::get, "/v1/organizations/{id:number}/deals", list_organization_deals, read, may_read, record_parameters, nullptr,
     &deal_list_shape, 200, "List deals associated with an organization", always_scan},
    {Method::get, "/v1/persons/{id:number}/deals", list_person_deals, read, may_read, record_parameters, nullptr,
     &deal_list_shape, 200, "List deals associated with a person", always_scan},
    {Method::get, "/v1/pipelines/{id:number}/deals", list_deals_in<DealField::pipeline_id>, read, may_read, list_parameters,
     nullptr, &deal_plain_list_shape, 200, "Get deals in a pipeline", always_scan},
    {Method::get, "/v1/stages/{id:number}/deals", list_deals_in<DealField::stage_id>, read, may_read, list_parameters,
     nullptr, &deal_plain_list_shape, 200, "Get deals in a stage", always_scan},
};

}  // namespace

void DealRelatives::add(const DealView& view, bool with_stage) {
    add_related(users, view.creator);
    add_related(users, view.owner);
    if (!with_stage) return;
    add_once(stages, view.stage);
    add_once(pipelines, view.pipeline);
}

void write_related(JsonWriter& writer, const RenderContext& around, const DealRelatives& relatives) {
    const auto key = [&](std::int64_t id) { writer.key_literal(std::to_string(id)); };
    writer.key_literal("related_objects");
    writer.begin_object();
    write_related_user_map(writer, relatives.users);
    write_map(writer, "organization", relatives.partners.organizations, [&](const auto& entry) {
        key(entry.first);
        write_organization_reference(writer, around, entry.second, "id");
    });
    write_map(writer, "person", relatives.partners.persons, [&](const auto& entry) {
        key(entry.first);
        write_person_reference(writer, entry.second, "id");
    });
    write_map(writer, "stage", relatives.stages, [&](const domain::Stage* stage) {
        key(stage->id);
        write_object(writer, stage_fields(), StageView{*stage, around.directory.pipeline(stage->pipeline_id)});
    });
    write_map(writer, "pipeline", relatives.pipelines, [&](const domain::Pipeline* pipeline) {
        key(pipeline->id);
        write_object(writer, related_pipeline_fields(), PipelineView{*pipeline});
    });
    writer.end_object();
}

void write_deal(JsonWriter& writer, const Request& request, const DealView& view, DealTable fields,
                const domain::DealJourney* journey) {
    writer.begin_object();
    write_fields(writer, fields, view, select(request, fields));
    if (journey != nullptr) write_fields(writer, deal_journey_fields(), *journey, select(request, deal_journey_fields()));
    view.custom_fields().write_v1(writer, view.deal.custom, selected_names(request));
    writer.end_object();
}

Result<void> add_status(const Request& request, const Context& context, std::vector<Predicate>& conditions) {
    auto live = Predicate::compare(DealField::delete_time, Comparison::is_null);
    const auto text = request.query("status").value_or("");
    if (text == "deleted") {
        conditions.push_back(Predicate::negate(std::move(live)));
        conditions.push_back(domain::not_gone(DealField::delete_time, context.caller.now));
        return {};
    }
    conditions.push_back(std::move(live));
    if (text.empty() || text == "all_not_deleted") return {};
    const auto status = deal_status(text);
    if (!status)
        return fail(ErrorCode::invalid, "status must be one of open, won, lost, deleted, all_not_deleted", "status");
    conditions.push_back(Predicate::compare(DealField::status, Comparison::equals, static_cast<std::int64_t>(*status)));
    return {};
}

Result<http::Response> deal_page(const Request& request, Context& context, std::vector<Predicate> conditions,
                                 DealForm form) {
    if (auto visible = domain::visible_deals(context.caller); !visible.always()) conditions.push_back(std::move(visible));
    auto sort = read_sort(request, *context.caller.directory, Kind::deal, deal_fields());
    if (!sort) return fail(sort);
    const Page page = page_v1(request);
    std::vector<domain::Deal> deals;
    bool more = false;
    const auto listed = context.transaction.deals().list(
        {Predicate::all(std::move(conditions)), std::move(*sort), page.limit + 1, page.start,
         domain::visible_organizations(context.caller), domain::visible_persons(context.caller)},
        [&](const domain::Deal& deal) {
            more = static_cast<std::int64_t>(deals.size()) == page.limit;
            if (!more) deals.push_back(deal);
            return !more;
        });
    if (!listed) return fail(listed);
    const auto partners = find_partners_and_activities(context, deals);
    if (!partners) return fail(partners);

    const RenderContext around(context);
    DealRelatives relatives{*partners, {}, {}, {}};
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const domain::Deal& deal : deals) {
        const DealView view(deal, around, *partners);
        relatives.add(view, form == DealForm::with_stages);
        write_deal(writer, request, view, form == DealForm::plain ? deal_plain_fields() : deal_fields());
    }
    writer.end_array();
    write_pagination(writer, page, more);
    if (form != DealForm::plain) write_related(writer, around, relatives);
    end_reply(writer);
    return response;
}

RouteGroup deal_list_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
