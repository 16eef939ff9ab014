const NFS_MARK = " - nfs";

/** Server address of each NFS mount in /proc/PID/mountinfo (the super option `addr`), by `nfsMountKey`. */
export function parseNfsAddresses(bytes: Buffer): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (let mark = bytes.indexOf(NFS_MARK); mark >= 0; mark = bytes.indexOf(NFS_MARK, mark + 1)) {
    const start = bytes.lastIndexOf("\n", mark) + 1;
    const end = bytes.indexOf("\n", mark);
    const [, , , , mountPoint = ""] = bytes.toString("utf8", start, mark).split(" ");
    const [, , fsType = "", device = "", options = ""] = bytes
      .toString("utf8", mark, end < 0 ? bytes.length : end)
      .split(" ");
    const address = options.split(",").find((option) => option.startsWith("addr="));
    if (fsType === "nfs" || fsType === "nfs4")
      addresses.set(nfsMountKey(device, mountPoint, fsType), address?.slice("addr=".length) ?? "");
  }
  return addresses;
}

/** Names a mount the same way in mountinfo and mountstats. The words hold no blanks: the kernel escapes them. */
export function nfsMountKey(device: string, mountPoint: string, fsType: string): string {
  return `${device} ${mountPoint} ${fsType}`;
}
