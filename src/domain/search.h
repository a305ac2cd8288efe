// Searching in the texts of organizations, persons and deals, and in the notes about them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "domain/caller.h"
#include "domain/store.h"
#include "domain/text_query.h"

namespace stele::domain {

// How a value matches the term. The first two go without regard to case, and the first without regard to marks too: it finds what
// contains the term, and where that is shorter than substring_chars, words that begin with it. The others take the term as it is.
enum class SearchMatch : std::uint8_t { folded, whole, same_case_whole, same_case_beginning, same_case_within };

// Where to look, in the words of a request. A kind without one of these fields is passed over.
struct SearchScope {
    bool name = false;   // of organizations and persons
    bool title = false;  // of deals
    bool address = false;
    bool email = false;
    bool phone = false;
    bool notes = false;                        // about the record, as far as the caller sees them
    bool custom_fields = false;                // all that are searched in
    std::optional<std::int64_t> custom_field;  // or this one

    [[nodiscard]] static SearchScope everything() { return {true, true, true, true, true, true, true, std::nullopt}; }
};

struct SearchRequest {
    std::vector<Kind> kinds;  // organization, person, deal; within a tier in this order
    std::string term;
    SearchMatch match = SearchMatch::folded;
    SearchScope scope;
    std::optional<OrganizationId> organization_id;  // only persons and deals of this one
    std::optional<PersonId> person_id;              // only deals of this one
    std::optional<DealStatus> status;               // only deals of this one
};

// Results come by tier, kind and id.
struct SearchPosition {
    SearchTier tier = SearchTier::exact_name;
    std::size_t kind = 0;  // its place in SearchRequest::kinds
    std::int64_t id = 0;

    auto operator<=>(const SearchPosition&) const = default;
};

struct SearchHit {
    SearchPosition position;
    double score = 0;  // from 1, falling by the tier; 0 of what is only related
    std::variant<Organization, Person, Deal> record;
    std::vector<std::string> custom_values;  // those that match
    std::vector<std::string> notes;          // the texts of the first that match, limits::search_notes at most

    [[nodiscard]] const Organization* organization() const { return std::get_if<Organization>(&record); }
    [[nodiscard]] const Person* person() const { return std::get_if<Person>(&record); }
    [[nodiscard]] const Deal* deal() const { return std::get_if<Deal>(&record); }
};

struct SearchPage {
    std::vector<SearchHit> hits;
    bool more = false;
};

// Error: invalid (term), for one of too few characters: a whole value needs one, anything else two.
[[nodiscard]] Result<void> check_term(const SearchRequest& request);

// What the caller sees of live records that match, from behind `after`, without the first `offset`. Errors: as check_term().
[[nodiscard]] Result<SearchPage> search(Transaction& transaction, const Caller& caller, const SearchRequest& request,
                                        const SearchPosition& after, std::int64_t offset, std::int64_t limit);

// The newest live persons of each organization that was found, and the newest live deals of each organization and person, as far
// as the caller sees them; not those that were found themselves, and none twice.
[[nodiscard]] Result<std::vector<SearchHit>> related_records(Transaction& transaction, const Caller& caller,
                                                             const SearchPage& page);

// The texts of a record in the scope that match; of one field in the order of its values.
[[nodiscard]] std::vector<std::string> matching_values(const Caller& caller, const SearchRequest& request,
                                                       const SearchHit& hit);

}  // namespace stele::domain
