// Deals counted and summed up: all together, and by periods. There are no rates of exchange here: an amount is converted into its own
// currency alone, and a sum of several currencies is null.
#include <chrono>
#include <map>

#include "base/currency.h"
#include "base/limits.h"
#include "base/time_text.h"
#include "dialect/pipedrive/coercion.h"
#include "dialect/pipedrive/deal_lists.h"
#include "dialect/pipedrive/field_writers.h"
#include "dialect/pipedrive/filters.h"
#include "dialect/pipedrive/pipedrive.h"
#include "domain/visibility.h"

namespace stele::dialect::pipedrive {

namespace {

using domain::Comparison;
using domain::Deal;
using domain::DealField;
using domain::DealStatus;
using domain::DealTotal;
using domain::Predicate;
using enum WireType;

constexpr Parameter summary_parameters[] = {
    {"status", string, "Only deals of this status: open, won or lost"},
    {"filter_id", integer, "Only deals of this filter; wins over user_id and stage_id"},
    {"user_id", integer, "Only deals of this owner"},
    {"pipeline_id", integer, "Only deals in this pipeline"},
    {"stage_id", integer, "Only deals in this stage"},
};
constexpr Parameter timeline_parameters[] = {
    {"start_date", string, "The first day of the first period, YYYY-MM-DD"},
    {"interval", string, "How long a period is: day, week, month or quarter"},
    {"amount", integer, "How many periods: at most 100"},
    {"field_key", string, "The field with a day or a time that says into which period a deal falls"},
    {"user_id", integer, "Only deals of this owner"},
    {"pipeline_id", integer, "Only deals in this pipeline"},
    {"filter_id", integer, "Only deals of this filter; wins over user_id"},
    {"exclude_deals", integer, "1: the totals alone"},
    {"totals_convert_currency", string,
     "Adds the totals in this currency (default_currency: the company's): of deals in it alone"},
};

// --- sums --------------------------------------------------------------------------------------------------------------

struct Sum {
    std::int64_t count = 0;
    double value = 0;
    double weighted_value = 0;
};
using Sums = std::map<std::string, Sum>;  // by currency

Sums sums_of(std::span<const DealTotal> totals, std::optional<DealStatus> status = std::nullopt) {
    Sums sums;
    for (const DealTotal& total : totals) {
        if (status && total.status != *status) continue;
        Sum& sum = sums[total.currency];
        sum.count += total.count;
        sum.value += total.value;
        sum.weighted_value += total.weighted_value;
    }
    return sums;
}

std::int64_t count_of(const Sums& sums) {
    std::int64_t count = 0;
    for (const auto& [currency, sum] : sums) count += sum.count;
    return count;
}

// In one currency; nothing when some of it is in another.
std::optional<double> in_currency(const Sums& sums, std::string_view currency, double Sum::* amount) {
    if (sums.empty()) return 0;
    const bool is_alone = sums.size() == 1 && sums.begin()->first == currency;
    return is_alone ? std::optional(sums.begin()->second.*amount) : std::nullopt;
}

void write_amount(JsonWriter& writer, const std::optional<double>& amount) {
    if (amount)
        writer.real(*amount);
    else
        writer.null();
}

void write_formatted(JsonWriter& writer, const std::optional<double>& amount, std::string_view currency) {
    if (amount)
        writer.string(formatted_amount(*amount, currency));
    else
        writer.null();
}

// --- all together ------------------------------------------------------------------------------------------------------

struct Summary {
    Sums sums;
    std::string_view currency;  // the company's
};

// Of the deals of one currency.
struct CurrencySum {
    std::string_view currency;
    const Sum& sum;
    std::string_view company_currency;

    [[nodiscard]] std::optional<double> converted() const {
        return currency == company_currency ? std::optional(sum.value) : std::nullopt;
    }
};

constexpr Field<CurrencySum> value_fields[] = {
    {"value", number, false, [](JsonWriter& w, const CurrencySum& s) { w.real(s.sum.value); }, "What they are worth"},
    {"count", integer, false, [](JsonWriter& w, const CurrencySum& s) { w.integer(s.sum.count); }, "How many there are"},
    {"value_converted", number, true, [](JsonWriter& w, const CurrencySum& s) { write_amount(w, s.converted()); },
     "The same in the company's currency; null for another one"},
    {"value_formatted", string, false,
     [](JsonWriter& w, const CurrencySum& s) { write_formatted(w, s.sum.value, s.currency); },
     "The value with its currency"},
    {"value_converted_formatted", string, true,
     [](JsonWriter& w, const CurrencySum& s) { write_formatted(w, s.converted(), s.company_currency); },
     "The converted value with its currency"},
};
constexpr Field<CurrencySum> weighted_fields[] = {
    {"value", number, false, [](JsonWriter& w, const CurrencySum& s) { w.real(s.sum.weighted_value); },
     "What they are worth by their probability"},
    {"count", integer, false, [](JsonWriter& w, const CurrencySum& s) { w.integer(s.sum.count); }, "How many there are"},
    {"value_formatted", string, false,
     [](JsonWriter& w, const CurrencySum& s) { write_formatted(w, s.sum.weighted_value, s.currency); },
     "The value with its currency"},
};

template <const auto& Table>
void write_by_currency(JsonWriter& writer, const Summary& summary) {
    writer.begin_object();
    for (const auto& [currency, sum] : summary.sums) {
        writer.key(std::string_view(currency));
        write_object(writer, Table, CurrencySum{currency, sum, summary.currency});
    }
    writer.end_object();
}

template <double Sum::* Amount>
void write_converted(JsonWriter& writer, const Summary& summary) {
    write_amount(writer, in_currency(summary.sums, summary.currency, Amount));
}

constexpr Field<Summary> summary_fields[] = {
    {"values_total", object, false, write_by_currency<value_fields>, "By currency: value, count and the value converted"},
    {"weighted_values_total", object, false, write_by_currency<weighted_fields>, "By currency: weighted value and count"},
    {"total_count", integer, false, [](JsonWriter& w, const Summary& s) { w.integer(count_of(s.sums)); }, "How many deals"},
    {"total_currency_converted_value", number, true, write_converted<&Sum::value>,
     "The value of all in the company's currency; null when one of them has another"},
};

// Their names are too long for a table.
constexpr FieldDoc long_docs[] = {
    {"total_weighted_currency_converted_value", number, true, true,
     "The weighted value of all in the company's currency; likewise"},
    {"total_currency_converted_value_formatted", string, true, true, "The value with its currency"},
    {"total_weighted_currency_converted_value_formatted", string, true, true, "The weighted value with its currency"},
};

void write_summary(JsonWriter& writer, const Summary& summary) {
    const auto value = in_currency(summary.sums, summary.currency, &Sum::value);
    const auto weighted = in_currency(summary.sums, summary.currency, &Sum::weighted_value);
    writer.begin_object();
    write_fields(writer, summary_fields, summary);
    writer.key_literal(long_docs[0].name);
    write_amount(writer, weighted);
    writer.key_literal(long_docs[1].name);
    write_formatted(writer, value, summary.currency);
    writer.key_literal(long_docs[2].name);
    write_formatted(writer, weighted, summary.currency);
    writer.end_object();
}

const Shape summary_shape{"DealsSummary", [] {
                              auto docs = describe(summary_fields);
                              docs.insert(docs.end(), std::begin(long_docs), std::end(long_docs));
                              return docs;
                          }};

Result<void> add_number(const Request& request, std::string_view name, DealField field, std::vector<Predicate>& conditions) {
    const auto text = request.query(name);
    if (!text || text->empty()) return {};
    const auto id = parse_integer(*text);
    if (!id) return bad(name, "a number");
    if (*id != 0) conditions.push_back(Predicate::compare(field, Comparison::equals, *id));
    return {};
}

// Live deals that the caller sees, of the pipeline, and of the filter or else the owner and the stage.
Result<std::vector<Predicate>> read_conditions(const Request& request, Context& context, bool archived) {
    auto not_archived = Predicate::compare(DealField::archive_time, Comparison::is_null);
    std::vector<Predicate> conditions{Predicate::compare(DealField::delete_time, Comparison::is_null),
                                      archived ? Predicate::negate(std::move(not_archived)) : std::move(not_archived)};
    auto filter = filter_predicate(request, context, domain::Kind::deal);
    if (!filter) return fail(filter);
    auto added = add_number(request, "pipeline_id", DealField::pipeline_id, conditions);
    if (*filter) {
        conditions.push_back(std::move(**filter));
    } else {
        if (added) added = add_number(request, "user_id", DealField::owner_id, conditions);
        if (added) added = add_number(request, "stage_id", DealField::stage_id, conditions);
    }
    if (!added) return fail(added);
    if (auto visible = domain::visible_deals(context.caller); !visible.always()) conditions.push_back(std::move(visible));
    return conditions;
}

template <bool archived>
Result<http::Response> summarize(const Request& request, Context& context) {
    auto conditions = read_conditions(request, context, archived);
    if (!conditions) return fail(conditions);
    if (const auto text = request.query("status"); text && !text->empty()) {
        const auto status = deal_status(*text);
        if (!status) return bad("status", "one of open, won, lost");
        conditions->push_back(Predicate::compare(DealField::status, Comparison::equals, static_cast<std::int64_t>(*status)));
    }
    const auto totals = context.transaction.deals().totals(Predicate::all(std::move(*conditions)));
    if (!totals) return fail(totals);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    write_summary(writer, {sums_of(*totals), context.caller.company().default_currency});
    end_reply(writer);
    return response;
}

// --- by periods --------------------------------------------------------------------------------------------------------

using std::chrono::sys_days;

struct TimelineField {
    std::string_view key;
    DealField field;
    bool is_day = false;  // a day as text, and no time
};
constexpr TimelineField built_in_fields[] = {
    {"add_time", DealField::add_time},
    {"update_time", DealField::update_time},
    {"stage_change_time", DealField::stage_change_time},
    {"close_time", DealField::close_time},
    {"won_time", DealField::won_time},
    {"first_won_time", DealField::first_won_time},
    {"lost_time", DealField::lost_time},
    {"archive_time", DealField::archive_time},
    {"last_incoming_mail_time", DealField::last_incoming_mail_time},
    {"last_outgoing_mail_time", DealField::last_outgoing_mail_time},
    {"expected_close_date", DealField::expected_close_date, true},
    {"next_activity_date", DealField::next_activity_date, true},
    {"last_activity_date", DealField::last_activity_date, true},
};

struct Timeline {
    domain::FieldRef field;
    bool is_day = false;
    sys_days start;
    std::string_view interval;
    std::int64_t amount = 0;
    bool shows_deals = true;
    std::optional<std::string> currency;  // to convert into
};

Micros micros_of(sys_days day) { return std::chrono::microseconds(day.time_since_epoch()).count(); }
std::string day_text(sys_days day) { return std::string(format_space(micros_of(day)).view().substr(0, 10)); }

// The day so many months later, or the last one of a shorter month.
sys_days after_months(sys_days day, std::int64_t months) {
    const std::chrono::year_month_day date{day};
    const auto month = date.year() / date.month() + std::chrono::months(months);
    const auto last = month / std::chrono::last;
    return std::min(date.day(), last.day()) == date.day() ? sys_days(month / date.day()) : sys_days(last);
}

sys_days start_of(const Timeline& timeline, std::int64_t number) {
    if (timeline.interval == "day") return timeline.start + std::chrono::days(number);
    if (timeline.interval == "week") return timeline.start + std::chrono::weeks(number);
    return after_months(timeline.start, timeline.interval == "month" ? number : 3 * number);
}

Result<void> read_field(const Request& request, const Context& context, Timeline& timeline) {
    const std::string_view key = request.query("field_key").value_or("");
    const auto built_in = std::ranges::find(built_in_fields, key, &TimelineField::key);
    if (built_in != std::end(built_in_fields)) {
        timeline.field = built_in->field;
        timeline.is_day = built_in->is_day;
        return {};
    }
    const domain::CustomField* field = context.caller.directory->custom_field(domain::Kind::deal, key);
    if (field == nullptr || field->type != domain::FieldType::date)
        return bad("field_key", "the key of a field with a date");
    timeline.field = domain::FieldRef(domain::Kind::deal, field->id, domain::CustomPart::value, domain::CustomForm::time);
    return {};
}

Result<Timeline> read_timeline(const Request& request, const Context& context) {
    Timeline timeline;
    const std::string_view start = request.query("start_date").value_or("");
    const auto first = start.size() == 10 ? parse_time(start) : std::nullopt;
    if (!first) return bad("start_date", "a date as YYYY-MM-DD");
    timeline.start = sys_days(std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(*first))));
    timeline.interval = request.query("interval").value_or("");
    constexpr std::string_view intervals[] = {"day", "week", "month", "quarter"};
    if (std::ranges::find(intervals, timeline.interval) == std::end(intervals))
        return bad("interval", "one of day, week, month, quarter");
    const auto amount = parse_integer(request.query("amount").value_or(""));
    if (!amount || *amount < 1 || *amount > limits::timeline_periods)
        return bad("amount", "a number from 1 to " + std::to_string(limits::timeline_periods));
    timeline.amount = *amount;
    if (auto read = read_field(request, context, timeline); !read) return fail(read);
    timeline.shows_deals = request.query("exclude_deals") != "1" && request.query("exclude_deals") != "true";
    if (const auto text = request.query("totals_convert_currency"); text && !text->empty()) {
        timeline.currency = *text == "default_currency" ? context.caller.company().default_currency : std::string(*text);
        if (find_currency(*timeline.currency) == nullptr) return bad("totals_convert_currency", "the code of a currency");
    }
    return timeline;
}

struct Period {
    sys_days from;
    sys_days until;
    std::vector<DealTotal> totals;
    std::vector<Deal> deals;
};

Predicate falls_into(const Timeline& timeline, const Period& period) {
    const auto bound = [&](Comparison comparison, sys_days day) {
        return timeline.is_day ? Predicate::compare(timeline.field, comparison, day_text(day))
                               : Predicate::compare(timeline.field, comparison, micros_of(day));
    };
    return Predicate::all({bound(Comparison::greater_or_equal, period.from), bound(Comparison::less, period.until)});
}

// In the order of their ids.
Result<std::vector<Period>> read_periods(Context& context, const Timeline& timeline, const Predicate& wanted) {
    std::vector<Period> periods;
    std::int64_t left = limits::timeline_deals;
    for (std::int64_t i = 0; i < timeline.amount; ++i) {
        Period& period = periods.emplace_back(Period{start_of(timeline, i), start_of(timeline, i + 1), {}, {}});
        const Predicate where = Predicate::all({wanted, falls_into(timeline, period)});
        auto totals = context.transaction.deals().totals(where);
        if (!totals) return fail(totals);
        period.totals = std::move(*totals);
        if (!timeline.shows_deals || period.totals.empty()) continue;
        const auto listed = context.transaction.deals().list({where, {}, left + 1, 0, {}, {}, {}}, [&](const Deal& deal) {
            period.deals.push_back(deal);
            return left-- > 0;
        });
        if (!listed) return fail(listed);
        if (left < 0)
            return fail(ErrorCode::invalid,
                        "these are more than " + std::to_string(limits::timeline_deals) +
                            " deals: set exclude_deals, or ask for a shorter time",
                        "exclude_deals");
    }
    return periods;
}

// Totals as they are, or converted into one currency.
struct TotalsView {
    std::span<const DealTotal> totals;
    const std::optional<std::string>& currency;
};

template <double Sum::* Amount, DealStatus... Status>
void write_sums(JsonWriter& writer, const TotalsView& view) {
    static_assert(sizeof...(Status) <= 1);
    const Sums sums = sums_of(view.totals, std::optional<DealStatus>(Status...));
    writer.begin_object();
    if (view.currency) {
        writer.key(std::string_view(*view.currency));
        write_amount(writer, in_currency(sums, *view.currency, Amount));
    } else {
        for (const auto& [currency, sum] : sums) {
            writer.key(std::string_view(currency));
            writer.real(sum.*Amount);
        }
    }
    writer.end_object();
}

template <DealStatus... Status>
void write_number(JsonWriter& writer, const TotalsView& view) {
    writer.integer(count_of(sums_of(view.totals, std::optional<DealStatus>(Status...))));
}

constexpr Field<TotalsView> totals_fields[] = {
    {"count", integer, false, write_number<>, "How many deals"},
    {"values", object, false, write_sums<&Sum::value>, "What they are worth, by currency"},
    {"weighted_values", object, false, write_sums<&Sum::weighted_value>, "The same by their probability"},
    {"open_count", integer, false, write_number<DealStatus::open>, "How many of them are open"},
    {"open_values", object, false, write_sums<&Sum::value, DealStatus::open>, "What those are worth"},
    {"weighted_open_values", object, false, write_sums<&Sum::weighted_value, DealStatus::open>,
     "The same by their probability"},
    {"won_count", integer, false, write_number<DealStatus::won>, "How many of them are won"},
    {"won_values", object, false, write_sums<&Sum::value, DealStatus::won>, "What those are worth"},
};
const Shape totals_shape{"DealTotals", [] { return describe(totals_fields); }};

std::vector<FieldDoc> describe_timeline() {
    return {{"period_start", string, false, true, "The first second of the period, UTC", nullptr},
            {"period_end", string, false, true, "The last second of the period, UTC", nullptr},
            {"deals", objects, false, false, "The deals, unless they are excluded", &deal_plain_list_shape},
            {"totals", object, false, true, "Their sums", &totals_shape},
            {"totals_converted", object, false, false,
             "The sums in one currency, null where a deal has another; when asked for", &totals_shape}};
}
const Shape timeline_shape{"DealsTimelinePeriod", describe_timeline, true};

void write_period(JsonWriter& writer, const Request& request, const Timeline& timeline, const Period& period,
                  const RenderContext& around, const DealPartners& partners) {
    constexpr Micros second_us = 1'000'000;
    writer.begin_object();
    writer.key_literal("period_start");
    writer.string_literal(format_space(micros_of(period.from)).view());
    writer.key_literal("period_end");
    writer.string_literal(format_space(micros_of(period.until) - second_us).view());
    if (timeline.shows_deals) {
        writer.key_literal("deals");
        writer.begin_array();
        for (const Deal& deal : period.deals)
            write_deal(writer, request, DealView(deal, around, partners), deal_plain_fields());
        writer.end_array();
    }
    writer.key_literal("totals");
    write_object(writer, totals_fields, TotalsView{period.totals, std::nullopt});
    if (timeline.currency) {
        writer.key_literal("totals_converted");
        write_object(writer, totals_fields, TotalsView{period.totals, timeline.currency});
    }
    writer.end_object();
}

// Open and won deals.
template <bool archived>
Result<http::Response> show_timeline(const Request& request, Context& context) {
    const auto timeline = read_timeline(request, context);
    if (!timeline) return fail(timeline);
    auto conditions = read_conditions(request, context, archived);
    if (!conditions) return fail(conditions);
    conditions->push_back(Predicate::compare(
        DealField::status, Comparison::in,
        std::vector<std::int64_t>{static_cast<std::int64_t>(DealStatus::open), static_cast<std::int64_t>(DealStatus::won)}));
    const auto periods = read_periods(context, *timeline, Predicate::all(std::move(*conditions)));
    if (!periods) return fail(periods);

    const RenderContext around(context);
    http::Response response;
    JsonWriter writer(response.body);
    begin_reply(writer);
    writer.begin_array();
    for (const Period& period : *periods) {
        const auto partners = find_partners_and_activities(context, period.deals);
        if (!partners) return fail(partners);
        write_period(writer, request, *timeline, period, around, *partners);
    }
    writer.end_array();
    end_reply(writer);
    return response;
}

using http::Method;
constexpr auto scan = domain::Access::scan;
constexpr auto may_read = domain::Scope::read;

constexpr Route routes[] = {
    {Method::get, "/v1/deals/summary", summarize<false>, scan, may_read, summary_parameters, nullptr, &summary_shape, 200,
     "Get deals summary"},
    {Method::get, "/v1/deals/summary/archived", summarize<true>, scan, may_read, summary_parameters, nullptr, &summary_shape,
     200, "Get archived deals summary"},
    {Method::get, "/v1/deals/timeline", show_timeline<false>, scan, may_read, timeline_parameters, nullptr, &timeline_shape,
     200, "Get deals timeline"},
    {Method::get, "/v1/deals/timeline/archived", show_timeline<true>, scan, may_read, timeline_parameters, nullptr,
     &timeline_shape, 200, "Get archived deals timeline"},
};

}  // namespace

RouteGroup deal_summary_routes() { return {routes, "/api"}; }

}  // namespace stele::dialect::pipedrive
