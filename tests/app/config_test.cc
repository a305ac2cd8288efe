#include "app/config.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "app/fixture.h"
#include "base/limits.h"

namespace stele::app {
namespace {

TEST(Settings, HaveAFlagAndAVariableOfOneName) {
    const auto listen = std::ranges::find(settings(), "public_url", &Setting::key);
    ASSERT_NE(listen, settings().end());
    EXPECT_EQ(listen->flag(), "--public-url");
    EXPECT_EQ(listen->variable(), "STELE_PUBLIC_URL");
}

TEST(ConfigFile, GivesTextsByKey) {
    const Folder folder;
    folder.write("stele.toml", R"(
        # What a company would write.
        data = "/var/lib/stele/data"
        listen = '[::1]:8080'
        loops = 2
        access_log = false
        trusted_proxies = ["10.0.0.0/8", "fd00::/8"]
        cors_origins = "*"
    )");
    const auto values = read_config_file(folder.path("stele.toml"));
    ASSERT_TRUE(values) << values.error().message;
    const std::map<std::string, std::string> expected{
        {"data", "/var/lib/stele/data"}, {"listen", "[::1]:8080"}, {"loops", "2"},
        {"access_log", "false"},         {"cors_origins", "*"},    {"trusted_proxies", "10.0.0.0/8,fd00::/8"}};
    EXPECT_EQ(*values, expected);
    folder.write("empty.toml", "");
    EXPECT_EQ(read_config_file(folder.path("empty.toml"))->size(), 0U);
}

TEST(ConfigFile, IsRefusedInOneLineThatNamesTheFile) {
    const Folder folder;
    const auto refusal = [&](const std::string& text) {
        folder.write("x.toml", text);
        const auto values = read_config_file(folder.path("x.toml"));
        if (values) return std::string("taken");
        EXPECT_EQ(values.error().code, ErrorCode::invalid);
        EXPECT_EQ(values.error().message.find('\n'), std::string::npos);
        EXPECT_NE(values.error().message.find("x.toml"), std::string::npos);
        return values.error().message;
    };
    struct Case {
        const char* text;
        const char* reason;
    };
    for (const Case& test : std::vector<Case>{
             {"\nlisen = \"x\"", "line 2: there is no setting 'lisen'"},
             {"loops = \"2\"", "loops wants a whole number"},
             {"loops = 2.0", "loops wants a whole number"},
             {"access_log = 1", "access_log wants true or false"},
             {"access_log = \"true\"", "access_log wants true or false"},
             {"data = 1", "data wants a text"},
             {"listen = [\"127.0.0.1:8080\"]", "listen wants a text"},
             {"cors_origins = 1", "cors_origins wants a text or an array of texts"},
             {"cors_origins = [\"*\", 1]", "cors_origins wants"},
             {"[serve]\nlisten = \"x\"", "there is no setting 'serve'"},
             {"data = ", "line 1"},
             {"data = \"a\"\ndata = \"b\"", "line 2"},
             {"data = \"\xff\"", "line 1"},
         })
        EXPECT_NE(refusal(test.text).find(test.reason), std::string::npos) << refusal(test.text);
    EXPECT_NE(refusal("#" + std::string(limits::config_file_size, 'x')).find("larger"), std::string::npos);
    for (const auto* unreadable : {"missing.toml", ""}) {
        const auto values = read_config_file(folder.path(unreadable));  // none, and a folder
        ASSERT_FALSE(values);
        EXPECT_EQ(values.error().message.find('\n'), std::string::npos);
    }
}

}  // namespace
}  // namespace stele::app
