// The conditions of a filter as Pipedrive writes them, and what they mean as a predicate:
//
//     {"glue":"and","conditions":[{"glue":"and","conditions":[C, ...]},{"glue":"or","conditions":[C, ...]}]}
//     C = {"object":"organization","field_id":"4002","operator":"LIKE '$%'","value":"Nor","extra_value":null}
//
// All of the first group hold, and one of the second; an empty group demands nothing. A text is compared without regard to case
// and marks. Of an empty field only IS NULL holds, and what denies another operator (!=, NOT LIKE, not_contains,
// does_not_end_at). A set `=` a list of options when it has these and no others, `contains` it when it has all of them,
// `not_contains` it when it has none; labels, whose first was all there was once, `=` one that is among them. A range without an
// end `includes` all that comes after its beginning. `belongs_to_team` takes the id of a visibility group: there are no other
// teams. Another object than what the filter lists asks for one that is related, seen by the caller and not deleted: an
// organization's person or activity, a person's organization or activity, what an activity is about.
//
// Dates and "me" are those of the caller, not of the filter's owner.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "domain/caller.h"
#include "domain/predicate.h"
#include "domain/recording.h"

namespace stele::dialect::pipedrive {

struct Condition {
    std::string object;
    std::int64_t field_id = 0;
    std::string operator_text;
    std::optional<std::string> value;
    std::optional<std::string> extra_value;
};

// All of the first, one of the second.
using Conditions = std::array<std::vector<Condition>, 2>;

// Errors: invalid, with a message that says which condition: "conditions[0].conditions[2].operator: ...".
[[nodiscard]] Result<Conditions> read_conditions(JsonValue value);
// Of records of that kind. Errors as above.
[[nodiscard]] Result<domain::Predicate> predicate_of(const Conditions& conditions, domain::Kind kind,
                                                     const domain::Caller& caller);
// As predicate_of(), but a condition that makes no sense any more (its field was deleted since) holds for no record.
[[nodiscard]] domain::Predicate predicate_of_kept(const Conditions& conditions, domain::Kind kind,
                                                  const domain::Caller& caller);

// A record became another one: conditions on fields that name such records name the other from now on. Whether there were any.
[[nodiscard]] bool rename_record(Conditions& conditions, const domain::Directory& directory, domain::RecordRef record,
                                 std::int64_t to);

// As they are kept, and told to clients. With a directory each condition also says the code of its field.
void write_conditions(JsonWriter& writer, const Conditions& conditions, const domain::Directory* directory = nullptr);
[[nodiscard]] std::string conditions_text(const Conditions& conditions);
[[nodiscard]] Result<Conditions> parse_conditions(std::string_view text);

}  // namespace stele::dialect::pipedrive
