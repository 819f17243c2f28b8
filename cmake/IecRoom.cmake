# SPDX-License-Identifier: Apache-2.0
# iec_room(NAME [DEPENDS target...]): the folder is one library, iec_NAME, of
# its *.cpp; its *_test.cpp are one test program beside it.
function(iec_room name)
  cmake_parse_arguments(arg "" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(iec_${name} STATIC ${sources})
  target_link_libraries(iec_${name} PUBLIC iec_flags fmt::fmt-header-only
                                           ${arg_DEPENDS})
  if(IEC_BUILD_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE iec_${name} ${arg_TEST_DEPENDS}
                                               GTest::gtest_main GTest::gmock)
    target_compile_definitions(
      ${name}_test
      PRIVATE IEC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name}_test COMMAND ${name}_test)
  endif()
endfunction()

# iec_embed(TARGET SYMBOL FILE): compiles the bytes of FILE in as
# `extern const std::string_view iec::embedded::SYMBOL`.
function(iec_embed target symbol file)
  set(output ${CMAKE_BINARY_DIR}/generated/embedded/${symbol}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND
      ${CMAKE_COMMAND} -DINPUT=${file} -DOUTPUT=${output} -DSYMBOL=${symbol} -P
      ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
    DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
