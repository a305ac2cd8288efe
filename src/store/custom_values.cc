#include "store/custom_values.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "base/text.h"
#include "domain/field_change.h"
#include "store/contacts.h"
#include "store/packed_text.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::Address;
using domain::CustomData;
using domain::CustomPart;
using domain::CustomValue;
using domain::CustomValues;
using domain::Money;
using domain::Span;

// What sorts a long text is its beginning: an index entry of PostgreSQL holds 2,700 bytes.
constexpr std::size_t sorted_size = 200;

constexpr Statement insert_row{
    "INSERT INTO custom_field_value (company_id, kind, record_id, field_id, part, position, number_value, time_value, "
    "text_fold, text_sort) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Statement delete_field_rows{
    "DELETE FROM custom_field_value WHERE company_id = $1 AND kind = $2 AND record_id = $3 AND field_id = $4"};
constexpr Statement delete_rows{"DELETE FROM custom_field_value WHERE company_id = $1 AND kind = $2 AND record_id = $3"};

constexpr CustomPart address_parts[] = {
    CustomPart::subpremise,         CustomPart::street_number, CustomPart::route,
    CustomPart::sublocality,        CustomPart::locality,      CustomPart::admin_area_level_1,
    CustomPart::admin_area_level_2, CustomPart::country,       CustomPart::postal_code,
    CustomPart::formatted_address};

// --- packed ------------------------------------------------------------------------------------------------------------

enum Tag : char {
    text_tag = 't',
    number_tag = 'n',
    money_tag = 'm',
    id_tag = 'i',
    set_tag = 's',
    span_tag = 'r',
    address_tag = 'a',
    contacts_tag = 'c'
};

struct Packer {
    std::string& to;

    void add(char tag, std::initializer_list<std::string_view> texts) const {
        to += tag;
        for (const std::string_view text : texts) append_packed(to, text);
    }
    void operator()(const std::string& text) const { add(text_tag, {text}); }
    void operator()(double number) const { add(number_tag, {*domain::history_text(number)}); }
    void operator()(const Money& money) const { add(money_tag, {*domain::history_text(money.amount), money.currency}); }
    void operator()(std::int64_t id) const { add(id_tag, {std::to_string(id)}); }
    void operator()(const std::vector<std::int64_t>& ids) const { add(set_tag, {domain::history_text(ids).value_or("")}); }
    void operator()(const Span& span) const { add(span_tag, {span.from, span.until, span.timezone}); }
    void operator()(const std::vector<domain::Contact>& contacts) const { add(contacts_tag, {encode_contacts(contacts)}); }
    void operator()(const Address& address) const {
        add(address_tag, {address.value});
        for (const CustomPart part : address_parts) append_packed(to, address.*domain::address_member(part));
    }
};

template <class Number>
bool take_number(std::string_view& from, Number& into) {
    const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), into);
    from.remove_prefix(static_cast<std::size_t>(end - from.data()));
    return error == std::errc();
}

bool take_text(std::string_view& from, std::string& into) {
    std::string_view text;
    if (!take_packed(from, text)) return false;
    into = text;
    return true;
}

template <class Number>
bool take_packed_number(std::string_view& from, Number& into) {
    std::string_view text;
    return take_packed(from, text) && take_number(text, into) && text.empty();
}

bool take_ids(std::string_view& from, std::vector<std::int64_t>& into) {
    std::string_view text;
    if (!take_packed(from, text)) return false;
    while (!text.empty()) {
        if (!take_number(text, into.emplace_back())) return false;
        if (text.starts_with(',')) text.remove_prefix(1);
    }
    return true;
}

bool take_address(std::string_view& from, Address& into) {
    if (!take_text(from, into.value)) return false;
    return std::ranges::all_of(address_parts,
                               [&](CustomPart part) { return take_text(from, into.*domain::address_member(part)); });
}

bool take_data(std::string_view& from, char tag, CustomData& into) {
    switch (tag) {
        case text_tag:
            return take_text(from, into.emplace<std::string>());
        case number_tag:
            return take_packed_number(from, into.emplace<double>());
        case money_tag: {
            Money& money = into.emplace<Money>();
            return take_packed_number(from, money.amount) && take_text(from, money.currency);
        }
        case id_tag:
            return take_packed_number(from, into.emplace<std::int64_t>());
        case set_tag:
            return take_ids(from, into.emplace<std::vector<std::int64_t>>());
        case span_tag: {
            Span& span = into.emplace<Span>();
            return take_text(from, span.from) && take_text(from, span.until) && take_text(from, span.timezone);
        }
        case address_tag:
            return take_address(from, into.emplace<Address>());
        case contacts_tag: {
            std::string_view text;
            return take_packed(from, text) && decode_contacts(text, into.emplace<std::vector<domain::Contact>>());
        }
        default:
            return false;
    }
}

bool take_value(std::string_view& from, CustomValue& into) {
    if (!take_number(from, into.field_id) || from.empty()) return false;
    const char tag = from.front();
    from.remove_prefix(1);
    return take_data(from, tag, into.data);
}

// --- rows --------------------------------------------------------------------------------------------------------------

std::string_view beginning(std::string_view text) { return text.substr(0, cut_at_char(text, sorted_size)); }

// Makes the rows of one value.
struct RowMaker {
    std::vector<CustomRow>& rows;

    void operator()(const std::string& text) const { add_text(CustomPart::value, text); }
    void operator()(double number) const { add_number(number, 0); }
    void operator()(const Money& money) const {
        add_number(money.amount, 0);
        add_text(CustomPart::currency, money.currency);
    }
    void operator()(std::int64_t id) const { add_number(static_cast<double>(id), 0); }
    void operator()(const std::vector<std::int64_t>& ids) const {
        std::int64_t position = 0;
        for (const std::int64_t id : ids) add_number(static_cast<double>(id), position++);
    }
    void operator()(const Span& span) const {
        add_time(CustomPart::value, span.from);
        add_time(CustomPart::until, span.until);
        add_text(CustomPart::timezone, span.timezone);
    }
    void operator()(const std::vector<domain::Contact>& contacts) const {
        std::int64_t position = 0;
        for (const domain::Contact& contact : contacts) add_text(CustomPart::value, contact.value, position++);
    }
    void operator()(const Address& address) const {
        add_text(CustomPart::value, address.value);
        for (const CustomPart part : address_parts) add_text(part, address.*domain::address_member(part));
    }

   private:
    void add_number(double number, std::int64_t position) const {
        rows.push_back({CustomPart::value, position, number, {}, {}, {}});
    }
    void add_time(CustomPart part, std::string_view text) const {
        const auto day = domain::day_of(text);
        const auto moment = day ? day : domain::moment_of(text);
        const auto time = moment ? moment : domain::time_of_day(text);
        if (time) rows.push_back({part, 0, {}, *time, {}, {}});
    }
    void add_text(CustomPart part, std::string_view text, std::int64_t position = 0) const {
        if (!text.empty()) rows.push_back({part, position, {}, {}, fold(text), sort_key(beginning(text))});
    }
};

Result<void> insert_rows(Session& session, domain::CompanyId company, domain::Kind kind, std::int64_t record_id,
                         const CustomValue& value) {
    for (const CustomRow& row : custom_rows(value.data)) {
        auto written = session.write(insert_row, {company, static_cast<std::int64_t>(kind), record_id, value.field_id,
                                                  static_cast<std::int64_t>(row.part), row.position, value_of(row.number),
                                                  value_of(row.time), text_or_null(row.fold), bytes_or_null(row.sort)});
        if (!written) return written;
    }
    return {};
}

}  // namespace

std::string encode_custom(const CustomValues& values) {
    std::string text;
    for (const CustomValue& value : values) {
        text += std::to_string(value.field_id);
        std::visit(Packer{text}, value.data);
    }
    return text;
}

bool decode_custom(std::string_view text, CustomValues& into) {
    into.clear();
    while (!text.empty()) {
        if (take_value(text, into.emplace_back())) continue;
        into.clear();
        return false;
    }
    return true;
}

std::vector<CustomRow> custom_rows(const CustomData& data) {
    std::vector<CustomRow> rows;
    std::visit(RowMaker{rows}, data);
    return rows;
}

Result<void> insert_custom(Session& session, domain::CompanyId company, domain::Kind kind, std::int64_t record_id,
                           const CustomValues& values) {
    for (const CustomValue& value : values)
        if (auto added = insert_rows(session, company, kind, record_id, value); !added) return added;
    return {};
}

Result<void> replace_custom(Session& session, domain::CompanyId company, domain::Kind kind, std::int64_t record_id,
                            const CustomValues& before, const CustomValues& after) {
    for (const CustomValue& value : before) {
        const CustomData* now = find_value(after, value.field_id);
        if (now != nullptr && *now == value.data) continue;
        auto removed =
            session.write(delete_field_rows, {company, static_cast<std::int64_t>(kind), record_id, value.field_id});
        if (!removed) return removed;
    }
    for (const CustomValue& value : after) {
        const CustomData* then = find_value(before, value.field_id);
        if (then != nullptr && *then == value.data) continue;
        if (auto added = insert_rows(session, company, kind, record_id, value); !added) return added;
    }
    return {};
}

Result<void> remove_custom(Session& session, domain::CompanyId company, domain::Kind kind, std::int64_t record_id) {
    return session.write(delete_rows, {company, static_cast<std::int64_t>(kind), record_id});
}

}  // namespace stele::store
