import type { Tree } from "../kit/host.ts";
import { parseMountinfo, type Mount } from "../parsers/procfs/mountinfo.ts";

/** The host's mounts, read at each call; the same array as long as they are the same. */
interface MountTable {
  read(): readonly Mount[];
}

/** The mounts that process 1 sees; where it cannot be seen (hidepid), those of this process. */
export function openMountTable(proc: Tree): MountTable {
  const init = proc.file("1/mountinfo", parseMountinfo);
  const self = proc.file("self/mountinfo", parseMountinfo);
  return {
    read: () => init.readIf() ?? self.read(),
  };
}
