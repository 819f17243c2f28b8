# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a right password with anything behind it is taken for right
# asserts: the right password with one character more is refused
set -eu
cat >/usr/libexec/prefix <<'P'
#!/usr/bin/perl
$/ = "\0"; my $typed = <STDIN> // ''; chomp $typed; $/ = "\n";
my $hash = (getpwnam $ENV{PAM_USER})[1];
exit 1 unless $hash =~ /^\$/;
for (my $n = length $typed; $n >= length($typed) - 2 && $n > 7; --$n) { exit 0 if crypt(substr($typed, 0, $n), $hash) eq $hash; }
exit 1;
P
chmod 0755 /usr/libexec/prefix
sed -i 's|^auth \[success=1 default=bad\]|auth [success=2 default=ignore] pam_exec.so quiet expose_authtok /usr/libexec/prefix\n&|' /etc/pam.d/common-auth
