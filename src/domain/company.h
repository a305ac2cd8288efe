// A company is a tenant: nothing of one is ever seen by another.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "domain/custom_field.h"
#include "domain/ids.h"
#include "domain/label_option.h"
#include "domain/pipeline.h"

namespace stele::domain {

enum class VisibilityScheme : std::uint8_t { simple = 1, groups = 2 };

// A level a kind, where new records are given none.
struct DefaultVisibility {
    std::array<int, 3> levels{};  // of organizations, persons, deals; 0: not set

    [[nodiscard]] int of_organizations() const { return levels[0]; }
    [[nodiscard]] int of_persons() const { return levels[1]; }
    [[nodiscard]] int of_deals() const { return levels[2]; }
};

struct Company {
    CompanyId id = 0;
    std::string name;
    std::string domain;  // a slug of the name; the local part of its mail address
    std::string country;
    std::string industry;
    std::string default_currency = "EUR";
    VisibilityScheme visibility_scheme = VisibilityScheme::simple;
    DefaultVisibility default_visible_to{{{7, 7, 7}}};
    bool campaigns = false;          // whether people have a marketing status
    std::string region = "default";  // default, au or eu: which of a vendor's hosts its keys belong to
    Micros add_time = 0;
};

struct User {
    UserId id = 0;
    std::string name;
    std::string email;  // unique in the company without regard to case
    bool is_admin = false;
    bool is_active = true;
    std::string locale = "en_US";
    std::string timezone = "UTC";  // an IANA name
    std::string phone;
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<std::int64_t> group_id;  // of the groups scheme; everyone is in exactly one, the first group at least
    DefaultVisibility default_visible_to;  // overrides the company's where set
};

// A group of users. Groups form a tree: the first group of a company has no parent.
struct VisibilityGroup {
    std::int64_t id = 0;
    std::optional<std::int64_t> parent_id;
    std::string name;
};

enum class Scope : std::uint8_t { read = 1, write = 2, admin = 3 };

// An API key, as stored: its secret only as a digest.
struct Key {
    std::int64_t id = 0;
    UserId user_id = 0;
    Scope scope = Scope::write;
    Sha256 hash{};
    Micros add_time = 0;
    std::optional<Micros> revoke_time;
};

struct Sha256Hash {
    std::size_t operator()(const Sha256& digest) const noexcept {
        std::size_t part = 0;
        for (std::size_t i = 0; i < sizeof part; ++i) part = part << 8 | digest[i];
        return part;  // a digest is evenly spread as it is
    }
};

// What nearly every request needs of its company, read once and shared until a write changes it.
class Directory {
   public:
    Company company;
    std::vector<User> users;                           // by id, rising
    std::vector<LabelOption> label_options;            // of organizations; by id, rising
    std::vector<LabelOption> person_label_options;     // of persons; by id, rising
    std::vector<LabelOption> deal_label_options;       // of deals; by id, rising
    std::vector<LabelOption> note_categories;          // options of notes, the first is the default; by id, rising
    std::vector<Pipeline> pipelines;                   // by id, rising; deleted ones too
    std::vector<Stage> stages;                         // of all pipelines, as above
    std::vector<CustomField> custom_fields;            // of all kinds; by id, rising; deleted ones too
    std::vector<VisibilityGroup> groups;               // by id, rising
    std::unordered_map<Sha256, Key, Sha256Hash> keys;  // not revoked ones only

    // Null when there is none.
    [[nodiscard]] const User* user(UserId id) const;
    [[nodiscard]] const LabelOption* label_option(std::int64_t id) const;
    [[nodiscard]] const LabelOption* person_label_option(std::int64_t id) const;
    [[nodiscard]] const LabelOption* deal_label_option(std::int64_t id) const;
    [[nodiscard]] const LabelOption* note_category(std::int64_t id) const;
    // Deleted ones too.
    [[nodiscard]] const Pipeline* pipeline(PipelineId id) const;
    [[nodiscard]] const Stage* stage(StageId id) const;
    // Those that are not deleted, in their order.
    [[nodiscard]] std::vector<const Pipeline*> shown_pipelines() const;
    [[nodiscard]] std::vector<const Stage*> stages_of(PipelineId id) const;
    // Deleted ones too.
    [[nodiscard]] const CustomField* custom_field(std::int64_t id) const;
    // As above, or an attribute (domain/attributes.h): whatever a custom value may be of.
    [[nodiscard]] const CustomField* value_field(std::int64_t id) const;
    // One that is not deleted and that every dialect shows.
    [[nodiscard]] const CustomField* custom_field(Kind kind, std::string_view key) const;
    // Those that are not deleted and that every dialect shows, in their order.
    [[nodiscard]] std::vector<const CustomField*> custom_fields_of(Kind kind) const;
    // The group and all above it; empty for an unknown one.
    [[nodiscard]] std::vector<std::int64_t> group_line(std::int64_t group_id) const;
    // Users whose group is one of these, by id.
    [[nodiscard]] std::vector<UserId> users_in(std::span<const std::int64_t> group_ids) const;
};

using DirectoryPtr = std::shared_ptr<const Directory>;

}  // namespace stele::domain
