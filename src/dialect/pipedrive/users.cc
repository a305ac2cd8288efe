#include "dialect/pipedrive/users.h"

#include <algorithm>

#include "dialect/shape.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::User;

// What is shown of a user beside other records. Users have no pictures yet.
constexpr Field<User> related_user_fields[] = {
    {"id", WireType::integer, false, [](JsonWriter& w, const User& u) { w.integer(u.id); }, "The user's id"},
    {"name", WireType::string, false, [](JsonWriter& w, const User& u) { w.string(u.name); }, "The user's name"},
    {"email", WireType::string, false, [](JsonWriter& w, const User& u) { w.string(u.email); }, "The user's e-mail address"},
    {"has_pic", WireType::integer, false, [](JsonWriter& w, const User&) { w.integer(0); }, "1 when the user has a picture"},
    {"pic_hash", WireType::string, true, [](JsonWriter& w, const User&) { w.null(); }, "The picture's hash"},
    {"active_flag", WireType::boolean, false, [](JsonWriter& w, const User& u) { w.boolean(u.is_active); },
     "Whether the user is active"},
};

}  // namespace

void write_owner(JsonWriter& writer, const User* user) {
    if (user == nullptr) {
        writer.null();
        return;
    }
    writer.begin_object();
    write_fields(writer, related_user_fields, *user);
    writer.key_literal("value");
    writer.integer(user->id);
    writer.end_object();
}

void add_related(std::vector<const User*>& users, const User* user) {
    if (user != nullptr && std::find(users.begin(), users.end(), user) == users.end()) users.push_back(user);
}

void write_related_user_map(JsonWriter& writer, const std::vector<const User*>& users) {
    if (users.empty()) return;
    writer.key_literal("user");
    writer.begin_object();
    for (const User* user : users) {
        writer.key(std::to_string(user->id));
        write_object(writer, related_user_fields, *user);
    }
    writer.end_object();
}

void write_related_users(JsonWriter& writer, const std::vector<const User*>& users) {
    writer.key_literal("related_objects");
    writer.begin_object();
    write_related_user_map(writer, users);
    writer.end_object();
}

}  // namespace stele::dialect::pipedrive
