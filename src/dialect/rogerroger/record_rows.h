// The handlers of organizations and people, which differ in little. `Rows` says what: see organizations.cc.
#pragma once

#include <vector>

#include "dialect/rogerroger/collection.h"
#include "dialect/rogerroger/record.h"
#include "dialect/rogerroger/record_list.h"
#include "dialect/rogerroger/reply.h"
#include "domain/tags.h"

namespace stele::dialect::rogerroger {

inline void write_record(JsonWriter& writer, Format format, std::string_view type, Place place,
                         std::span<const RecordProperty> properties, const RecordSource& source) {
    write_item(writer, format, ItemHead{type, source.iri}, place, properties, source);
}

// Of one that the caller sees, or has written: what was given away with it may be out of sight.
template <class Rows>
Result<http::Response> record_reply(const Request& request, Context& context, std::int64_t id, int status) {
    typename Rows::Record record;
    const auto found = Rows::records(context).find(id, record);
    if (!found) return fail(found);
    if (!*found) return fail(ErrorCode::not_found, "Not Found");
    RecordSource source = source_of(context, record);
    if (auto added = add_related(context, std::span(&source, 1)); !added) return fail(added);
    const Format format = format_of(request);
    http::Response response = item_response(format, status);
    if (status == 201) response.headers.push_back({"Location", source.iri});
    JsonWriter writer(response.body);
    write_record(writer, format, Rows::type, Place::alone, Rows::properties(), source);
    return response;
}

template <class Rows>
Result<http::Response> list_records(const Request& request, Context& context) {
    const auto page = read_page(request, context.settings.items_per_page);
    if (!page) return fail(page);
    const auto selection = Rows::select(request, context, *page);
    if (!selection) return fail(selection);
    std::vector<typename Rows::Record> records;
    const auto listed = visit_page(context, *selection, [&](const domain::RecordQuery& query) -> Result<std::int64_t> {
        const std::size_t before = records.size();
        if (const auto done = Rows::list(context, query, records); !done) return fail(done);
        return static_cast<std::int64_t>(records.size() - before);
    });
    if (!listed) return fail(listed);
    const bool ids_alone = Rows::can_show_ids && request.query("view") == "idx";
    std::vector<RecordSource> sources;
    sources.reserve(records.size());
    for (const auto& record : records) sources.push_back(source_of(context, record));
    if (!ids_alone)
        if (auto added = add_related(context, sources); !added) return fail(added);
    const Format format = format_of(request);
    const CollectionName name{Rows::type, Rows::parameters()};
    CollectionReply reply(request, format, name, *page, selection->total);
    for (const RecordSource& source : sources) {
        if (ids_alone)
            reply.writer().string(source.uuid);
        else
            write_record(reply.writer(), format, Rows::type, Place::member, Rows::properties(), source);
    }
    return reply.finish();
}

template <class Rows>
Result<http::Response> get_record(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Rows::resource, "id");
    if (!id) return fail(id);
    if (const auto seen = Rows::find(context, *id); !seen) return fail(seen);
    return record_reply<Rows>(request, context, *id, 200);
}

// What stands beside a record that was written.
template <class Rows>
Result<void> write_related(Context& context, std::int64_t id, const RecordTarget& target) {
    const domain::RecordRef record{Rows::kind, id};
    Result<void> done;
    if (target.links) done = Rows::set_links(context, id, *target.links);
    if (done && target.tags)
        if (auto set = domain::set_tags(context.transaction, context.caller, record, *target.tags); !set) return fail(set);
    if (done && target.segments) {
        auto set =
            domain::set_tags(context.transaction, context.caller, record, *target.segments, domain::TagClass::segment);
        if (!set) return fail(set);
    }
    return done;
}

template <class Rows>
Result<http::Response> add_record(const Request& request, Context& context) {
    if (auto checked = check_no_id(request.json()); !checked) return fail(checked);
    RecordTarget target{context, WriteMode::create, Rows::resource};
    if (auto read = read_properties(Rows::properties(), request.json(), target.mode, target); !read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto record = Rows::add(context, target);
    if (!record) return fail(record);
    if (auto written = write_related<Rows>(context, record->id, target); !written) return fail(written);
    return record_reply<Rows>(request, context, record->id, 201);
}

template <class Rows, WriteMode Mode>
Result<http::Response> change_record(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Rows::resource, "id");
    if (!id) return fail(id);
    const auto current = Rows::find(context, *id);
    if (!current) return fail(current);
    const RecordSource source = source_of(context, *current);
    RecordTarget target{context, Mode, Rows::resource, &source};
    if (auto read = read_properties(Rows::properties(), request.json(), Mode, target); !read) return fail(read);
    if (target.violations.any()) return target.violations.response();
    const auto record = Rows::update(context, *id, target);
    if (!record) return fail(record);
    if (auto written = write_related<Rows>(context, *id, target); !written) return fail(written);
    return record_reply<Rows>(request, context, *id, 200);
}

// Whether it was new.
template <class Rows>
Result<bool> import_record(Context& context, std::string_view uuid, const JsonValue& body) {
    const auto number = find_number(context, Rows::resource, uuid);
    if (!number) return fail(number);
    typename Rows::Record current;
    RecordSource source;
    RecordTarget target{context, *number ? WriteMode::merge : WriteMode::create, Rows::resource};
    if (*number) {
        auto found = Rows::find(context, **number);
        if (!found) return fail(found);
        current = std::move(*found);
        source = source_of(context, current);
        target.current = &source;
    }
    auto read = read_properties(Rows::properties(), body, target.mode, target);
    if (read) read = read_imported(body, target);
    if (read) read = target.violations.check();
    if (!read) return fail(read);
    const auto record = *number ? Rows::update(context, **number, target) : Rows::add(context, target);
    if (!record) return fail(record);
    if (auto written = write_related<Rows>(context, record->id, target); !written) return fail(written);
    return !*number;
}

template <class Rows>
Result<http::Response> delete_record(const Request& request, Context& context) {
    const auto id = number_in_path(request, context, Rows::resource, "id");
    if (!id) return fail(id);
    if (const auto found = Rows::find(context, *id); !found) return fail(found);
    if (auto deleted = Rows::remove(context, *id); !deleted) return fail(deleted);
    return no_content();
}

}  // namespace stele::dialect::rogerroger
