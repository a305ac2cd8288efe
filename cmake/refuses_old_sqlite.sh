#!/usr/bin/env bash
# The configuration refuses a system SQLite below 3.45: shown with a made-up one, so that none need be installed.
set -euo pipefail

fake=$PWD/build/fake-sqlite
mkdir -p "$fake"
printf '#define SQLITE_VERSION "3.44.2"\n' >"$fake/sqlite3.h"
: >"$fake/libsqlite3.so"
if out=$(cmake -S . -B build/system-sqlite -G Ninja -DSTELE_SYSTEM_SQLITE=ON -DSTELE_TESTS=OFF \
    "-DSQLite3_INCLUDE_DIR=$fake" "-DSQLite3_LIBRARY=$fake/libsqlite3.so" 2>&1); then
    echo "the configuration accepted SQLite 3.44.2"
    exit 1
fi
grep -q 'SQLite 3.44.2 is too old' <<<"$out" || { printf '%s\n' "$out"; exit 1; }
