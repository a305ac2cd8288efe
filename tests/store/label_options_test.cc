// The options of label fields, on every engine.

#include "domain/label_options.h"

#include <algorithm>

#include "base/limits.h"
#include "domain/accounts.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::Caller;
using domain::DirectoryPtr;
using domain::Kind;
using domain::LabelOption;
using domain::LabelOptionPatch;
using domain::Transaction;
using Options = std::vector<LabelOption>;
using Patches = std::vector<LabelOptionPatch>;

LabelOptionPatch fresh(const std::string& label) { return {{}, label, {}}; }
LabelOptionPatch kept(std::int64_t id) { return {id, {}, {}}; }

std::string labels_of(const Options& options) {
    std::string text;
    for (const LabelOption& option : domain::in_shown_order(options)) {
        if (!text.empty()) text += ' ';
        text += std::to_string(option.id) + option.label;
    }
    return text;
}

class LabelOptions : public Contract {
   protected:
    [[nodiscard]] DirectoryPtr directory(domain::CompanyId company = 1) { return engine().directory(company).value(); }
    [[nodiscard]] std::string labels(domain::CompanyId company = 1) { return labels_of(directory(company)->label_options); }

    // Runs the change as the company's admin.
    void change(FunctionRef<Result<Options>(Transaction&, const Caller&)> body, std::optional<ErrorCode> expected = {}) {
        const DirectoryPtr before = directory();
        const Caller caller{before.get(), &before->users.front(), domain::Scope::write};
        must_write(
            engine(), 1,
            [&](Transaction& transaction) -> Result<void> {
                reply_.clear();
                auto options = body(transaction, caller);
                if (!options) return fail(options);
                reply_ = std::move(*options);
                return {};
            },
            expected);
    }
    void set(const Patches& wanted, std::optional<ErrorCode> expected = {}) {
        change(
            [&](Transaction& transaction, const Caller& caller) {
                return domain::set_label_options(transaction, caller, Kind::organization, wanted);
            },
            expected);
    }
    void add(const Patches& added, std::optional<ErrorCode> expected = {}) {
        change(
            [&](Transaction& transaction, const Caller& caller) {
                return domain::add_label_options(transaction, caller, Kind::organization, added);
            },
            expected);
    }
    void remove(const std::vector<std::int64_t>& ids, std::optional<ErrorCode> expected = {}) {
        change(
            [&](Transaction& transaction, const Caller& caller) {
                return domain::remove_label_options(transaction, caller, Kind::organization, ids);
            },
            expected);
    }

    Options reply_;  // of the last change
};
INSTANTIATE_TEST_SUITE_P(Engines, LabelOptions, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(LabelOptions, a_whole_list_is_kept_in_its_order) {
    set({kept(4), fresh("New"), {1, "Client", "gray"}, kept(2)});
    EXPECT_EQ(labels(), "4Cold lead 9New 1Client 2Hot lead");
    EXPECT_EQ(labels_of(reply_), labels());
    EXPECT_EQ(directory()->label_option(1)->color, "gray");
    EXPECT_EQ(directory()->label_option(3), nullptr);
    EXPECT_EQ(directory()->label_option(9)->label, "New");

    house().close();
    house().open();
    EXPECT_EQ(labels(), "4Cold lead 9New 1Client 2Hot lead");
    set({kept(2), kept(1), kept(9), kept(4)});
    EXPECT_EQ(labels(), "2Hot lead 1Client 9New 4Cold lead");
}

TEST_P(LabelOptions, are_of_one_company_and_one_kind) {
    set({fresh("Only")});
    EXPECT_EQ(labels(), "9Only");
    EXPECT_EQ(directory()->person_label_options.size(), 4U);
    EXPECT_EQ(directory(2)->label_options.size(), 4U);
    change([](Transaction& transaction, const Caller& caller) {
        return domain::add_label_options(transaction, caller, Kind::person, Patches{fresh("Only")});
    });
    EXPECT_EQ(directory()->person_label_options.back().id, 10);
    EXPECT_EQ(labels(), "9Only");
}

TEST_P(LabelOptions, a_number_is_never_used_again) {
    add({fresh("A"), fresh("B")});
    EXPECT_EQ(labels_of(reply_), "9A 10B");
    remove({10, 9});
    EXPECT_EQ(reply_.front().label, "B");
    house().close();
    house().open();
    add({fresh("B")});
    EXPECT_EQ(labels_of(reply_), "11B");
    EXPECT_EQ(labels(), "1Customer 2Hot lead 3Warm lead 4Cold lead 11B");
}

TEST_P(LabelOptions, a_change_of_some_leaves_the_others) {
    change([](Transaction& transaction, const Caller& caller) {
        return domain::update_label_options(transaction, caller, Kind::organization,
                                            Patches{{3, "Warm", {}}, {1, "Hot lead", {}}, {2, "Customer", {}}});
    });
    EXPECT_EQ(labels(), "1Hot lead 2Customer 3Warm 4Cold lead");
    EXPECT_EQ(reply_.front().label, "Warm");
    EXPECT_EQ(directory()->label_option(3)->color, "yellow");
}

TEST_P(LabelOptions, all_or_nothing) {
    const std::string before = labels();
    add({fresh("New"), fresh("customer")}, ErrorCode::invalid);
    add({fresh("New"), fresh("")}, ErrorCode::invalid);
    add({fresh("New"), kept(1)}, ErrorCode::invalid);
    set({fresh("New"), kept(9)}, ErrorCode::invalid);
    set({fresh("New"), kept(1), kept(1)}, ErrorCode::invalid);
    set({fresh("New"), kept(5)}, ErrorCode::invalid);  // of persons
    remove({1, 9}, ErrorCode::invalid);
    remove({1, 1}, ErrorCode::invalid);
    EXPECT_EQ(labels(), before);
    add({fresh("New")});
    EXPECT_EQ(labels_of(reply_), "9New");
}

TEST_P(LabelOptions, are_bounded) {
    Patches many;
    for (std::size_t i = 0; i < limits::label_options; ++i) many.push_back(fresh("option " + std::to_string(i)));
    add(many, ErrorCode::invalid);
    set(many);
    EXPECT_EQ(directory()->label_options.size(), limits::label_options);
    add({fresh("one more")}, ErrorCode::invalid);
    many.push_back(fresh("one more"));
    set(many, ErrorCode::invalid);

    // All change places: every row is written.
    Patches reversed;
    for (const LabelOption& option : domain::in_shown_order(directory()->label_options)) reversed.push_back(kept(option.id));
    std::ranges::reverse(reversed);
    set(reversed);
    EXPECT_EQ(domain::in_shown_order(directory()->label_options).front().label, "option 999");
}

TEST_P(LabelOptions, are_written_by_admins) {
    must_write(engine(), 1, [](Transaction& transaction) -> Result<void> {
        const auto user = domain::add_user(transaction, {"Bob", "bob@example.com", false});
        if (!user) return fail(user);
        return {};
    });
    const DirectoryPtr around = directory();
    const Caller bob{around.get(), &around->users.back(), domain::Scope::admin};
    change(
        [&](Transaction& transaction, const Caller&) {
            return domain::add_label_options(transaction, bob, Kind::organization, Patches{fresh("New")});
        },
        ErrorCode::forbidden);
    EXPECT_EQ(directory()->label_options.size(), 4U);
}

}  // namespace
}  // namespace stele::tests
