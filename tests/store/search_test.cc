// Searches against a naive scan of the same texts, on every engine; and what becomes of them when records change.

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "base/text.h"
#include "domain/attributes.h"
#include "domain/custom_field.h"
#include "domain/text_query.h"
#include "store/contract.h"
#include "store/raw_file.h"

namespace stele::tests {
namespace {

using domain::Kind;
using domain::Organization;
using domain::Person;
using domain::Predicate;
using domain::SearchTier;
using domain::TextQuery;
using domain::Transaction;

constexpr std::int64_t name_field = 0;
constexpr std::int64_t address_field = -1;
constexpr std::int64_t custom_field_a = 20'001;
constexpr std::int64_t custom_field_b = 20'002;

// The values of a record by field, as they were written.
using Values = std::vector<std::pair<std::int64_t, std::string>>;

// What FTS5, LIKE and a tokenizer might take for more than text, and letters that fold in every way.
constexpr const char* pieces[] = {"a",       "b",  "ab", "ABC",  "é",    "ß",   "Ø",  "ﬁ",   "İ",     "ё",  "株",  "京",
                                  "🎉",      "한", " ",  "  ",   "-",    "'",   "\"", "%",   "_",     "\\", "*",   "(",
                                  ")",       ":",  "^",  "\t",   "\n",   "AND", "OR", "NOT", "NEAR(", "x",  "xyz", "東京都",
                                  "e\u0301", "12", "3.", "\x01", "\x07", "{",   "}",  "$1",  "?1"};

class Draw {
   public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t end) { return random_() % end; }
    std::string text(std::size_t most) {
        std::string text;
        for (std::size_t count = 1 + below(most); count > 0; --count) text += pieces[below(std::size(pieces))];
        return text;
    }
    Organization organization(std::int64_t id) {
        Organization organization;
        organization.id = id;
        organization.name = text(8);
        organization.owner_id = 1;
        organization.visible_to = below(2) == 0 ? 1 : 7;
        if (below(2) == 0) organization.address.value = text(6);
        if (below(3) == 0) organization.custom.push_back({custom_field_a, text(4)});
        if (below(3) == 0) organization.custom.push_back({custom_field_b, static_cast<double>(below(1'000)) / 4});
        return organization;
    }

   private:
    std::mt19937_64 random_;
};

Values values_of(const Organization& organization) {
    Values values{{name_field, organization.name}, {address_field, organization.address.value}};
    for (const domain::CustomValue& value : organization.custom) {
        const bool is_text = std::holds_alternative<std::string>(value.data);
        const auto type = is_text ? domain::FieldType::text : domain::FieldType::number;
        values.emplace_back(value.field_id, domain::searchable_text(type, value.data));
    }
    return values;
}

bool looks_in(const TextQuery& query, std::int64_t field) {
    if (field == name_field) return query.fields.name;
    if (field == address_field) return query.fields.address;
    return std::ranges::find(query.fields.custom_fields, field) != query.fields.custom_fields.end();
}

// The best tier of a record; nothing when it does not match.
std::optional<SearchTier> naive_tier(const Organization& organization, const TextQuery& query) {
    std::optional<SearchTier> best;
    for (const auto& [field, value] : values_of(organization)) {
        const std::string text = domain::searched_form(value);
        if (!looks_in(query, field) || text.empty()) continue;
        for (auto at = text.find(query.term); at != std::string::npos; at = text.find(query.term, at + 1)) {
            auto tier = SearchTier::elsewhere;
            if (begins_word(text, at)) tier = SearchTier::word_begins;
            if (field == name_field && at == 0) tier = text == query.term ? SearchTier::exact_name : SearchTier::name_begins;
            if (tier == SearchTier::elsewhere && code_points(query.term) < domain::substring_chars) continue;
            if (!best || tier < *best) best = tier;
        }
    }
    return best;
}

bool naive_whole(const Organization& organization, const TextQuery& query) {
    return std::ranges::any_of(values_of(organization), [&](const auto& value) {
        const bool looks = query.tier == SearchTier::exact_name ? value.first == name_field : looks_in(query, value.first);
        return looks && domain::searched_form(value.second) == query.term;
    });
}

class Search : public Contract {
   protected:
    using Records = std::map<std::int64_t, Organization>;

    Result<void> insert(Transaction& transaction, const Organization& organization) {
        const auto id = transaction.next_id(Kind::organization);
        if (!id) return fail(id);
        EXPECT_EQ(*id, organization.id);
        if (auto counted = transaction.add_to_record_count(Kind::organization, 1); !counted) return counted;
        return transaction.organizations().insert(organization);
    }

    std::vector<std::int64_t> found(const TextQuery& query, domain::CompanyId company = 1) {
        std::vector<std::int64_t> ids;
        must_scan(engine(), company, [&](Transaction& transaction) {
            return transaction.search().find(query, [&](std::int64_t id) {
                ids.push_back(id);
                return true;
            });
        });
        return ids;
    }

    std::vector<std::int64_t> found_words(const domain::WordsQuery& query, domain::CompanyId company = 1) {
        std::vector<std::int64_t> ids;
        must_scan(engine(), company, [&](Transaction& transaction) {
            return transaction.search().find_words(query, [&](std::int64_t id) {
                ids.push_back(id);
                return true;
            });
        });
        return ids;
    }

    std::vector<std::int64_t> found_names(const std::string& term, domain::CompanyId company = 1) {
        std::vector<std::int64_t> all;
        for (const auto tier :
             {SearchTier::exact_name, SearchTier::name_begins, SearchTier::word_begins, SearchTier::elsewhere}) {
            TextQuery query;
            query.term = domain::searched_form(term);
            query.fields.name = true;
            query.tier = tier;
            std::ranges::copy(found(query, company), std::back_inserter(all));
        }
        return all;
    }

    void compare(const Records& records, const TextQuery& query) {
        std::vector<std::int64_t> expected;
        for (const auto& [id, record] : records) {
            const bool matches = query.whole ? naive_whole(record, query) : naive_tier(record, query) == query.tier;
            const bool seen = query.where.always() || record.visible_to >= 7;
            if (matches && seen && id > query.after) expected.push_back(id);
        }
        EXPECT_EQ(found(query), expected) << "term '" << query.term << "' tier " << static_cast<int>(query.tier) << " whole "
                                          << query.whole << " after " << query.after;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Search, testing::ValuesIn(engine_kinds), engine_name);

// Terms are pieces of what is there, and texts of their own.
std::string draw_term(Draw& draw, const std::map<std::int64_t, Organization>& records) {
    if (records.empty() || draw.below(4) == 0) return draw.text(3);
    const auto record = std::next(records.begin(), static_cast<std::ptrdiff_t>(draw.below(records.size())));
    const Values values = values_of(record->second);
    const std::string text = fold(values[draw.below(values.size())].second);
    if (text.empty() || draw.below(5) == 0) return text;
    const std::size_t begin = cut_at_char(text, draw.below(text.size()));
    return text.substr(begin, cut_at_char(std::string_view(text).substr(begin), 1 + draw.below(12)));
}

TEST_P(Search, finds_what_a_scan_finds_whatever_the_text) {
    for (const std::uint64_t seed : {1, 2}) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Draw draw(seed);
        const domain::CompanyId company = static_cast<domain::CompanyId>(seed);
        Records records;
        std::int64_t last = 0;
        for (int round = 0; round < 6; ++round) {
            // Several requests, some of which fail: what they wrote is not found.
            for (int request = 0; request < 8; ++request) {
                Records next = records;
                std::int64_t next_last = last;
                const bool fails = draw.below(4) == 0;
                const auto body = [&](Transaction& transaction) -> Result<void> {
                    for (int i = 0; i < 4; ++i) {
                        const auto time = transaction.write_time();
                        if (!time) return fail(time);
                        if (next.size() < 10 || draw.below(2) == 0) {
                            const Organization organization = draw.organization(++next_last);
                            if (auto inserted = insert(transaction, organization); !inserted) return inserted;
                            next[organization.id] = organization;
                            continue;
                        }
                        auto at = std::next(next.begin(), static_cast<std::ptrdiff_t>(draw.below(next.size())));
                        Organization changed = draw.organization(at->first);
                        if (draw.below(3) == 0) {
                            changed.delete_time = *time;
                            if (auto counted = transaction.add_to_record_count(Kind::organization, -1); !counted)
                                return counted;
                        }
                        if (auto updated = transaction.organizations().update(changed); !updated) return updated;
                        if (changed.delete_time)
                            next.erase(at);
                        else
                            at->second = changed;
                    }
                    if (fails) return fail(ErrorCode::conflict, "as drawn");
                    return {};
                };
                must_write(engine(), company, body, fails ? std::optional(ErrorCode::conflict) : std::nullopt);
                if (!fails) {
                    records = std::move(next);
                    last = next_last;
                }
            }
            if (round == 3) {
                house().close();
                house().open();
            }
            for (int search = 0; search < 60; ++search) {
                TextQuery query;
                query.term = domain::searched_form(draw_term(draw, records));
                query.whole = draw.below(4) == 0;
                if (code_points(query.term) < (query.whole ? 1U : 2U)) continue;
                query.tier = static_cast<SearchTier>(1 + draw.below(4));
                query.fields.name = draw.below(3) != 0;
                query.fields.address = draw.below(2) == 0;
                if (draw.below(2) == 0) query.fields.custom_fields = {custom_field_a, custom_field_b};
                if (draw.below(3) == 0) query.after = static_cast<std::int64_t>(draw.below(static_cast<std::size_t>(last)));
                if (draw.below(3) == 0)
                    query.where = Predicate::compare(domain::OrganizationField::visible_to,
                                                     domain::Comparison::greater_or_equal, std::int64_t{7});
                if (company == 1) compare(records, query);
                if (company == 2) {
                    EXPECT_EQ(found(query, 2).empty(),
                              std::ranges::none_of(records,
                                                   [&](const auto& entry) {
                                                       const Organization& record = entry.second;
                                                       const bool matches = query.whole
                                                                                ? naive_whole(record, query)
                                                                                : naive_tier(record, query) == query.tier;
                                                       return matches && entry.first > query.after &&
                                                              (query.where.always() || record.visible_to >= 7);
                                                   }))
                        << query.term;
                }
            }
        }
    }
}

// A word of few characters is looked for where words begin.
bool naive_contains(const std::string& text, const std::string& term) {
    for (auto at = text.find(term); at != std::string::npos; at = text.find(term, at + 1))
        if (code_points(term) >= domain::substring_chars || begins_word(text, at)) return true;
    return false;
}

bool naive_words(const Organization& organization, const domain::WordsQuery& query) {
    const TextQuery where{Kind::organization, {}, query.fields, SearchTier::elsewhere, false, 0, {}};
    return std::ranges::all_of(query.terms, [&](const std::string& term) {
        return std::ranges::any_of(values_of(organization), [&](const auto& value) {
            return looks_in(where, value.first) && naive_contains(domain::searched_form(value.second), term);
        });
    });
}

domain::WordsQuery draw_words(Draw& draw, const std::map<std::int64_t, Organization>& records) {
    domain::WordsQuery query;
    query.fields.name = draw.below(4) != 0;
    query.fields.address = draw.below(2) == 0;
    if (draw.below(2) == 0) query.fields.custom_fields = {custom_field_a, custom_field_b};
    for (std::size_t count = 1 + draw.below(3); count > 0; --count) {
        std::string term = domain::searched_form(draw_term(draw, records));
        term = term.substr(0, term.find(' '));
        if (draw.below(3) == 0) term.resize(cut_at_char(term, 3));
        if (!term.empty()) query.terms.push_back(std::move(term));
    }
    return query;
}

TEST_P(Search, words_find_what_a_scan_finds_whatever_the_text) {
    for (const std::uint64_t seed : {3, 4, 5}) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Draw draw(seed);
        Records records;
        const auto company = static_cast<domain::CompanyId>(seed);
        make_company(engine(), company);
        must_write(engine(), company, [&](Transaction& transaction) -> Result<void> {
            for (std::int64_t id = 1; id <= 60; ++id) {
                records[id] = draw.organization(id);
                if (auto inserted = insert(transaction, records[id]); !inserted) return inserted;
            }
            return {};
        });
        for (int search = 0; search < 200; ++search) {
            const domain::WordsQuery query = draw_words(draw, records);
            if (query.terms.empty()) continue;
            std::vector<std::int64_t> expected;
            for (const auto& [id, record] : records)
                if (naive_words(record, query)) expected.push_back(id);
            std::string shown;
            for (const std::string& term : query.terms) shown += "'" + term + "' ";
            EXPECT_EQ(found_words(query, company), expected) << shown;
        }
    }
}

TEST_P(Search, words_go_on_behind_many_candidates) {
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 2'600; ++i)
            if (const auto added = add_organization(transaction, i % 600 == 599 ? "abcdef rare" : "abc xdef bcde cdefabc");
                !added)
                return fail(added);
        return {};
    });
    const auto count = [&](std::vector<std::string> terms) {
        domain::WordsQuery query;
        query.terms = std::move(terms);
        query.fields.name = true;
        return found_words(query).size();
    };
    EXPECT_EQ(count({"abcdef"}), 4U);
    EXPECT_EQ(count({"abc", "rare"}), 4U);
    EXPECT_EQ(count({"bcd"}), 2'600U);
    EXPECT_EQ(count({"x"}), 2'596U);
    EXPECT_EQ(count({"xd", "abc"}), 2'596U);
    EXPECT_EQ(count({"xd", "rare"}), 0U);
}

// Attributes that hold several: each for itself, without its label; of phone numbers the digits, too.
TEST_P(Search, contacts_of_organizations_are_found_one_by_one) {
    using domain::Attribute;
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        Organization organization;
        organization.id = 1;
        organization.name = "Norte";
        organization.owner_id = 1;
        using domain::Contact;
        organization.custom = {
            {id_of(Attribute::organization_emails),
             std::vector<Contact>{{"a@norte.example", "work", false}, {"b@norte.example", "", false}}},
            {id_of(Attribute::organization_phones), std::vector<Contact>{{"+351 22-1234", "mobile", false}}}};
        return insert(transaction, organization);
    });
    const auto finds = [&](Attribute field, const std::string& term, bool whole = false) {
        TextQuery query;
        query.term = term;
        query.fields.custom_fields = {id_of(field)};
        query.tier = SearchTier::word_begins;
        query.whole = whole;
        return !found(query).empty();
    };
    EXPECT_TRUE(finds(Attribute::organization_emails, "a@norte.example", true));
    EXPECT_TRUE(finds(Attribute::organization_emails, "b@norte.example", true));
    EXPECT_FALSE(finds(Attribute::organization_emails, "work"));
    EXPECT_TRUE(finds(Attribute::organization_phones, "351221234", true));
    EXPECT_TRUE(finds(Attribute::organization_phones, "+351 22-1234", true));
    EXPECT_FALSE(finds(Attribute::organization_phones, "221234", true));
    EXPECT_FALSE(finds(Attribute::organization_phones, "mobile"));
    EXPECT_FALSE(finds(Attribute::organization_emails, "351221234", true));
}

TEST_P(Search, a_company_finds_its_own) {
    const auto add = [&](domain::CompanyId company, const char* name) {
        must_write(engine(), company, [&](Transaction& transaction) -> Result<void> {
            const auto added = add_organization(transaction, name);
            if (!added) return fail(added);
            return {};
        });
    };
    add(1, "Nordwind");
    add(2, "Nordwind");
    add(2, "Nordwind Zwei");
    EXPECT_EQ(found_names("nordwind", 1), (std::vector<std::int64_t>{1}));
    EXPECT_EQ(found_names("nordwind", 2), (std::vector<std::int64_t>{1, 2}));
}

// An engine asks its index for some candidates at a time.
TEST_P(Search, goes_on_behind_many_candidates) {
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 1'300; ++i)
            if (const auto added = add_organization(transaction, i % 600 == 599 ? "abcdef" : "abc xdef bcde cdefabc");
                !added)
                return fail(added);
        return {};
    });
    EXPECT_EQ(found_names("abcdef").size(), 2U);
    EXPECT_EQ(found_names("abc x").size(), 1'298U);
    EXPECT_EQ(found_names("bcde").size(), 1'300U);
}

TEST_P(Search, the_search_ends_when_its_visitor_says_so) {
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < 5; ++i)
            if (const auto added = add_organization(transaction, "same"); !added) return fail(added);
        return {};
    });
    std::vector<std::int64_t> ids;
    must_scan(engine(), 1, [&](Transaction& transaction) {
        TextQuery query;
        query.term = "same";
        query.fields.name = true;
        query.tier = SearchTier::exact_name;
        return transaction.search().find(query, [&](std::int64_t id) {
            ids.push_back(id);
            return ids.size() < 2;
        });
    });
    EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2}));
}

TEST_P(Search, persons_are_found_by_addresses_numbers_and_digits) {
    Person person;
    person.name = "Inês Couto";
    person.owner_id = 1;
    person.emails = {{"ines.couto@norte.example", "work", true}};
    person.phones = {{"+351 22-1234", "work", true}};
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto id = transaction.next_id(Kind::person);
        if (!id) return fail(id);
        person.id = *id;
        if (auto counted = transaction.add_to_record_count(Kind::person, 1); !counted) return counted;
        return transaction.persons().insert(person);
    });
    const auto finds = [&](const std::string& term, bool email, bool phone, SearchTier tier) {
        TextQuery query;
        query.kind = Kind::person;
        query.term = term;
        query.fields.email = email;
        query.fields.phone = phone;
        query.tier = tier;
        return !found(query).empty();
    };
    EXPECT_TRUE(finds("norte", true, false, SearchTier::word_begins));
    EXPECT_TRUE(finds("orte.ex", true, false, SearchTier::elsewhere));
    EXPECT_FALSE(finds("norte", false, true, SearchTier::word_begins));
    EXPECT_TRUE(finds("22-12", false, true, SearchTier::word_begins));
    EXPECT_TRUE(finds("512212", false, true, SearchTier::elsewhere));
    EXPECT_FALSE(finds("512212", true, false, SearchTier::elsewhere));
}

// Undeleted, merged, removed: all of them write through the same three.
TEST_P(Search, what_comes_back_is_found_again) {
    Organization organization;
    must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
        const auto id = add_organization(transaction, "Wiederkehr");
        if (!id) return fail(id);
        const auto read = transaction.organizations().find(*id, organization);
        if (!read) return fail(read);
        return {};
    });
    const auto update = [&](std::optional<Micros> delete_time, std::int64_t counted) {
        must_write(engine(), 1, [&](Transaction& transaction) -> Result<void> {
            organization.delete_time = delete_time;
            if (auto added = transaction.add_to_record_count(Kind::organization, counted); !added) return added;
            return transaction.organizations().update(organization);
        });
    };
    update(5, -1);
    EXPECT_TRUE(found_names("kehr").empty());
    update(std::nullopt, 1);
    EXPECT_EQ(found_names("kehr"), (std::vector<std::int64_t>{1}));
    update(6, -1);
    update(7, 0);
    EXPECT_TRUE(found_names("kehr").empty());
}

}  // namespace
}  // namespace stele::tests
