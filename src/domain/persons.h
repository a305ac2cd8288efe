// The rules of persons, whichever dialect asks. Errors as in organizations.h.
#pragma once

#include <span>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"

namespace stele::domain {

// Deleted ones are found too, until they are gone (deletion.h).
[[nodiscard]] Result<Person> find_person(Transaction& transaction, const Caller& caller, PersonId id);
[[nodiscard]] Result<Person> find_live_person(Transaction& transaction, const Caller& caller, PersonId id);

// The owner becomes a follower. The name is required; the owner is the caller and the visibility the default when not given.
[[nodiscard]] Result<Person> add_person(Transaction& transaction, const Caller& caller, const PersonPatch& patch);

// A patch that changes nothing leaves no trace. A deleted person is not found.
[[nodiscard]] Result<Person> update_person(Transaction& transaction, const Caller& caller, PersonId id,
                                           const PersonPatch& patch);

// Deleting twice is as deleting once. The links stay, hidden, and no longer count.
[[nodiscard]] Result<void> delete_person(Transaction& transaction, const Caller& caller, PersonId id);
// One that the caller has found, and may have taken out of its own sight since.
[[nodiscard]] Result<void> delete_person(Transaction& transaction, const Caller& caller, Person& person);

// Skips unknown and invisible ids; says which it found, in the order given, each once.
[[nodiscard]] Result<std::vector<PersonId>> delete_persons(Transaction& transaction, const Caller& caller,
                                                           std::span<const PersonId> ids);

}  // namespace stele::domain
