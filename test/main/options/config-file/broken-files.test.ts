import { expect, test } from "vitest";
import { problems } from "./reading.ts";

/** Of three lines, of which the second has a fault. */
const inTheMiddle = (line: string): string => `log: {level: debug}\n${line}\nweb: {max-requests: 10}\n`;

test.each<[name: string, text: string | Uint8Array, want: string | readonly string[]]>([
  // Not YAML, or more of it than a config file needs.
  ["a quote that does not end", 'log:\n  level: "debug\n', '1.yml:3:1: Missing closing "quote'],
  [
    "a list that does not end",
    "web:\n  listen-address: [a\n",
    "1.yml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["a tab", "log:\n\tlevel: debug\n", "1.yml:2:1: Tabs are not allowed as indentation"],
  [
    "a wrong indent",
    "log:\n  level: debug\n format: json\n",
    "1.yml:3:1: All mapping items must start at the same column",
  ],
  ["two documents", "log: {level: debug}\n---\nlog: {level: info}\n", "1.yml:2:1: there is more than one document"],
  ["a tag of an application", "log: {level: !secret debug}\n", "1.yml:1:14: Unresolved tag: !secret"],
  ["an alias without its anchor", "log: {level: *level}\n", "1.yml:1:7: log.level: there is no anchor &level"],
  ["a text", "--log.level=debug\n", "1.yml:1:1: must be a map such as log: {level: debug}, not a text"],
  ["a list", "- log.level=debug\n", "1.yml:1:1: must be a map such as log: {level: debug}, not a list"],
  ["bytes that are not UTF-8", Buffer.from("log: {level: \xff}", "latin1"), "config file: 1.yml: is not UTF-8"],
  ["a file without end", "#".repeat((1 << 20) + 1), "config file: cannot read 1.yml: larger than 1048576 bytes"],
  [
    "more aliases than anybody writes",
    `web: {listen-address: [&a ":1"${", *a".repeat(1001)}]}`,
    "1.yml:1:4033: web.listen-address[1001]: more than 1000 aliases",
  ],
  // Keys.
  ["an unknown key", "log:\n  colour: red\n", "1.yml:2:3: log.colour: unknown key; known here: level, format"],
  ["a misspelt key", inTheMiddle("loge: {level: debug}"), "1.yml:2:1: loge: unknown key; did you mean log?"],
  [
    "a misspelt flag",
    "web: {listen-adress: []}\n",
    "1.yml:1:7: web.listen-adress: unknown key; did you mean listen-address?",
  ],
  [
    "an underscore",
    "web: {listen_address: []}\n",
    "1.yml:1:7: web.listen_address: unknown key; did you mean listen-address?",
  ],
  [
    "a misspelt collector",
    "collector: {fillesystem: {}}\n",
    "1.yml:1:13: collector.fillesystem: unknown key; did you mean filesystem?",
  ],
  [
    "a flag of another collector",
    "collector: {netdev: {mount-points-exclude: a}}\n",
    "1.yml:1:22: collector.netdev.mount-points-exclude: unknown key; did you mean collector.filesystem.mount-points-exclude?",
  ],
  [
    "a flag without its section",
    'listen-address: [":9100"]\n',
    "1.yml:1:1: listen-address: unknown key; did you mean web.listen-address?",
  ],
  [
    "a flag as on the command line",
    "--web.max-requests: 5\n",
    "1.yml:1:1: --web.max-requests: unknown key; write it nested: web: {max-requests: …}",
  ],
  [
    "a flag with its dots",
    "collector.filesystem.fs-types-exclude: a\n",
    "1.yml:1:1: collector.filesystem.fs-types-exclude: unknown key; write it nested: collector: {filesystem: {fs-types-exclude: …}}",
  ],
  [
    "half of a flag with its dots",
    "web:\n  config.file: web.yml\n",
    "1.yml:2:3: web.config.file: unknown key; write it nested: web: {config: {file: …}}",
  ],
  [
    "a key below a value",
    "collector: {cpu: {info: {flags-include: aes}}}\n",
    "1.yml:1:19: collector.cpu.info: must be true or false, not a map",
  ],
  [
    "an old name",
    "collector: {netdev: {device-blacklist: lo}}\n",
    "1.yml:1:22: collector.netdev.device-blacklist: unknown key; this is an old name, write collector.netdev.device-exclude",
  ],
  [
    "a key that is there twice",
    "log:\n  level: info\n  level: debug\n",
    "1.yml:3:3: log.level: the key is there twice",
  ],
  [
    "a section that is there twice",
    "log: {level: info}\nweb: {}\nlog: {format: json}\n",
    "1.yml:3:1: log: the key is there twice",
  ],
  ["a merge key", "log: {<<: {level: debug}}\n", "1.yml:1:7: log.<<: unknown key; known here: level, format"],
  [
    "a further config file",
    "config: {file: [b.yml]}\n",
    "1.yml:1:1: config: unknown key; a config file cannot name others",
  ],
  ["what prints a page", "version: true\n", "1.yml:1:1: version: unknown key; this flag belongs on the command line"],
  ["a map as key", "? {log: 1}\n: 2\n", "1.yml:1:3: must be a text"],
  // Values of a wrong type.
  [
    "a word for a section",
    "path: on\n",
    "1.yml:1:1: path: must be a map with keys such as procfs, sysfs, rootfs, not a text",
  ],
  [
    "a path for the section of its flag",
    "web: {config: web.yml}\n",
    "1.yml:1:7: web.config: must be a map with keys such as file, not a text",
  ],
  [
    "a text for a list",
    'web: {listen-address: ":9200"}\n',
    '1.yml:1:7: web.listen-address: must be a list: write [":9200"]',
  ],
  [
    "a map for a list",
    "web: {listen-address: {port: 1}}\n",
    "1.yml:1:7: web.listen-address: must be a list, not a map",
  ],
  [
    "a list in a list",
    "web: {listen-address: [[a]]}\n",
    "1.yml:1:24: web.listen-address[0]: must be a text, not a list",
  ],
  ["a list for a text", "web: {telemetry-path: [/a]}\n", "1.yml:1:7: web.telemetry-path: must be a text, not a list"],
  [
    "a number for a text",
    "collector: {perf: {cpus: 0}}\n",
    "1.yml:1:20: collector.perf.cpus: must be a text: put 0 in quotes",
  ],
  [
    "true for a text",
    "collector: {runit: {servicedir: true}}\n",
    "1.yml:1:21: collector.runit.servicedir: must be a text: put true in quotes",
  ],
  ["nothing for a text", "web:\n  telemetry-path:\n", "1.yml:2:3: web.telemetry-path: has no value"],
  [
    "a text for a number",
    'web: {max-requests: "5"}\n',
    "1.yml:1:7: web.max-requests: must be a whole number, not a text",
  ],
  ["half a request", "web: {max-requests: 1.5}\n", "1.yml:1:7: web.max-requests: must be a whole number"],
  ["yes", "collector: {cpu: {info: yes}}\n", "1.yml:1:19: collector.cpu.info: must be true or false, not a text"],
  [
    "a duration without unit",
    "scrape: {default-timeout: 5}\n",
    "1.yml:1:10: scrape.default-timeout: must be a duration such as 10s, not a number",
  ],
  [
    "no address",
    "web: {listen-address: []}\n",
    "1.yml:1:7: web.listen-address: is an empty list: name one at least, or leave it out",
  ],
  // Values that the flag does not take.
  [
    "a level that is none",
    "log: {level: loud}\n",
    '1.yml:1:7: log.level: must be one of debug, info, warn, error, not "loud"',
  ],
  [
    "a duration that is none",
    "scrape: {default-timeout: 5 seconds}\n",
    '1.yml:1:10: scrape.default-timeout: "5 seconds" is not a duration such as 500ms, 5s or 1m30s',
  ],
  ["no time at all", "scrape: {default-timeout: 0s}\n", "1.yml:1:10: scrape.default-timeout: must be more than 0s"],
  ["a negative number", "web: {max-requests: -1}\n", "1.yml:1:7: web.max-requests: must be 0 or more, not -1"],
  [
    "an address without port",
    "web: {listen-address: [localhost]}\n",
    '1.yml:1:7: web.listen-address: "localhost": the port is missing',
  ],
  [
    "a network that is none",
    "web: {allow-cidr: [10.0.0.0/33]}\n",
    '1.yml:1:7: web.allow-cidr: "10.0.0.0/33" must have a prefix length from 0 to 32',
  ],
  [
    "a path without slash",
    "web: {telemetry-path: metrics}\n",
    '1.yml:1:7: web.telemetry-path: "metrics" does not start with /',
  ],
  [
    "a bad pattern",
    "collector: {netstat: {fields: '('}}\n",
    "1.yml:1:23: collector.netstat.fields: bad regular expression: error parsing regexp: missing closing ): `(`",
  ],
  [
    "a pattern that RE2 does not have",
    "collector: {systemd: {unit-include: '(?=a)'}}\n",
    "1.yml:1:23: collector.systemd.unit-include: bad regular expression: error parsing regexp: invalid or unsupported Perl syntax: `(?=`",
  ],
  [
    "both flags of a pair",
    "collector:\n  netdev:\n    device-include: eth0\n    device-exclude: lo\n",
    "1.yml:4:5: collector.netdev.device-exclude: cannot be combined with collector.netdev.device-include at 1.yml:3:5",
  ],
  // Switches.
  [
    "a switch beside the flags",
    "collector: {systemd: true}\n",
    "1.yml:1:13: collector.systemd: must be a map with keys such as unit-include, unit-exclude, private, not true or false; write collectors: {enabled: [systemd]} or {disabled: [systemd]} to switch the collector",
  ],
  [
    "disable-defaults beside the flags",
    "collector: {disable-defaults: true}\n",
    "1.yml:1:13: collector.disable-defaults: unknown key; write collectors: {disable-defaults: true}",
  ],
  [
    "switches as a list",
    "collectors: [cpu]\n",
    "1.yml:1:1: collectors: must be a map: write enabled: […] or disabled: […]",
  ],
  [
    "a collector that does not exist",
    "collectors: {enabled: [sytemd]}\n",
    "1.yml:1:24: collectors.enabled[0]: no collector is called sytemd; did you mean systemd?",
  ],
  [
    "one name without a list",
    "collectors: {enabled: systemd}\n",
    '1.yml:1:14: collectors.enabled: must be a list: write ["systemd"]',
  ],
  [
    "another word for enabled",
    "collectors: {enable: [systemd]}\n",
    "1.yml:1:14: collectors.enable: unknown key; did you mean enabled?",
  ],
  [
    "a collector on and off",
    "collectors:\n  enabled: [arp]\n  disabled: [arp]\n",
    "1.yml:3:14: collectors.disabled[0]: arp is switched on already at 1.yml:2:13",
  ],
  [
    "a collector on twice",
    "collectors: {enabled: [arp, arp]}\n",
    "1.yml:1:29: collectors.enabled[1]: arp is switched on already at 1.yml:1:24",
  ],
  // All at once.
  [
    "several faults",
    "log: {level: loud, formt: json}\npath: 5\n",
    [
      '1.yml:1:7: log.level: must be one of debug, info, warn, error, not "loud"',
      "1.yml:1:20: log.formt: unknown key; did you mean format?",
      "1.yml:2:1: path: must be a map with keys such as procfs, sysfs, rootfs, not a number",
    ],
  ],
])("%s", async (_name, text, want) => {
  expect(await problems(text)).toEqual(typeof want === "string" ? [want] : want);
});

test("files that cannot be read", async () => {
  expect(await problems("log: {level: loud}", "log: {level: debug}", "weg: {}")).toEqual([
    '1.yml:1:7: log.level: must be one of debug, info, warn, error, not "loud"',
    "3.yml:1:1: weg: unknown key; did you mean web?",
  ]);
});
