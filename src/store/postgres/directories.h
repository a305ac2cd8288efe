// The companies' directories, kept beside the version that the database had of each. Another process may have changed one: who
// uses one compares its version with that of its own snapshot.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "domain/company.h"
#include "store/session.h"

namespace stele::store::postgres {

struct VersionedDirectory {
    std::int64_t version = 0;
    domain::DirectoryPtr directory;  // null: not known here
};

// Any thread.
class Directories {
   public:
    [[nodiscard]] VersionedDirectory find(domain::CompanyId company) const;
    // An older version than the kept one is ignored.
    void keep(domain::CompanyId company, VersionedDirectory directory);

   private:
    mutable std::mutex mutex_;
    std::unordered_map<domain::CompanyId, VersionedDirectory> directories_;
};

}  // namespace stele::store::postgres
