// Notes and their comments in SQL.
#pragma once

#include "domain/store.h"
#include "store/search_index.h"

namespace stele::store {

class Notes final : public domain::Notes {
   public:
    Notes(Session& session, domain::CompanyId company, SearchIndex* index)
        : session_(session), company_(company), search_texts_(session, company, index) {}

    Result<bool> find_where(domain::NoteId id, const domain::Predicate& where, domain::Note& into) override;
    Result<std::optional<domain::NoteId>> find_uuid(std::string_view uuid) override;
    Result<void> insert(const domain::Note& note) override;
    Result<void> update(const domain::Note& note) override;
    Result<void> remove(domain::NoteId id) override;
    Result<void> list(const domain::RecordQuery& query, FunctionRef<bool(const domain::Note&)> visit) override;
    Result<std::int64_t> count(const domain::Predicate& where) override;
    Result<std::int64_t> remove_comments(domain::NoteId id, std::int64_t limit) override;
    Result<void> move(domain::Kind kind, std::int64_t from, std::int64_t to, Micros update_time) override;
    Result<std::vector<domain::NoteId>> about(domain::Kind kind, std::int64_t id, std::int64_t limit) override;
    Result<std::vector<domain::NoteId>> deleted_before(Micros time, std::int64_t limit) override;

    Result<void> insert_comment(const domain::NoteComment& comment) override;
    Result<void> update_comment(const domain::NoteComment& comment) override;
    Result<std::optional<domain::NoteComment>> comment(std::string_view uuid) override;
    Result<void> list_comments(domain::NoteId note, std::int64_t offset, std::int64_t limit,
                               FunctionRef<bool(const domain::NoteComment&)> visit) override;

   private:
    Session& session_;
    domain::CompanyId company_;
    SearchTexts search_texts_;
};

// What sorts notes by their content: the sort key of its beginning.
[[nodiscard]] std::string note_sort(std::string_view content);

}  // namespace stele::store
