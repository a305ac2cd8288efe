// Lists by filters of three conditions in the store alone: a large company among others, and a small one.
//
//   filters [organizations] [folder]
//
// Half of the organizations are in the first of 20 companies, the others are spread evenly. Each list asks for the first 101 that
// fulfil three conditions on indexed fields, with values drawn at random, and reads them. Prints a line a kind of filter, by
// processor time, and exits 1 when the target is missed. A folder that was filled before is used as it is.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/time_text.h"
#include "domain/accounts.h"
#include "domain/store.h"
#include "store/sqlite/engine.h"

namespace stele::bench {
namespace {

using domain::CompanyId;
using domain::Comparison;
using domain::CustomForm;
using domain::CustomPart;
using domain::FieldRef;
using domain::Kind;
using domain::Organization;
using domain::OrganizationField;
using domain::Predicate;
using domain::Transaction;
using Random = std::mt19937_64;

constexpr int companies = 20;
constexpr int lists = 400;           // of each kind
constexpr std::int64_t slice = 500;  // organizations a transaction
constexpr std::int64_t owners = 20;
constexpr std::int64_t options = 10;
constexpr int days = 1'000;  // over which they were added
constexpr Micros day_us = 86'400'000'000;
constexpr Micros first_day = 1'700'000'000'000'000;
constexpr double target_p99_ms = 10;

constexpr std::int64_t amount_id = 20'001;
constexpr std::int64_t option_id = 20'002;
constexpr std::int64_t date_id = 20'003;
constexpr FieldRef amount{Kind::organization, amount_id, CustomPart::value, CustomForm::number};
constexpr FieldRef option{Kind::organization, option_id, CustomPart::value, CustomForm::number};
constexpr FieldRef date{Kind::organization, date_id, CustomPart::value, CustomForm::time};

void must(bool held, const std::string& what) {
    if (held) return;
    std::fprintf(stderr, "filters: %s\n", what.c_str());
    std::exit(1);
}

// Of the processor, not of the wall: the machine may have other work, and the file is in its memory.
double now_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::int64_t below(Random& random, std::int64_t bound) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
}

std::string draw_word(Random& random) {
    static constexpr const char* syllables[] = {"nor", "vi",  "lo", "gis", "mar",  "ken", "ost", "berg", "san", "ti",
                                                "ra",  "del", "ko", "mun", "ster", "al",  "fa",  "bri",  "zü",  "øre"};
    std::string word;
    for (std::int64_t parts = 2 + below(random, 3); parts > 0; --parts) word += syllables[random() % std::size(syllables)];
    return word;
}

// "2026-03-01", of the year after the last day.
std::string draw_date(Random& random) {
    return std::string(format_space(first_day + (days + below(random, 365)) * day_us).view().substr(0, 10));
}

// `place` of 1: how far along the organizations of the company are.
Organization draw_organization(Random& random, std::int64_t id, double place) {
    Organization organization;
    organization.id = id;
    organization.name = draw_word(random) + " " + draw_word(random);
    organization.owner_id = 1 + below(random, owners);
    organization.add_time = first_day + static_cast<Micros>(place * days * static_cast<double>(day_us));
    organization.update_time = organization.add_time + below(random, 60 * day_us);
    if (random() % 10 < 8) organization.custom.push_back({amount_id, static_cast<double>(below(random, 1'000'000))});
    if (random() % 10 < 9) organization.custom.push_back({option_id, 1 + below(random, options)});
    if (random() % 2 == 0) organization.custom.push_back({date_id, domain::Span{draw_date(random), {}, {}}});
    return organization;
}

Result<void> add_some(Transaction& transaction, Random& random, double place) {
    for (std::int64_t i = 0; i < slice; ++i) {
        const auto id = transaction.next_id(Kind::organization);
        if (!id) return fail(id);
        auto inserted = transaction.organizations().insert(draw_organization(random, *id, place));
        if (!inserted) return inserted;
    }
    return transaction.add_to_record_count(Kind::organization, slice);
}

Result<void> add_company(Transaction& transaction) {
    const auto key = domain::create_company(transaction, "Bench", {"Ann", "ann@bench.example", true});
    if (!key) return fail(key);
    for (std::int64_t i = 1; i < owners; ++i) {
        const auto id = transaction.next_id(Kind::user);
        if (!id) return fail(id);
        domain::User user;
        user.id = *id;
        user.name = user.email = "user" + std::to_string(i);
        user.group_id = 1;
        if (auto inserted = transaction.accounts().insert_user(user); !inserted) return fail(inserted);
    }
    return {};
}

void write(domain::Engine& engine, CompanyId company, FunctionRef<Result<void>(Transaction&)> work) {
    const auto done = domain::run_and_wait(engine, domain::Access::write, company, work);
    must(done.has_value(), done ? "" : done.error().message + " " + done.error().detail);
}

void fill(domain::Engine& engine, std::int64_t organizations) {
    Random random(1);
    for (CompanyId company = 1; company <= companies; ++company)
        write(engine, company, [](Transaction& transaction) { return add_company(transaction); });
    for (std::int64_t added = 0; added < organizations; added += slice) {
        const bool is_large = added / slice % 2 == 0;
        const CompanyId company = is_large ? 1 : 2 + added / slice / 2 % (companies - 1);
        const double place = static_cast<double>(added) / static_cast<double>(organizations);
        write(engine, company, [&](Transaction& transaction) { return add_some(transaction, random, place); });
    }
}

Predicate compare(FieldRef field, Comparison comparison, domain::PredicateValue value) {
    return Predicate::compare(field, comparison, std::move(value));
}

Predicate of_owner(Random& random) {
    return compare(OrganizationField::owner_id, Comparison::equals, 1 + below(random, owners));
}
Predicate of_option(Random& random) { return compare(option, Comparison::equals, 1 + below(random, options)); }
Predicate begins(Random& random) { return compare(OrganizationField::name, Comparison::begins_with, draw_word(random)); }
Predicate since(FieldRef field, Random& random) {
    return compare(field, Comparison::greater_or_equal, first_day + below(random, days) * day_us);
}
Predicate at_least(Random& random) {
    return compare(amount, Comparison::greater_or_equal, static_cast<double>(below(random, 1'000'000)));
}
Predicate in_a_week(Random& random) {
    const Micros from = (first_day / day_us + days + below(random, 358)) * day_us;
    return Predicate::all(
        {compare(date, Comparison::greater_or_equal, from), compare(date, Comparison::less, from + 7 * day_us)});
}

struct FilterKind {
    const char* name;
    Predicate (*draw)(Random& random);
};

constexpr FilterKind kinds[] = {
    {"owner, option, added since",
     [](Random& r) { return Predicate::all({of_owner(r), of_option(r), since(OrganizationField::add_time, r)}); }},
    {"name begins, owner, amount", [](Random& r) { return Predicate::all({begins(r), of_owner(r), at_least(r)}); }},
    {"day in a week, option, amount", [](Random& r) { return Predicate::all({in_a_week(r), of_option(r), at_least(r)}); }},
    {"changed since, option, amount",
     [](Random& r) { return Predicate::all({since(OrganizationField::update_time, r), of_option(r), at_least(r)}); }},
};

struct Measured {
    std::vector<double> times_ms;
    std::int64_t rows = 0;
};

Result<void> list_some(Transaction& transaction, const FilterKind& kind, Measured& measured) {
    Random random(7);
    for (int i = 0; i < lists; ++i) {
        const domain::OrganizationQuery query{
            Predicate::all({Predicate::compare(OrganizationField::delete_time, Comparison::is_null), kind.draw(random)}),
            {},
            101,
            0};
        const double start = now_ms();
        const auto listed = transaction.organizations().list(query, [&](const Organization&) {
            ++measured.rows;
            return true;
        });
        if (!listed) return listed;
        measured.times_ms.push_back(now_ms() - start);
    }
    return {};
}

bool measure(domain::Engine& engine, CompanyId company, const FilterKind& kind) {
    Measured measured;
    const auto scanned = domain::run_and_wait(engine, domain::Access::scan, company, [&](Transaction& transaction) {
        return list_some(transaction, kind, measured);
    });
    must(scanned.has_value(), scanned ? "" : scanned.error().message + " " + scanned.error().detail);
    auto& times = measured.times_ms;
    std::ranges::sort(times);
    const double p99 = times[times.size() * 99 / 100];
    const bool reached = p99 <= target_p99_ms;
    std::printf("company %lld  %-30s p50 %7.3f ms  p99 %7.3f ms (at most %g)  %5.1f rows  %s\n",
                static_cast<long long>(company), kind.name, times[times.size() / 2], p99, target_p99_ms,
                static_cast<double>(measured.rows) / lists, reached ? "ok" : "MISSED");
    std::fflush(stdout);
    return reached;
}

int run(std::int64_t organizations, const std::string& folder) {
    const SystemClock clock;
    const auto log = make_silent_log();
    store::SqliteOptions options;
    options.folder = folder;
    const bool is_filled = std::filesystem::exists(folder);
    options.create = !is_filled;
    options.scan_deadline_ms = 600'000;  // all lists of a kind are one scan here
    auto opened = store::open_sqlite(options, clock, *log);
    must(opened.has_value(), opened ? "" : opened.error().message);
    if (!is_filled) fill(**opened, organizations);
    bool reached = true;
    for (const CompanyId company : {1, 2})
        for (const FilterKind& kind : kinds) reached = measure(**opened, company, kind) && reached;
    return reached ? 0 : 1;
}

}  // namespace
}  // namespace stele::bench

int main(int argc, char** argv) {
    const std::int64_t organizations = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const bool keeps = argc > 2;
    const std::string folder = keeps ? argv[2] : (std::filesystem::temp_directory_path() / "stele-filters").string();
    if (!keeps) std::filesystem::remove_all(folder);
    const int status = stele::bench::run(organizations, folder);
    if (!keeps) std::filesystem::remove_all(folder);
    return status;
}
