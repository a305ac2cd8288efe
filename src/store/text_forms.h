// The stored forms of texts, which order and find records, are made again when the rules of Unicode change.
#pragma once

#include "base/function_ref.h"
#include "base/log.h"
#include "base/result.h"
#include "domain/ids.h"
#include "store/search_index.h"
#include "store/session.h"

namespace stele::store {

// Runs a piece of work in a transaction of its own, which has locked the row of the company where other processes write too. No
// company is 0.
using TransactionRunner = FunctionRef<Result<void>(domain::CompanyId company, FunctionRef<Result<void>()> work)>;

// Makes the forms again of each company whose were made by another text_version(), some hundreds of records a transaction.
// What searches look in is made with them; `index` is null where the engine's index follows it.
[[nodiscard]] Result<void> refresh_text_forms(Session& session, SearchIndex* index, Log& log,
                                              TransactionRunner in_transaction);

}  // namespace stele::store
