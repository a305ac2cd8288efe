// Copies of the data folder: made beside the writes, checked when made, and brought back.
#pragma once

#include <string>

#include "base/result.h"
#include "store/sqlite/blobs.h"
#include "store/sqlite/shared.h"
#include "store/sqlite/writer.h"

namespace stele::store {

// Copies the data as it is at one moment, between the call and its return, into a new folder, which appears once its copy has
// been checked and is on disk. Writes go on meanwhile. Error: invalid, with one line for a person, when the folder exists or
// cannot be made; internal when the copy does not pass its check. Nothing is left then.
[[nodiscard]] Result<void> back_up(Shared& shared, Writer& writer, SqliteBlobs& blobs, const std::string& folder);

}  // namespace stele::store
