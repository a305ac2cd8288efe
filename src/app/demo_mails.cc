#include "app/demo_mails.h"

#include <string_view>

#include "app/demo_random.h"
#include "base/limits.h"

namespace stele::app {

namespace {

constexpr std::int64_t seed = 0x6d61'696c;           // others than those of the organizations
constexpr Micros first_day = 1'769'904'000'000'000;  // 2026-02-01
constexpr std::size_t days = 240;
constexpr Micros minute_us = 60'000'000;

struct Sample {
    std::string_view subject;
    std::string_view question;
    std::string_view answer;
};

constexpr Sample samples[] = {
    {"Your offer of last week", "<p>Thank you for the offer. Is delivery <b>before May</b> possible?</p>",
     "<p>Yes, if you order by Friday.</p>"},
    {"Visit", "<p>We are in town on Tuesday. May we come by at ten?</p>", "<p>Gladly. Ask for me at the gate.</p>"},
    {"Invoice", "<p>The last invoice names the old address.</p>", "<p>Corrected; the new one is on its way.</p>"},
    {"Spare parts", "<ul><li>two hinges</li><li>one lock</li></ul><p>Please tell us the price.</p>",
     "<p>All in stock; 48.50 together.</p>"}};

const domain::Contact* address_of(const DemoPerson& person) {
    if (!person.patch.emails || person.patch.emails->empty()) return nullptr;
    return &person.patch.emails->front();
}

domain::MailParty party(domain::MailRole role, const std::string& address, const std::string& name) {
    return {0, role, address, name};
}

}  // namespace

std::vector<DemoMail> make_demo_mails(std::int64_t number, const std::vector<DemoPerson>& people,
                                      const domain::Directory& directory) {
    DemoRandom random(number ^ seed);
    std::vector<DemoMail> mails;
    if (people.empty() || !random.one_in(4)) return mails;
    const DemoPerson& person = random.of(people);
    const domain::Contact* address = address_of(person);
    std::vector<const domain::User*> users;
    for (const domain::User& user : directory.users)
        if (user.is_active) users.push_back(&user);
    const domain::User& user = *random.of(users);
    const Sample& sample = random.of(samples);
    const Micros time = first_day + static_cast<Micros>(random.below(days)) * limits::day_us + 540 * minute_us;
    const bool is_answered = random.one_in(2);
    if (address == nullptr) return mails;

    const std::string key = "demo-" + std::to_string(number);
    const std::string name = person.patch.name.value_or("");
    domain::NewMail question;
    question.key = key + "-1@demo.example";
    question.subject = sample.subject;
    question.parties = {party(domain::MailRole::from, address->value, name),
                        party(domain::MailRole::to, user.email, user.name)};
    question.body = {true, std::string(sample.question)};
    question.message_time = time;
    mails.push_back({user.id, question});
    if (!is_answered) return mails;
    domain::NewMail answer;
    answer.key = key + "-2@demo.example";
    answer.references = {question.key};
    answer.subject = "Re: " + question.subject;
    answer.parties = {party(domain::MailRole::from, user.email, user.name),
                      party(domain::MailRole::to, address->value, name)};
    answer.body = {true, std::string(sample.answer)};
    answer.message_time = time + 95 * minute_us;
    mails.push_back({user.id, std::move(answer)});
    return mails;
}

}  // namespace stele::app
