// The places where one statement must be spelled differently on each engine: names in braces, replaced at preparation.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace stele::store {

struct Fragment {
    std::string_view name;  // without braces
    std::string_view text;  // may hold %, which stands for the argument of {name argument}
};

// Statements:
//   {by_id}           the record $2 of company $1
//   {in_company}      all records of company $1, in the order of their ids
//   {id table}        what orders and compares as the id of a record of the table within its company
//   {id_value x}      a parameter or column to compare with it
//   {indexed_id table} the id itself, as an index of the table that does not name it holds it
//   {listed x}        after FROM: rows of which each CAST(value AS BIGINT) is an element of x, a JSON array of ids
//   {user_by_id x}    the user whose id is the expression x, in company $1
//   {bit x}           the bit of the user whose id is the expression x in a follower_mask
//   {found_in x}      up to where a text stands that may be part of the text x, and ") > 0"
//   {use_index name}  after a table: its rows are found by that index
//   {unindexed x}     the column x, by which no row is to be found
//   {use_key}         after a table of records: its rows are found by what orders as their ids
//   {lock_row}        last in a SELECT of a row that other processes must not change until the commit
//   {key_column} {key_value}   before company_id and id in an INSERT whose $2 is the id
//   {record_conflict}          what is unique of a record, after ON CONFLICT
//   {search_from kind}         the texts that searches in records of the kind look in, company_id, id and text of kind_search
//   {search_match kind}        those of company $1 that the pattern behind it proposes (see Session::search_pattern)
//   {search_id kind}           as {id kind}
// Migrations:
//   {first_key x}     as {key_value}, of the record 1 of the company x
//   {integer} {real} {text} {bytes}    types of columns
//   {record_key}      company_id and id with their primary key; first in a table of records
//   {parent_key}      last in such a table when others refer to it
//   {then_id}         last in an index of such a table: its rows are in the order of their ids where the rest is equal
//   {search_index kind}  the index behind {search_match kind}
//   {embedded x}     the statement x where the engine is part of the program, none elsewhere
//   {records} {clustered}   end of a table of records, and of one that is clustered by its primary key
// Asserted: every name is in the table.
[[nodiscard]] std::string expand_fragments(std::string_view text, std::span<const Fragment> fragments);

}  // namespace stele::store
