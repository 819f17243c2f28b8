# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The hardened reference device as files that a LAVA job deploys: the disk of
# the lane qemu, untouched, below a copy-on-write one, its kernel, and an
# initial RAM disk of our own that brings LAVA's overlay and console; and the
# job that deploys them. Sourced after ../common.sh and ../build.sh.

# hardened_disk: sets `disk` and `rootfs`, those of the hardened device with
# the runner of build/release.
hardened_disk() {
  runner_tree
  disk=$(qemu/build-dut hardened --package "$(runner_package)" --disk)
  rootfs=$(cd "${disk%/*}/current" && pwd -P)
}

# lava_profile ROOTFS: the profile of the image, whose `harness:` names LAVA's
# console instead of the agent of the lane qemu.
lava_profile() {
  awk '
    /^harness:/ {
      print
      print "  - name: lava-console.service"
      print "    description: >-"
      print "      a root shell without a login on the serial console, on which"
      print "      LAVA types; the initial RAM disk of the job lays it into /run"
      inside = 1
      found++
      next
    }
    inside && /^[^ #]/ { inside = 0 }
    !inside { print }
    END { exit found != 1 }
  ' "$1/etc/iec-runner/profile.yaml"
}

# lava_files DISK ROOTFS DIRECTORY: kernel, initrd, root.qcow2, audit.qcow2
# and cmdline of the device in DIRECTORY. The disks stand on DISK: keep that.
lava_files() {
  local disk=$1 rootfs=$2 target=$3 tree=$3/tree name
  mkdir -p "$tree/lava"
  cp "$disk/kernel" "$target/kernel"
  cp "$disk/cmdline" "$target/cmdline"
  for name in root audit; do
    qemu-img create -q -f qcow2 -F raw -b "$disk/$name.img" \
      "$target/$name.qcow2"
  done
  # Drivers and klibc's programs are those of the lane qemu. LAVA unpacks the
  # first archive of the file and no other, so nothing is appended.
  (cd "$tree" && cpio --quiet --extract --no-absolute-filenames \
    --make-directories <"$disk/initrd")
  rm -r "$tree/harness"
  cp "$rootfs/usr/lib/klibc/bin/chroot" "$tree/bin"
  install -m 755 ci/lib/lava/init "$tree/init"
  cp ci/lib/lava/lava-console.service "$tree/lava"
  lava_profile "$rootfs" >"$tree/lava/profile.yaml" || {
    say "the profile of the image has no 'harness:' to replace:" \
      "$rootfs/etc/iec-runner/profile.yaml"
    return 1
  }
  (cd "$tree" && find . | LC_ALL=C sort |
    cpio --quiet --create --format=newc --owner=0:0) >"$target/initrd"
  rm -r "$tree"
}

# lava_job DIRECTORY OPTION...: the job for what lava_files has put there, with
# more options of lava-definitions/render. On standard output.
lava_job() {
  local files=$1
  shift
  lava-definitions/render --device-type qemu --arch amd64 \
    --set "artefacts=file://$files" --set "audit_disk=file://$files/audit.qcow2" \
    --set "kernel_options=$(<"$files/cmdline")" --set login=no \
    --set 'prompt=root@iec-dut:~# ' --set profile=/run/iec-lava/profile.yaml \
    "$@"
}

# definitions_repository DIRECTORY: a git repository whose branch main has the
# committed lava-definitions/ and nothing else: the thousand other files of the
# tree would take a minute to copy in an emulated device. Warns where the tree
# has others.
definitions_repository() {
  local objects tree commit
  objects=$(git rev-parse --path-format=absolute --git-path objects)
  git init --quiet --bare --initial-branch=main "$1"
  printf '%s\n' "$objects" >"$1/objects/info/alternates"
  tree=$(git ls-tree HEAD lava-definitions | git -C "$1" mktree)
  commit=$(git -C "$1" -c user.name=lava-run -c user.email=lava-run@localhost \
    commit-tree -m "lava-definitions of $(git rev-parse HEAD)" "$tree")
  git -C "$1" update-ref refs/heads/main "$commit"
  [ -z "$(git status --porcelain -- lava-definitions)" ] ||
    say "warning: lava-definitions/ has changes that are not committed, which" \
      "the job does not see"
}
