import { defineCollector, type Emit } from "./kit/define.ts";
import { counter, gauge } from "./kit/family.ts";
import { network } from "./kit/sources.ts";
import { parseEndpoint } from "./supervisord/endpoint.ts";
import { postXml } from "./supervisord/post.ts";
import { parseProcesses, type SupervisedProcess } from "./supervisord/processes.ts";
import { encodeCall, parseResponse } from "./supervisord/xml-rpc.ts";

const up = gauge("node_supervisord_up", "1 while a process is starting, running or stopping.", "name", "group");
const state = gauge("node_supervisord_state", "State of a process in supervisord's numbers.", "name", "group");
const exitStatus = gauge("node_supervisord_exit_status", "Status that a process last ended with.", "name", "group");
const startTime = counter(
  "node_supervisord_start_time_seconds",
  "When a process was started, in seconds since 1970.",
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
  summary: "Processes of supervisord, asked for by XML-RPC.",
  enabledByDefault: false,
  deprecated:
    "the supervisord collector is deprecated as in node_exporter; run supervisord's programs under systemd or use an exporter of its own",
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
  create({ flags }) {
    const endpoint = parseEndpoint(FLAG, flags[FLAG]);
    const call = encodeCall("supervisor.getAllProcessInfo");
    return async (emit, { deadline }) => {
      const answer = parseResponse(await postXml(endpoint, call, deadline));
      for (const process of parseProcesses(answer)) emitProcess(emit, process);
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
