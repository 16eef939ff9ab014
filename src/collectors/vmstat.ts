import { defineCollector } from "./kit/define.ts";
import { familyCache, untyped } from "./kit/family.ts";
import { compilePattern } from "./kit/filter.ts";
import { NamedFamilies } from "./kit/named-families.ts";
import { procfs } from "./kit/sources.ts";
import { vmstatParser } from "./parsers/procfs/vmstat.ts";

const familyOf = familyCache((field: string) => untyped(`node_vmstat_${field}`, `Field ${field} of /proc/vmstat.`));

const FIELDS = "^(oom_kill|pgpg|pswp|pg.*fault).*";

export default defineCollector({
  name: "vmstat",
  summary: "Virtual memory activity from /proc/vmstat.",
  enabledByDefault: true,
  families: ["node_vmstat_*"],
  sources: [procfs("vmstat")],
  flags: {
    "collector.vmstat.fields": {
      type: "string",
      default: FIELDS,
      isPattern: true,
      help: "Regular expression of the fields to show.",
    },
  },
  create({ host, flags }) {
    const pattern = flags["collector.vmstat.fields"];
    const shown = compilePattern("collector.vmstat.fields", pattern, pattern === FIELDS);
    const file = host.proc.file("vmstat", vmstatParser());
    const families = new NamedFamilies((name) => (shown(name) ? familyOf(name) : undefined));
    return (emit) => families.emit(emit, file.read());
  },
});
