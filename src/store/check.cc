#include "store/check.h"

#include <algorithm>

#include "base/text.h"
#include "domain/company.h"
#include "store/activities.h"
#include "store/check_deals.h"
#include "store/check_files.h"
#include "store/check_jobs.h"
#include "store/check_mail.h"
#include "store/check_rules.h"
#include "store/check_search.h"
#include "store/check_tags.h"
#include "store/columns.h"
#include "store/contacts.h"
#include "store/custom_values.h"
#include "store/deals.h"
#include "store/notes.h"
#include "store/organizations.h"
#include "store/persons.h"
#include "store/record_values.h"
#include "store/schema.h"
#include "store/write_state.h"

namespace stele::store {

namespace {

using Findings = std::vector<std::string>;

constexpr Statement count_organizations{"SELECT count(*) FROM organization WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement count_persons{"SELECT count(*) FROM person WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement last_time{"SELECT COALESCE(MAX(time), 0) FROM event WHERE company_id = $1"};
constexpr Statement select_groups{"SELECT id, parent_id FROM visibility_group WHERE {in_company} ORDER BY id"};
constexpr Statement select_organizations{kept_text<[] {
    return StatementText()
        .add("SELECT id, custom, ")
        .add(organization_text_columns)
        .add(", ")
        .add_columns(organization_form_columns)
        .add(" FROM organization WHERE {in_company}");
}>};
constexpr Statement select_persons{
    "SELECT id, name, first_name, last_name, name_fold, name_exact, name_sort, first_name_sort, last_name_sort, first_char, "
    "emails, phones, custom, first_name_fold, last_name_fold FROM person WHERE {in_company}"};
constexpr Statement select_deals{
    "SELECT id, custom, title, currency, lost_reason, channel_id, origin, origin_id, title_fold, title_sort, currency_fold, "
    "lost_reason_fold, channel_id_fold, origin_fold, origin_id_fold FROM deal WHERE {in_company}"};
constexpr Statement select_custom_rows{
    "SELECT field_id, part, position, number_value, time_value, text_fold, text_sort FROM custom_field_value "
    "WHERE company_id = $1 AND kind = $2 AND record_id = $3 ORDER BY field_id, part, position"};
constexpr Statement select_contacts{
    "SELECT position, value, value_fold, label, is_primary FROM person_contact WHERE company_id = $1 AND person_id = $2 "
    "AND kind = $3 ORDER BY position"};
constexpr Statement select_notes{"SELECT id, content, content_sort FROM note WHERE {in_company}"};
constexpr Statement select_activities{
    "SELECT id, subject, note, public_description, location, subject_sort, subject_fold, note_fold, "
    "public_description_fold, "
    "location_fold FROM activity WHERE {in_company}"};
constexpr Statement select_users{"SELECT id, name, email, name_sort, email_fold FROM app_user WHERE company_id = $1"};

constexpr std::int64_t first_group = 1;

std::string in_company(domain::CompanyId company) { return "company " + std::to_string(company) + ": "; }

std::string about(domain::CompanyId company, std::string_view what, std::int64_t id) {
    return in_company(company) + std::string(what) + ' ' + std::to_string(id) + ": ";
}

Result<std::int64_t> number_of(Session& session, const Statement& statement, domain::CompanyId company) {
    std::int64_t number = 0;
    const auto queried = session.query(statement, {company}, [&](const Row& row) {
        number = row.integer(0);
        return false;
    });
    if (!queried) return fail(queried);
    return number;
}

Result<void> check_group(Session& session, domain::CompanyId company, std::span<const Rule> group, Findings& findings) {
    for (const Rule& rule : group) {
        auto checked = session.query(rule.statement, {company}, [&](const Row& row) {
            findings.push_back(about(company, rule.what, row.integer(0)) + std::string(rule.finding));
            return true;
        });
        if (!checked) return checked;
    }
    return {};
}

Result<void> check_rules(Session& session, domain::CompanyId company, Findings& findings) {
    for (const auto& group : rules())
        if (auto checked = check_group(session, company, group, findings); !checked) return checked;
    return {};
}

Result<void> check_count(Session& session, domain::CompanyId company, const Statement& statement, std::string_view what,
                         std::int64_t counter, Findings& findings) {
    const auto number = number_of(session, statement, company);
    if (!number) return fail(number);
    if (*number != counter)
        findings.push_back(in_company(company) + "its counter of " + std::string(what) + " says " + std::to_string(counter) +
                           ", but there are " + std::to_string(*number));
    return {};
}

Result<void> check_state(Session& session, domain::CompanyId company, Findings& findings) {
    auto state = read_company_state(session, company);
    if (!state) return fail(state);
    if (!state->exists) {
        findings.push_back(in_company(company) + "it has no counters");
        return {};
    }
    for (const LargestId& largest : largest_ids()) {
        const auto id = number_of(session, largest.statement, company);
        if (!id) return fail(id);
        if (*id > *state->last_number(largest.kind))
            findings.push_back(about(company, largest.what, *id) + "its number is above the last one given out");
    }
    auto counted = check_count(session, company, count_organizations, "organizations", state->organization_count, findings);
    if (counted) counted = check_count(session, company, count_persons, "persons", state->person_count, findings);
    if (!counted) return counted;
    const auto time = number_of(session, last_time, company);
    if (!time) return fail(time);
    if (*time > state->last_write_time) findings.push_back(in_company(company) + "an event is later than the last write");
    return {};
}

// A tree below the first group.
Result<void> check_groups(Session& session, domain::CompanyId company, Findings& findings) {
    domain::Directory tree;
    auto queried = session.query(select_groups, {company}, [&](const Row& row) {
        domain::VisibilityGroup& group = tree.groups.emplace_back();
        group.id = row.integer(0);
        read_optional(row, 1, group.parent_id);
        return true;
    });
    if (!queried) return queried;
    if (tree.groups.empty() || tree.groups.front().id != first_group)
        findings.push_back(in_company(company) + "it has no first group");
    for (const domain::VisibilityGroup& group : tree.groups) {
        const bool is_first = group.id == first_group;
        if (is_first == group.parent_id.has_value() || tree.group_line(group.id).back() != first_group)
            findings.push_back(about(company, "group", group.id) + "it does not stand in the tree of the first group");
    }
    return {};
}

bool same_forms(const Row& row, int first_column, const OrganizationForms& forms) {
    int column = first_column;
    for (const std::string* form :
         {&forms.name_fold, &forms.name_exact, &forms.name_sort, &forms.address_sort, &forms.first_char}) {
        const bool is_bytes = form == &forms.name_sort || form == &forms.address_sort;
        if ((is_bytes ? row.bytes(column) : row.text(column)) != *form) return false;
        ++column;
    }
    return std::ranges::all_of(forms.folds, [&](const std::string& folded) { return row.text(column++) == folded; });
}

// The values on the record against the rows by which it is found.
Result<void> check_custom(Session& session, domain::CompanyId company, domain::Kind kind, std::int64_t record,
                          std::string_view encoded, Findings& findings) {
    if (encoded.empty()) return {};
    domain::CustomValues values;
    bool agrees = decode_custom(encoded, values) && std::ranges::is_sorted(values, {}, &domain::CustomValue::field_id);
    std::vector<std::pair<std::int64_t, CustomRow>> expected;
    for (const domain::CustomValue& value : values)
        for (CustomRow& row : custom_rows(value.data)) expected.emplace_back(value.field_id, std::move(row));
    std::size_t number = 0;
    auto queried =
        session.query(select_custom_rows, {company, static_cast<std::int64_t>(kind), record}, [&](const Row& row) {
            CustomRow stored{static_cast<domain::CustomPart>(row.integer(1)), row.integer(2), {}, {}, {}, {}};
            read_optional(row, 3, stored.number);
            read_optional(row, 4, stored.time);
            stored.fold = row.text(5);
            stored.sort = row.bytes(6);
            agrees = agrees && number < expected.size() && expected[number].first == row.integer(0) &&
                     expected[number].second == stored;
            ++number;
            return true;
        });
    if (!queried) return queried;
    const std::string_view what = kind == domain::Kind::deal     ? "deal"
                                  : kind == domain::Kind::person ? "person"
                                                                 : "organization";
    if (!agrees || number != expected.size())
        findings.push_back(about(company, what, record) + "its custom fields are not those it is found by");
    return {};
}

Result<void> check_organizations(Session& session, domain::CompanyId company, Findings& findings) {
    Result<void> checked;
    auto queried = session.query(select_organizations, {company}, [&](const Row& row) {
        const OrganizationForms forms = organization_forms(organization_of_texts(row, 2));
        if (!same_forms(row, 2 + organization_text_count, forms))
            findings.push_back(about(company, "organization", row.integer(0)) + "a stored form of its texts is wrong");
        checked = check_custom(session, company, domain::Kind::organization, row.integer(0), row.text(1), findings);
        return checked.has_value();
    });
    return queried ? checked : queried;
}

// The text on the person against the rows by which they are found.
Result<void> check_contacts(Session& session, domain::CompanyId company, domain::PersonId person, ContactKind kind,
                            std::string_view encoded, Findings& findings) {
    std::vector<domain::Contact> contacts;
    bool agrees = decode_contacts(encoded, contacts);
    std::size_t rows = 0;
    auto queried = session.query(select_contacts, {company, person, static_cast<std::int64_t>(kind)}, [&](const Row& row) {
        const std::size_t position = rows++;
        if (position >= contacts.size()) return true;
        const domain::Contact& contact = contacts[position];
        agrees = agrees && row.integer(0) == static_cast<std::int64_t>(position) && row.text(1) == contact.value &&
                 row.text(2) == contact_form(contact.value) && row.text(3) == contact.label &&
                 (row.integer(4) != 0) == contact.is_primary;
        return true;
    });
    if (!queried) return queried;
    const std::string_view what = kind == ContactKind::email ? "e-mail addresses" : "phone numbers";
    if (!agrees || rows != contacts.size())
        findings.push_back(about(company, "person", person) + "its " + std::string(what) + " are not those it is found by");
    if (!contacts.empty() && std::ranges::count(contacts, true, &domain::Contact::is_primary) != 1)
        findings.push_back(about(company, "person", person) + "not one of its " + std::string(what) + " is the primary one");
    return {};
}

Result<void> check_persons(Session& session, domain::CompanyId company, Findings& findings) {
    Result<void> checked;
    auto queried = session.query(select_persons, {company}, [&](const Row& row) {
        const PersonForms forms = person_forms(row.text(1), row.text(2), row.text(3));
        if (row.text(4) != forms.name_fold || row.text(5) != forms.name_exact || row.bytes(6) != forms.name_sort ||
            row.bytes(7) != forms.first_name_sort || row.bytes(8) != forms.last_name_sort ||
            row.text(9) != forms.first_char || row.text(13) != forms.first_name_fold || row.text(14) != forms.last_name_fold)
            findings.push_back(about(company, "person", row.integer(0)) + "a stored form of its texts is wrong");
        checked = check_contacts(session, company, row.integer(0), ContactKind::email, row.text(10), findings);
        if (checked) checked = check_contacts(session, company, row.integer(0), ContactKind::phone, row.text(11), findings);
        if (checked) checked = check_custom(session, company, domain::Kind::person, row.integer(0), row.text(12), findings);
        return checked.has_value();
    });
    return queried ? checked : queried;
}

Result<void> check_notes(Session& session, domain::CompanyId company, Findings& findings) {
    return session.query(select_notes, {company}, [&](const Row& row) {
        if (row.bytes(2) != note_sort(row.text(1)))
            findings.push_back(about(company, "note", row.integer(0)) + "a stored form of its text is wrong");
        return true;
    });
}

Result<void> check_activities(Session& session, domain::CompanyId company, Findings& findings) {
    return session.query(select_activities, {company}, [&](const Row& row) {
        const ActivityForms stored{std::string(row.bytes(5)), std::string(row.text(6)), std::string(row.text(7)),
                                   std::string(row.text(8)), std::string(row.text(9))};
        if (stored != activity_forms(row.text(1), row.text(2), row.text(3), row.text(4)))
            findings.push_back(about(company, "activity", row.integer(0)) + "a stored form of its texts is wrong");
        return true;
    });
}

Result<void> check_deals(Session& session, domain::CompanyId company, Findings& findings) {
    Result<void> checked;
    auto queried = session.query(select_deals, {company}, [&](const Row& row) {
        domain::Deal deal;
        deal.title = row.text(2);
        deal.currency = row.text(3);
        deal.lost_reason = row.text(4);
        deal.channel_id = row.text(5);
        deal.origin = row.text(6);
        deal.origin_id = row.text(7);
        const DealForms stored{std::string(row.text(8)),  std::string(row.bytes(9)), std::string(row.text(10)),
                               std::string(row.text(11)), std::string(row.text(12)), std::string(row.text(13)),
                               std::string(row.text(14))};
        if (stored != deal_forms(deal))
            findings.push_back(about(company, "deal", row.integer(0)) + "a stored form of its texts is wrong");
        checked = check_custom(session, company, domain::Kind::deal, row.integer(0), row.text(1), findings);
        return checked.has_value();
    });
    return queried ? checked : queried;
}

Result<void> check_deal_rules(Session& session, domain::CompanyId company, Findings& findings) {
    return check_group(session, company, deal_rules(), findings);
}

Result<void> check_mail_rules(Session& session, domain::CompanyId company, Findings& findings) {
    return check_group(session, company, mail_rules(), findings);
}

Result<void> check_job_rules(Session& session, domain::CompanyId company, Findings& findings) {
    return check_group(session, company, job_rules(), findings);
}

constexpr Statement select_tags{"SELECT id, name, name_fold FROM tag WHERE {in_company}"};

Result<void> check_tags(Session& session, domain::CompanyId company, Findings& findings) {
    if (auto checked = check_group(session, company, tag_rules(), findings); !checked) return checked;
    return session.query(select_tags, {company}, [&](const Row& row) {
        if (row.text(2) != fold(row.text(1)))
            findings.push_back(about(company, "tag", row.integer(0)) + "a stored form of its name is wrong");
        return true;
    });
}

Result<void> check_users(Session& session, domain::CompanyId company, Findings& findings) {
    return session.query(select_users, {company}, [&](const Row& row) {
        if (row.bytes(3) != sort_key(row.text(1)) || row.text(4) != fold_exact(row.text(2)))
            findings.push_back(about(company, "user", row.integer(0)) + "a stored form of its texts is wrong");
        return true;
    });
}

}  // namespace

Result<void> check_content(Session& session, Findings& findings) {
    const auto companies = company_ids(session);
    if (!companies) return fail(companies);
    for (const domain::CompanyId company : *companies)
        for (const auto check : {check_rules, check_state, check_groups, check_organizations, check_persons, check_deals,
                                 check_deal_rules, check_mail_rules, check_job_rules, check_notes, check_files, check_tags,
                                 check_activities, check_users, check_search_texts})
            if (auto checked = check(session, company, findings); !checked) return checked;
    return {};
}

}  // namespace stele::store
