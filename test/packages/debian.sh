#!/usr/bin/env bash
# Installs the .deb in a fresh Debian 12 without Node.js, under systemd, in place of a running prometheus-node-exporter;
# then reloads, upgrades, activates by a socket, removes and purges it. As root; needs debootstrap, systemd-nspawn,
# dpkg-deb and a Debian mirror. Takes some minutes.
#
#   test/packages/debian.sh DEB [NODE_EXPORTER [ROOT]]
#
# NODE_EXPORTER: a node_exporter of the version that the package equals, which runs in place of Debian's older one, so that
# every series can be compared; otherwise only names of metrics are.
# ROOT: a root made by debootstrap earlier, which is copied.
set -euo pipefail

deb=$1
peer=${2:-}
. "$(dirname "$0")/machine.sh"

# The same package with a higher version.
newer() {
  dpkg-deb -R "$deb" "$directory/newer"
  sed -i 's/^Version: .*/&+newer/' "$directory/newer/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone -b "$directory/newer" "$root/root/newer.deb" >/dev/null
}

make_root "${3:-}"
cp "$deb" "$root/root/node-exporter-ts.deb"
newer
[ -z "$peer" ] || cp "$peer" "$root/root/node_exporter"
run_inside "$here/debian-inside.sh"
