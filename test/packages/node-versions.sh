#!/usr/bin/env bash
# What a user does with npm, under every version of Node.js with every version of npm: `npm ci` and `npm start` in a fresh
# clone of HEAD, `npm pack`, and the package installed and started with that Node.js itself. Node.js and npm come from the
# npm registry. Takes a minute per pair.
#
#   test/packages/node-versions.sh
#   NODES="22.14.0" NPMS="11 12" test/packages/node-versions.sh
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/checks.sh"
trap 'rm -rf "$scratch"' EXIT
port=26801
architecture=$(node -p process.arch)

# The directory of a package's programs, which is installed for that.
programs_of() {
  local directory="$scratch/$1"
  [ -d "$directory" ] || npm install --silent --no-save --prefix "$directory" "$1" >&2
  echo "$directory/node_modules/$2"
}

# Starts the rest of the line, which has to serve with the collectors that need the addon, and to end when it is told to.
serves() {
  local pid status=0
  setsid "$@" "--web.listen-address=127.0.0.1:$port" >"$scratch/log" 2>&1 &
  pid=$!
  until_serving && succeeded cpu && succeeded timex && ! grep 'Warning: ' "$scratch/log" || status=1
  kill -TERM -- "-$pid"
  wait "$pid" || [ "$status" != 0 ] || grep -q 'msg=stopping' "$scratch/log" || status=1
  cat "$scratch/log"
  return "$status"
}

installed() {
  npm pack --silent
  npm install --silent --global --prefix "$scratch/prefix" ./node-exporter-ts-*.tgz
  "$scratch/prefix/bin/node-exporter-ts" --version
  "$scratch/prefix/bin/node-exporter-ts" --version | grep -q "node version: *$(node --version)$"
}

names_commit() {
  dist/main/cli.js --version | grep "revision: $(git rev-parse HEAD)"
}

unchanged() {
  test -z "$(git status --porcelain)"
}

# Runs in a shell of its own, with the versions first in PATH.
try() {
  export PATH="$1:$2:$PATH"
  local name="Node.js $(node --version), npm $(npm --version)"
  rm -rf "$scratch/clone" "$scratch/prefix"
  git clone --quiet "$here/../.." "$scratch/clone"
  cd "$scratch/clone"
  check "$name: npm ci" npm ci
  check "$name: it has built the commit" names_commit
  check "$name: npm start" serves npm start --
  check "$name: npm pack, npm install --global" installed
  check "$name: the installed program" serves "$scratch/prefix/bin/node-exporter-ts"
  check "$name: nothing has changed in the clone" unchanged
  return "$failed"
}

for node in ${NODES:-22.14.0 24 26}; do
  for npm in ${NPMS:-11 12}; do
    programs=$(programs_of "node-linux-$architecture@$node" "node-linux-$architecture/bin")
    (try "$programs" "$(programs_of "npm@$npm" .bin)") || failed=1
  done
done
all_passed
