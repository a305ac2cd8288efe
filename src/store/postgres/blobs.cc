#include "store/postgres/blobs.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/check_files.h"
#include "store/columns.h"

namespace stele::store::postgres {

namespace {

namespace fs = std::filesystem;

// What is there already was committed by an attempt that was not told so, and is the same.
constexpr Statement insert_blob{"INSERT INTO blob (company_id, id, add_time) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
constexpr Statement insert_piece{
    "INSERT INTO blob_piece (company_id, blob_id, piece, bytes) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"};
constexpr Statement select_piece{"SELECT bytes FROM blob_piece WHERE company_id = $1 AND blob_id = $2 AND piece = $3"};
constexpr Statement delete_pieces{"DELETE FROM blob_piece WHERE company_id = $1 AND blob_id = $2"};
constexpr Statement delete_blob{"DELETE FROM blob WHERE company_id = $1 AND id = $2"};
constexpr Statement select_page{
    "SELECT id FROM blob WHERE company_id = $1 AND id > $2 AND add_time < $3 ORDER BY id LIMIT $4"};

// Of the files or pictures that name blobs, those whose bytes are not as many as they say.
struct WrongBlobs {
    std::string_view what;
    Statement select;
};
constexpr std::string_view file = "file";
constexpr std::string_view picture = "picture";
template <const std::string_view& table, const std::string_view& blob, const std::string_view& size>
constexpr WrongBlobs wrong_blobs{
    table, {kept_text<[] {
        return StatementText()
            .add("SELECT id, size, found, is_there FROM (SELECT id, ")
            .add(size)
            .add(" AS size, (SELECT COALESCE(SUM(length(bytes)), 0) FROM blob_piece WHERE blob_piece.company_id = $1 AND ")
            .add("blob_piece.blob_id = ")
            .add(table)
            .add(".")
            .add(blob)
            .add(") AS found, EXISTS (SELECT 1 FROM blob WHERE blob.company_id = $1 AND blob.id = ")
            .add(table)
            .add(".")
            .add(blob)
            .add(") AS is_there FROM ")
            .add(table)
            .add(" WHERE ")
            .add(table)
            .add(".company_id = $1 AND ")
            .add(blob)
            .add(" IS NOT NULL) AS counted WHERE size <> found OR NOT is_there ORDER BY id");
    }>}};
constexpr std::string_view blob_id = "blob_id";
constexpr std::string_view size_column = "size";
constexpr std::string_view large_blob_id = "large_blob_id";
constexpr std::string_view large_size = "large_size";
constexpr std::string_view small_blob_id = "small_blob_id";
constexpr std::string_view small_size = "small_size";
constexpr WrongBlobs all_wrong_blobs[] = {wrong_blobs<file, blob_id, size_column>,
                                          wrong_blobs<picture, large_blob_id, large_size>,
                                          wrong_blobs<picture, small_blob_id, small_size>};

constexpr const char* lock_name = "/lock";
constexpr std::string_view folder_prefix = "stele-spool-";

std::unexpected<Error> unusable(const std::string& folder) {
    return fail(ErrorCode::invalid, "folder " + folder + " cannot be used: " + std::generic_category().message(errno));
}

// Open and locked, or -1.
int take_lock(const std::string& folder) {
    const int lock = ::open((folder + lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
    if (lock >= 0) ::close(lock);
    return -1;
}

// A folder whose lock is free is nobody's. One without a lock has just been made.
void remove_abandoned(const std::string& parent) {
    std::error_code failed;
    for (fs::directory_iterator entry(parent, failed), end; !failed && entry != end; entry.increment(failed)) {
        const std::string path = entry->path().string();
        std::error_code ignored;
        if (!entry->path().filename().string().starts_with(folder_prefix) || !fs::exists(path + lock_name, ignored))
            continue;
        const int lock = take_lock(path);
        if (lock < 0) continue;
        fs::remove_all(path, ignored);
        ::close(lock);
    }
}

class Descriptor {
   public:
    explicit Descriptor(const std::string& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

   private:
    int number_;
};

// Fills `piece`, but for the last one. Empty: there is no more.
Result<void> read_next(int descriptor, std::string& piece) {
    piece.resize(limits::blob_piece_size);
    std::size_t size = 0;
    while (size < piece.size()) {
        const ssize_t got = ::read(descriptor, piece.data() + size, piece.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return fail(ErrorCode::unavailable, "The file could not be stored.", {},
                        "reading an upload: " + std::generic_category().message(errno));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    piece.resize(size);
    return {};
}

class PieceSource final : public ByteSource {
   public:
    PieceSource(PostgresBlobs& blobs, domain::CompanyId company, domain::BlobId id, std::uint64_t offset, std::uint64_t size)
        : blobs_(blobs), company_(company), id_(std::move(id)), offset_(offset), left_(size) {}

    Result<std::size_t> read(std::span<char> into) override {
        if (left_ == 0 || into.empty()) return 0;
        const std::uint64_t number = offset_ / limits::blob_piece_size;
        if (!has_piece_ || number != number_) {
            if (auto loaded = blobs_.read_piece(company_, id_, number, piece_); !loaded) return fail(loaded);
            number_ = number;
            has_piece_ = true;
        }
        const std::size_t at = offset_ % limits::blob_piece_size;
        if (at >= piece_.size()) return 0;
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>({left_, into.size(), piece_.size() - at}));
        std::memcpy(into.data(), piece_.data() + at, size);
        offset_ += size;
        left_ -= size;
        return size;
    }

   private:
    PostgresBlobs& blobs_;
    domain::CompanyId company_;
    domain::BlobId id_;
    std::uint64_t offset_;
    std::uint64_t left_;
    std::uint64_t number_ = 0;
    bool has_piece_ = false;
    std::string piece_;
};

}  // namespace

Result<SpoolFolder> SpoolFolder::make(const std::string& parent) {
    std::error_code failed;
    std::string base = parent;
    if (base.empty()) base = fs::temp_directory_path(failed).string();
    if (failed) return fail(ErrorCode::invalid, "there is no folder for temporary files: " + failed.message());
    remove_abandoned(base);
    // Another process may take the lock of a new folder first, and the folder away.
    std::string path;
    for (int tries = 0; tries < 10; ++tries) {
        path = base + '/' + std::string(folder_prefix) + "XXXXXX";
        if (::mkdtemp(path.data()) == nullptr) return unusable(base);  // for its owner alone
        const int lock = take_lock(path);
        std::error_code ignored;
        if (lock >= 0 && fs::exists(path + lock_name, ignored)) return SpoolFolder(std::move(path), lock);
        if (lock >= 0) ::close(lock);
    }
    return unusable(path);
}

SpoolFolder::SpoolFolder(SpoolFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::exchange(other.lock_, -1)) {}

SpoolFolder::~SpoolFolder() {
    if (path_.empty()) return;
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    ::close(lock_);
}

PostgresBlobs::PostgresBlobs(Shared& shared, SpoolFolder spool) : shared_(shared), spool_(std::move(spool)) {
    for (std::size_t i = 0; i < limits::blob_connections; ++i)
        idle_.push_back(
            std::make_unique<PostgresSession>(shared.connection(shared.options.write_timeout), shared.options.on_prepare));
}

Result<std::unique_ptr<PostgresSession>> PostgresBlobs::take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, shared_.options.wait_timeout, [this] { return !idle_.empty(); }))
        return std::unexpected(waited_error());
    // The one that was used last: it is connected.
    std::unique_ptr<PostgresSession> session = std::move(idle_.back());
    idle_.pop_back();
    return session;
}

void PostgresBlobs::give_back(std::unique_ptr<PostgresSession> session) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(session));
    }
    returned_.notify_one();
}

Result<void> PostgresBlobs::run(FunctionRef<Result<void>(PostgresSession&)> work) {
    auto session = take();
    if (!session) return fail(session);
    const auto once = [&]() -> Result<void> {
        if (auto connected = connect(shared_, **session); !connected) return connected;
        return in_transaction(**session, [&] { return work(**session); });
    };
    auto done = once();
    if (!done && (*session)->failure() == Failure::lost) done = once();
    give_back(std::move(*session));
    return done;
}

Result<domain::BlobId> PostgresBlobs::put(domain::CompanyId company, SpooledFile file) {
    domain::BlobId id = domain::make_blob_id();
    const Descriptor spooled(file.path());
    if (spooled.number() < 0)
        return fail(ErrorCode::unavailable, "The file could not be stored.", {}, "an upload is gone from " + spool_.path());
    auto done = run([&](PostgresSession& session) {
        return session.write(insert_blob, {company, std::string_view(id), shared_.clock.now()});
    });
    if (done) done = put_pieces(company, id, spooled.number());
    if (done) return id;
    remove(company, id);
    return fail(done);
}

// A transaction a piece: none is long, and nothing but the piece is held in memory.
Result<void> PostgresBlobs::put_pieces(domain::CompanyId company, const domain::BlobId& id, int descriptor) {
    std::string piece;
    for (std::int64_t number = 0;; ++number) {
        if (auto read = read_next(descriptor, piece); !read) return read;
        if (piece.empty()) return {};
        auto put = run([&](PostgresSession& session) {
            return session.write(insert_piece, {company, std::string_view(id), number, Bytes{piece}});
        });
        if (!put) return put;
    }
}

std::shared_ptr<ByteSource> PostgresBlobs::read(domain::CompanyId company, domain::BlobId id, std::uint64_t offset,
                                                std::uint64_t size) {
    return std::make_shared<PieceSource>(*this, company, std::move(id), offset, size);
}

Result<void> PostgresBlobs::read_piece(domain::CompanyId company, const domain::BlobId& id, std::uint64_t piece,
                                       std::string& into) {
    bool found = false;
    auto read = run([&](PostgresSession& session) {
        return session.query(select_piece, {company, std::string_view(id), static_cast<std::int64_t>(piece)},
                             [&](const Row& row) {
                                 into = row.bytes(0);
                                 found = true;
                                 return false;
                             });
    });
    if (!read) return read;
    if (!found)
        return fail(ErrorCode::internal, "internal error", {}, "blob " + id + " has no piece " + std::to_string(piece));
    return {};
}

void PostgresBlobs::remove(domain::CompanyId company, const domain::BlobId& id) noexcept {
    (void)run([&](PostgresSession& session) -> Result<void> {
        if (auto removed = session.write(delete_pieces, {company, std::string_view(id)}); !removed) return removed;
        return session.write(delete_blob, {company, std::string_view(id)});
    });
}

Result<domain::BlobPage> PostgresBlobs::page(domain::CompanyId company, std::string_view from, Micros age) {
    domain::BlobPage page;
    const auto read = run([&](PostgresSession& session) {
        page.ids.clear();
        return session.query(select_page, {company, from, shared_.clock.now() - age, limits::blob_page},
                             [&](const Row& row) {
                                 page.ids.emplace_back(row.text(0));
                                 return true;
                             });
    });
    if (!read) return fail(read);
    if (std::ssize(page.ids) == limits::blob_page) page.next = page.ids.back();
    return page;
}

Result<void> check_blobs(PostgresSession& session, domain::CompanyId company, std::vector<std::string>& findings) {
    for (const WrongBlobs& wrong : all_wrong_blobs) {
        auto checked = session.query(wrong.select, {company}, [&](const Row& row) {
            findings.push_back(blob_finding({company, wrong.what, row.integer(0), {}, row.integer(1)}, row.integer(3) != 0));
            return true;
        });
        if (!checked) return checked;
    }
    return {};
}

}  // namespace stele::store::postgres
