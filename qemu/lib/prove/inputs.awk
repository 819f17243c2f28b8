# SPDX-License-Identifier: Apache-2.0
# Which files a proof depends on, from the #include lines of the sources: a header brings the source that bears its
# name, and those of its room that bear no header's name. Rather a file too many than one too few.
#
# Input: first the names of all source files, then, behind an empty line, "FILE:#include "HEADER"", as grep prints
# them, then, behind another, "TEST SOURCE". Output: "TEST FILE", and for what every test needs "* FILE".
function add(file) { if (file in known && !(file in seen)) { seen[file] = 1; queue[++last] = file } }

# reach(TEST): prints all that is reached from the queue.
function reach(test,   at, file, stem, room, n, i, list) {
  for (at = 1; at <= last; at++) {
    file = queue[at]
    print test, file
    n = split(includes[file], list, "\n")
    for (i = 1; i <= n; i++) add(list[i])
    if (file !~ /\.h$/) continue
    stem = substr(file, 1, length(file) - 2)
    add(stem ".cpp")
    room = file
    sub(/[^\/]*$/, "", room)
    n = split(orphans[room], list, "\n")
    for (i = 1; i <= n; i++) add(list[i])
  }
}

$0 == "" { part++; next }
part == 0 { known[$0] = 1; next }
part == 1 {
  split($0, field, "\"")
  file = $0
  sub(/:.*/, "", file)
  includes[file] = includes[file] field[2] "\n"
  next
}
part == 2 { source[$1] = $2 }

END {
  for (file in known) {
    if (file !~ /\.cpp$/) continue
    header = file
    sub(/\.cpp$/, ".h", header)
    if (header in known) continue
    room = file
    sub(/[^\/]*$/, "", room)
    orphans[room] = orphans[room] file "\n"
  }
  # The program around the tests.
  delete seen; last = 0
  for (file in known) if (file ~ /^runner\//) add(file)
  reach("*")
  for (test in source) {
    delete seen; delete queue; last = 0
    add(source[test])
    reach(test)
  }
}
