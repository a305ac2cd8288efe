// What is asked of the index of texts: records with a value that matches a term, in one of the tiers of a search.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.h"
#include "domain/predicate.h"

namespace stele::domain {

// The best way in which a value of a record matches. The first two are of the name alone; in the last no value does, but a note
// about the record.
enum class SearchTier : std::uint8_t { exact_name = 1, name_begins = 2, word_begins = 3, elsewhere = 4, in_notes = 5 };

// Where to look.
struct SearchFields {
    bool name = false;  // of a deal its title
    bool address = false;
    bool email = false;
    bool phone = false;
    bool notes = false;                       // of a note alone
    std::vector<std::int64_t> custom_fields;  // ids, rising

    [[nodiscard]] bool any() const { return name || has_others(); }
    [[nodiscard]] bool has_others() const { return address || email || phone || !custom_fields.empty(); }
};

// Without spaces around it, and with spaces in place of control characters.
[[nodiscard]] std::string in_one_line(std::string text);
// The form in which terms and values are compared: folded and in_one_line().
[[nodiscard]] std::string searched_form(std::string_view text);

// By which phone numbers are compared, however they are written.
[[nodiscard]] std::string digits_of(std::string_view phone);

// Below it a term is found at the beginnings of words only.
inline constexpr std::size_t substring_chars = 3;

// Records of one kind (organization, person, deal, note) that are not deleted, whose best match in these fields is of this tier, by id.
// Of notes the tier is word_begins when the term is shorter than substring_chars, or else elsewhere, and says no more than that.
struct TextQuery {
    Kind kind = Kind::organization;
    std::string term;  // a searched_form(), at least two characters; one where it is to be a whole value
    SearchFields fields;
    SearchTier tier = SearchTier::elsewhere;
    // Instead, a value is the term: the name in the tier exact_name, any of the fields in another.
    bool whole = false;
    std::int64_t after = 0;
    Predicate where;
};

// Records of one kind (organization, person) that are not deleted, in which each of the terms is found in one of the fields, not
// all of them in the same: anywhere in a value, or where a word begins when the term is shorter than substring_chars.
struct WordsQuery {
    Kind kind = Kind::organization;
    std::vector<std::string> terms;  // searched_form()s; one at least, none of them empty
    SearchFields fields;
};

// Notes that match.
struct NoteTextQuery {
    TextQuery text;
    // Only of those about these records (organization, person, deal); by id all the same.
    std::optional<Kind> about;
    std::vector<std::int64_t> about_ids;
};

struct NoteMatch {
    std::int64_t id = 0;
    std::optional<std::int64_t> organization_id;
    std::optional<std::int64_t> person_id;
    std::optional<std::int64_t> deal_id;
};

}  // namespace stele::domain
