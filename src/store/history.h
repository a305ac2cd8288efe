// The history in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class History final : public domain::History {
   public:
    // Events are numbered and dated by the transaction.
    History(Session& session, domain::Transaction& transaction) : session_(session), transaction_(transaction) {}

    Result<void> append(const domain::Change& change) override;
    Result<void> append(domain::Change change, std::span<const std::int64_t> record_ids) override;
    Result<void> append(domain::Change change, std::span<const domain::ChangedRecord> records) override;
    Result<void> append(const domain::Event& event) override;
    Result<void> list_changes(domain::Kind kind, std::int64_t record_id, domain::ChangeSet set, std::int64_t before_id,
                              std::int64_t limit, FunctionRef<bool(const domain::Change&)> visit) override;
    Result<void> list_field_changes(domain::Kind kind, std::string_view field,
                                    FunctionRef<bool(const domain::Change&)> visit) override;
    Result<void> move_changes(domain::Kind kind, std::int64_t from, std::int64_t to) override;
    Result<std::int64_t> remove_changes(domain::Kind kind, std::int64_t record_id, std::int64_t limit) override;
    Result<std::optional<Micros>> first_event_time() override;
    Result<std::int64_t> remove_events(Micros time, std::int64_t limit) override;

   private:
    [[nodiscard]] Result<void> append_slice(const domain::Change& change, std::span<const domain::ChangedRecord> records);

    Session& session_;
    domain::Transaction& transaction_;
};

}  // namespace stele::store
