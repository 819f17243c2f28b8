# SPDX-License-Identifier: Apache-2.0
# What a proof asks of the collector's reports. Each function gives an empty string where it is as it must be, else what
# is wrong.

def of($id): [.tests[] | select(.id == $id)];

def sound($id; $due): of($id) |
  if length != 1 then "no record of the test"
  elif .[0].verdict != $due then "on the sound device: \(.[0].verdict): \(.[0].reason)"
  else "" end;

def failing($id): of($id)[0].checks // [] | map(select(.kind == "expectation" and (.holds | not)));

def sabotaged($id; $asserts): of($id) as $found | failing($id) as $failing |
  if ($found | length) != 1 then "no record of the test"
  elif $found[0].verdict != "fail" then
    "sabotaged, and the verdict is \($found[0].verdict): \($found[0].reason)"
  elif any($failing[]; .expected == "" or .found == "") then
    "its evidence does not say what was expected and what was found"
  elif any($failing[]; .expected | contains($asserts)) then ""
  else "failed elsewhere: \($failing | map(.expected) | join(" | "))" end;

def verdicts: [.tests[] | {key: .id, value: .verdict}] | from_entries;

# moved(BEFORE; OWN): each test but our own whose verdict is another one now.
def moved($before; $own; $ids): verdicts as $after |
  [$ids[] | select(. != $own) | {id: ., before: ($before[.] // "missing"), after: ($after[.] // "missing")} |
    select(.before != .after)];

# collateral(MOVED; DECLARED): DECLARED is {id: reason}.
def collateral($moved; $declared; $ids; $own):
  ([$moved[] | select(.id | in($declared) | not)] | map("\(.id): \(.before) -> \(.after)")) as $undeclared |
  ([$ids[] | select(. != $own and in($declared)) | select(. as $id | $moved | any(.id == $id) | not)]) as $needless |
  if $undeclared != [] then "moves, undeclared: \($undeclared | join(", "))"
  elif $needless != [] then "declared as collateral, and does not move: \($needless | join(", "))"
  else "" end;

# line(WHAT; WRONG): a proof as it is printed.
def line($what; $wrong):
  "\(if .held then "ok" else "NOT PROVEN" end) \(.lane): \($what)" +
  (if .held or $wrong == "" then "" else ": \($wrong)" end) + " (\(.seconds) s)" +
  (if (.first_attempt // "") != "" then "; at the second attempt, the first: \(.first_attempt)" else "" end);
