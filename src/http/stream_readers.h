// The threads that read the bodies of streamed replies, so that no loop waits for a disk or a database.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/byte_source.h"

namespace stele::http {

class ConnectionSlot;

// The next bytes of a body. Fewer than were asked for: the source failed or ended early.
struct StreamPiece {
    std::string bytes;
};

class StreamReaders {
   public:
    StreamReaders();
    ~StreamReaders();
    StreamReaders(const StreamReaders&) = delete;
    StreamReaders& operator=(const StreamReaders&) = delete;

    // Reads `size` bytes and hands them to the slot's connection. One piece of a source at a time. Any thread.
    void read(std::shared_ptr<ConnectionSlot> slot, std::shared_ptr<ByteSource> source, std::size_t size);
    // Ends what is being read; no source is read any more, and what waits is dropped: nobody is left to take it.
    void stop();

   private:
    struct Waiting {
        std::shared_ptr<ConnectionSlot> slot;
        std::shared_ptr<ByteSource> source;
        std::size_t size;
    };

    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;  // a piece a connection at most
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace stele::http
