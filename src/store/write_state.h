// What the writes of a company share, held in memory while a batch runs: read once, written once before the commit.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"
#include "store/search_index.h"
#include "store/session.h"

namespace stele::store {

// A row of company_state.
struct CompanyState {
    std::array<std::int64_t, 28> last_numbers{};  // in the order of number_columns
    Micros last_write_time = 0;
    std::int64_t organization_count = 0;  // not deleted ones
    std::int64_t person_count = 0;
    std::int64_t directory_version = 0;  // rises when what a directory shows is changed
    bool exists = false;
    bool operator==(const CompanyState&) const = default;

    // Null for a kind that is not counted here.
    [[nodiscard]] std::int64_t* last_number(domain::Kind kind);
};

// Reads the row of a company; all zero and not existing when there is none.
[[nodiscard]] Result<CompanyState> read_company_state(Session& session, domain::CompanyId company);

// The states of the companies of one batch. One thread.
class BatchState {
   public:
    // `index` is null where what searches look in is indexed by the engine itself.
    explicit BatchState(Session& session, SearchIndex* index = nullptr) : session_(session), index_(index) {}

    // Reads the state of a company, and locks it where other processes write too. Before anything else of a transaction.
    [[nodiscard]] Result<void> lock(domain::CompanyId company);

    // A request of one company at a time. cancel_request() puts back what was before it.
    void begin_request(domain::CompanyId company);
    void end_request();
    void cancel_request();

    // The state of the running request's company.
    [[nodiscard]] Result<CompanyState*> state();

    [[nodiscard]] SearchIndex* search_index() const { return index_; }

    // Writes what has changed. To be called once, before the commit.
    [[nodiscard]] Result<void> write();
    void clear();

   private:
    struct Entry;
    [[nodiscard]] Result<Entry*> entry_of(domain::CompanyId company);

    struct Entry {
        domain::CompanyId company = 0;
        CompanyState stored;
        CompanyState current;
    };

    Session& session_;
    SearchIndex* index_;
    std::vector<Entry> entries_;
    domain::CompanyId company_ = 0;
    Entry* entry_ = nullptr;  // of the running request, once it has asked; entries_ does not grow meanwhile
    CompanyState before_;
};

}  // namespace stele::store
