#include "dialect/ortto/selection.h"

#include "dialect/ortto/errors.h"

namespace stele::dialect::ortto {

Result<IdList> read_ids(const domain::Company& company, Entity entity, const JsonValue& body, std::string_view member,
                        std::size_t limit) {
    IdList list;
    const auto value = body.find(member);
    if (!value || value->is_null()) return list;
    std::string begin(instance_of(company));
    begin.append(": Failed to parse request ").append(member);
    if (!value->is_array()) return fail(ErrorCode::invalid, begin + " must be an array of ids");
    if (value->size() > limit)
        return fail(ErrorCode::invalid, begin + " has " + std::to_string(value->size()) + " ids, at most " +
                                            std::to_string(limit) + " are taken");
    list.numbers.reserve(value->size());
    for (const JsonValue element : *value) {
        const auto id = read_id(instance_of(company), element);
        if (!id) return fail(id);
        const auto number = parse_id(company.id, entity, *id);
        if (number)
            list.numbers.push_back(*number);
        else
            ++list.unknown;
    }
    return list;
}

}  // namespace stele::dialect::ortto
