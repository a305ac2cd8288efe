#include "store/check_files.h"

#include "store/columns.h"
#include "store/files.h"
#include "store/schema.h"

namespace stele::store {

namespace {

using domain::Kind;

constexpr std::string_view organization = "organization";
constexpr std::string_view person = "person";
constexpr std::string_view deal = "deal";
constexpr std::string_view activity = "activity";

template <const std::string_view& table>
constexpr Rule counter_rule{table, "its counter of files is not the number of those about it", {kept_text<[] {
                                return StatementText()
                                    .add("SELECT id FROM ")
                                    .add(table)
                                    .add(
                                        " WHERE {in_company} AND files <> (SELECT count(*) FROM file WHERE "
                                        "file.company_id = $1 AND file.")
                                    .add(table)
                                    .add("_id = ")
                                    .add(table)
                                    .add(".id AND file.delete_time IS NULL)");
                            }>}};

template <const std::string_view& table>
constexpr Rule subject_rule{
    "file",
    kept_text<[] { return StatementText().add("the ").add(table).add(" that it is about does not exist"); }>,
    {kept_text<[] {
        return StatementText()
            .add("SELECT id FROM file WHERE {in_company} AND file.")
            .add(table)
            .add("_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ")
            .add(table)
            .add(" WHERE ")
            .add(table)
            .add(".company_id = $1 AND {id ")
            .add(table)
            .add("} = {id_value file.")
            .add(table)
            .add("_id})");
    }>}};

template <const std::string_view& table>
constexpr Rule picture_rule{
    table, "its picture does not exist", {kept_text<[] {
        return StatementText()
            .add("SELECT id FROM ")
            .add(table)
            .add(" WHERE {in_company} AND picture_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM picture WHERE ")
            .add("picture.company_id = $1 AND {id picture} = {id_value ")
            .add(table)
            .add(".picture_id})");
    }>}};

constexpr Rule rules_of_files[] = {
    picture_rule<organization>,
    picture_rule<person>,
    counter_rule<organization>,
    counter_rule<person>,
    counter_rule<deal>,
    subject_rule<organization>,
    subject_rule<person>,
    subject_rule<deal>,
    subject_rule<activity>,
    {"file",
     "its user does not exist",
     {"SELECT id FROM file WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM app_user WHERE {user_by_id file.user_id})"}},
    {"file",
     "it has neither bytes nor a place elsewhere",
     {"SELECT id FROM file WHERE {in_company} AND blob_id IS NULL AND remote_location IS NULL"}},
    {"file",
     "it has changes but does not exist",
     {"SELECT DISTINCT record_id FROM change WHERE company_id = $1 AND kind = 23 AND NOT EXISTS (SELECT 1 FROM file "
      "WHERE file.company_id = $1 AND {id file} = {id_value change.record_id})"}},
    // Events outlive the files that they tell of.
    {"file",
     "it has events but does not exist, and was not purged",
     {"SELECT DISTINCT record_id FROM event WHERE company_id = $1 AND kind = 23 AND NOT EXISTS (SELECT 1 FROM file "
      "WHERE file.company_id = $1 AND {id file} = {id_value event.record_id}) AND record_id NOT IN (SELECT "
      "purged.record_id FROM event AS purged WHERE purged.company_id = $1 AND purged.kind = 23 AND purged.action = 8)"}},
};
static_assert(static_cast<int>(Kind::file) == 23);

constexpr Statement select_forms{
    "SELECT id, file_name, file_type, description, file_name_sort, file_type_sort, description_sort FROM file "
    "WHERE {in_company}"};
struct BlobsOf {
    std::string_view what;
    Statement select;
};
constexpr BlobsOf all_blobs[] = {
    {"file", {"SELECT id, blob_id, size FROM file WHERE {in_company} AND blob_id IS NOT NULL"}},
    {"picture", {"SELECT id, large_blob_id, large_size FROM picture WHERE {in_company}"}},
    {"picture", {"SELECT id, small_blob_id, small_size FROM picture WHERE {in_company}"}},
};

std::string about(domain::CompanyId company, std::string_view what, std::int64_t id) {
    return "company " + std::to_string(company) + ": " + std::string(what) + ' ' + std::to_string(id) + ": ";
}

}  // namespace

Result<void> check_files(Session& session, domain::CompanyId company, std::vector<std::string>& findings) {
    for (const Rule& rule : rules_of_files) {
        auto checked = session.query(rule.statement, {company}, [&](const Row& row) {
            findings.push_back(about(company, rule.what, row.integer(0)) + std::string(rule.finding));
            return true;
        });
        if (!checked) return checked;
    }
    return session.query(select_forms, {company}, [&](const Row& row) {
        for (int text = 1; text <= 3; ++text)
            if (row.bytes(text + 3) != file_sort(row.text(text)))
                findings.push_back(about(company, "file", row.integer(0)) + "a stored form of its texts is wrong");
        return true;
    });
}

Result<void> list_named_blobs(Session& session, FunctionRef<void(const NamedBlob&)> visit) {
    const auto companies = company_ids(session);
    if (!companies) return fail(companies);
    for (const domain::CompanyId company : *companies)
        for (const BlobsOf& blobs : all_blobs) {
            auto listed = session.query(blobs.select, {company}, [&](const Row& row) {
                visit({company, blobs.what, row.integer(0), row.text(1), row.integer(2)});
                return true;
            });
            if (!listed) return listed;
        }
    return {};
}

std::string blob_finding(const NamedBlob& blob, bool is_there) {
    return about(blob.company, blob.what, blob.record_id) +
           (is_there ? "its bytes are not as many as it says" : "its bytes are not there");
}

}  // namespace stele::store
