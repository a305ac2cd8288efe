// The thread that compresses large replies, so that no loop is held up by them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "http/response.h"
#include "http/server.h"

namespace stele::http {

class Compressor {
   public:
    Compressor();
    // What waits is dropped; nobody is left to take it.
    ~Compressor();
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    // Takes the response, compresses it and delivers it to the slot, from a thread of its own. False when
    // limits::waiting_compressions wait already: the response is as it was. Any thread.
    bool take(const std::shared_ptr<detail::ReplySlot>& slot, Response& response);

   private:
    struct Waiting {
        std::shared_ptr<detail::ReplySlot> slot;
        Response response;
    };

    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace stele::http
