// How v1 shows who takes part in a deal.
#pragma once

#include "base/json_writer.h"
#include "domain/company.h"
#include "domain/deal.h"
#include "domain/person.h"

namespace stele::dialect::pipedrive {

struct ParticipantView {
    const domain::Participant& participant;
    const domain::Person& person;
    const domain::User* user;  // who added them; null when not known
    const domain::Deal& deal;
};

void write_participant(JsonWriter& writer, const ParticipantView& view);

}  // namespace stele::dialect::pipedrive
