// Occurrences in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Occurrences final : public domain::Occurrences {
   public:
    Occurrences(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<void> insert(const domain::Occurrence& occurrence) override;
    Result<bool> has(const domain::Occurrence& occurrence) override;
    Result<std::int64_t> count(domain::Kind kind, std::int64_t record_id, std::string_view type, Micros from, Micros to,
                               std::int64_t limit) override;
    Result<void> list(domain::Kind kind, std::int64_t record_id, Micros before, domain::OccurrenceId before_id,
                      std::int64_t limit, FunctionRef<bool(const domain::Occurrence&)> visit) override;
    Result<std::vector<domain::OccurrenceSpan>> spans(domain::Kind kind, std::span<const std::int64_t> record_ids) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to) override;
    Result<std::int64_t> remove(domain::Kind kind, std::int64_t record_id, std::int64_t limit) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
