#include "dialect/ortto/custom_writer.h"

#include <algorithm>

namespace stele::dialect::ortto {

namespace {

using domain::Address;
using domain::Attribute;
using domain::CustomData;
using domain::CustomPart;
using domain::CustomPatch;

std::optional<double> number_of(const CustomData* data) {
    const auto* number = data != nullptr ? std::get_if<double>(data) : nullptr;
    return number != nullptr ? std::optional(*number) : std::nullopt;
}

bool is_blank(const Address& address) { return address == Address(); }

}  // namespace

bool CustomWriter::has_value(domain::FieldRef field) const {
    const CustomData* data = before(field.custom_id);
    const domain::CustomField* definition = directory_.value_field(field.custom_id);
    if (data == nullptr || definition == nullptr) return false;
    const auto shown = shown_data(*definition, *data);
    return shown && !part_text(*shown, field.part).empty();
}

std::optional<double> CustomWriter::number(Attribute attribute) const { return number_of(now(id_of(attribute))); }

std::optional<double> CustomWriter::number_before(Attribute attribute) const { return number_of(before(id_of(attribute))); }

std::string CustomWriter::text(Attribute attribute) const {
    const CustomData* data = now(id_of(attribute));
    const auto* text = data != nullptr ? std::get_if<std::string>(data) : nullptr;
    return text != nullptr ? *text : std::string();
}

void CustomWriter::write(domain::FieldRef field, const std::optional<CustomData>& data) {
    const domain::CustomField* definition = directory_.value_field(field.custom_id);
    if (definition == nullptr) return;
    if (definition->type == domain::FieldType::address) return write_part(field.custom_id, field.part, data);
    patch_of(field.custom_id).data = data;
}

void CustomWriter::write(Attribute attribute, std::optional<CustomData> data) {
    patch_of(id_of(attribute)).data = std::move(data);
}

domain::CustomPatches CustomWriter::take() {
    for (CustomPatch& patch : patches_)
        if (const auto* address = patch.data ? std::get_if<Address>(&*patch.data) : nullptr;
            address != nullptr && is_blank(*address))
            patch.data.reset();
    return std::move(patches_);
}

const CustomPatch* CustomWriter::find(std::int64_t field_id) const {
    const auto found = std::ranges::find(patches_, field_id, &CustomPatch::field_id);
    return found != patches_.end() ? &*found : nullptr;
}

CustomPatch& CustomWriter::patch_of(std::int64_t field_id) {
    const auto found = std::ranges::find(patches_, field_id, &CustomPatch::field_id);
    if (found != patches_.end()) return *found;
    CustomPatch& patch = patches_.emplace_back();
    patch.field_id = field_id;
    patch.sets = true;
    return patch;
}

const CustomData* CustomWriter::before(std::int64_t field_id) const {
    return current_ != nullptr ? find_value(*current_, field_id) : nullptr;
}

const CustomData* CustomWriter::now(std::int64_t field_id) const {
    const CustomPatch* patch = find(field_id);
    if (patch == nullptr) return before(field_id);
    return patch->data ? &*patch->data : nullptr;
}

void CustomWriter::write_part(std::int64_t field_id, CustomPart part, const std::optional<CustomData>& data) {
    const CustomData* present = now(field_id);
    const auto* address = present != nullptr ? std::get_if<Address>(present) : nullptr;
    Address changed = address != nullptr ? *address : Address();
    const auto* text = data ? std::get_if<std::string>(&*data) : nullptr;
    const auto member = part == CustomPart::value ? &Address::value : domain::address_member(part);
    if (member == nullptr) return;
    changed.*member = text != nullptr ? *text : std::string();
    patch_of(field_id).data = std::move(changed);
}

}  // namespace stele::dialect::ortto
