#include "base/safe_html.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <gumbo.h>

#include "base/text.h"

namespace stele {

namespace {

const std::set<std::string> shown_elements = {
    "html",  "head", "body",  "a",        "abbr",  "address", "b",    "big",    "blockquote", "br",  "caption", "center",
    "cite",  "code", "col",   "colgroup", "dd",    "del",     "div",  "dl",     "dt",         "em",  "font",    "h1",
    "h2",    "h3",   "h4",    "h5",       "h6",    "hr",      "i",    "img",    "ins",        "kbd", "li",      "mark",
    "ol",    "p",    "pre",   "q",        "s",     "small",   "span", "strike", "strong",     "sub", "sup",     "table",
    "tbody", "td",   "tfoot", "th",       "thead", "tr",      "tt",   "u",      "ul"};
const std::set<std::string> shown_attributes = {
    "href",    "title",  "src",         "alt",         "width",   "height",  "color", "face",  "size", "align", "valign",
    "bgcolor", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "span",  "start", "dir",  "rel",   "target"};

bool begins_with_any(const std::string& value, std::initializer_list<std::string_view> schemes) {
    return std::ranges::any_of(schemes, [&](std::string_view scheme) { return value.starts_with(scheme); });
}

std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

// What stands in a tree that may not; empty when all is well.
std::string fault_of(const GumboNode* node) {
    if (node->type == GUMBO_NODE_COMMENT || node->type == GUMBO_NODE_TEMPLATE) return "a comment or a template";
    if (node->type != GUMBO_NODE_ELEMENT) return {};
    const GumboElement& element = node->v.element;
    if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return "an element that is not HTML";
    const std::string name = gumbo_normalized_tagname(element.tag);
    if (!shown_elements.contains(name)) return "an element " + name;
    for (unsigned int i = 0; i < element.attributes.length; ++i) {
        const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
        const std::string value = lower(attribute->value);
        if (!shown_attributes.contains(attribute->name)) return std::string("an attribute ") + attribute->name;
        if (attribute->name == std::string("href") && !begins_with_any(value, {"https:", "http:", "mailto:", "tel:"}))
            return "a link to " + value;
        if (attribute->name == std::string("src") && !begins_with_any(value, {"https:", "cid:"}))
            return "a picture from " + value;
    }
    for (unsigned int i = 0; i < element.children.length; ++i)
        if (auto fault = fault_of(static_cast<const GumboNode*>(element.children.data[i])); !fault.empty()) return fault;
    return {};
}

// Read by another parser, which follows the rules of browsers.
std::string fault_in(const std::string& html) {
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
    std::string fault = fault_of(output->root);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return fault;
}

TEST(SafeHtml, KeepsWhatMailIsMadeOf) {
    EXPECT_EQ(safe_html("<p>Hello <b>Marit</b>,<br>see <a href=\"https://a.example/?x=1&amp;y=2\">this</a>.</p>"),
              "<p>Hello <b>Marit</b>,<br>see <a href=\"https://a.example/?x=1&amp;y=2\" rel=\"noopener noreferrer\" "
              "target=\"_blank\">this</a>.</p>");
    EXPECT_EQ(safe_html("<table width=\"100%\"><tr><td colspan=2 bgcolor=\"#fff\">1</td></tr></table>"),
              "<table width=\"100%\"><tr><td colspan=\"2\" bgcolor=\"#fff\">1</td></tr></table>");
    EXPECT_EQ(safe_html("<img src=\"cid:logo@a\" alt='a \"logo\"'>"), "<img src=\"cid:logo@a\" alt=\"a &quot;logo&quot;\">");
    EXPECT_EQ(safe_html("<p>Gr\u00fc\u00dfe &euro; &lt;b&gt;</p>"), "<p>Gr\u00fc\u00dfe \u20ac &lt;b&gt;</p>");
}

TEST(SafeHtml, LeavesOutWhatRunsOrLeadsAway) {
    EXPECT_EQ(safe_html("<p onclick=\"x()\" style=\"background:url(http://a)\">a</p>"), "<p>a</p>");
    EXPECT_EQ(safe_html("<div>a<script>alert(1)</script><style>p{}</style><iframe src=\"https://a\"></iframe>b</div>"),
              "<div>ab</div>");
    EXPECT_EQ(safe_html("<form action=\"https://a\"><input name=p><button>Go</button></form><p>b</p>"), "<p>b</p>");
    EXPECT_EQ(safe_html("<div><svg onload=x()><a href=\"https://a\">b</a></svg><math><mi>c</mi></math>d</div>"),
              "<div>d</div>");
    EXPECT_EQ(safe_html("<p><!-- a --><?php b ?>c</p>"), "<p>c</p>");
    EXPECT_EQ(safe_html(""), "");
}

TEST(SafeHtml, AddressesLeadToKnownPlacesAlone) {
    const auto link = [](const std::string& address) { return safe_html("<p><a href=\"" + address + "\">x</a></p>"); };
    const std::string none = "<p><a rel=\"noopener noreferrer\" target=\"_blank\">x</a></p>";
    for (const char* address :
         {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
          "java&#x09;script:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x", "//a.example",
          "/relative", "file:///etc/passwd", "\x01javascript:x"})
        EXPECT_EQ(link(address), none) << address;
    for (const char* address : {"https://a", "HTTP://a", "mailto:a@b", "tel:+351"})
        EXPECT_NE(link(address), none) << address;
    for (const char* address : {"http://a/x.png", "data:image/png;base64,AA", "javascript:x"})
        EXPECT_EQ(safe_html("<p><img src=\"" + std::string(address) + "\"></p>"), "<p><img></p>") << address;
    EXPECT_EQ(safe_html("<p><img src=\"https://a/x.png\"></p>"), "<p><img src=\"https://a/x.png\"></p>");
}

TEST(SafeHtml, EndsWhereTagsAreNestedWithoutEnd) {
    std::string deep;
    for (int i = 0; i < 200'000; ++i) deep += "<div>";
    EXPECT_LE(safe_html(deep).size(), 256U * 11);
}

// Tags, attributes and bytes at random, in any order: whatever comes out is on the lists.
TEST(SafeHtml, NothingElseComesOutOfAnything) {
    const std::vector<std::string> pieces = {"<script>",
                                             "</script>",
                                             "<style>",
                                             "</style>",
                                             "<svg>",
                                             "</svg>",
                                             "<math>",
                                             "<mtext>",
                                             "<table>",
                                             "<tr>",
                                             "<td>",
                                             "</table>",
                                             "<p>",
                                             "</p>",
                                             "<a ",
                                             "<img ",
                                             "<div ",
                                             "href=",
                                             "src=",
                                             "onerror=",
                                             "onclick=",
                                             "style=",
                                             "\"",
                                             "'",
                                             ">",
                                             "<",
                                             "/",
                                             "javascript:",
                                             "data:text/html,",
                                             "https://a.example",
                                             "<!--",
                                             "-->",
                                             "--!>",
                                             "<![CDATA[",
                                             "]]>",
                                             "<title>",
                                             "</title>",
                                             "<textarea>",
                                             "</textarea>",
                                             "<noscript>",
                                             "</noscript>",
                                             "<template>",
                                             "</template>",
                                             "<select>",
                                             "<option>",
                                             "<iframe srcdoc=",
                                             "<form>",
                                             "<input autofocus onfocus=",
                                             "<b>",
                                             "</b>",
                                             "<i>",
                                             "</i>",
                                             "&lt;",
                                             "&#60;",
                                             "&quot;",
                                             "&#x6a;",
                                             "&colon;",
                                             "&Tab;",
                                             "=",
                                             " ",
                                             "\n",
                                             "\t",
                                             "x",
                                             "alert(1)",
                                             "<xmp>",
                                             "</xmp>",
                                             "<plaintext>",
                                             "<foreignObject>",
                                             "<annotation-xml encoding=\"text/html\">",
                                             "<base href=",
                                             "<meta http-equiv=refresh content=",
                                             "<link rel=stylesheet href=",
                                             "<object data=",
                                             "<embed src=",
                                             "<video><source onerror=",
                                             "<marquee onstart=",
                                             "<body onload=",
                                             "<html ",
                                             "<frameset>",
                                             "<pre>",
                                             "<li>",
                                             "<h1>",
                                             "\u00fc",
                                             "\xef\xbb\xbf",
                                             "\x01",
                                             "\x7f"};
    const unsigned int seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 3'000; ++round) {
        std::string html;
        for (std::size_t left = 1 + random() % 60; left > 0; --left) html += pieces[random() % pieces.size()];
        const std::string safe = safe_html(html);
        ASSERT_EQ(fault_in(safe), "") << html << "\n became\n" << safe;
        ASSERT_TRUE(is_clean_utf8(safe)) << html;
    }
}

TEST(TextAsHtml, IsEscapedWithItsLines) {
    EXPECT_EQ(text_as_html("a < b & \"c\"\r\nd\n"), "a &lt; b &amp; &quot;c&quot;<br>\nd<br>\n");
    EXPECT_EQ(text_as_html(""), "");
}

}  // namespace

}  // namespace stele
