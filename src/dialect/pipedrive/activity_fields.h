// The activity as Pipedrive's two versions spell it: field tables of replies.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "dialect/pipedrive/file_fields.h"
#include "dialect/pipedrive/render_context.h"
#include "dialect/shape.h"
#include "domain/activity.h"
#include "domain/deal.h"
#include "domain/organization.h"
#include "domain/person.h"

namespace stele::dialect::pipedrive {

// What the activities of one reply are about and whom they name, as far as the caller sees that.
struct AroundActivities {
    std::map<domain::OrganizationId, domain::Organization> organizations;
    std::map<domain::PersonId, domain::Person> persons;
    std::map<domain::DealId, domain::Deal> deals;
    std::map<domain::ActivityId, AttachedFile> files;

    // A statement each for organizations, persons, deals and files.
    [[nodiscard]] static Result<AroundActivities> read(Context& context, std::span<const domain::Activity> activities);
};

// An activity about to be rendered.
struct ActivityView {
    const domain::Activity& activity;
    const RenderContext& context;
    const AroundActivities& around;
    const domain::Organization* organization = nullptr;  // null: none that the caller sees, as with the next two
    const domain::Person* person = nullptr;
    const domain::Deal* deal = nullptr;
    const domain::User* owner = nullptr;

    ActivityView(const domain::Activity& shown, const RenderContext& render_context, const AroundActivities& known);

    [[nodiscard]] const domain::Activity& record() const { return activity; }
};

using ActivityTable = std::span<const Field<ActivityView>>;

// v1: of every reply, and of the collection.
[[nodiscard]] ActivityTable activity_fields_v1();
[[nodiscard]] ActivityTable activity_collection_fields();

// v2: of every reply, and what include_fields may add.
[[nodiscard]] ActivityTable activity_fields_v2();
[[nodiscard]] ActivityTable activity_include_fields_v2();

extern const Shape activity_shape_v1;
extern const Shape activity_list_shape_v1;
extern const Shape activity_collection_shape;
extern const Shape activity_shape_v2;
extern const Shape activity_list_shape_v2;

// Activities as v1 writes them, with all that stands around them looked up at once.
class ActivitiesById {
   public:
    // Those that the caller sees and that are not deleted.
    [[nodiscard]] static Result<ActivitiesById> read(Context& context, std::vector<domain::ActivityId> ids);
    // Those for which `where` holds.
    [[nodiscard]] static Result<ActivitiesById> read_where(Context& context, std::vector<domain::ActivityId> ids,
                                                           domain::Predicate where);

    // Null for what was not read.
    void write(JsonWriter& writer, const RenderContext& render_context, domain::ActivityId id) const;
    [[nodiscard]] domain::UserId owner_of(domain::ActivityId id) const;  // 0: it was not read

   private:
    [[nodiscard]] const domain::Activity* find(domain::ActivityId id) const;

    std::vector<domain::Activity> activities_;
    AroundActivities around_;
};

}  // namespace stele::dialect::pipedrive
