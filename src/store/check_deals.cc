#include "store/check_deals.h"

#include "store/columns.h"
#include "store/deal_counters.h"

namespace stele::store {

namespace {

// What is counted of deals is what recounting finds.
template <std::size_t index>
constexpr Rule own_of_organization{
    "organization", "a counter of its deals is not their number", {kept_text<[] {
        StatementText text;
        text.add("SELECT id FROM organization WHERE {in_company} AND ").add(own_deal_counts[index].column).add(" <> ");
        return add_own_of_organization(text, own_deal_counts[index]);
    }>}};
template <std::size_t index>
constexpr Rule related_of_organization{
    "organization", "a counter of related deals is not their number", {kept_text<[] {
        StatementText text;
        text.add("SELECT id FROM organization WHERE {in_company} AND ").add(related_deal_counts[index].column).add(" <> ");
        return add_related_of_organization(text, related_deal_counts[index]);
    }>}};
template <std::size_t index>
constexpr Rule own_of_person{
    "person", "a counter of its deals is not their number", {kept_text<[] {
        StatementText text;
        text.add("SELECT id FROM person WHERE {in_company} AND ").add(own_deal_counts[index].column).add(" <> ");
        return add_own_of_person(text, own_deal_counts[index]);
    }>}};
template <std::size_t index>
constexpr Rule related_of_person{
    "person", "a counter of related deals is not their number", {kept_text<[] {
        StatementText text;
        text.add("SELECT id FROM person WHERE {in_company} AND ").add(related_deal_counts[index].column).add(" <> ");
        return add_related_of_person(text, own_deal_counts[index].column, related_deal_counts[index]);
    }>}};
template <std::size_t index>
constexpr Rule participant_of_person{
    "person", "a counter of deals that it takes part in is wrong", {kept_text<[] {
        StatementText text;
        text.add("SELECT id FROM person WHERE {in_company} AND ").add(participant_deal_counts[index].column).add(" <> ");
        return add_participant_of_person(text, participant_deal_counts[index]);
    }>}};

constexpr Rule all_rules[] = {
    own_of_organization<0>,
    own_of_organization<1>,
    own_of_organization<2>,
    related_of_organization<0>,
    related_of_organization<1>,
    related_of_organization<2>,
    own_of_person<0>,
    own_of_person<1>,
    own_of_person<2>,
    related_of_person<0>,
    related_of_person<1>,
    related_of_person<2>,
    participant_of_person<0>,
    participant_of_person<1>,
    {"deal",
     "its counter of participants is not their number",
     {"SELECT id FROM deal WHERE {in_company} AND participants <> (SELECT count(*) FROM deal_participant "
      "WHERE deal_participant.company_id = $1 AND deal_participant.deal_id = deal.id)"}},
    {"deal",
     "its person does not take part in it",
     {"SELECT id FROM deal WHERE {in_company} AND person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal_participant "
      "WHERE deal_participant.company_id = $1 AND deal_participant.deal_id = deal.id "
      "AND deal_participant.person_id = deal.person_id)"}},
    {"deal",
     "its organization does not exist",
     {"SELECT id FROM deal WHERE {in_company} AND organization_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM organization "
      "WHERE organization.company_id = $1 AND {id organization} = {id_value deal.organization_id})"}},
    {"deal",
     "its stage is not one of its pipeline",
     {"SELECT id FROM deal WHERE {in_company} AND NOT EXISTS (SELECT 1 FROM stage WHERE stage.company_id = $1 "
      "AND stage.id = deal.stage_id AND stage.pipeline_id = deal.pipeline_id)"}},
    {"participant",
     "its deal or its person does not exist",
     {"SELECT id FROM deal_participant WHERE company_id = $1 AND (NOT EXISTS (SELECT 1 FROM deal WHERE deal.company_id = $1 "
      "AND {id deal} = {id_value deal_participant.deal_id}) OR NOT EXISTS (SELECT 1 FROM person WHERE person.company_id = "
      "$1 "
      "AND {id person} = {id_value deal_participant.person_id}))"}},
};

}  // namespace

std::span<const Rule> deal_rules() { return all_rules; }

}  // namespace stele::store
