#include "domain/files.h"

#include <algorithm>

#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/file_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::File;
using domain::NewFile;
using enum WireType;

constexpr std::string_view google_drive = "googledrive";
constexpr std::string_view google_types[] = {"gdoc", "gslides", "gsheet", "gform", "gdraw"};

Result<http::Response> file_reply(Context& context, const Result<File>& file) {
    if (!file) return fail(file);
    const auto shown = FileWriter::read(context, {&*file, 1});
    if (!shown) return fail(shown);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    shown->write(writer, *file);
    end_reply(writer);
    return response;
}

template <class Target, std::size_t N>
Result<void> read_members(JsonValue body, const InputField<Target> (&inputs)[N], Target& target) {
    for (const JsonValue member : body) {
        const auto* field = find_input(std::span<const InputField<Target>>(inputs), member.name());
        if (field == nullptr) continue;
        if (auto done = field->read(member, field->name, target); !done) return done;
    }
    return {};
}

const Shape id_shape{"DeletedId", [] { return std::vector<FieldDoc>{{"id", integer, false, true, "The id", nullptr}}; }};

// --- a file and its bytes ----------------------------------------------------------------------------------------------

template <auto Member>
Result<void> read_subject(const JsonValue& value, std::string_view name, NewFile& target) {
    if (is_left_out(value)) return {};
    const auto id = as_integer(value);
    if (!id) return bad(name, "a number");
    if (*id != 0) target.*Member = *id;
    return {};
}

// Products, leads and projects do not exist here: nothing can be about one.
Result<void> refuse_subject(const JsonValue& value, std::string_view name, NewFile& /*target*/) {
    if (is_left_out(value) || as_integer(value) == 0) return {};
    return fail(ErrorCode::invalid, "there is no such " + std::string(name.substr(0, name.find('_'))), std::string(name));
}

// The part that is the file stands beside these.
Result<void> refuse_text(const JsonValue& value, std::string_view name, NewFile& /*target*/) {
    if (is_left_out(value)) return {};
    return bad(name, "a file");
}

constexpr InputField<NewFile> upload_inputs[] = {
    {"file", string, true, refuse_text, "The file itself, with its name and type"},
    {"deal_id", integer, false, read_subject<&NewFile::deal_id>, "The deal that it is about"},
    {"person_id", integer, false, read_subject<&NewFile::person_id>, "The person that it is about"},
    {"org_id", integer, false, read_subject<&NewFile::organization_id>, "The organization that it is about"},
    {"product_id", integer, false, refuse_subject, "There are no products"},
    {"activity_id", integer, false, read_subject<&NewFile::activity_id>, "The activity that it is about"},
    {"lead_id", string, false, refuse_subject, "There are no leads"},
    {"project_id", integer, false, refuse_subject, "There are no projects"},
};
const Shape upload_shape{"AddFileRequest", [] { return describe(upload_inputs); }};

Result<http::Response> add_file(const Request& request, Context& context) {
    NewFile wanted;
    if (auto read = read_members(request.json(), upload_inputs, wanted); !read) return fail(read);
    const auto uploads = request.uploads();
    if (uploads.empty()) return bad("file", "a file, in a form of multipart/form-data");
    if (uploads.size() > 1 || uploads.front().field != "file") return bad("file", "the only file");
    const Upload& upload = uploads.front();
    wanted.name = upload.file_name;
    wanted.content_type = upload.content_type;
    wanted.size = upload.size;
    wanted.blob_id = upload.blob;
    return file_reply(context, domain::add_file(context.transaction, context.caller, wanted));
}

template <auto Member>
Result<void> read_text(const JsonValue& value, std::string_view name, domain::FilePatch& target) {
    auto text = value.is_null() ? std::optional<std::string>("") : as_text(value);
    if (!text) return bad(name, "a text");
    target.*Member = std::move(*text);
    return {};
}

constexpr InputField<domain::FilePatch> patch_inputs[] = {
    {"name", string, false, read_text<&domain::FilePatch::name>, "Its name"},
    {"description", string, false, read_text<&domain::FilePatch::description>, "What is said about it"},
};
const Shape patch_shape{"UpdateFileRequest", [] { return describe(patch_inputs); }};

Result<http::Response> update_file(const Request& request, Context& context) {
    domain::FilePatch patch;
    if (auto read = read_members(request.json(), patch_inputs, patch); !read) return fail(read);
    return file_reply(context, domain::update_file(context.transaction, context.caller, request.path_number("id"), patch));
}

Result<http::Response> get_file(const Request& request, Context& context) {
    return file_reply(context, domain::find_file(context.transaction, context.caller, request.path_number("id")));
}

Result<http::Response> delete_file(const Request& request, Context& context) {
    const std::int64_t id = request.path_number("id");
    if (auto deleted = domain::delete_file(context.transaction, context.caller, id); !deleted) return fail(deleted);
    return id_reply(id);
}

// --- files that stand elsewhere ----------------------------------------------------------------------------------------

struct RemoteFile {
    std::string item_type;
    std::int64_t item_id = 0;
    NewFile file;
};

template <auto Member>
Result<void> read_file_text(const JsonValue& value, std::string_view name, RemoteFile& target) {
    auto text = as_text(value);
    if (!text || text->empty()) return bad(name, "a text");
    target.file.*Member = std::move(*text);
    return {};
}
Result<void> read_item_type(const JsonValue& value, std::string_view name, RemoteFile& target) {
    const auto text = as_text(value);
    if (text != "deal" && text != "organization" && text != "person") return bad(name, "deal, organization or person");
    target.item_type = *text;
    return {};
}
Result<void> read_item_id(const JsonValue& value, std::string_view name, RemoteFile& target) {
    const auto id = as_integer(value);
    if (!id) return bad(name, "a number");
    target.item_id = *id;
    return {};
}
Result<void> read_location(const JsonValue& value, std::string_view name, RemoteFile& target) {
    if (as_text(value) != google_drive) return bad(name, google_drive);
    target.file.remote_location = google_drive;
    return {};
}
Result<void> read_google_type(const JsonValue& value, std::string_view name, RemoteFile& target) {
    const auto text = as_text(value);
    if (!text || std::ranges::find(google_types, *text) == std::end(google_types))
        return bad(name, "gdoc, gslides, gsheet, gform or gdraw");
    target.file.file_type = *text;
    return {};
}

constexpr InputField<RemoteFile> remote_inputs[] = {
    {"file_type", string, true, read_google_type, "gdoc, gslides, gsheet, gform or gdraw"},
    {"title", string, true, read_file_text<&NewFile::name>, "Its name"},
    {"item_type", string, true, read_item_type, "What it is about: deal, organization or person"},
    {"item_id", integer, true, read_item_id, "That one's id"},
    {"remote_location", string, true, read_location, "googledrive"},
};
const Shape remote_shape{"AddRemoteFileRequest", [] { return describe(remote_inputs); }};

constexpr InputField<RemoteFile> link_inputs[] = {
    {"item_type", string, true, read_item_type, "What it is about: deal, organization or person"},
    {"item_id", integer, true, read_item_id, "That one's id"},
    {"remote_id", string, true, read_file_text<&NewFile::remote_id>, "Its name there"},
    {"remote_location", string, true, read_location, "googledrive"},
};
const Shape link_shape{"LinkRemoteFileRequest", [] { return describe(link_inputs); }};

template <std::size_t N>
Result<http::Response> add_remote(const Request& request, Context& context, const InputField<RemoteFile> (&inputs)[N]) {
    for (const auto& input : inputs)
        if (!request.json().find(input.name))
            return fail(ErrorCode::invalid, std::string(input.name) + " must be given", std::string(input.name));
    RemoteFile wanted;
    if (auto read = read_members(request.json(), inputs, wanted); !read) return fail(read);
    NewFile& file = wanted.file;
    if (file.name.empty()) file.name = file.remote_id;
    if (wanted.item_type == "deal") file.deal_id = wanted.item_id;
    if (wanted.item_type == "organization") file.organization_id = wanted.item_id;
    if (wanted.item_type == "person") file.person_id = wanted.item_id;
    return file_reply(context, domain::add_file(context.transaction, context.caller, file));
}

Result<http::Response> add_remote_file(const Request& request, Context& context) {
    return add_remote(request, context, remote_inputs);
}
Result<http::Response> link_remote_file(const Request& request, Context& context) {
    return add_remote(request, context, link_inputs);
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto write = domain::Access::write;
constexpr auto may_read = domain::Scope::read;
constexpr auto may_write = domain::Scope::write;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {.method = Method::post,
     .pattern = "/v1/files",
     .handler = add_file,
     .access = write,
     .scope = may_write,
     .parameters = none,
     .request = &upload_shape,
     .response = &file_shape,
     .success = 200,
     .summary = "Add a file",
     .is_upload = true},
    {Method::get, "/v1/files/{id:number}", get_file, read, may_read, none, nullptr, &file_shape, 200, "Get one file"},
    {Method::put, "/v1/files/{id:number}", update_file, write, may_write, none, &patch_shape, &file_shape, 200,
     "Update a file's details"},
    {Method::delete_, "/v1/files/{id:number}", delete_file, write, may_write, none, nullptr, &id_shape, 200,
     "Delete a file"},
    {Method::post, "/v1/files/remote", add_remote_file, write, may_write, none, &remote_shape, &file_shape, 200,
     "Create a remote file and link it to an item"},
    {Method::post, "/v1/files/remoteLink", link_remote_file, write, may_write, none, &link_shape, &file_shape, 200,
     "Link a remote file to an item"},
};

}  // namespace

RouteGroup file_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
