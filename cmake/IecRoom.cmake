# SPDX-License-Identifier: Apache-2.0
# iec_room(NAME [DEPENDS target...]): the folder is one library, iec_NAME, of
# its *.cpp; its *_test.cpp are one test program beside it, and each *_fuzz.cpp
# is a fuzz target where IEC_FUZZ is on.
function(iec_room name)
  cmake_parse_arguments(arg "" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(iec_${name} STATIC ${sources})
  target_link_libraries(iec_${name} PUBLIC iec_flags iec_fmt ${arg_DEPENDS})
  iec_precompile(iec_${name})
  if(IEC_FUZZ)
    file(GLOB targets CONFIGURE_DEPENDS
         ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*_fuzz.cpp)
    foreach(source IN LISTS targets)
      iec_fuzz_target(${source} iec_${name})
    endforeach()
  endif()
  if(IEC_BUILD_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE iec_${name} ${arg_TEST_DEPENDS}
                                               GTest::gtest_main GTest::gmock)
    target_compile_definitions(
      ${name}_test
      PRIVATE IEC_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    set_target_properties(${name}_test PROPERTIES IEC_CODE_OF_TESTS ON)
    iec_precompile(${name}_test <gtest/gtest.h> <gmock/gmock.h>)
    add_test(NAME ${name}_test COMMAND ${name}_test)
  endif()
endfunction()

# iec_precompile(TARGET HEADER...): where IEC_PRECOMPILE is on and enough files
# share them. What a file includes it names all the same: the release is built
# without.
function(iec_precompile target)
  get_target_property(sources ${target} SOURCES)
  list(LENGTH sources count)
  if(IEC_PRECOMPILE AND count GREATER 7)
    target_precompile_headers(
      ${target} PRIVATE <fmt/format.h> <algorithm> <chrono> <functional> <map>
      <memory> <optional> <set> <string> <string_view> <vector> ${ARGN})
  endif()
endfunction()

# iec_fuzz_target(SOURCE LIBRARY): one libFuzzer program, in fuzz/; ci/lib/fuzz
# runs all that are there.
function(iec_fuzz_target source library)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "fuzz targets want clang: use the preset `fuzz`")
  endif()
  get_filename_component(target ${source} NAME_WE)
  add_executable(${target} ${source})
  target_link_libraries(${target} PRIVATE ${library})
  target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY
                                             ${CMAKE_BINARY_DIR}/fuzz)
  if(NOT TARGET iec_fuzz)
    add_custom_target(iec_fuzz)
  endif()
  add_dependencies(iec_fuzz ${target})
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
