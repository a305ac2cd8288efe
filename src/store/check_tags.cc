#include "store/check_tags.h"

#include "store/columns.h"

namespace stele::store {

namespace {

using domain::Kind;

struct Carrier {
    std::string_view table;
    std::string_view kind;     // domain::Kind, in decimal
    std::string_view counter;  // of tag
};
constexpr Carrier organizations{"organization", "3", "organizations"};
constexpr Carrier persons{"person", "4", "persons"};
static_assert(static_cast<int>(Kind::organization) == 3 && static_cast<int>(Kind::person) == 4);

// Records of `rows` of the kind that do not exist.
template <const Carrier& of>
constexpr StatementText dangling(std::string_view rows) {
    return StatementText()
        .add("SELECT DISTINCT record_id FROM ")
        .add(rows)
        .add(" WHERE company_id = $1 AND kind = ")
        .add(of.kind)
        .add(" AND NOT EXISTS (SELECT 1 FROM ")
        .add(of.table)
        .add(" WHERE ")
        .add(of.table)
        .add(".company_id = $1 AND {id ")
        .add(of.table)
        .add("} = {id_value ")
        .add(rows)
        .add(".record_id})");
}

template <const Carrier& of>
constexpr Rule counter_rule{
    "tag", "one of its counters is not the number of those who carry it", {kept_text<[] {
        return StatementText()
            .add("SELECT id FROM tag WHERE {in_company} AND delete_time IS NULL AND tag.")
            .add(of.counter)
            .add(" <> (SELECT count(*) FROM record_tag {use_index record_tag_by_tag} WHERE record_tag.company_id = $1 ")
            .add("AND record_tag.tag_id = tag.id AND record_tag.kind = ")
            .add(of.kind)
            .add(" AND EXISTS (SELECT 1 FROM ")
            .add(of.table)
            .add(" WHERE ")
            .add(of.table)
            .add(".company_id = $1 AND {id ")
            .add(of.table)
            .add("} = {id_value record_tag.record_id} AND ")
            .add(of.table)
            .add(".delete_time IS NULL AND ")
            .add(of.table)
            .add(".archive_time IS NULL))");
    }>}};

constexpr Rule rules_of_tags[] = {
    counter_rule<organizations>,
    counter_rule<persons>,
    {"organization",
     "it carries tags but does not exist",
     {kept_text<[] { return dangling<organizations>("record_tag"); }>}},
    {"person", "it carries tags but does not exist", {kept_text<[] { return dangling<persons>("record_tag"); }>}},
    {"organization",
     "something happened to it but it does not exist",
     {kept_text<[] { return dangling<organizations>("occurrence"); }>}},
    {"person",
     "something happened to it but it does not exist",
     {kept_text<[] { return dangling<persons>("occurrence"); }>}},
    {"tag",
     "it is carried but does not exist",
     {"SELECT DISTINCT tag_id FROM record_tag WHERE company_id = $1 AND NOT EXISTS (SELECT 1 FROM tag "
      "WHERE tag.company_id = $1 AND {id tag} = {id_value record_tag.tag_id})"}},
    {"tag",
     "it has changes but does not exist",
     {"SELECT DISTINCT record_id FROM change WHERE company_id = $1 AND kind = 27 AND NOT EXISTS (SELECT 1 FROM tag "
      "WHERE tag.company_id = $1 AND {id tag} = {id_value change.record_id})"}},
};
static_assert(static_cast<int>(Kind::tag) == 27);

}  // namespace

std::span<const Rule> tag_rules() { return rules_of_tags; }

}  // namespace stele::store
