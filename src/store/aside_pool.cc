#include "store/aside_pool.h"

#include <utility>

#include "base/limits.h"

namespace stele::store {

AsidePool::AsidePool() {
    for (std::size_t i = 0; i < limits::aside_threads; ++i) threads_.emplace_back([this] { run(); });
}

void AsidePool::submit(std::unique_ptr<domain::Task> task) {
    bool is_stopped = false;
    {
        const std::lock_guard lock(mutex_);
        is_stopped = stopped_;
        if (!is_stopped && waiting_.size() < limits::waiting_asides) {
            waiting_.push_back(std::move(task));
            arrived_.notify_one();
            return;
        }
    }
    task->run(fail(ErrorCode::unavailable, is_stopped ? "the server is shutting down" : "too many requests are waiting"));
}

void AsidePool::stop() noexcept {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    arrived_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
    for (const auto& task : std::exchange(waiting_, {}))
        task->run(fail(ErrorCode::unavailable, "the server is shutting down"));
}

void AsidePool::run() {
    while (true) {
        std::unique_ptr<domain::Task> task;
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
            if (stopped_) return;
            task = std::move(waiting_.front());
            waiting_.pop_front();
        }
        task->run({});
    }
}

}  // namespace stele::store
