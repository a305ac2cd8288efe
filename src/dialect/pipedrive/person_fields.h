// The person as Pipedrive's two versions spell it: field tables of replies.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dialect/pipedrive/render_context.h"
#include "dialect/shape.h"
#include "domain/person.h"

namespace stele::dialect::pipedrive {

// A person about to be rendered. The organization is null when there is none that the caller sees.
struct PersonView {
    const domain::Person& person;
    const RenderContext& context;
    const domain::Organization* organization = nullptr;
    const domain::User* owner = nullptr;

    PersonView(const domain::Person& shown, const RenderContext& around, const domain::Organization* primary)
        : person(shown), context(around), organization(primary), owner(around.directory.user(shown.owner_id)) {}

    [[nodiscard]] const domain::Person& record() const { return person; }
    [[nodiscard]] const ShownCustomFields& custom_fields() const { return context.person_custom; }
    [[nodiscard]] const domain::LabelOption* label_option(std::int64_t id) const {
        return context.directory.person_label_option(id);
    }
};

using PersonTable = std::span<const Field<PersonView>>;

[[nodiscard]] PersonTable person_fields();
// Beside them where the company has campaigns.
[[nodiscard]] PersonTable person_marketing_fields();

// Of v1's recents, where owner and organization are ids alone.
[[nodiscard]] PersonTable person_recent_fields();

// v2: of every reply, and what include_fields may add; marketing_status and doi_status where the company has campaigns alone.
[[nodiscard]] PersonTable person_fields_v2();
[[nodiscard]] PersonTable person_include_fields_v2(const domain::Company& company);

extern const Shape person_shape;
extern const Shape person_list_shape;
extern const Shape person_shape_v2;
extern const Shape person_list_shape_v2;

// org_id where it is the id alone.
void write_organization_id(JsonWriter& writer, const PersonView& view);

// An organization as it stands in other records: in org_id with `value`, in related_objects with `id`.
void write_organization_reference(JsonWriter& writer, const RenderContext& context, const domain::Organization& organization,
                                  std::string_view id_name);

// {"value":..,"primary":..,"label":..} of each.
void write_contacts(JsonWriter& writer, const std::vector<domain::Contact>& contacts);

// "no_consent" and its like.
[[nodiscard]] std::string_view marketing_name(domain::MarketingStatus status);
[[nodiscard]] std::optional<domain::MarketingStatus> marketing_status(std::string_view name);

}  // namespace stele::dialect::pipedrive
