// How v2 reads bodies: strict about types, and it refuses what it does not know.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "dialect/dialect.h"
#include "dialect/pipedrive/custom_input.h"
#include "dialect/pipedrive/visible_level.h"
#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

// "must be WHAT", about the field NAME.
[[nodiscard]] std::unexpected<Error> must_be(std::string_view name, std::string_view what);

// Values. Errors: invalid.
[[nodiscard]] Result<std::string> strict_text(const JsonValue& value, std::string_view name);
// Null is an empty text.
[[nodiscard]] Result<std::string> nullable_text(const JsonValue& value, std::string_view name);
[[nodiscard]] Result<std::int64_t> strict_number(const JsonValue& value, std::string_view name);
[[nodiscard]] Result<bool> strict_flag(const JsonValue& value, std::string_view name);
[[nodiscard]] Result<int> strict_level(const JsonValue& value, std::string_view name);
[[nodiscard]] Result<Micros> strict_time(const JsonValue& value, std::string_view name);
// Each once. Null is none.
[[nodiscard]] Result<std::vector<std::int64_t>> strict_ids(const JsonValue& value, std::string_view name);

// Reads one of these into a member.
template <auto Member, auto Read, class Target>
Result<void> read_into(const JsonValue& value, std::string_view name, Target& target) {
    auto read = Read(value, name);
    if (!read) return fail(read);
    target.*Member = std::move(*read);
    return {};
}

// Older documents list update_time; an order of changes that clients could set would lose them changes, so it is checked only.
template <class Target>
Result<void> check_update_time(const JsonValue& value, std::string_view name, Target& /*target*/) {
    if (const auto time = strict_time(value, name); !time) return fail(time);
    return {};
}

// They are the company's: read when the rest of the body is.
template <class Target>
Result<void> leave_custom_fields(const JsonValue& /*value*/, std::string_view /*name*/, Target& /*target*/) {
    return {};
}

// The members of an object by their table; `path` stands before the names in errors: "address.".
template <class Target>
[[nodiscard]] Result<void> read_members(std::span<const InputField<Target>> fields, const JsonValue& object,
                                        std::string_view path, Target& target) {
    for (const JsonValue member : object) {
        const auto* field = find_input(fields, member.name());
        const std::string name = std::string(path).append(member.name());
        if (field == nullptr) return fail(ErrorCode::invalid, "is not a known field", name);
        if (auto done = field->read(member, name, target); !done) return done;
    }
    return {};
}

// A body that changes a record.
template <class Target>
[[nodiscard]] Result<Target> read_update(std::span<const InputField<Target>> fields, const domain::Directory& directory,
                                         domain::Kind kind, JsonValue body) {
    Target patch;
    if (auto read = read_members(fields, body, "", patch); !read) return fail(read);
    if (auto level = read_level(directory.company, patch.visible_to); !level) return fail(level);
    if (const auto custom_fields = body.find("custom_fields")) {
        auto custom = read_custom_fields_v2(directory, kind, *custom_fields);
        if (!custom) return fail(custom);
        patch.custom = std::move(*custom);
    }
    return patch;
}

// One that adds a record has a name.
template <class Target>
[[nodiscard]] Result<Target> read_creation(std::span<const InputField<Target>> fields, const domain::Directory& directory,
                                           domain::Kind kind, JsonValue body) {
    if (!body.find("name")) return fail(ErrorCode::invalid, "is required", "name");
    return read_update(fields, directory, kind, body);
}

// As describe(), with nothing that is required.
template <class Target>
[[nodiscard]] std::vector<FieldDoc> describe_update(std::span<const InputField<Target>> fields) {
    auto docs = describe(fields);
    for (FieldDoc& doc : docs) doc.required = false;
    return docs;
}

}  // namespace stele::dialect::pipedrive
