#include "dialect/ortto/merge_keys.h"

#include <utility>
#include <vector>

#include "base/clock.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/visibility.h"

namespace stele::dialect::ortto {

namespace {

using domain::Caller;
using domain::Comparison;
using domain::CustomData;
using domain::FieldRef;
using domain::Organization;
using domain::OrganizationField;
using domain::Person;
using domain::PersonField;
using domain::Predicate;
using domain::Transaction;

template <class Record>
struct Traits;

template <>
struct Traits<Person> {
    static constexpr FieldRef delete_time = PersonField::delete_time;
    static constexpr FieldRef archive_time = PersonField::archive_time;
    static Predicate visible(const Caller& caller) { return domain::visible_persons(caller); }
    static Result<Person> find(Transaction& transaction, const Caller& caller, std::int64_t id) {
        return domain::find_live_person(transaction, caller, id);
    }
    static domain::Persons& noun(Transaction& transaction) { return transaction.persons(); }
};

template <>
struct Traits<Organization> {
    static constexpr FieldRef delete_time = OrganizationField::delete_time;
    static constexpr FieldRef archive_time = OrganizationField::archive_time;
    static Predicate visible(const Caller& caller) { return domain::visible_organizations(caller); }
    static Result<Organization> find(Transaction& transaction, const Caller& caller, std::int64_t id) {
        return domain::find_live_organization(transaction, caller, id);
    }
    static domain::Organizations& noun(Transaction& transaction) { return transaction.organizations(); }
};

Predicate is_empty(const FieldInfo& field) { return Predicate::compare(field.ref, Comparison::is_null); }

// The field has that value; a text without regard to case.
Predicate has_value(const FieldInfo& field, const CustomData& data) {
    if (const auto* text = std::get_if<std::string>(&data)) return Predicate::compare(field.ref, Comparison::matches, *text);
    if (const auto* number = std::get_if<double>(&data)) return Predicate::compare(field.ref, Comparison::equals, *number);
    if (const auto* money = std::get_if<domain::Money>(&data))
        return Predicate::compare(field.ref, Comparison::equals, money->amount);
    if (const auto* id = std::get_if<std::int64_t>(&data)) return Predicate::compare(field.ref, Comparison::equals, *id);
    if (const auto* span = std::get_if<domain::Span>(&data)) {
        const auto day = domain::day_of(span->from);
        const auto time = day ? day : domain::moment_of(span->from);
        if (time) return Predicate::compare(field.ref, Comparison::equals, *time);
    }
    return Predicate::any({});
}

// The fields in which a key's value is looked for, in their order.
std::vector<const FieldInfo*> places_of(const MergeKey& key) {
    std::vector<const FieldInfo*> places{&key.field};
    for (const FieldInfo& other : key.others) places.push_back(&other);
    return places;
}

// One index finds few enough: what else is demanded is asked of these alone.
Predicate further(const Predicate& condition, bool is_first) { return is_first ? condition : Predicate::any({condition}); }

// What to look for, one after the other: each a conjunction that one index leads to.
std::vector<Predicate> searches(const MergeOptions& options, const MergeRecord& record) {
    std::vector<Predicate> all;
    std::vector<Predicate> empty_before;               // of next_if_empty
    std::vector<std::vector<Predicate>> together{{}};  // of FindStrategy::all
    bool has_keys = false;
    for (std::size_t i = 0; i < options.keys.size(); ++i) {
        const MergeKey& key = options.keys[i];
        const auto& value = record.keys[i];
        std::vector<std::vector<Predicate>> longer;
        for (const FieldInfo* place : value ? places_of(key) : std::vector<const FieldInfo*>()) {
            has_keys = true;
            auto condition = has_value(*place, *value);
            for (const auto& begun : together) longer.emplace_back(begun).push_back(further(condition, begun.empty()));
            std::vector<Predicate> alone = empty_before;
            alone.push_back(std::move(condition));
            all.push_back(Predicate::all(std::move(alone)));
        }
        if (!longer.empty()) together = std::move(longer);
        if (options.find == FindStrategy::next_if_empty) empty_before.push_back(is_empty(key.field));
    }
    if (options.find != FindStrategy::all || !has_keys) return all;
    all.clear();
    for (auto& conditions : together) all.push_back(Predicate::all(std::move(conditions)));
    return all;
}

template <class Record>
Result<std::optional<Record>> find_oldest(Transaction& transaction, const Caller& caller, Predicate where) {
    std::vector<Predicate> demanded = std::move(where.children);
    demanded.push_back(Predicate::compare(Traits<Record>::delete_time, Comparison::is_null));
    demanded.push_back(Predicate::compare(Traits<Record>::archive_time, Comparison::is_null));
    if (auto visible = Traits<Record>::visible(caller); !visible.always()) demanded.push_back(std::move(visible));
    domain::RecordQuery query;
    query.where = Predicate::all(std::move(demanded));
    query.limit = 1;
    std::optional<Record> found;
    const auto listed = Traits<Record>::noun(transaction).list(query, [&](const Record& record) {
        found = record;
        return false;
    });
    if (!listed) return fail(listed);
    return found;
}

}  // namespace

template <class Record>
Result<std::optional<Record>> find_mergeable(Transaction& transaction, const Caller& caller, std::int64_t id) {
    auto found = Traits<Record>::find(transaction, caller, id);
    if (!found && found.error().code != ErrorCode::not_found) return fail(found);
    if (!found || found->archive_time) return std::optional<Record>();
    return std::optional<Record>(std::move(*found));
}

template <class Record>
Result<std::optional<Record>> find_merged(Transaction& transaction, const Caller& caller, const MergeOptions& options,
                                          const MergeRecord& record) {
    if (options.by_id())
        return record.number ? find_mergeable<Record>(transaction, caller, *record.number) : std::optional<Record>();
    for (Predicate& search : searches(options, record)) {
        auto found = find_oldest<Record>(transaction, caller, std::move(search));
        if (!found || *found) return found;
    }
    return std::optional<Record>();
}

template Result<std::optional<Person>> find_mergeable(Transaction&, const Caller&, std::int64_t);
template Result<std::optional<Organization>> find_mergeable(Transaction&, const Caller&, std::int64_t);
template Result<std::optional<Person>> find_merged(Transaction&, const Caller&, const MergeOptions&, const MergeRecord&);
template Result<std::optional<Organization>> find_merged(Transaction&, const Caller&, const MergeOptions&,
                                                         const MergeRecord&);

}  // namespace stele::dialect::ortto
