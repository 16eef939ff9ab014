import { Scanner } from "../scanner.ts";

/** What /proc/PID/stat and /proc/PID/task/TID/stat show about scheduling; see proc_pid_stat(5). */
interface TaskStat {
  /** Letter of the state, such as `R` or `S`. */
  readonly state: string;
  /** Threads of the process, zero when it is about to vanish. */
  readonly threads: number;
}

const CLOSING_PARENTHESIS = 41;
/** Words between the state (field 3) and the number of threads (field 20). */
const WORDS_BETWEEN = 16;

/** Parses do_task_stat (fs/proc/array.c). The name in parentheses may hold any character, parentheses included. */
export function parsePidStat(bytes: Buffer, path: string): TaskStat {
  const scanner = new Scanner(bytes, path);
  const nameEnd = bytes.lastIndexOf(CLOSING_PARENTHESIS);
  if (nameEnd < 0) throw scanner.error("no name in parentheses");
  scanner.at = nameEnd + 1;
  const state = scanner.word();
  if (!/^[A-Za-z]$/.test(state)) throw scanner.error("no state");
  for (let i = 0; i < WORDS_BETWEEN; i++) scanner.skipWord();
  return { state, threads: scanner.uint() };
}
