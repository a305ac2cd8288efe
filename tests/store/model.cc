#include "store/model.h"

#include <algorithm>

#include "base/text.h"

namespace stele::tests {

using domain::Comparison;
using domain::Counter;
using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;

namespace {

using Field = std::variant<std::monostate, std::int64_t, std::string>;

Field text(const std::string& value) { return value.empty() ? Field() : Field(value); }

template <class Number>
Field number(const std::optional<Number>& value) {
    return value ? Field(std::int64_t{*value}) : Field();
}

Field id_or_nothing(std::int64_t id) { return id == 0 ? Field() : Field(id); }

}  // namespace

CompanyModel::Field CompanyModel::field(OrganizationField field, const Organization& row) const {
    const domain::Address& address = row.address;
    switch (field) {
        case OrganizationField::id:
            return row.id;
        case OrganizationField::name:
            return sort_key(row.name);
        case OrganizationField::first_char:
            return first_char(row.name);
        case OrganizationField::owner_id:
            return row.owner_id;
        case OrganizationField::owner_name:
            return sort_key(users.at(row.owner_id));
        case OrganizationField::visible_to:
            return std::int64_t{row.visible_to};
        case OrganizationField::add_time:
            return row.add_time;
        case OrganizationField::update_time:
            return row.update_time;
        case OrganizationField::delete_time:
            return number(row.delete_time);
        case OrganizationField::label:
            return row.label_ids.empty() ? Field() : Field(row.label_ids.front());
        case OrganizationField::address:
            return address.value.empty() ? Field() : Field(sort_key(address.value));
        case OrganizationField::address_subpremise:
            return text(address.subpremise);
        case OrganizationField::address_street_number:
            return text(address.street_number);
        case OrganizationField::address_route:
            return text(address.route);
        case OrganizationField::address_sublocality:
            return text(address.sublocality);
        case OrganizationField::address_locality:
            return text(address.locality);
        case OrganizationField::address_admin_area_level_1:
            return text(address.admin_area_level_1);
        case OrganizationField::address_admin_area_level_2:
            return text(address.admin_area_level_2);
        case OrganizationField::address_country:
            return text(address.country);
        case OrganizationField::address_postal_code:
            return text(address.postal_code);
        case OrganizationField::address_formatted_address:
            return text(address.formatted_address);
        case OrganizationField::country_code:
            return text(row.country_code);
        case OrganizationField::picture_id:
            return number(row.picture_id);
        case OrganizationField::next_activity_id:
            return id_or_nothing(row.next_activity.id);
        case OrganizationField::next_activity_date:
            return text(row.next_activity.date);
        case OrganizationField::next_activity_time:
            return text(row.next_activity.time);
        case OrganizationField::last_activity_id:
            return id_or_nothing(row.last_activity.id);
        case OrganizationField::last_activity_date:
            return text(row.last_activity.date);
        case OrganizationField::open_deals:
            return row.count(Counter::open_deals);
        case OrganizationField::won_deals:
            return row.count(Counter::won_deals);
        case OrganizationField::lost_deals:
            return row.count(Counter::lost_deals);
        case OrganizationField::closed_deals:
            return row.count(Counter::won_deals) + row.count(Counter::lost_deals);
        case OrganizationField::related_open_deals:
            return row.count(Counter::related_open_deals);
        case OrganizationField::related_won_deals:
            return row.count(Counter::related_won_deals);
        case OrganizationField::related_lost_deals:
            return row.count(Counter::related_lost_deals);
        case OrganizationField::related_closed_deals:
            return row.count(Counter::related_won_deals) + row.count(Counter::related_lost_deals);
        case OrganizationField::email_messages:
            return row.count(Counter::email_messages);
        case OrganizationField::people:
            return row.count(Counter::people);
        case OrganizationField::activities:
            return row.count(Counter::activities);
        case OrganizationField::done_activities:
            return row.count(Counter::done_activities);
        case OrganizationField::undone_activities:
            return row.count(Counter::activities) - row.count(Counter::done_activities);
        case OrganizationField::files:
            return row.count(Counter::files);
        case OrganizationField::notes:
            return row.count(Counter::notes);
        case OrganizationField::followers:
            return row.count(Counter::followers);
        case OrganizationField::followed_by:
            break;
    }
    return {};
}

bool CompanyModel::compare(const Predicate& predicate, const Organization& organization) const {
    if (predicate.field == OrganizationField::followed_by) {
        const auto found = followers.find(organization.id);
        return found != followers.end() && found->second.contains(std::get<std::int64_t>(predicate.value));
    }
    const Field left = field(static_cast<OrganizationField>(predicate.field.number), organization);
    if (predicate.comparison == Comparison::is_null) return left.index() == 0;
    if (left.index() == 0) return predicate.comparison == Comparison::not_equals;
    if (predicate.comparison == Comparison::in) {
        const auto& values = std::get<std::vector<std::int64_t>>(predicate.value);
        return std::ranges::find(values, std::get<std::int64_t>(left)) != values.end();
    }
    Field right;
    if (const auto* given = std::get_if<std::string>(&predicate.value)) {
        const bool by_sort_key = predicate.field == OrganizationField::name ||
                                 predicate.field == OrganizationField::owner_name ||
                                 predicate.field == OrganizationField::address;
        const bool by_first = predicate.field == OrganizationField::first_char;
        right = by_sort_key ? sort_key(*given) : by_first ? first_char(*given) : *given;
    } else {
        right = std::get<std::int64_t>(predicate.value);
    }
    switch (predicate.comparison) {
        case Comparison::equals:
            return left == right;
        case Comparison::not_equals:
            return left != right;
        case Comparison::less:
            return left < right;
        case Comparison::less_or_equal:
            return left <= right;
        case Comparison::greater:
            return left > right;
        case Comparison::greater_or_equal:
            return left >= right;
        case Comparison::is_null:
        case Comparison::in:
            break;
    }
    return false;
}

bool CompanyModel::holds(const Predicate& predicate, const Organization& organization) const {
    const auto child_holds = [&](const Predicate& child) { return holds(child, organization); };
    switch (predicate.node) {
        case Predicate::Node::all:
            return std::ranges::all_of(predicate.children, child_holds);
        case Predicate::Node::any:
            return std::ranges::any_of(predicate.children, child_holds);
        case Predicate::Node::negation:
            return !child_holds(predicate.children.front());
        case Predicate::Node::compare:
            return compare(predicate, organization);
    }
    return false;
}

std::vector<domain::OrganizationId> CompanyModel::list(const domain::OrganizationQuery& query) const {
    std::vector<const Organization*> rows;
    for (const auto& [id, organization] : organizations)
        if (holds(query.where, organization)) rows.push_back(&organization);
    const bool ids_fall = !query.sort.empty() && query.sort.back().descending;
    std::ranges::sort(rows, [&](const Organization* a, const Organization* b) {
        for (const domain::SortKey& key : query.sort) {
            const Field left = field(static_cast<OrganizationField>(key.field.number), *a);  // nothing is less than anything
            const Field right = field(static_cast<OrganizationField>(key.field.number), *b);
            if (left != right) return key.descending ? right < left : left < right;
        }
        return ids_fall ? b->id < a->id : a->id < b->id;
    });
    std::vector<domain::OrganizationId> ids;
    for (std::size_t i = static_cast<std::size_t>(query.offset);
         i < rows.size() && ids.size() < static_cast<std::size_t>(query.limit); ++i)
        ids.push_back(rows[i]->id);
    return ids;
}

std::int64_t CompanyModel::count(const Predicate& predicate) const {
    return std::ranges::count_if(organizations, [&](const auto& entry) { return holds(predicate, entry.second); });
}

}  // namespace stele::tests
