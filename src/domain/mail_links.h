// To whom mail belongs, after a write has changed the persons, organizations or deals from which that follows. Each function
// counts again what it moves; where no mail was ever imported they do nothing.
#pragma once

#include <optional>
#include <span>

#include "domain/store.h"

namespace stele::domain {

// A person was added, or has other e-mail addresses than before; it belongs to this organization as a live person.
[[nodiscard]] Result<void> relink_addresses(Transaction& transaction, PersonId person,
                                            std::optional<OrganizationId> organization);
// A person or a deal belongs to another organization than before, or was deleted or undeleted.
[[nodiscard]] Result<void> relink_organizations(Transaction& transaction, MailHolder holder,
                                                std::optional<OrganizationId> before, std::optional<OrganizationId> after);
// A record was merged into another, and is gone; so are, perhaps, links to these organizations.
[[nodiscard]] Result<void> relink_merged(Transaction& transaction, MailHolder absorbed, MailHolder survivor,
                                         std::span<const OrganizationId> organizations);
// A record is gone for good.
[[nodiscard]] Result<void> unlink_mail(Transaction& transaction, MailHolder holder);

}  // namespace stele::domain
