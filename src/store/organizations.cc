#include "store/organizations.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "store/columns.h"
#include "store/custom_values.h"
#include "store/record_reading.h"
#include "store/record_values.h"
#include "store/search_text.h"

namespace stele::store {

namespace {

using domain::Counter;
using domain::Kind;
using domain::Organization;

// What an update writes. read() and RowValues go through the lists of columns in their order.
constexpr std::string_view record_columns[] = {"name",
                                               "first_char",
                                               "owner_id",
                                               "visible_to",
                                               "add_time",
                                               "update_time",
                                               "delete_time",
                                               "archive_time",
                                               "label",
                                               "other_labels",
                                               "address",
                                               "address_subpremise",
                                               "address_street_number",
                                               "address_route",
                                               "address_sublocality",
                                               "address_locality",
                                               "address_admin_area_level_1",
                                               "address_admin_area_level_2",
                                               "address_country",
                                               "address_postal_code",
                                               "address_formatted_address",
                                               "country_code",
                                               "website",
                                               "linkedin",
                                               "industry",
                                               "employee_count",
                                               "annual_revenue",
                                               "picture_id",
                                               "next_activity_id",
                                               "next_activity_date",
                                               "next_activity_time",
                                               "last_activity_id",
                                               "last_activity_date",
                                               "last_activity_time",
                                               "custom"};
// By domain::Counter.
constexpr std::string_view counter_columns[] = {
    "open_deals",        "won_deals",          "lost_deals",     "related_open_deals",
    "related_won_deals", "related_lost_deals", "email_messages", "people",
    "activities",        "done_activities",    "files",          "notes",
    "followers"};
constexpr std::size_t record_count = std::size(record_columns);
// first_char is among those that are read.
constexpr auto form_columns = [] {
    std::array<std::string_view, std::size(organization_form_columns) - 1> columns{};
    std::ranges::copy_if(organization_form_columns, columns.begin(), [](auto name) { return name != "first_char"; });
    return columns;
}();
constexpr std::size_t form_count = std::size(form_columns);
static_assert(form_count == 4 + std::tuple_size_v<decltype(OrganizationForms::folds)>);
static_assert(std::size(counter_columns) == domain::counter_count);
static_assert(record_columns[5 - 3] == "owner_id");  // as insert_organization says

constexpr std::string_view read_columns =
    kept_text<[] { return StatementText().add("id, ").add_columns(record_columns).add(", ").add_columns(counter_columns); }>;

constexpr Statement find_organization{
    kept_text<[] { return StatementText().add("SELECT ").add(read_columns).add(" FROM organization WHERE {by_id}"); }>};

constexpr Statement find_custom{"SELECT custom FROM organization WHERE {by_id}"};

constexpr Statement insert_organization{kept_text<[] {
    return StatementText()
        .add("INSERT INTO organization ({key_column} company_id, id, ")
        .add_columns(record_columns)
        .add(", ")
        .add_columns(form_columns)
        .add(", ")
        .add_columns(counter_columns)
        .add(", follower_mask) VALUES ({key_value} $1, $2, ")
        .add_parameters(3, record_count + form_count + domain::counter_count)
        .add(", {bit $5})");  // of the owner, who follows from the beginning
}>};

constexpr Statement update_organization{kept_text<[] {
    return StatementText()
        .add("UPDATE organization SET ")
        .add_assignments(record_columns, 3)
        .add(", ")
        .add_assignments(form_columns, 3 + record_count)
        .add(" WHERE {by_id}");
}>};

constexpr Statement update_marks{
    "UPDATE organization SET next_activity_id = $3, next_activity_date = $4, next_activity_time = $5, last_activity_id = "
    "$6, "
    "last_activity_date = $7, last_activity_time = $8 WHERE {by_id}"};
constexpr Statement update_archive_time{"UPDATE organization SET archive_time = $3, update_time = $4 WHERE {by_id}"};
constexpr Statement touch_organization{"UPDATE organization SET update_time = $3 WHERE {by_id}"};
constexpr Statement delete_organization{"DELETE FROM organization WHERE {by_id}"};
constexpr Statement select_deleted{
    "SELECT id FROM organization WHERE company_id = $1 AND delete_time < $2 ORDER BY delete_time, {id organization} LIMIT "
    "$3"};

template <std::size_t index>
constexpr Statement add_to_one_counter{kept_text<[] {
    return StatementText()
        .add("UPDATE organization SET ")
        .add(counter_columns[index])
        .add(" = ")
        .add(counter_columns[index])
        .add(" + $3 WHERE {by_id}");
}>};

constexpr auto counter_statements = []<std::size_t... index>(std::index_sequence<index...>) {
    return std::array{add_to_one_counter<index>...};
}(std::make_index_sequence<domain::counter_count>());

// Every member is set, so that one Organization serves for many rows.
void read(const Row& row, Organization& into) {
    int column = 0;
    into.id = row.integer(column++);
    read_text(row, column++, into.name);
    read_text(row, column++, into.first_char);
    into.owner_id = row.integer(column++);
    into.visible_to = static_cast<int>(row.integer(column++));
    into.add_time = row.integer(column++);
    into.update_time = row.integer(column++);
    read_optional(row, column++, into.delete_time);
    read_optional(row, column++, into.archive_time);
    read_labels(row, column, into.label_ids);
    column += 2;
    domain::Address& address = into.address;
    for (std::string* part :
         {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
          &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
          &address.postal_code, &address.formatted_address, &into.country_code, &into.website, &into.linkedin})
        read_text(row, column++, *part);
    read_optional(row, column++, into.industry);
    read_optional(row, column++, into.employee_count);
    read_optional(row, column++, into.annual_revenue);
    read_optional(row, column++, into.picture_id);
    for (domain::ActivityMark* mark : {&into.next_activity, &into.last_activity}) {
        read_mark(row, column, *mark);
        column += 3;
    }
    decode_custom(row.text(column++), into.custom);
    for (std::int64_t& counter : into.counters) counter = row.integer(column++);
}

// The parameters of an insert or update. Refers to the organization and to itself.
class RowValues {
   public:
    RowValues(domain::CompanyId company, const Organization& organization)
        : forms_(organization_forms(organization)),
          other_labels_(other_labels(organization.label_ids)),
          custom_(encode_custom(organization.custom)) {
        add(company);
        add(organization.id);
        add_record(organization);
        add(std::string_view(forms_.name_fold));
        add(std::string_view(forms_.name_exact));
        add(Bytes{forms_.name_sort});
        add(bytes_or_null(forms_.address_sort));
        for (const std::string& folded : forms_.folds) add(text_or_null(folded));
    }
    RowValues(const RowValues&) = delete;
    RowValues& operator=(const RowValues&) = delete;

    void add(const Value& value) { values_[size_++] = value; }
    [[nodiscard]] std::span<const Value> span() const { return std::span(values_).first(size_); }
    [[nodiscard]] const OrganizationForms& forms() const { return forms_; }

   private:
    void add_record(const Organization& organization) {
        add(std::string_view(organization.name));
        add(std::string_view(forms_.first_char));
        add(organization.owner_id);
        add(std::int64_t{organization.visible_to});
        add(organization.add_time);
        add(organization.update_time);
        add(value_of(organization.delete_time));
        add(value_of(organization.archive_time));
        add(organization.label_ids.empty() ? Value() : Value(organization.label_ids.front()));
        add(text_or_null(other_labels_));
        const domain::Address& address = organization.address;
        for (const std::string* part :
             {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
              &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
              &address.postal_code, &address.formatted_address, &organization.country_code, &organization.website,
              &organization.linkedin})
            add(text_or_null(*part));
        add(value_of(organization.industry));
        add(value_of(organization.employee_count));
        add(value_of(organization.annual_revenue));
        add(value_of(organization.picture_id));
        for (const domain::ActivityMark* mark : {&organization.next_activity, &organization.last_activity}) {
            add(value_of(*mark));
            add(text_or_null(mark->date));
            add(text_or_null(mark->time));
        }
        add(text_or_null(custom_));
    }

    OrganizationForms forms_;
    std::string other_labels_;
    std::string custom_;
    std::array<Value, 2 + record_count + form_count + domain::counter_count> values_;
    std::size_t size_ = 0;
};

constexpr RecordReading<Organization> reading{Kind::organization, read_columns, read};

}  // namespace

Organization organization_of_texts(const Row& row, int first_column) {
    Organization organization;
    domain::Address& address = organization.address;
    int column = first_column;
    for (std::string* text :
         {&organization.name, &address.value, &address.subpremise, &address.street_number, &address.route,
          &address.sublocality, &address.locality, &address.admin_area_level_1, &address.admin_area_level_2,
          &address.country, &address.postal_code, &address.formatted_address, &organization.website, &organization.linkedin})
        read_text(row, column++, *text);
    return organization;
}

OrganizationForms organization_forms(const Organization& organization) {
    const std::string& name = organization.name;
    const domain::Address& address = organization.address;
    OrganizationForms forms{fold(name),       fold_exact(name),
                            sort_key(name),   address.value.empty() ? std::string() : sort_key(address.value),
                            first_char(name), {}};
    std::size_t index = 0;
    for (const std::string* text :
         {&address.value, &address.subpremise, &address.street_number, &address.route, &address.sublocality,
          &address.locality, &address.admin_area_level_1, &address.admin_area_level_2, &address.country,
          &address.postal_code, &address.formatted_address, &organization.website, &organization.linkedin})
        if (std::string& folded = forms.folds[index++]; !text->empty()) folded = fold(*text);
    return forms;
}

Result<bool> Organizations::find(domain::OrganizationId id, Organization& into) {
    return reading.find(session_, find_organization, {company_, id}, into);
}

Result<bool> Organizations::find_where(domain::OrganizationId id, const domain::Predicate& where, Organization& into) {
    return reading.find_where(session_, company_, id, where, into);
}

Result<void> Organizations::insert(const Organization& organization) {
    RowValues values(company_, organization);
    for (const std::int64_t counter : organization.counters) values.add(counter);
    if (auto written = session_.write(insert_organization, values.span()); !written) return written;
    const auto& custom = organization.custom;
    if (auto written = insert_custom(session_, company_, Kind::organization, organization.id, custom); !written)
        return written;
    if (organization.delete_time) return {};
    return search_texts_.insert(Kind::organization, organization.id, search_text(organization, values.forms()));
}

// Most updates leave the custom fields as they are.
Result<void> Organizations::update(const Organization& organization) {
    const RowValues values(company_, organization);
    bool found = false;
    domain::CustomValues before;
    const auto queried = session_.query(find_custom, {company_, organization.id}, [&](const Row& row) {
        found = true;
        decode_custom(row.text(0), before);
        return false;
    });
    if (!queried || !found) return queried;
    if (auto written = session_.write(update_organization, values.span()); !written) return written;
    auto written = replace_custom(session_, company_, Kind::organization, organization.id, before, organization.custom);
    if (!written) return written;
    if (organization.delete_time) return search_texts_.remove(Kind::organization, organization.id);
    return search_texts_.put(Kind::organization, organization.id, search_text(organization, values.forms()));
}

Result<void> Organizations::add_to_counter(domain::OrganizationId id, Counter counter, std::int64_t delta) {
    const Statement& statement = counter_statements[static_cast<std::size_t>(counter)];
    return session_.write(statement, {company_, id, delta});
}

Result<void> Organizations::set_activity_marks(domain::OrganizationId id, const domain::ActivityMark& next,
                                               const domain::ActivityMark& last) {
    return session_.write(update_marks, {company_, id, value_of(next), text_or_null(next.date), text_or_null(next.time),
                                         value_of(last), text_or_null(last.date), text_or_null(last.time)});
}

Result<void> Organizations::set_archive_time(domain::OrganizationId id, std::optional<Micros> archive_time,
                                             Micros update_time) {
    return session_.write(update_archive_time, {company_, id, value_of(archive_time), update_time});
}

Result<void> Organizations::set_update_time(domain::OrganizationId id, Micros update_time) {
    return session_.write(touch_organization, {company_, id, update_time});
}

Result<void> Organizations::remove(domain::OrganizationId id) {
    if (auto removed = remove_custom(session_, company_, Kind::organization, id); !removed) return removed;
    if (auto removed = search_texts_.remove(Kind::organization, id); !removed) return removed;
    return session_.write(delete_organization, {company_, id});
}

Result<std::vector<domain::OrganizationId>> Organizations::deleted_before(Micros time, std::int64_t limit) {
    return read_ids(session_, select_deleted, {company_, time, limit});
}

Result<void> Organizations::list(const domain::OrganizationQuery& query, FunctionRef<bool(const Organization&)> visit) {
    return reading.list(session_, company_, query, visit);
}

Result<std::int64_t> Organizations::count(const domain::Predicate& where) {
    return count_records(session_, company_, Kind::organization, where);
}

}  // namespace stele::store
