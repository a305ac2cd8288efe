// Files of a company and of its records, and their bytes.
#include <algorithm>

#include "base/limits.h"
#include "dialect/pipedrive/file_fields.h"
#include "dialect/pipedrive/paging.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/deals.h"
#include "domain/files.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"
#include "http/content_disposition.h"
#include "http/range.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::File;
using domain::FileField;
using domain::Predicate;
using enum WireType;

constexpr Parameter list_parameters[] = {
    {"start", integer, "How many to pass over"},
    {"limit", integer, "How many to return: 100 when left out and at most"},
    {"sort", string,
     "Keys and directions: id, user_id, deal_id, person_id, org_id, product_id, add_time, update_time, file_name, "
     "file_type, "
     "file_size, comment"},
};

Result<http::Response> list_where(const Request& request, Context& context, std::vector<Predicate> conditions) {
    conditions.push_back(Predicate::compare(FileField::delete_time, Comparison::is_null));
    conditions.push_back(domain::visible_files(context.caller));
    auto sort = read_file_sort(request, *context.caller.directory);
    if (!sort) return fail(sort);
    Page page = page_v1(request);
    page.limit = std::min(page.limit, limits::file_page);
    std::vector<File> files;
    bool more = false;
    const auto listed =
        context.transaction.files().list({Predicate::all(std::move(conditions)), std::move(*sort), page.limit + 1,
                                          page.start, domain::visible_organizations(context.caller),
                                          domain::visible_persons(context.caller), domain::visible_deals(context.caller)},
                                         [&](const File& file) {
                                             more = std::ssize(files) == page.limit;
                                             if (!more) files.push_back(file);
                                             return !more;
                                         });
    if (!listed) return fail(listed);
    const auto shown = FileWriter::read(context, files);
    if (!shown) return fail(shown);

    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const File& file : files) shown->write(writer, file);
    writer.end_array();
    write_pagination(writer, page, more);
    end_reply(writer);
    return response;
}

Result<http::Response> list_of(const Request& request, Context& context, FileField subject, std::int64_t id) {
    return list_where(request, context, {Predicate::compare(subject, Comparison::equals, id)});
}

Result<http::Response> list_files(const Request& request, Context& context) { return list_where(request, context, {}); }

Result<http::Response> list_organization_files(const Request& request, Context& context) {
    const auto found = domain::find_organization(context.transaction, context.caller, request.path_number("id"));
    if (!found) return fail(found);
    return list_of(request, context, FileField::organization_id, found->id);
}

Result<http::Response> list_person_files(const Request& request, Context& context) {
    const auto found = domain::find_person(context.transaction, context.caller, request.path_number("id"));
    if (!found) return fail(found);
    return list_of(request, context, FileField::person_id, found->id);
}

Result<http::Response> list_deal_files(const Request& request, Context& context) {
    const auto found = domain::find_deal(context.transaction, context.caller, request.path_number("id"));
    if (!found) return fail(found);
    return list_of(request, context, FileField::deal_id, found->id);
}

// --- bytes -------------------------------------------------------------------------------------------------------------

constexpr std::string_view unknown_type = "application/octet-stream";
// Types that are told to whoever downloads. Browsers save all of them, and none is taken for a page of ours.
constexpr std::string_view known_types[] = {
    "application/json",
    "application/msword",
    "application/pdf",
    "application/rtf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/zip",
    "audio/mpeg",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "message/rfc822",
    "text/calendar",
    "text/csv",
    "text/plain",
    "text/vcard",
    "video/mp4",
};

std::string_view shown_type(const File& file) {
    const auto found = std::ranges::find(known_types, file.content_type);
    return found != std::end(known_types) ? *found : unknown_type;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '_' || c == '.' || c == '~';
        if (is_plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', hex[byte >> 4], hex[byte & 15]};
    }
    return encoded;
}

// A document of Google's is read there.
Result<http::Response> remote_reply(const File& file) {
    if (file.remote_id.empty()) return fail(ErrorCode::not_found, "This file is kept elsewhere");
    http::Response response;
    response.status = 302;
    response.headers.push_back({"Location", "https://drive.google.com/open?id=" + percent_encoded(file.remote_id)});
    return response;
}

Result<http::Response> download_file(const Request& request, Context& context) {
    const auto file = domain::find_file(context.transaction, context.caller, request.path_number("id"));
    if (!file) return fail(file);
    if (file->blob_id.empty()) return remote_reply(*file);
    // The bytes of a file never change.
    const std::string etag = '"' + std::to_string(file->id) + '-' + std::to_string(file->add_time) + '"';
    http::Response response;
    response.headers.push_back({"ETag", etag});
    response.headers.push_back({"Cache-Control", "private"});
    if (http::is_known(request.http(), etag)) {
        response.status = 304;
        return response;
    }
    auto range = http::choose_range(request.http(), static_cast<std::uint64_t>(file->size), etag);
    response.status = range.status;
    response.content_type = shown_type(*file);
    std::ranges::move(range.headers, std::back_inserter(response.headers));
    response.headers.push_back({"Content-Disposition", http::content_disposition(file->name)});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    if (range.size > 0) {
        response.stream = context.blobs.read(context.transaction.company_id(), file->blob_id, range.offset, range.size);
        response.stream_size = range.size;
    }
    return response;
}

using http::Method;
constexpr auto read = domain::Access::read;
constexpr auto scan = domain::Access::scan;
constexpr auto may_read = domain::Scope::read;
constexpr std::span<const Parameter> none;

constexpr Route routes[] = {
    {Method::get, "/v1/files", list_files, scan, may_read, list_parameters, nullptr, &file_list_shape, 200, "Get all files"},
    {Method::get, "/v1/files/{id:number}/download", download_file, read, may_read, none, nullptr, &bytes_shape, 200,
     "Download one file"},
    {Method::get, "/v1/organizations/{id:number}/files", list_organization_files, scan, may_read, list_parameters, nullptr,
     &file_list_shape, 200, "List files attached to an organization"},
    {Method::get, "/v1/persons/{id:number}/files", list_person_files, scan, may_read, list_parameters, nullptr,
     &file_list_shape, 200, "List files attached to a person"},
    {Method::get, "/v1/deals/{id:number}/files", list_deal_files, scan, may_read, list_parameters, nullptr, &file_list_shape,
     200, "List files attached to a deal"},
};

}  // namespace

RouteGroup file_list_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
