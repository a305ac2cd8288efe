// Sample organizations with their people: what the n-th one is follows from its number and the company's users alone.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/company.h"
#include "domain/organization.h"
#include "domain/person.h"

namespace stele::app {

inline constexpr std::size_t demo_people_most = 5;  // of an organization

struct DemoPerson {
    domain::PersonPatch patch;              // without its organization
    std::vector<domain::UserId> followers;  // beside the owner
};

struct DemoOrganization {
    domain::OrganizationPatch patch;
    std::vector<domain::UserId> followers;  // beside the owner
    std::vector<DemoPerson> people;         // at most demo_people_most
};

// `number` counts from 0. The directory has an active user.
[[nodiscard]] DemoOrganization make_demo_organization(std::int64_t number, const domain::Directory& directory);

// Users that make a company large enough for several owners.
struct DemoUser {
    const char* name;
    const char* email;
};
inline constexpr DemoUser demo_users[] = {{"Inês Couto", "ines.couto@demo.example"},
                                          {"Jürgen Weiß", "juergen.weiss@demo.example"},
                                          {"Олена Шевченко", "olena.shevchenko@demo.example"},
                                          {"田中 美咲", "misaki.tanaka@demo.example"},
                                          {"مريم حسن", "mariam.hassan@demo.example"}};

}  // namespace stele::app
