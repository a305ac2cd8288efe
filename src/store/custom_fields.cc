#include "store/custom_fields.h"

#include "store/record_values.h"

namespace stele::store {

namespace {

using domain::CustomField;
using domain::LabelOption;

constexpr Statement insert_field_row{
    "INSERT INTO custom_field (company_id, id, kind, type, field_key, slug, name, position, shown_on_add, creator_id, "
    "updater_id, add_time, update_time, delete_time, presentation, format, is_tracked) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"};
constexpr Statement update_field_row{
    "UPDATE custom_field SET name = $3, position = $4, shown_on_add = $5, updater_id = $6, update_time = $7, "
    "delete_time = $8, presentation = $9, is_tracked = $10 WHERE company_id = $1 AND id = $2"};
constexpr Statement insert_option_row{
    "INSERT INTO custom_field_option (company_id, field_id, id, label, color, position) VALUES ($1, $2, $3, $4, $5, $6)"};
constexpr Statement update_option_row{
    "UPDATE custom_field_option SET label = $4, color = $5, position = $6 "
    "WHERE company_id = $1 AND field_id = $2 AND id = $3"};
constexpr Statement delete_option_row{"DELETE FROM custom_field_option WHERE company_id = $1 AND field_id = $2 AND id = $3"};
constexpr Statement select_options{
    "SELECT id, label, color, position FROM custom_field_option WHERE company_id = $1 AND field_id = $2 ORDER BY id"};
constexpr Statement select_fields{
    "SELECT id, kind, type, field_key, slug, name, position, shown_on_add, creator_id, updater_id, add_time, update_time, "
    "delete_time, presentation, format, is_tracked FROM custom_field WHERE company_id = $1 ORDER BY id"};
constexpr Statement select_all_options{
    "SELECT id, label, color, position, field_id FROM custom_field_option WHERE company_id = $1 ORDER BY field_id, id"};

CustomField read_field(const Row& row) {
    CustomField field;
    field.id = row.integer(0);
    field.kind = static_cast<domain::Kind>(row.integer(1));
    field.type = static_cast<domain::FieldType>(row.integer(2));
    field.key = row.text(3);
    field.slug = row.text(4);
    field.name = row.text(5);
    field.position = row.integer(6);
    field.shown_on_add = row.integer(7) != 0;
    field.creator_id = row.integer(8);
    field.updater_id = row.integer(9);
    field.add_time = row.integer(10);
    field.update_time = row.integer(11);
    read_optional(row, 12, field.delete_time);
    field.presentation = row.text(13);
    field.format = static_cast<domain::FieldFormat>(row.integer(14));
    field.is_tracked = row.integer(15) != 0;
    return field;
}

LabelOption read_option(const Row& row) {
    return {row.integer(0), std::string(row.text(1)), std::string(row.text(2)), row.integer(3)};
}

}  // namespace

Result<void> CustomFields::write(const Statement& statement, std::initializer_list<Value> values) {
    if (auto told = observer_.directory_changes(); !told) return told;
    return session_.write(statement, values);
}

Result<void> CustomFields::insert(const CustomField& field) {
    auto inserted = write(insert_field_row,
                          {company_, field.id, static_cast<std::int64_t>(field.kind), static_cast<std::int64_t>(field.type),
                           std::string_view(field.key), std::string_view(field.slug), std::string_view(field.name),
                           field.position, std::int64_t{field.shown_on_add}, field.creator_id, field.updater_id,
                           field.add_time, field.update_time, value_of(field.delete_time), text_or_null(field.presentation),
                           static_cast<std::int64_t>(field.format), std::int64_t{field.is_tracked}});
    for (const LabelOption& option : field.options)
        if (inserted) inserted = insert_option(field.id, option);
    return inserted;
}

Result<void> CustomFields::update(const CustomField& field) {
    return write(update_field_row,
                 {company_, field.id, std::string_view(field.name), field.position, std::int64_t{field.shown_on_add},
                  field.updater_id, field.update_time, value_of(field.delete_time), text_or_null(field.presentation),
                  std::int64_t{field.is_tracked}});
}

Result<void> CustomFields::write_option(const Statement& statement, std::int64_t field_id, const LabelOption& option) {
    return write(statement, {company_, field_id, option.id, std::string_view(option.label), std::string_view(option.color),
                             option.position});
}

Result<void> CustomFields::insert_option(std::int64_t field_id, const LabelOption& option) {
    return write_option(insert_option_row, field_id, option);
}

Result<void> CustomFields::update_option(std::int64_t field_id, const LabelOption& option) {
    return write_option(update_option_row, field_id, option);
}

Result<void> CustomFields::remove_option(std::int64_t field_id, std::int64_t id) {
    return write(delete_option_row, {company_, field_id, id});
}

Result<std::vector<LabelOption>> CustomFields::options(std::int64_t field_id) {
    std::vector<LabelOption> options;
    const auto queried = session_.query(select_options, {company_, field_id}, [&](const Row& row) {
        options.push_back(read_option(row));
        return true;
    });
    if (!queried) return fail(queried);
    return options;
}

Result<std::vector<CustomField>> CustomFields::all() {
    std::vector<CustomField> fields;
    auto queried = session_.query(select_fields, {company_}, [&](const Row& row) {
        fields.push_back(read_field(row));
        return true;
    });
    if (!queried) return fail(queried);
    if (fields.empty()) return fields;
    auto field = fields.begin();
    queried = session_.query(select_all_options, {company_}, [&](const Row& row) {
        while (field != fields.end() && field->id < row.integer(4)) ++field;
        if (field == fields.end()) return false;
        if (field->id == row.integer(4)) field->options.push_back(read_option(row));
        return true;
    });
    if (!queried) return fail(queried);
    return fields;
}

}  // namespace stele::store
