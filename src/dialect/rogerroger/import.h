// `stele import FILE.jsonl`: what was kept with the vendor. A line is an item as the API shows it, of organizations, people and their
// notes, with the ids that it has there:
//
//     {"@type": "Organization", "id": "0197d5e7-…", "title": "Acme", "importedAt": "2024-05-01T10:00:00Z", …}
//     {"@type": "Person", "id": "…", "familyName": "Smith", "organizations": ["/organizations/0197d5e7-…"], …}
//     {"@type": "OrganizationNote", "id": "…", "organizationId": "0197d5e7-…", "description": "Called", "category": "Call", …}
//
// `owner` and `author` are e-mail addresses of users, `tags`, `segments` and `category` titles; tags and segments that are not there
// are made. All of these may be IRIs of this server instead. People and organizations are named by their ids; who is not there (yet) is
// passed over, as the other's line names both. `createdAt`, `importedAt`, `companyEnrichment`, `linkedinPublicIdentifier` and
// `linkedinInternalId` are taken, too. What is there already by its id is changed as PATCH changes it: an import may be repeated.
#pragma once

#include <string_view>

#include "dialect/dialect.h"

namespace stele::dialect::rogerroger {

// In a write. Whether it was new. Error: invalid, or not_found for one that was deleted here, with what is wrong.
[[nodiscard]] Result<bool> import_line(Context& context, std::string_view line);

}  // namespace stele::dialect::rogerroger
