import { defineCollector, type Fault } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { hostFile } from "./kit/sources.ts";
import { FileMerger } from "./text-format/file-merger.ts";
import type { FileProblem } from "./text-format/textfile.ts";
import { openDirectories } from "./textfile/directories.ts";
import { FaultLog } from "./textfile/fault-log.ts";

const mtime = gauge(
  "node_textfile_mtime_seconds",
  "Unix time of the last change of every textfile that was read.",
  "file",
);
const scrapeError = gauge("node_textfile_scrape_error", "1 when a textfile or its directory has a fault, else 0.");
const fileError = gauge(
  "node_textfile_file_scrape_error",
  "1 for each textfile or directory with a fault, by its kind.",
  "file",
  "reason",
);

export default defineCollector({
  name: "textfile",
  summary: "Metrics that other programs write to files.",
  enabledByDefault: true,
  families: [mtime, scrapeError, fileError],
  sources: [hostFile("/**")],
  bringsFamilies: { fault: scrapeError },
  flags: {
    "collector.textfile.directory": {
      type: "strings",
      default: [""],
      help: "Directory whose *.prom files are read, or a pattern that matches several. Repeatable.",
    },
  },
  create({ flags, log, faults }) {
    const readDirectories = openDirectories(flags["collector.textfile.directory"]);
    const merger = new FileMerger([mtime.name, scrapeError.name, fileError.name]);
    const faultLog = new FaultLog((...line) => log(...line));
    return (emit) => {
      const { files, problems: directoryProblems } = readDirectories();
      const { families, problems: fileProblems } = merger.merge(files);
      const problems = [...directoryProblems, ...fileProblems];
      for (const family of families) emit.rendered(family);
      for (const { path, mtime: seconds, isShown } of files) if (isShown) emit(mtime, seconds, path);
      for (const { path, reason } of withoutRepetition(problems)) emit(fileError, 1, path, reason);
      emit(scrapeError, problems.length > 0 ? 1 : 0);
      faultLog.record(problems);
      faults(problems.map(faultOf));
    };
  },
});

/** Problems may quote the file, reasons do not. */
function faultOf({ path, line, reason }: FileProblem): Fault {
  return { subject: path, problem: `${reason.replaceAll("_", " ")}${line > 0 ? `, line ${line}` : ""}` };
}

/** One problem for each file and reason. */
function withoutRepetition(problems: readonly FileProblem[]): Iterable<FileProblem> {
  if (problems.length < 2) return problems;
  return new Map(problems.toReversed().map((problem) => [`${problem.path}\0${problem.reason}`, problem])).values();
}
