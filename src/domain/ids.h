// Ids are numbers per company and kind, counted from 1; see limits::id.
#pragma once

#include <cstdint>

namespace stele::domain {

using CompanyId = std::int64_t;
using UserId = std::int64_t;
using OrganizationId = std::int64_t;
using PersonId = std::int64_t;
using DealId = std::int64_t;
using PipelineId = std::int64_t;
using StageId = std::int64_t;
using MailMessageId = std::int64_t;
using MailThreadId = std::int64_t;
using TagId = std::int64_t;
using OccurrenceId = std::int64_t;

// What has ids of its own. The numbers are stored in the history; never reuse one.
enum class Kind : std::uint8_t {
    company = 1,
    user = 2,
    organization = 3,
    person = 4,
    key = 5,
    follower = 6,
    label_option = 7,
    change = 8,
    event = 9,
    group = 10,
    relationship = 11,
    custom_field = 12,
    filter = 14,
    deal = 15,
    activity = 16,
    note = 17,
    comment = 18,
    pipeline = 19,
    stage = 20,
    activity_type = 21,
    participant = 22,
    file = 23,
    mail_message = 24,
    mail_thread = 25,
    mail_party = 26,
    tag = 27,
    occurrence = 28,
    job = 29,
    picture = 30,
};

// Which API a write came through, as the history keeps it.
enum class Source : std::uint8_t { pipedrive = 1, ortto = 2, rogerroger = 3, stele = 4, command_line = 5 };

}  // namespace stele::domain
