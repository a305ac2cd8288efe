// The organization as Pipedrive's two versions spell it: field tables of replies.
#pragma once

#include <span>

#include "dialect/dialect.h"
#include "dialect/pipedrive/render_context.h"
#include "dialect/shape.h"
#include "domain/organization.h"

namespace stele::dialect::pipedrive {

class ActivitiesById;

// An organization about to be rendered.
struct OrganizationView {
    const domain::Organization& organization;
    const RenderContext& context;
    const domain::User* owner = nullptr;
    const ActivitiesById* activities = nullptr;  // the next and the last one, where these are shown

    OrganizationView(const domain::Organization& shown, const RenderContext& around)
        : organization(shown), context(around), owner(around.directory.user(shown.owner_id)) {}

    [[nodiscard]] const domain::Organization& record() const { return organization; }
    [[nodiscard]] const ShownCustomFields& custom_fields() const { return context.organization_custom; }
    [[nodiscard]] const domain::LabelOption* label_option(std::int64_t id) const {
        return context.directory.label_option(id);
    }
};

using OrganizationTable = std::span<const Field<OrganizationView>>;

// v1: of lists; beside them `edit_name` of single replies; beside both the activities of GET by id.
[[nodiscard]] OrganizationTable organization_fields_v1();
[[nodiscard]] OrganizationTable organization_edit_fields_v1();
[[nodiscard]] OrganizationTable organization_detail_fields_v1();

// v1: of the collection.
[[nodiscard]] OrganizationTable organization_collection_fields();

// v2: of every reply, and what include_fields may add.
[[nodiscard]] OrganizationTable organization_fields_v2();
[[nodiscard]] OrganizationTable organization_include_fields_v2();

extern const Shape organization_added_shape_v1;
extern const Shape organization_updated_shape_v1;
extern const Shape organization_detail_shape_v1;  // GET by id
extern const Shape organization_list_shape_v1;
extern const Shape organization_collection_shape;
extern const Shape organization_shape_v2;
extern const Shape organization_list_shape_v2;

}  // namespace stele::dialect::pipedrive
