#include "app/open_store.h"

#include "store/postgres/engine.h"
#include "store/sqlite/engine.h"

namespace stele::app {

Result<std::unique_ptr<domain::Engine>> open_store(const StorePlace& place, bool create, const Clock& clock, Log& log) {
    if (!place.database.empty()) {
        store::postgres::PostgresOptions options;
        options.url = place.database;
        options.create = create;
        return store::postgres::open_postgres(options, clock, log);
    }
    store::SqliteOptions options;
    options.folder = place.data;
    options.create = create;
    return store::open_sqlite(options, clock, log);
}

Result<void> restore_store(const std::string& backup, const std::string& data) {
    return store::restore_backup(backup, data);
}

}  // namespace stele::app
