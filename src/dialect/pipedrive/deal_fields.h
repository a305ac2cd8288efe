// The deal as Pipedrive's two versions spell it: field tables of replies.
#pragma once

#include <map>
#include <span>

#include "dialect/pipedrive/render_context.h"
#include "dialect/shape.h"
#include "domain/activity.h"
#include "domain/deal.h"
#include "domain/person.h"

namespace stele::dialect::pipedrive {

using DealOrganizations = std::map<domain::OrganizationId, domain::Organization>;
using DealPersons = std::map<domain::PersonId, domain::Person>;

// What deals are with, as far as the caller sees it.
struct DealPartners {
    DealOrganizations organizations;
    DealPersons persons;
    std::map<domain::ActivityId, domain::Activity> next_activities;
};
// Without the next activities.
[[nodiscard]] Result<DealPartners> find_partners(Context& context, std::span<const domain::Deal> deals);
[[nodiscard]] Result<DealPartners> find_partners_and_activities(Context& context, std::span<const domain::Deal> deals);

// The persons of participants, as far as the caller sees them.
[[nodiscard]] Result<DealPersons> find_participants(Context& context, std::span<const domain::Participant> participants);

// A deal about to be rendered. Person and organization are null when there is none that the caller sees.
struct DealView {
    const domain::Deal& deal;
    const RenderContext& context;
    const domain::Person* person = nullptr;
    const domain::Organization* organization = nullptr;
    const domain::User* owner = nullptr;
    const domain::User* creator = nullptr;
    const domain::Stage* stage = nullptr;
    const domain::Pipeline* pipeline = nullptr;
    const domain::Activity* next_activity = nullptr;

    DealView(const domain::Deal& shown, const RenderContext& around, const DealPartners& partners);

    [[nodiscard]] const domain::Deal& record() const { return deal; }
    [[nodiscard]] const ShownCustomFields& custom_fields() const { return context.deal_custom; }
    [[nodiscard]] const domain::LabelOption* label_option(std::int64_t id) const {
        return context.directory.deal_label_option(id);
    }
};

using DealTable = std::span<const Field<DealView>>;

[[nodiscard]] DealTable deal_fields();
// Of v1's collection, and of v1's replies that name users and partners by ids alone.
[[nodiscard]] DealTable deal_collection_fields();
[[nodiscard]] DealTable deal_plain_fields();

// v2: of every reply, and what include_fields may add.
[[nodiscard]] DealTable deal_fields_v2();
[[nodiscard]] DealTable deal_include_fields_v2();

extern const Shape deal_shape;
extern const Shape deal_list_shape;
extern const Shape deal_plain_shape;
extern const Shape deal_plain_list_shape;
extern const Shape deal_collection_shape;
extern const Shape deal_shape_v2;
extern const Shape deal_list_shape_v2;

// "open", "won", "lost"; "deleted" of a deleted one.
[[nodiscard]] std::string_view status_name(const domain::Deal& deal);
[[nodiscard]] std::optional<domain::DealStatus> deal_status(std::string_view name);

// A person as it stands in other records: in person_id with `value`, in related_objects with `id`.
void write_person_reference(JsonWriter& writer, const domain::Person& person, std::string_view id_name);

// {"<id>":{...}} of deals, as related_objects of other records show them.
void write_deal_references(JsonWriter& writer, const std::map<domain::DealId, domain::Deal>& deals);

// Mail to "company+deal7@..." is about deal 7.
[[nodiscard]] std::string deal_mail_address(const RenderContext& context, domain::DealId id);

// "18,400.50 €"
[[nodiscard]] std::string formatted_amount(double amount, std::string_view code);

}  // namespace stele::dialect::pipedrive
