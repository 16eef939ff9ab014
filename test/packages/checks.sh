# What the scripts here have in common; machine.sh puts it before those that run inside of a machine. They set `port`, and
# `unit` where there is one.
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
scratch=$(mktemp -d)
failed=0

# One line for every check: the rest of the line is a command that has to succeed.
check() {
  local text=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    echo "ok: $text"
  else
    echo "FAILED: $text"
    sed 's/^/    /' "$scratch/output"
    failed=1
  fi
}

all_passed() {
  [ $failed = 0 ] && echo "all passed"
}

install() {
  apt-get install -qq -y --no-install-recommends "$@" </dev/null
}

# Writes the metrics, as they are now, to $scratch/metrics.
scrape() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3
  cat <&3 >"$scratch/metrics"
  exec 3>&-
}

# Waits until the rest of the line succeeds, three minutes at most.
until_true() {
  local left=900
  until "$@"; do
    [ $((left -= 1)) -gt 0 ] || return 1
    sleep 0.2
  done
}

until_serving() {
  until_true scrape 2>/dev/null
}

# Whether a collector succeeded in the last scrape.
succeeded() {
  grep -q "^node_scrape_collector_success{collector=\"$1\"} 1" "$scratch/metrics"
}

# A property of the unit, such as `state_of service ActiveState`.
state_of() {
  systemctl show --property "$2" --value "$unit.$1"
}

main_pid() {
  state_of service MainPID
}
