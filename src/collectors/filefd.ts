import { defineCollector } from "./kit/define.ts";
import { gauge } from "./kit/family.ts";
import { procfs } from "./kit/sources.ts";
import { parseFileNr } from "./parsers/procfs/file_nr.ts";

const allocated = gauge("node_filefd_allocated", "File handles in use by all processes.");
const maximum = gauge("node_filefd_maximum", "Maximum number of file handles.");

export default defineCollector({
  name: "filefd",
  summary: "File handles in use from /proc/sys/fs/file-nr.",
  enabledByDefault: true,
  families: [allocated, maximum],
  sources: [procfs("sys/fs/file-nr")],
  flags: {},
  create({ host }) {
    const file = host.proc.file("sys/fs/file-nr", parseFileNr);
    return (emit) => {
      const fileNr = file.read();
      emit(allocated, fileNr.allocated);
      emit(maximum, fileNr.maximum);
    };
  },
});
