#include "dialect/ortto/merge.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "dialect/ortto/merge_keys.h"
#include "dialect/ortto/record_patch.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/tags.h"

namespace stele::dialect::ortto {

namespace {

using domain::Caller;
using domain::Kind;
using domain::Organization;
using domain::Person;
using domain::TagId;
using domain::Transaction;

MergeOutcome invalid(std::string error) { return {MergeStatus::invalid, 0, std::move(error)}; }

// What tells that one record was refused, and not that the store failed.
bool is_refusal(const Error& error) {
    return error.code == ErrorCode::invalid || error.code == ErrorCode::forbidden || error.code == ErrorCode::too_large ||
           error.code == ErrorCode::conflict;
}

// What is done to each of the two.
struct People {
    using Record = Person;
    static constexpr Kind kind = Kind::person;
    static domain::PersonPatch patch(const domain::Directory& directory, const PatchTarget<Person>& target,
                                     std::span<const FieldWrite> writes) {
        return patch_person(directory, target, writes);
    }
    static Result<Person> add(Transaction& transaction, const Caller& caller, const domain::PersonPatch& patch) {
        return domain::add_person(transaction, caller, patch);
    }
    static Result<Person> update(Transaction& transaction, const Caller& caller, std::int64_t id,
                                 const domain::PersonPatch& patch) {
        return domain::update_person(transaction, caller, id, patch);
    }
    static bool is_known(const MergeRecord& record, const domain::PersonPatch& patch) {
        return record.is_known_by && patch.name;
    }
    static constexpr std::string_view unknown = "str::email or str::ei is required";
};

struct Accounts {
    using Record = Organization;
    static constexpr Kind kind = Kind::organization;
    static domain::OrganizationPatch patch(const domain::Directory& directory, const PatchTarget<Organization>& target,
                                           std::span<const FieldWrite> writes) {
        return patch_organization(directory, target, writes);
    }
    static Result<Organization> add(Transaction& transaction, const Caller& caller, const domain::OrganizationPatch& patch) {
        return domain::add_organization(transaction, caller, patch);
    }
    static Result<Organization> update(Transaction& transaction, const Caller& caller, std::int64_t id,
                                       const domain::OrganizationPatch& patch) {
        return domain::update_organization(transaction, caller, id, patch);
    }
    static bool is_known(const MergeRecord& /*record*/, const domain::OrganizationPatch& patch) {
        return patch.name.has_value();
    }
    static constexpr std::string_view unknown = "str:o:name is required";
};

// Tags of a record that is still to be written: whether it can carry them is known before.
class TagChange {
   public:
    // Error: invalid when there would be too many.
    static Result<TagChange> plan(Transaction& transaction, const Caller& caller, const MergeRecord& record,
                                  std::optional<domain::RecordRef> current) {
        TagChange change(record);
        std::vector<TagId> carried;
        if (record.tags.empty() && record.unset_tags.empty()) return change;
        if (current) {
            auto tags = domain::tags_of(transaction, caller, *current);
            if (!tags) return fail(tags);
            carried = std::move(*tags);
        }
        std::size_t count = carried.size();
        for (const std::string& name : record.tags) {
            const auto tag = domain::find_tag_named(transaction, name);
            if (!tag) return fail(tag);
            if (!*tag || std::ranges::find(carried, (*tag)->id) == carried.end()) ++count;
        }
        for (const std::string& name : record.unset_tags) {
            const auto tag = domain::find_tag_named(transaction, name);
            if (!tag) return fail(tag);
            if (*tag) change.taken_.push_back((*tag)->id);
        }
        if (count > limits::record_tags)
            return fail(ErrorCode::invalid, "a record has at most " + std::to_string(limits::record_tags) + " tags");
        return change;
    }

    [[nodiscard]] Result<void> apply(Transaction& transaction, const Caller& caller, domain::RecordRef record) const {
        if (record_.tags.empty() && taken_.empty()) return {};
        std::vector<TagId> put;
        for (const std::string& name : record_.tags) {
            const auto tag = domain::find_or_add_tag(transaction, caller, name);
            if (!tag) return fail(tag);
            put.push_back(tag->id);
        }
        const auto changed = domain::change_tags(transaction, caller, record, put, taken_);
        if (!changed) return fail(changed);
        return {};
    }

   private:
    explicit TagChange(const MergeRecord& record) : record_(record) {}

    const MergeRecord& record_;
    std::vector<TagId> taken_;
};

template <class Traits>
class Merge {
   public:
    Merge(Transaction& transaction, const Caller& caller, const MergeOptions& options)
        : transaction_(transaction), caller_(caller), options_(options) {}

    [[nodiscard]] Result<MergeOutcome> operator()(const MergeRecord& record) const {
        const auto found = find_merged<typename Traits::Record>(transaction_, caller_, options_, record);
        if (!found) return fail(found);
        return *found ? update(record, **found) : add(record);
    }

   private:
    using Record = typename Traits::Record;

    [[nodiscard]] Result<MergeOutcome> add(const MergeRecord& record) const {
        if (options_.skips_new) return MergeOutcome{MergeStatus::skipped, 0, {}};
        if (options_.by_id()) return invalid(record.id + ": Object not found");
        if (record.read_only_key) return invalid("can not apply mutation for " + *record.read_only_key);
        const auto time = transaction_.write_time();
        if (!time) return fail(time);
        const auto patch = Traits::patch(*caller_.directory, {nullptr, options_.strategy, *time}, record.writes);
        if (!Traits::is_known(record, patch)) return invalid(std::string(Traits::unknown));
        const auto tags = TagChange::plan(transaction_, caller_, record, std::nullopt);
        if (!tags) return refused(tags);
        const auto added = Traits::add(transaction_, caller_, patch);
        if (!added) return refused(added);
        if (auto tagged = tags->apply(transaction_, caller_, {Traits::kind, added->id}); !tagged) return fail(tagged);
        return MergeOutcome{MergeStatus::created, added->id, {}};
    }

    [[nodiscard]] Result<MergeOutcome> update(const MergeRecord& record, const Record& current) const {
        MergeOutcome merged{MergeStatus::merged, current.id, {}};
        if (options_.strategy == MergeStrategy::ignore_existing) return merged;
        const auto time = transaction_.write_time();
        if (!time) return fail(time);
        const domain::RecordRef ref{Traits::kind, current.id};
        const auto tags = TagChange::plan(transaction_, caller_, record, ref);
        if (!tags) return refused(tags);
        const auto patch = Traits::patch(*caller_.directory, {&current, options_.strategy, *time}, record.writes);
        const auto updated = Traits::update(transaction_, caller_, current.id, patch);
        if (!updated) return refused(updated);
        if (auto tagged = tags->apply(transaction_, caller_, ref); !tagged) return fail(tagged);
        return merged;
    }

    // The rules refuse before they write.
    template <class T>
    [[nodiscard]] static Result<MergeOutcome> refused(const Result<T>& result) {
        if (is_refusal(result.error())) return invalid(result.error().message);
        return fail(result);
    }

    Transaction& transaction_;
    const Caller& caller_;
    const MergeOptions& options_;
};

template <class Record>
Result<bool> exists(Transaction& transaction, const Caller& caller, std::int64_t id) {
    const auto found = find_mergeable<Record>(transaction, caller, id);
    if (!found) return fail(found);
    return found->has_value();
}

}  // namespace

std::string_view name_of(MergeStatus status) {
    switch (status) {
        case MergeStatus::created:
            return "created";
        case MergeStatus::merged:
            return "merged";
        case MergeStatus::queued:
            return "queued";
        case MergeStatus::skipped:
            return "skipped";
        case MergeStatus::invalid:
            break;
    }
    return "invalid";
}

Result<MergeOutcome> merge_record(Transaction& transaction, const Caller& caller, const MergeOptions& options,
                                  const MergeRecord& record) {
    if (options.entity == Entity::person) return Merge<People>(transaction, caller, options)(record);
    return Merge<Accounts>(transaction, caller, options)(record);
}

Result<MergeOutcome> queue_record(Transaction& transaction, const Caller& caller, const MergeOptions& options,
                                  const MergeRecord& record) {
    MergeOutcome queued{MergeStatus::queued, 0, {}};
    if (!options.by_id() || !record.number) return queued;
    const auto is_there = options.entity == Entity::person ? exists<Person>(transaction, caller, *record.number)
                                                           : exists<Organization>(transaction, caller, *record.number);
    if (!is_there) return fail(is_there);
    if (*is_there) queued.id = *record.number;
    return queued;
}

Result<std::vector<MergeOutcome>> merge_records(Transaction& transaction, const Caller& caller, const MergeOptions& options,
                                                std::span<const JsonValue> records, MergeMode mode) {
    const Fields fields(*caller.directory, options.entity);
    std::vector<MergeOutcome> outcomes;
    for (const JsonValue& value : records) {
        const auto record = read_merge_record(fields, options, value);
        if (!record) {
            outcomes.push_back(invalid(record.error().message));
            continue;
        }
        auto outcome = mode == MergeMode::queued ? queue_record(transaction, caller, options, *record)
                                                 : merge_record(transaction, caller, options, *record);
        if (!outcome) return fail(outcome);
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

}  // namespace stele::dialect::ortto
