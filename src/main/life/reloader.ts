import { catalog } from "../../collectors/generated/catalog.ts";
import { messageOf } from "../../collectors/kit/errors.ts";
import type { Log } from "../log/log.ts";
import { visible } from "../log/visible.ts";
import { flagTable } from "../options/flag-table.ts";
import type { Options } from "../options/options.ts";
import type { Parsed } from "../options/parse.ts";
import type { Observer } from "../self/observer.ts";
import type { ReloadNotices } from "./service-manager.ts";

/** What runs by options that may change. */
interface Reconfigurable {
  /** Takes over what a reload changes; rejects with the reason when it cannot, and all stays as it is. */
  reconfigure(options: Options): Promise<void>;
}

/** How a reload ended; `problem`: why nothing has changed. */
interface ReloadResult {
  readonly problem?: string;
}

interface ReloadServices {
  readonly observer: Observer;
  readonly log: Log;
  readonly manager: ReloadNotices;
}

/** More problems than this are not logged; check-config shows all. */
const MAX_LOGGED = 5;

/** Reads the config files again while the program runs. One reload at a time; what cannot be used changes nothing. */
export class Reloader {
  /** What the program was started with. */
  private readonly started: Options;
  /** What is in force, as far as a reload changes it. */
  private current: Options;
  private readonly read: () => Promise<Parsed>;
  private readonly services: ReloadServices;
  private begin: (target: Reconfigurable) => void = () => {};
  private readonly target = new Promise<Reconfigurable>((resolve) => (this.begin = resolve));
  private last: Promise<unknown> = this.target;
  private next: Promise<ReloadResult> | undefined;

  /** `read`: reads the command line and its config files again. */
  constructor(started: Options, read: () => Promise<Parsed>, services: ReloadServices) {
    this.started = started;
    this.current = started;
    this.read = read;
    this.services = services;
    process.on("SIGHUP", () => void this.request());
  }

  /** The program has started: what was asked for until now follows. */
  serve(target: Reconfigurable): void {
    if (this.hasFiles) this.succeeded();
    this.begin(target);
  }

  /** Never rejects. Whoever asks while a reload runs is served by the next one, together with others. */
  request(): Promise<ReloadResult> {
    this.next ??= this.last.then(() => {
      this.next = undefined;
      return this.announced();
    });
    this.last = this.next;
    return this.next;
  }

  private async announced(): Promise<ReloadResult> {
    const { manager } = this.services;
    manager.reloading();
    const result = await this.reload();
    manager.reloaded();
    return result;
  }

  private async reload(): Promise<ReloadResult> {
    if (!this.hasFiles) {
      this.services.log("warn", "there is nothing to reload: no --config.file is given");
      return {};
    }
    try {
      const parsed = await this.read();
      if (parsed.kind === "error") return this.failed(parsed.problems);
      if (parsed.kind === "run") await this.take(parsed.options);
      return {};
    } catch (error) {
      return this.failed([messageOf(error)]);
    }
  }

  private async take(options: Options): Promise<void> {
    const changed = differences(this.current, options, true);
    const restart = differences(this.started, options, false);
    if (changed.length > 0) await (await this.target).reconfigure(options);
    this.current = options;
    this.succeeded();
    this.services.log("info", "configuration reloaded", { changed: changed.join(",") || "nothing" });
    if (restart.length > 0) {
      this.services.log("warn", "these flags have changed and need a restart", { flags: restart.join(",") });
    }
  }

  private succeeded(): void {
    const { observer } = this.services;
    observer.set("config reload successful", 1);
    observer.set("config reload success time", Math.round(Date.now() / 1000));
  }

  private failed(problems: readonly string[]): ReloadResult {
    const { observer, log } = this.services;
    observer.set("config reload successful", 0);
    for (const problem of problems.slice(0, MAX_LOGGED)) {
      log("error", "the configuration is not reloaded, the last one stays in force", { err: problem });
    }
    return { problem: problems.map((problem) => visible(problem)).join("\n") };
  }

  private get hasFiles(): boolean {
    return this.started.config.files.length > 0;
  }
}

/** The flags whose values differ, among those that a reload changes, or among the others. */
function differences(from: Options, to: Options, reloads: boolean): string[] {
  const flags = flagTable(catalog).filter((flag) => (flag.reloads === true) === reloads);
  const valueOf = ({ settings }: Options, name: string): string => {
    const { value, origin } = settings.get(name);
    // Whether a collector's flag is given at all may matter to it.
    return JSON.stringify([value, reloads && origin !== "default" && origin !== "environment"]);
  };
  return flags.map(({ name }) => name).filter((name) => valueOf(from, name) !== valueOf(to, name));
}
