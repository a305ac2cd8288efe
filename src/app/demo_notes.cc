#include "app/demo_notes.h"

#include <string>
#include <string_view>

#include "app/demo_random.h"

namespace stele::app {

namespace {

constexpr std::int64_t seed_of_notes = 0x6e6f7465;  // what else is drawn for an organization stays as it is
constexpr Micros day_us = 86'400'000'000;
constexpr Micros first_day = 1'735'689'600'000'000;  // 2025-01-01: all records were added before

constexpr std::string_view events[] = {"Called about", "Met at the fair to talk about", "Wrote to them about",
                                       "They asked for", "Sent an offer for"};
constexpr std::string_view subjects[] = {"the delivery in spring", "a longer contract",
                                         "new prices &amp; terms", "spare parts",
                                         "training on site",       "last month's invoice"};
constexpr std::string_view ends[] = {"They decide <b>next week</b>.", "Call again after the holidays.",
                                     "Nothing to do for now.", "<ul><li>send the papers</li><li>ask for a date</li></ul>"};

std::string content(DemoRandom& random) {
    std::string text = "<p>";
    text.append(random.of(events)).append(" ").append(random.of(subjects)).append(".</p>");
    if (!random.one_in(3)) text.append("<div>").append(random.of(ends)).append("</div>");
    return text;
}

std::vector<domain::UserId> authors_of(const domain::Directory& directory) {
    std::vector<domain::UserId> authors;
    for (const domain::User& user : directory.users)
        if (user.is_active) authors.push_back(user.id);
    return authors;
}

}  // namespace

std::vector<DemoNote> make_demo_notes(std::int64_t number, std::size_t people, const domain::Directory& directory) {
    DemoRandom random(number ^ seed_of_notes);
    std::vector<DemoNote> notes;
    if (!random.one_in(3)) return notes;
    const auto authors = authors_of(directory);
    for (std::size_t left = 1 + random.below(3); left > 0; --left) {
        DemoNote& note = notes.emplace_back();
        note.patch.content = content(random);
        note.patch.user_id = random.of(authors);
        note.patch.add_time = first_day + static_cast<Micros>(random.below(300)) * day_us;
        note.patch.pinned_to_organization = random.one_in(4);
        if (people > 0 && random.one_in(2)) note.person = random.below(people);
    }
    return notes;
}

}  // namespace stele::app
