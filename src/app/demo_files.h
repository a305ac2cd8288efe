// A few small files about sample organizations.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/store.h"

namespace stele::app {

struct DemoFile {
    std::int64_t number = 0;  // of the organization that it is about
    domain::NewFile file;
};

// About some of the first organizations, so that there are few, however many organizations are made. Their bytes are stored
// already: outside of transactions.
[[nodiscard]] Result<std::vector<DemoFile>> store_demo_files(domain::Blobs& blobs, domain::CompanyId company,
                                                             std::int64_t first, std::int64_t count);

}  // namespace stele::app
