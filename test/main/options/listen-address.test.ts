import { describe, expect, test } from "vitest";
import { parseListenAddress, type ListenAddress } from "../../../src/main/options/listen-address.ts";

const tcp = (host: string, port: number): ListenAddress => ({ kind: "tcp", host, port });

test.each<[string, ListenAddress]>([
  [":9100", tcp("", 9100)],
  [":0", tcp("", 0)],
  ["localhost:65535", tcp("localhost", 65_535)],
  ["127.0.0.1:80", tcp("127.0.0.1", 80)],
  ["host-1.example_x.org:1", tcp("host-1.example_x.org", 1)],
  ["[::1]:9100", tcp("::1", 9100)],
  ["[::]:9100", tcp("::", 9100)],
  ["[127.0.0.1]:9100", tcp("127.0.0.1", 9100)],
  ["[0.0.0.0]:9100", tcp("0.0.0.0", 9100)],
  ["[localhost]:9100", tcp("localhost", 9100)],
  ["[]:9100", tcp("", 9100)],
  [":0009100", tcp("", 9100)],
  ["[fe80::1%eth0]:9100", tcp("fe80::1%eth0", 9100)],
  ["unix:/run/exporter.sock", { kind: "unix", path: "/run/exporter.sock" }],
  [`unix:/${"x".repeat(106)}`, { kind: "unix", path: `/${"x".repeat(106)}` }],
])("%s", (text, want) => {
  expect(parseListenAddress(text)).toEqual(want);
});

describe("errors", () => {
  test.each<[string, string]>([
    ["", "the port is missing"],
    ["9100", "the port is missing"],
    ["localhost", "the port is missing"],
    [":", "the port must be a number from 0 to 65535"],
    ["localhost:", "the port must be a number from 0 to 65535"],
    [":65536", "the port must be a number from 0 to 65535"],
    [":-1", "the port must be a number from 0 to 65535"],
    [":http", "the port must be a number from 0 to 65535"],
    [":1e3", "the port must be a number from 0 to 65535"],
    ["::1:9100", "an IPv6 address needs brackets"],
    ["[::1]", "an IPv6 address needs brackets"],
    ["[::g]:9100", "no IPv6 address is in the brackets"],
    ["[[::1]]:9100", "no IPv6 address is in the brackets"],
    ["[a b]:9100", "the host name is not valid"],
    [":065536", "the port must be a number from 0 to 65535"],
    ["a b:9100", "the host name is not valid"],
    ["http//x:9100", "the host name is not valid"],
    ["vsock://:9100", "vsock sockets are not supported"],
    ["VSOCK://3:9100", "vsock sockets are not supported"],
    ["unix:run/x", "the path of a unix socket must start with /"],
    ["unix:", "the path of a unix socket must start with /"],
    [`unix:/${"x".repeat(107)}`, "the path is longer than 107 bytes"],
    ["unix:/a\0b", "the path contains a zero byte"],
  ])("%j", (text, want) => {
    expect(() => parseListenAddress(text)).toThrow(`--web.listen-address: "${text}": ${want}`);
  });
});
