# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stage 3 of an image, for the lane qemu only: its root directory as a disk, the small disk of the audit trail, the
# kernel, and an initial RAM disk. No loop device and no mount is needed. The root file system is the image and nothing
# else: the harness access comes in the initial RAM disk.

readonly DISK_SIZE=3G AUDIT_SIZE=96M

# disk_problem: what this machine lacks to make one.
disk_problem() {
  local tool
  for tool in mke2fs cpio; do
    command -v "$tool" >/dev/null || {
      echo "it needs $tool: apt-get install e2fsprogs cpio"
      return
    }
  done
}

# disk_entry ROOTFS: the name of its disk in the cache.
disk_entry() {
  local inputs
  inputs=$(digest_of "$QEMU_DIR/lib/disk.sh" "$QEMU_DIR/lib/harness")
  printf 'disk-%s\n' "$(printf '%s %s\n' "${1##*/}" "$inputs" | sha256sum | cut -c1-16)"
}

# make_disk IMAGE-NAME ROOTFS: the stage; the cache is locked. Prints the path of the result.
make_disk() {
  local cache=${2%/*} entry
  entry=$(disk_entry "$2")
  run_stage "disk of $1" "$cache" "$entry" build_disk "$2"
  cache_prune "$cache" disk "$entry"
  printf '%s\n' "$cache/$entry"
}

# forget_disks CACHE ROOTFS: those of earlier images, and their snapshots.
forget_disks() {
  local entry
  entry=$(disk_entry "$2")
  cache_prune "$1" disk "$entry"
  [[ -d $1/$entry ]] || { cache_prune "$1" booted none && cache_prune "$1" wired none; }
}

# file_system DIRECTORY SIZE LABEL FILE
file_system() {
  # The tables are written now (as holes): a thread of the device's kernel would do it while tests are running.
  mke2fs -q -F -t ext4 -L "$3" -m 1 -E lazy_itable_init=0,lazy_journal_init=0 -d "$1" "$4" "$2"
}

# build_disk ROOTFS TARGET: root.img, audit.img, kernel, initrd, cmdline.
build_disk() {
  local rootfs=$1 target=$2 kernels=("$1"/boot/vmlinuz-*)
  if ((${#kernels[@]} != 1)) || [[ ! -f ${kernels[0]} ]]; then
    say "$rootfs/boot: one kernel is wanted, there is: ${kernels[*]##*/}"
    return 1
  fi
  file_system "$rootfs" "$DISK_SIZE" root "$target/root.img"
  mkdir "$target/empty"
  if [[ -d $rootfs/var/log/audit ]]; then
    chown --reference="$rootfs/var/log/audit" "$target/empty"
    chmod --reference="$rootfs/var/log/audit" "$target/empty"
  fi
  file_system "$target/empty" "$AUDIT_SIZE" audit "$target/audit.img"
  rmdir "$target/empty"
  cp -- "${kernels[0]}" "$target/kernel"
  build_initrd "$rootfs" "${kernels[0]##*/vmlinuz-}" "$target"
  # What the device's boot loader would add.
  cat -- "$rootfs/etc/kernel/cmdline" >"$target/cmdline" 2>/dev/null || : >"$target/cmdline"
}

# build_initrd ROOTFS VERSION TARGET: klibc's shell and programs of the image, three drivers, the harness.
build_initrd() {
  local rootfs=$1 version=$2 target=$3 tree=$3/tree number=0 module
  mkdir -p -- "$tree"/{bin,lib,modules,dev,proc,sys,root,harness}
  cp -- "$rootfs"/usr/lib/klibc/bin/{sh,cat,insmod,ln,mkdir,mount,run-init,sleep,umount} "$tree/bin"
  cp -- "$rootfs"/usr/lib/klibc-*.so "$tree/lib"
  ln -s . "$tree/usr" # the programs name it as /lib or, since Debian 13, /usr/lib
  cp -- "$QEMU_DIR/lib/harness/init" "$tree/init"
  cp -- "$QEMU_DIR"/lib/harness/{agent,iec-harness.service} "$tree/harness"
  # In the order in which they are loaded, each once.
  while read -r module; do
    number=$((number + 1))
    # klibc's insmod takes no compressed one.
    case $module in
      *.xz) xz --decompress --stdout -- "$rootfs$module" ;;
      *.zst) zstd --quiet --decompress --stdout -- "$rootfs$module" ;;
      *.gz) gzip --decompress --stdout -- "$rootfs$module" ;;
      *) cat -- "$rootfs$module" ;;
    esac >"$tree/modules/$((number + 100)).ko"
  done < <(chroot "$rootfs" modprobe --show-depends --set-version "$version" --all \
    virtio_pci virtio_blk virtio_console |
    awk '$1 == "insmod" && !seen[$2]++ { print $2 }')
  ((number > 0)) || { say "$rootfs: no virtio drivers for the kernel $version" && return 1; }
  (cd -- "$tree" && find . | LC_ALL=C sort | cpio --quiet --create --format=newc --owner=0:0) >"$target/initrd"
  rm -r -- "$tree"
}
