#include "store/fault_vfs.h"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace stele::tests {

namespace {

constexpr std::size_t sector_size = 512;

// SQLite's idea of a file is a struct that it allocates: ours, and behind it that of the file system below.
struct FaultFile {
    sqlite3_file base;
    FaultVfs* vfs;
    std::string* name;  // owned; SQLite makes no C++ objects
    sqlite3_file* below;
};

FaultFile& as_fault(sqlite3_file* file) { return *reinterpret_cast<FaultFile*>(file); }
sqlite3_file* below(sqlite3_file* file) { return as_fault(file).below; }

int close_file(sqlite3_file* file) {
    FaultFile& fault = as_fault(file);
    const int code = fault.below->pMethods->xClose(fault.below);
    delete fault.name;
    return code;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const FaultFile& fault = as_fault(file);
    if (const int code = fault.vfs->before(DiskCall::write, *fault.name); code != SQLITE_OK) return code;
    fault.vfs->written(*fault.name, bytes, size, offset);
    return fault.below->pMethods->xWrite(fault.below, bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    const FaultFile& fault = as_fault(file);
    if (const int code = fault.vfs->before(DiskCall::write, *fault.name); code != SQLITE_OK) return code;
    fault.vfs->truncated(*fault.name, size);
    return fault.below->pMethods->xTruncate(fault.below, size);
}

// The file system below need not sync: the disk is the image.
int sync_file(sqlite3_file* file, int) {
    const FaultFile& fault = as_fault(file);
    if (const int code = fault.vfs->before(DiskCall::sync, *fault.name); code != SQLITE_OK) return code;
    fault.vfs->synced(*fault.name);
    return SQLITE_OK;
}

sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods{};
    methods.iVersion = 2;
    methods.xClose = close_file;
    methods.xRead = [](sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
        return below(file)->pMethods->xRead(below(file), bytes, size, offset);
    };
    methods.xWrite = write_file;
    methods.xTruncate = truncate_file;
    methods.xSync = sync_file;
    methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
        return below(file)->pMethods->xFileSize(below(file), size);
    };
    methods.xLock = [](sqlite3_file* file, int level) { return below(file)->pMethods->xLock(below(file), level); };
    methods.xUnlock = [](sqlite3_file* file, int level) { return below(file)->pMethods->xUnlock(below(file), level); };
    methods.xCheckReservedLock = [](sqlite3_file* file, int* held) {
        return below(file)->pMethods->xCheckReservedLock(below(file), held);
    };
    // Hints of sizes would grow the file behind the image's back.
    methods.xFileControl = [](sqlite3_file* file, int what, void* argument) {
        if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_NOTFOUND;
        return below(file)->pMethods->xFileControl(below(file), what, argument);
    };
    methods.xSectorSize = [](sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); };
    methods.xDeviceCharacteristics = [](sqlite3_file* file) {
        return below(file)->pMethods->xDeviceCharacteristics(below(file));
    };
    methods.xShmMap = [](sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
        return below(file)->pMethods->xShmMap(below(file), region, size, extend, memory);
    };
    methods.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
        return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); };
    methods.xShmUnmap = [](sqlite3_file* file, int remove) { return below(file)->pMethods->xShmUnmap(below(file), remove); };
    return methods;
}

FaultVfs& owner(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }

std::string name_of(const char* path) {
    return path == nullptr ? "temporary" : std::filesystem::path(path).filename().string();
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    static const sqlite3_io_methods methods = make_methods();
    FaultVfs& fault_vfs = owner(vfs);
    FaultFile& fault = as_fault(file);
    fault.base.pMethods = nullptr;
    fault.below = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(FaultFile));
    std::memset(fault.below, 0, static_cast<std::size_t>(fault_vfs.below()->szOsFile));
    const bool existed = path != nullptr && std::filesystem::exists(path);
    const int code = fault_vfs.below()->xOpen(fault_vfs.below(), path, fault.below, flags, out_flags);
    if (code != SQLITE_OK) return code;
    fault.vfs = &fault_vfs;
    fault.name = new std::string(name_of(path));
    fault.base.pMethods = &methods;
    fault_vfs.opened(*fault.name, existed);
    return SQLITE_OK;
}

}  // namespace

FaultVfs::FaultVfs() : vfs_(std::make_unique<sqlite3_vfs>()) {
    sqlite3_initialize();
    below_ = sqlite3_vfs_find(nullptr);
    name_ = "fault-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    *vfs_ = *below_;
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->szOsFile = static_cast<int>(sizeof(FaultFile)) + below_->szOsFile;
    vfs_->xOpen = open_file;
    vfs_->xDelete = [](sqlite3_vfs* vfs, const char* path, int sync) {
        owner(vfs).deleted(name_of(path), sync != 0);
        return owner(vfs).below()->xDelete(owner(vfs).below(), path, sync);
    };
    vfs_->xAccess = [](sqlite3_vfs* vfs, const char* path, int flags, int* result) {
        return owner(vfs).below()->xAccess(owner(vfs).below(), path, flags, result);
    };
    vfs_->xFullPathname = [](sqlite3_vfs* vfs, const char* path, int size, char* out) {
        return owner(vfs).below()->xFullPathname(owner(vfs).below(), path, size, out);
    };
    sqlite3_vfs_register(vfs_.get(), 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(vfs_.get()); }

void FaultVfs::set_judge(Judge judge) {
    const std::lock_guard lock(mutex_);
    judge_ = std::move(judge);
}

std::int64_t FaultVfs::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

std::int64_t FaultVfs::syncs_of(const std::string& file) const {
    const std::lock_guard lock(mutex_);
    const auto found = syncs_.find(file);
    return found != syncs_.end() ? found->second : 0;
}

DiskImage FaultVfs::image() const {
    const std::lock_guard lock(mutex_);
    return disk_;
}

int FaultVfs::before(DiskCall call, const std::string& file) {
    const std::lock_guard lock(mutex_);
    ++calls_;
    return judge_ ? judge_(call, file, calls_) : SQLITE_OK;
}

void FaultVfs::written(const std::string& file, const void* bytes, int size, sqlite3_int64 offset) {
    const std::lock_guard lock(mutex_);
    const auto* from = static_cast<const std::uint8_t*>(bytes);
    disk_.files_[file].unsynced.push_back({false, offset, {from, from + size}});
}

void FaultVfs::truncated(const std::string& file, sqlite3_int64 size) {
    const std::lock_guard lock(mutex_);
    disk_.files_[file].unsynced.push_back({true, size, {}});
}

void FaultVfs::synced(const std::string& file) {
    const std::lock_guard lock(mutex_);
    ++syncs_[file];
    DiskImage::File& disk = disk_.files_[file];
    // The first sync of a log or journal is also one of the folder (UNIXFILE_DIRSYNC).
    if (!disk.exists_for_sure && file.find("-") != std::string::npos) sync_folder();
    for (const DiskImage::Change& change : disk.unsynced) DiskImage::apply(disk.synced, change);
    disk.unsynced.clear();
}

void FaultVfs::sync_folder() {
    std::erase_if(disk_.files_, [](const auto& entry) { return entry.second.was_deleted; });
    for (auto& [name, file] : disk_.files_) file.exists_for_sure = true;
}

void FaultVfs::opened(const std::string& file, bool existed) {
    const std::lock_guard lock(mutex_);
    DiskImage::File& disk = disk_.files_[file];
    if (!existed) disk = {};
}

void FaultVfs::deleted(const std::string& file, bool with_folder) {
    const std::lock_guard lock(mutex_);
    const auto found = disk_.files_.find(file);
    if (found == disk_.files_.end()) return;
    found->second.was_deleted = true;
    if (with_folder) sync_folder();
}

void DiskImage::apply(std::vector<std::uint8_t>& bytes, const Change& change) {
    if (change.is_size) {
        bytes.resize(static_cast<std::size_t>(change.offset));
        return;
    }
    const auto end = static_cast<std::size_t>(change.offset) + change.bytes.size();
    if (bytes.size() < end) bytes.resize(end);
    std::ranges::copy(change.bytes, bytes.begin() + change.offset);
}

// Each sector is as it was after any of the changes, and so is the size; or all are as after the same one.
std::vector<std::uint8_t> DiskImage::survivor(const File& file, std::mt19937_64& random) {
    const std::size_t count = file.unsynced.size();
    std::size_t largest = file.synced.size();
    std::vector<std::size_t> sizes = {largest};
    for (const Change& change : file.unsynced) {
        const auto end = static_cast<std::size_t>(change.offset) + change.bytes.size();
        sizes.push_back(change.is_size ? end : std::max(sizes.back(), end));
        largest = std::max(largest, sizes.back());
    }
    const std::size_t kept_by_all = random() % 3 == 0 ? 0 : random() % 2 == 0 ? count : random() % (count + 1);
    const bool in_order = random() % 2 == 0;
    std::vector<std::size_t> kept(largest / sector_size + 1, kept_by_all);  // of each sector, so many changes
    if (!in_order)
        for (std::size_t& changes : kept) changes = random() % (count + 1);

    std::vector<std::uint8_t> bytes = file.synced;
    bytes.resize(largest);
    for (std::size_t i = 0; i < count; ++i) {
        const Change& change = file.unsynced[i];
        const auto start = static_cast<std::size_t>(change.offset);
        const auto end = change.is_size ? largest : start + change.bytes.size();
        for (std::size_t at = start; at < end; ++at)
            if (kept[at / sector_size] > i) bytes[at] = change.is_size ? 0 : change.bytes[at - start];
    }
    bytes.resize(sizes[in_order ? kept_by_all : random() % sizes.size()]);
    return bytes;
}

void DiskImage::materialise(const std::filesystem::path& folder, std::mt19937_64& random) const {
    std::filesystem::create_directories(folder);
    for (const auto& [name, file] : files_) {
        const bool uncertain = !file.exists_for_sure || file.was_deleted;
        if (name == "temporary" || (uncertain && random() % 2 == 0)) continue;
        const auto bytes = survivor(file, random);
        std::ofstream(folder / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
}

}  // namespace stele::tests
