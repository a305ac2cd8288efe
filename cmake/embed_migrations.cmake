# cmake -DFOLDER=… -DOUTPUT=… -P embed_migrations.cmake: writes FOLDER/NNNN.sql as raw string literals to OUTPUT.
file(GLOB files ${FOLDER}/*.sql)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME_WE)
  if(NOT name MATCHES "^[0-9][0-9][0-9][0-9]$")
    message(FATAL_ERROR "${file}: a migration is named by four digits")
  endif()
  string(REGEX REPLACE "^0+" "" number ${name})
  file(READ ${file} text)
  string(APPEND rows "    {${number}, R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT}
"#include \"store/migrations.h\"

namespace stele::store {

namespace {

constexpr Migration all_migrations[] = {
${rows}};

}  // namespace

std::span<const Migration> migrations() { return all_migrations; }

}  // namespace stele::store
")
