#include "app/mail_import.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "app/report.h"

namespace stele::app {

namespace {

// "17\t" off the beginning, or "17\n".
template <class Number>
bool take_number(std::string_view& text, char end, Number& into) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    if (error != std::errc() || rest == text.data() + text.size() || *rest != end) return false;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()) + 1);
    return true;
}

}  // namespace

std::string to_text(const MailSlice& slice) {
    std::string text = std::to_string(slice.next_offset) + '\t' + (slice.is_last ? "1" : "0") + '\t' +
                       std::to_string(slice.added) + '\t' + std::to_string(slice.known) + '\n';
    for (const MailSlice::Refused& refused : slice.refused)
        text += std::to_string(refused.offset) + '\t' + refused.reason + '\n';
    return text;
}

std::optional<MailSlice> mail_slice_from_text(std::string_view text) {
    MailSlice slice;
    int is_last = 0;
    if (!take_number(text, '\t', slice.next_offset) || !take_number(text, '\t', is_last) ||
        !take_number(text, '\t', slice.added) || !take_number(text, '\n', slice.known))
        return std::nullopt;
    slice.is_last = is_last == 1;
    while (!text.empty()) {
        MailSlice::Refused refused;
        if (!take_number(text, '\t', refused.offset)) return std::nullopt;
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        refused.reason = text.substr(0, end);
        text.remove_prefix(end + 1);
        slice.refused.push_back(std::move(refused));
    }
    return slice;
}

int import_mail(CommandRunner& runner, const MailImportOptions& options) {
    Command command{"mail slice", options.company, {}};
    command.arguments["file"] = std::filesystem::absolute(options.file).lexically_normal();
    if (!options.user.empty()) command.arguments["user"] = options.user;
    if (options.is_private) command.arguments["private"] = "true";
    std::int64_t added = 0;
    std::int64_t known = 0;
    std::int64_t refused = 0;
    for (std::uint64_t offset = 0; true;) {
        command.arguments["offset"] = std::to_string(offset);
        const Outcome outcome = runner.run(command);
        if (outcome.status != 0) return report(outcome.error, std::max(1, outcome.status));
        const auto slice = mail_slice_from_text(outcome.output);
        if (!slice) return report("the running server is of another version", 1);
        for (const MailSlice::Refused& each : slice->refused)
            std::fprintf(stderr, "message at byte %llu: %s\n", static_cast<unsigned long long>(each.offset),
                         each.reason.c_str());
        added += slice->added;
        known += slice->known;
        refused += static_cast<std::int64_t>(slice->refused.size());
        if (slice->is_last) break;
        offset = slice->next_offset;
    }
    std::printf("added %lld messages; %lld were there already, %lld could not be read\n", static_cast<long long>(added),
                static_cast<long long>(known), static_cast<long long>(refused));
    return refused == 0 ? 0 : 1;
}

}  // namespace stele::app
