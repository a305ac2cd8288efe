// Users as Pipedrive shows them beside other records.
#pragma once

#include <vector>

#include "base/json_writer.h"
#include "dialect/dialect.h"
#include "domain/company.h"

namespace stele::dialect::pipedrive {

// A user as /v1/users shows it to the caller.
void write_user(JsonWriter& writer, const Context& context, const domain::User& user);

// owner_id of v1: the user with `value`, or null when there is none.
void write_owner(JsonWriter& writer, const domain::User* user);

// "related_objects":{"user":{"<id>":{...}}}, of distinct users; an empty object when there are none.
void write_related_users(JsonWriter& writer, const std::vector<const domain::User*>& users);

// The inside of it: "user":{...}; nothing when there are none.
void write_related_user_map(JsonWriter& writer, const std::vector<const domain::User*>& users);

// Adds a user once; null is none.
void add_related(std::vector<const domain::User*>& users, const domain::User* user);

}  // namespace stele::dialect::pipedrive
