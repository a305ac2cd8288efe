// The power fails at random moments: what was acknowledged is there, every request is whole or absent, and the check is clean.
//
// STELE_SEED repeats a run as far as its threads allow; STELE_LONG=1 makes many.

#include <cstdlib>
#include <latch>
#include <mutex>
#include <set>

#include <gtest/gtest.h>

#include "store/fault_vfs.h"
#include "store/fixture.h"

namespace stele::tests {
namespace {

using domain::Organization;
using domain::Transaction;

constexpr domain::CompanyId companies = 2;
constexpr int lanes = 12;  // works that wait at a time

// A request: two organizations, and a change to one that was there before.
Result<void> write_request(Transaction& transaction, int number) {
    const std::string name = "r" + std::to_string(number);
    domain::OrganizationId last = 0;
    for (const char* part : {" a", " b"}) {
        const auto id = add_organization(transaction, name + part);
        if (!id) return fail(id);
        last = *id;
    }
    Organization earlier;
    const domain::OrganizationId id = 1 + (last * 7919) % (last - 1);
    const auto found = transaction.organizations().find(id, earlier);
    if (!found) return fail(found);
    if (!*found) return fail(ErrorCode::internal, "an id below the last is missing");
    earlier.website = "https://" + name + ".example";
    if (auto updated = transaction.organizations().update(earlier); !updated) return updated;
    const auto change = transaction.next_id(domain::Kind::change);
    if (!change) return fail(change);
    return transaction.history().append(domain::Change{
        *change, domain::Kind::organization, id, "website", {}, name, 1, 1, domain::Source::stele, "", false});
}

struct Moment {
    std::set<int> acknowledged;
    DiskImage disk;
};

class Storm {
   public:
    explicit Storm(std::uint64_t seed) : random_(seed) {
        vfs_.set_judge([this](DiskCall, const std::string&, std::int64_t) {
            if (moments_.size() < 400 && random_() % 23 == 0) {
                const std::lock_guard lock(mutex_);
                moments_.push_back({acknowledged_, vfs_.image_locked()});
            }
            return SQLITE_OK;
        });
    }

    // All requests, from the making of the file to its closing.
    void write(int requests) {
        SqliteHouse house([&](store::SqliteOptions& options) {
            options.vfs = vfs_.name();
            options.checkpoint_pages = 25;
        });
        engine_ = &house.engine();
        for (domain::CompanyId company = 1; company <= companies; ++company) make_company(*engine_, company);
        left_ = requests;
        std::latch all_done(lanes);
        for (int i = 0; i < lanes; ++i) next(all_done);
        all_done.wait();
        house.close();
        EXPECT_EQ(acknowledged_.size(), static_cast<std::size_t>(requests));
    }

    [[nodiscard]] const std::vector<Moment>& moments() const { return moments_; }
    [[nodiscard]] std::mt19937_64& random() { return random_; }

   private:
    class Request final : public domain::Work {
       public:
        Request(Storm& storm, int number, std::latch& all_done) : storm_(storm), number_(number), all_done_(all_done) {}
        Result<void> run(Transaction& transaction) noexcept override { return write_request(transaction, number_); }
        void done(Result<void> outcome) noexcept override {
            if (!outcome) ADD_FAILURE() << outcome.error().message << " " << outcome.error().detail;
            {
                const std::lock_guard lock(storm_.mutex_);
                storm_.acknowledged_.insert(number_);
            }
            storm_.next(all_done_);
        }

       private:
        Storm& storm_;
        int number_;
        std::latch& all_done_;
    };

    void next(std::latch& all_done) {
        int number = 0;
        {
            const std::lock_guard lock(mutex_);
            number = left_ > 0 ? left_-- : 0;
        }
        if (number == 0)
            all_done.count_down();
        else
            engine_->submit(domain::Access::write, 1 + number % companies,
                            std::make_unique<Request>(*this, number, all_done));
    }

    FaultVfs vfs_;
    std::mt19937_64 random_;  // the judge's, which is called under a lock
    std::mutex mutex_;
    std::set<int> acknowledged_;
    int left_ = 0;
    domain::Engine* engine_ = nullptr;
    std::vector<Moment> moments_;
};

// The names of all organizations, of all companies.
std::multiset<std::string> all_names(domain::Engine& engine) {
    std::multiset<std::string> names;
    for (domain::CompanyId company = 1; company <= companies; ++company)
        must_read(engine, company, [&](Transaction& transaction) {
            return transaction.organizations().list({{}, {}, 1'000'000, 0}, [&](const Organization& row) {
                names.insert(row.name);
                return true;
            });
        });
    return names;
}

void expect_whole(const Moment& moment, std::mt19937_64& random) {
    SqliteHouse house([&](store::SqliteOptions& options) { moment.disk.materialise(options.folder, random); });
    EXPECT_EQ(findings(house.engine()), "");
    const auto names = all_names(house.engine());
    for (const int number : moment.acknowledged)
        EXPECT_EQ(names.count("r" + std::to_string(number) + " a"), 1U) << "an acknowledged request is lost";
    for (const std::string& name : names) {
        const std::string other = name.substr(0, name.size() - 1) + (name.back() == 'a' ? "b" : "a");
        EXPECT_EQ(names.count(other), 1U) << "half of a request is there: " << name;
    }
    // It goes on from there.
    if (!house.engine().directory(1).value()) make_company(house.engine(), 1);
    must_write(house.engine(), 1, [](Transaction& transaction) { return write_request(transaction, 1'000'000); });
    EXPECT_EQ(findings(house.engine()), "");
}

TEST(Power, fails_at_any_moment) {
    const bool is_long = std::getenv("STELE_LONG") != nullptr;
    const char* given = std::getenv("STELE_SEED");
    std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    for (int round = 0; round < (is_long ? 20 : 1); ++round, ++seed) {
        SCOPED_TRACE("STELE_SEED=" + std::to_string(seed));
        Storm storm(seed);
        storm.write(300);
        ASSERT_GT(storm.moments().size(), 20U);
        const std::size_t step = is_long ? 1 : storm.moments().size() / 20;
        for (std::size_t i = storm.random()() % step; i < storm.moments().size(); i += step)
            for (int times = 0; times < (is_long ? 3 : 2); ++times) expect_whole(storm.moments()[i], storm.random());
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace stele::tests
