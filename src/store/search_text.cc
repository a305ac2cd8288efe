#include "store/search_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/function_ref.h"
#include "base/html_text.h"
#include "base/text.h"
#include "domain/attributes.h"

namespace stele::store {

namespace {

using domain::SearchFields;
using domain::SearchTier;
using domain::TextQuery;

// What a line begins with.
enum class Mark : char { name = 1, address = 2, custom = 3, email = 4, phone = 5, note = 6, spaced = 7 };

struct Line {
    Mark mark = Mark::name;
    std::int64_t custom_field = 0;
    std::string_view value;
};

class Lines {
   public:
    void add(Mark mark, std::string_view folded, std::int64_t custom_field = 0) {
        const std::string value = domain::in_one_line(std::string(folded));
        if (value.empty()) return;
        begin(mark);
        if (custom_field != 0) text_ += std::to_string(custom_field);
        end(value);
        std::string spaced = with_spaced_words(value);
        if (spaced.size() == value.size()) return;
        begin(Mark::spaced);
        end(spaced);
    }

    void add_custom(const domain::CustomValues& values) {
        for (const domain::CustomValue& value : values) {
            if (const auto* contacts = std::get_if<std::vector<domain::Contact>>(&value.data))
                add_contacts(*contacts, value.field_id);
            else if (!is_flag(value))
                add(Mark::custom, fold(text_of(value.data)), value.field_id);
        }
    }

    // As they are written, and their digits, by which they are found however they are written.
    void add_phone(const std::string& phone, Mark mark = Mark::phone, std::int64_t custom_field = 0) {
        add(mark, fold(phone), custom_field);
        const std::string digits = domain::digits_of(phone);
        if (digits != phone) add(mark, digits, custom_field);
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

   private:
    // Each for itself, without its label.
    void add_contacts(const std::vector<domain::Contact>& contacts, std::int64_t custom_field) {
        const bool are_phones = custom_field == domain::id_of(domain::Attribute::organization_phones);
        for (const domain::Contact& contact : contacts) {
            if (are_phones)
                add_phone(contact.value, Mark::custom, custom_field);
            else
                add(Mark::custom, fold(contact.value), custom_field);
        }
    }

    // Nobody looks for a number that every record may have.
    static bool is_flag(const domain::CustomValue& value) {
        return std::holds_alternative<double>(value.data) && domain::find_attribute(value.field_id) != nullptr;
    }

    // Of the types that are searched in; what a definition says beside is the reader's business.
    static std::string text_of(const domain::CustomData& data) {
        using domain::FieldType;
        if (std::holds_alternative<std::string>(data)) return domain::searchable_text(FieldType::text, data);
        if (std::holds_alternative<double>(data)) return domain::searchable_text(FieldType::number, data);
        if (std::holds_alternative<domain::Money>(data)) return domain::searchable_text(FieldType::monetary, data);
        if (std::holds_alternative<domain::Address>(data)) return domain::searchable_text(FieldType::address, data);
        return {};
    }

    void begin(Mark mark) { text_ += static_cast<char>(mark); }
    void end(std::string_view value) {
        text_ += ' ';
        text_ += value;
        text_ += '\n';
    }

    std::string text_;
};

// The visitor ends the visit by returning true; returns whether it did.
bool any_line(std::string_view text, FunctionRef<bool(const Line&)> visit) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto space = std::min(text.find(' '), end);
        Line line{static_cast<Mark>(text.front()), 0, text.substr(std::min(space + 1, end), end - std::min(space + 1, end))};
        std::from_chars(text.data() + 1, text.data() + space, line.custom_field);
        if (visit(line)) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

bool looks_in(const SearchFields& fields, const Line& line) {
    switch (line.mark) {
        case Mark::name:
            return fields.name;
        case Mark::address:
            return fields.address;
        case Mark::email:
            return fields.email;
        case Mark::phone:
            return fields.phone;
        case Mark::custom:
            return std::ranges::binary_search(fields.custom_fields, line.custom_field);
        case Mark::note:
            return fields.notes;
        case Mark::spaced:
            return false;
    }
    return false;
}

std::optional<SearchTier> tier_of(const Line& line, const TextQuery& query, bool within_words) {
    auto at = line.value.find(query.term);
    if (at == std::string_view::npos) return std::nullopt;
    if (at == 0 && line.mark == Mark::name)
        return line.value.size() == query.term.size() ? SearchTier::exact_name : SearchTier::name_begins;
    for (; at != std::string_view::npos; at = line.value.find(query.term, at + 1))
        if (begins_word(line.value, at)) return SearchTier::word_begins;
    return within_words ? std::optional(SearchTier::elsewhere) : std::nullopt;
}

// Anywhere; one of few characters where a word begins.
bool contains(std::string_view value, std::string_view term) {
    auto at = value.find(term);
    if (at == std::string_view::npos || code_points(term) >= domain::substring_chars) return at != std::string_view::npos;
    while (at != std::string_view::npos && !begins_word(value, at)) at = value.find(term, at + 1);
    return at != std::string_view::npos;
}

}  // namespace

std::string search_text(const domain::Organization& organization, const OrganizationForms& forms) {
    Lines lines;
    lines.add(Mark::name, forms.name_fold);
    lines.add(Mark::address, forms.folds.front());
    lines.add(Mark::custom, forms.folds[forms.folds.size() - 2], domain::searched_website);
    lines.add_custom(organization.custom);
    return lines.take();
}

std::string search_text(const domain::Person& person, const PersonForms& forms) {
    Lines lines;
    lines.add(Mark::name, forms.name_fold);
    for (const domain::Contact& email : person.emails) lines.add(Mark::email, fold(email.value));
    for (const domain::Contact& phone : person.phones) lines.add_phone(phone.value);
    lines.add_custom(person.custom);
    return lines.take();
}

std::string search_text(const domain::Deal& deal, const DealForms& forms) {
    Lines lines;
    lines.add(Mark::name, forms.title_fold);
    lines.add_custom(deal.custom);
    return lines.take();
}

std::string note_search_text(std::string_view content) {
    Lines lines;
    lines.add(Mark::note, fold(html_text(content)));
    return lines.take();
}

bool matches(std::string_view text, const TextQuery& query) {
    if (query.whole) {
        const bool name_only = query.tier == SearchTier::exact_name;
        return any_line(text, [&](const Line& line) {
            return line.value == query.term && (name_only ? line.mark == Mark::name : looks_in(query.fields, line));
        });
    }
    const bool within_words = code_points(query.term) >= domain::substring_chars;
    const bool has_tiers = query.kind != domain::Kind::note;
    bool found = false;
    const bool found_better = any_line(text, [&](const Line& line) {
        if (!looks_in(query.fields, line)) return false;
        const auto tier = tier_of(line, query, within_words);
        found = found || (has_tiers ? tier == query.tier : tier.has_value());
        return has_tiers && tier && *tier < query.tier;
    });
    return found && !found_better;
}

bool matches(std::string_view text, const domain::WordsQuery& query) {
    std::vector<const std::string*> missing;
    missing.reserve(query.terms.size());
    for (const std::string& term : query.terms) missing.push_back(&term);
    return any_line(text, [&](const Line& line) {
        if (!looks_in(query.fields, line)) return false;
        std::erase_if(missing, [&](const std::string* term) { return contains(line.value, *term); });
        return missing.empty();
    });
}

void for_each_value(std::string_view text, FunctionRef<void(std::string_view value, bool is_name)> visit) {
    (void)any_line(text, [&](const Line& line) {
        if (line.mark != Mark::spaced) visit(line.value, line.mark == Mark::name);
        return false;
    });
}

}  // namespace stele::store
