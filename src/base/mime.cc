#include "base/mime.h"

#include <memory>
#include <mutex>

#include <gmime/gmime.h>

#include "base/limits.h"
#include "base/text.h"

namespace stele {

namespace {

constexpr int deepest_part = 50;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class Object>
using Owned = std::unique_ptr<Object, Unref>;

struct Free {
    void operator()(char* text) const { g_free(text); }
};
using OwnedText = std::unique_ptr<char, Free>;

void start_library() {
    static std::once_flag started;
    std::call_once(started, [] { g_mime_init(); });
}

std::string clean(const char* text) { return text == nullptr ? std::string() : to_clean_utf8(text); }

std::string clean_line(const char* text) {
    std::string line = clean(text);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    return line;
}

void add_addresses(InternetAddressList* list, std::vector<MimeAddress>& into, int depth = 0) {
    if (list == nullptr || depth > deepest_part) return;
    for (int i = 0; i < internet_address_list_length(list); ++i) {
        InternetAddress* each = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(each)) {
            add_addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(each)), into, depth + 1);
            continue;
        }
        MimeAddress address{clean_line(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each))),
                            clean_line(internet_address_get_name(each))};
        if (!address.address.empty()) into.push_back(std::move(address));
    }
}

void add_references(const char* header, std::vector<std::string>& into) {
    if (header == nullptr) return;
    GMimeReferences* references = g_mime_references_parse(nullptr, header);
    for (int i = 0; i < g_mime_references_length(references); ++i)
        if (std::string id = clean_line(g_mime_references_get_message_id(references, i)); !id.empty())
            into.push_back(std::move(id));
    g_mime_references_free(references);
}

class Reader {
   public:
    Reader(MimeMessage& message, const std::string& spool_folder) : message_(message), spool_folder_(spool_folder) {}

    [[nodiscard]] Result<void> read(GMimeObject* part, bool is_related, int depth) {
        if (part == nullptr || depth > deepest_part) return {};
        if (GMIME_IS_MULTIPART(part)) return read_parts(GMIME_MULTIPART(part), depth);
        if (GMIME_IS_TEXT_PART(part) && !is_attachment(part) && read_text(GMIME_TEXT_PART(part))) return {};
        return read_attachment(part, is_related);
    }

    // Of a text in several forms the one with most in it.
    void end() {
        message_.is_html = !html_.empty();
        message_.text = message_.is_html ? std::move(html_) : std::move(plain_);
        message_.text.resize(cut_at_char(message_.text, std::min(message_.text.size(), limits::mail_body_size)));
    }

   private:
    [[nodiscard]] Result<void> read_parts(GMimeMultipart* parts, int depth) {
        GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(parts));
        const bool is_related = g_mime_content_type_is_type(type, "multipart", "related") != FALSE;
        for (int i = 0; i < g_mime_multipart_get_count(parts); ++i)
            if (auto done = read(g_mime_multipart_get_part(parts, i), is_related, depth + 1); !done) return done;
        return {};
    }

    static bool is_attachment(GMimeObject* part) {
        const char* disposition = g_mime_object_get_disposition(part);
        return disposition != nullptr && g_ascii_strcasecmp(disposition, GMIME_DISPOSITION_ATTACHMENT) == 0;
    }

    // False for a text that is none to be shown.
    bool read_text(GMimeTextPart* part) {
        GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
        const bool is_html = g_mime_content_type_is_type(type, "text", "html") != FALSE;
        if (!is_html && g_mime_content_type_is_type(type, "text", "plain") == FALSE) return false;
        const OwnedText text(g_mime_text_part_get_text(part));
        std::string& into = is_html ? html_ : plain_;
        if (!into.empty()) into += '\n';
        into += clean(text.get());
        return true;
    }

    [[nodiscard]] Result<void> read_attachment(GMimeObject* part, bool is_related) {
        if (message_.attachments.size() >= limits::mail_attachments)
            return fail(ErrorCode::invalid, "more than " + std::to_string(limits::mail_attachments) + " attachments");
        MimeAttachment attachment;
        const OwnedText type(g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part)));
        attachment.content_type = clean_line(type.get());
        attachment.content_id = clean_line(g_mime_object_get_content_id(part));
        attachment.is_inline = !attachment.content_id.empty() && (is_related || !is_attachment(part));
        if (GMIME_IS_PART(part)) attachment.name = clean_line(g_mime_part_get_filename(GMIME_PART(part)));
        auto file = SpooledFile::create(spool_folder_);
        if (!file) return fail(file);
        if (auto written = write(part, *file); !written) return written;
        attachment.file = std::move(*file);
        message_.attachments.push_back(std::move(attachment));
        return {};
    }

    // A message within the message is kept as it came; of other parts what they encode.
    static Result<void> write(GMimeObject* part, SpooledFile& file) {
        const Owned<GMimeStream> memory(g_mime_stream_mem_new());
        if (GMIME_IS_MESSAGE_PART(part)) {
            GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
            if (inner != nullptr) g_mime_object_write_to_stream(GMIME_OBJECT(inner), nullptr, memory.get());
        } else if (GMIME_IS_PART(part)) {
            GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(part));
            if (content != nullptr) g_mime_data_wrapper_write_to_stream(content, memory.get());
        } else {
            g_mime_object_write_to_stream(part, nullptr, memory.get());
        }
        const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
        return file.write({reinterpret_cast<const char*>(bytes->data), bytes->len});
    }

    MimeMessage& message_;
    const std::string& spool_folder_;
    std::string plain_;
    std::string html_;
};

void read_headers(GMimeMessage* from, MimeMessage& into) {
    into.message_id = clean_line(g_mime_message_get_message_id(from));
    into.subject = clean_line(g_mime_message_get_subject(from));
    into.subject.resize(cut_at_char(into.subject, std::min(into.subject.size(), limits::mail_subject_size)));
    add_addresses(g_mime_message_get_from(from), into.from);
    if (into.from.empty()) add_addresses(g_mime_message_get_sender(from), into.from);
    add_addresses(g_mime_message_get_to(from), into.to);
    add_addresses(g_mime_message_get_cc(from), into.cc);
    add_addresses(g_mime_message_get_bcc(from), into.bcc);
    add_references(g_mime_object_get_header(GMIME_OBJECT(from), "References"), into.references);
    add_references(g_mime_object_get_header(GMIME_OBJECT(from), "In-Reply-To"), into.references);
    if (GDateTime* date = g_mime_message_get_date(from))
        into.date = g_date_time_to_unix(date) * 1'000'000 + g_date_time_get_microsecond(date);
}

}  // namespace

Result<MimeMessage> parse_mime(std::string_view bytes, const std::string& spool_folder) {
    start_library();
    const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Owned<GMimeMessage> parsed(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!parsed || g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(parsed.get()))) == 0)
        return fail(ErrorCode::invalid, "it has no headers");
    MimeMessage message;
    read_headers(parsed.get(), message);
    Reader reader(message, spool_folder);
    if (auto read = reader.read(g_mime_message_get_mime_part(parsed.get()), false, 0); !read) return fail(read);
    reader.end();
    return message;
}

}  // namespace stele
