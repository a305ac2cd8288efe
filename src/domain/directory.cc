#include "domain/directory.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "base/limits.h"
#include "domain/attributes.h"

namespace stele::domain {

namespace {

constexpr std::string_view key_prefix = "st_";
constexpr std::size_t secret_size = 32;

}  // namespace

const User* Directory::user(UserId id) const {
    const auto found =
        std::lower_bound(users.begin(), users.end(), id, [](const User& user, UserId wanted) { return user.id < wanted; });
    return found != users.end() && found->id == id ? &*found : nullptr;
}

const LabelOption* Directory::label_option(std::int64_t id) const {
    // Asked for every label of every record of a list.
    const auto found = std::ranges::lower_bound(label_options, id, {}, &LabelOption::id);
    return found != label_options.end() && found->id == id ? &*found : nullptr;
}

const LabelOption* Directory::person_label_option(std::int64_t id) const {
    const auto found = std::ranges::find(person_label_options, id, &LabelOption::id);
    return found != person_label_options.end() ? &*found : nullptr;
}

const LabelOption* Directory::deal_label_option(std::int64_t id) const {
    const auto found = std::ranges::find(deal_label_options, id, &LabelOption::id);
    return found != deal_label_options.end() ? &*found : nullptr;
}

const LabelOption* Directory::note_category(std::int64_t id) const {
    const auto found = std::ranges::find(note_categories, id, &LabelOption::id);
    return found != note_categories.end() ? &*found : nullptr;
}

const Pipeline* Directory::pipeline(PipelineId id) const {
    const auto found = std::ranges::lower_bound(pipelines, id, {}, &Pipeline::id);
    return found != pipelines.end() && found->id == id ? &*found : nullptr;
}

const Stage* Directory::stage(StageId id) const {
    const auto found = std::ranges::lower_bound(stages, id, {}, &Stage::id);
    return found != stages.end() && found->id == id ? &*found : nullptr;
}

std::vector<const Pipeline*> Directory::shown_pipelines() const {
    std::vector<const Pipeline*> shown;
    for (const Pipeline& pipeline : pipelines)
        if (!pipeline.delete_time) shown.push_back(&pipeline);
    std::ranges::stable_sort(shown, {}, &Pipeline::position);
    return shown;
}

std::vector<const Stage*> Directory::stages_of(PipelineId id) const {
    std::vector<const Stage*> shown;
    for (const Stage& stage : stages)
        if (stage.pipeline_id == id && !stage.delete_time) shown.push_back(&stage);
    std::ranges::stable_sort(shown, {}, &Stage::position);
    return shown;
}

const CustomField* Directory::custom_field(std::int64_t id) const {
    const auto found = std::ranges::lower_bound(custom_fields, id, {}, &CustomField::id);
    return found != custom_fields.end() && found->id == id ? &*found : nullptr;
}

const CustomField* Directory::value_field(std::int64_t id) const {
    const CustomField* field = custom_field(id);
    return field != nullptr ? field : find_attribute(id);
}

const CustomField* Directory::custom_field(Kind kind, std::string_view key) const {
    const auto found = std::ranges::find_if(custom_fields, [&](const CustomField& field) {
        return field.kind == kind && !field.delete_time && field.is_shown_everywhere() && field.key == key;
    });
    return found != custom_fields.end() ? &*found : nullptr;
}

std::vector<const CustomField*> Directory::custom_fields_of(Kind kind) const {
    std::vector<const CustomField*> fields;
    for (const CustomField& field : custom_fields)
        if (field.kind == kind && !field.delete_time && field.is_shown_everywhere()) fields.push_back(&field);
    // New ones stand last, so they are in order as a rule; every reply asks.
    if (!std::ranges::is_sorted(fields, {}, &CustomField::position))
        std::ranges::stable_sort(fields, {}, &CustomField::position);
    return fields;
}

std::vector<std::int64_t> Directory::group_line(std::int64_t group_id) const {
    std::vector<std::int64_t> line;
    std::optional<std::int64_t> next = group_id;
    while (next && line.size() <= groups.size()) {
        const auto group = std::ranges::find(groups, *next, &VisibilityGroup::id);
        if (group == groups.end()) break;
        line.push_back(*next);
        next = group->parent_id;
    }
    return line;
}

std::vector<UserId> Directory::users_in(std::span<const std::int64_t> group_ids) const {
    std::vector<UserId> members;
    for (const User& user : users)
        if (user.group_id && std::ranges::find(group_ids, *user.group_id) != group_ids.end()) members.push_back(user.id);
    return members;
}

Result<DirectoryPtr> load_directory(Transaction& transaction) {
    Accounts& accounts = transaction.accounts();
    auto company = accounts.company();
    if (!company) return fail(company);
    if (!*company) return DirectoryPtr();

    auto users = accounts.users();
    if (!users) return fail(users);
    auto keys = accounts.keys();
    if (!keys) return fail(keys);
    auto options = accounts.label_options(Kind::organization);
    if (!options) return fail(options);
    auto person_options = accounts.label_options(Kind::person);
    if (!person_options) return fail(person_options);
    auto deal_options = accounts.label_options(Kind::deal);
    if (!deal_options) return fail(deal_options);
    auto categories = accounts.label_options(Kind::note);
    if (!categories) return fail(categories);
    auto pipelines = transaction.pipelines().all();
    if (!pipelines) return fail(pipelines);
    auto stages = transaction.pipelines().all_stages();
    if (!stages) return fail(stages);
    auto groups = accounts.groups();
    if (!groups) return fail(groups);
    auto custom_fields = transaction.custom_fields().all();
    if (!custom_fields) return fail(custom_fields);

    auto directory = std::make_shared<Directory>();
    directory->company = std::move(**company);
    directory->users = std::move(*users);
    directory->label_options = std::move(*options);
    directory->person_label_options = std::move(*person_options);
    directory->deal_label_options = std::move(*deal_options);
    directory->note_categories = std::move(*categories);
    directory->pipelines = std::move(*pipelines);
    directory->stages = std::move(*stages);
    directory->groups = std::move(*groups);
    directory->custom_fields = std::move(*custom_fields);
    for (const Key& key : *keys) directory->keys.emplace(key.hash, key);
    return DirectoryPtr(std::move(directory));
}

std::optional<KeyText> parse_key(std::string_view text) {
    if (!text.starts_with(key_prefix)) return std::nullopt;
    text.remove_prefix(key_prefix.size());

    if (text.starts_with('0')) return std::nullopt;  // one spelling a key
    KeyText key;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key.company_id);
    if (error != std::errc() || key.company_id < 1 || key.company_id > limits::company_id) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.starts_with('_')) return std::nullopt;

    const auto secret = from_base64url(text.substr(1));
    if (!secret || secret->size() != secret_size) return std::nullopt;
    key.hash = sha256(*secret);
    return key;
}

NewKey make_key(CompanyId company) {
    std::array<std::uint8_t, secret_size> secret{};
    fill_random(secret);
    const std::string_view bytes(reinterpret_cast<const char*>(secret.data()), secret.size());
    NewKey key;
    key.text = std::string(key_prefix) + std::to_string(company) + '_' + to_base64url(bytes);
    key.hash = sha256(bytes);
    return key;
}

const Key* find_active_key(const Directory& directory, const Sha256& hash) {
    const auto found = directory.keys.find(hash);
    if (found == directory.keys.end() || found->second.revoke_time) return nullptr;
    const User* user = directory.user(found->second.user_id);
    return user != nullptr && user->is_active ? &found->second : nullptr;
}

}  // namespace stele::domain
