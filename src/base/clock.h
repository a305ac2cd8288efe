// Where the time comes from. Times are microseconds since 1970-01-01 UTC, everywhere.
#pragma once

#include <chrono>
#include <cstdint>

namespace stele {

using Micros = std::int64_t;

// Called from any thread.
class Clock {
   public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Micros now() const = 0;
};

class SystemClock final : public Clock {
   public:
    [[nodiscard]] Micros now() const override {
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
};

}  // namespace stele
