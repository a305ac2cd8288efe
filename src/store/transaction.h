// A transaction over a session: the nouns, and what the writes of a company share.
#pragma once

#include "base/clock.h"
#include "domain/store.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/custom_fields.h"
#include "store/deals.h"
#include "store/files.h"
#include "store/filters.h"
#include "store/followers.h"
#include "store/history.h"
#include "store/jobs.h"
#include "store/links.h"
#include "store/mail.h"
#include "store/mail_links.h"
#include "store/members.h"
#include "store/merged_records.h"
#include "store/notes.h"
#include "store/occurrences.h"
#include "store/organizations.h"
#include "store/persons.h"
#include "store/pictures.h"
#include "store/pipelines.h"
#include "store/relationships.h"
#include "store/search.h"
#include "store/session.h"
#include "store/tags.h"
#include "store/write_state.h"

namespace stele::store {

// Where a transaction finds its company's directory.
class DirectorySource {
   public:
    virtual ~DirectorySource() = default;
    // As of the transaction's start. May load it through the transaction.
    [[nodiscard]] virtual Result<domain::DirectoryPtr> directory_for(domain::Transaction& transaction) = 0;
};

class Transaction final : public domain::Transaction, private AccountsObserver {
   public:
    // For reads and scans.
    Transaction(Session& session, domain::CompanyId company, DirectorySource& directories)
        : Transaction(session, company, directories, nullptr, nullptr) {}
    // For writes: a request of the batch has begun.
    Transaction(Session& session, domain::CompanyId company, DirectorySource& directories, BatchState& batch,
                const Clock& clock)
        : Transaction(session, company, directories, &batch, &clock) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    domain::CompanyId company_id() const override { return company_; }
    Result<domain::DirectoryPtr> directory() override;
    domain::Organizations& organizations() override { return organizations_; }
    domain::Persons& persons() override { return persons_; }
    domain::Search& search() override { return search_; }
    domain::Links& links() override { return links_; }
    domain::Relationships& relationships() override { return relationships_; }
    domain::Followers& followers() override { return followers_; }
    domain::History& history() override { return history_; }
    domain::MergedRecords& merged_records() override { return merged_records_; }
    domain::Accounts& accounts() override { return accounts_; }
    domain::CustomFields& custom_fields() override { return custom_fields_; }
    domain::Notes& notes() override { return notes_; }
    domain::Files& files() override { return files_; }
    domain::Deals& deals() override { return deals_; }
    domain::Pipelines& pipelines() override { return pipelines_; }
    domain::Activities& activities() override { return activities_; }
    domain::Filters& filters() override { return filters_; }
    domain::Mail& mail() override { return mail_; }
    domain::MailLinks& mail_links() override { return mail_links_; }
    domain::Tags& tags() override { return tags_; }
    domain::Occurrences& occurrences() override { return occurrences_; }
    domain::Members& members() override { return members_; }
    domain::Jobs& jobs() override { return jobs_; }
    domain::Pictures& pictures() override { return pictures_; }
    Result<std::int64_t> next_id(domain::Kind kind) override;
    Result<bool> has_ids(domain::Kind kind) override;
    Result<Micros> write_time() override;
    Result<std::int64_t> record_count(domain::Kind kind) override;
    Result<void> add_to_record_count(domain::Kind kind, std::int64_t delta) override;

    // Whether it wrote something that a directory shows.
    [[nodiscard]] bool changed_directory() const { return changed_directory_; }

   private:
    Transaction(Session& session, domain::CompanyId company, DirectorySource& directories, BatchState* batch,
                const Clock* clock)
        : session_(session),
          company_(company),
          directories_(directories),
          batch_(batch),
          clock_(clock),
          organizations_(session, company, batch != nullptr ? batch->search_index() : nullptr),
          persons_(session, company, batch != nullptr ? batch->search_index() : nullptr),
          search_(session, company),
          links_(session, company),
          relationships_(session, company),
          followers_(session, company),
          history_(session, *this),
          merged_records_(session, company),
          accounts_(session, company, *this),
          custom_fields_(session, company, *this),
          notes_(session, company, batch != nullptr ? batch->search_index() : nullptr),
          files_(session, company),
          deals_(session, company, batch != nullptr ? batch->search_index() : nullptr),
          pipelines_(session, company, *this),
          activities_(session, company),
          filters_(session, company),
          mail_(session, company),
          mail_links_(session, company),
          tags_(session, company),
          occurrences_(session, company),
          members_(session, company),
          jobs_(session, company),
          pictures_(session, company) {}

    Result<void> directory_changes() override;
    Result<void> company_inserted() override;
    [[nodiscard]] Result<CompanyState*> state();

    Session& session_;
    domain::CompanyId company_;
    DirectorySource& directories_;
    BatchState* batch_;  // null in a read
    const Clock* clock_;
    Micros write_time_ = 0;  // 0: not asked for yet
    bool has_directory_ = false;
    bool changed_directory_ = false;
    domain::DirectoryPtr directory_;
    Organizations organizations_;
    Persons persons_;
    Search search_;
    Links links_;
    Relationships relationships_;
    Followers followers_;
    History history_;
    MergedRecords merged_records_;
    Accounts accounts_;
    CustomFields custom_fields_;
    Notes notes_;
    Files files_;
    Deals deals_;
    Pipelines pipelines_;
    Activities activities_;
    Filters filters_;
    Mail mail_;
    MailLinks mail_links_;
    Tags tags_;
    Occurrences occurrences_;
    Members members_;
    Jobs jobs_;
    Pictures pictures_;
};

}  // namespace stele::store
