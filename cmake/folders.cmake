# stele_folder(PATH LINKS targets... [EXCEPT files...]): one static library of the sources directly or deeper in src/PATH
# (a deeper folder that is a target of its own is left out).
set(STELE_OWN_FOLDERS store/sqlite store/postgres)

function(stele_folder path)
  cmake_parse_arguments(ARG "" "" "LINKS;EXCEPT" ${ARGN})
  string(REPLACE "/" "_" name "stele_${path}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${path}/*.cc)
  foreach(own IN LISTS STELE_OWN_FOLDERS)
    if(NOT path STREQUAL own)
      list(FILTER sources EXCLUDE REGEX "/src/${own}/")
    endif()
  endforeach()
  foreach(except IN LISTS ARG_EXCEPT)
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/src/${path}/${except})
  endforeach()
  add_library(${name} STATIC ${sources})
  stele_group(${name} 12)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PUBLIC ${ARG_LINKS})
  target_precompile_headers(${name} PRIVATE <algorithm> <array> <cstdint> <expected> <functional> <memory> <optional> <span>
                            <string> <string_view> <utility> <variant> <vector>)
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
