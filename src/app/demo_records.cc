#include "app/demo_records.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "app/demo_fields.h"
#include "app/demo_random.h"
#include "app/demo_words.h"

namespace stele::app {

namespace {

using domain::UserId;

constexpr Micros day_us = 86'400'000'000;
constexpr Micros first_day = 1'577'836'800'000'000;  // 2020-01-01; the records were added in the five years from then on
constexpr std::int64_t days = 5 * 365;
constexpr std::size_t owners_most = 20;  // users that own and follow

using Parts = std::span<const std::pair<std::string_view, std::string_view>>;

// "{first} {last}" with what the names in braces stand for.
std::string fill(std::string_view format, Parts parts) {
    std::string text;
    while (!format.empty()) {
        const auto open = std::min(format.find('{'), format.size());
        text += format.substr(0, open);
        format.remove_prefix(open);
        if (format.empty()) break;
        const auto close = format.find('}');
        const auto part = std::ranges::find(parts, format.substr(1, close - 1), &Parts::value_type::first);
        if (part != parts.end()) text += part->second;
        format.remove_prefix(close + 1);
    }
    return text;
}

std::string digits(std::string_view format, DemoRandom& random) {
    std::string text(format);
    for (char& c : text)
        if (c == '#') c = static_cast<char>('0' + random.below(10));
    return text;
}

// All that a record may point at.
struct World {
    std::vector<UserId> users;
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> person_labels;
    domain::VisibilityScheme scheme{};
    bool campaigns = false;
};

World world_of(const domain::Directory& directory) {
    World world;
    for (const auto& user : directory.users)
        if (user.is_active && world.users.size() < owners_most) world.users.push_back(user.id);
    for (const auto& option : directory.label_options) world.labels.push_back(option.id);
    for (const auto& option : directory.person_label_options) world.person_labels.push_back(option.id);
    world.scheme = directory.company.visibility_scheme;
    world.campaigns = directory.company.campaigns;
    return world;
}

std::vector<UserId> followers(const World& world, UserId owner, DemoRandom& random) {
    std::vector<UserId> chosen;
    for (std::size_t left = random.below(3); left > 0; --left) {
        const UserId user = random.of(world.users);
        if (user != owner && std::ranges::find(chosen, user) == chosen.end()) chosen.push_back(user);
    }
    return chosen;
}

int visibility(const World& world, DemoRandom& random) {
    constexpr int simple[] = {domain::visible_to_everyone, domain::visible_to_everyone, domain::visible_to_owner};
    constexpr int groups[] = {domain::visible_to_everyone, domain::visible_to_everyone, domain::visible_to_owner,
                              domain::visible_to_group, domain::visible_to_group_and_below};
    return world.scheme == domain::VisibilityScheme::simple ? random.of(simple) : random.of(groups);
}

std::vector<std::int64_t> labels(const std::vector<std::int64_t>& options, DemoRandom& random) {
    std::vector<std::int64_t> chosen;
    for (std::size_t left = random.below(3); left > 0 && !options.empty(); --left) {
        const std::int64_t option = random.of(options);
        if (std::ranges::find(chosen, option) == chosen.end()) chosen.push_back(option);
    }
    return chosen;
}

Micros time_of(DemoRandom& random) {
    return first_day + static_cast<Micros>(random.below(days)) * day_us +
           static_cast<Micros>(random.below(86'400)) * 1'000'000;
}

// A company's name and the first part of its addresses in the web.
struct CompanyName {
    std::string text;
    std::string host;
};

CompanyName company_name(const Locale& locale, DemoRandom& random) {
    std::string name;
    std::string host;
    if (random.one_in(2)) {
        const Word& one = random.of(locale.last_names);
        const Word& other = random.of(locale.last_names);
        name.append(one.text).append(locale.joiner).append(other.text);
        host.append(one.latin).append("-").append(other.latin);
    } else {
        const Word& word = random.one_in(3) ? random.of(locale.cities).name : random.of(locale.names);
        name = word.text;
        host = word.latin;
    }
    const Word& trade = random.of(locale.trades);
    host.append("-").append(trade.latin);
    const std::pair<std::string_view, std::string_view> parts[] = {
        {"name", name}, {"trade", trade.text}, {"form", random.of(locale.forms)}};
    return {fill(locale.company_format, parts), std::move(host)};
}

domain::Address address(const Locale& locale, DemoRandom& random) {
    domain::Address address;
    const City& city = random.of(locale.cities);
    address.street_number = std::to_string(1 + random.below(240));
    address.route = random.of(locale.streets);
    address.locality = city.name.text;
    address.admin_area_level_1 = city.region;
    address.postal_code = digits(locale.postal_format, random);
    address.country = locale.country;
    const std::pair<std::string_view, std::string_view> parts[] = {
        {"street", address.route},  {"number", address.street_number},      {"postal", address.postal_code},
        {"city", address.locality}, {"region", address.admin_area_level_1}, {"country", address.country}};
    address.value = fill(locale.address_format, parts);
    address.formatted_address = address.value;
    return address;
}

std::vector<domain::Contact> phones(const Locale& locale, DemoRandom& random) {
    std::vector<domain::Contact> contacts;
    constexpr std::string_view kinds[] = {"work", "mobile", "home"};
    for (std::size_t left = random.below(3); left > 0; --left) {
        const auto number = "+" + std::string(locale.calling_code) + digits(" 555 ### ###", random);
        contacts.push_back({number, std::string(random.of(kinds)), contacts.empty()});
    }
    return contacts;
}

DemoPerson make_person(const Locale& locale, const World& world, const std::string& host, DemoRandom& random) {
    DemoPerson person;
    const Word& first = random.of(locale.first_names);
    const Word& last = random.of(locale.last_names);
    const std::pair<std::string_view, std::string_view> parts[] = {{"first", first.text}, {"last", last.text}};
    domain::PersonPatch& patch = person.patch;
    patch.name = fill(locale.person_format, parts);
    patch.first_name = first.text;
    patch.last_name = last.text;
    patch.owner_id = random.of(world.users);
    patch.visible_to = visibility(world, random);
    patch.add_time = time_of(random);
    patch.label_ids = labels(world.person_labels, random);
    patch.phones = phones(locale, random);
    if (!random.one_in(6)) {
        const auto mailbox = std::string(first.latin).append(".").append(last.latin);
        patch.emails.emplace().push_back({mailbox + "@" + host + ".example", "work", true});
        if (random.one_in(4)) patch.emails->push_back({mailbox + "@home.example", "home", false});
        if (world.campaigns && random.one_in(3)) patch.marketing_status = domain::MarketingStatus::subscribed;
    }
    person.followers = followers(world, *patch.owner_id, random);
    return person;
}

}  // namespace

DemoOrganization make_demo_organization(std::int64_t number, const domain::Directory& directory) {
    DemoRandom random(number);
    const World world = world_of(directory);
    const auto europe = european_locales();
    const auto others = other_locales();
    const std::size_t country = random.below(europe.size() + others.size());
    const Locale& locale = country < europe.size() ? europe[country] : others[country - europe.size()];
    const CompanyName name = company_name(locale, random);

    DemoOrganization organization;
    domain::OrganizationPatch& patch = organization.patch;
    patch.name = name.text;
    patch.owner_id = random.of(world.users);
    patch.visible_to = visibility(world, random);
    patch.add_time = time_of(random);
    patch.label_ids = labels(world.labels, random);
    if (!random.one_in(10)) patch.address = address(locale, random);
    if (!random.one_in(4)) patch.website = "https://" + name.host + ".example";
    if (!random.one_in(3)) patch.employee_count = static_cast<std::int64_t>(1 + random.below(20) * random.below(250));
    if (random.one_in(2)) patch.annual_revenue = static_cast<double>(random.below(100'000)) * 1'000;
    organization.followers = followers(world, *patch.owner_id, random);
    for (std::size_t left = random.below(demo_people_most + 1); left > 0; --left)
        organization.people.push_back(make_person(locale, world, name.host, random));
    patch.custom = demo_organization_values(directory, number, random);
    for (DemoPerson& person : organization.people) person.patch.custom = demo_person_values(directory, random);
    return organization;
}

}  // namespace stele::app
