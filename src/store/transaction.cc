#include "store/transaction.h"

#include <algorithm>
#include <cassert>

#include "base/limits.h"

namespace stele::store {

namespace {

std::int64_t& counted(CompanyState& state, domain::Kind kind) {
    assert(kind == domain::Kind::organization || kind == domain::Kind::person);
    return kind == domain::Kind::person ? state.person_count : state.organization_count;
}

}  // namespace

Result<domain::DirectoryPtr> Transaction::directory() {
    if (!has_directory_) {
        auto loaded = directories_.directory_for(*this);
        if (!loaded) return loaded;
        directory_ = std::move(*loaded);
        has_directory_ = true;
    }
    return directory_;
}

Result<std::int64_t> Transaction::next_id(domain::Kind kind) {
    const auto current = state();
    if (!current) return fail(current);
    std::int64_t* last = (*current)->last_number(kind);
    if (last == nullptr) return fail(ErrorCode::internal, "internal error", {}, "a kind whose ids are not counted");
    if (*last >= limits::id) return fail(ErrorCode::unavailable, "the ids of this kind are used up");
    return ++*last;
}

Result<bool> Transaction::has_ids(domain::Kind kind) {
    const auto current = state();
    if (!current) return fail(current);
    const std::int64_t* last = (*current)->last_number(kind);
    return last != nullptr && *last > 0;
}

Result<Micros> Transaction::write_time() {
    if (write_time_ == 0) {
        const auto current = state();
        if (!current) return fail(current);
        write_time_ = std::max(clock_->now(), (*current)->last_write_time + 1);
        (*current)->last_write_time = write_time_;
    }
    return write_time_;
}

Result<std::int64_t> Transaction::record_count(domain::Kind kind) {
    if (batch_ == nullptr) {
        auto stored = read_company_state(session_, company_);
        if (!stored) return fail(stored);
        return counted(*stored, kind);
    }
    const auto current = state();
    if (!current) return fail(current);
    return counted(**current, kind);
}

Result<void> Transaction::add_to_record_count(domain::Kind kind, std::int64_t delta) {
    const auto current = state();
    if (!current) return fail(current);
    counted(**current, kind) += delta;
    return {};
}

// The directory of the start is kept before it is gone.
Result<void> Transaction::directory_changes() {
    if (changed_directory_) return {};
    if (const auto before = directory(); !before) return fail(before);
    const auto current = state();
    if (!current) return fail(current);
    ++(*current)->directory_version;
    changed_directory_ = true;
    return {};
}

Result<void> Transaction::company_inserted() {
    const auto current = state();
    if (!current) return fail(current);
    (*current)->exists = true;
    return {};
}

Result<CompanyState*> Transaction::state() {
    if (batch_ == nullptr) return fail(ErrorCode::internal, "internal error", {}, "a write within a read");
    return batch_->state();
}

}  // namespace stele::store
