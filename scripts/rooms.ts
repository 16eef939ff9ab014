/**
 * Which room of src/ may import from which: the import rules that lint enforces. A room is a directory with one duty;
 * others enter it only by the modules named here.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

interface Pattern {
  readonly group: string[];
  readonly message: string;
}

interface RoomRule {
  readonly files: string[];
  readonly rules: Readonly<Record<string, ["error", { readonly paths: string[]; readonly patterns: Pattern[] }]>>;
}

/** Only the mount probe's owner starts a process. */
const CHILD_PROCESS = ["child_process", "node:child_process"];
const CHILD_PROCESS_OWNER = "src/workers/mount-probe/child-process.ts";

/** Modules of Node.js that reach outside the process. */
const IO_MODULES = ["fs", "fs/promises", "net", "http", "http2", "https", "dgram", "dns", "tls", "worker_threads"];

/** The entries of the rooms of main: what others may import from there. */
const MAIN_ENTRIES: Readonly<Record<string, readonly string[]>> = {
  commands: ["table.ts", "command.ts", "run-command.ts"],
  "config-files": ["bounded-file.ts", "yaml-value.ts"],
  exposition: ["answer.ts", "client.ts", "encoder.ts", "merge.ts"],
  life: [
    "later-flags.ts",
    "leave.ts",
    "process-name.ts",
    "program-end.ts",
    "reloader.ts",
    "service-manager.ts",
    "thread-pool.ts",
  ],
  log: ["journal.ts", "log.ts", "logger.ts", "stack.ts", "visible.ts"],
  options: [
    "build-info.ts",
    "config-file/print-config.ts",
    "duration.ts",
    "flag-table.ts",
    "listen-address.ts",
    "options.ts",
    "parse.ts",
    "subnet.ts",
    "systemd-sockets.ts",
    "usage-error.ts",
    "values.ts",
  ],
  routes: ["query.ts", "reload.ts", "router.ts", "status.ts", "table.ts"],
  scrape: ["admission.ts", "collection-result.ts", "lane-options.ts", "max-lanes.ts", "scheduler.ts", "start-error.ts"],
  self: [
    "collector-records.ts",
    "event-metrics.ts",
    "known-faults.ts",
    "observer.ts",
    "own-metrics.ts",
    "page-size.ts",
    "scrapers.ts",
  ],
  server: [
    "config/live-config.ts",
    "handler.ts",
    "large-bodies.ts",
    "listen.ts",
    "replies.ts",
    "slow-clients.ts",
    "web.ts",
    "web-error.ts",
  ],
  status: ["page/markup.ts", "status-view.ts"],
};

const mainRooms = readdirSync(join(import.meta.dirname, "../src/main"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const collectorsDirectory = join(import.meta.dirname, "../src/collectors");

/**
 * Overrides of the lint configuration, in which the last one that matches a file holds. A directory of src/collectors beside a
 * collector of its name is private to it.
 */
export function roomRules(): RoomRule[] {
  const privateRooms = readdirSync(collectorsDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(collectorsDirectory, `${entry.name}.ts`)))
    .map(({ name }) => name);
  const noOuterRoom = deny(["main", "workers"], "Collectors know neither workers nor main.");
  const noGenerated = deny(["generated"], "Only main, workers and commands read the catalogue.");
  const noPrivate = (own?: string): Pattern =>
    deny(
      privateRooms.filter((name) => name !== own),
      "This directory is private to the collector of its name.",
    );
  const noEntry = (...group: string[]): Pattern => ({ group, message: "Nobody imports a collector's entry." });
  return [
    rule("src/collectors/*.ts", CHILD_PROCESS, noOuterRoom, noGenerated, noPrivate(), noEntry("./*.ts")),
    ...privateRooms.flatMap((name) => [
      rule(`src/collectors/${name}.ts`, CHILD_PROCESS, noOuterRoom, noGenerated, noPrivate(name), noEntry("./*.ts")),
      rule(`src/collectors/${name}/**`, CHILD_PROCESS, noOuterRoom, noGenerated, noPrivate(name), noEntry("../*.ts")),
    ]),
    rule(
      "src/collectors/kernel/**",
      CHILD_PROCESS,
      noOuterRoom,
      noGenerated,
      noPrivate(),
      deny(["text-format"], "The kernel is asked here, and nothing is shown."),
      noEntry("../*.ts", "../../*.ts"),
    ),
    rule(
      "src/collectors/kit/**",
      CHILD_PROCESS,
      noOuterRoom,
      noGenerated,
      noPrivate(),
      deny(["kernel", "text-format"], "The kit knows no room but the parsers."),
      noEntry("../*.ts"),
    ),
    rule(
      "src/collectors/parsers/**",
      [...CHILD_PROCESS, ...IO_MODULES, ...IO_MODULES.map((name) => `node:${name}`)],
      noOuterRoom,
      noGenerated,
      noPrivate(),
      deny(["kernel", "text-format"], "Parsers are pure: they know each other and their error type."),
      deny(["kit"], "Parsers are pure: they know each other and their error type.", "kit/errors.ts"),
    ),
    rule(
      "src/collectors/text-format/**",
      [...CHILD_PROCESS, ...IO_MODULES, ...IO_MODULES.map((name) => `node:${name}`)],
      noOuterRoom,
      noGenerated,
      noPrivate(),
      deny(["kernel"], "The text format is pure."),
    ),
    rule(
      "src/workers/**",
      CHILD_PROCESS,
      deny(["main"], "Workers do not know main."),
      deny(
        ["collectors"],
        "Workers know the collectors by their registry and their kit.",
        "collectors/generated/registry.ts",
        "collectors/kit/**",
        "collectors/parsers/**",
        "collectors/text-format/**",
      ),
    ),
    rule(CHILD_PROCESS_OWNER, [], deny(["main"], "Workers do not know main.")),
    rule("src/main/*.ts", CHILD_PROCESS, ...mainPatterns(), ...mainRooms.map(noInside)),
    ...mainRooms.map((room) =>
      rule(
        `src/main/${room}/**`,
        CHILD_PROCESS,
        ...mainPatterns(),
        ...mainRooms.filter((other) => other !== room).map(noInside),
      ),
    ),
    rule(
      "src/main/config-files/**",
      CHILD_PROCESS,
      ...mainPatterns(),
      noInside("log"),
      deny(
        mainRooms.filter((other) => other !== "config-files" && other !== "log"),
        "Several rooms read files: this one knows none of them.",
      ),
    ),
  ];
}

/** What all of main may know of the other rooms. */
function mainPatterns(): Pattern[] {
  return [
    deny(
      ["workers"],
      "Main knows the protocol and the renderer of the workers only.",
      "workers/protocol/**",
      "workers/render/**",
    ),
    deny(
      ["collectors"],
      "Main knows the collectors' metadata and the text format only.",
      "collectors/generated/catalog.ts",
      "collectors/generated/families.ts",
      "collectors/kit/bounded-file.ts",
      "collectors/kit/bus-address.ts",
      "collectors/kit/cpu-group.ts",
      "collectors/kit/define.ts",
      "collectors/kit/errors.ts",
      "collectors/kit/family.ts",
      "collectors/kit/group-memory.ts",
      "collectors/kit/load-package.ts",
      "collectors/kit/loop-turns.ts",
      "collectors/kit/sources.ts",
      "collectors/text-format/**",
      // How the collector reads a file, for the command that checks files.
      "collectors/textfile/read-file.ts",
    ),
    deny(["learned-gzip"], "This room is entered by its encoder only.", "learned-gzip/learned-encoder.ts"),
  ];
}

/** Others enter a room of main by its entries only. */
function noInside(room: string): Pattern {
  const entries = MAIN_ENTRIES[room] ?? [];
  return deny(
    [room],
    `Others enter ${room}/ by ${entries.join(", ")} only.`,
    ...entries.map((file) => `${room}/${file}`),
  );
}

function rule(files: string, paths: readonly string[], ...patterns: readonly Pattern[]): RoomRule {
  return {
    files: [files],
    rules: { "no-restricted-imports": ["error", { paths: [...paths], patterns: [...patterns] }] },
  };
}

/** `except`: what may be imported all the same. */
function deny(rooms: readonly string[], message: string, ...except: readonly string[]): Pattern {
  return { group: [...rooms.map((room) => `**/${room}/**`), ...except.map((path) => `!**/${path}`)], message };
}
