// Tags, and who carries them, in SQL.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Tags final : public domain::Tags {
   public:
    Tags(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<std::optional<domain::Tag>> find(domain::TagId id) override;
    Result<std::optional<domain::Tag>> find_named(std::string_view name) override;
    Result<void> insert(const domain::Tag& tag) override;
    Result<void> update(const domain::Tag& tag) override;
    Result<void> list(const domain::TagQuery& query, FunctionRef<bool(const domain::Tag&)> visit) override;
    Result<std::int64_t> count() override;
    Result<void> remove(domain::TagId id) override;
    Result<std::vector<domain::TagId>> deleted_before(Micros time, std::int64_t limit) override;
    Result<std::vector<domain::TagId>> of_record(domain::Kind kind, std::int64_t record_id, domain::TagClass of) override;
    Result<void> list_of_records(domain::Kind kind, std::span<const std::int64_t> record_ids,
                                 FunctionRef<bool(std::int64_t record_id, const domain::Tag&)> visit) override;
    Result<void> put(domain::Kind kind, std::int64_t record_id, std::span<const domain::TagId> tags, Micros time) override;
    Result<void> take(domain::Kind kind, std::int64_t record_id, std::span<const domain::TagId> tags) override;
    Result<void> take_all(domain::Kind kind, std::int64_t record_id) override;
    Result<std::int64_t> take_from_records(domain::TagId tag, std::int64_t limit) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to) override;
    Result<void> add_to_counters(domain::Kind kind, std::int64_t record_id, std::int64_t delta) override;
    Result<void> add_to_counters(domain::Kind kind, std::span<const domain::TagId> tags, std::int64_t delta) override;
    Result<std::vector<domain::TagCount>> counts(domain::Kind kind, const domain::Predicate& where) override;

   private:
    [[nodiscard]] Result<std::optional<domain::Tag>> find(const Statement& statement, const Value& value);

    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
