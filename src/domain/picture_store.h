// What the domain asks of a store of pictures.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "domain/picture.h"

namespace stele::domain {

class Pictures {
   public:
    virtual ~Pictures() = default;
    [[nodiscard]] virtual Result<void> insert(const Picture& picture) = 0;
    // Those of the ids, rising. The visitor ends the visit by returning false.
    [[nodiscard]] virtual Result<void> list(std::span<const PictureId> ids, FunctionRef<bool(const Picture&)> visit) = 0;
    // Those that a user brought in, rising.
    [[nodiscard]] virtual Result<void> list_of(UserId user, std::int64_t offset, std::int64_t limit,
                                               FunctionRef<bool(const Picture&)> visit) = 0;
    [[nodiscard]] virtual Result<std::int64_t> count_of(UserId user) = 0;
    [[nodiscard]] virtual Result<std::optional<Picture>> find_named(std::string_view name) = 0;
    // Whether a record has it, deleted or not.
    [[nodiscard]] virtual Result<bool> is_used(PictureId id) = 0;
    // Those that came in before `time` and that no record has, rising. Looks at all pictures.
    [[nodiscard]] virtual Result<std::vector<PictureId>> unused(Micros time, std::int64_t limit) = 0;
    // Takes it away for good. Its blobs are the caller's business.
    [[nodiscard]] virtual Result<void> remove(PictureId id) = 0;
    // Those from `first` to `last` that are named by a picture; rising.
    [[nodiscard]] virtual Result<std::vector<BlobId>> named_blobs(const BlobId& first, const BlobId& last) = 0;
};

}  // namespace stele::domain
