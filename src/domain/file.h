// A file about organizations, persons, deals and activities: what is known of it. Its bytes are a blob, or stand elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/blobs.h"
#include "domain/ids.h"

namespace stele::domain {

using FileId = std::int64_t;

struct File {
    FileId id = 0;
    std::string name;
    std::string file_name;     // as it is stored: never twice the same
    std::string file_type;     // "pdf"; may be empty
    std::string content_type;  // "application/pdf"; empty: not known
    std::int64_t size = 0;     // in bytes; 0 of one that stands elsewhere
    std::string description;
    UserId user_id = 0;                             // who brought it in
    std::optional<OrganizationId> organization_id;  // what it is about: any of these, or nothing
    std::optional<PersonId> person_id;
    std::optional<DealId> deal_id;
    std::optional<std::int64_t> activity_id;
    std::optional<MailMessageId> mail_message_id;  // it came with
    bool is_inline = false;                        // shown within that message
    std::string content_id;                        // by which the message names it, without its brackets
    std::string remote_location;                   // where it stands, when elsewhere: "googledrive"
    std::string remote_id;                         // its name there
    BlobId blob_id;                                // empty when it stands elsewhere
    Micros add_time = 0;
    Micros update_time = 0;
    std::optional<Micros> delete_time;

    bool operator==(const File&) const = default;
};

// A file that comes in: the bytes are in the blob already, or stand at `remote_location`.
struct NewFile {
    std::string name;          // as its sender calls it, a path or not
    std::string content_type;  // as its sender says
    std::string file_type;     // empty: what the name ends in
    std::int64_t size = 0;
    BlobId blob_id;
    std::string description;
    std::optional<OrganizationId> organization_id;
    std::optional<PersonId> person_id;
    std::optional<DealId> deal_id;
    std::optional<std::int64_t> activity_id;
    std::optional<MailMessageId> mail_message_id;
    bool is_inline = false;
    std::string content_id;
    std::string remote_location;
    std::string remote_id;
};

// What a write may change: absent members stay as they are.
struct FilePatch {
    std::optional<std::string> name;
    std::optional<std::string> description;
};

}  // namespace stele::domain
