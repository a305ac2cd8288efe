#include "store/text_forms.h"

#include <string>
#include <vector>

#include "base/text.h"
#include "store/activities.h"
#include "store/columns.h"
#include "store/contacts.h"
#include "store/custom_values.h"
#include "store/deals.h"
#include "store/notes.h"
#include "store/organizations.h"
#include "store/persons.h"
#include "store/record_values.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

constexpr std::int64_t step_records = 500;
constexpr std::int64_t step_notes = 100;  // they are long

constexpr Statement select_old_companies{"SELECT id FROM company WHERE text_version <> $1 ORDER BY id"};
constexpr Statement update_text_version{"UPDATE company SET text_version = $2 WHERE id = $1"};
constexpr Statement select_user_texts{"SELECT id, name, email FROM app_user WHERE company_id = $1"};
constexpr Statement update_user_forms{"UPDATE app_user SET name_sort = $3, email_fold = $4 WHERE {by_id}"};
constexpr Statement select_organization_texts{kept_text<[] {
    return StatementText()
        .add("SELECT id, custom, ")
        .add(organization_text_columns)
        .add(", delete_time")
        .add(" FROM organization WHERE {in_company} AND {id organization} > {id_value $2} ")
        .add("ORDER BY {id organization} LIMIT $3");
}>};
constexpr Statement update_organization_forms{kept_text<[] {
    return StatementText()
        .add("UPDATE organization SET ")
        .add_assignments(organization_form_columns, 3)
        .add(" WHERE {by_id}");
}>};
constexpr Statement select_person_texts{
    "SELECT id, name, first_name, last_name, emails, phones, custom, delete_time FROM person WHERE {in_company} AND {id "
    "person} > "
    "{id_value $2} "
    "ORDER BY {id person} LIMIT $3"};
constexpr Statement update_person_forms{
    "UPDATE person SET name_fold = $3, name_exact = $4, name_sort = $5, first_name_sort = $6, last_name_sort = $7, "
    "first_char = $8, first_name_fold = $9, last_name_fold = $10 WHERE {by_id}"};

constexpr Statement select_note_texts{
    "SELECT id, content, delete_time FROM note WHERE {in_company} AND {id note} > {id_value $2} ORDER BY {id note} LIMIT "
    "$3"};
constexpr Statement update_note_forms{"UPDATE note SET content_sort = $3 WHERE {by_id}"};

constexpr Statement select_activity_texts{
    "SELECT id, subject, note, public_description, location FROM activity WHERE {in_company} AND {id activity} > "
    "{id_value $2} ORDER BY {id activity} LIMIT $3"};
constexpr Statement update_activity_forms{
    "UPDATE activity SET subject_sort = $3, subject_fold = $4, note_fold = $5, public_description_fold = $6, "
    "location_fold = $7 WHERE {by_id}"};

constexpr Statement select_deal_texts{
    "SELECT id, title, currency, lost_reason, channel_id, origin, origin_id, custom, delete_time FROM deal WHERE "
    "{in_company} "
    "AND {id deal} > {id_value $2} ORDER BY {id deal} LIMIT $3"};
constexpr Statement update_deal_forms{
    "UPDATE deal SET title_fold = $3, title_sort = $4, currency_fold = $5, lost_reason_fold = $6, channel_id_fold = $7, "
    "origin_fold = $8, origin_id_fold = $9 WHERE {by_id}"};

constexpr Statement select_tag_texts{"SELECT id, name FROM tag WHERE {in_company}"};
// Names that have come to be alike stay apart as they were.
constexpr Statement update_tag_form{
    "UPDATE tag SET name_fold = $3 WHERE {by_id} AND NOT EXISTS (SELECT 1 FROM tag AS other WHERE other.company_id = $1 "
    "AND other.name_fold = $3 AND other.delete_time IS NULL)"};

struct Texts {
    std::int64_t id = 0;
    std::vector<std::string> texts;
};

Result<std::vector<Texts>> read_texts(Session& session, const Statement& statement, std::initializer_list<Value> values,
                                      int text_count) {
    std::vector<Texts> rows;
    const auto queried = session.query(statement, values, [&](const Row& row) {
        Texts& texts = rows.emplace_back();
        texts.id = row.integer(0);
        for (int column = 1; column <= text_count; ++column) texts.texts.emplace_back(row.text(column));
        return true;
    });
    if (!queried) return fail(queried);
    return rows;
}

Result<void> rebuild_contacts(Session& session, domain::CompanyId company, domain::PersonId person, ContactKind kind,
                              const std::vector<domain::Contact>& contacts) {
    if (contacts.empty()) return {};
    return replace_contacts(session, company, person, kind, contacts);
}

Result<void> rebuild_custom(Session& session, domain::CompanyId company, domain::Kind kind, std::int64_t record,
                            const domain::CustomValues& values) {
    if (values.empty()) return {};
    if (auto removed = remove_custom(session, company, kind, record); !removed) return removed;
    return insert_custom(session, company, kind, record, values);
}

// All at once.
Result<std::int64_t> rebuild_user_forms(Session& session, domain::CompanyId company, std::int64_t /*after*/,
                                        SearchIndex* /*index*/) {
    const auto rows = read_texts(session, select_user_texts, {company}, 2);
    if (!rows) return fail(rows);
    for (const Texts& user : *rows) {
        const std::string name_sort = sort_key(user.texts[0]);
        const std::string email_fold = fold_exact(user.texts[1]);
        const auto updated =
            session.execute(update_user_forms, {company, user.id, Bytes{name_sort}, std::string_view(email_fold)});
        if (!updated) return fail(updated);
    }
    return 0;
}

// The same.
Result<std::int64_t> rebuild_tag_forms(Session& session, domain::CompanyId company, std::int64_t /*after*/,
                                       SearchIndex* /*index*/) {
    const auto rows = read_texts(session, select_tag_texts, {company}, 1);
    if (!rows) return fail(rows);
    for (const Texts& tag : *rows) {
        const std::string folded = fold(tag.texts[0]);
        const auto updated = session.execute(update_tag_form, {company, tag.id, std::string_view(folded)});
        if (!updated) return fail(updated);
    }
    return 0;
}

Result<std::vector<domain::Organization>> read_organizations(Session& session, domain::CompanyId company,
                                                             std::int64_t after) {
    std::vector<domain::Organization> rows;
    const auto queried = session.query(select_organization_texts, {company, after, step_records}, [&](const Row& row) {
        domain::Organization& organization = rows.emplace_back(organization_of_texts(row, 2));
        organization.id = row.integer(0);
        decode_custom(row.text(1), organization.custom);
        read_optional(row, 2 + organization_text_count, organization.delete_time);
        return true;
    });
    if (!queried) return fail(queried);
    return rows;
}

Result<std::vector<domain::Person>> read_persons(Session& session, domain::CompanyId company, std::int64_t after) {
    std::vector<domain::Person> rows;
    const auto queried = session.query(select_person_texts, {company, after, step_records}, [&](const Row& row) {
        domain::Person& person = rows.emplace_back();
        person.id = row.integer(0);
        read_text(row, 1, person.name);
        read_text(row, 2, person.first_name);
        read_text(row, 3, person.last_name);
        decode_contacts(row.text(4), person.emails);
        decode_contacts(row.text(5), person.phones);
        decode_custom(row.text(6), person.custom);
        read_optional(row, 7, person.delete_time);
        return true;
    });
    if (!queried) return fail(queried);
    return rows;
}

Result<std::int64_t> rebuild_organization_forms(Session& session, domain::CompanyId company, std::int64_t after,
                                                SearchIndex* index) {
    const auto rows = read_organizations(session, company, after);
    if (!rows) return fail(rows);
    SearchTexts search_texts(session, company, index);
    for (const domain::Organization& organization : *rows) {
        const OrganizationForms forms = organization_forms(organization);
        std::vector<Value> values{company,
                                  organization.id,
                                  std::string_view(forms.name_fold),
                                  std::string_view(forms.name_exact),
                                  Bytes{forms.name_sort},
                                  bytes_or_null(forms.address_sort),
                                  std::string_view(forms.first_char)};
        for (const std::string& folded : forms.folds) values.push_back(text_or_null(folded));
        auto rebuilt = session.write(update_organization_forms, values);
        if (rebuilt)
            rebuilt = rebuild_custom(session, company, domain::Kind::organization, organization.id, organization.custom);
        if (rebuilt && !organization.delete_time)
            rebuilt = search_texts.put(domain::Kind::organization, organization.id, search_text(organization, forms));
        if (!rebuilt) return fail(rebuilt);
    }
    return rows->empty() ? 0 : rows->back().id;
}

Result<std::int64_t> rebuild_person_forms(Session& session, domain::CompanyId company, std::int64_t after,
                                          SearchIndex* index) {
    const auto rows = read_persons(session, company, after);
    if (!rows) return fail(rows);
    SearchTexts search_texts(session, company, index);
    for (const domain::Person& person : *rows) {
        const PersonForms forms = person_forms(person.name, person.first_name, person.last_name);
        auto rebuilt = session.write(
            update_person_forms,
            {company, person.id, std::string_view(forms.name_fold), std::string_view(forms.name_exact),
             Bytes{forms.name_sort}, bytes_or_null(forms.first_name_sort), bytes_or_null(forms.last_name_sort),
             std::string_view(forms.first_char), text_or_null(forms.first_name_fold), text_or_null(forms.last_name_fold)});
        if (rebuilt) rebuilt = rebuild_contacts(session, company, person.id, ContactKind::email, person.emails);
        if (rebuilt) rebuilt = rebuild_contacts(session, company, person.id, ContactKind::phone, person.phones);
        if (rebuilt) rebuilt = rebuild_custom(session, company, domain::Kind::person, person.id, person.custom);
        if (rebuilt && !person.delete_time)
            rebuilt = search_texts.put(domain::Kind::person, person.id, search_text(person, forms));
        if (!rebuilt) return fail(rebuilt);
    }
    return rows->empty() ? 0 : rows->back().id;
}

Result<std::int64_t> rebuild_note_forms(Session& session, domain::CompanyId company, std::int64_t after,
                                        SearchIndex* index) {
    std::vector<domain::Note> rows;
    const auto queried = session.query(select_note_texts, {company, after, step_notes}, [&](const Row& row) {
        domain::Note& note = rows.emplace_back();
        note.id = row.integer(0);
        note.content = row.text(1);
        read_optional(row, 2, note.delete_time);
        return true;
    });
    if (!queried) return fail(queried);
    SearchTexts search_texts(session, company, index);
    for (const domain::Note& note : rows) {
        const std::string sort = note_sort(note.content);
        auto rebuilt = session.write(update_note_forms, {company, note.id, Bytes{sort}});
        if (rebuilt && !note.delete_time)
            rebuilt = search_texts.put(domain::Kind::note, note.id, note_search_text(note.content));
        if (!rebuilt) return fail(rebuilt);
    }
    return rows.empty() ? 0 : rows.back().id;
}

Result<std::int64_t> rebuild_activity_forms(Session& session, domain::CompanyId company, std::int64_t after,
                                            SearchIndex* /*index*/) {
    const auto rows = read_texts(session, select_activity_texts, {company, after, step_notes}, 4);
    if (!rows) return fail(rows);
    for (const Texts& row : *rows) {
        const ActivityForms forms = activity_forms(row.texts[0], row.texts[1], row.texts[2], row.texts[3]);
        auto rebuilt = session.write(
            update_activity_forms,
            {company, row.id, Bytes{forms.subject_sort}, std::string_view(forms.subject_fold), text_or_null(forms.note_fold),
             text_or_null(forms.public_description_fold), text_or_null(forms.location_fold)});
        if (!rebuilt) return fail(rebuilt);
    }
    return rows->empty() ? 0 : rows->back().id;
}

Result<std::int64_t> rebuild_deal_forms(Session& session, domain::CompanyId company, std::int64_t after,
                                        SearchIndex* index) {
    std::vector<domain::Deal> rows;
    const auto queried = session.query(select_deal_texts, {company, after, step_records}, [&](const Row& row) {
        domain::Deal& deal = rows.emplace_back();
        deal.id = row.integer(0);
        deal.title = row.text(1);
        deal.currency = row.text(2);
        deal.lost_reason = row.text(3);
        deal.channel_id = row.text(4);
        deal.origin = row.text(5);
        deal.origin_id = row.text(6);
        decode_custom(row.text(7), deal.custom);
        read_optional(row, 8, deal.delete_time);
        return true;
    });
    if (!queried) return fail(queried);
    SearchTexts search_texts(session, company, index);
    for (const domain::Deal& deal : rows) {
        const DealForms forms = deal_forms(deal);
        auto rebuilt =
            session.write(update_deal_forms, {company, deal.id, std::string_view(forms.title_fold), Bytes{forms.title_sort},
                                              std::string_view(forms.currency_fold), text_or_null(forms.lost_reason_fold),
                                              text_or_null(forms.channel_id_fold), std::string_view(forms.origin_fold),
                                              text_or_null(forms.origin_id_fold)});
        if (rebuilt) rebuilt = rebuild_custom(session, company, domain::Kind::deal, deal.id, deal.custom);
        if (rebuilt && !deal.delete_time) rebuilt = search_texts.put(domain::Kind::deal, deal.id, search_text(deal, forms));
        if (!rebuilt) return fail(rebuilt);
    }
    return rows.empty() ? 0 : rows.back().id;
}

// Makes the forms of some hundreds of a company's records of one kind again, from the first behind `after`. Returns the last
// one, or 0 when there were none left.
using RebuildStep = Result<std::int64_t> (*)(Session& session, domain::CompanyId company, std::int64_t after,
                                             SearchIndex* index);
constexpr RebuildStep all_steps[] = {rebuild_user_forms, rebuild_organization_forms, rebuild_person_forms,
                                     rebuild_deal_forms, rebuild_note_forms,         rebuild_activity_forms,
                                     rebuild_tag_forms};

Result<std::vector<domain::CompanyId>> companies_with_old_forms(Session& session) {
    const std::string version = text_version();
    std::vector<domain::CompanyId> companies;
    const auto queried = session.query(select_old_companies, {std::string_view(version)}, [&](const Row& row) {
        companies.push_back(row.integer(0));
        return true;
    });
    if (!queried) return fail(queried);
    return companies;
}

Result<void> note_text_version(Session& session, domain::CompanyId company) {
    const std::string version = text_version();
    const auto noted = session.execute(update_text_version, {company, std::string_view(version)});
    if (!noted) return fail(noted);
    return {};
}

// In transactions of their own, each with its part of the index.
Result<void> rebuild_forms(Session& session, domain::CompanyId company, RebuildStep step, SearchIndex* index,
                           TransactionRunner in_transaction) {
    std::int64_t last = 0;
    do {
        auto stepped = in_transaction(company, [&]() -> Result<void> {
            const auto rebuilt = step(session, company, last, index);
            if (!rebuilt) return fail(rebuilt);
            last = *rebuilt;
            return index != nullptr ? index->write() : Result<void>();
        });
        if (index != nullptr) index->clear();
        if (!stepped) return stepped;
    } while (last != 0);
    return {};
}

}  // namespace

Result<void> refresh_text_forms(Session& session, SearchIndex* index, Log& log, TransactionRunner in_transaction) {
    std::vector<domain::CompanyId> companies;
    auto read = in_transaction(0, [&]() -> Result<void> {
        auto found = companies_with_old_forms(session);
        if (!found) return fail(found);
        companies = std::move(*found);
        return {};
    });
    if (!read || companies.empty()) return read;
    log.write(LogLevel::info, "the stored forms of texts are made again for this version of Unicode");
    for (const domain::CompanyId company : companies) {
        for (const RebuildStep step : all_steps)
            if (auto rebuilt = rebuild_forms(session, company, step, index, in_transaction); !rebuilt) return rebuilt;
        auto noted = in_transaction(company, [&] { return note_text_version(session, company); });
        if (!noted) return noted;
    }
    return {};
}

}  // namespace stele::store
