# stele_group(TARGET LIMIT): with STELE_GROUPS, the sources of TARGET are compiled as few, of at most LIMIT files each, that include
# them. groups.mjs chooses which at configuration: `./x build asan` again when a new name stands in the way of another file.
function(stele_group target limit)
  if(NOT STELE_GROUPS)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  list(TRANSFORM sources REPLACE "^${PROJECT_SOURCE_DIR}/" "")
  execute_process(
    COMMAND node ${PROJECT_SOURCE_DIR}/cmake/groups.mjs ${limit} ${sources}
    OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REPLACE "\n" ";" lines "${lines}")
  set(ordered "")
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^([0-9]+) (.+)$" _ "${line}")
    list(APPEND ordered ${PROJECT_SOURCE_DIR}/${CMAKE_MATCH_2})
    set_source_files_properties(${PROJECT_SOURCE_DIR}/${CMAKE_MATCH_2} PROPERTIES UNITY_GROUP ${CMAKE_MATCH_1})
  endforeach()
  get_target_property(sources ${target} SOURCES)
  list(REMOVE_ITEM sources ${ordered})
  set_target_properties(${target} PROPERTIES SOURCES "${ordered};${sources}")  # they are included in this order
  target_compile_options(${target} PRIVATE -Wno-subobject-linkage)  # it takes the sources for headers; clang-tidy watches those
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
