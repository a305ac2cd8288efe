#include "store/sqlite/thread_readers.h"

#include <algorithm>

namespace stele::store {

namespace {

struct Slot {
    const ThreadReaders* owner = nullptr;
    std::shared_ptr<Reader> reader;  // closed, but not gone, when the engine has stopped
};

// A handle, not state: which connection this thread opened. An engine that stops closes what is behind it.
std::vector<Slot>& slots() {
    thread_local std::vector<Slot> slots_of_thread;
    return slots_of_thread;
}

}  // namespace

Reader* ThreadReaders::find() noexcept {
    for (const Slot& slot : slots())
        if (slot.owner == this && !slot.reader->is_closed()) return slot.reader.get();
    return nullptr;
}

Result<Reader*> ThreadReaders::get() {
    if (Reader* reader = find()) return reader;
    auto opened = Reader::open(shared_);
    if (!opened) return fail(opened);
    std::shared_ptr<Reader> reader = std::move(*opened);
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return std::unexpected(stopped_error());
        std::erase_if(readers_, [](const std::weak_ptr<Reader>& other) { return other.expired(); });
        readers_.push_back(reader);
    }
    std::erase_if(slots(), [](const Slot& slot) { return slot.reader->is_closed(); });
    slots().push_back({this, reader});
    return reader.get();
}

void ThreadReaders::close() noexcept {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (const auto& weak : readers_)
        if (const auto reader = weak.lock()) reader->close();
    readers_.clear();
}

}  // namespace stele::store
