// Fills a new folder of data for bench/accounts.mjs: organizations without people, and people without organizations.
//
//   people FOLDER ORGANIZATIONS PEOPLE
//
// Person N has the address pN@gK.example, where K is N modulo the number of groups of 3,000; those who are left over are
// at none. Prints the administrator's key.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/log.h"
#include "domain/accounts.h"
#include "domain/directory.h"
#include "store/sqlite/engine.h"

namespace stele::bench {
namespace {

using domain::Kind;
using domain::Organization;
using domain::Person;
using domain::Transaction;

constexpr std::int64_t slice = 500;  // records a transaction
constexpr std::int64_t group_size = 3'000;
constexpr domain::CompanyId company = 1;

void must(bool held, const std::string& what) {
    if (held) return;
    std::fprintf(stderr, "people: %s\n", what.c_str());
    std::exit(1);
}

std::string address_of(std::int64_t number, std::int64_t groups) {
    const std::string name = "p" + std::to_string(number) + "@";
    if (number > groups * group_size) return name + "none.example";
    return name + "g" + std::to_string(number % groups) + ".example";
}

Result<void> add_organization(Transaction& transaction, std::int64_t id, Micros time) {
    Organization organization;
    organization.id = id;
    organization.name = "Account " + std::to_string(id);
    organization.owner_id = 1;
    organization.add_time = organization.update_time = time;
    return transaction.organizations().insert(organization);
}

Result<void> add_person(Transaction& transaction, std::int64_t id, std::int64_t groups, Micros time) {
    Person person;
    person.id = id;
    person.name = "Person " + std::to_string(id);
    person.first_name = "Person";
    person.last_name = std::to_string(id);
    person.owner_id = 1;
    person.add_time = person.update_time = time;
    person.emails.push_back({address_of(id, groups), "work", true});
    return transaction.persons().insert(person);
}

void fill(domain::Engine& engine, Kind kind, std::int64_t count) {
    const std::int64_t groups = count / group_size;
    for (std::int64_t added = 0; added < count; added += slice) {
        const auto size = std::min(slice, count - added);
        const auto done = domain::run_and_wait(engine, domain::Access::write, company, [&](Transaction& transaction) {
            const auto time = transaction.write_time();
            Result<void> written = time ? Result<void>() : fail(time);
            for (std::int64_t i = 0; written && i < size; ++i) {
                const auto id = transaction.next_id(kind);
                if (!id) return Result<void>(fail(id));
                written = kind == Kind::person ? add_person(transaction, *id, groups, *time)
                                               : add_organization(transaction, *id, *time);
            }
            return written ? transaction.add_to_record_count(kind, size) : written;
        });
        must(done.has_value(), done ? "" : done.error().message + " " + done.error().detail);
    }
}

int run(const std::string& folder, std::int64_t organizations, std::int64_t people) {
    const SystemClock clock;
    const auto log = make_silent_log();
    store::SqliteOptions options;
    options.folder = folder;
    options.create = true;
    auto engine = store::open_sqlite(options, clock, *log);
    must(engine.has_value(), engine ? "" : engine.error().message);
    std::string key;
    const auto created = domain::run_and_wait(**engine, domain::Access::write, company, [&](Transaction& transaction) {
        auto made = domain::create_company(transaction, "Bench", {"Ann", "ann@bench.example", true});
        if (!made) return Result<void>(fail(made));
        key = *made;
        return Result<void>();
    });
    must(created.has_value(), created ? "" : created.error().message);
    fill(**engine, Kind::organization, organizations);
    fill(**engine, Kind::person, people);
    (*engine)->stop();
    std::printf("%s\n", key.c_str());
    return 0;
}

}  // namespace
}  // namespace stele::bench

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    return stele::bench::run(argv[1], std::atoll(argv[2]), std::atoll(argv[3]));
}
