// The person as Pipedrive's v1 spells it: field tables of replies.
#pragma once

#include <span>

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
    [[nodiscard]] const domain::LabelOption* label_option(std::int64_t id) const {
        return context.directory.person_label_option(id);
    }
};

using PersonTable = std::span<const Field<PersonView>>;

[[nodiscard]] PersonTable person_fields();
// Beside them where the company has campaigns.
[[nodiscard]] PersonTable person_marketing_fields();

extern const Shape person_shape;
extern const Shape person_list_shape;

// An organization as it stands in other records: in org_id with `value`, in related_objects with `id`.
void write_organization_reference(JsonWriter& writer, const RenderContext& context, const domain::Organization& organization,
                                  std::string_view id_name);

// "no_consent" and its like.
[[nodiscard]] std::string_view marketing_name(domain::MarketingStatus status);

}  // namespace stele::dialect::pipedrive
