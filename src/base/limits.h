// Every bound, with its reason. Sizes in bytes unless the name says otherwise.
#pragma once

#include <cstddef>
#include <cstdint>

namespace stele::limits {

// HTTP. A request line of 8 KiB holds a bulk delete of 500 ids; the rest are what nginx and Apache allow by default.
inline constexpr std::size_t target_size = 8 * 1024;       // 414
inline constexpr std::size_t head_size = 32 * 1024;        // 431: request line and all headers
inline constexpr std::size_t header_count = 100;           // 431
inline constexpr std::size_t body_size = 2 * 1024 * 1024;  // 413: Ortto documents 2 MB; the largest of the vendors
inline constexpr std::size_t pipelined_requests = 32;  // answered in one turn of one connection; the rest waits for the next
inline constexpr std::size_t unsent_reply_size =
    16 * 1024 * 1024;                                           // read no further while a client does not take its replies
inline constexpr std::size_t query_params = 200;                // 400
inline constexpr int head_timeout_ms = 10'000;                  // 408: from the first byte to the end of the head
inline constexpr int body_timeout_ms = 30'000;                  // 408
inline constexpr int idle_timeout_ms = 75'000;                  // closed without a word, as nginx does
inline constexpr int write_timeout_ms = 30'000;                 // a client that takes nothing for so long is closed
inline constexpr int shutdown_timeout_ms = 20'000;              // what runs at SIGTERM has so long to end
inline constexpr std::size_t connections = 10'000;              // 503 beyond
inline constexpr std::size_t chunk_framing_size = 1024 * 1024;  // 400: what a chunked body sends beside its data
inline constexpr std::size_t chunk_framing_share = 32;          // and of each so many bytes of a long upload one more
inline constexpr std::size_t read_size = 4 * 1024;              // a connection's buffer while it sends small requests
inline constexpr std::size_t body_read_size = 64 * 1024;        // the same while a body is coming
inline constexpr int linger_timeout_ms = 5'000;                 // after a refusal: so long a client may read it and go
inline constexpr std::size_t linger_size = 4 * body_size;       // and so much more may it send

// Uploads. Files go to the disk as they come, values stay in memory as other bodies do. So many at once fill the disk with what is
// still to be stored at the worst, and leave descriptors to connections. Slower than a modem of the nineties is a way to hold a place.
inline constexpr std::uint64_t upload_size =
    100 * 1024 * 1024;                            // 413: what --upload-limit sets otherwise; Pipedrive: 100 MB
inline constexpr std::size_t uploads = 64;        // 503 beyond
inline constexpr std::size_t unsure_uploads = 8;  // of them, while the database has still to be asked about the key
inline constexpr std::size_t upload_pace_size = 256 * 1024;  // 408: has to come within each body_timeout_ms
inline constexpr std::size_t form_parts = 100;               // 400
inline constexpr std::size_t form_files = 10;                // 400: each holds a descriptor
inline constexpr std::size_t form_values_size = body_size;   // 413: of all together
inline constexpr std::size_t part_head_size = 8 * 1024;      // 400: two headers, one with the name of a file
inline constexpr std::size_t part_headers = 16;              // 400

// Pictures. What a phone takes fits, and what is decoded takes four bytes a pixel: 100 MB, one at a time.
inline constexpr std::uint64_t picture_upload_size = 10 * 1024 * 1024;  // 413: of the body
inline constexpr std::int64_t picture_pixels = 25'000'000;              // 422: 5,000 by 5,000
inline constexpr std::size_t picture_scans = 100;  // 422: of a JPEG, each of which visits every pixel; encoders make ten

// Replies that are read while they are sent. A connection holds two pieces at most: one on its way to the client, one that is read.
inline constexpr std::size_t stream_piece_size = 256 * 1024;
inline constexpr std::size_t stream_threads = 4;  // each waits for a disk or a database most of the time

// Compression. A reply that fits into one packet is not worth it. At level 1 a page of 100 records (150 KB) takes half a millisecond,
// as long as to render it; what is much larger is left to a thread of its own, so that its loop serves others meanwhile.
inline constexpr std::size_t gzip_least_size = 1'400;
inline constexpr std::size_t gzip_inline_size = 256 * 1024;
inline constexpr std::size_t waiting_compressions = 64;  // large replies; beyond it they go out plain

// Requests through proxies and from web pages.
inline constexpr std::size_t forwarded_hops = 32;  // looked at in X-Forwarded-For
inline constexpr std::size_t cors_headers = 64;    // named in the reply to a preflight
inline constexpr int cors_max_age_s = 7'200;       // how long a page may keep that reply; browsers cap it there

// Rate limits that may be set: beyond it nobody could tell a limit from none.
inline constexpr int rate_limit = 1'000'000'000;

// JSON. The deepest documented body is a filter of a few levels.
inline constexpr std::size_t json_depth = 64;
inline constexpr std::size_t json_values = 200'000;  // ten bytes each in the largest body
inline constexpr std::size_t json_kept = 64 * 1024;  // of a text: what a thread's parser keeps room for, about 1 MB in all

// Work waiting for the writer or the scan pool; beyond it 503, so that a queue never outlives its clients' patience.
inline constexpr std::size_t waiting_writes = 4096;
inline constexpr std::size_t waiting_scans = 256;
// Uploads on their way into the store: each waits for the disk or the database most of the time, and moves megabytes.
inline constexpr std::size_t aside_threads = 4;
inline constexpr std::size_t waiting_asides = 256;
inline constexpr std::size_t blob_piece_size = 256 * 1024;      // of a blob in rows: read and written at once
inline constexpr std::size_t blob_connections = 6;              // to a database that keeps blobs, for uploads and downloads
inline constexpr std::int64_t blob_unnamed_us = 3'600'000'000;  // an upload has so long to be named by a file
inline constexpr std::int64_t blob_page = 1'000;                // blobs that are looked at in a step of the sweep
inline constexpr std::size_t batch_writes = 60;                 // one group commit
inline constexpr int scan_deadline_ms = 10'000;

// Log lines waiting to be written; beyond it the oldest are dropped, so that a slow disk never holds up a request.
inline constexpr std::size_t log_block_size = 32 * 1024;  // access lines are handed on in blocks of so many bytes
inline constexpr std::size_t waiting_log_lines = 512;

// `stele demo` writes so many organizations and people at once: a few milliseconds, so that other writes come in between.
inline constexpr std::int64_t demo_slice_records = 50;
inline constexpr std::int64_t demo_organizations = 1'000'000;

// Jobs. A step of so many records holds the writer some 50 ms. What is behind one job waits as long as it is tried: two and a half
// minutes at the worst.
inline constexpr std::size_t job_arguments_size = body_size;
inline constexpr std::int64_t waiting_jobs = 1'000;  // 429 beyond: of a company; some 100,000 records, and 2 GB at the worst
inline constexpr std::int64_t job_step_records = 500;
inline constexpr std::int64_t job_attempts = 6;           // at one step
inline constexpr std::int64_t job_retry_us = 5'000'000;   // after the first; then twice as long each time
inline constexpr std::int64_t job_lease_us = 15'000'000;  // renewed by each step; so long a job rests when its process dies
inline constexpr std::size_t job_error_size = 1'000;      // what is kept of it
inline constexpr std::int64_t listed_jobs = 1'000;        // `stele jobs list`: the newest
inline constexpr int job_look_ms = 30'000;                // for what other processes have left
inline constexpr int job_unavailable_pause_ms = 5'000;    // while the store takes no writes

// The configuration file is written by a person.
inline constexpr std::size_t config_file_size = 1024 * 1024;

// Ids leave room for the company in one 64-bit key (design: company << 40 | id).
inline constexpr std::int64_t id = (std::int64_t{1} << 40) - 1;
inline constexpr std::int64_t company_id = (std::int64_t{1} << 23) - 1;

// Numbers of records are read by clients as doubles, which hold whole numbers up to here.
inline constexpr std::int64_t exact_number = (std::int64_t{1} << 53) - 1;

// Records. Pipedrive cuts names at 255 characters; v1 pages at 500; v2's ids at 100.
inline constexpr std::size_t name_chars = 255;
inline constexpr std::size_t text_chars = 65'535;
inline constexpr std::size_t address_part_chars = 1'000;
inline constexpr std::size_t labels = 100;
inline constexpr std::size_t label_options = 1'000;    // of a field; to write them all holds the writer 20 ms
inline constexpr std::size_t note_size = 100'000;      // of its content; Pipedrive takes 100 KB
inline constexpr std::size_t file_name_size = 255;     // as file systems have it
inline constexpr std::int64_t attached_files = 5'000;  // looked at for a page of activities: ten of each
inline constexpr std::int64_t file_page = 100;         // of a list; Pipedrive's own
inline constexpr std::size_t file_description_chars = 5'000;
inline constexpr std::size_t remote_id_chars = 1'024;      // longer than Google's by far
inline constexpr std::size_t activity_types = 200;         // of a company, deleted ones too: a list shows them all
inline constexpr std::size_t activity_participants = 100;  // of an activity, and as many attendees: every reply shows them
inline constexpr std::size_t custom_fields = 500;          // of a kind: every reply of a record names them all
inline constexpr std::size_t custom_size = 256 * 1024;     // of all custom values of a record: a page shows 500 records
// Mail. What is larger is cut (texts), left out (the last parties and references), or refused as a whole (message, attachments).
inline constexpr std::size_t mail_message_size = 64 * 1024 * 1024;  // Gmail takes 50 MB in; its parts are parsed in memory
inline constexpr std::size_t mail_body_size = 2 * 1024 * 1024;      // ten times what Gmail shows of a message
inline constexpr std::size_t mail_snippet_size = 200;
inline constexpr std::size_t mail_subject_size = 1'000;
inline constexpr std::size_t mail_key_size = 998;                 // a line of mail
inline constexpr std::size_t mail_parties = 200;                  // of a message: every reply shows them
inline constexpr std::size_t mail_thread_parties = 50;            // of a thread: as above
inline constexpr std::size_t mail_bodies_size = 8 * 1024 * 1024;  // of all bodies on a page: each may be as large as one
inline constexpr std::int64_t mail_thread_messages = 1'000;       // shown of a thread, which has no pages
inline constexpr std::size_t mail_references = 50;
inline constexpr std::size_t mail_attachments = 100;     // of a message: all come in with one write
inline constexpr std::int64_t mail_slice_messages = 50;  // `stele mail import` brings in so many at once, and about
inline constexpr std::uint64_t mail_slice_size = 16 * 1024 * 1024;  // so much, so that the server may stop in between
inline constexpr std::size_t color_chars = 32;
inline constexpr std::int64_t tags = 10'000;              // of a company: a list shows them all
inline constexpr std::size_t record_tags = 200;           // of an organization or a person: a page shows those of 500
inline constexpr std::size_t tag_chars = 255;             // of its name
inline constexpr std::size_t tag_text_chars = 1'000;      // of its description
inline constexpr std::int64_t account_people = 3'000;     // unless a setting says otherwise; Ortto: accounts
inline constexpr std::int64_t linked_people = 10'000;     // of an organization, as one list
inline constexpr std::size_t member_ids = 10'000;         // of a call that moves people: the writer's third of a second
inline constexpr std::size_t merged_records = 100;        // Ortto: of a call; as many activities
inline constexpr std::size_t merge_keys = 3;              // Ortto: of a call
inline constexpr std::size_t merge_alt_keys = 2;          // of each key; each is one more look-up
inline constexpr std::size_t merge_step_records = 25;     // of a job: some 10 ms of the writer
inline constexpr std::size_t large_text_chars = 4'000;    // Ortto: of a custom field
inline constexpr std::size_t occurrence_attributes = 15;  // Ortto: of an activity
inline constexpr std::size_t occurrence_type_chars = 255;
inline constexpr std::size_t occurrence_key_chars = 255;
inline constexpr std::size_t occurrence_size = 16 * 1024;   // of its attributes; Ortto: 16 kB an activity
inline constexpr std::int64_t occurrences_a_day = 50;       // Ortto: of one type and person
inline constexpr std::size_t shown_fields = 150;            // Ortto: named in a request for records
inline constexpr std::size_t archived_ids = 100;            // Ortto: of a call that archives, restores or deletes
inline constexpr std::size_t created_fields = 100;          // Ortto: custom fields of a kind, where it makes them
inline constexpr std::size_t contacts = 100;                // e-mail addresses of a person, and as many phone numbers
inline constexpr std::size_t relationship_ancestors = 100;  // above an organization; a write looks at all of them
inline constexpr std::size_t groups = 1'000;                // of users, in a company
inline constexpr std::int64_t filters = 1'000;              // of a company: a list shows them all
inline constexpr std::size_t pipelines = 200;           // of a company, with those that were deleted: all are kept in memory
inline constexpr std::size_t stages = 2'000;            // as above
inline constexpr std::int64_t rotting_days = 3'650;     // after which a deal rots: ten years
inline constexpr std::int64_t won_deals = 500;          // the latest, of which averages are taken: half a millisecond
inline constexpr std::int64_t stage_changes = 1'000;    // of a deal, that its details look at
inline constexpr std::int64_t deal_participants = 500;  // of a deal: a list shows them all
inline constexpr std::size_t filter_conditions = 16;    // Pipedrive: of a filter
inline constexpr std::size_t filter_value_chars = 1'000;  // of a condition: longer than any text that people look for
// Ortto's filters, and what one is compiled to: the store makes a statement of it.
inline constexpr std::size_t filter_depth = 20;
inline constexpr std::size_t filter_nodes = 1'000;
inline constexpr std::size_t filter_list = 1'000;  // of one operand
inline constexpr std::size_t filter_comparisons = 2'000;
inline constexpr std::size_t filter_values = 20'000;     // in all lists of comparisons: SQLite takes 32,766
inline constexpr std::size_t filter_shown_size = 1'000;  // of an operand, in the text of an error
inline constexpr std::int64_t items_per_page = 30;       // RogerRoger: unless a setting says otherwise
inline constexpr std::int64_t items_per_page_max = 500;  // as Pipedrive has it
inline constexpr std::size_t search_words = 10;          // RogerRoger: of q; others are passed over
inline constexpr std::int64_t page_default = 100;
inline constexpr std::int64_t page_max = 500;
inline constexpr std::int64_t related_items = 100;           // Pipedrive: of each organization that a search finds
inline constexpr std::size_t search_notes = 10;              // shown of each record that a search finds
inline constexpr std::size_t search_notes_size = 1'000'000;  // of all of them on a page: each may be as large as a note
inline constexpr std::int64_t timeline_periods = 100;        // each is a statement or two
inline constexpr std::int64_t timeline_deals = 5'000;        // of all periods: a reply of some 15 MB
inline constexpr std::size_t bulk_ids = 500;
inline constexpr std::size_t listed_ids = 100;
inline constexpr std::size_t sort_keys = 8;
inline constexpr std::int64_t shallow_start = 1'000;  // a deeper offset is a scan
inline constexpr std::size_t user_agent_size = 255;   // what the change history keeps of it

// Deleted records can be reached and brought back for 30 days (Pipedrive: deleting organizations). Events are read by those who
// follow what happens; who is away for longer reads the records again.
inline constexpr std::int64_t day_us = std::int64_t{24} * 60 * 60 * 1'000'000;
inline constexpr std::int64_t deleted_kept_us = 30 * day_us;
inline constexpr std::int64_t events_kept_us = 40 * day_us;
inline constexpr std::int64_t picture_unused_us = day_us;  // so long a picture waits for the first record that uses it
inline constexpr std::int64_t jobs_kept_us =
    14 * day_us;  // after their end: long enough to see what failed, and try it again
// Rows that one step of the purge takes away: some 10 ms of the writer.
inline constexpr std::int64_t purge_step_rows = 200;
inline constexpr std::int64_t purge_step_events = 1'000;
inline constexpr std::int64_t purge_step_jobs = 20;   // each may have as large arguments as a request
inline constexpr int housekeeping_delay_ms = 10'000;  // after the start, which has enough to do
inline constexpr int housekeeping_interval_ms =
    600'000;                                      // what is due waits no longer; to look costs a millisecond a company
inline constexpr int housekeeping_pause_ms = 50;  // between two steps, so that most of the writer's time is others'

}  // namespace stele::limits
