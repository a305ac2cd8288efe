#include "dialect/rogerroger/record_search.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/phone.h"
#include "domain/attributes.h"
#include "domain/search.h"

namespace stele::dialect::rogerroger {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::FieldRef;
using domain::Kind;
using domain::OrganizationField;
using domain::PersonField;
using domain::Predicate;
using domain::SearchFields;

SearchFields with_custom_fields(SearchFields fields, std::initializer_list<std::int64_t> ids) {
    fields.custom_fields = ids;
    std::ranges::sort(fields.custom_fields);
    return fields;
}

// Where the words of q are looked for.
SearchFields searched_fields(Kind kind) {
    SearchFields fields;
    fields.name = true;
    if (kind == Kind::organization)
        return with_custom_fields(
            fields, {id_of(Attribute::organization_description), id_of(Attribute::organization_customer_id),
                     id_of(Attribute::organization_chamber_of_commerce_number), id_of(Attribute::organization_emails),
                     id_of(Attribute::organization_phones), domain::searched_website});
    fields.email = true;
    fields.phone = true;
    return with_custom_fields(fields, {id_of(Attribute::person_job_title), id_of(Attribute::person_customer_id)});
}

SearchFields phone_fields(Kind kind) {
    SearchFields fields;
    fields.phone = kind == Kind::person;
    if (kind == Kind::organization) fields.custom_fields = {id_of(Attribute::organization_phones)};
    return fields;
}

constexpr FieldRef text_field(Kind kind, Attribute attribute) {
    return {kind, id_of(attribute), domain::CustomPart::value, domain::CustomForm::text};
}

// What is an identifier as it is, but for its case.
constexpr FieldRef organization_identifiers[] = {
    text_field(Kind::organization, Attribute::organization_linkedin_id),
    text_field(Kind::organization, Attribute::organization_linkedin_public_identifier),
    text_field(Kind::organization, Attribute::organization_linkedin_internal_id),
    text_field(Kind::organization, Attribute::organization_emails)};
constexpr FieldRef person_identifiers[] = {text_field(Kind::person, Attribute::person_linkedin_id), PersonField::emails};

// Each field has an index of its own.
Result<void> add_matching(Context& context, FieldRef field, const std::vector<std::string>& texts, Ids& ids) {
    const bool is_person = field.kind == Kind::person;
    const FieldRef delete_time = is_person ? FieldRef(PersonField::delete_time) : FieldRef(OrganizationField::delete_time);
    const domain::RecordQuery query{Predicate::all({Predicate::compare(field, Comparison::matches, texts),
                                                    Predicate::compare(delete_time, Comparison::is_null)}),
                                    {},
                                    limits::id,
                                    0,
                                    {},
                                    {},
                                    {}};
    const auto visit = [&ids](const auto& record) {
        ids.push_back(record.id);
        return true;
    };
    return is_person ? context.transaction.persons().list(query, visit)
                     : context.transaction.organizations().list(query, visit);
}

// The forms in which the texts that are searched in may have it: as it is written, its digits, and those of the same number with
// and without the zeros before the code of its country.
std::vector<std::string> forms_of_phone(const std::string& text) {
    std::vector<std::string> forms{domain::searched_form(text)};
    constexpr std::string_view of_phones = "0123456789+-./() ";
    if (text.find_first_not_of(of_phones) == std::string::npos) {
        forms.push_back(domain::digits_of(text));
        if (const PhoneParts parts = split_phone(text); !parts.code.empty())
            for (const std::string_view zeros : {"", "00"})
                forms.push_back(std::string(zeros).append(parts.code).append(parts.number));
    }
    std::ranges::sort(forms);
    const auto rest = std::ranges::unique(forms);
    forms.erase(rest.begin(), rest.end());
    std::erase(forms, std::string());
    return forms;
}

Result<void> add_with_phone(Context& context, Kind kind, const std::string& text, Ids& ids) {
    domain::TextQuery query{kind, {}, phone_fields(kind), domain::SearchTier::word_begins, true, 0, {}};
    for (std::string& form : forms_of_phone(text)) {
        query.term = std::move(form);
        auto found = context.transaction.search().find(query, [&ids](std::int64_t id) {
            ids.push_back(id);
            return true;
        });
        if (!found) return found;
    }
    return {};
}

}  // namespace

Result<std::optional<Ids>> find_by_words(Context& context, Kind kind, std::span<const std::string> words) {
    domain::WordsQuery query{kind, {}, searched_fields(kind)};
    for (const std::string& word : words)
        if (std::string term = domain::searched_form(word); !term.empty()) query.terms.push_back(std::move(term));
    if (query.terms.empty()) return std::nullopt;
    Ids ids;
    const auto found = context.transaction.search().find_words(query, [&ids](std::int64_t id) {
        ids.push_back(id);
        return true;
    });
    if (!found) return fail(found);
    return ids;
}

Result<Ids> find_by_identifiers(Context& context, Kind kind, std::span<const std::string> identifiers) {
    Ids ids;
    if (identifiers.empty()) return ids;
    const std::vector<std::string> texts(identifiers.begin(), identifiers.end());
    const std::span<const FieldRef> fields =
        kind == Kind::person ? std::span<const FieldRef>(person_identifiers) : organization_identifiers;
    for (const FieldRef& field : fields)
        if (auto added = add_matching(context, field, texts, ids); !added) return fail(added);
    for (const std::string& text : texts)
        if (auto added = add_with_phone(context, kind, text, ids); !added) return fail(added);
    std::ranges::sort(ids);
    const auto rest = std::ranges::unique(ids);
    ids.erase(rest.begin(), rest.end());
    return ids;
}

}  // namespace stele::dialect::rogerroger
