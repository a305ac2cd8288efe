#include "http/compressor.h"

#include <utility>

#include "base/limits.h"
#include "http/compress.h"

namespace stele::http {

Compressor::Compressor() : thread_([this] { run(); }) {}

Compressor::~Compressor() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool Compressor::take(const std::shared_ptr<detail::ReplySlot>& slot, Response& response) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= limits::waiting_compressions) return false;
        waiting_.push_back({slot, std::move(response)});
    }
    changed_.notify_one();
    return true;
}

void Compressor::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        compress(next.response);
        detail::ReplySlot& slot = *next.slot;
        slot.deliver(std::move(next.slot), &next.response);
        lock.lock();
    }
}

}  // namespace stele::http
