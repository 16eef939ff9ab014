import { commit, readManifest, versionLines } from "../../programs.ts";

/** What `--version` and `node_exporter_build_info` show; unknown values are empty. */
interface BuildInfo {
  readonly version: string;
  /** The version of node_exporter that has the same metrics. */
  readonly equalVersion: string;
  readonly branch: string;
  readonly revision: string;
  readonly nodeVersion: string;
  /** As Go names them: `linux`, `amd64`. */
  readonly os: string;
  readonly architecture: string;
}

const GO_ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", ppc64: "ppc64le" };

/** Reads the version from package.json. */
export function buildInfo(): BuildInfo {
  const version = versionOf(readManifest());
  return {
    version,
    equalVersion: equalVersion(version),
    branch: "",
    revision: commit,
    nodeVersion: process.version,
    os: process.platform,
    architecture: GO_ARCHITECTURES[process.arch] ?? process.arch,
  };
}

/** The first line has the form that scripts around node_exporter look for. */
export function versionText(): string {
  const { version, equalVersion: equal, branch, revision, nodeVersion, os, architecture } = buildInfo();
  return `node-exporter-ts, version ${version} (branch: ${branch}, revision: ${revision || "unknown"})
  same metrics as:  node_exporter ${equal}
  node version:     ${nodeVersion}
  platform:         ${os}/${architecture}
${versionLines()}`;
}

/** How many versions of this program may have the metrics of one version of node_exporter. */
const VERSIONS_PER_PATCH = 100;

/** Of 1.12.100 and whatever follows up to 1.12.199: 1.12.1. */
export function equalVersion(version: string): string {
  return version.replace(/(\d+)$/, (patch) => String(Math.floor(Number(patch) / VERSIONS_PER_PATCH)));
}

function versionOf(manifest: unknown): string {
  const isNamed = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isNamed && typeof manifest.version === "string" ? manifest.version : "";
}
