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
    {Kind::user, "last_user_id"},
    {Kind::organization, "last_organization_id"},
    {Kind::person, "last_person_id"},
    {Kind::key, "last_key_id"},
    {Kind::follower, "last_follower_id"},
    {Kind::label_option, "last_label_option_id"},
    {Kind::change, "last_change_id"},
    {Kind::event, "last_event_number"},
    {Kind::group, "last_group_id"},
    {Kind::relationship, "last_relationship_id"},
    {Kind::custom_field, "last_custom_field_id"},
    {Kind::filter, "last_filter_id"},
    {Kind::note, "last_note_id"},
    {Kind::comment, "last_comment_id"},
    {Kind::deal, "last_deal_id"},
    {Kind::pipeline, "last_pipeline_id"},
    {Kind::stage, "last_stage_id"},
    {Kind::participant, "last_participant_id"},
    {Kind::activity, "last_activity_id"},
    {Kind::activity_type, "last_activity_type_id"},
    {Kind::file, "last_file_id"},
    {Kind::mail_message, "last_mail_message_id"},
    {Kind::mail_thread, "last_mail_thread_id"},
    {Kind::mail_party, "last_mail_party_id"},
    {Kind::tag, "last_tag_id"},
    {Kind::occurrence, "last_occurrence_id"},
    {Kind::job, "last_job_id"},
    {Kind::picture, "last_picture_id"},
};
constexpr std::size_t number_count = std::size(number_columns);
static_assert(number_count == std::tuple_size_v<decltype(CompanyState::last_numbers)>);

constexpr auto state_columns = [] {
    std::array<std::string_view, number_count + 4> names{};
    for (std::size_t i = 0; i < number_count; ++i) names[i] = number_columns[i].name;
    names[number_count] = "last_write_time";
    names[number_count + 1] = "organization_count";
    names[number_count + 2] = "person_count";
    names[number_count + 3] = "directory_version";
    return names;
}();

constexpr Statement select_state{kept_text<[] {
    return StatementText().add("SELECT ").add_columns(state_columns).add(" FROM company_state WHERE company_id = $1");
}>};
// Other processes wait for it, where there are any.
constexpr Statement lock_state{kept_text<[] {
    return StatementText()
        .add("SELECT ")
        .add_columns(state_columns)
        .add(" FROM company_state WHERE company_id = $1 {lock_row}");
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

namespace {

Result<CompanyState> read_state(Session& session, const Statement& statement, domain::CompanyId company) {
    CompanyState state;
    const auto queried = session.query(statement, {company}, [&](const Row& row) {
        for (std::size_t i = 0; i < number_count; ++i) state.last_numbers[i] = row.integer(static_cast<int>(i));
        state.last_write_time = row.integer(number_count);
        state.organization_count = row.integer(number_count + 1);
        state.person_count = row.integer(number_count + 2);
        state.directory_version = row.integer(number_count + 3);
        state.exists = true;
        return false;
    });
    if (!queried) return fail(queried);
    return state;
}

}  // namespace

Result<CompanyState> read_company_state(Session& session, domain::CompanyId company) {
    return read_state(session, select_state, company);
}

Result<void> BatchState::lock(domain::CompanyId company) {
    const auto entry = entry_of(company);
    if (!entry) return fail(entry);
    return {};
}

void BatchState::begin_request(domain::CompanyId company) {
    company_ = company;
    entry_ = nullptr;
    if (index_ != nullptr) index_->begin_request();
}

// Numbers taken for a company that does not exist in the end are nobody's.
void BatchState::end_request() {
    if (entry_ != nullptr && !entry_->current.exists) entry_->current = before_;
    entry_ = nullptr;
}

void BatchState::cancel_request() {
    if (entry_ != nullptr) entry_->current = before_;
    entry_ = nullptr;
    if (index_ != nullptr) index_->cancel_request();
}

Result<CompanyState*> BatchState::state() {
    if (entry_ != nullptr) return &entry_->current;
    const auto entry = entry_of(company_);
    if (!entry) return fail(entry);
    entry_ = *entry;
    before_ = entry_->current;
    return &entry_->current;
}

Result<BatchState::Entry*> BatchState::entry_of(domain::CompanyId company) {
    if (const auto found = std::ranges::find(entries_, company, &Entry::company); found != entries_.end()) return &*found;
    const auto read = read_state(session_, lock_state, company);
    if (!read) return fail(read);
    entries_.push_back({company, *read, *read});
    return &entries_.back();
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
        values[number_count + 4] = state.directory_version;
        if (auto written = session_.write(entry.stored.exists ? update_state : insert_state, values); !written)
            return written;
    }
    return index_ != nullptr ? index_->write() : Result<void>();
}

void BatchState::clear() {
    entries_.clear();
    entry_ = nullptr;
    if (index_ != nullptr) index_->clear();
}

}  // namespace stele::store
