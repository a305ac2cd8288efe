#include "store/write_state.h"

#include <algorithm>

#include "store/columns.h"

namespace stele::store {

namespace {

using domain::Kind;

struct NumberColumn {
    Kind kind;
    std::string_view name;
};

constexpr NumberColumn number_columns[] = {
    {Kind::user, "last_user_id"},         {Kind::organization, "last_organization_id"},
    {Kind::person, "last_person_id"},     {Kind::key, "last_key_id"},
    {Kind::follower, "last_follower_id"}, {Kind::label_option, "last_label_option_id"},
    {Kind::change, "last_change_id"},     {Kind::event, "last_event_number"},
    {Kind::group, "last_group_id"},
};
constexpr std::size_t number_count = std::size(number_columns);
static_assert(number_count == std::tuple_size_v<decltype(CompanyState::last_numbers)>);

constexpr auto state_columns = [] {
    std::array<std::string_view, number_count + 3> names{};
    for (std::size_t i = 0; i < number_count; ++i) names[i] = number_columns[i].name;
    names[number_count] = "last_write_time";
    names[number_count + 1] = "organization_count";
    names[number_count + 2] = "person_count";
    return names;
}();

constexpr Statement select_state{kept_text<[] {
    return StatementText().add("SELECT ").add_columns(state_columns).add(" FROM company_state WHERE company_id = $1");
}>};
constexpr Statement insert_state{kept_text<[] {
    return StatementText()
        .add("INSERT INTO company_state (company_id, ")
        .add_columns(state_columns)
        .add(") VALUES ($1, ")
        .add_parameters(2, state_columns.size())
        .add(")");
}>};
constexpr Statement update_state{kept_text<[] {
    return StatementText().add("UPDATE company_state SET ").add_assignments(state_columns, 2).add(" WHERE company_id = $1");
}>};

}  // namespace

std::int64_t* CompanyState::last_number(Kind kind) {
    for (std::size_t i = 0; i < number_count; ++i)
        if (number_columns[i].kind == kind) return &last_numbers[i];
    return nullptr;
}

Result<CompanyState> read_company_state(Session& session, domain::CompanyId company) {
    CompanyState state;
    const auto queried = session.query(select_state, {company}, [&](const Row& row) {
        for (std::size_t i = 0; i < number_count; ++i) state.last_numbers[i] = row.integer(static_cast<int>(i));
        state.last_write_time = row.integer(number_count);
        state.organization_count = row.integer(number_count + 1);
        state.person_count = row.integer(number_count + 2);
        state.exists = true;
        return false;
    });
    if (!queried) return fail(queried);
    return state;
}

void BatchState::begin_request(domain::CompanyId company) {
    company_ = company;
    entry_ = nullptr;
}

// Numbers taken for a company that does not exist in the end are nobody's.
void BatchState::end_request() {
    if (entry_ != nullptr && !entry_->current.exists) entry_->current = before_;
    entry_ = nullptr;
}

void BatchState::cancel_request() {
    if (entry_ != nullptr) entry_->current = before_;
    entry_ = nullptr;
}

Result<CompanyState*> BatchState::state() {
    if (entry_ != nullptr) return &entry_->current;
    auto found = std::ranges::find(entries_, company_, &Entry::company);
    if (found == entries_.end()) {
        const auto read = read_company_state(session_, company_);
        if (!read) return fail(read);
        entries_.push_back({company_, *read, *read});
        found = entries_.end() - 1;
    }
    entry_ = &*found;
    before_ = entry_->current;
    return &entry_->current;
}

Result<void> BatchState::write() {
    for (const Entry& entry : entries_) {
        if (entry.current == entry.stored) continue;
        const CompanyState& state = entry.current;
        std::array<Value, state_columns.size() + 1> values;
        values[0] = entry.company;
        for (std::size_t i = 0; i < number_count; ++i) values[i + 1] = state.last_numbers[i];
        values[number_count + 1] = state.last_write_time;
        values[number_count + 2] = state.organization_count;
        values[number_count + 3] = state.person_count;
        const auto written = session_.execute(entry.stored.exists ? update_state : insert_state, values);
        if (!written) return fail(written);
    }
    return {};
}

void BatchState::clear() {
    entries_.clear();
    entry_ = nullptr;
}

}  // namespace stele::store
