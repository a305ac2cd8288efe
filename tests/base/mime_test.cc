#include "base/mime.h"

#include <filesystem>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/text.h"

namespace stele {

namespace {

Result<MimeMessage> parse(std::string_view bytes) { return parse_mime(bytes, std::filesystem::temp_directory_path()); }

std::string content_of(const MimeAttachment& attachment) {
    std::ifstream file(attachment.file.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Mime, HeadersAreDecoded) {
    const auto mail = parse(
        "Message-ID: <a@b>\r\nReferences: <x@b> <y@b>\r\nIn-Reply-To: <y@b>\r\n"
        "From: =?utf-8?q?In=C3=AAs?= <ines@b>\r\nTo: Team: a@b, \"B, C\" <c@b>;\r\nCc: d@b\r\nBcc: e@b\r\n"
        "Subject: =?iso-8859-1?Q?M=E4rz?= =?utf-8?B?IOKCrA==?=\r\nDate: Thu, 1 Oct 2026 17:04:05 +0200\r\n\r\nHello\r\n");
    ASSERT_TRUE(mail.has_value());
    EXPECT_EQ(mail->message_id, "a@b");
    EXPECT_EQ(mail->references, (std::vector<std::string>{"x@b", "y@b", "y@b"}));
    EXPECT_EQ(mail->subject, "M\u00e4rz \u20ac");
    ASSERT_EQ(mail->from.size(), 1U);
    EXPECT_EQ(mail->from[0].name, "In\u00eas");
    ASSERT_EQ(mail->to.size(), 2U);
    EXPECT_EQ(mail->to[0].address, "a@b");
    EXPECT_EQ(mail->to[1].name, "B, C");
    EXPECT_EQ(mail->cc.size() + mail->bcc.size(), 2U);
    EXPECT_EQ(mail->date, std::optional<Micros>(1'790'867'045'000'000));
    EXPECT_FALSE(mail->is_html);
    EXPECT_EQ(mail->text, "Hello\r\n");
}

TEST(Mime, TheRichestTextAndTheAttachments) {
    const auto mail = parse(
        "From: a@b\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n"
        "--i\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nM\xe4rz\n--i\n"
        "Content-Type: text/html; charset=utf-8\n\n<p>M\u00e4rz</p>\n--i--\n--o\n"
        "Content-Type: application/pdf; name=\"../a.pdf\"\nContent-Transfer-Encoding: base64\n"
        "Content-Disposition: attachment\n\nAAEC\n--o\nContent-Type: image/png\nContent-ID: <logo@b>\n"
        "Content-Disposition: inline\n\npng\n--o\nContent-Type: message/rfc822\n\nSubject: inner\n\nx\n--o--\n");
    ASSERT_TRUE(mail.has_value());
    EXPECT_TRUE(mail->is_html);
    EXPECT_EQ(mail->text, "<p>M\u00e4rz</p>");
    ASSERT_EQ(mail->attachments.size(), 3U);
    EXPECT_EQ(mail->attachments[0].name, "../a.pdf");
    EXPECT_EQ(content_of(mail->attachments[0]), std::string("\0\1\2", 3));
    EXPECT_FALSE(mail->attachments[0].is_inline);
    EXPECT_EQ(mail->attachments[1].content_id, "logo@b");
    EXPECT_TRUE(mail->attachments[1].is_inline);
    EXPECT_EQ(content_of(mail->attachments[2]), "Subject: inner\n\nx");
}

TEST(Mime, WhatHasNoHeadersIsNoMessage) {
    for (const std::string_view bytes : {"", "\n\nHello\n", "Hello there\n"}) {
        const auto mail = parse(bytes);
        ASSERT_FALSE(mail.has_value()) << bytes;
        EXPECT_EQ(mail.error().code, ErrorCode::invalid);
    }
}

TEST(Mime, AttachmentsAreBounded) {
    std::string bytes = "From: a@b\nContent-Type: multipart/mixed; boundary=o\n\n";
    for (std::size_t i = 0; i <= limits::mail_attachments; ++i) bytes += "--o\nContent-Type: application/pdf\n\nx\n";
    const auto mail = parse(bytes + "--o--\n");
    ASSERT_FALSE(mail.has_value());
    EXPECT_EQ(mail.error().message, "more than 100 attachments");
}

// Pieces of messages in any order: no crash, and texts that can be stored.
TEST(Mime, AnythingIsReadOrRefused) {
    const std::vector<std::string> pieces = {"From: a@b\n",
                                             "Subject: =?utf-8?q?=ff?=\n",
                                             "Subject: \x01\xff\n",
                                             "Date: none\n",
                                             "Content-Type: text/html\n",
                                             "Content-Type: multipart/mixed; boundary=\"o\"\n",
                                             "Content-Type: multipart/alternative; boundary=o\n",
                                             "--o\n",
                                             "--o--\n",
                                             "\n",
                                             "\n\n",
                                             "Content-Transfer-Encoding: base64\n",
                                             "Content-Transfer-Encoding: x\n",
                                             "AAEC\n",
                                             "<p>x\n",
                                             "Content-Type: message/rfc822\n",
                                             "Content-Type: text/plain; charset=none\n",
                                             "Content-Disposition: attachment\n",
                                             "References: <a <b> c@\n",
                                             "To: ;;,<>\n",
                                             "Message-ID: <\n",
                                             std::string("\0\0", 2),
                                             "x",
                                             ": \n",
                                             " folded\n"};
    const unsigned int seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 1'000; ++round) {
        std::string bytes;
        for (std::size_t left = 1 + random() % 30; left > 0; --left) bytes += pieces[random() % pieces.size()];
        const auto mail = parse(bytes);
        if (!mail) continue;
        ASSERT_TRUE(is_clean_utf8(mail->text)) << bytes;
        ASSERT_TRUE(is_clean_utf8(mail->subject)) << bytes;
        for (const MimeAddress& from : mail->from) {
            ASSERT_TRUE(is_clean_utf8(from.address)) << bytes;
        }
    }
}

}  // namespace

}  // namespace stele
