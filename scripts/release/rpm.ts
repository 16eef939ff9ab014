import { copyFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Kind, ReleaseParts } from "./parts.ts";
import { architecture, DESCRIPTION, HOMEPAGE, MAINTAINER, NAME, root, VERSION } from "./product.ts";
import { type Names, serviceFiles } from "./service-files.ts";
import { sharedFiles } from "./shared-files.ts";
import { type Entry, inTemporaryDirectory, run, writeTree } from "./tree.ts";

/** As in EPEL's package of node_exporter. */
const EPEL: Names = {
  program: "node_exporter",
  flags: "/etc/sysconfig/node_exporter",
  variable: "OPTIONS",
  units: "usr/lib/systemd/system",
  zshDirectory: "usr/share/zsh/site-functions",
  hint: `# Flags of the exporter, separated by blanks: "node_exporter --help" lists them. Backslashes are doubled.\n`,
};

/** Packages of node_exporter that this one takes the place of. */
const REPLACED = ["golang-github-prometheus-node-exporter", "node-exporter", "node_exporter"];

/** Scripts that rpm runs, each in deploy/packages. */
const SCRIPTS = ["pre", "post", "preun", "postun", "posttrans"];

/** A package for EL 8 and later, and Fedora. */
export const rpm: Kind = {
  fileName: (target) => `${NAME}-${VERSION}-1.${target.rpm}.rpm`,
  tools: ["rpmbuild"],
  make: makeRpm,
};

function makeRpm(parts: ReleaseParts): void {
  const { file, seconds } = parts;
  const target = architecture().rpm;
  inTemporaryDirectory((directory) => {
    const entries = packaged(parts);
    writeTree(join(directory, "root"), entries, seconds);
    writeTree(directory, [{ path: "spec", mode: 0o644, content: specification(entries, parts) }], seconds);
    const macros = [`_topdir ${directory}`, `_rpmdir ${directory}`, `_dbpath ${directory}/db`];
    const defines = macros.flatMap((macro) => ["--define", macro]);
    run("rpmbuild", ["-bb", "--quiet", `--target=${target}`, ...defines, "--buildroot", `${directory}/build`, "spec"], {
      cwd: directory,
      env: { SOURCE_DATE_EPOCH: String(seconds) },
    });
    copyFileSync(join(directory, target, basename(file)), file);
  });
}

function packaged({ executable, licences }: ReleaseParts): readonly Entry[] {
  const directory = (path: string): Entry => ({ path, mode: 0o755, content: undefined });
  return [
    ...serviceFiles(executable, EPEL),
    ...sharedFiles(`usr/share/${NAME}`),
    directory(`usr/share/licenses/${NAME}`),
    { path: `usr/share/licenses/${NAME}/LICENCES.txt`, mode: 0o644, content: licences },
    directory("var/lib/node_exporter"),
    directory("var/lib/node_exporter/textfile_collector"),
  ];
}

/** Nothing is stripped or examined: what the executable contains after its sections would be lost. */
function specification(entries: readonly Entry[], { isFast, seconds }: ReleaseParts): string {
  return `%global __os_install_post %{nil}
%global debug_package %{nil}
%global _build_id_links none
%global _binary_payload ${isFast ? "w1.gzdio" : "w6.xzdio"}
%global _buildhost localhost
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1

Name: ${NAME}
Version: ${VERSION}
Release: 1
Summary: Prometheus exporter for Linux host metrics
License: Apache-2.0 AND MIT AND LicenseRef-LICENCES.txt
URL: ${HOMEPAGE}
Packager: ${MAINTAINER}
AutoReqProv: no
Requires: libc.so.6(GLIBC_2.28)(64bit), libstdc++.so.6(GLIBCXX_3.4.21)(64bit), libgcc_s.so.1()(64bit)
Requires: libatomic.so.1()(64bit)
Requires(pre): shadow-utils
${REPLACED.map((name) => `Provides: ${name} = %{version}\nConflicts: ${name}\nObsoletes: ${name} < %{version}`).join("\n")}

%description
${DESCRIPTION.replaceAll(/(.{1,78})(?: |$)/g, "$1\n")}
%install
cp -a ../root/. %{buildroot}

${SCRIPTS.map((name) => `%${name}\n${scriptlet(name)}`).join("\n")}
%files
${entries.map((entry) => fileLine(entry)).join("\n")}

%changelog
* ${dayOf(seconds)} ${MAINTAINER} - ${VERSION}-1
- ${HOMEPAGE}/blob/v${VERSION}/CHANGELOG.md
`;
}

/** rpm replaces what begins with a percent sign. */
function scriptlet(name: string): string {
  return readFileSync(join(root, `deploy/packages/rpm.${name}`), "utf8").replaceAll("%", "%%");
}

/** As rpm writes days: `Mon Nov 30 2026`. */
function dayOf(seconds: number): string {
  const [weekday = "", day, month, year] = new Date(seconds * 1000).toUTCString().split(" ");
  return [weekday.replace(",", ""), month, day, year].join(" ");
}

function fileLine({ path, mode, content }: Entry): string {
  const attributes = `%attr(${mode.toString(8)}, root, root)`;
  if (content === undefined) return `%dir ${attributes} /${path}`;
  if (`/${path}` === EPEL.flags) return `%config(noreplace) ${attributes} /${path}`;
  if (path.startsWith("usr/share/licenses")) return `%license ${attributes} /${path}`;
  return `${attributes} /${path}`;
}
