// Searches in the store alone: a large company among others, and a small one.
//
//   search [organizations] [folder]
//
// Half of the organizations are in the first of 20 companies, the others are spread evenly. Terms are 3 to 8 characters of what
// random organizations are called and where they are; each search asks for the first 100 and reads them. Prints a line a
// company, by processor time, and exits 1 when a target is missed. A folder that was filled before is used as it is.

#include "domain/search.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/text.h"
#include "domain/accounts.h"
#include "domain/directory.h"
#include "store/sqlite/engine.h"

namespace stele::bench {
namespace {

using domain::CompanyId;
using domain::Organization;
using domain::Transaction;

constexpr int companies = 20;
constexpr int searches = 1'000;
constexpr std::int64_t slice = 500;  // organizations a transaction

struct Target {
    const char* name;
    CompanyId company;
    double p50_ms;
    double p99_ms;
};
constexpr Target targets[] = {{"half of all", 1, 1, 10}, {"one of 19 others", 2, 1, 5}};

void must(bool held, const std::string& what) {
    if (held) return;
    std::fprintf(stderr, "search: %s\n", what.c_str());
    std::exit(1);
}

double clock_ms(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double wall_ms() { return clock_ms(CLOCK_MONOTONIC); }
// Of the processor, not of the wall: the machine may have other work, and the file is in its memory.
double now_ms() { return clock_ms(CLOCK_THREAD_CPUTIME_ID); }

// Names and addresses as they are: few words in many, and many in few.
class Words {
   public:
    explicit Words(std::mt19937_64& random) : random_(random) {
        static constexpr const char* syllables[] = {"nor", "vi",  "lo",  "gis", "mar",  "ken", "ost", "berg", "san", "ti",
                                                    "ra",  "del", "ko",  "mun", "ster", "al",  "fa",  "bri",  "ght", "ina",
                                                    "zü",  "øre", "gro", "ße",  "łan",  "pet", "rol", "eum",  "che", "mie"};
        for (int i = 0; i < 4'000; ++i) {
            std::string word;
            for (int parts = 2 + static_cast<int>(random_() % 3); parts > 0; --parts)
                word += syllables[random_() % std::size(syllables)];
            words_.push_back(std::move(word));
        }
    }

    [[nodiscard]] std::string name() {
        static constexpr const char* forms[] = {" GmbH", " Ltd", " S.A.", " AS", " Inc.", " AG", " BV", ""};
        return word() + " " + word() + forms[random_() % std::size(forms)];
    }
    [[nodiscard]] std::string address() {
        static constexpr const char* cities[] = {"Genève", "Porto", "København", "München", "Kraków", "New York", "Emden"};
        return word() + "straße " + std::to_string(1 + random_() % 300) + ", " + std::to_string(1'000 + random_() % 90'000) +
               " " + cities[random_() % std::size(cities)];
    }

   private:
    const std::string& word() {
        const double spread = std::uniform_real_distribution<double>()(random_);
        return words_[static_cast<std::size_t>(spread * spread * spread * static_cast<double>(words_.size()))];
    }

    std::mt19937_64& random_;
    std::vector<std::string> words_;
};

Result<void> add_some(Transaction& transaction, Words& words, std::mt19937_64& random, std::int64_t count) {
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto id = transaction.next_id(domain::Kind::organization);
        if (!id) return fail(id);
        Organization organization;
        organization.id = *id;
        organization.name = words.name();
        if (random() % 10 < 4) organization.address.value = words.address();
        organization.owner_id = 1;
        organization.add_time = *time;
        organization.update_time = *time;
        if (auto inserted = transaction.organizations().insert(organization); !inserted) return inserted;
    }
    return transaction.add_to_record_count(domain::Kind::organization, count);
}

void fill(domain::Engine& engine, std::int64_t organizations) {
    std::mt19937_64 random(1);
    Words words(random);
    const auto write = [&](CompanyId company, FunctionRef<Result<void>(Transaction&)> work) {
        const auto done = domain::run_and_wait(engine, domain::Access::write, company, work);
        must(done.has_value(), done ? "" : done.error().message + " " + done.error().detail);
    };
    for (CompanyId company = 1; company <= companies; ++company)
        write(company, [](Transaction& transaction) -> Result<void> {
            const auto key = domain::create_company(transaction, "Bench", {"Ann", "ann@bench.example", true});
            if (!key) return fail(key);
            return {};
        });
    const double start = wall_ms();
    for (std::int64_t added = 0; added < organizations; added += slice) {
        const bool is_large = added / slice % 2 == 0;
        const CompanyId company = is_large ? 1 : 2 + added / slice / 2 % (companies - 1);
        write(company, [&](Transaction& transaction) { return add_some(transaction, words, random, slice); });
    }
    std::printf("filled with %.0f organizations/s\n", static_cast<double>(organizations) / (wall_ms() - start) * 1e3);
    std::fflush(stdout);
}

// 3 to 8 characters of a random organization's texts.
std::string draw_term(Transaction& transaction, std::mt19937_64& random, std::int64_t count) {
    while (true) {
        Organization organization;
        const auto id = 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(count));
        const auto found = transaction.organizations().find(id, organization);
        must(found.has_value() && *found, "an organization");
        const bool in_address = organization.address.exists() && random() % 2 == 0;
        const std::string text = fold(in_address ? organization.address.value : organization.name);
        const std::size_t size = 3 + random() % 6;
        const std::size_t at = random() % text.size();
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
        const std::string term(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, text.size() - at)));
        if (code_points(domain::searched_form(term)) >= 3 && is_clean_utf8(term)) return term;
    }
}

bool measure(domain::Engine& engine, const Target& target) {
    std::vector<double> times;
    std::size_t hits = 0;
    std::vector<std::pair<double, std::string>> slowest;
    const auto scanned =
        domain::run_and_wait(engine, domain::Access::scan, target.company, [&](Transaction& transaction) -> Result<void> {
            const auto directory = transaction.directory();
            if (!directory) return fail(directory);
            const auto count = transaction.record_count(domain::Kind::organization);
            if (!count) return fail(count);
            const domain::Caller caller{directory->get(), (*directory)->user(1)};
            std::mt19937_64 random(7);
            for (int i = 0; i < searches; ++i) {
                domain::SearchRequest request;
                request.kinds = {domain::Kind::organization};
                request.scope = domain::SearchScope::everything();
                request.term = draw_term(transaction, random, *count);
                const double start = now_ms();
                const auto page = domain::search(transaction, caller, request, {}, 0, 100);
                if (!page) return fail(page);
                times.push_back(now_ms() - start);
                slowest.emplace_back(times.back(), request.term);
                hits += page->hits.size();
                must(!page->hits.empty(), "nothing is found for " + request.term);
            }
            return {};
        });
    must(scanned.has_value(), scanned ? "" : scanned.error().message + " " + scanned.error().detail);
    std::ranges::sort(times);
    const double p50 = times[times.size() / 2];
    const double p99 = times[times.size() * 99 / 100];
    const bool reached = p50 <= target.p50_ms && p99 <= target.p99_ms;
    std::printf("%-18s p50 %6.3f ms (at most %g)  p99 %6.3f ms (at most %g)  %.1f hits  %s\n", target.name, p50,
                target.p50_ms, p99, target.p99_ms, static_cast<double>(hits) / searches, reached ? "ok" : "MISSED");
    std::ranges::sort(slowest, std::greater<>());
    std::printf("  slowest:");
    for (std::size_t i = 0; i < 5; ++i) std::printf(" '%s' %.1f ms", slowest[i].second.c_str(), slowest[i].first);
    std::printf("\n");
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
    options.scan_deadline_ms = 600'000;  // all searches of a company are one scan here
    auto opened = store::open_sqlite(options, clock, *log);
    must(opened.has_value(), opened ? "" : opened.error().message);
    if (!is_filled) fill(**opened, organizations);
    bool reached = true;
    for (int round = 0; round < 3; ++round)
        for (const Target& target : targets) reached = measure(**opened, target) && reached;
    return reached ? 0 : 1;
}

}  // namespace
}  // namespace stele::bench

int main(int argc, char** argv) {
    const std::int64_t organizations = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const bool keeps = argc > 2;
    const std::string folder = keeps ? argv[2] : (std::filesystem::temp_directory_path() / "stele-search").string();
    if (!keeps) std::filesystem::remove_all(folder);
    const int status = stele::bench::run(organizations, folder);
    if (!keeps) std::filesystem::remove_all(folder);
    return status;
}
