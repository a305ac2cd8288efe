// Dates, media types and addresses of RogerRoger's dialect.
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "dialect/rogerroger/addresses.h"
#include "dialect/rogerroger/format.h"
#include "dialect/rogerroger/values.h"

namespace stele::dialect::rogerroger {
namespace {

const Micros now = *parse_rfc3339("2025-06-17T12:34:04Z", false);

std::string read(std::string_view text) {
    const auto time = parse_date(text, now);
    return time ? format_date(*time) : "none";
}

TEST(RogerRogerDates, AreReadAsPhpReadsThem) {
    EXPECT_EQ(read("2025-06-17T12:34:04+00:00"), "2025-06-17T12:34:04+00:00");
    EXPECT_EQ(read("2025-06-17T12:34:04.123Z"), "2025-06-17T12:34:04+00:00");
    EXPECT_EQ(read("2025-06-17 12:34:04"), "2025-06-17T12:34:04+00:00");
    EXPECT_EQ(read("2025-06-17 12:34"), "2025-06-17T12:34:00+00:00");
    EXPECT_EQ(read("2025-06-17"), "2025-06-17T00:00:00+00:00");
    EXPECT_EQ(read("2025-06-17T12:34:04+0200"), "2025-06-17T10:34:04+00:00");
    EXPECT_EQ(read("2025-06-17T12:34-02"), "2025-06-17T14:34:00+00:00");
    EXPECT_EQ(read("@0"), "1970-01-01T00:00:00+00:00");
    EXPECT_EQ(read("now"), "2025-06-17T12:34:04+00:00");
    EXPECT_EQ(read("today"), "2025-06-17T00:00:00+00:00");
    EXPECT_EQ(read("yesterday"), "2025-06-16T00:00:00+00:00");
    EXPECT_EQ(read("tomorrow"), "2025-06-18T00:00:00+00:00");
    for (const std::string_view text :
         {"", "soon", "2025-02-30", "2025-06-17T25:00:00Z", "@", "@x", "@999999999999999", "2025"})
        EXPECT_EQ(read(text), "none") << text;
}

http::Request request_with(std::string_view name, std::string_view value, http::Method method = http::Method::get) {
    http::Request request;
    request.method = method;
    request.headers.push_back({std::string(name), std::string(value)});
    return request;
}

TEST(RogerRogerFormats, AreChosenByWhatIsAccepted) {
    const auto accepted = [](std::string_view value) { return accepted_format(request_with("accept", value)); };
    EXPECT_EQ(accepted_format(http::Request()), Format::json_ld);
    for (const std::string_view any :
         {"*/*", "application/*", "application/ld+json", "text/html, */*;q=0.1", "Application/LD+JSON"})
        EXPECT_EQ(accepted(any), Format::json_ld) << any;
    EXPECT_EQ(accepted("application/json"), Format::json);
    EXPECT_EQ(accepted("application/ld+json;q=0.5, application/json"), Format::json);
    EXPECT_EQ(accepted("application/json, application/ld+json"), Format::json);
    EXPECT_FALSE(accepted("text/html"));
    EXPECT_FALSE(accepted("application/json;q=0"));
}

TEST(RogerRogerFormats, OfBodiesAreKnown) {
    const auto is_read = [](std::string_view type, http::Method method) {
        return accepts_body(request_with("content-type", type, method));
    };
    for (const auto method : {http::Method::post, http::Method::put, http::Method::patch}) {
        EXPECT_TRUE(is_read("application/json", method));
        EXPECT_TRUE(is_read("application/ld+json; charset=utf-8", method));
        EXPECT_FALSE(is_read("text/plain", method));
        EXPECT_EQ(is_read("application/merge-patch+json", method), method == http::Method::patch);
    }
    EXPECT_FALSE(accepts_body(http::Request()));
}

domain::Address read_over(const domain::Address& current, std::string_view json, bool is_merge) {
    const auto document = JsonDocument::parse(json);
    Violations violations;
    auto address = read_address(document->root(), current, is_merge, violations);
    EXPECT_TRUE(address);
    EXPECT_FALSE(violations.any());
    return address ? *address : domain::Address();
}

TEST(RogerRogerAddresses, KeepWhatTheyDoNotShow) {
    domain::Address stored;
    stored.value = "Keizersgracht 1-3, Amsterdam";
    stored.route = "Keizersgracht";
    stored.street_number = "1";
    stored.subpremise = "3";
    stored.locality = "Amsterdam";
    stored.country = "Netherlands";
    EXPECT_EQ(shown_address(stored), (ShownAddress{"Amsterdam", "", "Keizersgracht 1", "NL"}));
    EXPECT_EQ(read_over(stored, R"({"city": "Amsterdam", "street": "Keizersgracht 1", "country": "NL"})", false), stored);
    EXPECT_EQ(read_over(stored, "{}", true), stored);

    const domain::Address moved = read_over(stored, R"({"postalCode": "1015 CJ"})", true);
    EXPECT_EQ(moved.route, "Keizersgracht");
    EXPECT_EQ(moved.street_number, "1");
    EXPECT_EQ(moved.subpremise, "3");
    EXPECT_EQ(moved.country, "Netherlands");
    EXPECT_EQ(moved.value, "Keizersgracht 1, 1015 CJ Amsterdam, NL");

    EXPECT_EQ(read_over(stored, "null", true), domain::Address());
    EXPECT_EQ(read_over(stored, "{}", false), domain::Address());
}

TEST(RogerRogerAddresses, OfALineAloneAreItsStreet) {
    domain::Address line;
    line.value = "Somewhere in Riga";
    EXPECT_EQ(shown_address(line).street, "Somewhere in Riga");
    const domain::Address moved = read_over(line, R"({"country": "LV"})", true);
    EXPECT_EQ(moved.route, "Somewhere in Riga");
    EXPECT_EQ(moved.value, "Somewhere in Riga, LV");
}

TEST(RogerRogerContacts, KeepTheirLabelsWhenTheyAreWrittenBack) {
    const std::vector<domain::Contact> stored{{"1", "Reception", false}, {"2", "work", true}};
    const auto document =
        JsonDocument::parse(R"([{"phoneNumber": "2"}, {"phoneNumber": "1", "phoneType": "other"}, {"phoneNumber": "2"}])");
    Violations violations;
    const auto contacts = read_contacts(document->root(), ContactKind::phone, stored, violations);
    ASSERT_TRUE(contacts);
    EXPECT_FALSE(violations.any());
    EXPECT_EQ(*contacts, (std::vector<domain::Contact>{{"2", "work", true}, {"1", "Reception", false}}));
}

}  // namespace
}  // namespace stele::dialect::rogerroger
