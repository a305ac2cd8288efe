#include "store/sqlite/mapping.h"

#include <algorithm>

namespace stele::store {

namespace {

// SQLite takes less where it is compiled so (cmake/sqlite.cmake). What lies beyond is read.
constexpr const char* map_all = "PRAGMA mmap_size = 1099511627776";

constexpr int probe = 4'096;

// The methods of a file, but for one. A file points to the first member, and so to all of it.
struct MappedMethods {
    sqlite3_io_methods methods;
    const sqlite3_io_methods* below;
};

// Whether what is mapped is nearly all of the file; it grows while it is mapped.
bool is_nearly_whole(const sqlite3_io_methods& below, sqlite3_file* file) {
    sqlite3_int64 size = 0;
    if (below.xFileSize(file, &size) != SQLITE_OK) return false;
    const sqlite3_int64 place = std::max<sqlite3_int64>(size - size / 16 - 2 * probe, 0) / probe * probe;
    void* page = nullptr;
    if (below.xFetch(file, place, probe, &page) != SQLITE_OK || page == nullptr) return false;
    return below.xUnfetch(file, place, page) == SQLITE_OK;
}

// Without a page the whole mapping is meant. SQLite gives it up whenever somebody else has written, since POSIX does not promise
// that a mapping shows it; Linux does, and to find every page anew costs more than to read it. The file never shrinks.
int unfetch(sqlite3_file* file, sqlite3_int64 offset, void* page) {
    const sqlite3_io_methods& below = *reinterpret_cast<const MappedMethods*>(file->pMethods)->below;
    if (page == nullptr && is_nearly_whole(below, file)) return SQLITE_OK;
    return below.xUnfetch(file, offset, page);
}

MappedMethods make_methods(const sqlite3_io_methods* below) {
    MappedMethods mapped{*below, below};
    mapped.methods.xUnfetch = unfetch;
    return mapped;
}

}  // namespace

Result<void> map_reads(sqlite3* connection) {
    if (auto mapped = run_sql(connection, map_all); !mapped) return mapped;
    sqlite3_file* file = nullptr;
    const int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
    if (code != SQLITE_OK || file == nullptr || file->pMethods == nullptr || file->pMethods->iVersion < 3) return {};
    static const MappedMethods mapped = make_methods(file->pMethods);
    if (file->pMethods == mapped.below) file->pMethods = &mapped.methods;
    return {};
}

}  // namespace stele::store
