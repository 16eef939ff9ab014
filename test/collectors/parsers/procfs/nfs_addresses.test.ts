import { expect, test } from "vitest";
import { nfsMountKey, parseNfsAddresses } from "../../../../src/collectors/parsers/procfs/nfs_addresses.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

const MOUNTS = `21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro
194 21 0:42 / /mnt/a\\040b rw shared:144 master:2 - nfs4 srv:/data rw,vers=4.2,clientaddr=10.0.0.2,addr=10.0.0.1
195 21 0:43 / /mnt/old rw - nfs srv:/old rw,vers=3,mountaddr=10.0.0.9,addr=fd00::1,local_lock=none
196 21 0:44 / /mnt/none rw - nfs srv:/none rw
197 21 0:45 / /proc/fs/nfsd rw - nfsd nfsd rw,addr=1`;

test("reads the addresses of NFS mounts only", () => {
  expect([...parseNfsAddresses(Buffer.from(MOUNTS))]).toEqual([
    [nfsMountKey("srv:/data", "/mnt/a\\040b", "nfs4"), "10.0.0.1"],
    [nfsMountKey("srv:/old", "/mnt/old", "nfs"), "fd00::1"],
    [nfsMountKey("srv:/none", "/mnt/none", "nfs"), ""],
  ]);
});

test("survives garbage", () => parserSurvivesGarbage(parseNfsAddresses, MOUNTS));
