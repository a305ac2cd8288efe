#include "domain/search.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "domain/organizations.h"
#include "domain/search_matcher.h"
#include "domain/search_notes.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

constexpr std::size_t least_chars = 2;
constexpr SearchTier all_tiers[] = {SearchTier::exact_name, SearchTier::name_begins, SearchTier::word_begins,
                                    SearchTier::elsewhere, SearchTier::in_notes};

// Records are read by so many ids at a time.
constexpr std::size_t chunk_size = 500;

double score_of(SearchTier tier) { return tier == SearchTier::in_notes ? 0.125 : 1.25 - 0.25 * static_cast<int>(tier); }

SearchFields fields_of(const Directory& directory, const SearchScope& scope, Kind kind) {
    SearchFields fields;
    fields.name = scope.name;
    fields.address = scope.address && kind == Kind::organization;
    fields.email = scope.email && kind == Kind::person;
    fields.phone = scope.phone && kind == Kind::person;
    for (const CustomField& field : directory.custom_fields)
        if (field.kind == kind && !field.delete_time && is_searchable(field.type) &&
            (scope.custom_fields || scope.custom_field == field.id))
            fields.custom_fields.push_back(field.id);
    return fields;
}

std::vector<std::string> custom_values(const Directory& directory, const SearchFields& fields, const CustomValues& values,
                                       const Matcher& matcher) {
    std::vector<std::string> found;
    for (const std::int64_t id : fields.custom_fields) {
        const CustomField* field = directory.custom_field(id);
        const CustomData* data = find_value(values, id);
        if (field == nullptr || data == nullptr) continue;
        if (std::string text = searchable_text(field->type, *data); matcher(text)) found.push_back(std::move(text));
    }
    return found;
}

// A phone number is also found by its digits.
bool matches_phone(const std::string& number, const Matcher& matcher) {
    std::string digits;
    std::ranges::copy_if(number, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return matcher(number) || matcher(digits);
}

// The values of these fields that match.
std::vector<std::string> values_of(const Directory& directory, const SearchFields& fields, const SearchHit& hit,
                                   const Matcher& matcher) {
    std::vector<std::string> found;
    const auto add = [&](bool looks, const std::string& value) {
        if (looks && matcher(value)) found.push_back(value);
    };
    const CustomValues* custom = nullptr;
    if (const Organization* organization = hit.organization()) {
        add(fields.name, organization->name);
        add(fields.address && organization->address.exists(), organization->address.value);
        custom = &organization->custom;
    } else {
        const Person& person = *hit.person();
        add(fields.name, person.name);
        for (const Contact& email : person.emails) add(fields.email, email.value);
        for (const Contact& phone : person.phones)
            if (fields.phone && matches_phone(phone.value, matcher)) found.push_back(phone.value);
        custom = &person.custom;
    }
    auto values = custom_values(directory, fields, *custom, matcher);
    std::ranges::move(values, std::back_inserter(found));
    return found;
}

const std::string& name_of(const SearchHit& hit) {
    const Organization* organization = hit.organization();
    return organization != nullptr ? organization->name : hit.person()->name;
}

// One search, over its tiers and kinds.
class Walk {
   public:
    Walk(Transaction& transaction, const Caller& caller, const SearchRequest& request, std::int64_t offset,
         std::int64_t limit)
        : transaction_(transaction),
          caller_(caller),
          request_(request),
          matcher_(request),
          offset_(offset),
          wanted_(static_cast<std::size_t>(limit) + 1) {}

    [[nodiscard]] Result<SearchPage> run(const SearchPosition& after) {
        for (const SearchTier tier : all_tiers) {
            for (std::size_t kind = 0; kind < request_.kinds.size(); ++kind) {
                const SearchPosition group{tier, kind, 0};
                const SearchPosition group_of_after{after.tier, after.kind, 0};
                if (group < group_of_after) continue;
                fields_ = fields_of(*caller_.directory, request_.scope, request_.kinds[kind]);
                const std::int64_t after_id = group == group_of_after ? after.id : 0;
                const auto read =
                    tier == SearchTier::in_notes ? read_notes_group(group, after_id) : read_group(group, after_id);
                if (!read) return fail(read);
                if (is_full()) return cut_page();
            }
        }
        return cut_page();
    }

   private:
    [[nodiscard]] bool is_full() const { return page_.hits.size() == wanted_; }

    // It has one more than it shows when there are more.
    [[nodiscard]] SearchPage cut_page() {
        page_.more = is_full();
        if (page_.more) page_.hits.pop_back();
        return std::move(page_);
    }

    [[nodiscard]] bool asks_for_whole() const { return is_whole(request_.match); }
    // The index finds by folded texts; what goes beyond it is looked for on the record.
    [[nodiscard]] bool looks_at_records() const { return request_.match != SearchMatch::folded; }

    // Nothing when there is nothing to look for. What is a whole value but the name is of one tier.
    [[nodiscard]] std::optional<TextQuery> query_of(const SearchPosition& group) const {
        TextQuery query;
        query.kind = request_.kinds[group.kind];
        query.tier = group.tier;
        query.term = searched_form(request_.term);
        query.whole = asks_for_whole();
        query.fields = fields_of(*caller_.directory, request_.scope, query.kind);
        if (group.tier == SearchTier::exact_name || group.tier == SearchTier::name_begins) {
            if (!query.fields.name || (query.whole && group.tier == SearchTier::name_begins)) return std::nullopt;
        } else {
            if (query.whole) query.fields.name = false;
            if (!query.fields.any() || (query.whole && group.tier == SearchTier::elsewhere)) return std::nullopt;
        }
        const bool within_words =
            code_points(query.term) >= substring_chars && request_.match != SearchMatch::same_case_beginning;
        if (group.tier == SearchTier::elsewhere && !within_words) return std::nullopt;
        query.where = condition(query.kind);
        return query;
    }

    [[nodiscard]] Predicate condition(Kind kind) const {
        if (kind == Kind::organization) return visible_organizations(caller_);
        Predicate visible = visible_persons(caller_);
        if (!request_.organization_id) return visible;
        auto belongs = Predicate::compare(PersonField::organization_id, Comparison::equals, *request_.organization_id);
        return visible.always() ? belongs : Predicate::all({std::move(belongs), std::move(visible)});
    }

    void add_conditions(std::vector<Predicate>& conditions, FieldRef delete_time) const {
        conditions.push_back(Predicate::compare(delete_time, Comparison::is_null));
        conditions.push_back(condition(delete_time.kind));
    }

    [[nodiscard]] Result<void> read_group(const SearchPosition& group, std::int64_t after) {
        auto asked_for = query_of(group);
        if (!asked_for) return {};
        TextQuery& query = *asked_for;
        query.after = after;
        while (!is_full()) {
            const std::size_t asked = std::min(wanted_ - page_.hits.size(), chunk_size);
            std::vector<std::int64_t> ids;
            const auto found = transaction_.search().find(query, [&](std::int64_t id) {
                if (!looks_at_records() && offset_ > 0) {
                    --offset_;
                    return true;
                }
                ids.push_back(id);
                return ids.size() < asked;
            });
            if (!found) return found;
            const bool ends = ids.size() < asked;
            if (!ids.empty()) query.after = ids.back();
            if (auto read = read_records(group, std::move(ids)); !read) return read;
            if (ends) return {};
        }
        return {};
    }

    // The records that notes are about come by the ids of the notes: all are collected and sorted.
    [[nodiscard]] Result<void> read_notes_group(const SearchPosition& group, std::int64_t after) {
        if (!request_.scope.notes) return {};
        auto found = records_with_notes(transaction_, caller_, request_, matcher_, request_.kinds[group.kind], after);
        if (!found) return fail(found);
        for (auto rest = std::span(*found); !rest.empty() && !is_full();) {
            const auto chunk = rest.first(std::min(rest.size(), chunk_size));
            if (auto read = read_records(group, {chunk.begin(), chunk.end()}); !read) return read;
            rest = rest.subspan(chunk.size());
        }
        return {};
    }

    [[nodiscard]] Result<void> read_records(const SearchPosition& group, std::vector<std::int64_t> ids) {
        if (ids.empty()) return {};
        const auto size = static_cast<std::int64_t>(ids.size());
        // What was found by a note about it was not held to the condition.
        const bool is_found_by_note = group.tier == SearchTier::in_notes;
        if (request_.kinds[group.kind] == Kind::person) {
            std::vector<Predicate> conditions{Predicate::compare(PersonField::id, Comparison::in, std::move(ids))};
            if (is_found_by_note) add_conditions(conditions, PersonField::delete_time);
            const PersonQuery query{Predicate::all(std::move(conditions)), {}, size, 0};
            return transaction_.persons().list(query, [&](const Person& person) { return take(group, person); });
        }
        std::vector<Predicate> conditions{Predicate::compare(OrganizationField::id, Comparison::in, std::move(ids))};
        if (is_found_by_note) add_conditions(conditions, OrganizationField::delete_time);
        const OrganizationQuery query{Predicate::all(std::move(conditions)), {}, size, 0};
        return transaction_.organizations().list(
            query, [&](const Organization& organization) { return take(group, organization); });
    }

    // False when the page is full.
    template <class Record>
    bool take(SearchPosition position, const Record& record) {
        position.id = record.id;
        SearchHit hit{position, score_of(position.tier), record, {}, {}};
        if (looks_at_records() || position.tier == SearchTier::in_notes) {
            if (!belongs(hit)) return true;
            if (offset_ > 0) {
                --offset_;
                return true;
            }
        }
        hit.custom_values = custom_values(*caller_.directory, fields_, record.custom, matcher_);
        page_.hits.push_back(std::move(hit));
        return !is_full();
    }

    // Whether what the index has found by folded texts matches as it was asked for.
    [[nodiscard]] bool belongs(const SearchHit& hit) const {
        if (hit.position.tier == SearchTier::in_notes)  // not in an earlier one
            return values_of(*caller_.directory, fields_, hit, matcher_).empty();
        const bool by_name = fields_.name && matcher_(name_of(hit));
        if (hit.position.tier == SearchTier::exact_name || hit.position.tier == SearchTier::name_begins) return by_name;
        if (asks_for_whole() && by_name) return false;  // it was in the first tier
        return by_name || !values_of(*caller_.directory, fields_, hit, matcher_).empty();
    }

    Transaction& transaction_;
    const Caller& caller_;
    const SearchRequest& request_;
    Matcher matcher_;
    std::int64_t offset_;
    std::size_t wanted_;
    SearchFields fields_;  // of the kind that is looked at
    SearchPage page_;
};

}  // namespace

Result<void> check_term(const SearchRequest& request) {
    const std::size_t least = is_whole(request.match) ? 1 : least_chars;
    if (code_points(searched_form(request.term)) >= least) return {};
    return fail(ErrorCode::invalid,
                "must have at least " + std::to_string(least) + (least == 1 ? " character" : " characters"), "term");
}

Result<SearchPage> search(Transaction& transaction, const Caller& caller, const SearchRequest& request,
                          const SearchPosition& after, std::int64_t offset, std::int64_t limit) {
    if (auto checked = check_term(request); !checked) return fail(checked);
    if (request.organization_id) {
        const auto organization = find_organization(transaction, caller, *request.organization_id);
        if (!organization && organization.error().code == ErrorCode::not_found) return SearchPage();
        if (!organization) return fail(organization);
    }
    auto page = Walk(transaction, caller, request, offset, limit).run(after);
    if (page && request.scope.notes)
        if (auto added = add_notes(transaction, caller, request, *page); !added) return fail(added);
    return page;
}

Result<std::vector<SearchHit>> related_persons(Transaction& transaction, const Caller& caller, const SearchPage& page) {
    std::set<PersonId> shown;
    for (const SearchHit& hit : page.hits)
        if (const Person* person = hit.person()) shown.insert(person->id);
    std::vector<SearchHit> related;
    for (const SearchHit& hit : page.hits) {
        const Organization* organization = hit.organization();
        if (organization == nullptr) continue;
        std::vector<Predicate> conditions{
            Predicate::compare(PersonField::organization_id, Comparison::equals, organization->id),
            Predicate::compare(PersonField::delete_time, Comparison::is_null)};
        if (auto visible = visible_persons(caller); !visible.always()) conditions.push_back(std::move(visible));
        const PersonQuery query{Predicate::all(std::move(conditions)), {{PersonField::id, true}}, limits::related_items, 0};
        const auto listed = transaction.persons().list(query, [&](const Person& person) {
            if (shown.insert(person.id).second) related.push_back({{}, 0, person, {}, {}});
            return true;
        });
        if (!listed) return fail(listed);
    }
    return related;
}

std::vector<std::string> matching_values(const Caller& caller, const SearchRequest& request, const SearchHit& hit) {
    const SearchFields fields = fields_of(*caller.directory, request.scope, request.kinds[hit.position.kind]);
    return values_of(*caller.directory, fields, hit, Matcher(request));
}

}  // namespace stele::domain
