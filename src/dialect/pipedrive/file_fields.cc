#include "dialect/pipedrive/file_fields.h"

#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/pipedrive/list_query.h"
#include "domain/activities.h"
#include "domain/files.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::File;
using domain::FileField;
using domain::Predicate;
using enum WireType;

void write_name(JsonWriter& writer, const std::string* name) {
    if (name == nullptr)
        writer.null();
    else
        writer.string(*name);
}

template <auto Member>
void write_number(JsonWriter& writer, const FileView& view) {
    writer.integer(view.file.*Member);
}
template <auto Member>
void write_text(JsonWriter& writer, const FileView& view) {
    writer.string(view.file.*Member);
}
template <auto Member>
void write_time(JsonWriter& writer, const FileView& view) {
    writer.string_literal(format_space(view.file.*Member).view());
}
template <auto Member>
void write_text_or_null(JsonWriter& writer, const FileView& view) {
    if ((view.file.*Member).empty())
        writer.null();
    else
        writer.string(view.file.*Member);
}
void write_nothing(JsonWriter& writer, const FileView&) { writer.null(); }

void write_activity(JsonWriter& writer, const FileView& view) {
    if (view.shows_activity)
        writer.integer(*view.file.activity_id);
    else
        writer.null();
}

void write_location(JsonWriter& writer, const FileView& view) {
    if (view.file.remote_location.empty())
        writer.string_literal("local");
    else
        writer.string(view.file.remote_location);
}

void write_mail_message(JsonWriter& writer, const FileView& view) {
    if (view.file.mail_message_id)
        writer.string(std::to_string(*view.file.mail_message_id));
    else
        writer.null();
}

std::string url_of(const Settings& settings, domain::FileId id) {
    return settings.public_url + "/api/v1/files/" + std::to_string(id) + "/download";
}

void write_url(JsonWriter& writer, const FileView& view) { writer.string(url_of(view.settings, view.file.id)); }

constexpr Field<FileView> fields[] = {
    {"id", integer, false, write_number<&File::id>, "The file's id"},
    {"user_id", integer, false, write_number<&File::user_id>, "Who brought it in"},
    {"deal_id", integer, true, [](JsonWriter& w, const FileView& v) { write_seen_id(w, v.file.deal_id, v.deal); },
     "The deal that it is about"},
    {"person_id", integer, true, [](JsonWriter& w, const FileView& v) { write_seen_id(w, v.file.person_id, v.person); },
     "The person that it is about"},
    {"org_id", integer, true,
     [](JsonWriter& w, const FileView& v) { write_seen_id(w, v.file.organization_id, v.organization); },
     "The organization that it is about"},
    {"product_id", integer, true, write_nothing, "There are no products: always null"},
    {"activity_id", integer, true, write_activity, "The activity that it is about"},
    {"lead_id", string, true, write_nothing, "There are no leads: always null"},
    {"log_id", integer, true, write_nothing, "Always null"},
    {"add_time", string, false, write_time<&File::add_time>, "When it was added"},
    {"update_time", string, false, write_time<&File::update_time>, "When it was last changed"},
    {"file_name", string, false, write_text<&File::file_name>, "The name that it is stored under, which no other file has"},
    {"file_type", string, false, write_text<&File::file_type>, "What its name ends in; may be empty"},
    {"file_size", integer, false, write_number<&File::size>, "In bytes"},
    {"active_flag", boolean, false, [](JsonWriter& w, const FileView& v) { w.boolean(!v.file.delete_time); },
     "False when deleted"},
    {"inline_flag", boolean, false, [](JsonWriter& w, const FileView& v) { w.boolean(v.file.is_inline); },
     "Whether it is shown within a message of mail"},
    {"remote_location", string, false, write_location, "local, or googledrive"},
    {"remote_id", string, true, write_text_or_null<&File::remote_id>, "Its name there"},
    {"cid", string, true, write_text_or_null<&File::content_id>, "By which its message of mail names it"},
    {"s3_bucket", string, true, write_nothing, "Always null"},
    {"mail_message_id", string, true, write_mail_message, "The message of mail that it came with"},
    {"mail_template_id", string, true, write_nothing, "There are no templates: always null"},
    {"deal_name", string, true, [](JsonWriter& w, const FileView& v) { write_name(w, v.deal); }, "The deal's title"},
    {"person_name", string, true, [](JsonWriter& w, const FileView& v) { write_name(w, v.person); }, "The person's name"},
    {"people_name", string, true, write_nothing, "Always null"},
    {"org_name", string, true, [](JsonWriter& w, const FileView& v) { write_name(w, v.organization); },
     "The organization's name"},
    {"product_name", string, true, write_nothing, "There are no products: always null"},
    {"lead_name", string, true, write_nothing, "There are no leads: always null"},
    {"url", string, false, write_url, "Where its bytes are, for those who may read it"},
    {"name", string, false, write_text<&File::name>, "Its name"},
    {"description", string, false, write_text<&File::description>, "What is said about it"},
};

// What lists are sorted by; none of it is written.
struct NoSource {};
constexpr Field<NoSource> sort_fields[] = {
    {"id", integer, false, nullptr, "", nullptr, FileField::id},
    {"user_id", integer, false, nullptr, "", nullptr, FileField::user_id},
    {"deal_id", integer, false, nullptr, "", nullptr, FileField::deal_id},
    {"person_id", integer, false, nullptr, "", nullptr, FileField::person_id},
    {"org_id", integer, false, nullptr, "", nullptr, FileField::organization_id},
    {"product_id", integer, false, nullptr, ""},
    {"add_time", string, false, nullptr, "", nullptr, FileField::add_time},
    {"update_time", string, false, nullptr, "", nullptr, FileField::update_time},
    {"file_name", string, false, nullptr, "", nullptr, FileField::file_name},
    {"file_type", string, false, nullptr, "", nullptr, FileField::file_type},
    {"file_size", integer, false, nullptr, "", nullptr, FileField::size},
    {"comment", string, false, nullptr, "", nullptr, FileField::description},
};

Result<std::set<std::int64_t>> seen_activities(Context& context, std::vector<std::int64_t> ids) {
    std::set<std::int64_t> seen;
    if (ids.empty()) return seen;
    const auto size = static_cast<std::int64_t>(ids.size());
    const auto where = Predicate::all({Predicate::compare(domain::ActivityField::id, Comparison::in, std::move(ids)),
                                       Predicate::compare(domain::ActivityField::delete_time, Comparison::is_null),
                                       domain::visible_activities(context.caller)});
    const auto listed = context.transaction.activities().list({where, {}, size, 0}, [&](const domain::Activity& activity) {
        seen.insert(activity.id);
        return true;
    });
    if (!listed) return fail(listed);
    return seen;
}

}  // namespace

const Shape file_shape{"File", [] { return describe(fields); }};
const Shape file_list_shape{"File", [] { return describe(fields); }, true};

Result<std::map<std::int64_t, AttachedFile>> read_attached_files(Context& context, std::vector<std::int64_t> activities) {
    std::map<std::int64_t, AttachedFile> files;
    if (activities.empty()) return files;
    auto where = Predicate::all({Predicate::compare(FileField::activity_id, Comparison::in, std::move(activities)),
                                 Predicate::compare(FileField::delete_time, Comparison::is_null),
                                 domain::visible_files(context.caller)});
    const auto listed =
        context.transaction.files().list({std::move(where), {}, limits::attached_files, 0}, [&](const File& file) {
            files.try_emplace(*file.activity_id, AttachedFile{file.id, file.name, url_of(context.settings, file.id)});
            return true;
        });
    if (!listed) return fail(listed);
    return files;
}

Result<std::vector<domain::SortKey>> read_file_sort(const Request& request, const domain::Directory& directory) {
    return read_sort(request, directory, domain::Kind::file, std::span<const Field<NoSource>>(sort_fields));
}

Result<FileWriter> FileWriter::read(Context& context, std::span<const File> files) {
    auto names = SubjectNames::read(context, files);
    if (!names) return fail(names);
    std::vector<std::int64_t> activities;
    for (const File& file : files)
        if (file.activity_id) activities.push_back(*file.activity_id);
    auto seen = seen_activities(context, std::move(activities));
    if (!seen) return fail(seen);
    FileWriter writer(context.settings);
    writer.names_ = std::move(*names);
    writer.activities_ = std::move(*seen);
    return writer;
}

void FileWriter::write(JsonWriter& writer, const File& file) const {
    write_object(writer, fields,
                 FileView{file, settings_, name_of(names_.organizations, file.organization_id),
                          name_of(names_.persons, file.person_id), name_of(names_.deals, file.deal_id),
                          file.activity_id && activities_.contains(*file.activity_id)});
}

}  // namespace stele::dialect::pipedrive
