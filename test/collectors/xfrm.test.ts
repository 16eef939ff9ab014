import { expect, test } from "vitest";
import xfrm from "../../src/collectors/xfrm.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";

test("gives 28 counters, 0 for those that the kernel does not have", async () => {
  const counters = "XfrmInTmplMismatch 51\nXfrmOutBundleCheckError 4\nXfrmAcquireError 7\nXfrmInIptfsError 9\n";
  const { status, text, families } = await collect(xfrm, { paths: hostTree({ "proc/net/xfrm_stat": counters }) });
  expect(status).toBe("ok");
  expect(families.size).toBe(28);
  expect(text).toContain("node_xfrm_in_tmpl_mismatch_packets_total 51\n");
  expect(text).toContain("node_xfrm_out_bundle_check_error_packets_total 4\n");
  expect(text).toContain(
    "# TYPE node_xfrm_acquire_error_packets_total counter\nnode_xfrm_acquire_error_packets_total 7\n",
  );
  expect(text).toContain("node_xfrm_fwd_hdr_error_packets_total 0\n");
  expect(text).not.toContain("iptfs");
});

test("fails without the file", async () => {
  const { status, message } = await collect(xfrm, { paths: hostTree({}) });
  expect([status, message]).toEqual(["failed", expect.stringContaining("ENOENT")]);
});
