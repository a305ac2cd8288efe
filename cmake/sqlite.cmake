# SQLite: the pinned amalgamation (sqlite3.c and sqlite3.h of the npm package better-sqlite3), with our own flags.
if(STELE_SYSTEM_SQLITE)
  find_package(SQLite3 REQUIRED)
  if(SQLite3_VERSION VERSION_LESS 3.45)
    message(FATAL_ERROR "SQLite ${SQLite3_VERSION} is too old: 3.45 or later is needed (contentless-delete FTS5)")
  endif()
  add_library(sqlite3_amalgamation INTERFACE)
  target_link_libraries(sqlite3_amalgamation INTERFACE SQLite::SQLite3)
else()
  set(STELE_SQLITE_DIR ${PROJECT_SOURCE_DIR}/third_party/node_modules/better-sqlite3/deps/sqlite3)
  if(NOT EXISTS ${STELE_SQLITE_DIR}/sqlite3.c)
    message(FATAL_ERROR "SQLite's amalgamation is missing: run ./x build, or npm ci --ignore-scripts in third_party/")
  endif()
  add_library(sqlite3_amalgamation STATIC ${STELE_SQLITE_DIR}/sqlite3.c)
  target_include_directories(sqlite3_amalgamation SYSTEM PUBLIC ${STELE_SQLITE_DIR})
  # THREADSAFE=2: a connection belongs to one thread at a time. The rest drops what is not used or is unsafe.
  target_compile_definitions(sqlite3_amalgamation PRIVATE
    SQLITE_THREADSAFE=2 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_DQS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_MAX_EXPR_DEPTH=500
    SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_AUTOINIT SQLITE_OMIT_LOAD_EXTENSION SQLITE_USE_ALLOCA
    SQLITE_ENABLE_FTS5 SQLITE_ENABLE_STAT4 SQLITE_DEFAULT_WAL_SYNCHRONOUS=2 SQLITE_DEFAULT_SYNCHRONOUS=2
    SQLITE_TRUSTED_SCHEMA=0 SQLITE_DEFAULT_FOREIGN_KEYS=1
    SQLITE_MAX_MMAP_SIZE=0x10000000000)  # a terabyte; 2 GB without
  target_compile_options(sqlite3_amalgamation PRIVATE -w)
  if(NOT STELE_SANITIZE)  # three times as long to compile with both
    target_compile_options(sqlite3_amalgamation PRIVATE -O2)
  endif()
  target_link_libraries(sqlite3_amalgamation PUBLIC Threads::Threads ${CMAKE_DL_LIBS} m)
endif()
