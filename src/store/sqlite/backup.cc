#include "store/sqlite/backup.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "store/sqlite/check.h"
#include "store/sqlite/data_folder.h"

namespace stele::store {

namespace {

namespace fs = std::filesystem;

// Copied between two batches of writes: a millisecond or two.
constexpr int step_pages = 512;

std::unexpected<Error> not_made(const std::string& folder, const std::string& why) {
    return fail(ErrorCode::invalid, "backup " + folder + " cannot be made: " + why);
}

// The file as it is when the last page has been copied: what the writer changes in pages that were copied before, SQLite copies
// again, since the writer's own connection is the source.
class FileCopy {
   public:
    [[nodiscard]] static Result<FileCopy> begin(sqlite3* source, const std::string& path) {
        if (auto made = make_file(path); !made) return fail(made);
        auto target = open_connection({path, {}, false, false, 2'000});
        if (!target) return fail(target);
        // Whoever is interrupted begins again: nothing is read from it before it is complete.
        for (const char* setting : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"})
            if (auto set = run_sql(target->get(), setting); !set) return fail(set);
        sqlite3_backup* backup = sqlite3_backup_init(target->get(), "main", source, "main");
        if (backup == nullptr) return std::unexpected(error_of(target->get(), sqlite3_errcode(target->get()), "backup"));
        return FileCopy(std::move(*target), backup);
    }

    // True once it is complete.
    [[nodiscard]] Result<bool> step() {
        const int code = sqlite3_backup_step(backup_.get(), step_pages);
        if (code == SQLITE_DONE) return true;
        if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
        return std::unexpected(error_of(target_.get(), code, "backup"));
    }

    [[nodiscard]] Result<void> finish() {
        const int code = sqlite3_backup_finish(backup_.release());
        if (code != SQLITE_OK) return std::unexpected(error_of(target_.get(), code, "backup"));
        target_.reset();
        return {};
    }

   private:
    struct Finish {
        void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
    };
    FileCopy(Connection target, sqlite3_backup* backup) : target_(std::move(target)), backup_(backup) {}

    Connection target_;
    std::unique_ptr<sqlite3_backup, Finish> backup_;
};

Result<void> copy_file(Writer& writer, const std::string& path) {
    std::optional<FileCopy> copy;
    Result<void> done = std::unexpected(stopped_error());
    writer.between_batches([&](sqlite3* source) {
        if (!copy) {
            auto begun = FileCopy::begin(source, path);
            if (!begun) {
                done = fail(begun);
                return false;
            }
            copy.emplace(std::move(*begun));
        }
        const auto complete = copy->step();
        if (!complete) done = fail(complete);
        if (complete && *complete) done = copy->finish();
        const bool more = complete && !*complete;
        if (!more) copy.reset();  // it belongs to the source's thread
        return more;
    });
    return done;
}

Result<void> check_copy(const ConnectionOptions& options) {
    const auto findings = check_file(options, {});
    if (!findings) return fail(findings);
    if (!findings->empty()) return fail(ErrorCode::internal, "the copy is damaged: " + findings->front());
    return {};
}

// Of a database that is in place, or at `file` for now.
Result<void> copy_blobs_of(const std::string& file, const std::string& from, const std::string& to) {
    auto connection = open_connection({file, {}, false, true, 2'000});
    if (!connection) return fail(connection);
    const PrepareObserver nobody;
    SqliteSession session(std::move(*connection), nobody);
    return copy_blobs(session, from, to);
}

}  // namespace

Result<void> back_up(Shared& shared, Writer& writer, SqliteBlobs& blobs, const std::string& folder) {
    const auto kept = blobs.keep_all();  // those that the copy names are still there when it is complete
    std::error_code ignored;
    if (fs::exists(folder, ignored)) return not_made(folder, "it exists");
    const std::string partial = folder + ".partial";
    fs::remove_all(partial, ignored);  // left by one that was killed
    if (auto made = make_folder(partial); !made) return made;
    const std::string file = partial + "/" + shared.options.file_name;
    auto done = copy_file(writer, file);
    if (done) done = check_copy({file, {}, false, true, 8 * 1024});
    if (done) done = copy_blobs_of(file, shared.options.folder, partial);
    if (done) done = sync_file(file);
    if (done) done = rename_synced(partial, folder);
    if (!done) fs::remove_all(partial, ignored);
    return done;
}

Result<void> restore_backup(const std::string& from, const std::string& folder, const std::string& file_name) {
    const std::string source = from + "/" + file_name;
    if (!file_exists(source)) return fail(ErrorCode::invalid, from + " holds no backup (" + file_name + " is missing)");
    if (!file_is_empty(source + "-wal"))
        return fail(ErrorCode::invalid, from + " is no backup: a server may be using it (" + file_name + "-wal is there)");
    if (auto made = make_folder(folder); !made) return made;
    auto lock = FolderLock::take(folder);
    if (!lock) return fail(lock);
    const std::string target = folder + "/" + file_name;
    if (file_exists(target)) return fail(ErrorCode::invalid, "data folder " + folder + " holds data already");

    const std::string partial = target + ".partial";
    std::error_code failed;
    fs::remove(partial, failed);  // left by one that was killed
    if (auto made = make_file(partial); !made) return made;
    fs::copy_file(source, partial, fs::copy_options::overwrite_existing, failed);
    Result<void> done =
        failed ? fail(ErrorCode::invalid, "backup " + from + " cannot be copied: " + failed.message()) : Result<void>();
    if (done) done = check_copy({partial, {}, false, true, 8 * 1024});
    if (done) done = copy_blobs_of(partial, from, folder);
    if (done) done = sync_file(partial);
    if (done) done = rename_synced(partial, target);
    if (!done) fs::remove(partial, failed);
    return done;
}

}  // namespace stele::store
