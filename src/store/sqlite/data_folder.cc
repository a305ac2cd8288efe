#include "store/sqlite/data_folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace stele::store {

namespace {

std::unexpected<Error> unusable(const std::string& what, int error) {
    return fail(ErrorCode::invalid, what + ": " + std::generic_category().message(error));
}

// Without it a power failure could take a new name away again.
void sync_folder(const std::filesystem::path& folder) {
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    (void)fsync(descriptor);
    close(descriptor);
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::string& folder) {
    const std::string path = folder + "/lock";
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return unusable("data folder " + folder + " cannot be used", errno);
    FolderLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK) return fail(ErrorCode::invalid, "data folder " + folder + " is in use by another process");
    return unusable("data folder " + folder + " cannot be locked", errno);
}

void FolderLock::release() noexcept {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
}

Result<void> make_folder(const std::string& folder) {
    if (mkdir(folder.c_str(), 0700) == 0) {
        sync_folder(std::filesystem::absolute(folder).parent_path());
        return {};
    }
    if (errno == EEXIST) return {};
    return unusable("data folder " + folder + " cannot be made", errno);
}

Result<void> make_file(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        close(descriptor);
        return {};
    }
    if (errno == EEXIST) return {};
    return unusable("data file " + path + " cannot be made", errno);
}

Result<void> sync_file(const std::string& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) close(descriptor);
    if (!synced) return fail(ErrorCode::unavailable, path + " cannot be written: " + std::generic_category().message(error));
    return {};
}

Result<void> rename_synced(const std::string& from, const std::string& to) {
    if (std::filesystem::is_directory(from)) sync_folder(from);
    if (rename(from.c_str(), to.c_str()) != 0) return unusable(to + " cannot be made", errno);
    sync_folder(std::filesystem::absolute(to).parent_path());
    return {};
}

bool file_exists(const std::string& path) {
    struct stat status{};
    return stat(path.c_str(), &status) == 0;
}

bool file_is_empty(const std::string& path) {
    struct stat status{};
    return stat(path.c_str(), &status) != 0 || status.st_size == 0;
}

}  // namespace stele::store
