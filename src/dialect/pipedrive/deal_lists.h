// Lists of deals in v1: of all, of a pipeline or stage, of an organization or a person.
#pragma once

#include <span>
#include <vector>

#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/paging.h"
#include "domain/deal_journey.h"

namespace stele::dialect::pipedrive {

// "related_objects" of what stands around deals: users, persons, organizations, and where asked for stages and pipelines.
struct DealRelatives {
    const DealPartners& partners;
    std::vector<const domain::User*> users;
    std::vector<const domain::Stage*> stages;
    std::vector<const domain::Pipeline*> pipelines;

    void add(const DealView& view, bool with_stage);
};
void write_related(JsonWriter& writer, const RenderContext& around, const DealRelatives& relatives);

// With a journey it is that of the details.
void write_deal(JsonWriter& writer, const Request& request, const DealView& view, DealTable fields = deal_fields(),
                const domain::DealJourney* journey = nullptr);

// Appends what the parameter `status` asks for: a status, `deleted` (of the last 30 days), or, as without it, all that are not
// deleted. Error: invalid.
[[nodiscard]] Result<void> add_status(const Request& request, const Context& context,
                                      std::vector<domain::Predicate>& conditions);

// How a list shows its deals: with users and partners as objects, also with stages and pipelines beside them, or with ids alone.
enum class DealForm : std::uint8_t { whole, with_stages, plain };

// A page of the deals that the caller sees and for which all conditions hold.
[[nodiscard]] Result<http::Response> deal_page(const Request& request, Context& context,
                                               std::vector<domain::Predicate> conditions, DealForm form);

}  // namespace stele::dialect::pipedrive
