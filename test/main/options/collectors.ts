import type { CollectorMetadata } from "../../../src/collectors/kit/define.ts";

/** Collectors with a flag of each type, so that tests do not depend on the real ones. */
export const collectors: readonly CollectorMetadata[] = [
  {
    name: "alpha",
    summary: "First of two.",
    enabledByDefault: true,
    flags: {
      "collector.alpha.include": { type: "string", default: "", help: "Names to read." },
      "collector.alpha.exclude": { type: "string", default: "^(ram|loop)\\d+$", help: "Names to leave out." },
      "no-collector.alpha.link": { type: "bool", default: false, help: "Looks negated but is not.", hidden: true },
      "collector.alpha.camelCase": { type: "bool", default: false, help: "Read more." },
      "collector.alpha.link": { type: "bool", default: true, help: "Follow links." },
      "collector.alpha.workers": { type: "int", default: 4, help: "Hidden number.", hidden: true },
      "collector.alpha.timeout": { type: "duration", default: "5s", help: "Time to wait." },
      "collector.alpha.folder": { type: "strings", default: [""], help: "Folder to read." },
    },
  },
  {
    name: "beta",
    summary: "Second of two.",
    enabledByDefault: false,
    deprecated: "use alpha",
    flags: {
      "collector.beta.url": { type: "string", default: "http://localhost/", help: "Server.", env: "BETA_URL" },
    },
  },
];
