import { defineCollector, type Emit } from "./kit/define.ts";
import { counter, gauge } from "./kit/family.ts";
import { network } from "./kit/sources.ts";
import { parseEndpoint } from "./supervisord/endpoint.ts";
import { postXml } from "./supervisord/post.ts";
import { parseProcesses, type SupervisedProcess } from "./supervisord/processes.ts";
import { encodeCall, parseResponse } from "./supervisord/xml-rpc.ts";

const up = gauge("node_supervisord_up", "1 while a process is starting, running or stopping.", "name", "group");
const state = gauge("node_supervisord_state", "State of the process as a number of supervisord.", "name", "group");
const exitStatus = gauge("node_supervisord_exit_status", "Last exit status of the process.", "name", "group");
const startTime = counter(
  "node_supervisord_start_time_seconds",
  "Start time of the process in seconds since the Unix epoch.",
  "name",
  "group",
);

const FLAG = "collector.supervisord.url";

const STARTING = 10;
const RUNNING = 20;
const STOPPING = 40;
const UP = new Set([STARTING, RUNNING, STOPPING]);

export default defineCollector({
  name: "supervisord",
  summary: "Processes of supervisord, by XML-RPC.",
  enabledByDefault: false,
  deprecated: "as in node_exporter; run its programs under systemd, or use a dedicated exporter",
  families: [up, state, exitStatus, startTime],
  sources: [network(FLAG)],
  flags: {
    [FLAG]: {
      type: "string",
      default: "http://localhost:9001/RPC2",
      help: "URL of supervisord: http://host:port/RPC2, or unix:///path of its socket.",
      env: "SUPERVISORD_URL",
    },
  },
  create({ flags, skip }) {
    const endpoint = parseEndpoint(FLAG, flags[FLAG]);
    const call = encodeCall("supervisor.getAllProcessInfo");
    return async (emit, { deadline }) => {
      const answer = parseResponse(await postXml(endpoint, call, deadline));
      for (const process of parseProcesses(answer, skip)) emitProcess(emit, process);
    };
  },
});

function emitProcess(emit: Emit, process: SupervisedProcess): void {
  const { name, group } = process;
  const isUp = UP.has(process.state);
  emit(state, process.state, name, group);
  emit(exitStatus, process.exitstatus, name, group);
  emit(up, Number(isUp), name, group);
  if (isUp) emit(startTime, process.start, name, group);
}
