// Collects what a call does to the custom values and attributes of one record.
#pragma once

#include <optional>

#include "domain/attributes.h"
#include "domain/company.h"
#include "domain/custom_field.h"
#include "domain/predicate.h"

namespace stele::dialect::ortto {

class CustomWriter {
   public:
    // `current` are those of the record that is there; null for a new one. Both outlive this.
    CustomWriter(const domain::Directory& directory, const domain::CustomValues* current)
        : directory_(directory), current_(current) {}

    // Whether the record has a value there, before anything is written.
    [[nodiscard]] bool has_value(domain::FieldRef field) const;
    // The number of an attribute, as it is written or else as it was.
    [[nodiscard]] std::optional<double> number(domain::Attribute attribute) const;
    [[nodiscard]] std::optional<double> number_before(domain::Attribute attribute) const;
    [[nodiscard]] std::string text(domain::Attribute attribute) const;  // the same of a text; empty where there is none

    // Without data the value, or part of an address, is cleared. What was written before of the same is gone.
    void write(domain::FieldRef field, const std::optional<domain::CustomData>& data);
    void write(domain::Attribute attribute, std::optional<domain::CustomData> data);
    [[nodiscard]] bool writes(domain::Attribute attribute) const { return find(id_of(attribute)) != nullptr; }

    [[nodiscard]] domain::CustomPatches take();

   private:
    [[nodiscard]] const domain::CustomPatch* find(std::int64_t field_id) const;
    [[nodiscard]] domain::CustomPatch& patch_of(std::int64_t field_id);
    [[nodiscard]] const domain::CustomData* before(std::int64_t field_id) const;
    [[nodiscard]] const domain::CustomData* now(std::int64_t field_id) const;
    void write_part(std::int64_t field_id, domain::CustomPart part, const std::optional<domain::CustomData>& data);

    const domain::Directory& directory_;
    const domain::CustomValues* current_;
    domain::CustomPatches patches_;
};

}  // namespace stele::dialect::ortto
