#include "domain/mail_links.h"

namespace stele::domain {

namespace {

Result<void> relink_organization(Transaction& transaction, OrganizationId id) {
    const MailHolder holder{Kind::organization, id};
    if (auto linked = transaction.mail_links().relink(holder); !linked) return linked;
    return transaction.mail_links().recount(holder);
}

}  // namespace

Result<void> relink_addresses(Transaction& transaction, PersonId person, std::optional<OrganizationId> organization) {
    const auto any = transaction.has_ids(Kind::mail_message);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    const MailHolder holder{Kind::person, person};
    const auto had = transaction.mail_links().has(holder);
    if (!had) return fail(had);
    if (auto linked = transaction.mail_links().relink(holder); !linked) return linked;
    const auto has = transaction.mail_links().has(holder);
    if (!has) return fail(has);
    if (!*had && !*has) return {};
    if (auto counted = transaction.mail_links().recount(holder); !counted) return counted;
    return organization ? relink_organization(transaction, *organization) : Result<void>();
}

Result<void> relink_organizations(Transaction& transaction, MailHolder holder, std::optional<OrganizationId> before,
                                  std::optional<OrganizationId> after) {
    if (before == after) return {};
    const auto any = transaction.has_ids(Kind::mail_message);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    const auto has = transaction.mail_links().has(holder);
    if (!has || !*has) return has ? Result<void>() : fail(has);
    for (const auto& organization : {before, after}) {
        if (!organization) continue;
        auto linked = transaction.mail_links().relink_organization(*organization, holder);
        if (linked) linked = transaction.mail_links().recount({Kind::organization, *organization});
        if (!linked) return linked;
    }
    return {};
}

Result<void> relink_merged(Transaction& transaction, MailHolder absorbed, MailHolder survivor,
                           std::span<const OrganizationId> organizations) {
    const auto any = transaction.has_ids(Kind::mail_message);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    auto linked = transaction.mail_links().unlink(absorbed);
    if (linked) linked = transaction.mail_links().relink(survivor);
    if (linked) linked = transaction.mail_links().recount(survivor);
    for (const OrganizationId id : organizations)
        if (linked) linked = relink_organization(transaction, id);
    return linked;
}

Result<void> unlink_mail(Transaction& transaction, MailHolder holder) {
    const auto any = transaction.has_ids(Kind::mail_message);
    if (!any || !*any) return any ? Result<void>() : fail(any);
    return transaction.mail_links().unlink(holder);
}

}  // namespace stele::domain
