// The fields of people and accounts as Ortto names them: <type>:<namespace>:<name>, with an empty namespace for what every person
// has, `cm` for a custom field of people, `o` and `oc` the same of accounts. Source: instance-schema/get.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/ortto/ids.h"
#include "domain/company.h"
#include "domain/predicate.h"

namespace stele::dialect::ortto {

// What a field's values are on the wire, and so which operators of a filter it takes.
enum class ValueForm : std::uint8_t {
    text,
    integer,
    thousandths,  // a decimal, as an integer of thousandths
    boolean,
    date,      // {year, month, day, timezone}
    moment,    // an instant
    phone,     // {c, n}
    geo,       // {name}
    tags,      // ids of tags
    account,   // the id of an account
    people,    // ids of people
    option,    // the label of one
    options,   // labels of several
    object,    // a JSON object
    location,  // only proximity asks for it
};

// A field of either table, or a custom one.
struct FieldInfo {
    std::string id;  // "str:o:name"
    std::string name;
    std::string_view display_type;
    std::string liquid_name;  // empty: none
    ValueForm form = ValueForm::text;
    domain::FieldRef ref;  // what holds the value: of a custom field or attribute the part with the value
    bool read_only = false;
    bool hidden = false;
    bool no_autocomplete = false;
    const domain::CustomField* custom = nullptr;  // in the directory; null for a built-in field
    // Of the first or last time that something happened ("tme::act:cm:x!f"): which activity, else empty.
    std::string activity;
    bool is_first = false;

    // The attribute or custom field that holds the value; null for a member of the record's struct.
    [[nodiscard]] const domain::CustomField* value_field(const domain::Directory& directory) const {
        return ref.is_custom() ? directory.value_field(ref.custom_id) : nullptr;
    }
};

class Fields {
   public:
    Fields(const domain::Directory& directory, Entity entity) : directory_(directory), entity_(entity) {}

    // Nothing when there is none of that id. A custom field that was made by another dialect has its id here too.
    [[nodiscard]] std::optional<FieldInfo> find(std::string_view id) const;
    // Those of the schema's namespace of built-in fields, in their order; and custom ones, in theirs.
    [[nodiscard]] std::vector<FieldInfo> built_in() const;
    [[nodiscard]] std::vector<FieldInfo> custom() const;
    [[nodiscard]] FieldInfo of_custom(const domain::CustomField& field) const;

    [[nodiscard]] Entity entity() const { return entity_; }
    [[nodiscard]] const domain::Directory& directory() const { return directory_; }

   private:
    const domain::Directory& directory_;
    Entity entity_;
};

// Ortto's name of a custom field's type, "single_select".
[[nodiscard]] std::string_view display_type_of(const domain::CustomField& field);
// What makes a custom field of that type; nothing for a name that is none.
struct CustomType {
    std::string_view name;
    domain::FieldType type;
    domain::FieldFormat format;
    std::string_view prefix;  // of its id
    ValueForm form;
};
[[nodiscard]] const CustomType* find_custom_type(std::string_view name);

}  // namespace stele::dialect::ortto
