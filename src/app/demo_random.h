// Numbers that follow from a seed, the same on every machine, which the standard library's distributions are not.
#pragma once

#include <cstdint>
#include <iterator>

namespace stele::app {

class DemoRandom {
   public:
    explicit DemoRandom(std::int64_t seed) : state_(static_cast<std::uint64_t>(seed)) {}

    // 0 to count - 1.
    std::size_t below(std::size_t count) {
        state_ += 0x9e3779b97f4a7c15;  // splitmix64
        std::uint64_t mixed = (state_ ^ (state_ >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return static_cast<std::size_t>((mixed ^ (mixed >> 31)) % count);
    }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class List>
    const auto& of(const List& list) {
        return list[below(std::size(list))];
    }

   private:
    std::uint64_t state_;
};

}  // namespace stele::app
