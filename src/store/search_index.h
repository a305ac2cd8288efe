// What searches look in is kept beside the records: their search_text(), in a table of its own for each kind, and an engine's
// index of it, which only proposes.
#pragma once

#include <cstdint>
#include <string_view>

#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

// An index that does not follow its table by itself: told of each change, it is written once before the commit.
class SearchIndex {
   public:
    enum class Change : std::uint8_t {
        inserted,  // the record was not there
        replaced,  // it was there, perhaps with another text
        removed,
    };
    virtual ~SearchIndex() = default;
    virtual void note(domain::CompanyId company, domain::Kind kind, std::int64_t id, Change change,
                      std::string_view text) = 0;
    // A request at a time; cancel_request() drops what it noted.
    virtual void begin_request() = 0;
    virtual void cancel_request() = 0;
    [[nodiscard]] virtual Result<void> write() = 0;
    virtual void clear() = 0;
};

// Keeps the texts of one company's records. `index` is null where the engine's index follows its table.
class SearchTexts {
   public:
    SearchTexts(Session& session, domain::CompanyId company, SearchIndex* index)
        : session_(session), company_(company), index_(index) {}

    // Of a new record.
    [[nodiscard]] Result<void> insert(domain::Kind kind, std::int64_t id, std::string_view text);
    // Writes nothing when it is the text that was there.
    [[nodiscard]] Result<void> put(domain::Kind kind, std::int64_t id, std::string_view text);
    [[nodiscard]] Result<void> remove(domain::Kind kind, std::int64_t id);

   private:
    // Runs it; whether it changed something, as far as the index asks.
    [[nodiscard]] Result<bool> run(const Statement& statement, std::span<const Value> values);

    Session& session_;
    domain::CompanyId company_;
    SearchIndex* index_;
};

}  // namespace stele::store
