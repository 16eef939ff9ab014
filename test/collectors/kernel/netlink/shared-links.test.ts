import { expect, test } from "vitest";
import { sharedLinks } from "../../../../src/collectors/kernel/netlink/shared-links.ts";
import { createNative } from "../../../../src/workers/native/native.ts";
import type { Native } from "../../../../src/collectors/kit/host.ts";

/** The system calls of this host, of which the requests by netlink are counted, and the next may be made to fail. */
function counting(): { readonly native: Native; readonly state: { requests: number; fail: boolean } } {
  const native = createNative();
  const state = { requests: 0, fail: false };
  const netlink: Native["netlink"] = (protocol, request, receiver) => {
    state.requests++;
    if (state.fail) throw Object.assign(new Error("ENOBUFS"), { code: "ENOBUFS" });
    native.netlink(protocol, request, receiver);
  };
  return { native: { ...native, netlink }, state };
}

test("all who ask in one scrape get the same answer, the next scrape asks again", () => {
  const { native, state } = counting();
  const links = sharedLinks(native);
  expect(sharedLinks(native)).toBe(links);
  const scrape = { deadline: 1 };
  const first = links.read(scrape);
  expect(links.read(scrape)).toBe(first);
  expect(state.requests).toBe(1);
  const loopback = first.find(({ name }) => name === "lo");
  expect(links.get(loopback?.index ?? 0)).toBe(loopback);
  // Another scrape, though it has to be ready at the same time.
  links.read({ deadline: 1 });
  expect(state.requests).toBe(2);
});

test("after a failure everyone asks anew", () => {
  const { native, state } = counting();
  const links = sharedLinks(native);
  const scrape = { deadline: 1 };
  state.fail = true;
  expect(() => links.read(scrape)).toThrow("ENOBUFS");
  state.fail = false;
  expect(links.read(scrape).map(({ name }) => name)).toContain("lo");
  expect(state.requests).toBe(2);
});
