// Fills a new folder of data for bench/lists.mjs: organizations and people as clients of RogerRoger keep them.
//
//   lists FOLDER ORGANIZATIONS PEOPLE SEED
//
// Titles are two words of 40,000, the n-th of which is drawn n times as seldom as the first, and a legal form. Of the
// organizations a tenth is archived, a thousandth is in a list, a hundredth has a tag; each belongs to one of 20 users. The last has 1,000 notes.
// Prints the administrator's key, and what some of the records hold, as JSON.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/log.h"
#include "domain/accounts.h"
#include "domain/attributes.h"
#include "domain/directory.h"
#include "domain/store.h"
#include "store/sqlite/engine.h"

namespace stele::bench {
namespace {

using domain::Attribute;
using domain::Kind;
using domain::Organization;
using domain::Person;
using domain::TagClass;
using domain::Transaction;

constexpr domain::CompanyId company = 1;
constexpr std::int64_t slice = 500;  // records a transaction
constexpr std::int64_t owners = 20;
constexpr std::int64_t tags = 10;
constexpr std::int64_t segments = 10;
constexpr std::int64_t notes = 1'000;
constexpr std::int64_t samples = 500;
constexpr std::size_t words = 40'000;
constexpr Micros day_us = 86'400'000'000;
constexpr Micros first_day = 1'600'000'000'000'000;
constexpr std::uint64_t days = 2'000;  // over which they were added

void must(bool held, const std::string& what) {
    if (held) return;
    std::fprintf(stderr, "lists: %s\n", what.c_str());
    std::exit(1);
}

class Draw {
   public:
    explicit Draw(std::uint64_t seed) : random_(seed) {
        static constexpr const char* onsets[] = {"b",  "d",   "f",  "g",  "h",  "j",  "k",  "l",  "m",  "n",  "p",
                                                 "r",  "s",   "t",  "v",  "w",  "br", "dr", "gr", "kl", "kr", "pl",
                                                 "pr", "sch", "sl", "sp", "st", "tr", "z",  "th", "",   "c"};
        static constexpr const char* vowels[] = {"a", "e", "i", "o", "u", "aa", "ee", "ie", "oo", "ij", "é", "ü"};
        static constexpr const char* codas[] = {"",   "n",  "r", "s", "t",  "l",  "k",  "m",
                                                "ng", "rt", "x", "p", "st", "nd", "lf", "d"};
        while (words_.size() < words) {
            std::string word;
            for (std::uint64_t parts = 1 + below(3); parts > 0; --parts)
                word.append(onsets[below(std::size(onsets))])
                    .append(vowels[below(std::size(vowels))])
                    .append(codas[below(std::size(codas))]);
            if (word.size() > 3) words_.push_back(std::move(word));
        }
    }

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    const std::string& word() {
        const double place = std::uniform_real_distribution<double>()(random_);
        const double rank = std::pow(static_cast<double>(words_.size()), place);
        return words_[std::min(words_.size(), static_cast<std::size_t>(rank)) - 1];
    }
    std::string title() {
        static constexpr const char* forms[] = {"B.V.", "N.V.", "GmbH", "Ltd", "Holding B.V."};
        return word() + " " + word() + " " + forms[below(std::size(forms))];
    }
    std::string digits(int count) {
        std::string text;
        while (count-- > 0) text += static_cast<char>('0' + below(10));
        return text;
    }
    std::string phone() { return "+31 " + digits(2) + " " + digits(3) + " " + digits(4); }
    std::string sentence() {
        std::string text = word();
        for (int count = 8; count > 0; --count) text += " " + word();
        return text;
    }

   private:
    std::mt19937_64 random_;
    std::vector<std::string> words_;
};

std::string number_of(std::int64_t id) { return std::to_string(1'000'000 + id); }

Organization draw_organization(Draw& draw, std::int64_t id) {
    Organization organization;
    organization.id = id;
    organization.name = draw.title();
    organization.owner_id = 1 + static_cast<std::int64_t>(draw.below(owners));
    organization.add_time = first_day + static_cast<Micros>(draw.below(days)) * day_us + id;
    organization.update_time = organization.add_time;
    if (draw.below(10) == 0) organization.archive_time = organization.add_time + day_us;
    const std::string host = organization.name.substr(0, organization.name.find(' ')) + std::to_string(id) + ".example";
    if (draw.below(2) == 0) organization.website = "https://www." + host;
    const auto set = [&](Attribute attribute, domain::CustomData data) {
        organization.custom.push_back({id_of(attribute), std::move(data)});
    };
    if (draw.below(3) == 0) set(Attribute::organization_description, draw.sentence());
    set(Attribute::organization_customer_id, "C" + number_of(id));
    if (draw.below(4) == 0) set(Attribute::organization_linkedin_id, "company-" + std::to_string(id));
    set(Attribute::organization_emails, std::vector<domain::Contact>{{draw.word() + "@" + host, "", false}});
    set(Attribute::organization_phones, std::vector<domain::Contact>{{draw.phone(), "work", false}});
    return organization;
}

Person draw_person(Draw& draw, std::int64_t id) {
    Person person;
    person.id = id;
    person.first_name = draw.word();
    person.last_name = draw.word();
    person.name = person.first_name + " " + person.last_name;
    person.owner_id = 1 + static_cast<std::int64_t>(draw.below(owners));
    person.add_time = person.update_time = first_day + static_cast<Micros>(draw.below(days)) * day_us + id;
    person.emails.push_back({person.first_name + "@p" + std::to_string(id) + ".example", "work", true});
    person.phones.push_back({draw.phone(), "work", true});
    person.custom.push_back({id_of(Attribute::person_customer_id), "P" + number_of(id)});
    return person;
}

void write(domain::Engine& engine, FunctionRef<Result<void>(Transaction&)> work) {
    const auto done = domain::run_and_wait(engine, domain::Access::write, company, work);
    must(done.has_value(), done ? "" : done.error().message + " " + done.error().detail);
}

Result<void> add_users(Transaction& transaction, Draw& draw) {
    for (std::int64_t i = 1; i < owners; ++i) {
        const auto id = transaction.next_id(Kind::user);
        if (!id) return fail(id);
        domain::User user;
        user.id = *id;
        user.name = draw.word() + " " + draw.word();
        user.email = "user" + std::to_string(*id) + "@bench.example";
        user.group_id = 1;
        if (auto inserted = transaction.accounts().insert_user(user); !inserted) return fail(inserted);
    }
    return {};
}

// The first are tags, the others lists.
Result<void> add_tags(Transaction& transaction) {
    for (std::int64_t i = 0; i < tags + segments; ++i) {
        const auto id = transaction.next_id(Kind::tag);
        if (!id) return fail(id);
        domain::Tag tag;
        tag.id = *id;
        tag.of = i < tags ? TagClass::tag : TagClass::segment;
        tag.name = "Tag " + std::to_string(*id);
        tag.creator_id = 1;
        tag.add_time = tag.update_time = first_day;
        if (auto inserted = transaction.tags().insert(tag); !inserted) return inserted;
    }
    return {};
}

Result<void> put_tags(Transaction& transaction, Draw& draw, std::int64_t id) {
    std::vector<domain::TagId> put;
    if (draw.below(10) == 0) put.push_back(1 + static_cast<std::int64_t>(draw.below(tags)));
    if (draw.below(100) == 0) put.push_back(tags + 1 + static_cast<std::int64_t>(draw.below(segments)));
    return put.empty() ? Result<void>() : transaction.tags().put(Kind::organization, id, put, first_day);
}

// What is looked for.
template <class Record>
void write_sample(JsonWriter& writer, const Record& record) {
    writer.begin_object();
    writer.key_literal("id");
    writer.integer(record.id);
    writer.key_literal("name");
    writer.string(record.name);
    const std::vector<domain::Contact>* emails = nullptr;
    const std::vector<domain::Contact>* phones = nullptr;
    if constexpr (std::is_same_v<Record, Person>) {
        emails = &record.emails;
        phones = &record.phones;
    } else {
        emails = std::get_if<std::vector<domain::Contact>>(
            domain::find_value(record.custom, id_of(Attribute::organization_emails)));
        phones = std::get_if<std::vector<domain::Contact>>(
            domain::find_value(record.custom, id_of(Attribute::organization_phones)));
    }
    writer.key_literal("email");
    writer.string(emails->front().value);
    writer.key_literal("phone");
    writer.string(phones->front().value);
    writer.key_literal("customerId");
    writer.string((std::is_same_v<Record, Person> ? "P" : "C") + number_of(record.id));
    writer.end_object();
}

// Adds records of a kind, and writes an array of some of them.
template <class Add>
void fill(domain::Engine& engine, Kind kind, std::int64_t count, const Add& add) {
    for (std::int64_t added = 0; added < count; added += slice) {
        const std::int64_t size = std::min(slice, count - added);
        write(engine, [&](Transaction& transaction) -> Result<void> {
            for (std::int64_t i = 0; i < size; ++i) {
                const auto id = transaction.next_id(kind);
                if (!id) return fail(id);
                if (auto done = add(transaction, *id, *id % std::max<std::int64_t>(1, count / samples) == 0); !done)
                    return done;
            }
            return transaction.add_to_record_count(kind, size);
        });
    }
}

Result<void> add_notes(Transaction& transaction, Draw& draw, std::int64_t organization) {
    for (std::int64_t i = 0; i < notes; ++i) {
        const auto id = transaction.next_id(Kind::note);
        if (!id) return fail(id);
        domain::Note note;
        note.id = *id;
        note.title = draw.title();
        note.content = draw.sentence();
        note.user_id = note.updater_id = 1;
        note.organization_id = organization;
        note.add_time = note.update_time = first_day + *id;
        note.is_flagged = draw.below(10) == 0;
        if (auto inserted = transaction.notes().insert(note); !inserted) return inserted;
    }
    return {};
}

int run(const std::string& folder, std::int64_t organizations, std::int64_t people, std::uint64_t seed) {
    const SystemClock clock;
    const auto log = make_silent_log();
    store::SqliteOptions options;
    options.folder = folder;
    options.create = true;
    auto opened = store::open_sqlite(options, clock, *log);
    must(opened.has_value(), opened ? "" : opened.error().message);
    domain::Engine& engine = **opened;
    Draw draw(seed);
    std::string key;
    write(engine, [&](Transaction& transaction) {
        auto made = domain::create_company(transaction, "Bench", {"Ann Aalders", "ann@bench.example", true});
        if (!made) return Result<void>(fail(made));
        key = *made;
        const auto added = add_users(transaction, draw);
        return added ? add_tags(transaction) : added;
    });
    std::string text;
    JsonWriter writer(text);
    writer.begin_object();
    writer.key_literal("key");
    writer.string(key);
    writer.key_literal("organizations");
    writer.begin_array();
    fill(engine, Kind::organization, organizations, [&](Transaction& transaction, std::int64_t id, bool is_sample) {
        const Organization organization = draw_organization(draw, id);
        if (is_sample) write_sample(writer, organization);
        const auto inserted = transaction.organizations().insert(organization);
        return inserted ? put_tags(transaction, draw, id) : inserted;
    });
    writer.end_array();
    writer.key_literal("people");
    writer.begin_array();
    fill(engine, Kind::person, people, [&](Transaction& transaction, std::int64_t id, bool is_sample) {
        const Person person = draw_person(draw, id);
        if (is_sample) write_sample(writer, person);
        return transaction.persons().insert(person);
    });
    writer.end_array();
    writer.end_object();
    write(engine, [&](Transaction& transaction) { return add_notes(transaction, draw, organizations); });
    engine.stop();
    std::printf("%s\n", text.c_str());
    return 0;
}

}  // namespace
}  // namespace stele::bench

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    return stele::bench::run(argv[1], std::atoll(argv[2]), std::atoll(argv[3]), std::strtoull(argv[4], nullptr, 10));
}
