#include "base/html_text.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"

namespace stele::tests {
namespace {

TEST(HtmlText, leaves_out_tags_and_comments) {
    EXPECT_EQ(html_text("plain"), "plain");
    EXPECT_EQ(html_text(""), "");
    EXPECT_EQ(html_text("<p>Called about <b>pan</b>es</p>"), "Called about panes");
    EXPECT_EQ(html_text("a<!-- b <p> -->c"), "ac");
    EXPECT_EQ(html_text("a<!DOCTYPE html>b<?php x ?>c"), "abc");
    EXPECT_EQ(html_text("<a href=\"x>y\" title='>'>link</a>"), "link");
    EXPECT_EQ(html_text("<img src=x>"), "");
}

TEST(HtmlText, blocks_and_white_space_are_one_space) {
    EXPECT_EQ(html_text("<p>one</p><p>two</p>"), "one two");
    EXPECT_EQ(html_text("one<br>two<BR/>three"), "one two three");
    EXPECT_EQ(html_text("<ul>\n <li>one</li>\n <li>two</li>\n</ul>"), "one two");
    EXPECT_EQ(html_text("  one \t\r\n two&nbsp;&#32; three  "), "one two three");
    EXPECT_EQ(html_text("<td>1</td><td>2</td>"), "1 2");
    EXPECT_EQ(html_text("in<SPAN class=x>li</SPAN>ne"), "inline");
}

TEST(HtmlText, scripts_and_styles_are_not_text) {
    EXPECT_EQ(html_text("a<script>if (a < b) x();</script>b"), "a b");
    EXPECT_EQ(html_text("<style>p { color: red }</STYLE>c"), "c");
    EXPECT_EQ(html_text("a<script>never ends"), "a");
}

TEST(HtmlText, decodes_entities) {
    EXPECT_EQ(html_text("Smith &amp; S&ouml;hne &lt;b&gt; &quot;x&quot; &apos;"), "Smith & Söhne <b> \"x\" '");
    EXPECT_EQ(html_text("&#8364;&#x20AC;&euro;"), "€€€");
    EXPECT_EQ(html_text("&iexcl;&yuml;&AElig;&#x1F600;"), "¡ÿÆ😀");
    EXPECT_EQ(html_text("&#0;&#xD800;&#x110000;"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(html_text("&amp;lt;"), "&lt;");
}

TEST(HtmlText, what_is_not_well_formed_is_text) {
    EXPECT_EQ(html_text("5 < 6 & 7 > 3"), "5 < 6 & 7 > 3");
    EXPECT_EQ(html_text("a <b"), "a <b");
    EXPECT_EQ(html_text("<!-- open"), "<!-- open");
    EXPECT_EQ(html_text("AT&T; &nosuch; &; &#x; &#12a; &amp"), "AT&T; &nosuch; &; &#x; &#12a; &amp");
    EXPECT_EQ(html_text("<a title=\"open>text"), "text");
    EXPECT_EQ(html_text("</"), "</");
    EXPECT_EQ(html_text("<"), "<");
}

// Whatever comes in, clean text comes out, and not more of it.
TEST(HtmlText, keeps_text_clean) {
    constexpr const char* pieces[] = {"<",   ">",    "</p>", "<p>", "<b ", "\"", "'",        "&",  ";",     "#", "x41",
                                      "amp", "<!--", "-->",  " ",   "é",   "株", "<script>", "&#", "&#65;", "=", "/"};
    std::mt19937 random(7);
    for (int round = 0; round < 2'000; ++round) {
        std::string html;
        for (std::size_t left = random() % 24; left > 0; --left) html += pieces[random() % std::size(pieces)];
        const std::string text = html_text(html);
        EXPECT_TRUE(is_clean_utf8(text)) << html;
        EXPECT_LE(text.size(), html.size()) << html;
    }
}

}  // namespace
}  // namespace stele::tests
