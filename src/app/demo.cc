#include "app/demo.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

#include <unistd.h>

#include "app/demo_records.h"
#include "app/report.h"
#include "base/limits.h"

namespace stele::app {

namespace {

constexpr std::int64_t slice_organizations = limits::demo_slice_records / (1 + demo_people_most);
constexpr int bar_width = 40;
constexpr int plain_lines = 10;

// On a terminal a bar that is drawn over itself, otherwise a line for each tenth.
class Progress {
   public:
    explicit Progress(std::int64_t total)
        : total_(total), is_terminal_(::isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()) {}

    void show(std::int64_t done) {
        if (is_terminal_) return draw(done);
        const std::int64_t tenth = done * plain_lines / total_;
        if (tenth == tenth_) return;
        tenth_ = tenth;
        std::fprintf(stderr, "%lld of %lld organizations\n", static_cast<long long>(done), static_cast<long long>(total_));
    }

    // The cursor stands behind the bar.
    void end() const {
        if (is_terminal_) std::fputc('\n', stderr);
    }

   private:
    void draw(std::int64_t done) {
        const std::int64_t percent = done * 100 / total_;
        if (percent == percent_) return;
        percent_ = percent;
        const auto filled = static_cast<std::size_t>(done * bar_width / total_);
        const std::string bar = std::string(filled, '#') + std::string(bar_width - filled, '.');
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
        const double left =
            seconds * static_cast<double>(total_ - done) / static_cast<double>(std::max<std::int64_t>(1, done));
        std::fprintf(stderr, "\r[%s] %3lld %%  %lld of %lld organizations, %.0f s left  ", bar.c_str(),
                     static_cast<long long>(percent), static_cast<long long>(done), static_cast<long long>(total_), left);
    }

    std::int64_t total_;
    bool is_terminal_;
    std::chrono::steady_clock::time_point start_;
    std::int64_t tenth_ = 0;
    std::int64_t percent_ = -1;
};

// "3\t17\t20\n"; nothing when it is something else.
std::optional<std::array<std::int64_t, 3>> parse_counts(const std::string& text) {
    std::array<std::int64_t, 3> counts{};
    const char* at = text.data();
    const char* end = at + text.size();
    for (std::int64_t& count : counts) {
        const auto [rest, error] = std::from_chars(at, end, count);
        if (error != std::errc() || rest == end) return std::nullopt;
        at = rest + 1;
    }
    return counts;
}

int failed(const Outcome& outcome) { return report(outcome.error, std::max(1, outcome.status)); }

// Runs a command that answers with three counts, which are added to `sums`. 0, or the exit status.
int run_counted(CommandRunner& runner, const Command& command, std::array<std::int64_t, 3>& sums) {
    const Outcome outcome = runner.run(command);
    if (outcome.status != 0) return failed(outcome);
    const auto counts = parse_counts(outcome.output);
    if (!counts) return report("the running server is of another version", 1);
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += (*counts)[i];
    return 0;
}

}  // namespace

int fill_with_demo(CommandRunner& runner, const DemoOptions& options) {
    std::array<std::int64_t, 3> begin{};  // organizations that are there; users that are there; users added
    Command command{"demo begin", options.company, {}};
    if (options.only_if_empty) command.arguments["only_if_empty"] = "true";
    int status = run_counted(runner, command, begin);
    if (status != 0) return status;
    const auto [first, users, added] = begin;
    if (options.only_if_empty && first > 0) {
        std::printf("company %lld has %lld organizations already: nothing is added\n",
                    static_cast<long long>(options.company), static_cast<long long>(first));
        return 0;
    }

    std::array<std::int64_t, 3> made{};  // organizations, people, followers
    Progress progress(options.organizations);
    while (made[0] < options.organizations && status == 0) {
        const std::int64_t count = std::min(slice_organizations, options.organizations - made[0]);
        const Command slice{
            "demo slice", options.company, {{"first", std::to_string(first + made[0])}, {"count", std::to_string(count)}}};
        progress.show(made[0]);
        status = run_counted(runner, slice, made);
    }
    if (status == 0) progress.show(made[0]);
    progress.end();
    std::printf("added %lld organizations, %lld people and %lld followers, and %lld users (there are %lld)\n",
                static_cast<long long>(made[0]), static_cast<long long>(made[1]), static_cast<long long>(made[2]),
                static_cast<long long>(added), static_cast<long long>(users));
    return status;
}

}  // namespace stele::app
