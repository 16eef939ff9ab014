import type { Errnos } from "../kit/errnos.ts";
import { REQUIRED } from "../kit/host.ts";

/** The files of a policy, as of `Directory`. */
export interface PolicyFiles {
  attributeIf(name: string, tolerated: Errnos): string | undefined;
}

/**
 * The governors that are there to choose from are the kernel's, the same for all CPUs (show_scaling_available_governors
 * of drivers/cpufreq/cpufreq.c), so they are read once a scrape. The governor in use is each policy's own.
 */
export class Governors {
  private text = "";
  private available: readonly string[] = [""];
  private known = false;

  startScrape(): void {
    this.known = false;
  }

  /** The governor of a policy and those that are there to choose from; undefined where it cannot be read. */
  of(files: PolicyFiles): { readonly governor: string; readonly available: readonly string[] } | undefined {
    if (!this.known) this.readAvailable(files);
    const governor = files.attributeIf("scaling_governor", REQUIRED);
    return governor === undefined || governor === "" ? undefined : { governor, available: this.available };
  }

  private readAvailable(files: PolicyFiles): void {
    const text = files.attributeIf("scaling_available_governors", REQUIRED);
    if (text === undefined) return;
    this.known = true;
    if (text === this.text) return;
    this.text = text;
    this.available = text.split(" ");
  }
}
