# Runs as root inside of the Debian that rpm.sh has booted, after checks.sh.
port=9100
unit=node_exporter
flags=/etc/sysconfig/$unit
textfiles=/var/lib/node_exporter/textfile_collector

# Files that are no part of the system and of rpm.
left_over() {
  find / -xdev \( -name "*$unit*" -o -name '*node-exporter-ts*' \) -not -path '/root/*' -not -path '/tmp/*' \
    -not -path '/var/log/*' -not -path '/run/*' | sort
}

is_erased() {
  rpm --erase node-exporter-ts && ! rpm --query node-exporter-ts
}

install_other() {
  rpm --install --nodeps /root/other.rpm
  echo 'OPTIONS="--web.listen-address=127.0.0.1:26800"' >$flags
  systemctl daemon-reload
}

takes_its_place() {
  rpm --upgrade --nodeps /root/node-exporter-ts.rpm && ! rpm --query golang-github-prometheus-node-exporter
}

# Writes that the program may not write code.
forbid_code() {
  mkdir -p /etc/systemd/system/$unit.service.d
  printf '[Service]\nMemoryDenyWriteExecute=yes\n' >/etc/systemd/system/$unit.service.d/code.conf
}

upgrade_warns() {
  rpm --upgrade --nodeps /root/newer.rpm 2>&1 | grep "$unit.service has MemoryDenyWriteExecute=yes"
}

states() {
  echo "$(systemctl is-enabled $unit.service) $(state_of service ActiveState)"
}

apt-get update -qq
check "rpm and the libraries that the package requires are there" install rpm libatomic1 libstdc++6
check "the package is installed" rpm --install --nodeps /root/node-exporter-ts.rpm
check "its files are as they were packed" rpm --verify --nodeps node-exporter-ts
check "there is its user" test "$(getent passwd prometheus | cut -d: -f6-)" = /var/lib/prometheus:/sbin/nologin
check "the service is enabled, as presets say here" systemctl is-enabled $unit.service
check "and not started" test "$(state_of service ActiveState)" = inactive
check "the socket is not enabled" test "$(systemctl is-enabled $unit.socket)" = disabled
check "it is started" systemctl start $unit.service
check "it serves" until_serving
check "as a service that notifies" test "$(state_of service Type) $(state_of service ActiveState)" = "notify active"
check "its process is node_exporter" grep -qx node_exporter "/proc/$(main_pid)/comm"
check "as prometheus" test "$(stat -c %U "/proc/$(main_pid)")" = prometheus
for collector in cpu filesystem netdev timex; do
  check "collector $collector succeeds" succeeded $collector
done
check "nothing is logged as an error" test -z "$(journalctl --quiet --priority err _COMM=node_exporter)"

echo 'users_own 1' >$textfiles/users.prom
echo "OPTIONS=\"--web.listen-address=127.0.0.1:26800 --collector.textfile.directory=$textfiles\"" >$flags
port=26800
check "its flags are edited" systemctl restart $unit.service
check "it serves" until_serving
check "textfiles of users are read" grep -q '^users_own 1' "$scratch/metrics"

before=$(main_pid)
check "it is upgraded" rpm --upgrade --nodeps /root/newer.rpm
check "which restarts it" test "$(main_pid)" != "$before"
check "it serves" until_serving
check "the edited flags are kept" grep -q 26800 $flags
check "the service is still enabled" systemctl is-enabled $unit.service
check "the manual page is there" test -e /usr/share/man/man8/$unit.8.gz

check "the socket is enabled" systemctl enable --quiet $unit.socket
check "it is erased" is_erased
check "and stopped" test "$(state_of service ActiveState)" = inactive
check "neither unit is enabled" test -z "$(find /etc/systemd -name "$unit.*")"
check "nothing is left but edited flags and textfiles" test "$(left_over)" = "$flags.rpmsave
/var/lib/$unit"
check "textfiles of users are" test -e $textfiles/users.prom
check "and the user" getent passwd prometheus

check "another package is installed" install_other
check "its service is enabled and runs" systemctl enable --quiet --now $unit.service
check "the package takes its place" takes_its_place
check "the service is enabled and runs" test "$(states)" = "enabled active"
check "its process is node_exporter" grep -qx node_exporter "/proc/$(main_pid)/comm"
check "the edited flags are kept" grep -q 26800 $flags
check "it serves" until_serving
check "it is erased" is_erased
check "another package is installed" install_other
check "its service is disabled and stopped" systemctl disable --quiet --now $unit.service
check "the package takes its place" takes_its_place
check "the service is neither enabled nor started" test "$(states)" = "disabled inactive"
check "an override forbids to write code" forbid_code
check "an upgrade warns of it" upgrade_warns
all_passed
