// What stays the same over the records of one reply.
#pragma once

#include <string>

#include "dialect/dialect.h"

namespace stele::dialect::pipedrive {

struct RenderContext {
    const domain::Directory& directory;
    std::string mail_address;  // where mail about any of them is collected
    bool may_edit = false;     // the caller's key may write

    explicit RenderContext(const Context& context)
        : directory(*context.caller.directory),
          mail_address(context.caller.company().domain + '@' + context.settings.mail_domain),
          may_edit(context.caller.scope >= domain::Scope::write) {}
};

}  // namespace stele::dialect::pipedrive
