// Files on their way from requests into the store. They are stored before the transaction that names them: see docs/decisions/0007.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "dialect/dialect.h"
#include "domain/store.h"
#include "http/form_part.h"

namespace stele::dialect {

// How many uploads are on their way. Any thread.
class UploadPlaces {
   public:
    // A place, given back when the last copy ends; null when so many are taken.
    [[nodiscard]] std::shared_ptr<void> take(std::size_t most);

   private:
    std::shared_ptr<std::atomic<std::size_t>> taken_ = std::make_shared<std::atomic<std::size_t>>(0);
};

// On a thread that may wait; at once, and with an error, when there is none.
void run_aside(domain::Engine& engine, std::move_only_function<void(Result<void>)> run);

// Stores the files among the parts, whose texts the result points to. All or none. Waits.
[[nodiscard]] Result<std::vector<Upload>> store_files(domain::Blobs& blobs, domain::CompanyId company,
                                                      std::vector<http::FormPart>& parts);

// Those that no row names. Waits.
void remove_files(domain::Blobs& blobs, domain::CompanyId company, const std::vector<Upload>& uploads) noexcept;

}  // namespace stele::dialect
