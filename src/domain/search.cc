#include "domain/search.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "domain/organizations.h"
#include "domain/persons.h"
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
    fields.name = kind == Kind::deal ? scope.title : scope.name;
    fields.address = scope.address && kind == Kind::organization;
    fields.email = scope.email && kind == Kind::person;
    fields.phone = scope.phone && kind == Kind::person;
    for (const CustomField& field : directory.custom_fields)
        if (field.kind == kind && !field.delete_time && field.is_shown_everywhere() && is_searchable(field.type) &&
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
    return matcher(number) || matcher(digits_of(number));
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
        add(fields.address && !organization->address.value.empty(), organization->address.value);
        custom = &organization->custom;
    } else if (const Deal* deal = hit.deal()) {
        add(fields.name, deal->title);
        custom = &deal->custom;
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
    if (const Organization* organization = hit.organization()) return organization->name;
    const Deal* deal = hit.deal();
    return deal != nullptr ? deal->title : hit.person()->name;
}

// Live records of one kind that the caller sees and that belong to another, the newest first.
RecordQuery newest(Predicate belongs, FieldRef id, FieldRef delete_time, Predicate visible) {
    std::vector<Predicate> conditions{std::move(belongs), Predicate::compare(delete_time, Comparison::is_null)};
    if (!visible.always()) conditions.push_back(std::move(visible));
    return {Predicate::all(std::move(conditions)), {{id, true}}, limits::related_items, 0, {}, {}, {}};
}

// Adds to what is related; each record once.
class RelatedRecords {
   public:
    RelatedRecords(Transaction& transaction, const Caller& caller, const SearchPage& page)
        : transaction_(transaction), caller_(caller) {
        for (const SearchHit& hit : page.hits) {
            if (const Person* person = hit.person()) persons_.insert(person->id);
            if (const Deal* deal = hit.deal()) deals_.insert(deal->id);
        }
    }

    [[nodiscard]] Result<void> add_persons(OrganizationId organization) {
        return transaction_.persons().list(
            newest(Predicate::compare(PersonField::organization_id, Comparison::equals, organization), PersonField::id,
                   PersonField::delete_time, visible_persons(caller_)),
            [&](const Person& person) {
                if (persons_.insert(person.id).second) related_.push_back({{}, 0, person, {}, {}});
                return true;
            });
    }

    [[nodiscard]] Result<void> add_deals(DealField partner, std::int64_t id) {
        return transaction_.deals().list(newest(Predicate::compare(partner, Comparison::equals, id), DealField::id,
                                                DealField::delete_time, visible_deals(caller_)),
                                         [&](const Deal& deal) {
                                             if (deals_.insert(deal.id).second) related_.push_back({{}, 0, deal, {}, {}});
                                             return true;
                                         });
    }

    [[nodiscard]] std::vector<SearchHit> take() { return std::move(related_); }

   private:
    Transaction& transaction_;
    const Caller& caller_;
    std::set<PersonId> persons_;  // shown already
    std::set<DealId> deals_;
    std::vector<SearchHit> related_;
};

// Whether a search for what belongs to this record can find anything: nothing belongs to one that the caller does not see.
template <class Record>
Result<bool> is_seen(const Result<Record>& found) {
    if (found) return true;
    if (found.error().code == ErrorCode::not_found) return false;
    return fail(found);
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
        const bool is_deal = kind == Kind::deal;
        std::vector<Predicate> conditions;
        const auto demand = [&](FieldRef field, std::int64_t value) {
            conditions.push_back(Predicate::compare(field, Comparison::equals, value));
        };
        if (request_.organization_id)
            demand(is_deal ? FieldRef(DealField::organization_id) : FieldRef(PersonField::organization_id),
                   *request_.organization_id);
        if (is_deal && request_.person_id) demand(DealField::person_id, *request_.person_id);
        if (is_deal && request_.status) demand(DealField::status, static_cast<std::int64_t>(*request_.status));
        if (auto visible = is_deal ? visible_deals(caller_) : visible_persons(caller_); !visible.always())
            conditions.push_back(std::move(visible));
        return conditions.size() == 1 ? std::move(conditions.front()) : Predicate::all(std::move(conditions));
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
        if (request_.kinds[group.kind] == Kind::deal) {
            std::vector<Predicate> conditions{Predicate::compare(DealField::id, Comparison::in, std::move(ids))};
            if (is_found_by_note) add_conditions(conditions, DealField::delete_time);
            const RecordQuery query{Predicate::all(std::move(conditions)), {}, size, 0, {}, {}, {}};
            return transaction_.deals().list(query, [&](const Deal& deal) { return take(group, deal); });
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
        const auto seen = is_seen(find_organization(transaction, caller, *request.organization_id));
        if (!seen) return fail(seen);
        if (!*seen) return SearchPage();
    }
    if (request.person_id) {
        const auto seen = is_seen(find_person(transaction, caller, *request.person_id));
        if (!seen) return fail(seen);
        if (!*seen) return SearchPage();
    }
    auto page = Walk(transaction, caller, request, offset, limit).run(after);
    if (page && request.scope.notes)
        if (auto added = add_notes(transaction, caller, request, *page); !added) return fail(added);
    return page;
}

Result<std::vector<SearchHit>> related_records(Transaction& transaction, const Caller& caller, const SearchPage& page) {
    RelatedRecords related(transaction, caller, page);
    for (const SearchHit& hit : page.hits) {
        Result<void> added;
        if (const Organization* organization = hit.organization()) {
            added = related.add_persons(organization->id);
            if (added) added = related.add_deals(DealField::organization_id, organization->id);
        }
        if (const Person* person = hit.person()) added = related.add_deals(DealField::person_id, person->id);
        if (!added) return fail(added);
    }
    return related.take();
}

std::vector<std::string> matching_values(const Caller& caller, const SearchRequest& request, const SearchHit& hit) {
    const SearchFields fields = fields_of(*caller.directory, request.scope, request.kinds[hit.position.kind]);
    return values_of(*caller.directory, fields, hit, Matcher(request));
}

}  // namespace stele::domain
