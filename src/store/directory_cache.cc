#include "store/directory_cache.h"

#include <memory>
#include <utility>

namespace stele::store {

namespace {

// Beyond it all are forgotten and read again as they are asked for. Most are a few kilobytes.
constexpr std::size_t kept_directories = 4096;

void insert_bounded(std::unordered_map<domain::CompanyId, domain::DirectoryPtr>& directories, domain::CompanyId company,
                    domain::DirectoryPtr directory) {
    if (directories.size() >= kept_directories) directories.clear();
    directories.insert_or_assign(company, std::move(directory));
}

}  // namespace

domain::DirectoryPtr DirectoryCache::find(domain::CompanyId company) const {
    const std::lock_guard lock(mutex_);
    const auto found = directories_.find(company);
    return found != directories_.end() ? found->second : nullptr;
}

void DirectoryCache::keep(domain::DirectoryPtr directory, std::uint64_t version) {
    const std::lock_guard lock(mutex_);
    if (version != version_.load(std::memory_order_relaxed)) return;
    const domain::CompanyId company = directory->company.id;
    insert_bounded(directories_, company, std::move(directory));
}

void DirectoryCache::drop(std::span<const domain::CompanyId> companies) {
    const std::lock_guard lock(mutex_);
    for (const domain::CompanyId company : companies) directories_.erase(company);
    version_.fetch_add(1, std::memory_order_release);
}

domain::DirectoryPtr LocalDirectories::find(domain::CompanyId company) {
    if (const std::uint64_t version = shared_.version(); version != version_) {
        directories_.clear();
        version_ = version;
    }
    if (const auto found = directories_.find(company); found != directories_.end()) return found->second;
    const domain::DirectoryPtr shared = shared_.find(company);
    if (shared == nullptr) return nullptr;
    const auto owner = std::make_shared<const domain::DirectoryPtr>(shared);
    domain::DirectoryPtr own(owner, owner->get());
    insert_bounded(directories_, company, own);
    return own;
}

}  // namespace stele::store
