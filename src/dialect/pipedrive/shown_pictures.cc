#include "dialect/pipedrive/shown_pictures.h"

#include <string_view>

#include "base/time_text.h"
#include "dialect/pictures.h"
#include "domain/pictures.h"

namespace stele::dialect::pipedrive {

namespace {

// Organizations have a value, where the vendor's types of persons have an id; its samples have a value of both.
void write_picture(JsonWriter& writer, const Context& context, domain::RecordRef record, const domain::Picture& picture) {
    writer.begin_object();
    write_picture_members(writer, context, record, picture);
    writer.key_literal("value");
    writer.integer(picture.id);
    if (record.kind == domain::Kind::person) {
        writer.key_literal("id");
        writer.integer(picture.id);
    }
    writer.end_object();
}

}  // namespace

void ShownPictures::write(JsonWriter& writer, domain::RecordRef record, const std::optional<domain::PictureId>& picture) {
    if (!picture)
        writer.null();
    else
        places_.push_back({writer.piece([&] { writer.null(); }), record, *picture});
}

Result<void> ShownPictures::fill(Context& context, std::string& body) const {
    if (places_.empty()) return {};
    std::vector<domain::PictureId> ids;
    ids.reserve(places_.size());
    for (const Place& place : places_) ids.push_back(place.picture);
    const auto pictures = domain::read_pictures(context.transaction, ids);
    if (!pictures) return fail(pictures);
    std::string filled;
    std::size_t copied = 0;
    for (const Place& place : places_) {
        const auto found = pictures->find(place.picture);
        if (found == pictures->end()) continue;
        filled.append(body, copied, place.null.begin - copied);
        copied = place.null.begin + place.null.size;
        std::string object;
        JsonWriter writer(object);
        write_picture(writer, context, place.record, found->second);
        filled += object;
    }
    filled.append(body, copied);
    body = std::move(filled);
    return {};
}

void write_picture_addresses(JsonWriter& writer, const Context& context, const domain::Picture& picture) {
    writer.key_literal("pictures");
    writer.begin_object();
    for (const int side : {128, 512}) {
        writer.key(std::to_string(side));
        writer.string(picture_url(context.settings, context.transaction.company_id(), picture, side));
    }
    writer.end_object();
}

void write_picture_members(JsonWriter& writer, const Context& context, domain::RecordRef record,
                           const domain::Picture& picture) {
    const TimeText time = format_space(picture.add_time);  // a picture never changes
    writer.key_literal("item_type");
    writer.string_literal(record.kind == domain::Kind::person ? "person" : "organization");
    writer.key_literal("item_id");
    writer.integer(record.id);
    writer.key_literal("active_flag");
    writer.boolean(true);
    writer.key_literal("add_time");
    writer.string_literal(time.view());
    writer.key_literal("update_time");
    writer.string_literal(time.view());
    writer.key_literal("added_by_user_id");
    writer.integer(picture.user_id);
    write_picture_addresses(writer, context, picture);
}

}  // namespace stele::dialect::pipedrive
