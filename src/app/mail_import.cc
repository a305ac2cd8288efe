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

namespace {

// What is said of a file's parts.
struct Wording {
    const char* part;     // "message"
    const char* summary;  // of three numbers
};

// One slice after the other.
int import_file(CommandRunner& runner, Command command, const std::string& file, const Wording& wording) {
    command.arguments["file"] = std::filesystem::absolute(file).lexically_normal();
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
            std::fprintf(stderr, "%s at byte %llu: %s\n", wording.part, static_cast<unsigned long long>(each.offset),
                         each.reason.c_str());
        added += slice->added;
        known += slice->known;
        refused += static_cast<std::int64_t>(slice->refused.size());
        if (slice->is_last) break;
        offset = slice->next_offset;
    }
    const std::string counts[] = {std::to_string(added), std::to_string(known), std::to_string(refused)};
    std::string line = wording.summary;
    std::size_t count = 0;
    for (auto place = line.find('#'); place != std::string::npos && count < std::size(counts); place = line.find('#', place))
        line.replace(place, 1, counts[count++]);
    std::puts(line.c_str());
    return refused == 0 ? 0 : 1;
}

}  // namespace

int import_mail(CommandRunner& runner, const MailImportOptions& options) {
    Command command{"mail slice", options.company, {}};
    if (!options.user.empty()) command.arguments["user"] = options.user;
    if (options.is_private) command.arguments["private"] = "true";
    return import_file(runner, std::move(command), options.file,
                       {"message", "added # messages; # were there already, # could not be read"});
}

int import_items(CommandRunner& runner, const ItemImportOptions& options) {
    return import_file(runner, {"import slice", options.company, {}}, options.file,
                       {"line", "added # items; # were there already, # were refused"});
}

}  // namespace stele::app
