// Reading values of custom fields from the bodies of Pipedrive's two versions. Errors: invalid, with the wire name.
#pragma once

#include <string_view>

#include "base/json_reader.h"
#include "base/result.h"
#include "domain/company.h"
#include "domain/custom_field.h"

namespace stele::dialect::pipedrive {

// v1: a member of a record's body. Those that name no custom field of the kind, or one that is gone, are passed over. The parts
// of an address cannot be written: they belong to its line.
[[nodiscard]] Result<void> read_custom_member_v1(const domain::Directory& directory, domain::Kind kind,
                                                 const JsonValue& member, domain::CustomPatches& patches);

// v2: the object custom_fields. Keys of fields that are gone are passed over; others that are unknown are refused.
[[nodiscard]] Result<domain::CustomPatches> read_custom_fields_v2(const domain::Directory& directory, domain::Kind kind,
                                                                  const JsonValue& value);

}  // namespace stele::dialect::pipedrive
