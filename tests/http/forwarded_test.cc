#include "http/forwarded.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "http/harness.h"

namespace stele::http {
namespace {

AddressRanges ranges(std::string_view list) {
    auto parsed = AddressRanges::parse(list);
    EXPECT_TRUE(parsed) << list;
    return parsed ? *parsed : AddressRanges();
}

TEST(AddressRanges, HoldAddressesOfTheirOwnFamily) {
    const auto some = ranges("10.0.0.0/8, 192.168.1.7,fd00::/8 ,2001:db8::1/128, 172.16.0.0/12");
    for (const auto* inside : {"10.0.0.0", "10.255.255.255", "192.168.1.7", "fd00::1", "fdff::", "2001:db8::1",
                               "172.31.255.1", "::ffff:10.1.2.3", "2001:DB8:0:0::1"})
        EXPECT_TRUE(some.contains(inside)) << inside;
    for (const auto* outside : {"11.0.0.0", "192.168.1.8", "fe00::", "2001:db8::2", "172.32.0.0", "::1", "", "10.0.0", "x",
                                "10.0.0.1:80", "10.0.0.1 "})
        EXPECT_FALSE(some.contains(outside)) << outside;
    EXPECT_TRUE(ranges("0.0.0.0/0").contains("8.8.8.8"));
    EXPECT_FALSE(ranges("0.0.0.0/0").contains("::1"));
    EXPECT_FALSE(ranges("::/0").contains("8.8.8.8"));
    EXPECT_TRUE(ranges("::ffff:10.0.0.0/104").contains("10.9.9.9"));
    EXPECT_TRUE(ranges("").empty());
    EXPECT_FALSE(ranges("").contains("10.0.0.1"));
}

TEST(AddressRanges, RefuseWhatIsNone) {
    for (const auto* bad : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "localhost", "10.0.0", ",",
                            "10.0.0.1,,", "::ffff:10.0.0.0/8", "10.0.0.0/18446744073709551616"}) {
        const auto parsed = AddressRanges::parse(bad);
        ASSERT_FALSE(parsed) << bad;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid);
    }
    EXPECT_NE(AddressRanges::parse("10.0.0.1, nowhere").error().message.find("'nowhere'"), std::string::npos);
}

struct Case {
    const char* peer;
    std::vector<const char*> forwarded;  // a header each
    const char* client;
};

TEST(ClientAddress, IsTheLastThatIsNoProxyOfOurs) {
    const auto trusted = ranges("10.0.0.0/8, fd00::/8");
    for (const Case& test : std::vector<Case>{
             {"203.0.113.1", {}, "203.0.113.1"},
             {"203.0.113.1", {"198.51.100.1"}, "203.0.113.1"},  // anyone may send the header
             {"10.0.0.1", {}, "10.0.0.1"},
             {"10.0.0.1", {"198.51.100.1"}, "198.51.100.1"},
             {"10.0.0.1", {"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
             {"10.0.0.1", {"1.1.1.1, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
             {"10.0.0.1", {"1.1.1.1", "198.51.100.1 , 10.0.0.2", "10.0.0.3"}, "198.51.100.1"},
             {"10.0.0.1", {"10.0.0.9, 10.0.0.2"}, "10.0.0.9"},
             {"10.0.0.1", {"2001:DB8::1"}, "2001:db8::1"},
             {"10.0.0.1", {"[2001:db8::1]:4711"}, "2001:db8::1"},
             {"10.0.0.1", {"[2001:db8::1]"}, "2001:db8::1"},
             {"10.0.0.1", {"198.51.100.1:4711"}, "198.51.100.1"},
             {"10.0.0.1", {"::ffff:198.51.100.1"}, "198.51.100.1"},
             {"fd00::1", {"198.51.100.1, fd00::2"}, "198.51.100.1"},
             // Malformed where it counts: the peer. To the left of the client it does not count.
             {"10.0.0.1", {"unknown"}, "10.0.0.1"},
             {"10.0.0.1", {""}, "10.0.0.1"},
             {"10.0.0.1", {"198.51.100.1,"}, "10.0.0.1"},
             {"10.0.0.1", {"198.51.100.1, nonsense, 10.0.0.2"}, "10.0.0.1"},
             {"10.0.0.1", {"198.51.100.1:x"}, "10.0.0.1"},
             {"10.0.0.1", {"[2001:db8::1"}, "10.0.0.1"},
             {"10.0.0.1", {"[2001:db8::1]x"}, "10.0.0.1"},
             {"10.0.0.1", {"[198.51.100.1"}, "10.0.0.1"},
             {"10.0.0.1", {"nonsense, 198.51.100.1"}, "198.51.100.1"},
         }) {
        std::vector<NameValue> headers{{"accept", "x"}};
        for (const char* value : test.forwarded) headers.push_back({"x-forwarded-for", value});
        headers.push_back({"host", "x"});
        EXPECT_EQ(client_address(test.peer, headers, trusted), test.client)
            << test.peer << " " << (test.forwarded.empty() ? "" : test.forwarded[0]);
    }
}

TEST(ClientAddress, LooksAtSoManyHopsAlone) {
    const auto trusted = ranges("10.0.0.0/8");
    const auto client_behind = [&](std::size_t proxies) {
        std::string list = "198.51.100.1";
        for (std::size_t i = 0; i < proxies; ++i) list += ",10.0.0.2";
        const std::vector<NameValue> headers{{"x-forwarded-for", list}};
        return client_address("10.0.0.1", headers, trusted);
    };
    EXPECT_EQ(client_behind(limits::forwarded_hops - 1), "198.51.100.1");
    EXPECT_EQ(client_behind(limits::forwarded_hops), "10.0.0.1");
}

TEST(ClientAddress, ReachesTheApplication) {
    TestApplication application(
        [](Request request, Responder responder) { responder.send(text_response(request.remote_address)); });
    ServerOptions options;
    options.trusted_proxies = ranges("127.0.0.1");
    const TestServer trusting(application, options);
    const TestServer plain(application);
    for (const auto& [server, expected] : {std::pair(&trusting, "198.51.100.1"), std::pair(&plain, "127.0.0.1")}) {
        Client client(*server);
        client.send(get_request("/", "X-Forwarded-For: 198.51.100.1\r\n"));
        EXPECT_EQ(client.read().body, expected);
    }
}

}  // namespace
}  // namespace stele::http
