#include "base/spooled_file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace stele {
namespace {

std::unexpected<Error> failed(const char* what, const std::string& path) {
    return fail(ErrorCode::unavailable, "The file could not be stored.", {},
                std::string(what) + " " + path + ": " + std::strerror(errno));
}

Result<void> sync_folder_of(const std::string& path) {
    const std::string folder = path.substr(0, path.rfind('/'));
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return failed("opening the folder of", path);
    const bool synced = ::fsync(descriptor) == 0;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    if (!synced) return failed("syncing the folder of", path);
    return {};
}

}  // namespace

Result<SpooledFile> SpooledFile::create(const std::string& folder) {
    SpooledFile file;
    file.path_ = folder + "/spool-XXXXXX";
    file.descriptor_ = ::mkostemp(file.path_.data(), O_CLOEXEC);  // mode 0600
    if (file.descriptor_ < 0) {
        auto error = failed("creating", file.path_);
        file.path_.clear();
        return error;
    }
    return file;
}

SpooledFile::SpooledFile(SpooledFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(std::exchange(other.size_, 0)),
      path_(std::exchange(other.path_, {})) {}

SpooledFile& SpooledFile::operator=(SpooledFile&& other) noexcept {
    if (this == &other) return *this;
    discard();
    descriptor_ = std::exchange(other.descriptor_, -1);
    size_ = std::exchange(other.size_, 0);
    path_ = std::exchange(other.path_, {});
    return *this;
}

SpooledFile::~SpooledFile() { discard(); }

void SpooledFile::discard() noexcept {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!path_.empty()) ::unlink(path_.c_str());
    descriptor_ = -1;
    path_.clear();
}

Result<void> SpooledFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("writing", path_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        size_ += static_cast<std::uint64_t>(written);
    }
    return {};
}

Result<void> SpooledFile::keep_as(const std::string& path) {
    if (::fsync(descriptor_) != 0) return failed("syncing", path_);
    if (::rename(path_.c_str(), path.c_str()) != 0) return failed("naming", path);
    path_.clear();
    discard();
    return sync_folder_of(path);
}

}  // namespace stele
