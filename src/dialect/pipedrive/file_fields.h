// How v1 shows a file.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "dialect/pipedrive/seen_names.h"
#include "dialect/shape.h"
#include "domain/file.h"

namespace stele::dialect::pipedrive {

// A file with what it is about, as far as the caller sees that.
struct FileView {
    const domain::File& file;
    const Settings& settings;
    const std::string* organization = nullptr;  // their names
    const std::string* person = nullptr;
    const std::string* deal = nullptr;
    bool shows_activity = false;
};

extern const Shape file_shape;
extern const Shape file_list_shape;

// The file that an activity shows as its own: the oldest about it that the caller sees.
struct AttachedFile {
    domain::FileId id = 0;
    std::string name;
    std::string url;
};
// By activity; one statement for all.
[[nodiscard]] Result<std::map<std::int64_t, AttachedFile>> read_attached_files(Context& context,
                                                                               std::vector<std::int64_t> activities);

// The twelve keys that lists of files are sorted by. Error: invalid.
[[nodiscard]] Result<std::vector<domain::SortKey>> read_file_sort(const Request& request,
                                                                  const domain::Directory& directory);

// Writes files of which all that they are about was looked up at once.
class FileWriter {
   public:
    [[nodiscard]] static Result<FileWriter> read(Context& context, std::span<const domain::File> files);

    void write(JsonWriter& writer, const domain::File& file) const;

   private:
    explicit FileWriter(const Settings& settings) : settings_(settings) {}

    const Settings& settings_;
    SubjectNames names_;
    std::set<std::int64_t> activities_;
};

}  // namespace stele::dialect::pipedrive
