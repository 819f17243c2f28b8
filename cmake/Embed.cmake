# SPDX-License-Identifier: Apache-2.0
# Script: writes INPUT as a C++ constant. A literal is split below 16 kB, the
# length that every compiler must take.
file(READ ${INPUT} text)
string(LENGTH "${text}" length)
set(body "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND body "R\"IEC_EMBED(${piece})IEC_EMBED\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
get_filename_component(name ${INPUT} NAME)
file(WRITE ${OUTPUT}
     "// Made from ${name}; do not edit.\n#include <string_view>\n"
     "namespace iec::embedded {\nextern const std::string_view ${SYMBOL};\n"
     "const std::string_view ${SYMBOL} =\n${body};\n}\n")
