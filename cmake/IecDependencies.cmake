# SPDX-License-Identifier: Apache-2.0
# Libraries from Debian's packages, and libssh as ci/setup builds it (static,
# on mbedTLS, without GSSAPI, for which no static library exists).
find_package(GTest REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)

# The package's CMake target is the shared library; the runner is static.
find_library(IEC_YAML_CPP NAMES libyaml-cpp.a REQUIRED)
find_path(IEC_BOOST_INCLUDE boost/process/v2.hpp REQUIRED)
find_library(IEC_MBEDCRYPTO NAMES libmbedcrypto.a REQUIRED)

set(IEC_LIBSSH_PREFIX
    "${CMAKE_SOURCE_DIR}/build/deps/libssh"
    CACHE PATH "Where ci/setup put libssh")
find_library(IEC_LIBSSH NAMES libssh.a PATHS ${IEC_LIBSSH_PREFIX}/lib
             NO_DEFAULT_PATH)
if(NOT IEC_LIBSSH)
  message(FATAL_ERROR "libssh is not at ${IEC_LIBSSH_PREFIX}: run ci/setup")
endif()

# As targets, because the order of archives on the link line matters and CMake
# knows none between bare file names.
add_library(iec_mbedcrypto STATIC IMPORTED)
set_target_properties(iec_mbedcrypto PROPERTIES IMPORTED_LOCATION
                                                ${IEC_MBEDCRYPTO})
add_library(iec_libssh STATIC IMPORTED)
set_target_properties(iec_libssh PROPERTIES IMPORTED_LOCATION ${IEC_LIBSSH})
target_link_libraries(iec_libssh INTERFACE iec_mbedcrypto Threads::Threads)

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

# System headers: their warnings are not ours.
add_library(iec_yaml INTERFACE)
target_link_libraries(iec_yaml INTERFACE ${IEC_YAML_CPP})
add_library(iec_boost INTERFACE)
target_include_directories(iec_boost SYSTEM INTERFACE ${IEC_BOOST_INCLUDE})
target_link_libraries(iec_boost INTERFACE Threads::Threads)
add_library(iec_crypto INTERFACE)
target_link_libraries(iec_crypto INTERFACE iec_mbedcrypto)
add_library(iec_ssh INTERFACE)
target_include_directories(iec_ssh SYSTEM
                           INTERFACE ${IEC_LIBSSH_PREFIX}/include)
target_compile_definitions(iec_ssh INTERFACE LIBSSH_STATIC=1)
target_link_libraries(iec_ssh INTERFACE iec_libssh)
