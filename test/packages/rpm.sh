#!/usr/bin/env bash
# Checks the .rpm: what rpmlint finds, the libraries that it requires, and what rpm makes of it under systemd: installs,
# upgrades and erases it, and puts it in the place of another package. The system is a Debian 12 with rpm, whose other packages rpm does not know (--nodeps). As root,
# after `npm ci`; needs rpm, rpmbuild, rpmlint, cpio, debootstrap, systemd-nspawn and a Debian mirror. Takes some minutes.
#
#   test/packages/rpm.sh RPM [ROOT]
#
# ROOT: a root made by debootstrap earlier, which is copied.
set -euo pipefail

rpm=$1
. "$(dirname "$0")/machine.sh"
repository=$(cd "$here/../.." && pwd)

unpack() {
  mkdir "$directory/unpacked"
  rpm2cpio "$rpm" | (cd "$directory/unpacked" && cpio --extract --make-directories --quiet)
}

lint() {
  rpmlint --config "$here/rpmlint.toml" "$rpm" | tee "$directory/findings"
  ! grep -E '^[^ ]+ [EW]: ' "$directory/findings"
}

linked() {
  /usr/lib/rpm/elfdeps --requires "$directory/unpacked/usr/bin/node_exporter"
}

# Every library that the program links is required, or a part of glibc; and no later version of glibc.
requires_libraries() {
  local missing
  missing=$(comm -23 \
    <(linked | sed 's/(.*//' | grep -v -e '^ld-linux' -e '^lib\(dl\|m\|pthread\)\.so' -e '^rtld$' | sort -u) \
    <(rpm --query --requires --package "$rpm" | sed 's/(.*//' | sort -u))
  [ -z "$missing" ] || { echo "FAILED: not required: $missing"; return 1; }
  linked | sed -n 's/.*(GLIBC_\([0-9.]*\)).*/\1/p' | sort -uV | tail -1 | grep -qx 2.28
}

# The same program, in a package that is made in the same way with a higher version.
newer() {
  mkdir "$directory/repository" "$directory/program"
  cp -a "$repository"/{scripts,src,deploy,docs,package.json,package-lock.json,CHANGELOG.md,LICENSE,NOTICE} "$directory/repository"
  ln -s "$repository/node_modules" "$directory/repository/node_modules"
  sed -i 's/^\(  "version": "[0-9.]*\)"/\11"/' "$directory/repository/package.json"
  mv "$directory/unpacked/usr/bin/node_exporter" "$directory/program"
  mv "$directory/unpacked/usr/share/licenses/node-exporter-ts/LICENCES.txt" "$directory/program"
  SOURCE_DATE_EPOCH=1700000000 "$repository/node_modules/.bin/node" "$directory/repository/scripts/release.ts" --fast --only=rpm \
    "--executable=$directory/program/node_exporter" "--output=$directory/release"
  cp "$directory"/release/*.rpm "$root/root/newer.rpm"
}

# Another exporter, which the package takes the place of.
other() {
  rpmbuild -bb --quiet --define "_topdir $directory/other" "$here/other.spec" >/dev/null
  cp "$directory"/other/RPMS/noarch/*.rpm "$root/root/other.rpm"
}

unpack
lint
requires_libraries
make_root "${2:-}"
cp "$rpm" "$root/root/node-exporter-ts.rpm"
newer
other
run_inside "$here/rpm-inside.sh"
