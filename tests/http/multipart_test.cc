// Bodies of multipart/form-data: what is read, what is refused, and that the pieces they come in make no difference.
#include "http/multipart.h"

#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "base/limits.h"
#include "http/spool.h"

namespace stele::http {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

// The parts as one text, or why there are none.
std::string describe(const std::vector<FormPart>& parts) {
    std::string text;
    for (const FormPart& part : parts) {
        text += part.name;
        if (part.file_name) {
            text += "<" + *part.file_name + "|" + part.content_type + ">" + read_file(part.file.path());
            EXPECT_EQ(part.file.size(), read_file(part.file.path()).size());
        } else {
            text += "=" + part.value;
        }
        text += ';';
    }
    return text;
}

class Multipart : public testing::Test {
   protected:
    // In pieces of this size.
    std::string read(std::string_view body, std::size_t piece = SIZE_MAX, std::string_view boundary = "b") {
        MultipartReader reader(boundary, folder.path());
        while (!body.empty()) {
            if (!reader.take(body.substr(0, piece))) return refused(reader);
            body.remove_prefix(std::min(piece, body.size()));
        }
        return reader.finish() ? describe(reader.take_parts()) : refused(reader);
    }
    // A part with this head.
    std::string read_part(const std::string& head) { return read("--b\r\n" + head + "\r\n\r\nX\r\n--b--\r\n"); }
    std::string read_name(const std::string& parameters) {
        return read_part("Content-Disposition: form-data; " + parameters);
    }

    static std::string refused(const MultipartReader& reader) {
        return std::to_string(reader.refusal().status) + ": " + std::string(reader.refusal().reason);
    }

    SpoolFolder folder;
};

constexpr std::string_view two_parts =
    "--b\r\nContent-Disposition: form-data; name=\"deal_id\"\r\n\r\n5\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
    "one\r\n--\r\n--a\r\n\r\n--b--\r\n";

TEST_F(Multipart, ReadsValuesAndFiles) {
    EXPECT_EQ(read(two_parts), "deal_id=5;file<a.txt|text/plain>one\r\n--\r\n--a\r\n;");
    EXPECT_EQ(folder.files(), 0U);  // gone with their parts
}

TEST_F(Multipart, ReadsThemInAnyPieces) {
    for (std::size_t piece = 1; piece < two_parts.size(); ++piece) {
        ASSERT_EQ(read(two_parts, piece), read(two_parts)) << piece;
    }
    for (std::size_t at = 0; at <= two_parts.size(); ++at) {
        MultipartReader reader("b", folder.path());
        ASSERT_TRUE(reader.take(two_parts.substr(0, at)) && reader.take(two_parts.substr(at)) && reader.finish()) << at;
        ASSERT_EQ(describe(reader.take_parts()), read(two_parts)) << at;
    }
}

TEST_F(Multipart, APreambleAndAnEpilogueAreSkipped) {
    EXPECT_EQ(read("hello\r\n-- b\r\n" + std::string(two_parts) + "bye\r\n--b\r\nwhatever"), read(two_parts));
    EXPECT_EQ(read("\r\n" + std::string(two_parts)), read(two_parts));
    EXPECT_EQ(read(two_parts.substr(0, two_parts.size() - 2)), read(two_parts));  // no last line end
}

TEST_F(Multipart, BlanksMayFollowABoundary) {
    EXPECT_EQ(read("--b \t \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--"), "a=1;");
}

TEST_F(Multipart, EmptyOnes) {
    EXPECT_EQ(read("--b--\r\n"), "");
    EXPECT_EQ(read("--b\r\nContent-Disposition: form-data; name=\"\"; filename=\"\"\r\n\r\n\r\n--b--\r\n"), "<|>;");
    EXPECT_EQ(read("--b\r\nContent-Disposition: form-data; name=\"v\"\r\n\r\n\r\n--b--\r\n"), "v=;");
}

TEST_F(Multipart, WhatLooksLikeABoundaryAndIsNone) {
    const auto content = "\r\n--\r--b\n--b\r\n-b\r\n--\r\n-\r\r\n--B\r\n"s;
    for (std::size_t piece = 1; piece < 8; ++piece) {
        EXPECT_EQ(read("--b\r\nContent-Disposition: form-data; name=v\r\n\r\n" + content + "\r\n--b--", piece),
                  "v=" + content + ";");
    }
}

TEST_F(Multipart, ABodyWithoutItsLastBoundaryIsRefused) {
    for (std::size_t size = 0; size < two_parts.size() - 2; ++size) {
        ASSERT_EQ(read(two_parts.substr(0, size)), "400: the last boundary of the body is missing") << size;
    }
    EXPECT_EQ(folder.files(), 0U);
}

TEST_F(Multipart, ABoundaryWithSomethingBehindItIsRefused) {
    const auto expected = "400: a boundary is followed by something else"sv;
    EXPECT_EQ(read("--bc\r\n"), expected);
    EXPECT_EQ(read("--b -\r\n"), expected);
    EXPECT_EQ(read("--b\n"), expected);
    EXPECT_EQ(read("--b\rx"), expected);
    EXPECT_EQ(read("--b-x"), expected);
    EXPECT_EQ(read("--b" + std::string(limits::part_head_size + 1, ' '), 1000), expected);
}

TEST_F(Multipart, HeadsThatTwoReadersCouldReadDifferentlyAreRefused) {
    EXPECT_EQ(read_part("Content-Disposition: form-data; name=a\nX: y"), "400: a line ends without carriage return");
    EXPECT_EQ(read_part("Content-Disposition: form-data;\r\n name=a"), "400: a header line is folded");
    EXPECT_EQ(read_part("Content-Disposition: form-data; name=\"a\rb\""), "400: a carriage return stands alone");
    EXPECT_EQ(read_part(": a"), "400: a header has no name");
    for (const auto& head :
         {"Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b"s,
          "Content-Disposition : form-data; name=a"s, "Content-Disposition"s,
          "Content-Disposition: form-data; name=\"a\0b\""s, "Content-Disposition: form-data; name=\"\x7f\""s,
          "Content-Disposition: form-data; name=\"\xff\""s}) {
        EXPECT_EQ(read_part(head), "400: a header of a part is malformed") << head;
    }
}

TEST_F(Multipart, PartsNeedAName) {
    const auto expected = "400: the Content-Disposition of a part is missing or malformed"sv;
    EXPECT_EQ(read("--b\r\n\r\nX\r\n--b--"), expected);
    EXPECT_EQ(read_part("Content-Type: text/plain"), expected);
    EXPECT_EQ(read_part("Content-Disposition: attachment; name=a"), expected);
    for (const char* parameters : {"", "filename=a", "name=a; name=b", "name=\"a", "name=a b", "name", "name=", "n ame=a",
                                   "name=\"a\tb\"", "name=a; filename*=UTF-8''%0D%0AX: y", "name=a; filename*=x",
                                   "name=a; filename*=UTF-8''%ff", "name=a; filename*=KOI8-R''a", "name=a; filename*0=b",
                                   "name=a; filename*0*=UTF-8''b", "name=a; filename=\"b\"c"}) {
        EXPECT_EQ(read_name(parameters), expected) << parameters;
    }
}

TEST_F(Multipart, NamesAsClientsSendThem) {
    EXPECT_EQ(read_name("name=\"a\"; filename=\"Gr\xc3\xbc\xc3\x9f"
                        "e.txt\""),
              "a<Gr\xc3\xbc\xc3\x9f"
              "e.txt|>X;");
    EXPECT_EQ(read_name("NAME=\"a%22b\"; FileName=\"c%22%0D%0A.txt\""), "a\"b<c\"%0D%0A.txt|>X;");  // browsers
    EXPECT_EQ(read_name("name=\"a\\\"b\"; filename=\"c\\\\d\\e\""), "a\"b<e|>X;");
    EXPECT_EQ(read_name("name=a; filename=b.txt;"), "a<b.txt|>X;");
    EXPECT_EQ(read_name("name=a; filename=\"C:\\dir\\b.txt\""), "a<b.txt|>X;");
    EXPECT_EQ(read_name("name=a; filename=\"../../etc/passwd\""), "a<passwd|>X;");
    EXPECT_EQ(read_name("name=a; filename=\"dir/\""), "a<|>X;");
    EXPECT_EQ(read_name("name=a; filename=\"x\"; filename*=UTF-8''%E2%82%AC%20b"), "a<\xe2\x82\xac b|>X;");
    EXPECT_EQ(read_name("name=a; filename*=utf-8'en'b%2Fc; filename=\"x\""), "a<c|>X;");
    EXPECT_EQ(read_name("name=a; other=\"; filename=b\""), "a=X;");
}

TEST_F(Multipart, PartsWithinPartsAndEncodingsAreRefused) {
    const auto part = "Content-Disposition: form-data; name=a\r\n"s;
    EXPECT_EQ(read_part(part + "Content-Type: Multipart/Mixed; boundary=c"), "400: a part has parts of its own");
    EXPECT_EQ(read_part(part + "Content-Transfer-Encoding: base64"), "400: a part is encoded");
    EXPECT_EQ(read_part(part + "Content-Transfer-Encoding: Binary"), "a=X;");
}

TEST_F(Multipart, Bounds) {
    const auto part = "--b\r\nContent-Disposition: form-data; name=a"s;
    EXPECT_EQ(read(part + "\r\nX: " + std::string(limits::part_head_size, 'x'), 1000),
              "400: the headers of a part are too large");
    std::string head = part;
    for (std::size_t i = 0; i < limits::part_headers; ++i) head += "\r\nX: y";
    EXPECT_EQ(read(head + "\r\n\r\n"), "400: the headers of a part are too large");
    std::string parts;
    for (std::size_t i = 0; i < limits::form_parts; ++i) parts += part + "\r\n\r\n\r\n";
    EXPECT_EQ(read(parts + "--b--"), [] {
        std::string expected;
        for (std::size_t i = 0; i < limits::form_parts; ++i) expected += "a=;";
        return expected;
    }());
    EXPECT_EQ(read(parts + part + "\r\n\r\n"), "400: the body has too many parts");
    std::string files;
    for (std::size_t i = 0; i <= limits::form_files; ++i) files += part + "; filename=b\r\n\r\n\r\n";
    EXPECT_EQ(read(files), "400: the body has too many files");
    const std::string half(limits::form_values_size / 2, 'x');
    EXPECT_EQ(read(part + "\r\n\r\n" + half + "\r\n" + part + "\r\n\r\n" + half + "x", 64 * 1024),
              "413: the values of the body are too large");
    EXPECT_EQ(folder.files(), 0U);
}

TEST_F(Multipart, AFolderThatIsGone) {
    MultipartReader reader("b", folder.path() + "/none");
    EXPECT_FALSE(reader.take(two_parts));
    EXPECT_EQ(reader.refusal().status, 503);
}

TEST_F(Multipart, TheContentType) {
    EXPECT_TRUE(is_multipart_form("multipart/form-data; boundary=b"));
    EXPECT_TRUE(is_multipart_form("Multipart/Form-Data ;boundary=b"));
    EXPECT_FALSE(is_multipart_form("multipart/mixed; boundary=b"));
    EXPECT_FALSE(is_multipart_form("multipart/form-data-x"));
    EXPECT_EQ(multipart_boundary("multipart/form-data; charset=x; Boundary=b"), "b");
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary===--a'()+_,-./:=?"), "==--a'()+_,-./:=?");
    for (const char* type : {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
                             "multipart/form-data; boundary=a; boundary=a", "multipart/form-data; boundary=\"a",
                             "multipart/form-data; boundary=\"a \"", "multipart/form-data; boundary=a\"b",
                             "multipart/form-data; boundary=\xc3\xbc", "multipart/form-data boundary=a"}) {
        EXPECT_EQ(multipart_boundary(type), std::nullopt) << type;
    }
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), std::nullopt);
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(70, 'a')), std::string(70, 'a'));
}

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random);
}

// Of what boundaries and line ends are made of, most of the time.
std::string random_content(Random& random) {
    static constexpr std::string_view near = "\r\n-b";
    std::string content;
    for (std::size_t size = below(random, 4) == 0 ? below(random, 3000) : below(random, 40); size > 0; --size)
        content += below(random, 5) > 0 ? near[below(random, near.size())] : static_cast<char>(below(random, 256));
    return content;
}

class MultipartFuzz : public Multipart {
   protected:
    std::string read_in_random_pieces(std::string_view body, std::string_view boundary) {
        MultipartReader reader(boundary, folder.path());
        const std::size_t largest = 1 + below(random, 200);
        while (!body.empty()) {
            const std::size_t piece = std::min(1 + below(random, largest), body.size());
            if (!reader.take(body.substr(0, piece))) return refused(reader);
            body.remove_prefix(piece);
        }
        return reader.finish() ? describe(reader.take_parts()) : refused(reader);
    }

    Random random{[] {
        const char* given = std::getenv("STELE_SEED");
        const unsigned seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
        std::printf("STELE_SEED=%u\n", seed);
        return seed;
    }()};
};

TEST_F(MultipartFuzz, WhatIsWrittenIsRead) {
    for (int round = 0; round < 500; ++round) {
        const std::string boundary = "b" + std::string(below(random, 5), "-b"[below(random, 2)]);
        std::string body = below(random, 3) == 0 ? "preamble\r\n" : "";
        std::string expected;
        for (std::size_t part = below(random, 5); part > 0; --part) {
            const std::string content = random_content(random);
            if ((content + "\r\n").find("\r\n--" + boundary) != std::string::npos) continue;
            const bool is_file = below(random, 2) == 0;
            body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=n");
            body.append(is_file ? "; filename=f\r\n\r\n" : "\r\n\r\n").append(content).append("\r\n");
            expected.append(is_file ? "n<f|>" : "n=").append(content).append(";");
        }
        body.append("--").append(boundary).append(below(random, 2) == 0 ? "--\r\n" : "--");
        ASSERT_EQ(read_in_random_pieces(body, boundary), expected) << testing::PrintToString(body);
    }
}

TEST_F(MultipartFuzz, DamagedBodiesAreReadAlikeHoweverTheyAreSplit) {
    static constexpr std::string_view nasty = "\r\n\t -;=\"\\b:\0\x7f\xff"sv;
    for (int round = 0; round < 3000; ++round) {
        std::string body(two_parts);
        for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) {
            const std::size_t at = below(random, body.size());
            const char c = nasty[below(random, nasty.size())];
            switch (below(random, 4)) {
                case 0:
                    body[at] = c;
                    break;
                case 1:
                    body.insert(at, 1, c);
                    break;
                case 2:
                    body.erase(at, 1 + below(random, 3));
                    break;
                default:
                    body.insert(at, body.substr(below(random, body.size()), below(random, 40)));
                    break;
            }
        }
        ASSERT_EQ(read_in_random_pieces(body, "b"), read(body)) << testing::PrintToString(body);
    }
    EXPECT_EQ(folder.files(), 0U);
}

}  // namespace
}  // namespace stele::http
