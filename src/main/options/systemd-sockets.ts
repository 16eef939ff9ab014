import { UsageError } from "./usage-error.ts";
import type { Environment } from "./values.ts";

/** Descriptors from 3 on are the sockets that systemd passes, see sd_listen_fds(3). */
const FIRST_DESCRIPTOR = 3;

/** The descriptors of the sockets that systemd passed to the process `pid`; throws UsageError when there are none. */
export function systemdSockets(env: Environment, pid: number): readonly number[] {
  const { LISTEN_FDS: count = "", LISTEN_PID: owner = "" } = env;
  if (count === "") throw none("LISTEN_FDS is not set");
  if (owner !== String(pid)) throw none(`LISTEN_PID is "${owner}" and this process is ${pid}`);
  if (!/^\d{1,4}$/.test(count) || Number(count) === 0) throw none(`LISTEN_FDS is "${count}"`);
  return Array.from({ length: Number(count) }, (_, index) => FIRST_DESCRIPTOR + index);
}

/** Removes what told of the sockets, which is not meant for children of this process. */
export function forgetSystemdSockets(env: NodeJS.ProcessEnv): void {
  for (const name of ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"]) delete env[name];
}

function none(reason: string): UsageError {
  return new UsageError(`--web.systemd-socket: no socket was passed: ${reason}`);
}
