// Requests that two parsers could read differently, over a raw socket: refused, and the connection is closed.
#include <gtest/gtest.h>

#include "http/harness.h"

namespace stele::http {
namespace {

struct Case {
    const char* name;
    std::string bytes;
    int status;
};

void PrintTo(const Case& refused, std::ostream* out) { *out << refused.name; }

class Refusal : public testing::TestWithParam<Case> {};

TEST_P(Refusal, AnswersAndCloses) {
    TestApplication application;
    const TestServer server(application);
    Client client(server);
    client.send(GetParam().bytes);
    const Reply reply = client.read();
    EXPECT_EQ(reply.status, GetParam().status);
    EXPECT_TRUE(reply.closes());
    // What stands behind the refused request is never read as another one.
    client.send(get_request("/smuggled"));
    client.end_sending();
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(application.handled, 0);
}

std::string get(const std::string& headers) { return "GET / HTTP/1.1\r\n" + headers + "\r\n"; }
std::string post(const std::string& headers, const std::string& body) {
    return "POST / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
}
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }
std::string line(const std::string& line) { return line + "\r\nHost: x\r\n\r\n"; }

const std::string next = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(Host, Refusal,
                         testing::Values(Case{"none", get(""), 400}, Case{"two", get("Host: a\r\nHost: b\r\n"), 400},
                                         Case{"two_equal", get("Host: a\r\nhost: a\r\n"), 400},
                                         Case{"list", get("Host: a, b\r\n"), 400}, Case{"spaces", get("Host: a b\r\n"), 400},
                                         Case{"path", get("Host: a/b\r\n"), 400},
                                         Case{"two_in_1_0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(Lines, Refusal,
                         testing::Values(Case{"folded", get("Host: a\r\nX: b\r\n c\r\n"), 400},
                                         Case{"folded_by_tab", get("Host: a\r\nX: b\r\n\tc\r\n"), 400},
                                         Case{"folded_empty", get("Host: a\r\nX:\r\n b\r\n"), 400},
                                         Case{"first_header_indented", get(" Host: a\r\n"), 400},
                                         Case{"folded_blank", get("Host: a\r\n \r\n"), 400},
                                         Case{"empty_name", get("Host: a\r\n: b\r\n"), 400},
                                         Case{"space_before_colon", get("Host: a\r\nX : b\r\n"), 400},
                                         Case{"no_colon", get("Host: a\r\nX\r\n"), 400},
                                         Case{"space_in_name", get("Host: a\r\nX Y: b\r\n"), 400},
                                         Case{"paren_in_name", get("Host: a\r\nX(Y): b\r\n"), 400},
                                         Case{"nul_in_name", get("Host: a\r\nX" + std::string(1, '\0') + "Y: b\r\n"), 400},
                                         Case{"nul_in_value", get("Host: a\r\nX: " + std::string(1, '\0') + "\r\n"), 400},
                                         Case{"control_in_value", get("Host: a\r\nX: \x01\r\n"), 400},
                                         Case{"high_byte_in_name", get("Host: a\r\nX\xe9: b\r\n"), 400},
                                         Case{"bare_lf_after_request_line", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400},
                                         Case{"bare_lf_after_header", "GET / HTTP/1.1\r\nHost: x\n\r\n", 400},
                                         Case{"bare_lf_at_end", "GET / HTTP/1.1\r\nHost: x\r\n\n", 400},
                                         Case{"bare_lf_only", "GET / HTTP/1.1\nHost: x\n\n", 400},
                                         Case{"lone_cr_in_value", get("Host: a\r\nX: b\rY: c\r\n"), 400},
                                         Case{"lone_cr_before_end", "GET / HTTP/1.1\r\nHost: x\r\rX: y\r\n\r\n", 400},
                                         Case{"lone_cr_in_request_line", line("GET / HTTP/1.1\r"), 400},
                                         Case{"cr_cr_lf", "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(
    RequestLine, Refusal,
    testing::Values(Case{"two_spaces", line("GET  / HTTP/1.1"), 400}, Case{"two_spaces_after", line("GET /  HTTP/1.1"), 400},
                    Case{"space_at_end", line("GET / HTTP/1.1 "), 400},
                    Case{"space_in_target", line("GET /a b HTTP/1.1"), 400}, Case{"tab", line("GET\t/\tHTTP/1.1"), 400},
                    Case{"tab_in_target", line("GET /\t HTTP/1.1"), 400}, Case{"no_version", line("GET /"), 400},
                    Case{"no_target", line("GET HTTP/1.1"), 400}, Case{"lower_case_version", line("GET / http/1.1"), 400},
                    Case{"http_0_9", line("GET / HTTP/0.9"), 505}, Case{"http_1_2", line("GET / HTTP/1.2"), 505},
                    Case{"http_2", line("GET / HTTP/2.0"), 505}, Case{"http_11", line("GET / HTTP/11"), 400},
                    Case{"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
                    Case{"rtsp", line("DESCRIBE / RTSP/1.0"), 400}, Case{"rtsp_get", line("GET / RTSP/1.0"), 400},
                    Case{"rtsp_method", line("DESCRIBE / HTTP/1.1"), 400}, Case{"ice", line("SOURCE / ICE/1.0"), 400},
                    Case{"source", line("SOURCE / HTTP/1.1"), 501}, Case{"lower_case_method", line("get / HTTP/1.1"), 400},
                    Case{"unknown_method", line("FROB / HTTP/1.1"), 400}, Case{"trace", line("TRACE / HTTP/1.1"), 501},
                    Case{"propfind", line("PROPFIND / HTTP/1.1"), 501}, Case{"connect", line("CONNECT a:80 HTTP/1.1"), 400},
                    Case{"fragment", line("GET /a#b HTTP/1.1"), 400}, Case{"asterisk", line("GET * HTTP/1.1"), 400},
                    Case{"no_slash", line("GET a HTTP/1.1"), 400}, Case{"other_scheme", line("GET ftp://a/b HTTP/1.1"), 400},
                    Case{"high_byte", line("GET /\xc3\xbc HTTP/1.1"), 400},
                    Case{"tls", std::string("\x16\x03\x01\x02\x00\x01\x00", 7), 400}));

INSTANTIATE_TEST_SUITE_P(
    Length, Refusal,
    testing::Values(
        Case{"two", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), 400},
        Case{"two_equal", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a"), 400},
        Case{"list", post("Content-Length: 1, 1\r\n", "a"), 400}, Case{"plus", post("Content-Length: +1\r\n", "a"), 400},
        Case{"minus", post("Content-Length: -1\r\n", "a"), 400}, Case{"hex", post("Content-Length: 0x1\r\n", "a"), 400},
        Case{"empty", post("Content-Length:\r\n", "a"), 400}, Case{"spaces", post("Content-Length: 1 1\r\n", "a"), 400},
        Case{"decimal", post("Content-Length: 1.0\r\n", "a"), 400},
        Case{"overflow", post("Content-Length: 18446744073709551617\r\n", "a"), 400},
        Case{"with_chunked", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + next), 400},
        Case{"chunked_with", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n" + next), 400},
        Case{"coding_twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        Case{"chunked_chunked", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 400},
        Case{"gzip_chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 400},
        Case{"chunked_gzip", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), 400},
        Case{"identity", post("Transfer-Encoding: identity\r\n", ""), 400},
        Case{"xchunked", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400},
        Case{"quoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 400},
        Case{"empty_coding", post("Transfer-Encoding:\r\n", "0\r\n\r\n"), 400},
        Case{"vertical_tab",
             post("Transfer-Encoding: \x0b"
                  "chunked\r\n",
                  "0\r\n\r\n"),
             400},
        Case{"space_before_colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
        Case{"chunked_in_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Case{"get_with_both",
             "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400}));

INSTANTIATE_TEST_SUITE_P(Chunks, Refusal,
                         testing::Values(Case{"no_size", chunked("\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"space_before", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"space_after", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"plus", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"minus", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"bare_lf_after_size", chunked("5\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"bare_cr_after_size", chunked("5\rhello\r\n0\r\n\r\n"), 400},
                                         Case{"bare_lf_after_data", chunked("5\r\nhello\n0\r\n\r\n"), 400},
                                         Case{"data_too_long", chunked("5\r\nhello!\r\n0\r\n\r\n"), 400},
                                         Case{"bare_lf_in_extension", chunked("5;a\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"bare_cr_in_extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"line_end_in_quotes", chunked("5;a=\"b\r\n\"\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"size_in_extension", chunked("0;a=b;5\r\nhello\r\n0\r\n\r\n"), 400},
                                         Case{"huge", chunked("ffffffff\r\nhello"), 413},
                                         Case{"huge_64_bits", chunked("ffffffffffffffff\r\nhello"), 413},
                                         Case{"overflow", chunked("10000000000000005\r\nhello"), 400},
                                         Case{"overflow_wraps", chunked("5\r\nhello\r\nfffffffffffffffb\r\nhello"), 413},
                                         Case{"trailer_bare_lf", chunked("0\r\nX: y\n\r\n"), 400},
                                         Case{"trailer_end_bare_lf", chunked("0\r\n\n"), 400},
                                         Case{"trailer_folded", chunked("0\r\nX: y\r\n z\r\n\r\n"), 400},
                                         Case{"trailer_indented", chunked("0\r\n X: y\r\n\r\n"), 400},
                                         Case{"trailer_empty_name", chunked("0\r\n: y\r\n\r\n"), 400},
                                         Case{"trailer_lone_cr", chunked("0\r\nX: y\rZ: z\r\n\r\n"), 400}));

INSTANTIATE_TEST_SUITE_P(Expect, Refusal,
                         testing::Values(Case{"other", post("Expect: 200-ok\r\nContent-Length: 1\r\n", ""), 417},
                                         Case{"list", post("Expect: 100-continue, a=b\r\nContent-Length: 1\r\n", ""), 417},
                                         Case{"two", post("Expect: 100-continue\r\nExpect: x\r\nContent-Length: 1\r\n", ""),
                                              417}));

}  // namespace
}  // namespace stele::http
