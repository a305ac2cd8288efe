// The parser of filters' conditions, fed with what is nearly right and what is not at all. Seeds are printed; FILTER_SEED sets one.

#include "dialect/pipedrive/filter_conditions.h"

#include <cstdlib>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "dialect/pipedrive/filter_fields.h"
#include "dialect/pipedrive/filter_operators.h"
#include "dialect/pipedrive/relative_dates.h"

namespace stele::dialect::pipedrive {
namespace {

using domain::Comparison;
using domain::Kind;
using domain::Predicate;

constexpr std::int64_t first_custom = 20'001;

// A company with a custom field of every type, and one user who sees less than all.
class Company {
   public:
    Company() {
        directory_.company.id = 1;
        directory_.label_options = {{1, "Hot", "", 1}, {2, "Cold", "", 2}};
        directory_.person_label_options = directory_.label_options;
        directory_.groups.push_back({.id = 1, .parent_id = std::nullopt, .name = "All"});
        domain::User user;
        user.id = 1;
        user.timezone = "Europe/Berlin";
        user.group_id = 1;
        directory_.users.push_back(user);
        for (int type = 1; type <= 16; ++type) {
            domain::CustomField field;
            field.id = first_custom + type - 1;
            field.kind = type % 2 == 0 ? Kind::person : Kind::organization;
            field.type = static_cast<domain::FieldType>(type);
            field.key = std::string(39, '0') + static_cast<char>('a' + type);
            if (field.has_options()) field.options = {{11, "x", "", 1}, {12, "y", "", 2}};
            directory_.custom_fields.push_back(field);
        }
        caller_.directory = &directory_;
        caller_.user = &directory_.users.front();
        caller_.now = 1'700'000'000'000'000;
    }
    Company(const Company&) = delete;
    Company& operator=(const Company&) = delete;

    [[nodiscard]] const domain::Caller& caller() const { return caller_; }
    [[nodiscard]] domain::Directory& directory() { return directory_; }

   private:
    domain::Directory directory_;
    domain::Caller caller_;
};

class Random {
   public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    std::size_t below(std::size_t bound) { return engine_() % bound; }
    template <class List>
    auto& one_of(List& list) {
        return list[below(std::size(list))];
    }

   private:
    std::mt19937_64 engine_;
};

std::uint64_t chosen_seed() {
    const char* given = std::getenv("FILTER_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    std::printf("FILTER_SEED=%llu\n", static_cast<unsigned long long>(seed));
    return seed;
}

constexpr const char* objects[] = {"\"organization\"", "\"person\"", "\"deal\"", "\"\"", "3", "null"};
constexpr const char* operators[] = {"=",
                                     "!=",
                                     "<",
                                     "<=",
                                     ">",
                                     ">=",
                                     "IS NULL",
                                     "IS NOT NULL",
                                     "LIKE '%$%'",
                                     "LIKE '$%'",
                                     "LIKE '%$'",
                                     "NOT LIKE '$%'",
                                     "NOT LIKE '%$%'",
                                     "NOT LIKE '%$'",
                                     "contains",
                                     "not_contains",
                                     "belongs_to_team",
                                     "ends_at",
                                     "does_not_end_at",
                                     "ends_before",
                                     "ends_e_before",
                                     "ends_after",
                                     "ends_e_after",
                                     "includes",
                                     "like",
                                     ""};
constexpr const char* values[] = {"null",
                                  "1",
                                  "\"1\"",
                                  "\"me\"",
                                  "\"1,2\"",
                                  "\"11,12\"",
                                  "11",
                                  "-3.5",
                                  "1e308",
                                  "9223372036854775807",
                                  "9223372036854775808",
                                  "\"today\"",
                                  "\"this_quarter\"",
                                  "\"2026-03-01\"",
                                  "\"2026-02-30\"",
                                  "\"09:30:00\"",
                                  "\"09:30\"",
                                  "\"x\"",
                                  "\"\"",
                                  "\"%_'\\\"\"",
                                  "\"é字🎉\"",
                                  "[1,2]",
                                  "[]",
                                  "{}",
                                  "true",
                                  "\"nan\"",
                                  "\",\"",
                                  "\"\\u0301\""};
constexpr const char* parts[] = {
    "null", "null", "null", "\"\"", "\"locality\"", "\"currency\"", "\"until\"", "\"timezone_id\"", "\"x\"", "7"};

std::string random_field(Random& random) {
    const std::size_t choice = random.below(10);
    if (choice < 4) return std::to_string(4'000 + random.below(40));
    if (choice < 6) return "\"" + std::to_string(9'000 + random.below(40)) + "\"";
    if (choice < 9) return std::to_string(first_custom + static_cast<std::int64_t>(random.below(17)));
    return random.below(2) == 0 ? "\"name\"" : "99999999999999999999";
}

std::string random_condition(Random& random) {
    return std::string("{\"object\":") + random.one_of(objects) + ",\"field_id\":" + random_field(random) +
           ",\"operator\":\"" + random.one_of(operators) + "\",\"value\":" + random.one_of(values) +
           ",\"extra_value\":" + random.one_of(parts) + "}";
}

std::string random_group(Random& random, const char* glue) {
    std::string text = std::string("{\"glue\":\"") + glue + "\",\"conditions\":[";
    const std::size_t count = random.below(3);
    for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? "," : "") + random_condition(random);
    return text + "]}";
}

std::string random_conditions(Random& random) {
    return R"({"glue":"and","conditions":[)" + random_group(random, "and") + "," + random_group(random, "or") + "]}";
}

// A few bytes changed, cut out or doubled.
std::string mutated(std::string text, Random& random) {
    static constexpr char bytes[] = "{}[]\",:0a\\ \xff";
    for (std::size_t left = 1 + random.below(3); left > 0 && !text.empty(); --left) {
        const std::size_t at = random.below(text.size());
        const std::size_t size = std::min(text.size() - at, 1 + random.below(20));
        switch (random.below(3)) {
            case 0:
                text[at] = bytes[random.below(sizeof bytes - 1)];
                break;
            case 1:
                text.erase(at, size);
                break;
            default:
                text.insert(at, text.substr(at, size));
        }
    }
    return text;
}

// What a store is given must keep to the contract of domain::Predicate.
void expect_sound(const Predicate& predicate, Kind kind) {
    switch (predicate.node) {
        case Predicate::Node::all:
        case Predicate::Node::any:
            for (const Predicate& child : predicate.children) expect_sound(child, kind);
            return;
        case Predicate::Node::negation:
            ASSERT_EQ(predicate.children.size(), 1U);
            expect_sound(predicate.children.front(), kind);
            return;
        case Predicate::Node::related:
            ASSERT_EQ(predicate.children.size(), 1U);
            ASSERT_NE(predicate.field.kind, kind);
            expect_sound(predicate.children.front(), predicate.field.kind);
            return;
        case Predicate::Node::compare:
            ASSERT_EQ(predicate.field.kind, kind);
            if (compares_text(predicate.comparison)) {
                ASSERT_TRUE(std::holds_alternative<std::string>(predicate.value));
            }
            if (predicate.comparison != Comparison::is_null) {
                ASSERT_NE(predicate.value.index(), 0U);
            }
    }
}

// Says whether they made sense.
bool feed(const std::string& text, Company& company) {
    const auto conditions = parse_conditions(text);
    if (!conditions) {
        EXPECT_EQ(conditions.error().code, ErrorCode::invalid) << text;
        EXPECT_FALSE(conditions.error().message.empty()) << text;
        return false;
    }
    const auto again = parse_conditions(conditions_text(*conditions));
    EXPECT_TRUE(again) << text;
    if (again) {
        EXPECT_EQ(conditions_text(*again), conditions_text(*conditions));
    }
    bool made_sense = true;
    for (const Kind kind : {Kind::organization, Kind::person}) {
        const auto predicate = predicate_of(*conditions, kind, company.caller());
        if (predicate) {
            expect_sound(*predicate, kind);
        } else {
            made_sense = false;
            EXPECT_EQ(predicate.error().code, ErrorCode::invalid) << text;
            EXPECT_TRUE(predicate.error().message.starts_with("conditions[")) << predicate.error().message;
        }
        expect_sound(predicate_of_kept(*conditions, kind, company.caller()), kind);
    }
    return made_sense;
}

TEST(FilterConditions, whatever_is_sent_is_refused_or_a_predicate) {
    Random random(chosen_seed());
    Company company;
    int accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = random_conditions(random);
        accepted += feed(text, company) ? 1 : 0;
        (void)feed(mutated(text, random), company);
    }
    EXPECT_GT(accepted, 100);  // else it fed nonsense alone
}

TEST(FilterConditions, every_field_takes_every_operator_that_is_its_own) {
    Company company;
    std::vector<std::pair<Kind, std::int64_t>> fields;
    for (std::int64_t id = 4'001; id <= 4'034; ++id) fields.emplace_back(Kind::organization, id);
    for (std::int64_t id = 9'001; id <= 9'036; ++id) fields.emplace_back(Kind::person, id);
    for (const domain::CustomField& field : company.directory().custom_fields) fields.emplace_back(field.kind, field.id);
    const auto value_for = [](Comparable comparable) {
        switch (comparable) {
            case Comparable::moment:
            case Comparable::day:
            case Comparable::day_span:
                return "yesterday";
            case Comparable::clock:
            case Comparable::clock_span:
                return "10:00:00";
            case Comparable::option:
                return "12";
            default:
                return "1";
        }
    };
    int tried = 0;
    for (const auto& [kind, id] : fields) {
        const auto field = find_filter_field(*company.caller().directory, kind, id, "");
        if (!field) continue;
        for (const auto operators : {operators_of(field->comparable), deprecated_operators_of(field->comparable)}) {
            for (const Operator code : operators) {
                Conditions conditions;
                const bool is_set = field->comparable == Comparable::options && field->custom != nullptr;
                conditions[0].push_back({kind == Kind::person ? "person" : "organization", id,
                                         std::string(text_of(code).text), is_set ? "11,12" : value_for(field->comparable),
                                         std::nullopt});
                const auto predicate = predicate_of(conditions, kind, company.caller());
                ASSERT_TRUE(predicate) << predicate.error().message;
                expect_sound(*predicate, kind);
                ++tried;
            }
        }
    }
    EXPECT_GT(tried, 400);
}

// A filter is kept while what it names changes.
TEST(FilterConditions, what_makes_no_sense_any_more_holds_for_nothing) {
    Company company;
    Conditions conditions;
    conditions[0].push_back({"organization", first_custom, "!=", "x", std::nullopt});
    EXPECT_TRUE(predicate_of(conditions, Kind::organization, company.caller()));
    company.directory().custom_fields.front().delete_time = 1;
    EXPECT_FALSE(predicate_of(conditions, Kind::organization, company.caller()));
    const Predicate kept = predicate_of_kept(conditions, Kind::organization, company.caller());
    ASSERT_EQ(kept.children.size(), 1U);
    EXPECT_EQ(kept.children.front().node, Predicate::Node::any);
    EXPECT_TRUE(kept.children.front().children.empty());
}

}  // namespace
}  // namespace stele::dialect::pipedrive
