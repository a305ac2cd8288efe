#include <algorithm>
#include <cmath>

#include "base/currency.h"
#include "base/limits.h"
#include "base/timezone.h"
#include "domain/checks.h"
#include "domain/custom_fields.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/records.h"

namespace stele::domain {

namespace {

// One value that is being written.
class Check {
   public:
    Check(Transaction& transaction, const Caller& caller, const CustomField& field)
        : transaction_(transaction), caller_(caller), field_(field) {}

    [[nodiscard]] Result<void> operator()(const std::string& text) const {
        const bool is_long = field_.type == FieldType::text;
        return check_text(field_.key, text, is_long ? limits::text_chars : limits::name_chars);
    }
    [[nodiscard]] Result<void> operator()(double number) const {
        return std::isfinite(number) ? Result<void>() : refuse("a number");
    }
    [[nodiscard]] Result<void> operator()(const Money& money) const {
        if (find_currency(money.currency) == nullptr) return refuse("an amount with the code of a currency");
        return (*this)(money.amount);
    }
    [[nodiscard]] Result<void> operator()(std::int64_t id) const {
        switch (field_.type) {
            case FieldType::enumeration:
                return check_option(id);
            case FieldType::user:
                return caller_.directory->user(id) != nullptr ? Result<void>() : refuse("the id of a user");
            case FieldType::organization:
                return check_found(find_live_organization(transaction_, caller_, id), "the id of an organization");
            case FieldType::person:
                return check_found(find_live_person(transaction_, caller_, id), "the id of a person");
            default:
                return refuse("of the field's type");
        }
    }
    [[nodiscard]] Result<void> operator()(const std::vector<std::int64_t>& ids) const {
        if (ids.size() > limits::label_options) return refuse("a list of its options");
        for (const std::int64_t id : ids)
            if (auto checked = check_option(id); !checked) return checked;
        return {};
    }
    [[nodiscard]] Result<void> operator()(const Span& span) const {
        if (field_.type == FieldType::moment)
            return moment_of(span.from) ? Result<void>() : refuse("a time as YYYY-MM-DDTHH:MM:SSZ");
        const bool of_days = field_.type == FieldType::date || field_.type == FieldType::date_range;
        const auto parse = of_days ? day_of : time_of_day;
        const std::string_view wanted = of_days ? "a date as YYYY-MM-DD" : "a time as HH:MM:SS";
        const auto from = parse(span.from);
        if (!from) return refuse(wanted);
        if (!span.until.empty()) {
            const auto until = parse(span.until);
            if (!until) return refuse(wanted);
            if (of_days && *until < *from) return refuse("a range whose end is not before its beginning");
        }
        if (!span.timezone.empty() && !is_timezone(span.timezone)) return refuse("in the timezone of an IANA name");
        return {};
    }
    [[nodiscard]] Result<void> operator()(const std::vector<Contact>& contacts) const {
        if (contacts.size() > limits::contacts) return refuse("a shorter list");
        for (const Contact& contact : contacts) {
            auto checked = check_text(field_.key, contact.value, limits::name_chars);
            if (checked) checked = check_text(field_.key, contact.label, limits::name_chars);
            if (!checked) return checked;
        }
        return {};
    }
    [[nodiscard]] Result<void> operator()(const Address& address) const {
        if (auto checked = check_text(field_.key, address.value, limits::address_part_chars); !checked) return checked;
        for (const PartName& part : parts_of(FieldType::address)) {
            const std::string& text = address.*address_member(part.part);
            if (auto checked = check_text(field_.key, text, limits::address_part_chars); !checked) return checked;
        }
        return {};
    }

   private:
    [[nodiscard]] std::unexpected<Error> refuse(std::string_view wanted) const {
        return fail(ErrorCode::invalid, field_.key + " must be " + std::string(wanted), field_.key);
    }
    [[nodiscard]] Result<void> check_option(std::int64_t id) const {
        return field_.option(id) != nullptr ? Result<void>() : refuse("an option of the field");
    }
    template <class Record>
    [[nodiscard]] Result<void> check_found(const Result<Record>& record, std::string_view wanted) const {
        if (record) return {};
        if (record.error().code == ErrorCode::not_found) return refuse(wanted);
        return fail(record);
    }

    Transaction& transaction_;
    const Caller& caller_;
    const CustomField& field_;
};

bool set_money_part(Money& money, CustomPart part, const std::string& text) {
    if (part != CustomPart::currency || text.empty()) return false;  // an amount always has one
    money.currency = text;
    return true;
}

void set_part(CustomData& data, const CustomPatch::Part& part) {
    if (auto* money = std::get_if<Money>(&data)) {
        set_money_part(*money, part.part, part.text);
    } else if (auto* span = std::get_if<Span>(&data)) {
        (part.part == CustomPart::until ? span->until : span->timezone) = part.text;
    } else if (auto* address = std::get_if<Address>(&data)) {
        if (const auto member = address_member(part.part)) address->*member = part.text;
    }
}

// What a new value leaves unsaid.
void keep_parts(CustomData& after, const CustomData& before) {
    const auto* address = std::get_if<Address>(&before);
    if (auto* line = std::get_if<Address>(&after); line != nullptr && address != nullptr && line->value == address->value)
        *line = *address;
    const auto* span = std::get_if<Span>(&before);
    if (auto* from = std::get_if<Span>(&after); from != nullptr && span != nullptr)
        *from = {from->from, span->until, span->timezone};
}

// What the field holds after the patch.
std::optional<CustomData> patched(const Company& company, const CustomPatch& patch, const CustomData* before) {
    std::optional<CustomData> after = patch.data;
    if (!patch.sets && before != nullptr) after = *before;
    if (!after) return after;
    if (patch.sets && patch.keeps_parts && before != nullptr) keep_parts(*after, *before);
    if (auto* money = std::get_if<Money>(&*after); money != nullptr && money->currency.empty()) {
        const auto* amount = before != nullptr ? std::get_if<Money>(before) : nullptr;
        money->currency = amount != nullptr ? amount->currency : company.default_currency;
    }
    for (const CustomPatch::Part& part : patch.parts) set_part(*after, part);
    return after;
}

void put_value(CustomValues& values, std::int64_t field_id, const std::optional<CustomData>& data) {
    const auto at = std::ranges::lower_bound(values, field_id, {}, &CustomValue::field_id);
    const bool is_there = at != values.end() && at->field_id == field_id;
    if (!data) {
        if (is_there) values.erase(at);
    } else if (is_there) {
        at->data = *data;
    } else {
        values.insert(at, {field_id, *data});
    }
}

std::optional<std::string> text_of(const std::optional<CustomData>& data, CustomPart part) {
    return data ? history_text(part_text(*data, part)) : std::nullopt;
}

void add_changes(const CustomField& field, const std::optional<CustomData>& before, const std::optional<CustomData>& after,
                 std::vector<FieldChange>& changes) {
    const auto add = [&](CustomPart part, std::string_view suffix) {
        auto old_text = text_of(before, part);
        auto new_text = text_of(after, part);
        if (old_text == new_text) return;
        changes.emplace_back(field.key + std::string(suffix), std::move(old_text), std::move(new_text));
    };
    add(CustomPart::value, "");
    for (const PartName& part : parts_of(field.type)) add(part.part, part.suffix);
}

// The stored value as it is shown, which is what a client can have read.
std::optional<CustomData> shown_value(const CustomField& field, const CustomValues& values) {
    const CustomData* stored = find_value(values, field.id);
    return stored != nullptr ? shown_data(field, *stored) : std::nullopt;
}

std::size_t size_of(const CustomField& field, const CustomData& data) {
    std::size_t size = part_text(data, CustomPart::value).size();
    for (const PartName& part : parts_of(field.type)) size += part_text(data, part.part).size();
    return size;
}

// Those of deleted fields count too: they are stored. A record that is too large already may become smaller.
Result<void> check_size(const Directory& directory, const CustomValues& before, const CustomPatches& patches) {
    const auto total = [&](const CustomValues& values) {
        std::size_t size = 0;
        for (const CustomValue& value : values)
            if (const CustomField* field = directory.value_field(value.field_id)) size += size_of(*field, value.data);
        return size;
    };
    CustomValues after = before;
    for (const CustomPatch& patch : patches)
        put_value(after, patch.field_id, patched(directory.company, patch, find_value(before, patch.field_id)));
    const std::size_t size = total(after);
    if (size <= limits::custom_size || size <= total(before)) return {};
    return fail(ErrorCode::invalid,
                "the custom fields of a record have at most " + std::to_string(limits::custom_size) + " bytes");
}

}  // namespace

Result<std::optional<CustomData>> seen_data(Transaction& transaction, const Caller& caller, const CustomField& field,
                                            const CustomData& data) {
    const auto* id = std::get_if<std::int64_t>(&data);
    const bool names_record = field.type == FieldType::organization || field.type == FieldType::person;
    if (id == nullptr || !names_record || caller.sees_all()) return shown_data(field, data);
    const Kind kind = field.type == FieldType::person ? Kind::person : Kind::organization;
    const auto found = find_record(transaction, caller, {kind, *id});
    if (!found && found.error().code != ErrorCode::not_found) return fail(found);
    return found ? std::optional(data) : std::nullopt;
}

Result<CustomPatches> check_custom(Transaction& transaction, const Caller& caller, Kind kind, const CustomPatches& patches,
                                   const CustomValues& current) {
    CustomPatches checked;
    for (const CustomPatch& patch : patches) {
        const CustomField* field = caller.directory->value_field(patch.field_id);
        if (field == nullptr || field->kind != kind) return fail(ErrorCode::invalid, "there is no such custom field");
        const CustomData* stored = find_value(current, patch.field_id);
        Result<std::optional<CustomData>> seen;
        if (stored != nullptr) seen = seen_data(transaction, caller, *field, *stored);
        if (!seen) return fail(seen);
        const auto after = patched(caller.company(), patch, *seen ? &**seen : nullptr);
        if (after == *seen) continue;
        checked.push_back(patch);
        if (!after) continue;
        if (auto valid = std::visit(Check(transaction, caller, *field), *after); !valid) return fail(valid);
    }
    if (!checked.empty())
        if (auto fits = check_size(*caller.directory, current, checked); !fits) return fail(fits);
    return checked;
}

void apply_custom(const Directory& directory, CustomValues& values, const CustomPatches& patches,
                  std::vector<FieldChange>& changes) {
    for (const CustomPatch& patch : patches) {
        const CustomField* field = directory.value_field(patch.field_id);
        if (field == nullptr) continue;
        const auto before = shown_value(*field, values);
        const auto after = patched(directory.company, patch, before ? &*before : nullptr);
        if (after == before) continue;
        add_changes(*field, before, after, changes);
        put_value(values, patch.field_id, after);
    }
}

}  // namespace stele::domain
