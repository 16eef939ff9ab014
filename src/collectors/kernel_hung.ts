import { defineCollector } from "./kit/define.ts";
import { counter } from "./kit/family.ts";
import { requireDirectory } from "./kit/mount-point.ts";
import { absent } from "./kit/no-data.ts";
import { kernelOption, procfs } from "./kit/sources.ts";
import { parseNumberFile } from "./parsers/procfs/number_file.ts";

const hungTasks = counter("node_kernel_hung_tasks_total", "Tasks that the kernel found hanging since boot.");

export default defineCollector({
  name: "kernel_hung",
  summary: "Hung tasks from /proc/sys/kernel/hung_task_detect_count (Linux 6.13).",
  enabledByDefault: true,
  families: [hungTasks],
  sources: [procfs("sys/kernel/hung_task_detect_count"), kernelOption("CONFIG_DETECT_HUNG_TASK")],
  flags: {},
  create({ host }) {
    requireDirectory("path.procfs", host.proc);
    const file = host.proc.file("sys/kernel/hung_task_detect_count", parseNumberFile);
    return (emit) => {
      const count = file.readIf();
      if (count === undefined) return absent("sys/kernel/hung_task_detect_count");
      emit(hungTasks, count);
      return undefined;
    };
  },
});
