// Files on every engine: their bytes, what becomes of them, and whom they count for.

#include "domain/files.h"

#include <map>
#include <random>

#include "base/limits.h"
#include "domain/accounts.h"
#include "domain/activities.h"
#include "domain/deals.h"
#include "domain/deletion.h"
#include "domain/file_names.h"
#include "domain/merge.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "store/contract.h"

namespace stele::tests {
namespace {

using domain::BlobId;
using domain::Caller;
using domain::Counter;
using domain::File;
using domain::Kind;
using domain::NewFile;
using domain::Transaction;
using Id = std::int64_t;

constexpr Micros at_once = -60'000'000;  // what was stored a minute from now is old enough

class Files : public Contract {
   protected:
    using Body = FunctionRef<Result<void>(Transaction&, const Caller&)>;

    void write_as(domain::UserId user, Body body, std::optional<ErrorCode> expected = {}) {
        must_write(engine(), 1, [&](Transaction& transaction) { return as(user, transaction, body); }, expected);
    }
    void read_as(domain::UserId user, Body body) {
        must_scan(engine(), 1, [&](Transaction& transaction) { return as(user, transaction, body); });
    }
    Result<void> as(domain::UserId user, Transaction& transaction, Body body) {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const Caller caller{directory->get(), (*directory)->user(user), domain::Scope::admin, domain::Source::rogerroger,
                            "test",           house().clock().now()};
        return body(transaction, caller);
    }
    // The id of what `add` makes.
    template <class Add>
    Id added(const Add& add, domain::UserId user = 1) {
        Id id = 0;
        write_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto made = add(transaction, caller);
            if (!made) return fail(made);
            id = made->id;
            return {};
        });
        return id;
    }

    Id add_organization(const std::string& name, int visible_to = 7) {
        return added([&](Transaction& transaction, const Caller& caller) {
            domain::OrganizationPatch patch;
            patch.name = name;
            patch.visible_to = visible_to;
            return domain::add_organization(transaction, caller, patch);
        });
    }
    Id add_person(const std::string& name) {
        return added([&](Transaction& transaction, const Caller& caller) {
            domain::PersonPatch patch;
            patch.name = name;
            return domain::add_person(transaction, caller, patch);
        });
    }
    Id add_deal(const std::string& title) {
        return added([&](Transaction& transaction, const Caller& caller) {
            domain::DealPatch patch;
            patch.title = title;
            return domain::add_deal(transaction, caller, patch);
        });
    }
    Id add_activity(std::optional<Id> organization) {
        return added([&](Transaction& transaction, const Caller& caller) {
            domain::ActivityPatch patch;
            patch.subject = "Visit";
            if (organization) patch.organization_id.emplace(organization);
            return domain::add_activity(transaction, caller, patch);
        });
    }
    Id add_file(const NewFile& file, domain::UserId user = 1) {
        return added(
            [&](Transaction& transaction, const Caller& caller) { return domain::add_file(transaction, caller, file); },
            user);
    }
    NewFile stored(const std::string& name, const std::string& bytes) {
        NewFile file;
        file.name = name;
        file.size = static_cast<std::int64_t>(bytes.size());
        file.blob_id = put(bytes);
        return file;
    }
    NewFile about(Id organization) {
        NewFile file = stored("a.txt", "a");
        file.organization_id = organization;
        return file;
    }
    void drop_file(Id id) {
        write_as(
            1, [&](Transaction& transaction, const Caller& caller) { return domain::delete_file(transaction, caller, id); });
    }

    BlobId put(const std::string& bytes, domain::CompanyId company = 1) {
        auto spooled = SpooledFile::create(engine().blobs().spool_folder());
        EXPECT_TRUE(spooled.has_value());
        EXPECT_TRUE(spooled->write(bytes).has_value());
        auto blob = engine().blobs().put(company, std::move(*spooled));
        EXPECT_TRUE(blob.has_value());
        return blob.value_or(BlobId());
    }
    // What is read of a blob, a few bytes at a time; nothing when that fails.
    std::optional<std::string> bytes_of(const BlobId& id, std::uint64_t offset, std::uint64_t size,
                                        domain::CompanyId company = 1) {
        const auto source = engine().blobs().read(company, id, offset, size);
        std::string bytes;
        std::string buffer(70'000, '\0');
        while (true) {
            const auto got = source->read(buffer);
            if (!got) return std::nullopt;
            if (*got == 0) return bytes;
            bytes.append(buffer, 0, *got);
        }
    }
    std::vector<BlobId> all_blobs() {
        std::vector<BlobId> ids;
        std::string from;
        do {
            const auto page = engine().blobs().page(1, from, at_once);
            EXPECT_TRUE(page.has_value());
            ids.insert(ids.end(), page->ids.begin(), page->ids.end());
            from = page->next;
        } while (!from.empty());
        return ids;
    }
    void sweep(Micros age) {
        std::string from;
        do {
            const auto next = domain::sweep_blobs(engine(), 1, from, age);
            ASSERT_TRUE(next.has_value());
            from = *next;
        } while (!from.empty());
    }
    void purge() {
        for (bool is_done = false; !is_done;)
            write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                const auto purged = domain::purge_step(transaction, caller, 0);
                if (!purged) return fail(purged);
                is_done = purged->is_done;
                return {};
            });
    }

    std::optional<File> read_file(Id id, domain::UserId user = 1) {
        std::optional<File> file;
        read_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto found = domain::find_file(transaction, caller, id);
            if (found) file = *found;
            return {};
        });
        return file;
    }
    Id files_of(Kind kind, Id id) {
        Id count = -1;
        read_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            if (kind == Kind::organization) {
                if (const auto found = domain::find_organization(transaction, caller, id))
                    count = found->count(Counter::files);
            } else if (kind == Kind::person) {
                if (const auto found = domain::find_person(transaction, caller, id)) count = found->count(Counter::files);
            } else if (const auto found = domain::find_deal(transaction, caller, id)) {
                count = found->count(Counter::files);
            }
            return {};
        });
        return count;
    }
};

INSTANTIATE_TEST_SUITE_P(Engines, Files, testing::ValuesIn(engine_kinds), engine_name);

std::string many_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    std::mt19937 random(7);
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

TEST_P(Files, bytes_are_read_as_they_were_put) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, limits::blob_piece_size, limits::blob_piece_size + 1,
                                   3 * limits::blob_piece_size + 12'345}) {
        SCOPED_TRACE(size);
        const std::string bytes = many_bytes(size);
        const BlobId id = put(bytes);
        EXPECT_TRUE(domain::is_blob_id(id));
        EXPECT_EQ(bytes_of(id, 0, size), bytes);
        for (const std::size_t offset : {std::size_t{0}, size / 2, limits::blob_piece_size - 1, limits::blob_piece_size}) {
            if (offset > size) continue;
            const std::size_t part = std::min<std::size_t>(size - offset, 100'000);
            EXPECT_EQ(bytes_of(id, offset, part), bytes.substr(offset, part)) << offset;
        }
    }
    EXPECT_TRUE(std::filesystem::is_empty(engine().blobs().spool_folder()) ||
                std::filesystem::exists(engine().blobs().spool_folder() + "/lock"));
    EXPECT_EQ(all_blobs().size(), 5U);
}

// Nor does a name from outside become a path.
TEST_P(Files, a_blob_belongs_to_one_company) {
    const BlobId id = put("secret");
    EXPECT_EQ(bytes_of(id, 0, 6, 2), std::nullopt);
    engine().blobs().remove(2, id);
    EXPECT_EQ(bytes_of(id, 0, 6), "secret");
    EXPECT_EQ(bytes_of("../../../../../../etc/passwd/aaaa", 0, 6), std::nullopt);
    engine().blobs().remove(1, "../../stele.db");
    engine().blobs().remove(1, id);
    EXPECT_EQ(bytes_of(id, 0, 6), std::nullopt);
}

TEST_P(Files, what_no_file_names_is_swept) {
    const Id organization = add_organization("Norte Vidros");
    const Id file = add_file(about(organization));
    const std::string named = read_file(file)->blob_id;
    const BlobId left = put("left behind");
    sweep(limits::blob_unnamed_us);
    EXPECT_EQ(all_blobs().size(), 2U);  // it may yet be named
    sweep(at_once);
    EXPECT_EQ(all_blobs(), std::vector{named});
    EXPECT_EQ(bytes_of(left, 0, 1), std::nullopt);

    drop_file(file);
    sweep(at_once);
    EXPECT_EQ(all_blobs(), std::vector{named});  // deleted files can be brought back by hand for a while
    purge();
    sweep(at_once);
    EXPECT_TRUE(all_blobs().empty());
}

TEST_P(Files, a_check_misses_bytes) {
    const Id organization = add_organization("Norte Vidros");
    NewFile shorter = about(organization);
    shorter.size = 2;
    const Id one = add_file(shorter);
    const Id other = add_file(about(organization));
    engine().blobs().remove(1, read_file(other)->blob_id);
    const std::string found = findings(engine());
    EXPECT_NE(found.find("company 1: file " + std::to_string(one) + ": its bytes are not as many as it says"),
              std::string::npos)
        << found;
    EXPECT_NE(found.find("company 1: file " + std::to_string(other) + ": its bytes are not there"), std::string::npos)
        << found;
    drop_file(one);
    drop_file(other);
    purge();
}

TEST_P(Files, a_backup_has_the_bytes) {
    if (std::string_view(GetParam().name) != "sqlite") GTEST_SKIP() << "a database is backed up by its own tools";
    const Id organization = add_organization("Norte Vidros");
    const Id file = add_file(about(organization));
    const BlobId id = read_file(file)->blob_id;
    put("named by nothing");
    const TemporaryFolder place;
    const std::string backup = place.path() / "backup";
    ASSERT_TRUE(engine().back_up(backup).has_value());
    const std::string name = "1/" + id.substr(0, 2) + "/" + id;
    EXPECT_EQ(std::filesystem::file_size(backup + "/blobs/" + name), 1U);
    const std::string restored = place.path() / "restored";
    ASSERT_TRUE(store::restore_backup(backup, restored).has_value());
    EXPECT_EQ(std::filesystem::file_size(restored + "/blobs/" + name), 1U);
    std::size_t blobs = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(restored + "/blobs"))
        blobs += entry.is_regular_file();
    EXPECT_EQ(blobs, 1U);

    std::filesystem::remove(backup + "/blobs/" + name);
    const auto refused = store::restore_backup(backup, place.path() / "again");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message, "company 1: file 1: its bytes are not there");
}

TEST_P(Files, an_unfinished_upload_is_gone_after_a_restart) {
    auto spooled = SpooledFile::create(engine().blobs().spool_folder());
    ASSERT_TRUE(spooled && spooled->write("half of it"));
    std::filesystem::copy(spooled->path(), spooled->path() + "-killed");
    put("put, but never named");
    *spooled = SpooledFile();
    house().close();
    house().open();
    const std::string spool = engine().blobs().spool_folder();
    for (const auto& entry : std::filesystem::directory_iterator(spool)) EXPECT_EQ(entry.path().filename(), "lock");
    if (std::string_view(GetParam().name) != "sqlite") return;
    sweep(limits::blob_unnamed_us);  // nobody else can be about to name it
    EXPECT_TRUE(all_blobs().empty());
}

TEST_P(Files, a_file_is_seen_by_those_who_see_what_it_is_about) {
    write_as(1, [&](Transaction& transaction, const Caller&) -> Result<void> {
        for (const char* name : {"bob", "cid"}) {
            const auto user = domain::add_user(transaction, {name, std::string(name) + "@x.example", false});
            if (!user) return fail(user);
        }
        return {};
    });
    const Id hidden = add_organization("Hidden", 1);
    const Id open = add_organization("Open");
    const Id of_hidden = add_file(about(hidden));
    const Id of_open = add_file(about(open));
    const Id of_nothing = add_file(stored("a", "a"), 2);
    NewFile both = about(hidden);
    both.activity_id = add_activity(open);
    const Id of_both = add_file(both);
    EXPECT_FALSE(read_file(of_hidden, 2));
    EXPECT_TRUE(read_file(of_open, 2));
    EXPECT_TRUE(read_file(of_both, 2));
    EXPECT_TRUE(read_file(of_nothing, 1) && read_file(of_nothing, 2));
    EXPECT_FALSE(read_file(of_nothing, 3));
    const BlobId blob = put("x");
    write_as(
        2,
        [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            NewFile file;
            file.blob_id = blob;
            file.organization_id = hidden;
            const auto refused = domain::add_file(transaction, caller, file);
            return refused ? Result<void>() : fail(refused);
        },
        ErrorCode::invalid);

    write_as(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::delete_organization(transaction, caller, open);
    });
    EXPECT_FALSE(read_file(of_open, 1));
    write_as(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::undelete_organization(transaction, caller, open);
    });
    EXPECT_TRUE(read_file(of_open, 1));
    EXPECT_EQ(files_of(Kind::organization, open), 1);
}

TEST_P(Files, each_changed_field_is_recorded) {
    const Id file = add_file(about(add_organization("Norte Vidros")));
    const File before = *read_file(file);
    EXPECT_EQ(before.file_type, "txt");
    EXPECT_TRUE(before.file_name.starts_with("a_") && before.file_name.ends_with(".txt")) << before.file_name;
    write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto same = domain::update_file(transaction, caller, file, {"a.txt", ""});
        if (!same) return fail(same);
        EXPECT_EQ(*same, before);
        const auto changed = domain::update_file(transaction, caller, file, {"../b.txt", "Panes"});
        if (!changed) return fail(changed);
        EXPECT_EQ(changed->name, "b.txt");
        std::map<std::string, std::optional<std::string>> fields;
        const auto listed = transaction.history().list_changes(Kind::file, file, domain::ChangeSet::fields, 0, 10,
                                                               [&](const domain::Change& change) {
                                                                   fields[change.field] = change.new_value;
                                                                   return true;
                                                               });
        EXPECT_EQ(fields, (std::map<std::string, std::optional<std::string>>{{"name", "b.txt"}, {"description", "Panes"}}));
        return listed;
    });
}

// An activity takes the files along that are about nothing else.
TEST_P(Files, files_of_a_purged_activity) {
    const Id organization = add_organization("Norte Vidros");
    const Id alone = add_activity({});
    const Id with = add_activity(organization);
    NewFile file = stored("a.txt", "a");
    file.activity_id = alone;
    const Id goes = add_file(file);
    file = stored("b.txt", "b");
    file.activity_id = with;
    const Id stays = add_file(file);
    EXPECT_EQ(read_file(stays)->organization_id, organization);
    EXPECT_EQ(files_of(Kind::organization, organization), 1);
    write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        if (auto deleted = domain::delete_activity(transaction, caller, alone); !deleted) return deleted;
        return domain::delete_activity(transaction, caller, with);
    });
    EXPECT_FALSE(read_file(goes));
    purge();
    EXPECT_FALSE(read_file(goes));
    EXPECT_EQ(read_file(stays)->activity_id, std::nullopt);
    EXPECT_EQ(findings(engine()), "");
}

// Random writes, merges, deletions and purges; the check recounts every counter.
TEST_P(Files, counters_hold_whatever_happens) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        std::map<Kind, std::vector<Id>> live;
        for (int i = 0; i < 4; ++i) {
            live[Kind::organization].push_back(add_organization("O"));
            live[Kind::person].push_back(add_person("P"));
            live[Kind::deal].push_back(add_deal("D"));
        }
        std::vector<Id> files;
        const auto any_of = [&](const std::vector<Id>& ids) -> std::optional<Id> {
            if (ids.empty() || random() % 2 == 0) return std::nullopt;
            return ids[random() % ids.size()];
        };
        const Kind kinds[] = {Kind::organization, Kind::person, Kind::deal};
        for (int step = 0; step < 60; ++step) {
            const Kind kind = kinds[random() % 3];
            auto& ids = live[kind];
            const unsigned what = random() % 10;
            if (what < 5) {
                NewFile file = stored("f.pdf", "bytes");
                file.organization_id = any_of(live[Kind::organization]);
                file.person_id = any_of(live[Kind::person]);
                file.deal_id = any_of(live[Kind::deal]);
                files.push_back(add_file(file));
            } else if (what < 7 && !files.empty()) {
                const auto at = files.begin() + static_cast<std::ptrdiff_t>(random() % files.size());
                if (read_file(*at)) drop_file(*at);
                files.erase(at);
            } else if (what == 7 && ids.size() > 1) {
                const Id absorbed = ids.back();
                ids.pop_back();
                write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                    Result<void> merged;
                    const auto keep = [&](const auto& done) { merged = done ? Result<void>() : fail(done); };
                    if (kind == Kind::organization)
                        keep(domain::merge_organizations(transaction, caller, absorbed, ids.front()));
                    else if (kind == Kind::person)
                        keep(domain::merge_persons(transaction, caller, absorbed, ids.front()));
                    else
                        keep(domain::merge_deals(transaction, caller, absorbed, ids.front()));
                    return merged;
                });
            } else if (what == 8 && ids.size() > 1) {
                const Id gone = ids.back();
                ids.pop_back();
                write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                    if (kind == Kind::organization) return domain::delete_organization(transaction, caller, gone);
                    if (kind == Kind::person) return domain::delete_person(transaction, caller, gone);
                    return domain::delete_deal(transaction, caller, gone);
                });
            } else if (what == 9) {
                purge();
            }
        }
        EXPECT_EQ(findings(engine()), "");
        purge();
        EXPECT_EQ(findings(engine()), "");
        sweep(at_once);
        EXPECT_EQ(findings(engine()), "");
    }
}

TEST(FileNames, are_safe_to_save_under) {
    EXPECT_EQ(domain::safe_file_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(domain::safe_file_name("C:\\temp\\a.txt"), "a.txt");
    EXPECT_EQ(domain::safe_file_name(".."), "file");
    EXPECT_EQ(domain::safe_file_name(""), "file");
    EXPECT_EQ(domain::safe_file_name("a/"), "file");
    EXPECT_EQ(domain::safe_file_name("a\r\nb\t.txt"), "ab.txt");
    EXPECT_EQ(domain::safe_file_name("  Größe 株.pdf "), "Größe 株.pdf");
    const std::string longest = domain::safe_file_name(std::string(200, 'x') + "ääääääääääääääääääääääääääääääääääääääääää");
    EXPECT_LE(longest.size(), limits::file_name_size);
    EXPECT_TRUE(longest.ends_with("ä"));
    EXPECT_EQ(domain::extension_of("Price list.PDF"), "pdf");
    EXPECT_EQ(domain::extension_of(".profile"), "");
    EXPECT_EQ(domain::extension_of("a.b c"), "");
    EXPECT_EQ(domain::extension_of("none"), "");
    EXPECT_EQ(domain::marked_file_name("a.tar.gz", "12"), "a.tar_12.gz");
    EXPECT_EQ(domain::marked_file_name("none", "12"), "none_12");
    EXPECT_EQ(domain::safe_content_type("Text/HTML; charset=utf-8"), "text/html");
    EXPECT_EQ(domain::safe_content_type("text"), "");
    EXPECT_EQ(domain::safe_content_type("a/b\r\nx: y"), "");
}

}  // namespace
}  // namespace stele::tests
