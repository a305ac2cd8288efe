#include "app/open_store.h"

#include "store/sqlite/engine.h"

namespace stele::app {

Result<std::unique_ptr<domain::Engine>> open_store(const std::string& data, bool create, const Clock& clock, Log& log) {
    store::SqliteOptions options;
    options.folder = data;
    options.create = create;
    return store::open_sqlite(options, clock, log);
}

}  // namespace stele::app
