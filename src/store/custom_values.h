// Values of custom fields: packed beside their record, and unpacked in custom_field_value, which finds and orders records by
// them (see migrations/0004.sql).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/custom_field.h"
#include "store/session.h"

namespace stele::store {

// Empty when there are none.
[[nodiscard]] std::string encode_custom(const domain::CustomValues& values);
// False for a text that encode_custom() did not write; `into` is then empty.
bool decode_custom(std::string_view text, domain::CustomValues& into);

// A row of custom_field_value beside its key's record and field.
struct CustomRow {
    domain::CustomPart part = domain::CustomPart::value;
    std::int64_t position = 0;
    std::optional<double> number;
    std::optional<Micros> time;
    std::string fold;  // empty, as `sort`: no text
    std::string sort;
    bool operator==(const CustomRow&) const = default;
};
// Those of one value, by part and position.
[[nodiscard]] std::vector<CustomRow> custom_rows(const domain::CustomData& data);

// Of a record that has none yet.
[[nodiscard]] Result<void> insert_custom(Session& session, domain::CompanyId company, domain::Kind kind,
                                         std::int64_t record_id, const domain::CustomValues& values);
// Writes the rows of those fields that differ.
[[nodiscard]] Result<void> replace_custom(Session& session, domain::CompanyId company, domain::Kind kind,
                                          std::int64_t record_id, const domain::CustomValues& before,
                                          const domain::CustomValues& after);
// All rows of the record.
[[nodiscard]] Result<void> remove_custom(Session& session, domain::CompanyId company, domain::Kind kind,
                                         std::int64_t record_id);

}  // namespace stele::store
