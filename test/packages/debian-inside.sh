# Runs as root inside of the Debian that debian.sh has booted. One line for every check.
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
port=26800
failed=0
old=prometheus-node-exporter
flags=/etc/default/$old
textfiles=/var/lib/prometheus/node-exporter

# The rest of the line is a command that has to succeed.
check() {
  local text=$1
  shift
  if "$@" >/tmp/output 2>&1; then
    echo "ok: $text"
  else
    echo "FAILED: $text"
    sed 's/^/    /' /tmp/output
    failed=1
  fi
}

install() {
  apt-get install -qq -y --no-install-recommends "$@" </dev/null
}

scrape() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3
  cat <&3 >"$1"
  exec 3>&-
}

until_serving() {
  local left=100
  until scrape /tmp/metrics 2>/dev/null; do
    [ $((left -= 1)) -gt 0 ] || return 1
    sleep 0.2
  done
}

succeeded() {
  grep -q "^node_scrape_collector_success{collector=\"$1\"} 1" /tmp/metrics
}

# What is compared: every series that does not come and go, or its name only where versions differ in labels.
series() {
  sed -n 's/^\(node_.*\) [^ ]*$/\1/p' "$1" |
    grep -v -e ^node_scrape_collector -e ^node_exporter_build_info -e '^node_processes_state{state="R"}' \
      -e "name=\"$old.service\"" -e 'name="run-' |
    if [ -e /root/node_exporter ]; then cat; else sed 's/{.*//' | grep -v ^node_memory_; fi | sort -u
}

nothing_missing() {
  comm -23 /tmp/before <(series /tmp/metrics) | tee /tmp/missing
  [ ! -s /tmp/missing ]
}

# Debian's flags are patched into its program, and are flags of another.
use_peer() {
  [ -e /root/node_exporter ] || return 0
  cp --remove-destination /root/node_exporter /usr/bin/$old
  dpkg-deb --fsys-tarfile /root/node-exporter-ts.deb | tar -xO "./usr/share/$old/defaults.yml" >/tmp/defaults.yml
  local pattern='s/^    \(mount-points-exclude\|device-exclude\): \(.*\)/\2/p' patterns
  mapfile -t patterns < <(sed -n "$pattern" /tmp/defaults.yml | sed 's/\\/\\\\/g')
  mkdir -p /etc/systemd/system/$old.service.d
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/%s --collector.systemd --collector.textfile.directory=%s %s %s %s $ARGS\n' \
    "$old" "$textfiles" "--collector.netdev.device-exclude=${patterns[0]//\$/\$\$}" \
    "--collector.filesystem.mount-points-exclude=${patterns[1]//\$/\$\$}" \
    "--collector.diskstats.device-exclude=${patterns[2]//\$/\$\$}" >/etc/systemd/system/$old.service.d/peer.conf
  systemctl daemon-reload
}

main_pid() {
  systemctl show --property MainPID --value $old.service
}

apt-get update -qq
check "Debian's package is installed" install $old
echo 'ARGS="--web.listen-address=127.0.0.1:26800 --collector.processes --collector.logind --no-collector.mdadm"' >>$flags
echo 'users_own 1' >$textfiles/users.prom
use_peer
systemctl restart $old
check "it serves" until_serving
series /tmp/metrics >/tmp/before
check "there is much to compare" test "$(wc -l </tmp/before)" -gt 100

# The program needs it, and the package depends on it.
install libatomic1 >/dev/null 2>&1
dpkg-deb -x /root/node-exporter-ts.deb /tmp/unpacked
check "compare finds nothing missing" /tmp/unpacked/usr/bin/$old compare "http://127.0.0.1:$port/metrics" \
  "--config.file=/tmp/unpacked/usr/share/$old/defaults.yml" --collector.processes --collector.logind --no-collector.mdadm
rm -rf /etc/systemd/system/$old.service.d
check "the package takes its place without a question" install /root/node-exporter-ts.deb
check "the edited flags are kept" grep -q 26800 $flags
check "it serves" until_serving
check "as a service that notifies" test "$(systemctl show --property Type,ActiveState --value $old | xargs)" = "notify active"
check "its process is node_exporter" grep -qx node_exporter "/proc/$(main_pid)/comm"
check "as prometheus" test "$(stat -c %U "/proc/$(main_pid)")" = prometheus
check "no series is missing" nothing_missing
for collector in systemd logind textfile filesystem processes timex; do
  check "collector $collector succeeds" succeeded $collector
done
check "textfiles of users are read" grep -q '^users_own 1' /tmp/metrics
check "the service is enabled" systemctl is-enabled $old.service
check "the socket is not" test "$(systemctl is-enabled $old.socket)" = disabled
check "the manual page is there" test -e /usr/share/man/man8/$old.8.gz
check "nothing is logged as an error" test -z "$(journalctl --quiet --priority err _COMM=node_exporter)"

cp $flags /tmp/flags
echo 'ARGS="--no-such-flag"' >$flags
systemctl restart $old 2>/dev/null
check "what ends the start is logged as an error" \
  grep -q no-such-flag <(journalctl --quiet --unit $old.service --priority err)
cp /tmp/flags $flags
systemctl restart $old
check "it serves" until_serving

before=$(main_pid)
check "it is upgraded" install /root/newer.deb
check "which restarts it" test "$(main_pid)" != "$before"
check "it serves" until_serving
check "the edited flags are kept" grep -q 26800 $flags

check "it is removed" apt-get remove -qq -y node-exporter-ts
check "and stopped" test "$(systemctl is-active $old.service)" = inactive
check "the flags are kept" grep -q 26800 $flags
check "the socket is not enabled" test -z "$(find /etc/systemd -name "$old.socket")"

check "it is installed again" install /root/node-exporter-ts.deb
check "it serves" until_serving
check "it is purged" apt-get purge -qq -y node-exporter-ts
check "nothing is left of it" test -z "$(find / -xdev \( -name "*$old*" -o -name '*node-exporter-ts*' \) \
  -not -path '/var/lib/dpkg/info/prometheus-node-exporter.*' -not -path '/etc/init.d/*' -not -path '/etc/logrotate.d/*' \
  -not -path '/root/*' -not -path '/tmp/*' -not -path '/var/log/*' -not -path '/var/cache/*' -not -path '/etc/rc*')"
check "textfiles of users are" test -e $textfiles/users.prom
check "and the user" getent passwd prometheus
[ $failed = 0 ] && echo "all passed"
