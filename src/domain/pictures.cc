#include "domain/pictures.h"

#include <utility>
#include <vector>

#include "base/limits.h"
#include "domain/purge.h"
#include "domain/visibility.h"

namespace stele::domain {

namespace {

std::unexpected<Error> picture_not_found() { return fail(ErrorCode::not_found, "Picture not found"); }

RecordRef record_of(PictureId id) { return {Kind::picture, id}; }

template <class Records>
Result<bool> has_one(Records& records, FieldRef picture, FieldRef delete_time, PictureId id, Predicate visible) {
    std::vector<Predicate> conditions{Predicate::compare(picture, Comparison::equals, id),
                                      Predicate::compare(delete_time, Comparison::is_null)};
    if (!visible.always()) conditions.push_back(std::move(visible));
    bool found = false;
    const RecordQuery query{Predicate::all(std::move(conditions)), {}, 1, 0, {}, {}, {}};
    const auto listed = records.list(query, [&found](const auto& /*record*/) {
        found = true;
        return false;
    });
    if (!listed) return fail(listed);
    return found;
}

// Whether the caller sees a record that has it.
Result<bool> is_shown(Transaction& transaction, const Caller& caller, PictureId id) {
    const auto of_organization = has_one(transaction.organizations(), OrganizationField::picture_id,
                                         OrganizationField::delete_time, id, visible_organizations(caller));
    if (!of_organization || *of_organization) return of_organization;
    return has_one(transaction.persons(), PersonField::picture_id, PersonField::delete_time, id, visible_persons(caller));
}

Result<void> remove(Transaction& transaction, const Caller& caller, PictureId id) {
    if (auto removed = transaction.pictures().remove(id); !removed) return removed;
    return record_event(transaction, caller, EventAction::purged, record_of(id));
}

}  // namespace

Result<PicturesById> read_pictures(Transaction& transaction, std::span<const PictureId> ids) {
    PicturesById pictures;
    if (ids.empty()) return pictures;
    const auto listed = transaction.pictures().list(ids, [&](const Picture& picture) {
        pictures.emplace(picture.id, picture);
        return true;
    });
    if (!listed) return fail(listed);
    return pictures;
}

Result<Picture> find_picture(Transaction& transaction, const Caller& caller, PictureId id) {
    const auto pictures = read_pictures(transaction, std::span(&id, 1));
    if (!pictures) return fail(pictures);
    if (pictures->empty()) return picture_not_found();
    const Picture& picture = pictures->begin()->second;
    if (picture.user_id == caller.user->id) return picture;
    const auto shown = is_shown(transaction, caller, id);
    if (!shown) return fail(shown);
    return *shown ? Result<Picture>(picture) : picture_not_found();
}

Result<Picture> add_picture(Transaction& transaction, const Caller& caller, const NewPicture& wanted) {
    const auto id = transaction.next_id(Kind::picture);
    if (!id) return fail(id);
    const auto time = transaction.write_time();
    if (!time) return fail(time);
    // A blob's name cannot be guessed either, but is told to nobody.
    Picture picture{*id, make_blob_id(), caller.user->id, wanted.content_type, wanted.squares, *time};
    auto added = transaction.pictures().insert(picture);
    if (added) added = record_event(transaction, caller, EventAction::added, record_of(*id));
    if (!added) return fail(added);
    return picture;
}

Result<void> delete_picture(Transaction& transaction, const Caller& caller, PictureId id) {
    const auto picture = find_picture(transaction, caller, id);
    if (!picture) return fail(picture);
    if (picture->user_id != caller.user->id && !caller.sees_all())
        return fail(ErrorCode::forbidden, "Only who brought a picture in may delete it");
    const auto used = transaction.pictures().is_used(id);
    if (!used) return fail(used);
    if (*used) return fail(ErrorCode::conflict, "A record has this picture");
    return remove(transaction, caller, id);
}

Result<void> check_picture(Transaction& transaction, const Caller& caller,
                           const std::optional<std::optional<PictureId>>& wanted, const std::optional<PictureId>& current) {
    if (!wanted || !*wanted || *wanted == current) return {};
    const auto found = find_picture(transaction, caller, **wanted);
    if (found) return {};
    if (found.error().code != ErrorCode::not_found) return fail(found);
    return fail(ErrorCode::invalid, "there is no picture " + std::to_string(**wanted), "picture_id");
}

// They are looked for in a scan, and looked at once more in the write.
Result<bool> sweep_pictures(Engine& engine, CompanyId company, Micros now, Micros age) {
    std::vector<PictureId> unused;
    const auto looked = run_and_wait(engine, Access::scan, company, [&](Transaction& transaction) -> Result<void> {
        auto found = transaction.pictures().unused(now - age, limits::purge_step_rows);
        if (!found) return fail(found);
        unused = std::move(*found);
        return {};
    });
    if (!looked) return fail(looked);
    if (unused.empty()) return true;
    const auto removed = run_and_wait(engine, Access::write, company, [&](Transaction& transaction) -> Result<void> {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const auto caller = caller_of_stele(**directory, "stele");
        if (!caller) return fail(caller);
        for (const PictureId id : unused) {
            const auto used = transaction.pictures().is_used(id);
            if (!used) return fail(used);
            if (*used) continue;
            if (auto done = remove(transaction, *caller, id); !done) return done;
        }
        return {};
    });
    if (!removed) return fail(removed);
    return std::ssize(unused) < limits::purge_step_rows;
}

}  // namespace stele::domain
