// Operators on phone numbers, and on how near people were to a place.
//
// SQL knows no trigonometry: a circle on the globe is cut into strips of latitude, each as long as the circle is at its middle. So a
// person is taken in or left out wrongly only within a 64th of the radius from the circle's edge.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/limits.h"
#include "base/phone.h"
#include "dialect/ortto/filter_leaf.h"
#include "dialect/ortto/phones.h"
#include "domain/attributes.h"

namespace stele::dialect::ortto {

namespace {

using domain::Attribute;
using domain::Comparison;
using domain::FieldRef;
using domain::Predicate;

// --- phones ------------------------------------------------------------------------------------------------------------

bool is_country_code_alone(JsonValue value) {
    if (!value.is_object() || value.find("phone")) return false;
    const auto number = value.find("n");
    return value.find("c") && (!number || number->is_null() || (number->is_string() && number->string().empty()));
}

// As it is kept, and as it was sent: other dialects keep numbers as they come.
Result<std::vector<std::string>> read_forms(JsonValue value, FilterCode code) {
    std::vector<std::string> forms;
    if (code == FilterCode::starts && is_country_code_alone(value)) {
        const JsonValue digits = *value.find("c");
        const auto texts = read_texts(digits);
        if (!texts) return fail(texts);
        if (texts->size() != 1) return need("the code of a country");
        forms.push_back("+" + texts->front());
        return forms;
    }
    if (value.is_object()) {
        auto phone = read_phone(value);
        if (!phone || phone->empty()) return need("a phone number");
        forms.push_back(std::move(*phone));
        return forms;
    }
    auto texts = read_texts(value);
    if (!texts) return fail(texts);
    forms = std::move(*texts);
    if (forms.size() != 1 || forms.front().empty()) return need("a phone number");
    const std::string text = forms.front();
    const bool is_digits = text.find_first_not_of("0123456789") == std::string::npos;
    if (is_digits) forms.push_back("+" + text);
    if (code == FilterCode::is)
        if (auto phone = read_phone(value)) forms.push_back(std::move(*phone));
    return forms;
}

// Countries that share "+1" and have areas of their own.
constexpr std::string_view of_north_america[] = {"AG", "AI", "AS", "BB", "BM", "BS", "DM", "DO", "GD", "GU", "JM", "KN",
                                                 "KY", "LC", "MP", "MS", "PR", "SX", "TC", "TT", "VC", "VG", "VI"};

Predicate begins_with(FieldRef field, std::string_view code) {
    return Predicate::compare(field, Comparison::begins_with, std::string("+").append(code));
}

Predicate is_of_country(FieldRef field, std::string_view code) {
    if (code != "1") return begins_with(field, code);
    std::vector<Predicate> elsewhere;
    for (const std::string_view country : of_north_america)
        if (const auto area = calling_code_of(country); area.size() > 1) elsewhere.push_back(begins_with(field, area));
    std::vector<Predicate> both{begins_with(field, code), Predicate::negate(Predicate::any(std::move(elsewhere)))};
    return Predicate::all(std::move(both));
}

Compiled compare_countries(const FilterLeaf& leaf) {
    const auto countries = read_texts(leaf.value);
    if (!countries) return fail(countries);
    std::vector<Predicate> either;
    for (const std::string& country : *countries) {
        const std::string_view code = calling_code_of(country);
        if (code.empty()) return need("a list of ISO 3166 codes of countries");
        either.push_back(is_of_country(leaf.field.ref, code));
    }
    return any_of(std::move(either));
}

// --- proximity ---------------------------------------------------------------------------------------------------------

constexpr double earth_km = 6'371.0088;  // the mean radius
constexpr double mile_km = 1.609344;
constexpr double half_way_km = 20'037.5;
constexpr std::size_t strips = 64;

struct Circle {
    double latitude = 0;  // in degrees, as all here
    double longitude = 0;
    double radius = 0;
};

double to_radians(double degrees) { return degrees * std::numbers::pi / 180; }
double to_degrees(double radians) { return radians * 180 / std::numbers::pi; }

Result<Circle> read_circle(JsonValue value) {
    constexpr std::string_view a_circle = "{\"lat\", \"lng\", \"radius\"}, the radius in km or the unit named,";
    const JsonValue place = find_first(value, {"location", "center", "point"}).value_or(value);
    const auto latitude = find_first(place, {"lat", "latitude"});
    const auto longitude = find_first(place, {"lng", "lon", "long", "longitude"});
    const auto radius = find_first(value, {"radius", "distance", "within"});
    if (!latitude || !longitude || !radius) return need(a_circle);
    const auto lat = read_number(*latitude);
    const auto lng = read_number(*longitude);
    const auto length = read_number(*radius);
    if (!lat || !lng || !length) return need(a_circle);
    double km = *length;
    if (const auto unit = find_first(value, {"unit", "units"})) {
        const std::string_view name = unit->is_string() ? unit->string() : "";
        if (name == "mi" || name == "mile" || name == "miles")
            km *= mile_km;
        else if (name == "m" || name == "meters" || name == "metres")
            km /= 1'000;
        else if (name != "km" && name != "kilometers" && name != "kilometres")
            return need("km, mi or m as the unit");
    }
    if (std::abs(*lat) > 90 || std::abs(*lng) > 180 || !(km > 0)) return need(a_circle);
    return Circle{*lat, *lng, to_degrees(std::min(km, half_way_km) / earth_km)};
}

// Half of how long the circle is at a latitude, in degrees of longitude; negative where it is not.
double half_length(const Circle& circle, double latitude) {
    const double phi = to_radians(latitude);
    const double center = to_radians(circle.latitude);
    const double across = std::cos(phi) * std::cos(center);
    const double rise = std::cos(to_radians(circle.radius)) - std::sin(phi) * std::sin(center);
    if (rise <= -across) return 180;  // around a pole
    if (rise > across) return -1;
    return to_degrees(std::acos(rise / across));
}

class Strips {
   public:
    Strips(const Circle& circle, FieldRef latitude, FieldRef longitude)
        : circle_(circle),
          latitude_(latitude),
          longitude_(longitude),
          south_(std::max(circle.latitude - circle.radius, -90.0)),
          north_(std::min(circle.latitude + circle.radius, 90.0)) {}

    [[nodiscard]] Predicate all() const {
        std::vector<Predicate> conditions{Predicate::compare(latitude_, Comparison::greater_or_equal, south_),
                                          Predicate::compare(latitude_, Comparison::less_or_equal, north_), part(0, strips)};
        return Predicate::all(std::move(conditions));
    }

   private:
    [[nodiscard]] double edge(std::size_t number) const {
        return south_ + (north_ - south_) * static_cast<double>(number) / static_cast<double>(strips);
    }

    // Of records that lie between the edges; by halves, so that few of them are asked.
    [[nodiscard]] Predicate part(std::size_t first, std::size_t end) const {
        if (end - first == 1) return strip((edge(first) + edge(end)) / 2);
        const std::size_t middle = first + (end - first) / 2;
        const auto half = [&](Comparison comparison, Predicate inner) {
            std::vector<Predicate> both{Predicate::compare(latitude_, comparison, edge(middle)), std::move(inner)};
            return Predicate::all(std::move(both));
        };
        std::vector<Predicate> either{half(Comparison::less, part(first, middle)),
                                      half(Comparison::greater_or_equal, part(middle, end))};
        return Predicate::any(std::move(either));
    }

    [[nodiscard]] Predicate strip(double latitude) const {
        const double half = half_length(circle_, latitude);
        if (half < 0) return nobody();
        if (half >= 180) return Predicate::negate(Predicate::compare(longitude_, Comparison::is_null));
        const double west = circle_.longitude - half;
        const double east = circle_.longitude + half;
        if (west < -180) return Predicate::any({at_least(west + 360), at_most(east)});
        if (east > 180) return Predicate::any({at_least(west), at_most(east - 360)});
        return Predicate::all({at_least(west), at_most(east)});
    }

    [[nodiscard]] Predicate at_least(double longitude) const {
        return Predicate::compare(longitude_, Comparison::greater_or_equal, longitude);
    }
    [[nodiscard]] Predicate at_most(double longitude) const {
        return Predicate::compare(longitude_, Comparison::less_or_equal, longitude);
    }

    const Circle& circle_;
    FieldRef latitude_;
    FieldRef longitude_;
    double south_;
    double north_;
};

}  // namespace

Compiled compare_phone(const FilterLeaf& leaf) {
    if (leaf.operation.code == FilterCode::in_countries) return compare_countries(leaf);
    const auto values = read_list(leaf.value);
    if (!values) return fail(values);
    std::vector<std::string> forms;
    for (const JsonValue value : *values) {
        auto read = read_forms(value, leaf.operation.code);
        if (!read) return fail(read);
        forms.insert(forms.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
    }
    const bool begins = leaf.operation.code == FilterCode::starts;
    return text_matches(leaf.field.ref, begins ? Comparison::begins_with : Comparison::matches, std::move(forms));
}

Compiled compare_proximity(const FilterLeaf& leaf) {
    const auto circle = read_circle(leaf.value);
    if (!circle) return fail(circle);
    FieldRef longitude = leaf.field.ref;
    longitude.custom_id = domain::id_of(Attribute::person_longitude);
    return Strips(*circle, leaf.field.ref, longitude).all();
}

}  // namespace stele::dialect::ortto
