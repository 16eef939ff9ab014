import { gauge } from "../../collectors/kit/family.ts";
import { Sink } from "../../workers/render/sink.ts";
import { buildInfo } from "../options/build-info.ts";
import { type Piece, SinkFinisher } from "../../workers/protocol/section.ts";

const family = gauge(
  "node_exporter_build_info",
  "Version of the exporter and of what it runs on; always 1.",
  "branch",
  "goarch",
  "goos",
  "goversion",
  "revision",
  "tags",
  "version",
);

/** `node_exporter_build_info`. Its label names are the original's; `goversion` holds the version of Node.js. */
export function buildInfoPieces(): readonly Piece[] {
  const { branch, architecture, os, nodeVersion, revision, version } = buildInfo();
  const sink = new Sink();
  sink.emit(family, 1, branch, architecture, os, nodeVersion, revision, "", version);
  return new SinkFinisher(sink).finish();
}
