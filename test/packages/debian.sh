#!/usr/bin/env bash
# Installs the .deb in a fresh Debian 12 without Node.js, under systemd, in place of a running prometheus-node-exporter;
# then upgrades, removes and purges it. As root; needs debootstrap, systemd-nspawn, dpkg-deb and a Debian mirror.
# Takes some minutes.
#
#   test/packages/debian.sh DEB [NODE_EXPORTER [ROOT]]
#
# NODE_EXPORTER: a node_exporter of the version that the package equals, which runs in place of Debian's older one, so that
# every series can be compared; otherwise only names of metrics are.
# ROOT: a root made by debootstrap earlier, which is copied.
set -euo pipefail

deb=$1
peer=${2:-}
base=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
mirror=${MIRROR:-http://deb.debian.org/debian}
packages=systemd,systemd-sysv,dbus,libpam-systemd

directory=$(mktemp -d)
trap 'rm -rf --one-file-system "$directory"' EXIT
root=$directory/root

# The same package with a higher version.
newer() {
  dpkg-deb -R "$deb" "$directory/newer"
  sed -i 's/^Version: .*/&+newer/' "$directory/newer/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone -b "$directory/newer" "$root/root/newer.deb" >/dev/null
}

if [ -n "$base" ]; then
  cp -a "$base" "$root"
else
  debootstrap --variant=minbase "--include=$packages" bookworm "$root" "$mirror" >/dev/null
fi
cp "$deb" "$root/root/node-exporter-ts.deb"
newer
[ -z "$peer" ] || cp "$peer" "$root/root/node_exporter"
cp "$here/debian-inside.sh" "$root/root/inside.sh"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cat >"$root/etc/systemd/system/inside.service" <<'UNIT'
[Unit]
After=multi-user.target systemd-logind.service
[Service]
Type=oneshot
ExecStart=/bin/bash /root/inside.sh
StandardOutput=file:/root/report
StandardError=file:/root/report
ExecStopPost=/usr/bin/systemctl poweroff --no-block
[Install]
WantedBy=graphical.target
UNIT
systemctl --root="$root" enable --quiet inside.service
systemctl --root="$root" mask --quiet apt-daily.timer apt-daily-upgrade.timer

# The container may read the clock, as a host may.
timeout 900 systemd-nspawn --quiet --system-call-filter=@clock --directory="$root" --boot --register=no --keep-unit >"$directory/console" 2>&1 || true
cat "$root/root/report"
grep -q '^all passed$' "$root/root/report"
