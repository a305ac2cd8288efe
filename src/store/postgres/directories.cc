#include "store/postgres/directories.h"

#include <utility>

namespace stele::store::postgres {

namespace {

// Beyond it all are forgotten and read again as they are asked for. Most are a few kilobytes.
constexpr std::size_t kept_directories = 4096;

}  // namespace

VersionedDirectory Directories::find(domain::CompanyId company) const {
    const std::lock_guard lock(mutex_);
    const auto found = directories_.find(company);
    return found != directories_.end() ? found->second : VersionedDirectory();
}

void Directories::keep(domain::CompanyId company, VersionedDirectory directory) {
    const std::lock_guard lock(mutex_);
    if (directories_.size() >= kept_directories && !directories_.contains(company)) directories_.clear();
    VersionedDirectory& kept = directories_[company];
    if (kept.directory == nullptr || kept.version <= directory.version) kept = std::move(directory);
}

}  // namespace stele::store::postgres
