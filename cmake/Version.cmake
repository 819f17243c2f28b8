# SPDX-License-Identifier: Apache-2.0
# Script, run with every build: writes OUTPUT only when the commit changed,
# so that an unchanged tree compiles nothing.
execute_process(
  COMMAND git -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE commit
  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit "unknown")
endif()
string(CONCAT text
    "// Made by the build; do not edit.\n#include \"lib/base/version.h\"\n"
    "namespace iec {\nconst std::string_view kVersion = \"${VERSION}\";\n"
    "const std::string_view kCommit = \"${commit}\";\n}\n")
set(old "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} old)
endif()
if(NOT old STREQUAL text)
  file(WRITE ${OUTPUT} "${text}")
endif()
