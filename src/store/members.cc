#include "store/members.h"

#include "store/columns.h"
#include "store/deal_counters.h"
#include "store/id_list.h"
#include "store/mail_link_sql.h"
#include "store/record_reading.h"
#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::Member;
using domain::OrganizationId;
using domain::PersonId;

constexpr std::string_view member_columns = "id, organization_id, open_deals + won_deals + lost_deals";

void read(const Row& row, Member& into) {
    into.id = row.integer(0);
    read_optional(row, 1, into.organization_id);
    into.has_deals = row.integer(2) != 0;
}

constexpr RecordReading<Member> reading{domain::Kind::person, member_columns, read};

constexpr std::string_view listed_2 = "(SELECT CAST(value AS BIGINT) FROM {listed $2})";
constexpr std::string_view keys_listed_2 = "(SELECT {id_value CAST(value AS BIGINT)} FROM {listed $2})";

constexpr Statement delete_primary_links{kept_text<[] {
    return StatementText()
        .add(
            "DELETE FROM person_organization {use_index person_one_primary} WHERE company_id = $1 AND is_primary = 1 AND "
            "person_id IN ")
        .add(listed_2);
}>};
// A link that was there already becomes the primary one.
constexpr Statement insert_primary_links{kept_text<[] {
    return StatementText()
        .add("INSERT INTO person_organization (company_id, organization_id, person_id, is_primary, add_time) ")
        .add("SELECT person.company_id, $3, person.id, 1, $4 FROM person WHERE person.company_id = $1 AND {id person} IN ")
        .add(keys_listed_2)
        .add(" ON CONFLICT (company_id, organization_id, person_id) DO UPDATE SET is_primary = excluded.is_primary");
}>};
// What somebody without deals counts as related is what the organization counts as its own.
constexpr Statement update_persons{kept_text<[] {
    StatementText text;
    text.add("UPDATE person SET organization_id = $3, update_time = $4");
    std::size_t parameter = 5;
    for (const DealCount& count : related_deal_counts)
        text.add(", ").add(count.column).add(" = ").add_parameter(parameter++);
    return text.add(" WHERE company_id = $1 AND {id person} IN ").add(keys_listed_2);
}>};
static_assert(std::size(related_deal_counts) == 3);

constexpr Statement select_people{kept_text<[] {
    return StatementText()
        .add("SELECT id, people FROM organization WHERE company_id = $1 AND {id organization} IN ")
        .add(keys_listed_2)
        .add(" ORDER BY {id organization}");
}>};
constexpr Statement update_people{kept_text<[] {
    return StatementText()
        .add("UPDATE organization SET people = people + $3 WHERE company_id = $1 AND {id organization} IN ")
        .add(keys_listed_2);
}>};
constexpr Statement recount_listed_organizations{kept_text<[] {
    StatementText text;
    text.add("UPDATE organization SET ");
    for (std::size_t i = 0; i < std::size(related_deal_counts); ++i)
        add_related_of_organization(text.add(i > 0 ? ", " : "").add(related_deal_counts[i].column).add(" = "),
                                    related_deal_counts[i]);
    return text.add(" WHERE company_id = $1 AND {id organization} IN ").add(keys_listed_2);
}>};
constexpr Statement recount_listed_persons{kept_text<[] {
    StatementText text;
    text.add("UPDATE person SET ");
    for (std::size_t i = 0; i < std::size(related_deal_counts); ++i)
        add_related_of_person(text.add(i > 0 ? ", " : "").add(related_deal_counts[i].column).add(" = "),
                              own_deal_counts[i].column, related_deal_counts[i]);
    return text.add(" WHERE company_id = $1 AND {id person} IN ").add(keys_listed_2);
}>};

constexpr Statement select_with_mail{kept_text<[] {
    return StatementText()
        .add("SELECT DISTINCT record_id FROM mail_link WHERE company_id = $1 AND kind = 4 AND record_id IN ")
        .add(listed_2)
        .add(" ORDER BY record_id");
}>};
// Of the mail of these persons: what an organization has through nobody is no longer its own.
constexpr Statement unlink_mail{kept_text<[] {
    StatementText text;
    text.add(
            "DELETE FROM mail_link {use_index mail_link_by_message} WHERE company_id = $1 AND kind = 3 AND message_id IN "
            "(SELECT left_with.message_id "
            "FROM mail_link AS left_with WHERE left_with.company_id = $1 AND left_with.kind = 4 "
            "AND left_with.record_id IN ")
        .add(listed_2)
        .add(") AND NOT ");
    add_organization_has_way(text, mail_ways[0]).add(" AND NOT ");
    return add_organization_has_way(text, mail_ways[1]);
}>};
constexpr Statement link_mail{kept_text<[] {
    StatementText text;
    text.add("INSERT INTO mail_link (company_id, kind, record_id, message_time, message_id, direction, is_private) ");
    return add_links_of_organizations(text, mail_ways[0], MailFrom::through)
        .add("person.organization_id = $3 AND through.record_id IN ")
        .add(listed_2)
        .add(" ON CONFLICT (company_id, kind, record_id, message_time, message_id) DO NOTHING");
}>};
constexpr Statement recount_mail{kept_text<[] {
    StatementText text;
    return add_mail_count(text.add("UPDATE organization SET email_messages = "), "organization", "3")
        .add(" WHERE company_id = $1 AND {id organization} IN ")
        .add(keys_listed_2);
}>};

}  // namespace

Result<void> Members::write_listed(const Statement& statement, std::span<const std::int64_t> ids) {
    if (ids.empty()) return {};
    const std::string list = id_list(ids);
    return session_.write(statement, {company_, std::string_view(list)});
}

Result<std::vector<Member>> Members::find(std::span<const PersonId> ids, const domain::Predicate& where) {
    std::vector<Member> members;
    if (ids.empty()) return members;
    const AccessPath path{.order = AccessPath::Order::listed, .candidates = ids};
    const BuiltSql sql = record_page(company_, reading.kind, reading.columns,
                                     {.where = where, .limit = static_cast<std::int64_t>(ids.size())}, path);
    const auto queried = session_.query(sql.sql(), sql.values(), [&](const Row& row) {
        read(row, members.emplace_back());
        return true;
    });
    if (!queried) return fail(queried);
    return members;
}

Result<std::vector<Member>> Members::list(const domain::Predicate& where, std::int64_t limit) {
    std::vector<Member> members;
    const auto listed = reading.list(session_, company_, {.where = where, .limit = limit}, [&](const Member& member) {
        members.push_back(member);
        return true;
    });
    if (!listed) return fail(listed);
    return members;
}

Result<void> Members::move(std::span<const PersonId> ids, const domain::Organization* organization, Micros time) {
    using domain::Counter;
    if (ids.empty()) return {};
    const std::string list = id_list(ids);
    const std::string_view listed = list;
    if (auto deleted = session_.write(delete_primary_links, {company_, listed}); !deleted) return deleted;
    if (organization == nullptr) {
        const std::int64_t none = 0;
        return session_.write(update_persons, {company_, listed, Value(), time, none, none, none});
    }
    if (auto put = session_.write(insert_primary_links, {company_, listed, organization->id, time}); !put) return put;
    return session_.write(update_persons,
                          {company_, listed, organization->id, time, organization->count(Counter::open_deals),
                           organization->count(Counter::won_deals), organization->count(Counter::lost_deals)});
}

Result<std::vector<domain::PeopleCount>> Members::people(std::span<const OrganizationId> ids) {
    std::vector<domain::PeopleCount> counts;
    if (ids.empty()) return counts;
    const std::string list = id_list(ids);
    const auto queried = session_.query(select_people, {company_, std::string_view(list)}, [&](const Row& row) {
        counts.push_back({row.integer(0), row.integer(1)});
        return true;
    });
    if (!queried) return fail(queried);
    return counts;
}

Result<void> Members::add_to_people(std::span<const OrganizationId> ids, std::int64_t delta) {
    if (ids.empty()) return {};
    const std::string list = id_list(ids);
    return session_.write(update_people, {company_, std::string_view(list), delta});
}

Result<void> Members::recount_organizations(std::span<const OrganizationId> ids) {
    return write_listed(recount_listed_organizations, ids);
}

Result<void> Members::recount_persons(std::span<const PersonId> ids) { return write_listed(recount_listed_persons, ids); }

Result<std::vector<PersonId>> Members::with_mail(std::span<const PersonId> ids) {
    if (ids.empty()) return std::vector<PersonId>();
    const std::string list = id_list(ids);
    return read_ids(session_, select_with_mail, {company_, std::string_view(list)});
}

Result<void> Members::relink_mail(std::span<const PersonId> ids, std::optional<OrganizationId> organization,
                                  std::span<const OrganizationId> former) {
    if (ids.empty()) return {};
    auto linked = write_listed(unlink_mail, ids);
    std::vector<OrganizationId> concerned(former.begin(), former.end());
    if (linked && organization) {
        const std::string list = id_list(ids);
        linked = session_.write(link_mail, {company_, std::string_view(list), *organization});
        concerned.push_back(*organization);
    }
    if (linked) linked = write_listed(recount_mail, concerned);
    return linked;
}

}  // namespace stele::store
