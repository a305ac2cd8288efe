// The step of `stele mail import`: some messages of a file, each a write of its own.
#include <algorithm>

#include "app/command_steps.h"
#include "app/mail_import.h"
#include "base/crypto.h"
#include "base/limits.h"
#include "base/mbox.h"
#include "base/mime.h"
#include "base/text.h"
#include "domain/mailbox.h"
#include "domain/purge.h"

namespace stele::app {

namespace {

using domain::MailRole;
using domain::Transaction;

constexpr std::string_view agent = "stele mail import";

// Whose mailbox it is: an active user, or else the first admin.
Result<domain::Caller> mailbox_user(const domain::Directory& directory, const std::optional<std::string>& email) {
    if (!email) return domain::caller_of_stele(directory, agent);
    const std::string wanted = fold_exact(*email);
    const auto user = std::ranges::find_if(
        directory.users, [&](const domain::User& each) { return each.is_active && fold_exact(each.email) == wanted; });
    if (user == directory.users.end()) return fail(ErrorCode::not_found, "there is no active user " + *email);
    return domain::Caller{&directory, &*user, domain::Scope::write, domain::Source::command_line, agent};
}

// What stands for a Message-ID where there is none.
std::string key_of(const MimeMessage& mail, std::string_view bytes) {
    if (!mail.message_id.empty() && mail.message_id.size() <= limits::mail_key_size) return mail.message_id;
    return "sha256:" + to_hex(sha256(bytes));
}

void add_parties(std::vector<domain::MailParty>& parties, MailRole role, const std::vector<MimeAddress>& addresses) {
    for (const MimeAddress& each : addresses) {
        if (parties.size() >= limits::mail_parties) return;
        if (each.address.size() > limits::mail_key_size) continue;
        parties.push_back({0, role, each.address,
                           each.name.substr(0, cut_at_char(each.name, std::min(each.name.size(), limits::name_chars)))});
    }
}

Result<domain::NewMail> mail_of(const MimeMessage& from, std::string_view bytes, bool is_private) {
    if (from.from.empty()) return fail(ErrorCode::invalid, "it says not from whom it is");
    if (!from.date) return fail(ErrorCode::invalid, "it has no date");
    domain::NewMail mail;
    mail.key = key_of(from, bytes);
    for (const std::string& reference : from.references)
        if (reference.size() <= limits::mail_key_size && reference != mail.key) mail.references.push_back(reference);
    if (mail.references.size() > limits::mail_references)
        mail.references.erase(mail.references.begin(), mail.references.end() - limits::mail_references);
    mail.subject = from.subject;
    add_parties(mail.parties, MailRole::from, from.from);
    add_parties(mail.parties, MailRole::to, from.to);
    add_parties(mail.parties, MailRole::cc, from.cc);
    add_parties(mail.parties, MailRole::bcc, from.bcc);
    mail.body = {from.is_html, from.text};
    mail.message_time = *from.date;
    mail.is_private = is_private;
    return mail;
}

// Brings messages into one mailbox.
class Import {
   public:
    Import(domain::Engine& engine, const Command& command)
        : engine_(engine),
          company_(command.company),
          user_(given(command, "user")),
          is_private_(argument(command, "private") == "true") {}

    [[nodiscard]] Result<void> check() {
        return domain::run_and_wait(engine_, domain::Access::read, company_, [&](Transaction& transaction) {
            return with_caller(transaction, [](const domain::Caller&) { return Result<void>(); });
        });
    }

    // Whether it was new. Errors of the message: invalid.
    [[nodiscard]] Result<bool> add(std::string_view bytes) {
        auto parsed = parse_mime(bytes, engine_.blobs().spool_folder());
        if (!parsed) return fail(parsed);
        auto mail = mail_of(*parsed, bytes, is_private_);
        if (!mail) return fail(mail);
        if (const auto known = knows(mail->key); !known || *known) return known ? Result<bool>(false) : fail(known);
        auto stored = store_attachments(*parsed, *mail);
        bool added = false;
        if (stored) stored = write(*mail, added);
        if (!stored || !added)
            for (const domain::NewFile& file : mail->attachments) engine_.blobs().remove(company_, file.blob_id);
        if (!stored) return fail(stored);
        return added;
    }

   private:
    template <class Then>
    Result<void> with_caller(Transaction& transaction, const Then& then) {
        const auto directory = transaction.directory();
        if (!directory) return fail(directory);
        const auto caller = mailbox_user(**directory, user_);
        if (!caller) return fail(caller);
        return then(*caller);
    }

    Result<bool> knows(const std::string& key) {
        bool known = false;
        auto done = domain::run_and_wait(engine_, domain::Access::read, company_, [&](Transaction& transaction) {
            return with_caller(transaction, [&](const domain::Caller& caller) -> Result<void> {
                const auto has = domain::has_mail(transaction, caller, key);
                if (!has) return fail(has);
                known = *has;
                return {};
            });
        });
        if (!done) return fail(done);
        return known;
    }

    Result<void> store_attachments(MimeMessage& from, domain::NewMail& mail) {
        for (MimeAttachment& attachment : from.attachments) {
            domain::NewFile file;
            file.name = attachment.name.empty() ? "attachment" : attachment.name;
            file.content_type = attachment.content_type;
            file.size = static_cast<std::int64_t>(attachment.file.size());
            file.is_inline = attachment.is_inline;
            file.content_id = attachment.content_id.substr(0, limits::mail_key_size);
            auto blob = engine_.blobs().put(company_, std::move(attachment.file));
            if (!blob) return fail(blob);
            file.blob_id = std::move(*blob);
            mail.attachments.push_back(std::move(file));
        }
        return {};
    }

    Result<void> write(const domain::NewMail& mail, bool& added) {
        return domain::run_and_wait(engine_, domain::Access::write, company_, [&](Transaction& transaction) {
            return with_caller(transaction, [&](const domain::Caller& caller) -> Result<void> {
                const auto message = domain::add_mail(transaction, caller, mail);
                if (!message) return fail(message);
                added = message->has_value();
                return {};
            });
        });
    }

    domain::Engine& engine_;
    domain::CompanyId company_;
    std::optional<std::string> user_;
    bool is_private_;
};

Result<bool> bring_in(Import& import, const RawMail& mail) {
    if (mail.is_too_large)
        return fail(ErrorCode::invalid, "it is larger than " + std::to_string(limits::mail_message_size) + " bytes");
    return import.add(mail.bytes);
}

// A message that is none is passed over; anything else that goes wrong ends the import.
Result<MailSlice> read_slice(Import& import, MboxReader& reader) {
    MailSlice slice;
    const std::uint64_t begin = reader.offset();
    while (slice.added + slice.known + static_cast<std::int64_t>(slice.refused.size()) < limits::mail_slice_messages &&
           reader.offset() - begin < limits::mail_slice_size) {
        const auto mail = reader.next();
        if (!mail) return fail(mail);
        if (!*mail) {
            slice.is_last = true;
            break;
        }
        const auto added = bring_in(import, **mail);
        if (!added && added.error().code != ErrorCode::invalid) return fail(added);
        if (!added)
            slice.refused.push_back({(*mail)->offset, added.error().message});
        else
            ++(*added ? slice.added : slice.known);
    }
    slice.next_offset = reader.offset();
    return slice;
}

Outcome slice(domain::Engine& engine, const Command& command) {
    const auto offset = parse_number(argument(command, "offset"), "the offset");
    if (!offset) return failure(offset.error());
    if (*offset < 0) return {command_senseless, {}, "no such part of the file"};
    const auto directory = engine.directory(command.company);
    if (!directory) return failure(directory.error());
    if (!*directory) return {command_failed, {}, "there is no company " + std::to_string(command.company)};
    Import import(engine, command);
    if (auto checked = import.check(); !checked) return failure(checked.error());
    auto reader = MboxReader::open(argument(command, "file"), static_cast<std::uint64_t>(*offset));
    if (!reader) return failure(reader.error());
    const auto done = read_slice(import, *reader);
    if (!done) return failure(done.error());
    return {0, to_text(*done), {}};
}

constexpr CommandRow rows[] = {{"mail slice", slice}};

}  // namespace

std::span<const CommandRow> mail_commands() { return rows; }

}  // namespace stele::app
