#include "dialect/stele/pictures.h"

#include <algorithm>
#include <iterator>

#include "http/range.h"

namespace stele::dialect::stele {

namespace {

std::unexpected<Error> not_found() { return fail(ErrorCode::not_found, "Not found"); }

// Types that a picture may have, as literals.
std::string_view shown_type(std::string_view content_type) {
    return content_type == "image/png" ? "image/png" : "image/jpeg";
}

// What stands behind an address never changes. A page that is made of it may do nothing.
void add_headers(http::Response& response, const std::string& etag) {
    response.headers.push_back({"ETag", etag});
    response.headers.push_back({"Cache-Control", "public, max-age=31536000, immutable"});
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    response.headers.push_back({"Content-Security-Policy", "default-src 'none'; sandbox"});
    response.headers.push_back({"Cross-Origin-Resource-Policy", "cross-origin"});
}

Result<http::Response> get_picture(const http::Request& request, OpenContext& context) {
    const std::string_view name = request.path_param("name");
    const auto side = parse_integer(request.path_param("side"));
    const auto* found = std::ranges::find(domain::picture_sides, side);
    if (!domain::is_blob_id(name) || found == domain::picture_sides.end()) return not_found();
    const auto picture = context.transaction.pictures().find_named(name);
    if (!picture) return fail(picture);
    if (!*picture) return not_found();
    const domain::PictureSquare& square =
        (*picture)->squares[static_cast<std::size_t>(found - domain::picture_sides.begin())];
    const std::string etag = '"' + std::string(name.substr(0, 16)) + '-' + std::to_string(*side) + '"';
    http::Response response;
    add_headers(response, etag);
    if (http::is_known(request, etag)) {
        response.status = 304;
        return response;
    }
    auto range = http::choose_range(request, static_cast<std::uint64_t>(square.size), etag);
    response.status = range.status;
    response.content_type = shown_type((*picture)->content_type);
    std::ranges::move(range.headers, std::back_inserter(response.headers));
    if (range.size > 0) {
        response.stream = context.blobs.read(context.transaction.company_id(), square.blob_id, range.offset, range.size);
        response.stream_size = range.size;
    }
    return response;
}

constexpr OpenRoute routes[] = {
    {http::Method::get, "/pictures/{company:number}/{name:text}/{side:number}", nullptr,
     "A square of a picture, by its address", get_picture},
};

}  // namespace

std::span<const OpenRoute> picture_routes() { return routes; }

}  // namespace stele::dialect::stele
