# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A root directory from an image that somebody else made: a tar archive or a disk, with the runner, the profile and the
# harness access put in. Nothing else of it is touched but its fstab.

# foreign_problem FILE: why it cannot be read here; silent where it can.
foreign_problem() {
  local tool tools=(tar)
  if ! is_archive "$1"; then tools=(qemu-img losetup partx mount blkid); fi
  for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null || {
      echo "it needs $tool: apt-get install qemu-utils mount util-linux"
      return
    }
  done
}

is_archive() { tar --list --file "$1" >/dev/null 2>&1; }

# unpack_foreign FILE TARGET
unpack_foreign() {
  if is_archive "$1"; then
    tar --extract --file "$1" --directory "$2" --numeric-owner --same-permissions --xattrs --xattrs-include='*' \
      --acls --one-top-level=root
    # Some archives hold the root itself, some a directory of it.
    local root=$2/root entries=()
    entries=("$root"/*)
    if [[ ! -d $root/etc && ${#entries[@]} == 1 && -d ${entries[0]}/etc ]]; then root=${entries[0]}; fi
    (shopt -s dotglob && mv -- "$root"/* "$2/")
    rm -rf --one-file-system -- "$2/root"
  else
    copy_partition "$1" "$2"
  fi
}

# copy_partition FILE TARGET: the file system of the disk that has an init. In a mount namespace of its own: nothing
# stays mounted, whatever happens.
copy_partition() {
  local raw=$2.raw status=0
  qemu-img convert -O raw -- "$1" "$raw" || status=1
  # shellcheck disable=SC2016  # for the shell in the namespace
  ((status != 0)) || unshare --mount --propagation private -- bash -euc '
    raw=$1 target=$2
    mkdir -p "$target/.disk"
    # Offsets and sizes in bytes; a disk without partitions is one.
    while read -r offset size; do
      device=$(losetup --find --show --read-only --offset "$offset" --sizelimit "$size" "$raw")
      trap "losetup --detach $device" EXIT
      options=ro
      case $(blkid -o value -s TYPE "$device") in
        ext*) options=ro,noload ;;
        xfs) options=ro,norecovery,nouuid ;;
        btrfs | squashfs | erofs | f2fs) ;;
        *) losetup --detach "$device"; trap - EXIT; continue ;;
      esac
      mount -o "$options" "$device" "$target/.disk"
      if [ -e "$target/.disk/sbin/init" ] || [ -L "$target/.disk/sbin/init" ] || [ -L "$target/.disk/init" ]; then
        (cd "$target/.disk" && tar --create --numeric-owner --xattrs --xattrs-include="*" --acls --one-file-system .) |
          tar --extract --directory "$target" --numeric-owner --same-permissions --xattrs --xattrs-include="*" --acls
        umount "$target/.disk"
        exit 0
      fi
      umount "$target/.disk"
      losetup --detach "$device"
      trap - EXIT
    done < <(partx --raw --noheadings --output START,SECTORS "$raw" 2>/dev/null |
      while read -r start sectors; do echo "$((start * 512)) $((sectors * 512))"; done
      echo "0 $(stat -c %s "$raw")")
    echo "no partition of it has a file system with /sbin/init" >&2
    exit 1' - "$raw" "$2" || status=1
  rm -f -- "$raw"
  rmdir -- "$2/.disk" 2>/dev/null || true
  return "$status"
}

# declare_harness PROFILE: the profile with the harness access among its deviations.
declare_harness() {
  if grep -q '^ *- *name: *iec-harness\.service' "$1"; then
    cat -- "$1"
    return
  fi
  sed '/^harness:/d' "$1" | if grep -q '^harness:' "$1"; then
    # The entries of a list that is there stay behind ours; "[]" goes with its line.
    awk -v entry="$HARNESS_ENTRY" -v line="$(grep -n '^harness:' "$1" | cut -d : -f 1)" \
      'NR == line { print entry } { print } END { if (NR < line) print entry }'
  else
    cat && printf '%s\n' "$HARNESS_ENTRY"
  fi
}

readonly HARNESS_ENTRY='harness:
  - name: iec-harness.service
    description: >-
      an agent that the test machine lays into /run when it boots runs its
      commands as root, over virtio serial ports, without network or account'

# build_foreign FILE PROFILE RUNNER TARGET
build_foreign() {
  local target=$4
  unpack_foreign "$1" "$target" || return
  [[ -d $target/etc ]] || { echo "$1: there is no /etc in it: it is no root file system" && return 1; }
  if [[ -f $target/etc/fstab ]]; then
    # The disks that it names do not exist here, and a boot would wait for them.
    sed -i -E '/^[[:space:]]*(UUID|LABEL|PARTUUID|PARTLABEL|ID)=|^[[:space:]]*\/dev\//s/^/# not in the test machine: /' \
      "$target/etc/fstab"
  fi
  install -D --mode=0755 -- "$3" "$target/usr/bin/iec-runner"
  install -d --mode=0700 -- "$target/var/lib/iec-runner" "$target/var/lib/iec-runner/undo"
  install -d --mode=0755 -- "$target/etc/iec-runner"
  declare_harness "$2" >"$target/etc/iec-runner/profile.yaml"
  chmod 0644 "$target/etc/iec-runner/profile.yaml"
}
