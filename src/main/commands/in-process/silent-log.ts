import type { LeveledLog } from "../../log/log.ts";

/** The log of an exporter whose command reports itself what is wrong. */
export const silentLog: LeveledLog = Object.assign(() => {}, { setLevel: () => {} });
