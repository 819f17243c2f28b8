# SPDX-License-Identifier: Apache-2.0
# An interactive shell ends after 15 idle minutes; readonly, so that its user cannot switch that off. Read from
# /etc/profile and, for shells that are not login shells, from /etc/bash.bashrc: the second reading finds it set.
# Not exported: scripts would lose their input to it.
case $- in
  *i*)
    if (unset TMOUT) 2>/dev/null; then
      TMOUT=900
      readonly TMOUT
    fi
    ;;
esac
