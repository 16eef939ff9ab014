import { gauge } from "../../collectors/kit/family.ts";
import { buildInfo } from "../options/build-info.ts";
import type { OwnSource } from "./own-source.ts";

const family = gauge(
  "node_exporter_build_info",
  "Versions of the exporter, of Node.js (goversion) and of node_exporter with the same metrics (tags); always 1.",
  "branch",
  "goarch",
  "goos",
  "goversion",
  "revision",
  "tags",
  "version",
);

/**
 * `node_exporter_build_info`. Its label names are node_exporter's; `goversion` holds the version of Node.js, and `tags`,
 * which has build tags there, the version of node_exporter that this one equals.
 */
export function buildInfoFamily(): OwnSource {
  const { branch, architecture, os, nodeVersion, revision, version, equalVersion } = buildInfo();
  const tags = `node_exporter-${equalVersion}`;
  return {
    set: "default",
    emit: (emit) => emit(family, 1, branch, architecture, os, nodeVersion, revision, tags, version),
  };
}
