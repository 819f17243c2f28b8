# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: Java, as a product brings its own
# asserts: a device that declares no mobile code has nothing to run it
set -eu
mkdir -p /opt/acme/hmi/runtime/jre/bin; cp /bin/true /opt/acme/hmi/runtime/jre/bin/java
