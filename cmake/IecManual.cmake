# SPDX-License-Identifier: Apache-2.0
# Documents that a package wants.

# iec_gzip(FILE): makes FILE.gz, with neither a name nor a time in it.
function(iec_gzip file)
  add_custom_command(
    OUTPUT ${file}.gz
    COMMAND gzip -9nc ${file} > ${file}.gz
    DEPENDS ${file}
    VERBATIM)
endfunction()

# iec_manual(PROGRAM COMPONENT LIBRARIES... SOURCES source...): a program of
# SOURCES makes the manual page and the completions of PROGRAM from its option
# table; they are installed with COMPONENT.
function(iec_manual program component)
  cmake_parse_arguments(arg "" "" "LIBRARIES;SOURCES" ${ARGN})
  add_executable(${program}-manual ${arg_SOURCES})
  target_link_libraries(${program}-manual PRIVATE iec_manual ${arg_LIBRARIES})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/manual)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(
    OUTPUT ${folder}/${program}.1 ${folder}/${program}.bash
           ${folder}/_${program} ${folder}/${program}.fish
    COMMAND ${program}-manual ${folder}
    DEPENDS ${program}-manual
    VERBATIM)
  iec_gzip(${folder}/${program}.1)
  add_custom_target(${program}-manual-files ALL
                    DEPENDS ${folder}/${program}.1.gz ${folder}/${program}.bash)
  install(FILES ${folder}/${program}.1.gz
          DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT ${component})
  set(share ${CMAKE_INSTALL_DATADIR})
  install(FILES ${folder}/${program}.bash RENAME ${program}
          DESTINATION ${share}/bash-completion/completions
          COMPONENT ${component})
  install(FILES ${folder}/_${program}
          DESTINATION ${share}/zsh/vendor-completions COMPONENT ${component})
  install(FILES ${folder}/${program}.fish
          DESTINATION ${share}/fish/vendor_completions.d
          COMPONENT ${component})
endfunction()
