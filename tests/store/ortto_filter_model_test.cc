// Ortto's filters against a model: what a drawn filter finds in the store is what the plain structs say. And against noise: whatever
// is sent is refused or can be asked. Seeds are printed; FILTER_SEED sets one.

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "base/text.h"
#include "domain/archiving.h"
#include "domain/occurrences.h"
#include "domain/tags.h"
#include "store/contract.h"
#include "store/ortto_world.h"

namespace stele::tests {
namespace {

using dialect::ortto::Entity;
using domain::Attribute;
using domain::FieldType;
using domain::Kind;
using domain::Span;
using domain::Transaction;

constexpr Micros day_us = 86'400'000'000;
constexpr std::int64_t today = ManualClock::first / day_us;

class Random {
   public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    std::size_t below(std::size_t bound) { return engine_() % bound; }
    bool one_in(std::size_t number) { return below(number) == 0; }
    template <class List>
    const auto& one_of(const List& list) {
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

constexpr std::string_view words[] = {"ann", "Ann", "ÁNN", "annika", "bo", "Bo Ørn", "orn", "n", "zoo@ann.example", "x"};
constexpr std::string_view sizes[] = {"Small", "Medium", "Large", "Mid"};
constexpr std::string_view tag_names[] = {"vip", "Néw", "old"};
constexpr std::string_view activity = "act:cm:booked";

struct Account {
    std::string name;
    bool is_archived = false;
};

struct Somebody {
    std::int64_t id = 0;
    std::string first;
    std::string email;
    std::string external_id;
    std::optional<int> engagement;
    std::optional<int> spent;  // thousandths
    std::optional<std::int64_t> birthday;
    std::optional<bool> permission;
    std::vector<std::size_t> sizes;  // places in the list above, rising
    std::vector<std::size_t> tags;
    std::optional<Account> account;
    std::vector<std::int64_t> bookings;  // days, rising
};

std::string date_text(std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return text;
}

std::string in_quotes(std::string_view text) { return std::string("\"").append(text).append("\""); }

// A filter, and what it means.
struct Drawn {
    std::string text;
    std::function<bool(const Somebody&)> holds;
};

Drawn leaf(std::string_view operation, std::string_view field, const std::string& value,
           std::function<bool(const Somebody&)> holds) {
    std::string text("{");
    text.append(in_quotes(operation)).append(":{\"field_id\":").append(in_quotes(field));
    if (!value.empty()) text.append(",\"value\":").append(value);
    return {text + "}}", std::move(holds)};
}

struct TextField {
    std::string_view id;
    std::string Somebody::* member;
    std::string (*form)(std::string_view);
};
constexpr TextField text_fields[] = {{"str::first", &Somebody::first, fold},
                                     {"str::email", &Somebody::email, fold_exact},
                                     {"str::ei", &Somebody::external_id, fold}};

Drawn draw_text(Random& random) {
    const TextField& field = random.one_of(text_fields);
    const std::string_view operations[] = {"is", "is_not", "contains", "does_not_contains", "starts", "ends", "list"};
    const std::string_view operation = random.one_of(operations);
    const std::string word(random.one_of(words));
    const std::string wanted = field.form(word);
    const std::string other(random.one_of(words));
    const auto value_of_field = [field](const Somebody& somebody) { return field.form(somebody.*field.member); };
    const auto there = [field](const Somebody& somebody) { return !(somebody.*field.member).empty(); };
    if (operation == "list") {
        const std::string second = field.form(other);
        return leaf("$str::is", field.id, "[" + in_quotes(word) + "," + in_quotes(other) + "]",
                    [=](const Somebody& somebody) {
                        return there(somebody) && (value_of_field(somebody) == wanted || value_of_field(somebody) == second);
                    });
    }
    return leaf(std::string("$str::").append(operation), field.id, in_quotes(word), [=](const Somebody& somebody) {
        const std::string value = value_of_field(somebody);
        if (operation == "is") return there(somebody) && value == wanted;
        if (operation == "is_not") return !there(somebody) || value != wanted;
        if (operation == "contains") return there(somebody) && value.contains(wanted);
        if (operation == "does_not_contains") return !there(somebody) || !value.contains(wanted);
        if (operation == "starts") return there(somebody) && value.starts_with(wanted);
        return there(somebody) && value.ends_with(wanted);
    });
}

struct NumberField {
    std::string_view id;
    std::optional<int> Somebody::* member;
};
constexpr NumberField number_fields[] = {{"int::e", &Somebody::engagement}, {"int::v", &Somebody::spent}};

Drawn draw_number(Random& random) {
    const NumberField& field = random.one_of(number_fields);
    const std::string_view operations[] = {"is", "is_not", "greater_than", "less_than", "between", "not_between"};
    const std::string_view operation = random.one_of(operations);
    const int low = static_cast<int>(random.below(8)) - 2;
    const int high = low + static_cast<int>(random.below(4));
    const bool is_range = operation.ends_with("between");
    const std::string value =
        is_range ? "{\"from\":" + std::to_string(low) + ",\"to\":" + std::to_string(high) + "}" : std::to_string(low);
    return leaf(std::string("$int::").append(operation), field.id, value, [=](const Somebody& somebody) {
        const std::optional<int> number = somebody.*field.member;
        if (operation == "is_not") return number != low;
        if (operation == "not_between") return !number || *number < low || *number > high;
        if (!number) return false;
        if (operation == "is") return *number == low;
        if (operation == "greater_than") return *number > low;
        if (operation == "less_than") return *number < low;
        return *number >= low && *number <= high;
    });
}

Drawn draw_day(Random& random) {
    const std::string_view operations[] = {"absolute_on",   "absolute_before", "absolute_after", "absolute_between",
                                           "age_less_than", "age_more_than",   "age_exactly",    "anniversary"};
    const std::string_view operation = random.one_of(operations);
    const auto days = static_cast<std::int64_t>(random.below(8));
    const std::int64_t day = today - days;
    const std::int64_t later = day + static_cast<std::int64_t>(random.below(4));
    std::string value = in_quotes(date_text(day));
    if (operation == "absolute_between") value = "[" + value + "," + in_quotes(date_text(later)) + "]";
    if (operation.starts_with("age")) value = std::to_string(days);
    return leaf(std::string("$dtz::").append(operation), "dtz::b", value, [=](const Somebody& somebody) {
        if (!somebody.birthday) return false;
        const std::int64_t birthday = *somebody.birthday;
        if (operation == "absolute_on" || operation == "age_exactly") return birthday == day;
        if (operation == "absolute_before" || operation == "age_more_than") return birthday < day;
        if (operation == "absolute_after") return birthday > day;
        if (operation == "absolute_between") return birthday >= day && birthday <= later;
        if (operation == "age_less_than") return birthday > day && birthday <= today;
        return date_text(birthday).substr(5) == date_text(day).substr(5);
    });
}

Drawn draw_set(Random& random) {
    const std::string_view operations[] = {
        "contains",      "does_not_contains",  "contains_any",       "is",
        "first_item_is", "last_item_contains", "contains_more_than", "contains_less_than"};
    const std::string_view operation = random.one_of(operations);
    const std::size_t one = random.below(std::size(sizes));
    const std::size_t other = random.below(std::size(sizes));
    const auto number = static_cast<std::ptrdiff_t>(random.below(4));
    std::string value = "[" + in_quotes(sizes[one]) + "," + in_quotes(sizes[other]) + "]";
    if (operation == "first_item_is") value = in_quotes(fold(sizes[one]));
    if (operation == "last_item_contains") value = in_quotes("M");
    if (operation.ends_with("than")) value = std::to_string(number);
    return leaf(std::string("$str::set_").append(operation), "sst:cm:sizes", value, [=](const Somebody& somebody) {
        const auto& has = somebody.sizes;
        const auto holds = [&](std::size_t place) { return std::ranges::find(has, place) != has.end(); };
        if (operation == "contains") return holds(one) && holds(other);
        if (operation == "does_not_contains") return !holds(one) && !holds(other);
        if (operation == "contains_any") return holds(one) || holds(other);
        if (operation == "is") return holds(one) && holds(other) && has.size() == (one == other ? 1 : 2);
        if (operation == "first_item_is") return !has.empty() && has.front() == one;
        if (operation == "last_item_contains") return !has.empty() && fold(sizes[has.back()]).contains("m");
        if (operation == "contains_more_than") return std::ssize(has) > number;
        return std::ssize(has) < number;
    });
}

Drawn draw_tag(Random& random) {
    const std::size_t tag = random.below(std::size(tag_names));
    const bool denied = random.one_in(2);
    const auto value = in_quotes(tag_names[tag]);
    return leaf(
        denied ? "$str::set_does_not_contains" : "$str::set_contains", "u4s::t", value,
        [=](const Somebody& somebody) { return (std::ranges::find(somebody.tags, tag) != somebody.tags.end()) != denied; });
}

Drawn draw_account(Random& random) {
    const std::string word(random.one_of(words));
    const bool denied = random.one_in(2);
    return leaf(
        denied ? "$str::does_not_contains" : "$str::contains", "str:o:name", in_quotes(word), [=](const Somebody& somebody) {
            const bool has =
                somebody.account && !somebody.account->is_archived && fold(somebody.account->name).contains(fold(word));
            return has != denied;
        });
}

Drawn draw_activity(Random& random) {
    const std::string_view operations[] = {"has_occurred", "has_not_occurred", "first", "last"};
    const std::string_view operation = random.one_of(operations);
    const std::int64_t from = today - static_cast<std::int64_t>(random.below(10));
    const std::int64_t to = from + static_cast<std::int64_t>(random.below(5));
    const std::string value = "{\"from\":" + in_quotes(date_text(from)) + ",\"to\":" + in_quotes(date_text(to)) + "}";
    return leaf(std::string("$act::").append(operation), activity, value, [=](const Somebody& somebody) {
        const auto& days = somebody.bookings;
        const auto inside = [&](std::int64_t day) { return day >= from && day <= to; };
        if (operation == "has_occurred") return std::ranges::any_of(days, inside);
        if (operation == "has_not_occurred") return std::ranges::none_of(days, inside);
        return !days.empty() && inside(operation == "first" ? days.front() : days.back());
    });
}

Drawn draw_presence(Random& random) {
    const bool denied = random.one_in(2);
    const std::string_view operation = denied ? "$has_no_value" : "$has_any_value";
    switch (random.below(5)) {
        case 0:
            return leaf(operation, "str::ei", "", [=](const Somebody& s) { return s.external_id.empty() == denied; });
        case 1:
            return leaf(operation, "int::e", "", [=](const Somebody& s) { return !s.engagement == denied; });
        case 2:
            return leaf(operation, "sst:cm:sizes", "", [=](const Somebody& s) { return s.sizes.empty() == denied; });
        case 3:
            return leaf(operation, "idt::o", "",
                        [=](const Somebody& s) { return (s.account && !s.account->is_archived) != denied; });
        default:
            return leaf("$bol::is", "bol::p", denied ? "false" : "true",
                        [=](const Somebody& s) { return s.permission == !denied; });
    }
}

Drawn draw_filter(Random& random, int depth) {
    if (depth == 0 || random.one_in(3)) {
        Drawn (*const kinds[])(Random&) = {draw_text, draw_text,    draw_number,   draw_day,     draw_set,
                                           draw_tag,  draw_account, draw_activity, draw_presence};
        return random.one_of(kinds)(random);
    }
    if (random.one_in(5)) {
        Drawn inner = draw_filter(random, depth - 1);
        return {"{\"$not\":" + inner.text + "}",
                [holds = inner.holds](const Somebody& somebody) { return !holds(somebody); }};
    }
    const bool all = random.one_in(2);
    std::vector<Drawn> children;
    for (std::size_t left = random.below(4); left > 0; --left) children.push_back(draw_filter(random, depth - 1));
    std::string text = all ? "{\"$and\":[" : "{\"$or\":[";
    for (const Drawn& child : children) text += (&child == &children.front() ? "" : ",") + child.text;
    return {text + "]}", [children, all](const Somebody& somebody) {
                const auto holds = [&](const Drawn& child) { return child.holds(somebody); };
                return all ? std::ranges::all_of(children, holds) : std::ranges::any_of(children, holds);
            }};
}

class OrttoFilterModel : public Contract {
   protected:
    OrttoFilterModel() : world_(engine()) {}

    void draw_world(Random& random) {
        size_ = world_.add_field(Kind::person, "Sizes", FieldType::set, {sizes, sizes + std::size(sizes)});
        struct Made {
            domain::OrganizationId id;
            Account account;
        };
        std::vector<Made> accounts;
        for (int i = 0; i < 4; ++i) {
            Account account{std::string(random.one_of(words)), i == 3};
            domain::OrganizationPatch patch;
            patch.name = account.name;
            accounts.push_back({world_.add_account(patch), account});
        }
        world_.write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
            for (const std::string_view name : tag_names) {
                const auto tag = domain::find_or_add_tag(transaction, caller, name);
                if (!tag) return fail(tag);
                tags_.push_back(tag->id);
            }
            return {};
        });
        for (int i = 0; i < 40; ++i) {
            Somebody somebody = draw_somebody(random);
            const Made* made = random.one_in(2) ? &random.one_of(accounts) : nullptr;
            if (made != nullptr) somebody.account = made->account;
            add(somebody, made != nullptr ? std::optional(made->id) : std::nullopt);
        }
        world_.write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
            const domain::OrganizationId archived[] = {accounts.back().id};
            const auto gone = domain::archive_organizations(transaction, caller, archived, domain::ArchivedPeople::keep);
            if (!gone) return fail(gone);
            return {};
        });
    }

    [[nodiscard]] std::vector<std::int64_t> expected(const Drawn& filter) const {
        std::vector<std::int64_t> ids;
        for (const Somebody& somebody : people_)
            if (filter.holds(somebody)) ids.push_back(somebody.id);
        return ids;
    }

    OrttoWorld world_;
    std::vector<Somebody> people_;

   private:
    static Somebody draw_somebody(Random& random) {
        Somebody somebody;
        somebody.first = random.one_of(words);
        if (!random.one_in(3)) somebody.email = random.one_of(words);
        if (!random.one_in(3)) somebody.external_id = random.one_of(words);
        if (!random.one_in(3)) somebody.engagement = static_cast<int>(random.below(5)) - 1;
        if (!random.one_in(3)) somebody.spent = static_cast<int>(random.below(5));
        if (!random.one_in(3))
            somebody.birthday = today - static_cast<std::int64_t>(random.below(8)) + (random.one_in(9) ? 2 : 0);
        if (!random.one_in(3)) somebody.permission = random.one_in(2);
        for (std::size_t place = 0; place < std::size(sizes); ++place)
            if (random.one_in(3)) somebody.sizes.push_back(place);
        for (std::size_t place = 0; place < std::size(tag_names); ++place)
            if (random.one_in(3)) somebody.tags.push_back(place);
        for (std::size_t left = random.below(3); left > 0; --left)
            somebody.bookings.push_back(today - static_cast<std::int64_t>(random.below(10)));
        std::ranges::sort(somebody.bookings);
        return somebody;
    }

    void add(Somebody somebody, std::optional<domain::OrganizationId> account) {
        domain::PersonPatch patch;
        patch.first_name = somebody.first;
        if (!somebody.email.empty())
            patch.emails = {{somebody.email, "work", true}, {"other" + somebody.email, "home", false}};
        if (account) patch.organization_id = account;
        const auto give = [&](auto of, domain::CustomData data) { patch.custom.push_back(value_of(of, std::move(data))); };
        if (!somebody.external_id.empty()) give(Attribute::person_external_id, somebody.external_id);
        if (somebody.engagement) give(Attribute::person_engagement, static_cast<double>(*somebody.engagement));
        if (somebody.spent) give(Attribute::person_total_spent, *somebody.spent / 1'000.0);
        if (somebody.birthday) give(Attribute::person_birthday, Span{date_text(*somebody.birthday), "", ""});
        if (somebody.permission) give(Attribute::person_email_permission, *somebody.permission ? 1.0 : 0.0);
        if (!somebody.sizes.empty()) {
            std::vector<std::int64_t> options;
            for (const std::size_t place : somebody.sizes) options.push_back(size_.options[place].id);
            give(size_, std::move(options));
        }
        somebody.id = world_.add_person(patch);
        world_.write([&](Transaction& transaction, const domain::Caller& caller) -> Result<void> {
            std::vector<domain::TagId> tags;
            tags.reserve(somebody.tags.size());
            for (const std::size_t place : somebody.tags) tags.push_back(tags_[place]);
            const auto put = domain::set_tags(transaction, caller, {Kind::person, somebody.id}, tags);
            if (!put) return fail(put);
            for (const std::int64_t day : somebody.bookings) {
                domain::NewOccurrence booking;
                booking.type = activity;
                booking.time = day * day_us + static_cast<Micros>(people_.size());
                const auto added = domain::add_occurrence(transaction, caller, {Kind::person, somebody.id}, booking);
                if (!added) return fail(added);
            }
            return {};
        });
        people_.push_back(std::move(somebody));
    }

    domain::CustomField size_;
    std::vector<domain::TagId> tags_;
};

TEST_P(OrttoFilterModel, finds_what_the_structs_say) {
    Random random(chosen_seed());
    draw_world(random);
    for (int round = 0; round < 200 && !HasFailure(); ++round) {
        const Drawn filter = draw_filter(random, 3);
        EXPECT_EQ(world_.find(Entity::person, filter.text), expected(filter)) << filter.text;
    }
}

// --- noise -------------------------------------------------------------------------------------------------------------

constexpr const char* some_operations[] = {"$and",
                                           "$or",
                                           "$not",
                                           "$andgroup",
                                           "$has_any_value",
                                           "$has_no_value",
                                           "$str::is",
                                           "$str::contains",
                                           "$str::between",
                                           "$str::greater_than",
                                           "$str::list_contains",
                                           "$str::set_is",
                                           "$str::set_first_item_contains",
                                           "$str::set_contains_more_than",
                                           "$int::is",
                                           "$int::between",
                                           "$bol::is",
                                           "$dtz::absolute_on",
                                           "$dtz::absolute_between",
                                           "$dtz::age_exactly",
                                           "$dtz::anniversary",
                                           "$tme::occurs_in",
                                           "$tme::occurs_in_more_than",
                                           "$tme::relative_less_than",
                                           "$phn::iis",
                                           "$phn::starts",
                                           "$phn::in_iso2_country_codes",
                                           "$geo::is",
                                           "$proximity_is_within",
                                           "$id_is",
                                           "$id_set_is",
                                           "$is_member_of",
                                           "$is_opted_in",
                                           "$act::has_occurred",
                                           "$act::first",
                                           "$int::gt",
                                           ""};
constexpr const char* some_fields[] = {"str::first",
                                       "str::email",
                                       "phn::phone",
                                       "str::ei",
                                       "geo::city",
                                       "dtz::b",
                                       "bol::p",
                                       "idt::o",
                                       "u4s::t",
                                       "tags",
                                       "int::e",
                                       "int::v",
                                       "a",
                                       "c",
                                       "proximity::loc",
                                       "tme::act:cm:x!f",
                                       "act:cm:x",
                                       "act:oc:y",
                                       "sst:cm:sizes",
                                       "str:o:name",
                                       "str:o:owner",
                                       "int:o:employees",
                                       "ids:o:p",
                                       "oc",
                                       "u4s:o:t",
                                       "id",
                                       "str::nope",
                                       "str:cm:nope",
                                       ""};
constexpr const char* some_values[] = {"null",
                                       "1",
                                       "-1",
                                       "0.5",
                                       "1e300",
                                       "9223372036854775807",
                                       "\"1\"",
                                       "\"\"",
                                       "\"ann\"",
                                       "\"é字🎉\"",
                                       "\"%_'\"",
                                       "true",
                                       "[]",
                                       "{}",
                                       "[1,2]",
                                       "[\"a\",\"b\"]",
                                       "[[1]]",
                                       "{\"from\":1}",
                                       "{\"from\":\"2023-01-01\",\"to\":\"2023-12-31\"}",
                                       "{\"min\":5,\"max\":1}",
                                       "\"2023-02-29\"",
                                       "\"2024-02-29\"",
                                       "\"2023-01-01T00:00:00+14:00\"",
                                       "\"0001-01-01\"",
                                       "\"9999-12-31\"",
                                       "\"today\"",
                                       "\"5 days\"",
                                       "\"-5 years ago\"",
                                       "{\"days\":5}",
                                       "{\"value\":100000,\"unit\":\"years\"}",
                                       "{\"value\":1000,\"unit\":\"years\"}",
                                       "{\"value\":5,\"unit\":\"hours\"}",
                                       "{\"year\":2023,\"month\":2,\"day\":29}",
                                       "{\"year\":9999,\"month\":12,\"day\":31}",
                                       "{\"month\":2,\"day\":29}",
                                       "{\"year\":2024,\"month\":1,\"day\":1,\"timezone\":\"Asia/Tokyo\"}",
                                       "{\"timezone\":\"x\",\"year\":1}",
                                       "{\"lat\":90,\"lng\":180,\"radius\":20000}",
                                       "{\"lat\":0,\"lng\":-180,\"radius\":1,\"unit\":\"m\"}",
                                       "{\"c\":\"1\"}",
                                       "{\"c\":\"41\",\"n\":\"1\"}",
                                       "{\"phone\":\"x\",\"parse_with_country_code\":true}",
                                       "[\"US\",\"CH\"]",
                                       "{\"name\":\"Zurich\"}",
                                       "\"000000010000000001000000\"",
                                       "[\"000000010000000001000000\"]",
                                       "{\"$tme::age_less_than\":{\"value\":5}}",
                                       "\"act:cm:x\""};

std::string draw_noise(Random& random, int depth) {
    const std::string operation = random.one_of(some_operations);
    std::string text = "{" + in_quotes(operation) + ":";
    if (depth > 0 && operation.starts_with("$") && operation.size() < 10 && !random.one_in(4)) {
        text += "[";
        for (std::size_t left = 1 + random.below(3); left > 0; --left)
            text += draw_noise(random, depth - 1) + (left > 1 ? "," : "");
        return text + "]}";
    }
    text += std::string("{\"field_id\":") + in_quotes(random.one_of(some_fields));
    if (!random.one_in(5)) text += std::string(",\"value\":") + random.one_of(some_values);
    if (random.one_in(6)) text += ",\"unit\":\"weeks\"";
    return text + "}}";
}

TEST_P(OrttoFilterModel, refuses_noise_or_can_be_asked) {
    Random random(chosen_seed());
    draw_world(random);
    const char* rounds = std::getenv("FILTER_ROUNDS");
    int asked = 0;
    for (int left = rounds != nullptr ? std::atoi(rounds) : 3'000; left > 0 && !HasFailure(); --left) {
        std::string text = draw_noise(random, 3);
        if (random.one_in(8)) text[random.below(text.size())] = static_cast<char>(' ' + random.below(95));
        if (!JsonDocument::parse(text)) continue;
        const Entity entity = random.one_in(2) ? Entity::person : Entity::account;
        if (!world_.refusal(entity, text).empty() || asked++ % 8 != 0) continue;
        (void)world_.find(entity, text);
    }
    EXPECT_GT(asked, 50);
}

INSTANTIATE_TEST_SUITE_P(Engines, OrttoFilterModel, testing::ValuesIn(engine_kinds), engine_name);

}  // namespace
}  // namespace stele::tests
