# SPDX-License-Identifier: Apache-2.0
# Libraries from Debian's packages, and those that ci/setup builds small for a
# static program: mbedTLS, libssh on top of it, yaml-cpp.
find_package(GTest REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)
# The collector's own; nothing that goes into the runner may link them.
find_package(simdjson REQUIRED)
find_package(pugixml REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_path(IEC_BOOST_INCLUDE boost/process/v2.hpp REQUIRED)

set(IEC_DEPENDENCIES
    "${CMAKE_SOURCE_DIR}/build/deps/static"
    CACHE PATH "Where ci/setup put what it built")
# As targets, because the order of archives on the link line matters and CMake
# knows none between bare file names.
foreach(library IN ITEMS mbedcrypto ssh yaml-cpp)
  set(archive ${IEC_DEPENDENCIES}/lib/lib${library}.a)
  if(NOT EXISTS ${archive})
    message(FATAL_ERROR "${archive} is not there: run ci/setup")
  endif()
  add_library(iec_lib${library} STATIC IMPORTED)
  set_target_properties(iec_lib${library} PROPERTIES IMPORTED_LOCATION
                                                     ${archive})
  # System headers: their warnings are not ours.
  target_include_directories(iec_lib${library} SYSTEM
                             INTERFACE ${IEC_DEPENDENCIES}/include)
endforeach()
target_link_libraries(iec_libssh INTERFACE iec_libmbedcrypto Threads::Threads)

# GoogleTest for the runner: compiled small, and in pieces of which the linker
# drops those that nothing needs. The package ships the source.
add_library(iec_gtest INTERFACE)
if(IEC_STATIC_RUNNER)
  find_path(IEC_GTEST_SOURCE src/gtest-all.cc
            PATHS /usr/src/googletest/googletest REQUIRED NO_DEFAULT_PATH)
  add_library(iec_gtest_small STATIC ${IEC_GTEST_SOURCE}/src/gtest-all.cc)
  target_include_directories(iec_gtest_small PRIVATE ${IEC_GTEST_SOURCE})
  target_compile_options(
    iec_gtest_small
    PRIVATE -w -ffunction-sections -fdata-sections -fstack-protector-strong
            -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection)
  target_link_libraries(iec_gtest INTERFACE iec_gtest_small Threads::Threads)
else()
  target_link_libraries(iec_gtest INTERFACE GTest::gtest)
endif()

# fmt's code, compiled once. With its headers alone it would be compiled with each
# file that formats, which was half of the time of a release build.
add_library(iec_fmt STATIC ${CMAKE_SOURCE_DIR}/cmake/fmt_in_one_piece.cpp)
target_link_libraries(iec_fmt PRIVATE iec_flags)
target_include_directories(
  iec_fmt SYSTEM
  PUBLIC $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)

add_library(iec_yaml INTERFACE)
target_link_libraries(iec_yaml INTERFACE iec_libyaml-cpp)
add_library(iec_boost INTERFACE)
target_include_directories(iec_boost SYSTEM INTERFACE ${IEC_BOOST_INCLUDE})
target_link_libraries(iec_boost INTERFACE Threads::Threads)
add_library(iec_crypto INTERFACE)
target_link_libraries(iec_crypto INTERFACE iec_libmbedcrypto)
add_library(iec_ssh INTERFACE)
target_compile_definitions(iec_ssh INTERFACE LIBSSH_STATIC=1)
target_link_libraries(iec_ssh INTERFACE iec_libssh)
