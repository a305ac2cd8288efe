#include "dialect/pipedrive/filter_predicates.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/dialect.h"
#include "dialect/pipedrive/deal_fields.h"
#include "dialect/pipedrive/relative_dates.h"
#include "dialect/pipedrive/visible_level.h"
#include "domain/activities.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Caller;
using domain::Comparison;
using domain::FieldRef;
using domain::Kind;
using domain::Predicate;
using domain::PredicateValue;

std::unexpected<Error> bad_value(std::string_view what) {
    return fail(ErrorCode::invalid, std::string("must be ").append(what), "value");
}

Predicate nothing() { return Predicate::any({}); }
Predicate has_value(FieldRef field) { return Predicate::negate(Predicate::compare(field, Comparison::is_null)); }

// Half open; an end that is absent is open.
struct Range {
    std::optional<PredicateValue> from;
    std::optional<PredicateValue> until;
};

Predicate lies_in(FieldRef field, const Range& range) {
    if (!range.from && !range.until) return has_value(field);
    std::vector<Predicate> bounds;
    if (range.from) bounds.push_back(Predicate::compare(field, Comparison::greater_or_equal, *range.from));
    if (range.until) bounds.push_back(Predicate::compare(field, Comparison::less, *range.until));
    return Predicate::all(std::move(bounds));
}

// See relative_dates.h.
Predicate compare_range(FieldRef field, Operator code, const Range& range) {
    const auto beyond = [&](Comparison comparison, const std::optional<PredicateValue>& end, bool reaches_all) {
        if (end) return Predicate::compare(field, comparison, *end);
        return reaches_all ? has_value(field) : nothing();
    };
    switch (code) {
        case Operator::equals:
        case Operator::ends_at:
            return lies_in(field, range);
        case Operator::not_equals:
        case Operator::does_not_end_at:
            return Predicate::negate(lies_in(field, range));
        case Operator::less:
        case Operator::ends_before:
            return beyond(Comparison::less, range.from, false);
        case Operator::less_or_equal:
        case Operator::ends_at_or_before:
            return beyond(Comparison::less, range.until, true);
        case Operator::greater:
        case Operator::ends_after:
            return beyond(Comparison::greater_or_equal, range.until, false);
        case Operator::greater_or_equal:
        case Operator::ends_at_or_after:
            return beyond(Comparison::greater_or_equal, range.from, true);
        default:
            assert(false);
            return nothing();
    }
}

bool is_about_end(Operator code) { return code >= Operator::ends_at && code <= Operator::ends_at_or_after; }

// From one value to another, of which a record may have the first alone.
Predicate compare_span(const FilterField& field, Operator code, const Range& range) {
    if (is_about_end(code)) return compare_range(field.until(), code, range);
    if (code != Operator::includes) return compare_range(field.field, code, range);
    std::vector<Predicate> overlap{has_value(field.field)};
    if (range.until) overlap.push_back(Predicate::compare(field.field, Comparison::less, *range.until));
    if (range.from)
        overlap.push_back(Predicate::any({Predicate::compare(field.until(), Comparison::is_null),
                                          Predicate::compare(field.until(), Comparison::greater_or_equal, *range.from)}));
    return Predicate::all(std::move(overlap));
}

std::optional<std::string> day_text(const std::optional<std::chrono::sys_days>& day) {
    if (!day) return std::nullopt;
    const Micros time = Micros{day->time_since_epoch().count()} * limits::day_us;
    return std::string(format_space(time).view().substr(0, 10));
}

// A custom field keeps a day as the time of its midnight, a built-in one as its text.
template <class Bound>
std::optional<PredicateValue> bound_of(const std::optional<Bound>& bound) {
    return bound ? std::optional<PredicateValue>(*bound) : std::nullopt;
}

std::optional<PredicateValue> day_bound(FieldRef field, const std::optional<std::chrono::sys_days>& day) {
    if (!field.is_custom()) return bound_of(day_text(day));
    if (!day) return std::nullopt;
    return std::int64_t{day->time_since_epoch().count()} * limits::day_us;
}

Result<Range> day_range(const FilterField& field, const std::string& value, const Caller& caller) {
    const auto days = days_of(value, today_of(caller.now, caller.user->timezone));
    if (!days) return bad_value("a day as YYYY-MM-DD, or a relative date");
    return Range{day_bound(field.field, days->from), day_bound(field.field, days->until)};
}

Result<Range> moment_range(const std::string& value, const Caller& caller) {
    const auto times = times_of(value, caller.now, caller.user->timezone);
    if (!times) return bad_value("a day as YYYY-MM-DD, or a relative date");
    return Range{bound_of(times->from), bound_of(times->until)};
}

// A second, as fine as times of day are.
Result<Range> clock_range(const std::string& value) {
    constexpr Micros second = 1'000'000;
    const auto time = domain::time_of_day(value.size() == 5 ? value + ":00" : value);
    if (!time) return bad_value("a time as HH:MM:SS");
    return Range{*time, *time + second};
}

Predicate compare_number(FieldRef field, Operator code, const PredicateValue& value) {
    switch (code) {
        case Operator::equals:
            return Predicate::compare(field, Comparison::equals, value);
        case Operator::not_equals:
            return Predicate::compare(field, Comparison::not_equals, value);
        case Operator::less:
            return Predicate::compare(field, Comparison::less, value);
        case Operator::less_or_equal:
            return Predicate::compare(field, Comparison::less_or_equal, value);
        case Operator::greater:
            return Predicate::compare(field, Comparison::greater, value);
        case Operator::greater_or_equal:
            return Predicate::compare(field, Comparison::greater_or_equal, value);
        default:
            assert(false);
            return nothing();
    }
}

std::optional<double> as_real(const std::string& value) {
    double real = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), real);
    if (error != std::errc() || end != value.data() + value.size() || !std::isfinite(real)) return std::nullopt;
    return real;
}

Result<PredicateValue> number_value(Comparable comparable, const std::string& value) {
    if (comparable == Comparable::whole) {
        const auto whole = parse_integer(value);
        if (!whole) return bad_value("a whole number");
        return *whole;
    }
    const auto real = as_real(value);
    if (!real) return bad_value("a number");
    return *real;
}

Predicate compare_text(FieldRef field, Operator code, const std::string& value) {
    const auto like = [&](Comparison comparison) { return Predicate::compare(field, comparison, value); };
    switch (code) {
        case Operator::equals:
            return like(Comparison::matches);
        case Operator::not_equals:
            return Predicate::negate(like(Comparison::matches));
        case Operator::like_part:
            return like(Comparison::contains);
        case Operator::like_beginning:
            return like(Comparison::begins_with);
        case Operator::like_end:
            return like(Comparison::ends_with);
        case Operator::not_like_part:
            return Predicate::negate(like(Comparison::contains));
        case Operator::not_like_beginning:
            return Predicate::negate(like(Comparison::begins_with));
        case Operator::not_like_end:
            return Predicate::negate(like(Comparison::ends_with));
        default:
            assert(false);
            return nothing();
    }
}

using Ids = std::vector<std::int64_t>;

const std::vector<domain::LabelOption>& options_of(const FilterField& field, const Caller& caller) {
    if (field.custom != nullptr) return field.custom->options;
    if (field.field.kind == Kind::deal) return caller.directory->deal_label_options;
    const bool of_persons = field.field.kind == Kind::person;
    return of_persons ? caller.directory->person_label_options : caller.directory->label_options;
}

Result<Ids> option_ids(const FilterField& field, const std::string& value, const Caller& caller) {
    const auto& options = options_of(field, caller);
    Ids ids;
    std::string_view rest = value;
    while (true) {
        const auto comma = std::min(rest.find(','), rest.size());
        const auto id = parse_integer(rest.substr(0, comma));
        if (!id || std::ranges::find(options, *id, &domain::LabelOption::id) == options.end())
            return bad_value("an option of the field");
        if (std::ranges::find(ids, *id) == ids.end()) ids.push_back(*id);
        if (comma == rest.size()) return ids;
        rest.remove_prefix(comma + 1);
    }
}

Predicate has_all(FieldRef field, const Ids& ids) {
    std::vector<Predicate> each;
    for (const std::int64_t id : ids) each.push_back(Predicate::compare(field, Comparison::equals, id));
    return Predicate::all(std::move(each));
}

Predicate has_exactly(FieldRef field, const Ids& ids, const std::vector<domain::LabelOption>& options) {
    Ids others;
    for (const domain::LabelOption& option : options)
        if (std::ranges::find(ids, option.id) == ids.end()) others.push_back(option.id);
    return Predicate::all(
        {has_all(field, ids), Predicate::negate(Predicate::compare(field, Comparison::in, std::move(others)))});
}

Result<Predicate> compare_options(const FilterField& field, Operator code, const std::string& value, const Caller& caller) {
    auto ids = option_ids(field, value, caller);
    if (!ids) return fail(ids);
    const bool is_set = field.custom != nullptr;  // else labels
    const auto equal = [&] {
        return is_set ? has_exactly(field.field, *ids, field.custom->options) : has_all(field.field, *ids);
    };
    switch (code) {
        case Operator::equals:
            return equal();
        case Operator::not_equals:
            return Predicate::negate(equal());
        case Operator::contains:
            return has_all(field.field, *ids);
        default:
            assert(code == Operator::not_contains);
            return Predicate::negate(Predicate::compare(field.field, Comparison::in, std::move(*ids)));
    }
}

Predicate equal_or_not(FieldRef field, Operator code, std::int64_t id) {
    assert(code == Operator::equals || code == Operator::not_equals);
    return Predicate::compare(field, code == Operator::equals ? Comparison::equals : Comparison::not_equals, id);
}

Result<Predicate> compare_option(const FilterField& field, Operator code, const std::string& value, const Caller& caller) {
    const auto ids = option_ids(field, value, caller);
    if (!ids) return fail(ids);
    if (ids->size() != 1) return bad_value("one option of the field");
    return equal_or_not(field.field, code, ids->front());
}

Result<Predicate> compare_user(FieldRef field, Operator code, const std::string& value, const Caller& caller) {
    const domain::Directory& directory = *caller.directory;
    const auto id = value == "me" ? std::optional(caller.user->id) : parse_integer(value);
    if (code == Operator::belongs_to_team) {
        const bool is_group =
            id && std::ranges::find(directory.groups, *id, &domain::VisibilityGroup::id) != directory.groups.end();
        if (!is_group || value == "me") return bad_value("the id of a visibility group, which teams are here");
        return Predicate::compare(field, Comparison::in, directory.users_in(std::span(&*id, 1)));
    }
    if (!id || directory.user(*id) == nullptr) return bad_value("the id of a user, or me");
    return equal_or_not(field, code, *id);
}

Result<Predicate> compare_level(FieldRef field, Operator code, const std::string& value, const Caller& caller) {
    const auto number = parse_integer(value);
    const auto level = number ? read_level(caller.company(), *number) : Result<int>(bad_value("a level"));
    if (!level) return bad_value("a level of visibility that the company has");
    const auto everyone = std::int64_t{domain::visible_to_everyone};
    // The simple scheme knows everyone, and all that is less.
    const bool is_simple = caller.company().visibility_scheme == domain::VisibilityScheme::simple;
    Predicate equal = is_simple && *level != domain::visible_to_everyone
                          ? Predicate::compare(field, Comparison::less, everyone)
                          : Predicate::compare(field, Comparison::equals, std::int64_t{*level});
    return code == Operator::equals ? std::move(equal) : Predicate::negate(std::move(equal));
}

// The kind of record that a built-in field names.
Kind kind_named_by(FieldRef field) {
    if (field == domain::ActivityField::deal_id) return Kind::deal;
    const bool is_person = field == domain::ActivityField::person_id || field == domain::DealField::person_id;
    return is_person ? Kind::person : Kind::organization;
}

FieldRef id_field_of(Kind kind) {
    if (kind == Kind::deal) return domain::DealField::id;
    return kind == Kind::person ? FieldRef(domain::PersonField::id) : FieldRef(domain::OrganizationField::id);
}

Predicate visible_of(Kind kind, const Caller& caller) {
    if (kind == Kind::deal) return domain::visible_deals(caller);
    return kind == Kind::person ? domain::visible_persons(caller) : domain::visible_organizations(caller);
}

// What refers to a record that the caller does not see is shown as if it referred to none.
Predicate has_seen_record(FieldRef field, const Caller& caller, std::optional<std::int64_t> id) {
    const Kind kind = kind_named_by(field);
    auto visible = visible_of(kind, caller);
    if (visible.always()) return id ? Predicate::compare(field, Comparison::equals, *id) : has_value(field);
    if (!id) return Predicate::related(kind, std::move(visible));
    auto is_it = Predicate::compare(id_field_of(kind), Comparison::equals, *id);
    return Predicate::related(kind, Predicate::all({std::move(is_it), std::move(visible)}));
}

Result<Predicate> compare_record(FieldRef field, Operator code, const std::string& value, const Caller& caller) {
    const auto id = parse_integer(value);
    if (!id) return bad_value("an id");
    if (field.is_custom()) return equal_or_not(field, code, *id);
    auto is_it = has_seen_record(field, caller, *id);
    return code == Operator::equals ? std::move(is_it) : Predicate::negate(std::move(is_it));
}

bool refers_to_record(FieldRef field) {
    return field == domain::DealField::organization_id || field == domain::DealField::person_id ||
           field == domain::PersonField::organization_id || field == domain::ActivityField::organization_id ||
           field == domain::ActivityField::person_id || field == domain::ActivityField::deal_id;
}

Predicate is_empty(FieldRef field, const Caller& caller) {
    if (refers_to_record(field)) return Predicate::negate(has_seen_record(field, caller, std::nullopt));
    return Predicate::compare(field, Comparison::is_null);
}

template <class Compare>
Result<Predicate> with_range(Result<Range> range, Compare compare) {
    if (!range) return fail(range);
    return compare(*range);
}

}  // namespace

Result<Predicate> compare(const FilterField& field, Operator code, const std::string& value, const Caller& caller) {
    if (code == Operator::is_null) return is_empty(field.field, caller);
    if (code == Operator::is_not_null) return Predicate::negate(is_empty(field.field, caller));
    const auto in_range = [&](const Range& range) { return compare_range(field.field, code, range); };
    const auto in_span = [&](const Range& range) { return compare_span(field, code, range); };
    switch (field.comparable) {
        case Comparable::whole:
        case Comparable::real: {
            const auto number = number_value(field.comparable, value);
            if (!number) return fail(number);
            return compare_number(field.field, code, *number);
        }
        case Comparable::text:
            return compare_text(field.field, code, value);
        case Comparable::moment:
            return with_range(moment_range(value, caller), in_range);
        case Comparable::day:
            return with_range(day_range(field, value, caller), in_range);
        case Comparable::day_span:
            return with_range(day_range(field, value, caller), in_span);
        case Comparable::clock:
            return with_range(clock_range(value), in_range);
        case Comparable::clock_span:
            return with_range(clock_range(value), in_span);
        case Comparable::option:
            return compare_option(field, code, value, caller);
        case Comparable::options:
            return compare_options(field, code, value, caller);
        case Comparable::user:
            return compare_user(field.field, code, value, caller);
        case Comparable::record:
            return compare_record(field.field, code, value, caller);
        case Comparable::status: {
            const auto status = deal_status(value);
            if (!status) return bad_value("one of open, won, lost");
            return compare_number(field.field, code, static_cast<std::int64_t>(*status));
        }
        case Comparable::level:
            return compare_level(field.field, code, value, caller);
    }
    assert(false);
    return nothing();
}

std::optional<Kind> named_kind(const FilterField& field) {
    if (field.comparable != Comparable::record) return std::nullopt;
    if (field.custom == nullptr) return kind_named_by(field.field);
    return field.custom->type == domain::FieldType::person ? Kind::person : Kind::organization;
}

Predicate seen_and_live(Kind kind, const Caller& caller) {
    if (kind == Kind::activity)
        return Predicate::all({Predicate::compare(domain::ActivityField::delete_time, Comparison::is_null),
                               domain::visible_activities(caller)});
    if (kind == Kind::deal)
        return Predicate::all(
            {Predicate::compare(domain::DealField::delete_time, Comparison::is_null), domain::visible_deals(caller)});
    if (kind == Kind::person)
        return Predicate::all(
            {Predicate::compare(domain::PersonField::delete_time, Comparison::is_null), domain::visible_persons(caller)});
    return Predicate::all({Predicate::compare(domain::OrganizationField::delete_time, Comparison::is_null),
                           domain::visible_organizations(caller)});
}

}  // namespace stele::dialect::pipedrive
