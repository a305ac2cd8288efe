#include "domain/filters.h"

#include "base/limits.h"
#include "domain/checks.h"
#include "domain/recording.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

std::unexpected<Error> filter_not_found() { return fail(ErrorCode::not_found, "Filter not found"); }

RecordRef record_of(std::int64_t id) { return {Kind::filter, id}; }

bool may_see(const Caller& caller, const Filter& filter) {
    return caller.sees_all() || sees(*caller.directory, *caller.user, filter.visible_to, filter.user_id, false);
}

bool may_change(const Caller& caller, const Filter& filter) {
    return caller.sees_all() || filter.user_id == caller.user->id;
}

Result<Filter> find_to_change(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto filter = find_filter(transaction, caller, id);
    if (filter && !may_change(caller, *filter)) return fail(ErrorCode::forbidden, "You do not have permissions to do this.");
    return filter;
}

Result<void> check_patch(const Caller& caller, const FilterPatch& patch) {
    Result<void> checked;
    if (patch.name) checked = check_name(*patch.name);
    if (checked && patch.visible_to) checked = check_visible_to(caller.company(), *patch.visible_to);
    return checked;
}

void apply_patch(Filter& filter, const FilterPatch& patch) {
    if (patch.name) filter.name = *patch.name;
    if (patch.visible_to) filter.visible_to = *patch.visible_to;
    if (patch.is_temporary) filter.is_temporary = *patch.is_temporary;
    if (patch.conditions) filter.conditions = *patch.conditions;
}

Result<void> remove(Transaction& transaction, const Caller& caller, std::int64_t id, bool is_bulk) {
    if (auto removed = transaction.filters().remove(id); !removed) return removed;
    return record_event(transaction, caller, EventAction::deleted, record_of(id), is_bulk);
}

}  // namespace

Result<Filter> find_filter(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto filter = transaction.filters().find(id);
    if (!filter) return fail(filter);
    if (!*filter || !may_see(caller, **filter)) return filter_not_found();
    return std::move(**filter);
}

Result<Filter> find_filter(Transaction& transaction, const Caller& caller, std::int64_t id, Kind kind) {
    auto filter = find_filter(transaction, caller, id);
    if (filter && filter->kind != kind) return filter_not_found();
    return filter;
}

Result<std::vector<Filter>> list_filters(Transaction& transaction, const Caller& caller, std::optional<Kind> kind) {
    std::vector<Filter> filters;
    const auto listed = transaction.filters().list([&](const Filter& filter) {
        if ((!kind || filter.kind == *kind) && may_see(caller, filter)) filters.push_back(filter);
        return true;
    });
    if (!listed) return fail(listed);
    return filters;
}

Result<Filter> add_filter(Transaction& transaction, const Caller& caller, Kind kind, const FilterPatch& patch) {
    if (!patch.name) return fail(ErrorCode::invalid, "name must be given", "name");
    if (!patch.conditions) return fail(ErrorCode::invalid, "conditions must be given", "conditions");
    if (auto checked = check_patch(caller, patch); !checked) return fail(checked);
    const auto count = transaction.filters().count();
    if (!count) return fail(count);
    if (*count >= limits::filters)
        return fail(ErrorCode::invalid, "a company has at most " + std::to_string(limits::filters) + " filters");

    const auto id = transaction.next_id(Kind::filter);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    Filter filter;
    filter.id = *id;
    filter.kind = kind;
    filter.user_id = caller.user->id;
    filter.source = caller.source;
    filter.add_time = *time;
    filter.update_time = *time;
    apply_patch(filter, patch);
    if (auto inserted = transaction.filters().insert(filter); !inserted) return fail(inserted);
    if (auto recorded = record_event(transaction, caller, EventAction::added, record_of(*id)); !recorded)
        return fail(recorded);
    return filter;
}

Result<Filter> update_filter(Transaction& transaction, const Caller& caller, std::int64_t id, const FilterPatch& patch) {
    auto filter = find_to_change(transaction, caller, id);
    if (!filter) return filter;
    if (auto checked = check_patch(caller, patch); !checked) return fail(checked);
    const Filter before = *filter;
    apply_patch(*filter, patch);
    if (*filter == before) return filter;

    const auto time = transaction.write_time();
    if (!time) return fail(time);
    filter->update_time = *time;
    filter->source = caller.source;
    if (auto updated = transaction.filters().update(*filter); !updated) return fail(updated);
    if (auto recorded = record_event(transaction, caller, EventAction::updated, record_of(id)); !recorded)
        return fail(recorded);
    return filter;
}

Result<void> rewrite_filter(Transaction& transaction, const Caller& caller, Filter filter, std::string conditions) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    filter.conditions = std::move(conditions);
    filter.update_time = *time;
    if (auto updated = transaction.filters().update(filter); !updated) return updated;
    return record_event(transaction, caller, EventAction::updated, record_of(filter.id));
}

Result<void> delete_filter(Transaction& transaction, const Caller& caller, std::int64_t id) {
    if (const auto filter = find_to_change(transaction, caller, id); !filter) return fail(filter);
    return remove(transaction, caller, id, false);
}

Result<std::vector<std::int64_t>> delete_filters(Transaction& transaction, const Caller& caller,
                                                 std::span<const std::int64_t> ids) {
    std::vector<std::int64_t> deleted;
    for (const std::int64_t id : ids) {
        const auto filter = transaction.filters().find(id);
        if (!filter) return fail(filter);
        if (!*filter || !may_see(caller, **filter) || !may_change(caller, **filter)) continue;
        if (auto removed = remove(transaction, caller, id, true); !removed) return fail(removed);
        deleted.push_back(id);
    }
    return deleted;
}

}  // namespace stele::domain
