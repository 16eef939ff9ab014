import { gauge } from "../../collectors/kit/family.ts";
import { buildInfo } from "../options/build-info.ts";
import type { OwnFamilies } from "./own-families.ts";

const family = gauge(
  "node_exporter_build_info",
  "Versions of the exporter and of Node.js (goversion); always 1.",
  "branch",
  "goarch",
  "goos",
  "goversion",
  "revision",
  "tags",
  "version",
);

/** `node_exporter_build_info`. Its label names are node_exporter's; `goversion` holds the version of Node.js. */
export function buildInfoFamily(): OwnFamilies {
  const { branch, architecture, os, nodeVersion, revision, version } = buildInfo();
  return (emit) => emit(family, 1, branch, architecture, os, nodeVersion, revision, "", version);
}
