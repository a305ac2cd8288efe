// How v1 shows who follows a record.
#pragma once

#include "base/json_writer.h"
#include "domain/change.h"

namespace stele::dialect::pipedrive {

void write_follower_v1(JsonWriter& writer, const domain::Follower& follower);

}  // namespace stele::dialect::pipedrive
