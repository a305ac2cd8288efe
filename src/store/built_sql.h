// A statement that is put together while the program runs, and what is bound to it.
#pragma once

#include <list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/ids.h"
#include "store/session.h"

namespace stele::store {

class BuiltSql {
   public:
    explicit BuiltSql(domain::CompanyId company) {
        text_.reserve(2048);
        values_.reserve(16);
        values_.emplace_back(company);
    }

    [[nodiscard]] Sql sql() const { return Sql::built(text_); }
    [[nodiscard]] std::span<const Value> values() const { return values_; }

    BuiltSql& add(std::string_view text) {
        text_ += text;
        return *this;
    }
    // Appends the next parameter. A text's bytes must outlive the statement, or be kept().
    BuiltSql& add_value(Value value) {
        values_.push_back(value);
        return add_last_value();
    }
    // The parameter that was added last, once more.
    BuiltSql& add_last_value() {
        text_ += '$';
        text_ += std::to_string(values_.size());
        return *this;
    }
    [[nodiscard]] std::string_view kept(std::string text) { return kept_.emplace_back(std::move(text)); }

   private:
    std::string text_;
    std::vector<Value> values_;
    std::list<std::string> kept_;  // does not move its strings
};

}  // namespace stele::store
