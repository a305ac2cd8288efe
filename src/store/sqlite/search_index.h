// FTS5's index of the texts that searches look in. Each savepoint would make it write what it has in memory: so the changes of a
// batch are collected, and written after its last savepoint.
#pragma once

#include <string>
#include <vector>

#include "store/search_index.h"
#include "store/sqlite/session.h"

namespace stele::store {

class FtsIndex final : public SearchIndex {
   public:
    explicit FtsIndex(SqliteSession& session) : session_(session) {}

    void note(domain::CompanyId company, domain::Kind kind, std::int64_t id, Change change, std::string_view text) override;

    void begin_request() override { request_begin_ = changes_.size(); }
    void cancel_request() override { changes_.resize(request_begin_); }
    Result<void> write() override;
    void clear() override { changes_.clear(); }

   private:
    struct Noted {
        std::int64_t key = 0;
        domain::Kind kind = domain::Kind::organization;
        Change change = Change::inserted;
        std::string text;
    };
    // The changes of one record, in their order.
    [[nodiscard]] Result<void> write_last(std::span<const Noted> changes);

    SqliteSession& session_;
    std::vector<Noted> changes_;
    std::size_t request_begin_ = 0;
};

// Findings of what the index does not know, or should not.
[[nodiscard]] Result<void> check_search_index(SqliteSession& session, std::vector<std::string>& findings);

}  // namespace stele::store
