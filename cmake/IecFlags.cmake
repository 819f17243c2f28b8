# SPDX-License-Identifier: Apache-2.0
# One place for how everything is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

add_library(iec_flags INTERFACE)
target_include_directories(iec_flags INTERFACE ${CMAKE_SOURCE_DIR}
                                               ${CMAKE_BINARY_DIR}/generated)
# Warnings that g++ 12 gets right in our code; it misreports a missing field
# of a designated initialiser, which is how test cases leave fields out.
target_compile_options(
  iec_flags
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
            -Wold-style-cast -Wundef -Wno-missing-field-initializers -Werror
            # The same sources give the same bytes in any folder.
            -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
            # ccache turns the paths into relative ones.
            -fmacro-prefix-map=../../=./)

if(IEC_FUZZ)
  # Everything that a target links is watched; the warnings are g++'s to give.
  # Assertions stay: a fuzzer wants them.
  target_compile_options(
    iec_flags
    INTERFACE -Wno-error -UNDEBUG -fsanitize=fuzzer-no-link,address,undefined
              -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(iec_flags INTERFACE -fsanitize=address,undefined)
elseif(IEC_SANITIZE)
  # What is tested has both. In the tests' own code the checks of UBSan were a
  # third of the compiler's time.
  target_compile_options(
    iec_flags
    INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
              -fno-sanitize-recover=all
              $<$<BOOL:$<TARGET_PROPERTY:IEC_CODE_OF_TESTS>>:-fno-sanitize=undefined>
  )
  target_link_options(iec_flags INTERFACE -fsanitize=address,undefined)
elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
  target_compile_options(
    iec_flags
    INTERFACE -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
              -fstack-clash-protection -ffunction-sections -fdata-sections
              # Nothing asks for the type of a lambda, which has a long name.
              $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>
              # g++ 12 says this of every std::optional that it inlines.
              -Wno-maybe-uninitialized)
  target_link_options(iec_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack
                      -Wl,--gc-sections)
endif()

# Whether the toolchain can make a static program that is also position
# independent; the 32-bit Arm and RISC-V ones of Debian 12 cannot.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_LINK_OPTIONS -static-pie)
check_cxx_source_compiles("int main() { return 0; }" IEC_STATIC_PIE_WORKS)
unset(CMAKE_REQUIRED_LINK_OPTIONS)

# The relocations of a static-pie packed: a sixth of a megabyte less.
include(CheckLinkerFlag)
check_linker_flag(CXX -Wl,-z,pack-relative-relocs IEC_PACKED_RELOCATIONS)

# lld keeps one of several functions that came out as the same code, which
# templates do a lot: another sixth. Nobody here compares their addresses.
set(IEC_FOLDING_LINKER -fuse-ld=lld -Wl,--icf=all -Wl,-O2
                       -Wl,--pack-dyn-relocs=relr)
set(CMAKE_REQUIRED_LINK_OPTIONS ${IEC_FOLDING_LINKER})
check_cxx_source_compiles("int main() { return 0; }" IEC_FOLDING_LINKER_WORKS)
unset(CMAKE_REQUIRED_LINK_OPTIONS)

function(iec_link_statically target)
  if(IEC_FOLDING_LINKER_WORKS)
    target_link_options(${target} PRIVATE ${IEC_FOLDING_LINKER})
  elseif(IEC_PACKED_RELOCATIONS)
    target_link_options(${target} PRIVATE -Wl,-z,pack-relative-relocs)
  endif()
  if(IEC_STATIC_PIE_WORKS)
    target_link_options(${target} PRIVATE -static-pie)
  else()
    target_link_options(${target} PRIVATE -static)
  endif()
endfunction()
