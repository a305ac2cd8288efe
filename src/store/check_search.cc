#include "store/check_search.h"

#include "store/columns.h"
#include "store/contacts.h"
#include "store/custom_values.h"
#include "store/record_values.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

constexpr Statement select_organizations{kept_text<[] {
    return StatementText()
        .add(
            "SELECT id, (SELECT organization_search.text FROM organization_search WHERE organization_search.company_id = $1 "
            "AND {id organization_search} = {id_value organization.id}), custom, ")
        .add(organization_text_columns)
        .add(" FROM organization WHERE {in_company} AND delete_time IS NULL");
}>};
constexpr Statement select_persons{
    "SELECT id, (SELECT person_search.text FROM person_search WHERE person_search.company_id = $1 "
    "AND {id person_search} = {id_value person.id}), custom, name, first_name, last_name, emails, phones FROM person "
    "WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement select_stray_organizations{
    "SELECT id FROM organization_search WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM organization "
    "WHERE organization.company_id = $1 AND {id organization} = {id_value organization_search.id} "
    "AND organization.delete_time IS NULL)"};
constexpr Statement select_stray_persons{
    "SELECT id FROM person_search WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM person WHERE person.company_id = $1 "
    "AND {id person} = {id_value person_search.id} AND person.delete_time IS NULL)"};

constexpr Statement select_deals{
    "SELECT id, (SELECT deal_search.text FROM deal_search WHERE deal_search.company_id = $1 "
    "AND {id deal_search} = {id_value deal.id}), custom, title FROM deal WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement select_stray_deals{
    "SELECT id FROM deal_search WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM deal WHERE deal.company_id = $1 "
    "AND {id deal} = {id_value deal_search.id} AND deal.delete_time IS NULL)"};

constexpr Statement select_notes{
    "SELECT id, (SELECT note_search.text FROM note_search WHERE note_search.company_id = $1 "
    "AND {id note_search} = {id_value note.id}), content FROM note WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement select_stray_notes{
    "SELECT id FROM note_search WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM note WHERE note.company_id = $1 "
    "AND {id note} = {id_value note_search.id} AND note.delete_time IS NULL)"};

std::string about(domain::CompanyId company, std::string_view what, std::int64_t id) {
    return "company " + std::to_string(company) + ": " + std::string(what) + ' ' + std::to_string(id) + ": ";
}

std::string text_of_organization(const Row& row) {
    auto organization = organization_of_texts(row, 3);
    decode_custom(row.text(2), organization.custom);
    return search_text(organization, organization_forms(organization));
}

std::string text_of_person(const Row& row) {
    domain::Person person;
    decode_custom(row.text(2), person.custom);
    read_text(row, 3, person.name);
    read_text(row, 4, person.first_name);
    read_text(row, 5, person.last_name);
    decode_contacts(row.text(6), person.emails);
    decode_contacts(row.text(7), person.phones);
    return search_text(person, person_forms(person.name, person.first_name, person.last_name));
}

std::string text_of_deal(const Row& row) {
    domain::Deal deal;
    decode_custom(row.text(2), deal.custom);
    read_text(row, 3, deal.title);
    return search_text(deal, deal_forms(deal));
}

std::string text_of_note(const Row& row) { return note_search_text(row.text(2)); }

}  // namespace

Result<void> check_search_texts(Session& session, domain::CompanyId company, std::vector<std::string>& findings) {
    const auto compare = [&](const Statement& statement, std::string_view what, std::string (*text)(const Row&)) {
        return session.query(statement, {company}, [&](const Row& row) {
            if (row.is_null(1) || row.text(1) != text(row))
                findings.push_back(about(company, what, row.integer(0)) + "searches look in another text than its own");
            return true;
        });
    };
    const auto strays = [&](const Statement& statement, std::string_view what) {
        return session.query(statement, {company}, [&](const Row& row) {
            findings.push_back(about(company, what, row.integer(0)) + "searches look in it, but it is not there");
            return true;
        });
    };
    auto checked = compare(select_organizations, "organization", text_of_organization);
    if (checked) checked = compare(select_persons, "person", text_of_person);
    if (checked) checked = compare(select_deals, "deal", text_of_deal);
    if (checked) checked = compare(select_notes, "note", text_of_note);
    if (checked) checked = strays(select_stray_organizations, "organization");
    if (checked) checked = strays(select_stray_persons, "person");
    if (checked) checked = strays(select_stray_deals, "deal");
    if (checked) checked = strays(select_stray_notes, "note");
    return checked;
}

}  // namespace stele::store
