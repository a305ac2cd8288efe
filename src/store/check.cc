#include "store/check.h"

#include "base/text.h"
#include "store/organizations.h"
#include "store/schema.h"
#include "store/write_state.h"

namespace stele::store {

namespace {

using domain::Kind;
using Findings = std::vector<std::string>;

static_assert(static_cast<int>(Kind::organization) == 3);  // as the statements below say

// Each statement selects the ids of what is wrong in company $1.
struct Rule {
    std::string_view what;
    std::string_view finding;
    Statement statement;
};

constexpr Rule rules[] = {
    {"organization",
     "its counter of followers is not their number",
     {"SELECT id FROM organization WHERE {in_company} AND followers <> (SELECT count(*) FROM follower "
      "WHERE follower.company_id = $1 AND follower.kind = 3 AND follower.record_id = organization.id)"}},
    {"organization",
     "its owner does not exist",
     {"SELECT id FROM organization WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM app_user "
      "WHERE {user_by_id organization.owner_id})"}},
    {"organization",
     "it has other labels but no first one",
     {"SELECT id FROM organization WHERE {in_company} AND label IS NULL AND other_labels IS NOT NULL"}},
    {"organization",
     "it has followers but does not exist",
     {"SELECT DISTINCT record_id FROM follower WHERE company_id = $1 AND kind = 3 AND NOT EXISTS (SELECT 1 "
      "FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value follower.record_id})"}},
    {"organization",
     "it has changes but does not exist",
     {"SELECT DISTINCT record_id FROM change WHERE company_id = $1 AND kind = 3 AND NOT EXISTS (SELECT 1 "
      "FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value change.record_id})"}},
    {"organization",
     "it has events but does not exist",
     {"SELECT DISTINCT record_id FROM event WHERE company_id = $1 AND kind = 3 AND NOT EXISTS (SELECT 1 "
      "FROM organization WHERE organization.company_id = $1 AND {id organization} = {id_value event.record_id})"}},
    {"follower",
     "its user does not exist",
     {"SELECT follower.id FROM follower WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM app_user "
      "WHERE {user_by_id follower.user_id})"}},
    {"follower",
     "its number is taken twice",
     {"SELECT id FROM follower WHERE company_id = $1 GROUP BY id HAVING count(*) > 1"}},
    {"change", "its number is taken twice", {"SELECT id FROM change WHERE company_id = $1 GROUP BY id HAVING count(*) > 1"}},
};

// The largest id in use, to compare with the last one that was given out.
struct LargestId {
    Kind kind;
    std::string_view what;
    Statement statement;
};

constexpr LargestId largest_ids[] = {
    {Kind::user, "user", {"SELECT COALESCE(MAX(id), 0) FROM app_user WHERE company_id = $1"}},
    {Kind::organization, "organization", {"SELECT COALESCE(MAX(id), 0) FROM organization WHERE {in_company}"}},
    {Kind::key, "key", {"SELECT COALESCE(MAX(id), 0) FROM api_key WHERE company_id = $1"}},
    {Kind::follower, "follower", {"SELECT COALESCE(MAX(id), 0) FROM follower WHERE company_id = $1"}},
    {Kind::label_option, "label option", {"SELECT COALESCE(MAX(id), 0) FROM label_option WHERE company_id = $1"}},
    {Kind::change, "change", {"SELECT COALESCE(MAX(id), 0) FROM change WHERE company_id = $1"}},
    {Kind::event, "event", {"SELECT COALESCE(MAX(id), 0) FROM event WHERE company_id = $1"}},
};

constexpr Statement count_live{"SELECT count(*) FROM organization WHERE {in_company} AND delete_time IS NULL"};
constexpr Statement last_time{"SELECT COALESCE(MAX(time), 0) FROM event WHERE company_id = $1"};
constexpr Statement select_forms{
    "SELECT id, name, address, name_fold, name_exact, name_sort, address_sort, first_char FROM organization "
    "WHERE {in_company}"};
constexpr Statement select_user_forms{"SELECT id, name, email, name_sort, email_fold FROM app_user WHERE company_id = $1"};

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

Result<void> check_rules(Session& session, domain::CompanyId company, Findings& findings) {
    for (const Rule& rule : rules) {
        auto checked = session.query(rule.statement, {company}, [&](const Row& row) {
            findings.push_back(about(company, rule.what, row.integer(0)) + std::string(rule.finding));
            return true;
        });
        if (!checked) return checked;
    }
    return {};
}

Result<void> check_state(Session& session, domain::CompanyId company, Findings& findings) {
    auto state = read_company_state(session, company);
    if (!state) return fail(state);
    if (!state->exists) {
        findings.push_back(in_company(company) + "it has no counters");
        return {};
    }
    for (const LargestId& largest : largest_ids) {
        const auto id = number_of(session, largest.statement, company);
        if (!id) return fail(id);
        if (*id > *state->last_number(largest.kind))
            findings.push_back(about(company, largest.what, *id) + "its number is above the last one given out");
    }
    const auto live = number_of(session, count_live, company);
    if (!live) return fail(live);
    if (*live != state->organization_count)
        findings.push_back(in_company(company) + "its counter of organizations says " +
                           std::to_string(state->organization_count) + ", but there are " + std::to_string(*live));
    const auto time = number_of(session, last_time, company);
    if (!time) return fail(time);
    if (*time > state->last_write_time) findings.push_back(in_company(company) + "an event is later than the last write");
    return {};
}

Result<void> check_forms(Session& session, domain::CompanyId company, Findings& findings) {
    auto checked = session.query(select_forms, {company}, [&](const Row& row) {
        const TextForms forms = text_forms(row.text(1), row.text(2));
        if (row.text(3) != forms.name_fold || row.text(4) != forms.name_exact || row.bytes(5) != forms.name_sort ||
            row.bytes(6) != forms.address_sort || row.text(7) != forms.first_char)
            findings.push_back(about(company, "organization", row.integer(0)) + "a stored form of its texts is wrong");
        return true;
    });
    if (!checked) return checked;
    return session.query(select_user_forms, {company}, [&](const Row& row) {
        if (row.bytes(3) != sort_key(row.text(1)) || row.text(4) != fold_exact(row.text(2)))
            findings.push_back(about(company, "user", row.integer(0)) + "a stored form of its texts is wrong");
        return true;
    });
}

}  // namespace

Result<void> check_content(Session& session, Findings& findings) {
    const auto companies = company_ids(session);
    if (!companies) return fail(companies);
    for (const domain::CompanyId company : *companies) {
        auto checked = check_rules(session, company, findings);
        if (checked) checked = check_state(session, company, findings);
        if (checked) checked = check_forms(session, company, findings);
        if (!checked) return checked;
    }
    return {};
}

}  // namespace stele::store
