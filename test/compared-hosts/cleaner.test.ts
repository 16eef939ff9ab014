import { hostname } from "node:os";
import { expect, test } from "vitest";
import { Cleaner } from "./cleaner.ts";

test("equal names are replaced by equal made-up ones", () => {
  const cleaner = new Cleaner();
  const text = "0c:c4:7a:11:22:33 10.1.2.3 0c:c4:7a:11:22:33 f0e1d2c3-0000-1111-2222-333344445555 10.1.2.3";
  expect(cleaner.clean(text)).toBe(
    "02:00:00:00:00:02 192.0.2.3 02:00:00:00:00:02 00000000-0000-4000-8000-000000000001 192.0.2.3",
  );
});

test("addresses that name nobody stay, and so does all other text", () => {
  const text = "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 127.0.0.1 0.0.0.0 cpu0 1 2 3 12:34 1.5";
  expect(new Cleaner().clean(text)).toBe(text);
});

test("the host's name is replaced as a word", () => {
  expect(new Cleaner().clean(`${hostname()} x${hostname()}x`)).toBe(`host x${hostname()}x`);
});

test("serial numbers are replaced, absent ones stay absent", () => {
  const cleaner = new Cleaner();
  expect(cleaner.clean("VMX-12\n", "sys/class/dmi/id/product_serial")).toBe("0001\n");
  expect(cleaner.clean("\n", "sys/class/dmi/id/product_serial")).toBe("\n");
});

test("sockets keep their port", () => {
  const line = "0: 0100000A:0035 00000000:0000 07";
  expect(new Cleaner().clean(line, "proc/net/udp")).toBe("0: 00000001:0035 00000000:0000 07");
});
