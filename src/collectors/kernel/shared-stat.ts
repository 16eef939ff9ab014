import { parseStat } from "../parsers/procfs/stat.ts";
import { sharedFile } from "./shared-file.ts";

/** /proc/stat for the collectors cpu and stat. */
export const sharedStat = sharedFile("stat", () => parseStat);
