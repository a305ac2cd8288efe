// Operators on times, on records and tags by their ids, on consents, and on what happened to records.

#include <algorithm>
#include <cassert>

#include "base/limits.h"
#include "base/timezone.h"
#include "dialect/ortto/errors.h"
#include "dialect/ortto/filter_leaf.h"
#include "dialect/ortto/filter_times.h"
#include "domain/attributes.h"

namespace stele::dialect::ortto {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::CustomForm;
using domain::CustomPart;
using domain::FieldRef;
using domain::Kind;
using domain::OccurrenceField;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;

// --- times -------------------------------------------------------------------------------------------------------------

constexpr int first_year_kept = 1850;  // of birthdays
constexpr int first_year_occurred = 2000;

Predicate lies_in(FieldRef field, const TimeRange& range) {
    std::vector<Predicate> bounds;
    if (range.from) bounds.push_back(Predicate::compare(field, Comparison::greater_or_equal, *range.from));
    if (range.until) bounds.push_back(Predicate::compare(field, Comparison::less, *range.until));
    if (bounds.empty()) return Predicate::negate(Predicate::compare(field, Comparison::is_null));
    return Predicate::all(std::move(bounds));
}

Predicate lies_in_one(FieldRef field, const std::vector<TimeRange>& ranges) {
    if (ranges.empty()) return nobody();
    if (ranges.size() == 1) return lies_in(field, ranges.front());
    std::vector<std::int64_t> bounds;
    for (const TimeRange& range : ranges) bounds.insert(bounds.end(), {*range.from, *range.until});
    return Predicate::compare(field, Comparison::in_ranges, std::move(bounds));
}

std::vector<TimeRange> stored_ranges(const TimeRanges& ranges, bool as_days) {
    std::vector<TimeRange> stored;
    for (const TimeRange& range : ranges.ranges) {
        TimeRange& kept = stored.emplace_back(as_days ? ranges.as_days(range) : ranges.as_instants(range));
        if (!as_days) continue;
        for (auto* bound : {&kept.from, &kept.until})
            if (*bound) **bound *= limits::day_us;
    }
    return stored;
}

// That of the caller's user, unless the condition names another. Ortto's own clients add it, and Ortto passes over it: so is one
// that is none.
std::string_view timezone_of(const domain::Caller& caller, JsonValue operand) {
    const auto named = find_first(operand, {"timezone"});
    const bool is_known = named && named->is_string() && !named->string().empty() && is_timezone(named->string());
    return is_known ? named->string() : caller.user->timezone;
}

// --- occurrences -------------------------------------------------------------------------------------------------------

Predicate occurred(const std::string& type, std::vector<Predicate> conditions) {
    conditions.insert(conditions.begin(), Predicate::compare(OccurrenceField::type, Comparison::equals, type));
    return Predicate::related(Kind::occurrence, Predicate::all(std::move(conditions)));
}

// The first time lies in a range when one time does, and none lies before it; the last one likewise.
Predicate first_or_last_in(const std::string& type, bool is_first, const TimeRange& range) {
    std::vector<Predicate> conditions{occurred(type, {lies_in(OccurrenceField::time, range)})};
    const TimeRange beyond = is_first ? TimeRange{{}, range.from} : TimeRange{range.until, {}};
    if (is_first ? range.from.has_value() : range.until.has_value())
        conditions.push_back(Predicate::negate(occurred(type, {lies_in(OccurrenceField::time, beyond)})));
    return Predicate::all(std::move(conditions));
}

Predicate first_or_last(const FieldInfo& field, const std::vector<TimeRange>& ranges) {
    std::vector<Predicate> either;
    either.reserve(ranges.size());
    for (const TimeRange& range : ranges) either.push_back(first_or_last_in(field.activity, field.is_first, range));
    return Predicate::any(std::move(either));
}

// The time that an operator on activities is about: a nested operator on times, or what one of them would be given.
struct TimeOperand {
    FilterCode code;
    JsonValue value;
};

std::optional<TimeOperand> find_time(JsonValue value) {
    if (value.is_object() && value.size() == 1) {
        const JsonValue inner = *value.begin();
        const auto operation = find_filter_operator(inner.name());
        if (operation && operation->family == FilterFamily::time)
            return TimeOperand{operation->code, find_first(inner, {"value"}).value_or(inner)};
    }
    if (value.is_array() || (value.is_object() && names_bounds(value))) return TimeOperand{FilterCode::within, value};
    if (value.is_object()) {
        if (value.find("year")) return TimeOperand{FilterCode::on, value};
        if (find_first(value, {"unit", "days", "weeks", "months", "years", "hours"}))
            return TimeOperand{FilterCode::age_less, value};
        for (const std::string_view name : {"time", "timeframe", "when", "filter", "date", "occurred"})
            if (const auto inner = value.find(name); inner && !inner->is_null()) return find_time(*inner);
        return std::nullopt;
    }
    if (value.is_string() && !value.string().starts_with("act:")) return TimeOperand{FilterCode::on, value};
    if (value.kind() == JsonKind::integer) return TimeOperand{FilterCode::age_less, value};
    return std::nullopt;
}

// --- ids ---------------------------------------------------------------------------------------------------------------

// Ids that are well-formed; those that name nothing are passed over.
Result<std::vector<std::int64_t>> read_numbers(const domain::Company& company, Entity entity, JsonValue value) {
    const auto ids = read_list(value);
    if (!ids) return fail(ids);
    std::vector<std::int64_t> numbers;
    for (const JsonValue id : *ids) {
        const auto named = id.is_object() ? find_first(id, {"id", "value"}) : std::nullopt;
        auto read = read_id(instance_of(company), named.value_or(id));
        if (!read) return fail(ErrorCode::not_found, std::move(read.error().message), "value");
        if (const auto number = parse_id(company.id, entity, *read)) numbers.push_back(*number);
    }
    return numbers;
}

Predicate is_one_of(FieldRef field, std::vector<std::int64_t> numbers) {
    if (numbers.empty()) return nobody();
    if (numbers.size() == 1) return Predicate::compare(field, Comparison::equals, numbers.front());
    return Predicate::compare(field, Comparison::in, std::move(numbers));
}

FieldRef flag_of(Attribute attribute) {
    return {Kind::person, domain::id_of(attribute), CustomPart::value, CustomForm::number};
}
FieldRef text_of(Attribute attribute) {
    return {Kind::person, domain::id_of(attribute), CustomPart::value, CustomForm::text};
}

// Consent is to e-mails unless something says "sms".
bool is_about_sms(JsonValue operand) {
    for (const std::string_view name : {"field_id", "value", "channel"}) {
        const auto found = operand.find(name);
        if (found && found->is_string() && (found->string() == "sms" || found->string() == "bol::sp")) return true;
    }
    return false;
}

}  // namespace

Compiled compare_time(FilterScope& scope, const FilterLeaf& leaf) {
    const domain::Caller& caller = scope.caller;
    const bool occurred_field = !leaf.field.activity.empty();
    const auto ranges = read_time_ranges(leaf.operation.code, leaf.value, caller.now, timezone_of(caller, leaf.operand),
                                         occurred_field ? first_year_occurred : first_year_kept);
    if (!ranges) return fail(ranges);
    const auto stored = stored_ranges(*ranges, leaf.field.form == ValueForm::date);
    return occurred_field ? first_or_last(leaf.field, stored) : lies_in_one(leaf.field.ref, stored);
}

Compiled compare_activity(FilterScope& scope, const FilterLeaf& leaf) {
    const domain::Caller& caller = scope.caller;
    const auto time = find_time(leaf.value);
    if (!time) return occurred(leaf.field.activity, {});
    const auto ranges =
        read_time_ranges(time->code, time->value, caller.now, timezone_of(caller, leaf.operand), first_year_occurred);
    if (!ranges) return fail(ranges);
    const auto stored = stored_ranges(*ranges, false);
    if (leaf.operation.code != FilterCode::has_occurred) return first_or_last(leaf.field, stored);
    return occurred(leaf.field.activity, {lies_in_one(OccurrenceField::time, stored)});
}

Compiled compare_ids(FilterScope& scope, Entity entity, const FilterLeaf& leaf) {
    const bool is_account = leaf.field.ref == PersonField::organization_id || leaf.field.ref == OrganizationField::id;
    const Entity named = is_account ? Entity::account : Entity::person;
    auto numbers = read_numbers(scope.caller.company(), named, leaf.value);
    if (!numbers) return fail(numbers);
    const bool is_link = leaf.field.ref == PersonField::organization_id;
    auto is_named = is_one_of(leaf.field.ref, std::move(*numbers));
    if (kind_of(entity) == leaf.field.ref.kind && !is_link) return is_named;
    std::vector<Predicate> both;
    if (is_link) {
        both.push_back(std::move(is_named));
        both.push_back(Predicate::related(Kind::organization, seen(Kind::organization, scope.caller)));
        return Predicate::all(std::move(both));
    }
    both.push_back(seen(Kind::person, scope.caller));
    both.push_back(std::move(is_named));
    return Predicate::related(Kind::person, Predicate::all(std::move(both)));
}

Compiled compare_consent(const FilterLeaf& leaf) {
    if (leaf.operation.code == FilterCode::by_push) {
        std::vector<Predicate> either;
        for (const Attribute token :
             {Attribute::person_fcm_token, Attribute::person_apn_token, Attribute::person_android_token})
            either.push_back(Predicate::negate(Predicate::compare(text_of(token), Comparison::is_null)));
        return Predicate::any(std::move(either));
    }
    const bool is_sms = is_about_sms(leaf.operand);
    const FieldRef flag = flag_of(is_sms ? Attribute::person_sms_permission : Attribute::person_email_permission);
    return Predicate::compare(flag, Comparison::equals, leaf.operation.code == FilterCode::opted_out ? 0.0 : 1.0);
}

}  // namespace stele::dialect::ortto
