// The text in which a person's e-mail addresses and phone numbers are stored.

#include "store/contacts.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace stele::tests {
namespace {

using domain::Contact;

TEST(Contacts, are_written_so) {
    const std::vector<Contact> contacts = {{"ann@example.com", "work", true}, {"+41 1", "", false}};
    EXPECT_EQ(store::encode_contacts(contacts), "*15:ann@example.com4:work-5:+41 10:");
    EXPECT_EQ(store::encode_contacts({}), "");
}

TEST(Contacts, read_back_as_they_were_written) {
    const auto held = rc::check("round trip", [] {
        const auto texts = rc::gen::container<std::string>(rc::gen::element('a', '1', ':', '*', '-', '\n', '\xc3', '\xa9'));
        std::vector<Contact> contacts;
        for (int left = *rc::gen::inRange(0, 5); left > 0; --left)
            contacts.push_back({*texts, *texts, *rc::gen::arbitrary<bool>()});
        std::vector<Contact> read = {{"left over", "from the row before", true}, {"another", "", false}};
        RC_ASSERT(store::decode_contacts(store::encode_contacts(contacts), read));
        RC_ASSERT(read == contacts);
    });
    EXPECT_TRUE(held);
}

TEST(Contacts, nothing_is_made_of_other_texts) {
    for (const char* text : {"x", "*", "*1", "*1:", "*1:a", "*1:a1", "*1:a1:", "*1:a1:bx", "*2:a0:", "1:a1:b", "*-1:a0:",
                             "*:a0:", "*1 a0:", "*99999999999999999999:a0:", "*18446744073709551615:a0:", "*1:a0:*"}) {
        std::vector<Contact> contacts = {{"before", "", true}};
        EXPECT_FALSE(store::decode_contacts(text, contacts)) << text;
        EXPECT_TRUE(contacts.empty()) << text;
    }
}

}  // namespace
}  // namespace stele::tests
