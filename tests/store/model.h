// The store as it should behave, in memory and in the plainest way.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domain/store.h"

namespace stele::tests {

using RecordKey = std::pair<domain::Kind, std::int64_t>;

struct CompanyModel {
    std::map<std::int64_t, domain::Organization> organizations;
    std::map<std::int64_t, domain::Person> persons;
    std::map<domain::PersonId, std::map<domain::OrganizationId, domain::Link>> links;
    std::map<RecordKey, std::set<domain::UserId>> followers;
    std::map<RecordKey, std::vector<domain::Change>> changes;  // oldest first
    std::map<domain::UserId, std::string> users;               // names
    std::map<domain::Kind, std::int64_t> last_ids;
    std::map<domain::Kind, std::int64_t> counts;  // of records that are not deleted

    // Record is Organization or Person.
    template <class Record>
    [[nodiscard]] const std::map<std::int64_t, Record>& records() const;
    template <class Record>
    [[nodiscard]] bool holds(const domain::Predicate& predicate, const Record& record) const;
    // The ids, in order.
    template <class Record>
    [[nodiscard]] std::vector<std::int64_t> list(const domain::RecordQuery& query) const;
    template <class Record>
    [[nodiscard]] std::int64_t count(const domain::Predicate& predicate) const;

   private:
    // A field's value as it is compared: nothing, a number, or bytes.
    using Field = std::variant<std::monostate, std::int64_t, std::string>;
    [[nodiscard]] Field field(domain::OrganizationField field, const domain::Organization& row) const;
    [[nodiscard]] Field field(domain::PersonField field, const domain::Person& row) const;
    [[nodiscard]] Field field(domain::FieldRef field, const domain::Organization& record) const;
    [[nodiscard]] Field field(domain::FieldRef field, const domain::Person& record) const;
    // All values of a field, of which a record may have several; folded where a text is looked for in them.
    template <class Record>
    [[nodiscard]] std::vector<Field> values(const domain::Predicate& predicate, const Record& record) const;
    template <class Record>
    [[nodiscard]] bool compare(const domain::Predicate& predicate, const Record& record) const;
    [[nodiscard]] bool has_related(const domain::Predicate& predicate, const domain::Organization& record) const;
    [[nodiscard]] bool has_related(const domain::Predicate& predicate, const domain::Person& record) const;
};

}  // namespace stele::tests
