# Runs as root inside of the Debian that debian.sh has booted, after checks.sh.
port=26800
unit=prometheus-node-exporter
flags=/etc/default/$unit
textfiles=/var/lib/prometheus/node-exporter

# What is compared: every series that does not come and go, or its name only where versions differ in labels.
series() {
  sed -n 's/^\(node_.*\) [^ ]*$/\1/p' "$1" |
    grep -v -e ^node_scrape_collector -e ^node_exporter_build_info -e '^node_processes_state{state="R"}' \
      -e "name=\"$unit.service\"" -e 'name="run-' |
    if [ -e /root/node_exporter ]; then cat; else sed 's/{.*//' | grep -v ^node_memory_; fi | sort -u
}

nothing_missing() {
  comm -23 /tmp/before <(series "$scratch/metrics") | tee /tmp/missing
  [ ! -s /tmp/missing ]
}

# Debian's flags are patched into its program, and are flags of another.
use_peer() {
  [ -e /root/node_exporter ] || return 0
  cp --remove-destination /root/node_exporter /usr/bin/$unit
  dpkg-deb --fsys-tarfile /root/node-exporter-ts.deb | tar -xO "./usr/share/$unit/defaults.yml" >/tmp/defaults.yml
  local pattern='s/^    \(mount-points-exclude\|device-exclude\): \(.*\)/\2/p' patterns
  mapfile -t patterns < <(sed -n "$pattern" /tmp/defaults.yml | sed 's/\\/\\\\/g')
  mkdir -p /etc/systemd/system/$unit.service.d
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/%s --collector.systemd --collector.textfile.directory=%s %s %s %s $ARGS\n' \
    "$unit" "$textfiles" "--collector.netdev.device-exclude=${patterns[0]//\$/\$\$}" \
    "--collector.filesystem.mount-points-exclude=${patterns[1]//\$/\$\$}" \
    "--collector.diskstats.device-exclude=${patterns[2]//\$/\$\$}" >/etc/systemd/system/$unit.service.d/peer.conf
  systemctl daemon-reload
}

reload_is_over() {
  journalctl --quiet --unit $unit.service | grep -q 'configuration reloaded' && systemctl is-active --quiet $unit.service
}

reloaded() {
  systemctl reload $unit.service && until_true reload_is_over
}

# Type=notify-reload, where systemd knows it: a reload without an answer would fail.
waits_for_reload() {
  [ "$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')" -ge 253 ] || return 0
  mkdir /etc/systemd/system/$unit.service.d
  printf '[Service]\nType=notify-reload\nExecReload=\n' >/etc/systemd/system/$unit.service.d/reload.conf
  systemctl daemon-reload
  systemctl restart $unit.service
  systemctl reload $unit.service || return 1
  [ "$(state_of service Type) $(state_of service SubState)" = "notify-reload running" ] || return 1
  rm -r /etc/systemd/system/$unit.service.d
  systemctl daemon-reload
  systemctl restart $unit.service
}

# systemd listens in place of the program, on the port that node_exporter has.
use_socket() {
  systemctl disable --quiet --now $unit.service
  echo 'ARGS="--web.systemd-socket"' >$flags
  port=9100
  systemctl enable --quiet --now $unit.socket
}

apt-get update -qq
check "Debian's package is installed" install $unit
echo 'ARGS="--web.listen-address=127.0.0.1:26800 --collector.processes --collector.logind --no-collector.mdadm"' >>$flags
echo 'users_own 1' >$textfiles/users.prom
use_peer
systemctl restart $unit
check "it serves" until_serving
series "$scratch/metrics" >/tmp/before
check "there is much to compare" test "$(wc -l </tmp/before)" -gt 100

# The program needs it, and the package depends on it.
install libatomic1 >/dev/null 2>&1
dpkg-deb -x /root/node-exporter-ts.deb /tmp/unpacked
check "compare finds nothing missing" /tmp/unpacked/usr/bin/$unit compare "http://127.0.0.1:$port/metrics" \
  "--config.file=/tmp/unpacked/usr/share/$unit/defaults.yml" --collector.processes --collector.logind --no-collector.mdadm
rm -rf /etc/systemd/system/$unit.service.d
check "the package takes its place without a question" install /root/node-exporter-ts.deb
check "the edited flags are kept" grep -q 26800 $flags
check "it serves" until_serving
check "as a service that notifies" test "$(state_of service Type) $(state_of service ActiveState)" = "notify active"
check "its process is node_exporter" grep -qx node_exporter "/proc/$(main_pid)/comm"
check "as prometheus" test "$(stat -c %U "/proc/$(main_pid)")" = prometheus
check "no series is missing" nothing_missing
for collector in systemd logind textfile filesystem processes timex; do
  check "collector $collector succeeds" succeeded $collector
done
check "textfiles of users are read" grep -q '^users_own 1' "$scratch/metrics"
check "the service is enabled" systemctl is-enabled $unit.service
check "the socket is not" test "$(systemctl is-enabled $unit.socket)" = disabled
check "the manual page is there" test -e /usr/share/man/man8/$unit.8.gz
check "it is reloaded" reloaded
check "and running afterwards" test "$(state_of service SubState)" = running
check "systemd waits for a reload (253 and later)" waits_for_reload
check "nothing is logged as an error" test -z "$(journalctl --quiet --priority err _COMM=node_exporter)"

cp $flags /tmp/flags
echo 'ARGS="--no-such-flag"' >$flags
systemctl restart $unit 2>/dev/null
check "what ends the start is logged as an error" \
  grep -q no-such-flag <(journalctl --quiet --unit $unit.service --priority err)
cp /tmp/flags $flags
systemctl restart $unit
check "it serves" until_serving

before=$(main_pid)
check "it is upgraded" install /root/newer.deb
check "which restarts it" test "$(main_pid)" != "$before"
check "it serves" until_serving
check "the edited flags are kept" grep -q 26800 $flags

check "the socket takes the place of the service" use_socket
check "which does not run" test "$(state_of service ActiveState)" = inactive
check "a scrape starts it" scrape
check "and is answered by it" succeeded loadavg
check "it runs" test "$(state_of service ActiveState)" = active
systemctl stop --quiet $unit.service
check "it is stopped" test "$(state_of service ActiveState)" = inactive
check "a scrape starts it again" scrape
check "and is answered by it" succeeded loadavg
check "it is upgraded while the socket listens" dpkg --install /root/newer.deb
check "the socket still listens" test "$(state_of socket ActiveState)" = active
check "a scrape is answered" scrape

# Removed while both are enabled.
cp /tmp/flags $flags
port=26800
systemctl enable --quiet $unit.service
check "it is removed" apt-get remove -qq -y node-exporter-ts
check "and stopped" test "$(systemctl is-active $unit.service $unit.socket | xargs)" = "inactive inactive"
check "the flags are kept" grep -q 26800 $flags
check "the socket is not enabled" test -z "$(find /etc/systemd -name "$unit.socket")"

check "it is installed again" install /root/node-exporter-ts.deb
check "it serves" until_serving
check "the socket is disabled again" test "$(systemctl is-enabled $unit.socket)" = disabled
check "it is purged" apt-get purge -qq -y node-exporter-ts
check "nothing is left of it" test -z "$(find / -xdev \( -name "*$unit*" -o -name '*node-exporter-ts*' \) \
  -not -path '/var/lib/dpkg/info/prometheus-node-exporter.*' -not -path '/etc/init.d/*' -not -path '/etc/logrotate.d/*' \
  -not -path '/root/*' -not -path '/tmp/*' -not -path '/var/log/*' -not -path '/var/cache/*' -not -path '/etc/rc*')"
check "textfiles of users are" test -e $textfiles/users.prom
check "and the user" getent passwd prometheus
all_passed
