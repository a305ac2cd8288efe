# stele_migrations(TARGET): embeds src/store/migrations/*.sql as a generated source of TARGET.
function(stele_migrations target)
  set(folder ${PROJECT_SOURCE_DIR}/src/store/migrations)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/generated/migrations.cc)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.sql)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${output} -P ${PROJECT_SOURCE_DIR}/cmake/embed_migrations.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_migrations.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
