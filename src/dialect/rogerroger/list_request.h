// What the parameters of a list ask for. As API Platform reads them, what is unknown or cannot be read is passed over; with
// `Stele-Strict: 1` it is 400.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.h"
#include "dialect/rogerroger/collection.h"
#include "dialect/rogerroger/ids.h"
#include "domain/predicate.h"

namespace stele::dialect::rogerroger {

// A field that a list may be ordered by, by the name in order[...].
struct OrderName {
    std::string_view name;
    domain::FieldRef field;
};

// Reads one parameter after another, and gathers conditions. Errors are kept: the first one is take()'s.
class ListRequest {
   public:
    ListRequest(const Request& request, Context& context, std::span<const Parameter> parameters);

    // `name` and `name[]`: one of these resources. What is none matches nothing.
    void add_references(std::string_view name, Resource resource, domain::FieldRef field);
    // `name[after]`, `[strictly_after]`, `[before]`, `[strictly_before]`.
    void add_times(std::string_view name, domain::FieldRef field);
    // `exists[name]`: whether there is a value; what to look for then, and when there is none.
    void add_exists(std::string_view name, domain::Predicate present, domain::Predicate absent);
    // `name`: of a field that is 0 or 1.
    void add_flag(std::string_view name, domain::FieldRef field);
    // `order[...]`, in the order of the request.
    void add_orders(std::span<const OrderName> names);
    void add(domain::Predicate condition) { conditions_.push_back(std::move(condition)); }

    // All values of `name` and `name[]`.
    [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
    // The words of `q`.
    [[nodiscard]] std::vector<std::string> words() const;
    // Numbers of the resources that `name` names.
    [[nodiscard]] std::vector<std::int64_t> references(std::string_view name, Resource resource);

    [[nodiscard]] Context& context() { return context_; }
    [[nodiscard]] Result<std::vector<domain::Predicate>> take();
    [[nodiscard]] std::vector<domain::SortKey> sort() const { return sort_; }

   private:
    void refuse(std::string_view name, std::string_view why);
    void keep(const Error& error);

    const Request& request_;
    Context& context_;
    bool is_strict_;
    Result<void> state_;
    std::vector<domain::Predicate> conditions_;
    std::vector<domain::SortKey> sort_;
};

// A request for what lies deep, or was asked by a parameter, looks at more than a page of an index; as does one whose caller does
// not see everything.
[[nodiscard]] bool is_scan(const Request& request, const domain::Caller& caller);

}  // namespace stele::dialect::rogerroger
