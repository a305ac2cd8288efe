#include "http/stream_readers.h"

#include <span>
#include <utility>

#include "base/limits.h"
#include "http/mailbox.h"

namespace stele::http {
namespace {

StreamPiece read_piece(ByteSource& source, std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        const auto got = source.read(std::span(bytes).subspan(filled));
        if (!got || *got == 0) break;
        filled += *got;
    }
    bytes.resize(filled);
    return {std::move(bytes)};
}

}  // namespace

StreamReaders::StreamReaders() {
    for (std::size_t i = 0; i < limits::stream_threads; ++i) threads_.emplace_back([this] { run(); });
}

StreamReaders::~StreamReaders() { stop(); }

void StreamReaders::read(std::shared_ptr<ConnectionSlot> slot, std::shared_ptr<ByteSource> source, std::size_t size) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        waiting_.push_back({std::move(slot), std::move(source), size});
    }
    changed_.notify_one();
}

void StreamReaders::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    waiting_.clear();
}

void StreamReaders::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        StreamPiece piece = read_piece(*next.source, next.size);
        next.source.reset();  // the connection holds it while there is more to read
        ConnectionSlot::deliver(std::move(next.slot), std::move(piece));
        lock.lock();
    }
}

}  // namespace stele::http
