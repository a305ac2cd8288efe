#include "dialect/uploads.h"

#include <utility>

namespace stele::dialect {

namespace {

class Aside final : public domain::Task {
   public:
    explicit Aside(std::move_only_function<void(Result<void>)> run) : run_(std::move(run)) {}
    void run(Result<void> admitted) noexcept override { run_(std::move(admitted)); }

   private:
    std::move_only_function<void(Result<void>)> run_;
};

}  // namespace

std::shared_ptr<void> UploadPlaces::take(std::size_t most) {
    if (taken_->fetch_add(1) >= most) {
        taken_->fetch_sub(1);
        return nullptr;
    }
    return {taken_.get(), [taken = taken_](void*) { taken->fetch_sub(1); }};
}

void run_aside(domain::Engine& engine, std::move_only_function<void(Result<void>)> run) {
    engine.submit_aside(std::make_unique<Aside>(std::move(run)));
}

Result<std::vector<Upload>> store_files(domain::Blobs& blobs, domain::CompanyId company,
                                        std::vector<http::FormPart>& parts) {
    std::vector<Upload> uploads;
    for (http::FormPart& part : parts) {
        if (!part.file_name) continue;
        const auto size = static_cast<std::int64_t>(part.file.size());
        auto blob = blobs.put(company, std::move(part.file));
        if (!blob) {
            remove_files(blobs, company, uploads);
            return fail(blob);
        }
        uploads.push_back({part.name, *part.file_name, part.content_type, size, std::move(*blob)});
    }
    return uploads;
}

void remove_files(domain::Blobs& blobs, domain::CompanyId company, const std::vector<Upload>& uploads) noexcept {
    for (const Upload& upload : uploads) blobs.remove(company, upload.blob);
}

}  // namespace stele::dialect
