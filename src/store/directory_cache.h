// The companies' directories, kept until a write changes one.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <unordered_map>

#include "domain/company.h"

namespace stele::store {

// Any thread. Each change of any directory begins a new version of the cache. A directory that was loaded from a snapshot is
// kept only when no version began since before the snapshot, so what is found here is never older than the last change.
class DirectoryCache {
   public:
    [[nodiscard]] std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
    // Null when it is not here.
    [[nodiscard]] domain::DirectoryPtr find(domain::CompanyId company) const;
    // `version` was read before the snapshot began that the directory was loaded from.
    void keep(domain::DirectoryPtr directory, std::uint64_t version);
    // After the commit that changed them, and before anybody is told of it.
    void drop(std::span<const domain::CompanyId> companies);

   private:
    mutable std::mutex mutex_;
    std::atomic<std::uint64_t> version_{0};
    std::unordered_map<domain::CompanyId, domain::DirectoryPtr> directories_;
};

// One thread's view of the cache: no lock while nothing changes, and reference counts that no other thread touches.
class LocalDirectories {
   public:
    explicit LocalDirectories(DirectoryCache& shared) : shared_(shared) {}

    // Null when neither has it.
    [[nodiscard]] domain::DirectoryPtr find(domain::CompanyId company);

   private:
    DirectoryCache& shared_;
    std::uint64_t version_ = 0;
    std::unordered_map<domain::CompanyId, domain::DirectoryPtr> directories_;
};

}  // namespace stele::store
