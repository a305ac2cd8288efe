// Searches in the texts of records.
#pragma once

#include "domain/store.h"
#include "store/session.h"

namespace stele::store {

class Search final : public domain::Search {
   public:
    Search(Session& session, domain::CompanyId company) : session_(session), company_(company) {}

    Result<void> find(const domain::TextQuery& query, FunctionRef<bool(std::int64_t id)> visit) override;
    Result<void> find_words(const domain::WordsQuery& query, FunctionRef<bool(std::int64_t id)> visit) override;
    Result<void> find_notes(const domain::NoteTextQuery& query,
                            FunctionRef<bool(const domain::NoteMatch& match)> visit) override;

   private:
    Session& session_;
    domain::CompanyId company_;
};

}  // namespace stele::store
