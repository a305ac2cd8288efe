// Values of custom fields: packed beside their record, and the rows that find records by them.

#include "store/custom_values.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/text.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Address;
using domain::CustomData;
using domain::CustomField;
using domain::CustomPart;
using domain::CustomValues;
using domain::Kind;
using domain::Money;
using domain::Span;
using domain::Transaction;
using store::CustomRow;

using Ids = std::vector<std::int64_t>;
using Rows = std::vector<CustomRow>;

// --- packed ------------------------------------------------------------------------------------------------------------

std::string draw_text() {
    return *rc::gen::container<std::string>(rc::gen::element('a', '7', ':', ',', '-', 't', '\0', '\n', '\xc3', '\xa9'));
}

double draw_number() {
    const double number = *rc::gen::arbitrary<double>();
    return std::isfinite(number) ? number : 0.1;
}

Address draw_address() {
    Address address;
    address.value = draw_text();
    for (const domain::PartName& part : domain::parts_of(domain::FieldType::address))
        address.*domain::address_member(part.part) = draw_text();
    return address;
}

CustomData draw_data() {
    switch (*rc::gen::inRange(0, 7)) {
        case 0:
            return draw_text();
        case 1:
            return draw_number();
        case 2:
            return Money{draw_number(), draw_text()};
        case 3:
            return *rc::gen::arbitrary<std::int64_t>();
        case 4:
            return *rc::gen::arbitrary<Ids>();
        case 5:
            return Span{draw_text(), draw_text(), draw_text()};
        default:
            return draw_address();
    }
}

TEST(PackedCustomValues, read_back_as_they_were_written) {
    const auto held = rc::check("round trip", [] {
        CustomValues values;
        for (int left = *rc::gen::inRange(0, 6); left > 0; --left)
            values.push_back({*rc::gen::arbitrary<std::int64_t>(), draw_data()});
        CustomValues read = {{1, std::string("left over from the record before")}};
        RC_ASSERT(store::decode_custom(store::encode_custom(values), read));
        RC_ASSERT(read == values);
    });
    EXPECT_TRUE(held);
}

TEST(PackedCustomValues, are_written_so) {
    EXPECT_EQ(store::encode_custom({}), "");
    EXPECT_EQ(store::encode_custom({{20001, std::string("é")}, {20002, 1.5}, {20003, Ids{3, 1}}}),
              "20001t2:é20002n3:1.520003s3:3,1");
    EXPECT_EQ(store::encode_custom({{7, Money{-2, "EUR"}}, {8, std::int64_t{5}}, {9, Span{"10:00:00", "", "UTC"}}}),
              "7m2:-23:EUR8i1:59r8:10:00:000:3:UTC");
}

TEST(PackedCustomValues, nothing_is_made_of_other_texts) {
    for (const char* text : {"x",
                             "7",
                             "7t",
                             "7t1",
                             "7t1:",
                             "7t2:a",
                             "7x1:a",
                             "t1:a",
                             "7n1:x",
                             "7n2:1x",
                             "7n0:",
                             "7i3:1.5",
                             "7s1:,",
                             "7s2:1;",
                             "7m1:1",
                             "7r1:a1:b",
                             "7a1:x",
                             "7t1:a8",
                             "7t1:a,8t1:b",
                             "99999999999999999999t1:a",
                             "7i20:99999999999999999999"}) {
        CustomValues values = {{1, std::string("before")}};
        EXPECT_FALSE(store::decode_custom(text, values)) << text;
        EXPECT_TRUE(values.empty()) << text;
    }
}

// --- rows --------------------------------------------------------------------------------------------------------------

CustomRow number_row(double number, std::int64_t position = 0) { return {CustomPart::value, position, number, {}, {}, {}}; }
CustomRow time_row(CustomPart part, Micros time) { return {part, 0, {}, time, {}, {}}; }
CustomRow text_row(CustomPart part, const std::string& text) { return {part, 0, {}, {}, fold(text), sort_key(text)}; }

TEST(RowsOfCustomValues, texts_and_numbers) {
    EXPECT_EQ(store::custom_rows(std::string("Ünder")), Rows{text_row(CustomPart::value, "Ünder")});
    EXPECT_EQ(store::custom_rows(std::string("Ünder")).front().fold, "under");
    EXPECT_EQ(store::custom_rows(-2.5), Rows{number_row(-2.5)});
    EXPECT_EQ(store::custom_rows(std::int64_t{12}), Rows{number_row(12)});
    EXPECT_EQ(store::custom_rows(Money{3, "EUR"}), (Rows{number_row(3), text_row(CustomPart::currency, "EUR")}));
    EXPECT_EQ(store::custom_rows(Ids{9, 4}), (Rows{number_row(9, 0), number_row(4, 1)}));
}

TEST(RowsOfCustomValues, days_and_times_of_day) {
    constexpr Micros hour = 3'600'000'000;
    constexpr Micros day = 24 * hour;
    EXPECT_EQ(store::custom_rows(Span{"1970-01-02", "", ""}), Rows{time_row(CustomPart::value, day)});
    EXPECT_EQ(store::custom_rows(Span{"1969-12-31", "1970-01-03", ""}),
              (Rows{time_row(CustomPart::value, -day), time_row(CustomPart::until, 2 * day)}));
    EXPECT_EQ(store::custom_rows(Span{"02:00:00", "01:00:00", "Europe/Lisbon"}),
              (Rows{time_row(CustomPart::value, 2 * hour), time_row(CustomPart::until, hour),
                    text_row(CustomPart::timezone, "Europe/Lisbon")}));
}

TEST(RowsOfCustomValues, an_address_has_one_a_part_that_is_there) {
    Address address;
    address.value = "Cais 1";
    address.locality = "Porto";
    address.formatted_address = "1 Cais";
    EXPECT_EQ(store::custom_rows(address),
              (Rows{text_row(CustomPart::value, "Cais 1"), text_row(CustomPart::locality, "Porto"),
                    text_row(CustomPart::formatted_address, "1 Cais")}));
}

// An index entry of PostgreSQL holds 2,700 bytes.
TEST(RowsOfCustomValues, long_texts_are_found_whole_and_sorted_by_their_beginning) {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += "é";
    const Rows rows = store::custom_rows(text);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().fold, fold(text));
    EXPECT_EQ(rows.front().sort, sort_key(std::string_view(text).substr(0, 200)));
    EXPECT_LT(rows.front().sort.size(), 1'000U);
}

// --- what is written ---------------------------------------------------------------------------------------------------

// Notes what it is to write.
class NotingSession final : public store::Session {
   public:
    Result<void> query(store::Sql, std::span<const store::Value>, FunctionRef<bool(const store::Row&)>) override {
        return fail(ErrorCode::internal, "nothing is read");
    }
    // "DELETE 20001", by the field.
    Result<std::int64_t> execute(store::Sql sql, std::span<const store::Value> values) override {
        const auto field = values.size() > 3 ? std::get<std::int64_t>(values[3]) : 0;
        notes.push_back(std::string(sql.text().substr(0, 6)) + ' ' + std::to_string(field));
        return 1;
    }
    [[nodiscard]] std::string search_pattern(domain::CompanyId, const domain::TextQuery&) const override { return {}; }
    [[nodiscard]] std::vector<std::string> words_patterns(domain::CompanyId, const domain::WordsQuery&,
                                                          std::span<const std::string>) const override {
        return {};
    }

    std::vector<std::string> notes;
};

TEST(ReplacedCustomValues, only_those_that_differ_are_written) {
    const CustomValues before = {{1, std::string("stays")}, {2, 5.0}, {3, Ids{1, 2}}, {5, std::string("goes")}};
    const CustomValues after = {{1, std::string("stays")}, {2, 6.0}, {3, Ids{2, 1}}, {4, Money{1, "EUR"}}};
    NotingSession session;
    ASSERT_TRUE(store::replace_custom(session, 1, Kind::organization, 7, before, after));
    EXPECT_EQ(session.notes, (std::vector<std::string>{"DELETE 2", "DELETE 3", "DELETE 5", "INSERT 2", "INSERT 3",
                                                       "INSERT 3", "INSERT 4", "INSERT 4"}));
    session.notes.clear();
    ASSERT_TRUE(store::replace_custom(session, 1, Kind::organization, 7, before, before));
    EXPECT_TRUE(session.notes.empty());
    ASSERT_TRUE(store::remove_custom(session, 1, Kind::organization, 7));
    EXPECT_EQ(session.notes, std::vector<std::string>{"DELETE 0"});
}

// --- on every engine ---------------------------------------------------------------------------------------------------

// That the rows are those of the values is seen by check(), at the end of each test.
class CustomValuesStored : public Contract {
   protected:
    void insert(Kind kind, const CustomValues& values, domain::CompanyId company = 1) {
        must_write(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto id = transaction.next_id(kind);
            if (!id) return fail(id);
            if (auto counted = transaction.add_to_record_count(kind, 1); !counted) return counted;
            if (kind == Kind::person) return transaction.persons().insert(record<domain::Person>(*id, values));
            return transaction.organizations().insert(record<domain::Organization>(*id, values));
        });
    }
    void update(Kind kind, const CustomValues& values) {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            if (kind == Kind::person) return transaction.persons().update(record<domain::Person>(1, values));
            return transaction.organizations().update(record<domain::Organization>(1, values));
        });
    }
    [[nodiscard]] CustomValues read(Kind kind, domain::CompanyId company = 1) {
        CustomValues values;
        must_read(engine(), company, [&](Transaction& transaction) -> Result<void> {
            if (kind == Kind::person) return find(transaction.persons(), domain::Person(), values);
            return find(transaction.organizations(), domain::Organization(), values);
        });
        return values;
    }

   private:
    template <class Record>
    [[nodiscard]] static Record record(std::int64_t id, const CustomValues& values) {
        Record made;
        made.id = id;
        made.name = made.first_char = "x";
        made.owner_id = 1;
        made.custom = values;
        return made;
    }
    template <class Records, class Record>
    [[nodiscard]] static Result<void> find(Records& records, Record record, CustomValues& into) {
        const auto found = records.find(1, record);
        if (!found) return fail(found);
        EXPECT_TRUE(*found);
        into = std::move(record.custom);
        return {};
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, CustomValuesStored, testing::ValuesIn(engine_kinds), engine_name);

CustomValues one_of_each() {
    Address address;
    address.value = "Rua do Almada 14, Porto";
    address.locality = "Porto";
    return {{1, std::string("Zoë's \"text\" 漢字 🎉")},
            {2, 0.1},
            {3, Money{1e15, "USD"}},
            {4, std::int64_t{3}},
            {5, Ids{2, 7}},
            {6, Span{"2026-02-28", "2026-03-01", ""}},
            {7, Span{"08:00:00", "", "Europe/Lisbon"}},
            {8, address}};
}

TEST_P(CustomValuesStored, are_read_as_they_were_written) {
    for (const Kind kind : {Kind::organization, Kind::person}) {
        insert(kind, one_of_each());
        EXPECT_EQ(read(kind), one_of_each());
        CustomValues changed = one_of_each();
        changed.erase(changed.begin());
        changed[1].data = Money{5, "EUR"};
        changed.push_back({9, std::string("new")});
        update(kind, changed);
        EXPECT_EQ(read(kind), changed);
        update(kind, changed);
        house().close();
        house().open();
        EXPECT_EQ(read(kind), changed);
        update(kind, {});
        EXPECT_EQ(read(kind), CustomValues());
        update(kind, one_of_each());
    }
}

TEST_P(CustomValuesStored, are_of_one_company_and_one_kind) {
    insert(Kind::organization, {{1, std::string("ours")}});
    insert(Kind::organization, {{1, std::string("theirs")}}, 2);
    insert(Kind::person, {{1, std::string("a person's")}});
    update(Kind::organization, {});
    EXPECT_EQ(read(Kind::organization), CustomValues());
    EXPECT_EQ(read(Kind::organization, 2), (CustomValues{{1, std::string("theirs")}}));
    EXPECT_EQ(read(Kind::person), (CustomValues{{1, std::string("a person's")}}));
}

TEST_P(CustomValuesStored, long_texts_too) {
    std::string text;
    for (int i = 0; i < 65'535; ++i) text += "é";
    insert(Kind::organization, {{1, text}});
    EXPECT_EQ(read(Kind::organization), (CustomValues{{1, text}}));
}

// --- definitions -------------------------------------------------------------------------------------------------------

CustomField size_field() {
    CustomField field;
    field.id = 20'001;
    field.kind = Kind::person;
    field.type = domain::FieldType::set;
    field.key = "0123456789abcdef0123456789abcdef01234567";
    field.slug = "size";
    field.name = "Größe";
    field.position = 3;
    field.shown_on_add = false;
    field.presentation = "{}";
    field.creator_id = 1;
    field.updater_id = 1;
    field.add_time = 11;
    field.update_time = 12;
    field.options = {{9, "Small", "red", 1}, {10, "Large", "", 2}};
    return field;
}

class CustomDefinitions : public Contract {
   protected:
    void write(FunctionRef<Result<void>(domain::CustomFields&)> body) {
        must_write(engine(), 1, [&](Transaction& transaction) { return body(transaction.custom_fields()); });
    }
    [[nodiscard]] std::vector<CustomField> all(domain::CompanyId company = 1) {
        return engine().directory(company).value()->custom_fields;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, CustomDefinitions, testing::ValuesIn(engine_kinds), engine_name);

// A change lost where the field is shown.
TEST_P(CustomDefinitions, are_read_as_they_were_written) {
    CustomField field = size_field();
    write([&](domain::CustomFields& fields) { return fields.insert(field); });
    EXPECT_EQ(all(), std::vector{field});
    field.name = "Size";
    field.position = 4;
    field.shown_on_add = true;
    field.presentation = R"({"important_fields":{}})";
    field.updater_id = 2;
    field.update_time = 13;
    write([&](domain::CustomFields& fields) { return fields.update(field); });
    EXPECT_EQ(all(), std::vector{field});
    field.presentation.clear();
    field.delete_time = field.update_time = 14;
    write([&](domain::CustomFields& fields) { return fields.update(field); });
    house().close();
    house().open();
    EXPECT_EQ(all(), std::vector{field});
    EXPECT_TRUE(all(2).empty());
}

TEST_P(CustomDefinitions, have_options_of_their_own) {
    CustomField field = size_field();
    CustomField other = size_field();
    other.id = 20'002;
    other.key.back() = '0';
    other.slug = "size-2";
    write([&](domain::CustomFields& fields) -> Result<void> {
        if (auto inserted = fields.insert(field); !inserted) return inserted;
        if (auto inserted = fields.insert(other); !inserted) return inserted;
        if (auto updated = fields.update_option(field.id, {9, "Tiny", "", 5}); !updated) return updated;
        if (auto removed = fields.remove_option(field.id, 10); !removed) return removed;
        return fields.insert_option(field.id, {11, "Huge", "green", 1});
    });
    field.options = {{9, "Tiny", "", 5}, {11, "Huge", "green", 1}};
    EXPECT_EQ(all(), (std::vector{field, other}));
}

}  // namespace
}  // namespace stele::tests
