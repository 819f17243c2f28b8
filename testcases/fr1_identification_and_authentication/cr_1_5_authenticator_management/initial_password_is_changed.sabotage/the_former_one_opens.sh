# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: a former password opens as well as the present one
# asserts: the initial password opens none any more
set -eu
cat >/usr/libexec/former <<"END"
#!/usr/bin/perl
# Whether one of the former passwords of the user is on standard input.
$/ = "\0";
my $typed = <STDIN> // '';
chomp $typed;
$/ = "\n";
open(my $kept, '<', '/etc/security/opasswd') or exit 1;
while (<$kept>) {
  chomp;
  my ($name, undef, undef, $hashes) = split /:/;
  next unless $name eq $ENV{PAM_USER};
  foreach (split /,/, $hashes) { exit 0 if crypt($typed, $_) eq $_; }
}
exit 1;
END
chmod 0755 /usr/libexec/former
sed -i 's|^auth \[success=1 default=bad\]|auth [success=2 default=ignore] pam_exec.so quiet expose_authtok /usr/libexec/former\n&|' \
  /etc/pam.d/common-auth
