// The rules of pictures, whichever dialect asks. A picture is seen by whoever brought it in, and by those who see an organization or a
// person that has it. Its address needs no key: it cannot be guessed, and is shown to those alone.
// Errors: not_found for what is absent or invisible.
#pragma once

#include <map>
#include <span>

#include "domain/caller.h"
#include "domain/recording.h"
#include "domain/store.h"

namespace stele::domain {

[[nodiscard]] Result<Picture> find_picture(Transaction& transaction, const Caller& caller, PictureId id);
// By id; of records that the caller sees. One statement, and none where there are no ids.
using PicturesById = std::map<PictureId, Picture>;
[[nodiscard]] Result<PicturesById> read_pictures(Transaction& transaction, std::span<const PictureId> ids);

[[nodiscard]] Result<Picture> add_picture(Transaction& transaction, const Caller& caller, const NewPicture& wanted);
// Of the caller's own, or by an admin. Error: conflict for one that a record has.
[[nodiscard]] Result<void> delete_picture(Transaction& transaction, const Caller& caller, PictureId id);

// Whether the picture that a write gives to a record may be given: one that the caller sees, or the one that it has. Error: invalid.
[[nodiscard]] Result<void> check_picture(Transaction& transaction, const Caller& caller,
                                         const std::optional<std::optional<PictureId>>& wanted,
                                         const std::optional<PictureId>& current);

// One step: takes away those that no record has and that came in longer than `age` ago, whose blobs are swept then. Says whether that
// was all of them. Waits; outside of transactions.
[[nodiscard]] Result<bool> sweep_pictures(Engine& engine, CompanyId company, Micros now, Micros age);

}  // namespace stele::domain
