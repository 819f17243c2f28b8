# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Jobs of the lab: what is queued, one from its submission to its verdicts.
# Sourced after common.sh.

device_dictionary() {
  cat <<END
{% extends 'qemu.jinja2' %}
{% set no_kvm = True %}
{% set memory = 1024 %}
{% set mac_addr = '52:54:00:12:34:0${1#qemu0}' %}
{% set extra_options = ['-accel tcg,thread=multi', '-cpu max', '-smp 2', '-no-reboot', '-device virtio-rng-pci'] %}
END
}
