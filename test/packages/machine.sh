# Sourced by the scripts beside it: a fresh Debian under systemd, without Node.js: 12, or the one that SUITE names. As root;
# needs debootstrap, systemd-nspawn and a Debian mirror (MIRROR).

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
directory=$(mktemp -d)
trap 'rm -rf --one-file-system "$directory"' EXIT
root=$directory/root

# make_root [BASE]: makes the root directory; BASE: one made by debootstrap earlier, which is copied.
make_root() {
  local base=${1:-} packages=systemd,systemd-sysv,dbus,libpam-systemd
  if [ -n "$base" ]; then
    cp -a "$base" "$root"
  else
    debootstrap --variant=minbase "--include=$packages" "${SUITE:-bookworm}" "$root" \
      "${MIRROR:-http://deb.debian.org/debian}" >/dev/null
  fi
  cp /etc/resolv.conf "$root/etc/resolv.conf"
}

# run_inside SCRIPT: boots the root, runs the script in it, prints its report, and fails unless all has passed.
run_inside() {
  cat "$here/checks.sh" "$1" >"$root/root/inside.sh"
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
  timeout 900 systemd-nspawn --quiet --system-call-filter=@clock --directory="$root" --boot --register=no --keep-unit \
    >"$directory/console" 2>&1 || true
  cat "$root/root/report"
  grep -q '^all passed$' "$root/root/report"
}
