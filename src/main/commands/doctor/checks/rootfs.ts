import type { Diagnosis } from "../diagnosis.ts";
import type { Finding } from "../finding.ts";
import { mountAt } from "../mounts.ts";

/** Whether mounts that the host makes later will be seen. */
export function checkRootfs({ options: { paths }, mounts }: Diagnosis): readonly Finding[] {
  const { rootfs } = paths;
  const mount = mountAt(mounts, rootfs);
  if (rootfs === "/" || mounts.length === 0 || mount?.isPropagated === true) return [];
  return [
    {
      subject: "--path.rootfs",
      what: mount === undefined ? `${rootfs} is not a mount of its own` : `${rootfs} is mounted without propagation`,
      evidence:
        mount === undefined
          ? `no line for ${rootfs} in /proc/self/mountinfo`
          : "neither shared: nor master: in /proc/self/mountinfo",
      consequence: "node_filesystem_* does not see what is mounted after the start, and keeps busy what is unmounted",
      remedy: `mount the host's / there with propagation: -v /:${rootfs}:ro,rslave (mountPropagation: HostToContainer)`,
      ...(mount === undefined && { isNote: true }),
    },
  ];
}
