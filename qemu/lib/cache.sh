# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A cache of directories, each named STAGE-KEY after the digest of everything that goes into it. An entry is made under
# a temporary name and renamed when complete, so a name that exists is an entry that can be trusted.

# tree_archive DIR: DIR as a tar stream that depends on names, contents and execute bits only. Owners, times and the
# umask of the checkout neither change the digest nor reach the image.
tree_archive() {
  tar --create --directory="$1" --sort=name --mtime=@0 --numeric-owner --owner=0 --group=0 \
    --mode='u=rwX,go=rX' --pax-option=delete=atime,delete=ctime .
}

# tree_unpack DIR: reads tree_archive; directories that are there keep their owner and mode.
tree_unpack() { tar --extract --directory="$1" --touch --preserve-permissions --numeric-owner --no-overwrite-dir; }

# digest_of PATH...: one key for files and directories, in the order given.
digest_of() {
  local path
  for path; do
    if [[ -d $path ]]; then
      tree_archive "$path" | sha256sum
    else
      sha256sum <"$path"
    fi
  done | sha256sum | cut -c1-16
}

CACHE_WORK=''

# cache_lock DIR: one build at a time; the lock dies with the process, however that ends.
cache_lock() {
  mkdir -p -- "$1"
  exec 9>"$1/.lock"
  flock --nonblock 9 && return
  step_begin 'waiting for another build'
  flock 9
  step_end
}

cache_unlock() { exec 9>&-; }

# cache_begin DIR: a fresh place to build in (CACHE_WORK). Leftovers of killed builds go first: the lock is ours.
cache_begin() {
  remove_trees "$1"/.work.*
  CACHE_WORK=$(mktemp -d -- "$1/.work.XXXXXX")
  chmod 0755 "$CACHE_WORK" # it becomes the root of a device, and apt's own user has to get in
}

# cache_commit DIR NAME: CACHE_WORK becomes DIR/NAME.
cache_commit() {
  mv --no-target-directory -- "$CACHE_WORK" "$1/$2"
  CACHE_WORK=''
}

cache_abandon() {
  [[ -z $CACHE_WORK ]] || remove_trees "$CACHE_WORK" "$CACHE_WORK".*
  CACHE_WORK=''
}

# remove_trees PATH...: a path that a mount lies in is never crossed into.
remove_trees() {
  local path
  for path; do
    [[ ! -e $path && ! -L $path ]] || rm -rf --one-file-system -- "$path"
  done
}

# cache_prune DIR STAGE KEEP: removes the other keys of a stage, except those that a running DUT stands on: it holds a
# shared lock on ENTRY.lock (see container.sh).
cache_prune() {
  local entry
  for entry in "$1/$2"-*.log; do
    [[ -d ${entry%.log} ]] || rm -f -- "$entry"
  done
  for entry in "$1/$2"-*; do
    [[ -d $entry && $entry != "$1/$3" ]] || continue
    if (exec 8>"$entry.lock" && flock --nonblock --exclusive 8 && mv -- "$entry" "$1/.trash.${entry##*/}.$$"); then
      rm -f -- "$entry.lock" "$entry.log"
    else
      say "kept $entry: a running DUT uses it"
    fi
  done
  # Nobody has to wait for the removal of thousands of files; what a killed one leaves, the next removes.
  if compgen -G "$1/.trash.*" >/dev/null; then
    setsid nice rm -rf --one-file-system -- "$1"/.trash.* </dev/null >/dev/null 2>&1 9>&- &
  fi
}
