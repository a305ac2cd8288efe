// What check() asks of files and pictures, and the blobs that they name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "store/check_rules.h"

namespace stele::store {

// Counters, what files are about, the stored forms of their texts, and who has pictures.
[[nodiscard]] Result<void> check_files(Session& session, domain::CompanyId company, std::vector<std::string>& findings);

// A blob that a file names, deleted or not, or a picture.
struct NamedBlob {
    domain::CompanyId company = 0;
    std::string_view what;  // "file" or "picture", which outlives this
    std::int64_t record_id = 0;
    std::string_view id;
    std::int64_t size = 0;  // that it says
};
// Of all companies. Views are good during the call only.
[[nodiscard]] Result<void> list_named_blobs(Session& session, FunctionRef<void(const NamedBlob&)> visit);

// "company 1: file 5: its bytes are not there"
[[nodiscard]] std::string blob_finding(const NamedBlob& blob, bool is_there);

}  // namespace stele::store
