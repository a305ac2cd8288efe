#include "domain/label_options.h"

#include <algorithm>
#include <unordered_set>

#include "base/limits.h"
#include "base/text.h"
#include "domain/checks.h"

namespace stele::domain {

namespace {

using Options = std::vector<LabelOption>;

Result<Options> read_options(Transaction& transaction, OptionField field) {
    if (field.custom_field_id != 0) return transaction.custom_fields().options(field.custom_field_id);
    return transaction.accounts().label_options(field.kind);
}

Result<void> insert_option(Transaction& transaction, OptionField field, const LabelOption& option) {
    if (field.custom_field_id != 0) return transaction.custom_fields().insert_option(field.custom_field_id, option);
    return transaction.accounts().insert_label_option(field.kind, option);
}

Result<void> update_option(Transaction& transaction, OptionField field, const LabelOption& option) {
    if (field.custom_field_id != 0) return transaction.custom_fields().update_option(field.custom_field_id, option);
    return transaction.accounts().update_label_option(field.kind, option);
}

Result<void> remove_option(Transaction& transaction, OptionField field, std::int64_t id) {
    if (field.custom_field_id != 0) return transaction.custom_fields().remove_option(field.custom_field_id, id);
    return transaction.accounts().remove_label_option(field.kind, id);
}

std::unexpected<Error> no_such_option(std::int64_t id) {
    return fail(ErrorCode::invalid, "there is no option " + std::to_string(id), "id");
}

// As they are now, in their order; not those of the caller's directory, which may be older.
Result<Options> options_to_change(Transaction& transaction, const Caller& caller, OptionField field) {
    if (auto allowed = check_field_editor(caller); !allowed) return fail(allowed);
    auto options = read_options(transaction, field);
    if (!options) return options;
    return in_shown_order(std::move(*options));
}

// The option of that id; one that was named before in the same write is refused, since only one of the two could hold.
class Named {
   public:
    explicit Named(Options& options) : options_(options) {}

    [[nodiscard]] Result<LabelOption*> find(std::int64_t id) {
        const auto found = std::ranges::find(options_, id, &LabelOption::id);
        if (found == options_.end()) return no_such_option(id);
        if (!ids_.insert(id).second)
            return fail(ErrorCode::invalid, "option " + std::to_string(id) + " is named twice", "id");
        return &*found;
    }

   private:
    Options& options_;
    std::unordered_set<std::int64_t> ids_;
};

Result<void> check_label(const std::string& label) {
    if (first_char(label).empty()) return fail(ErrorCode::invalid, "an option's label must not be empty", "label");
    return check_text("label", label, limits::name_chars);
}

Result<void> apply(const LabelOptionPatch& patch, LabelOption& option) {
    if (patch.label) {
        if (auto checked = check_label(*patch.label); !checked) return checked;
        option.label = *patch.label;
    }
    if (patch.color) {
        if (auto checked = check_text("color", *patch.color, limits::color_chars); !checked) return checked;
        option.color = *patch.color;
    }
    return {};
}

// A new option has no id yet.
Result<LabelOption> new_option(const LabelOptionPatch& patch) {
    if (!patch.label) return fail(ErrorCode::invalid, "a new option needs a label", "label");
    LabelOption option;
    if (auto applied = apply(patch, option); !applied) return fail(applied);
    return option;
}

Result<void> check_number(std::size_t number) {
    if (number > limits::label_options)
        return fail(ErrorCode::invalid, "a field has at most " + std::to_string(limits::label_options) + " options",
                    "options");
    return {};
}

// Two of one name could not be told apart.
Result<void> check_together(const Options& options) {
    if (auto checked = check_number(options.size()); !checked) return checked;
    std::unordered_set<std::string> labels;
    for (const LabelOption& option : options)
        if (!labels.insert(fold_exact(option.label)).second)
            return fail(ErrorCode::invalid, "two options have the label " + option.label, "label");
    return {};
}

// Positions rise along the list; those that do so already stay.
void set_positions(Options& options) {
    std::int64_t last = 0;
    for (LabelOption& option : options) last = option.position = std::max(option.position, last + 1);
}

Result<void> remove_missing(Transaction& transaction, OptionField field, const Options& before, const Options& after) {
    for (const LabelOption& option : before) {
        if (std::ranges::find(after, option.id, &LabelOption::id) != after.end()) continue;
        if (auto removed = remove_option(transaction, field, option.id); !removed) return removed;
    }
    return {};
}

Result<void> write_one(Transaction& transaction, OptionField field, const Options& before, LabelOption& option) {
    if (option.id == 0) {
        const auto id = transaction.next_id(Kind::label_option);
        if (!id) return fail(id);
        option.id = *id;
        return insert_option(transaction, field, option);
    }
    if (std::ranges::find(before, option) != before.end()) return {};
    return update_option(transaction, field, option);
}

// Writes what differs. Options without an id are given one.
Result<void> write(Transaction& transaction, OptionField field, const Options& before, Options& after) {
    if (auto checked = check_together(after); !checked) return checked;
    set_positions(after);
    if (auto removed = remove_missing(transaction, field, before, after); !removed) return removed;
    for (LabelOption& option : after)
        if (auto written = write_one(transaction, field, before, option); !written) return written;
    return {};
}

}  // namespace

Result<void> check_field_editor(const Caller& caller) {
    if (!caller.user->is_admin) return fail(ErrorCode::forbidden, "You do not have permissions to do this.");
    return {};
}

Options in_shown_order(Options options) {
    std::ranges::stable_sort(options, {}, &LabelOption::position);
    return options;
}

Result<Options> set_label_options(Transaction& transaction, const Caller& caller, OptionField field,
                                  std::span<const LabelOptionPatch> wanted) {
    auto before = options_to_change(transaction, caller, field);
    if (!before) return before;
    if (auto checked = check_number(wanted.size()); !checked) return fail(checked);
    Named named(*before);
    Options after;
    for (const LabelOptionPatch& patch : wanted) {
        if (!patch.id) {
            auto option = new_option(patch);
            if (!option) return fail(option);
            after.push_back(std::move(*option));
            continue;
        }
        const auto option = named.find(*patch.id);
        if (!option) return fail(option);
        after.push_back(**option);
        if (auto applied = apply(patch, after.back()); !applied) return fail(applied);
    }
    if (auto written = write(transaction, field, *before, after); !written) return fail(written);
    return after;
}

Result<Options> add_label_options(Transaction& transaction, const Caller& caller, OptionField field,
                                  std::span<const LabelOptionPatch> added) {
    auto before = options_to_change(transaction, caller, field);
    if (!before) return before;
    if (auto checked = check_number(before->size() + added.size()); !checked) return fail(checked);
    Options after = *before;
    for (const LabelOptionPatch& patch : added) {
        auto option = new_option(patch);
        if (!option) return fail(option);
        after.push_back(std::move(*option));
    }
    if (auto written = write(transaction, field, *before, after); !written) return fail(written);
    after.erase(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(before->size()));
    return after;
}

Result<Options> update_label_options(Transaction& transaction, const Caller& caller, OptionField field,
                                     std::span<const LabelOptionPatch> patches) {
    const auto before = options_to_change(transaction, caller, field);
    if (!before) return before;
    Options after = *before;
    Named named(after);
    std::vector<const LabelOption*> updated;
    for (const LabelOptionPatch& patch : patches) {
        const auto option = named.find(patch.id.value_or(0));
        if (!option) return fail(option);
        if (auto applied = apply(patch, **option); !applied) return fail(applied);
        updated.push_back(*option);
    }
    if (auto written = write(transaction, field, *before, after); !written) return fail(written);
    Options reply;
    for (const LabelOption* option : updated) reply.push_back(*option);
    return reply;
}

Result<Options> remove_label_options(Transaction& transaction, const Caller& caller, OptionField field,
                                     std::span<const std::int64_t> ids) {
    auto before = options_to_change(transaction, caller, field);
    if (!before) return before;
    Named named(*before);
    Options removed;
    for (const std::int64_t id : ids) {
        const auto option = named.find(id);
        if (!option) return fail(option);
        removed.push_back(**option);
    }
    for (const LabelOption& option : removed)
        if (auto done = remove_option(transaction, field, option.id); !done) return fail(done);
    return removed;
}

}  // namespace stele::domain
