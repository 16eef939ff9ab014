import { accessSync } from "node:fs";
import { errnoOf, messageOf } from "../../../../collectors/kit/errors.ts";
import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";
import { mountAt } from "../mounts.ts";

/** Whether the host is there, and mounts that it makes later will be seen. */
export function checkRootfs({ options: { paths }, mounts }: Diagnosis): readonly Finding[] {
  const { rootfs } = paths;
  const mount = mountAt(mounts, rootfs);
  const missing = mount === undefined ? unreachable(rootfs) : [];
  if (missing.length > 0) return missing;
  if (rootfs === "/" || mounts.length === 0 || mount?.isPropagated === true) return [];
  return [
    {
      subject: "--path.rootfs",
      what: mount === undefined ? `${rootfs} is not a mount of its own` : `${rootfs} is mounted without propagation`,
      evidence:
        mount === undefined
          ? `no line for ${rootfs} in /proc/self/mountinfo`
          : "neither shared: nor master: in /proc/self/mountinfo",
      consequence:
        "node_filesystem_* does not see what is mounted after the start, and host mounts stay busy after they were unmounted",
      remedy: mountRemedy(rootfs),
      ...(mount === undefined && { isNote: true }),
    },
  ];
}

/** Why the directory cannot be reached; nothing where it can. */
function unreachable(rootfs: string): readonly Finding[] {
  try {
    accessSync(rootfs);
    return [];
  } catch (error) {
    return [
      {
        subject: "--path.rootfs",
        what: `${rootfs} ${errnoOf(error) === "ENOENT" ? "does not exist" : "cannot be reached"}`,
        evidence: messageOf(error),
        consequence: "node_filesystem_* of the host",
        remedy: `${mountRemedy(rootfs)}, or correct the path`,
      },
    ];
  }
}

function mountRemedy(rootfs: string): string {
  return `mount the host's / there with propagation: -v /:${rootfs}:ro,rslave (mountPropagation: HostToContainer)`;
}
