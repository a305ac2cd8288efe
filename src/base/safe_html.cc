#include "base/safe_html.h"

#include <algorithm>
#include <cctype>
#include <memory>
#include <span>

#include <libxml/HTMLparser.h>

namespace stele {

namespace {

struct Element {
    std::string_view name;
    std::span<const std::string_view> attributes;
    bool is_void = false;  // never has an end tag
};

constexpr std::span<const std::string_view> no_attributes;
constexpr std::string_view of_link[] = {"href", "title"};
constexpr std::string_view of_picture[] = {"src", "alt", "title", "width", "height"};
constexpr std::string_view of_font[] = {"color", "face", "size"};
constexpr std::string_view of_table[] = {"align", "bgcolor", "border", "cellpadding", "cellspacing", "width"};
constexpr std::string_view of_row[] = {"align", "valign", "bgcolor"};
constexpr std::string_view of_cell[] = {"align", "valign", "bgcolor", "colspan", "rowspan", "width", "height"};
constexpr std::string_view of_column[] = {"span", "width"};
constexpr std::string_view of_list[] = {"start"};
constexpr std::string_view of_block[] = {"align", "dir"};
constexpr std::string_view of_quote[] = {"dir"};
constexpr std::string_view of_rule[] = {"width"};

// Those that are not named lose their tags and keep what is in them, but for `dropped` ones.
constexpr Element elements[] = {
    {"a", of_link},
    {"abbr", no_attributes},
    {"address", no_attributes},
    {"b", no_attributes},
    {"big", no_attributes},
    {"blockquote", of_quote},
    {"br", no_attributes, true},
    {"caption", no_attributes},
    {"center", no_attributes},
    {"cite", no_attributes},
    {"code", no_attributes},
    {"col", of_column, true},
    {"colgroup", of_column},
    {"dd", no_attributes},
    {"del", no_attributes},
    {"div", of_block},
    {"dl", no_attributes},
    {"dt", no_attributes},
    {"em", no_attributes},
    {"font", of_font},
    {"h1", of_block},
    {"h2", of_block},
    {"h3", of_block},
    {"h4", of_block},
    {"h5", of_block},
    {"h6", of_block},
    {"hr", of_rule, true},
    {"i", no_attributes},
    {"img", of_picture, true},
    {"ins", no_attributes},
    {"kbd", no_attributes},
    {"li", no_attributes},
    {"mark", no_attributes},
    {"ol", of_list},
    {"p", of_block},
    {"pre", no_attributes},
    {"q", no_attributes},
    {"s", no_attributes},
    {"small", no_attributes},
    {"span", of_quote},
    {"strike", no_attributes},
    {"strong", no_attributes},
    {"sub", no_attributes},
    {"sup", no_attributes},
    {"table", of_table},
    {"tbody", no_attributes},
    {"td", of_cell},
    {"tfoot", no_attributes},
    {"th", of_cell},
    {"thead", no_attributes},
    {"tr", of_row},
    {"tt", no_attributes},
    {"u", no_attributes},
    {"ul", no_attributes},
};

// With all that is in them.
constexpr std::string_view dropped[] = {
    "applet", "audio",  "base",  "button", "canvas",   "embed",    "form",     "frame",  "frameset", "head",  "iframe",
    "input",  "link",   "math",  "meta",   "noembed",  "noframes", "noscript", "object", "option",   "param", "plaintext",
    "script", "select", "style", "svg",    "template", "textarea", "title",    "video",  "xmp"};

constexpr std::string_view link_schemes[] = {"https:", "http:", "mailto:", "tel:"};
constexpr std::string_view picture_schemes[] = {"https:", "cid:"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool begins_with(std::string_view text, std::string_view scheme) {
    return text.size() >= scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// Browsers pass over spaces around an address, and over tabs and line ends within.
std::string clean_address(std::string_view value) {
    std::string address;
    for (const char c : value)
        if (c != '\t' && c != '\n' && c != '\r') address += c;
    const auto is_inner = [](char c) { return static_cast<unsigned char>(c) > ' '; };
    const auto begin = std::ranges::find_if(address, is_inner);
    address.erase(address.begin(), begin);
    while (!address.empty() && !is_inner(address.back())) address.pop_back();
    return address;
}

void append_escaped(std::string& to, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                to += "&amp;";
                break;
            case '<':
                to += "&lt;";
                break;
            case '>':
                to += "&gt;";
                break;
            case '"':
                to += "&quot;";
                break;
            case '\'':
                to += "&#39;";
                break;
            default:
                to += c;
        }
    }
}

// Colors, sizes and the like: nothing that could lead anywhere.
bool is_plain(std::string_view value) {
    return value.size() <= 100 && std::ranges::all_of(value, [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '#' || c == '%' || c == '.' || c == ',' ||
                      c == '-' || c == '+' || c == ' ' || c == '_';
           });
}

std::string_view text_of(const xmlChar* text) {
    return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

// The parser nests no more than 256 elements, and so does this.
class Writer {
   public:
    std::string write(const xmlNode* first) {
        add_all(first);
        return std::move(html_);
    }

   private:
    void add_all(const xmlNode* node) {
        for (; node != nullptr; node = node->next) add(*node);
    }

    // Comments, declarations and the like are left out.
    void add(const xmlNode& node) {
        if (node.type == XML_TEXT_NODE) append_escaped(html_, text_of(node.content));
        if (node.type == XML_ELEMENT_NODE) add_element(node);
    }

    void add_element(const xmlNode& node) {
        std::string name;
        for (const char c : text_of(node.name)) name += lower(c);
        if (std::ranges::find(dropped, name) != std::end(dropped)) return;
        const auto* const element = std::ranges::find(elements, name, &Element::name);
        if (element == std::end(elements)) return add_all(node.children);
        html_.append("<").append(name);
        for (const xmlAttr* attribute = node.properties; attribute != nullptr; attribute = attribute->next)
            add_attribute(*element, *attribute);
        if (name == "a") html_ += R"( rel="noopener noreferrer" target="_blank")";
        html_ += '>';
        if (element->is_void) return;
        add_all(node.children);
        html_.append("</").append(name).append(">");
    }

    void add_attribute(const Element& element, const xmlAttr& attribute) {
        const std::string_view name = text_of(attribute.name);
        if (std::ranges::find(element.attributes, name) == element.attributes.end()) return;
        std::string value;
        for (const xmlNode* part = attribute.children; part != nullptr; part = part->next) value += text_of(part->content);
        const bool is_link = name == "href";
        if (is_link || name == "src") {
            value = clean_address(value);
            const auto allowed = is_link ? std::span<const std::string_view>(link_schemes)
                                         : std::span<const std::string_view>(picture_schemes);
            if (std::ranges::none_of(allowed, [&](std::string_view scheme) { return begins_with(value, scheme); })) return;
        } else if (name != "alt" && name != "title" && !is_plain(value)) {
            return;
        }
        html_.append(" ").append(name).append("=\"");
        append_escaped(html_, value);
        html_ += '"';
    }

    std::string html_;
};

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

}  // namespace

std::string safe_html(std::string_view html) {
    constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    const std::unique_ptr<xmlDoc, FreeDocument> document(
        htmlReadMemory(html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", options));
    return document ? Writer().write(document->children) : std::string();
}

std::string text_as_html(std::string_view text) {
    std::string html;
    while (true) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        append_escaped(html, line);
        if (end == std::string_view::npos) return html;
        html += "<br>\n";
        text.remove_prefix(end + 1);
    }
}

}  // namespace stele
