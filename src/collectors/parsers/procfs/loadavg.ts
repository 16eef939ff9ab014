import { Scanner } from "../scanner.ts";

/** Load averages of /proc/loadavg: tasks running or in uninterruptible sleep, over 1, 5 and 15 minutes. */
interface Loadavg {
  readonly one: number;
  readonly five: number;
  readonly fifteen: number;
}

/** Parses /proc/loadavg (proc(5)); the columns behind the averages are not looked at. */
export function parseLoadavg(bytes: Buffer, path: string): Loadavg {
  const scanner = new Scanner(bytes, path);
  return { one: scanner.float(), five: scanner.float(), fifteen: scanner.float() };
}
