// Pictures as v1 and v2 show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "dialect/dialect.h"
#include "domain/picture.h"
#include "domain/recording.h"

namespace stele::dialect::pipedrive {

// The pictures of a reply of v1. Which they are is known when all of it is written: then one statement reads them, and they take the
// places of the nulls that stand for them. A reply without pictures costs nothing.
class ShownPictures {
   public:
    // Writes null.
    void write(JsonWriter& writer, domain::RecordRef record, const std::optional<domain::PictureId>& picture);
    // `body` is what was written to, and complete.
    [[nodiscard]] Result<void> fill(Context& context, std::string& body) const;

   private:
    struct Place {
        JsonWriter::Piece null;
        domain::RecordRef record;
        domain::PictureId picture = 0;
    };
    std::vector<Place> places_;
};

// "pictures":{"128":..,"512":..}
void write_picture_addresses(JsonWriter& writer, const Context& context, const domain::Picture& picture);

// What v1 says of a picture, as members: of which record it is, who added it when, and where it is.
void write_picture_members(JsonWriter& writer, const Context& context, domain::RecordRef record,
                           const domain::Picture& picture);

}  // namespace stele::dialect::pipedrive
