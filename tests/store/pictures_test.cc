// Pictures on every engine: who sees them, who has them, and what becomes of those that nobody has.

#include "domain/pictures.h"

#include "base/limits.h"
#include "domain/accounts.h"
#include "domain/files.h"
#include "domain/merge.h"
#include "domain/organizations.h"
#include "domain/persons.h"
#include "domain/purge.h"
#include "store/with_callers.h"

namespace stele::tests {
namespace {

using domain::BlobId;
using domain::Caller;
using domain::NewPicture;
using domain::Picture;
using domain::PictureId;
using domain::Transaction;

constexpr Micros at_once = -60'000'000;  // what was stored a minute from now is old enough

class Pictures : public WithCallers {
   protected:
    BlobId put(const std::string& bytes) {
        auto spooled = SpooledFile::create(engine().blobs().spool_folder());
        EXPECT_TRUE(spooled && spooled->write(bytes));
        return engine().blobs().put(1, std::move(*spooled)).value_or(BlobId());
    }
    PictureId add_picture(domain::UserId user = 1) {
        const NewPicture wanted{"image/png", {{{put("large one"), 9}, {put("small"), 5}}}};
        return written(user, [&](Transaction& transaction,
                                 const Caller& caller) { return domain::add_picture(transaction, caller, wanted); })
            .id;
    }
    Id add_organization(const std::string& name, std::optional<PictureId> picture = {}, int visible_to = 7) {
        return written(1,
                       [&](Transaction& transaction, const Caller& caller) {
                           domain::OrganizationPatch patch;
                           patch.name = name;
                           patch.visible_to = visible_to;
                           if (picture) patch.picture_id.emplace(picture);
                           return domain::add_organization(transaction, caller, patch);
                       })
            .id;
    }
    Id add_person(const std::string& name, std::optional<PictureId> picture = {}) {
        return written(1,
                       [&](Transaction& transaction, const Caller& caller) {
                           domain::PersonPatch patch;
                           patch.name = name;
                           if (picture) patch.picture_id.emplace(picture);
                           return domain::add_person(transaction, caller, patch);
                       })
            .id;
    }
    // A user who is no admin.
    domain::UserId add_user(const std::string& name) {
        return written(1, [&](Transaction& transaction,
                              const Caller&) { return domain::add_user(transaction, {name, name + "@x.example", false}); })
            .id;
    }
    void give_to_organization(Id id, std::optional<PictureId> picture, domain::UserId user = 1,
                              std::optional<ErrorCode> expected = {}) {
        write_as(
            user,
            [&](Transaction& transaction, const Caller& caller) -> Result<void> {
                domain::OrganizationPatch patch;
                patch.picture_id.emplace(picture);
                const auto updated = domain::update_organization(transaction, caller, id, patch);
                return updated ? Result<void>() : fail(updated);
            },
            expected);
    }
    void delete_as(domain::UserId user, PictureId id, std::optional<ErrorCode> expected = {}) {
        write_as(
            user,
            [&](Transaction& transaction, const Caller& caller) { return domain::delete_picture(transaction, caller, id); },
            expected);
    }

    std::optional<Picture> seen(PictureId id, domain::UserId user = 1) {
        std::optional<Picture> picture;
        read_as(user, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
            const auto found = domain::find_picture(transaction, caller, id);
            if (found) picture = *found;
            return {};
        });
        return picture;
    }
    std::vector<PictureId> all_pictures() {
        std::vector<PictureId> ids;
        read_as(1, [&](Transaction& transaction, const Caller&) {
            return transaction.pictures().list(std::vector<PictureId>{1, 2, 3, 4, 5, 6}, [&](const Picture& picture) {
                ids.push_back(picture.id);
                return true;
            });
        });
        return ids;
    }
    std::size_t blob_count() {
        std::size_t count = 0;
        std::string from;
        do {
            const auto page = engine().blobs().page(1, from, at_once);
            EXPECT_TRUE(page.has_value());
            count += page->ids.size();
            from = page->next;
        } while (!from.empty());
        return count;
    }
    void sweep(Micros age) {
        const auto swept = domain::sweep_pictures(engine(), 1, house().clock().now(), age);
        ASSERT_TRUE(swept.has_value());
        EXPECT_TRUE(*swept);
        std::string from;
        do {
            const auto next = domain::sweep_blobs(engine(), 1, from, at_once);
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
};

INSTANTIATE_TEST_SUITE_P(Engines, Pictures, testing::ValuesIn(engine_kinds), engine_name);

TEST_P(Pictures, what_is_put_in_comes_out) {
    const PictureId id = add_picture();
    const auto picture = seen(id);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->content_type, "image/png");
    EXPECT_EQ(picture->user_id, 1);
    EXPECT_TRUE(domain::is_blob_id(picture->name));
    EXPECT_EQ(picture->squares[0].size, 9);
    EXPECT_EQ(picture->squares[1].size, 5);
    read_as(1, [&](Transaction& transaction, const Caller&) -> Result<void> {
        const auto named = transaction.pictures().find_named(picture->name);
        EXPECT_TRUE(named && *named == picture);
        const auto unnamed = transaction.pictures().find_named(picture->squares[0].blob_id);
        EXPECT_TRUE(unnamed && !*unnamed);
        const auto count = transaction.pictures().count_of(1);
        EXPECT_EQ(count.value_or(0), 1);
        return {};
    });
    // Nothing of it is another company's.
    must_scan(engine(), 2, [&](Transaction& transaction) -> Result<void> {
        const auto named = transaction.pictures().find_named(picture->name);
        EXPECT_TRUE(named && !*named);
        return {};
    });
}

TEST_P(Pictures, are_seen_by_those_who_see_what_has_them) {
    const domain::UserId bob = add_user("bob");
    const PictureId picture = add_picture();
    const PictureId of_bob = add_picture(bob);
    EXPECT_FALSE(seen(picture, bob));
    EXPECT_FALSE(seen(of_bob, 1));
    EXPECT_TRUE(seen(of_bob, bob));
    const Id hidden = add_organization("Hidden", picture, 1);
    EXPECT_FALSE(seen(picture, bob));
    add_person("Ines Couto", picture);
    EXPECT_TRUE(seen(picture, bob));
    const Id open = add_organization("Open");
    give_to_organization(open, of_bob, 1, ErrorCode::invalid);
    give_to_organization(open, of_bob, bob);
    EXPECT_TRUE(seen(of_bob, 1));
    give_to_organization(hidden, of_bob);
    EXPECT_TRUE(seen(picture, bob));  // by the person
    give_to_organization(open, 99, 1, ErrorCode::invalid);
}

TEST_P(Pictures, one_that_is_had_is_not_deleted) {
    const domain::UserId bob = add_user("bob");
    const PictureId picture = add_picture(bob);
    const Id organization = add_organization("Norte Vidros");
    give_to_organization(organization, picture, bob);
    delete_as(bob, picture, ErrorCode::conflict);
    give_to_organization(organization, std::nullopt);
    delete_as(1, picture, ErrorCode::not_found);
    delete_as(bob, picture);
    EXPECT_FALSE(seen(picture, bob));
    sweep(at_once);
    EXPECT_EQ(blob_count(), 0U);
    // One that everyone sees is taken away by nobody but whoever brought it in, and admins.
    const PictureId shown = add_picture();
    add_person("Ines Couto", shown);
    delete_as(bob, shown, ErrorCode::forbidden);
}

TEST_P(Pictures, what_nobody_has_is_swept) {
    const PictureId kept = add_picture();
    const PictureId left = add_picture();
    const Id organization = add_organization("Norte Vidros", kept);
    sweep(limits::picture_unused_us);
    EXPECT_EQ(all_pictures(), (std::vector{kept, left}));  // it may yet be given to somebody
    EXPECT_EQ(blob_count(), 4U);
    sweep(at_once);
    EXPECT_EQ(all_pictures(), std::vector{kept});
    EXPECT_EQ(blob_count(), 2U);

    // That of a deleted record stays until the record is gone for good.
    write_as(1, [&](Transaction& transaction, const Caller& caller) {
        return domain::delete_organization(transaction, caller, organization);
    });
    sweep(at_once);
    EXPECT_EQ(all_pictures(), std::vector{kept});
    purge();
    sweep(at_once);
    EXPECT_TRUE(all_pictures().empty());
    EXPECT_EQ(blob_count(), 0U);
}

TEST_P(Pictures, a_survivor_takes_one_where_it_has_none) {
    const PictureId first = add_picture();
    const PictureId second = add_picture();
    const Id absorbed = add_organization("Norte", first);
    const Id survivor = add_organization("Norte Vidros");
    const Id one = add_person("Ines", first);
    const Id other = add_person("Ines Couto", second);
    write_as(1, [&](Transaction& transaction, const Caller& caller) -> Result<void> {
        const auto organization = domain::merge_organizations(transaction, caller, absorbed, survivor);
        if (!organization) return fail(organization);
        EXPECT_EQ(organization->picture_id, first);
        const auto person = domain::merge_persons(transaction, caller, one, other);
        if (!person) return fail(person);
        EXPECT_EQ(person->picture_id, second);
        return {};
    });
}

TEST_P(Pictures, a_check_misses_bytes) {
    const PictureId picture = add_picture();
    const auto stored = seen(picture);
    ASSERT_TRUE(stored);
    engine().blobs().remove(1, stored->squares[1].blob_id);
    const std::string found = findings(engine());
    EXPECT_NE(found.find("company 1: picture 1: its bytes are not there"), std::string::npos) << found;
    delete_as(1, picture);
}

}  // namespace
}  // namespace stele::tests
