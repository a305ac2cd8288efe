// The step of `stele import`: some lines of a file, each a write of its own.
#include <fstream>

#include "app/command_steps.h"
#include "app/mail_import.h"
#include "base/limits.h"
#include "dialect/rogerroger/import.h"
#include "domain/purge.h"

namespace stele::app {

namespace {

using domain::Transaction;

constexpr std::string_view agent = "stele import";

// As the first admin. Whether it was new.
Result<bool> bring_in(domain::Engine& engine, domain::CompanyId company, std::string_view line) {
    const dialect::Settings settings;
    bool is_new = false;
    auto done = domain::run_and_wait(engine, domain::Access::write, company, [&](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const auto time = transaction.write_time();
        if (!time) return fail(time);
        auto caller = domain::caller_of_stele(**directory, agent);
        if (!caller) return fail(caller);
        caller->now = *time;
        dialect::Context context{transaction, *caller, settings, *time, engine.blobs()};
        const auto imported = dialect::rogerroger::import_line(context, line);
        if (!imported) return fail(imported);
        is_new = *imported;
        return {};
    });
    if (!done) return fail(done);
    return is_new;
}

// As std::getline(), but keeps one byte more than a line may have. Says how many bytes it passed, the line feed among them; 0: there
// was no line.
std::uint64_t read_line(std::istream& file, std::string& line) {
    using Traits = std::ifstream::traits_type;
    line.clear();
    std::uint64_t passed = 0;
    for (auto read = file.rdbuf()->sbumpc(); read != Traits::eof(); read = file.rdbuf()->sbumpc()) {
        ++passed;
        if (Traits::to_char_type(read) == '\n') break;
        if (line.size() <= limits::body_size) line.push_back(Traits::to_char_type(read));
    }
    return passed;
}

bool is_of_the_line(const Error& error) {
    return error.code == ErrorCode::invalid || error.code == ErrorCode::not_found || error.code == ErrorCode::conflict ||
           error.code == ErrorCode::too_large;
}

Result<MailSlice> read_slice(domain::Engine& engine, domain::CompanyId company, std::ifstream& file, std::uint64_t offset) {
    MailSlice slice;
    slice.next_offset = offset;
    std::string line;
    for (std::int64_t count = 0; count < limits::mail_slice_messages; ++count) {
        const std::uint64_t passed = read_line(file, line);
        if (passed == 0) {
            slice.is_last = true;
            return slice;
        }
        const std::uint64_t at = slice.next_offset;
        slice.next_offset += passed;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto is_new =
            line.size() > limits::body_size
                ? fail(ErrorCode::invalid, "it is larger than " + std::to_string(limits::body_size) + " bytes")
                : bring_in(engine, company, line);
        if (!is_new && !is_of_the_line(is_new.error())) return fail(is_new);
        if (!is_new)
            slice.refused.push_back({at, is_new.error().message});
        else
            ++(*is_new ? slice.added : slice.known);
    }
    return slice;
}

Outcome slice(domain::Engine& engine, const Command& command) {
    const auto offset = parse_number(argument(command, "offset"), "the offset");
    if (!offset) return failure(offset.error());
    if (*offset < 0) return {command_senseless, {}, "no such part of the file"};
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {command_failed, {}, "there is no company " + std::to_string(command.company)};
    std::ifstream file(argument(command, "file"), std::ios::binary);
    if (!file || !file.seekg(*offset)) return {command_failed, {}, "cannot read " + argument(command, "file")};
    const auto done = read_slice(engine, command.company, file, static_cast<std::uint64_t>(*offset));
    if (!done) return failure(done.error());
    return {0, to_text(*done), {}};
}

constexpr CommandRow rows[] = {{"import slice", slice}};

}  // namespace

std::span<const CommandRow> import_commands() { return rows; }

}  // namespace stele::app
