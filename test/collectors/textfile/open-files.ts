import { writeFileSync } from "node:fs";
import { join } from "node:path";
import textfile from "../../../src/collectors/textfile.ts";
import { openCollector, type Collected } from "../../support/collect.ts";
import { hostTree } from "../../support/tree.ts";

export const FLAG = "collector.textfile.directory";

/** A directory of textfiles and a collector that reads it. */
export function open(files: Readonly<Record<string, string | Buffer>>, ...more: readonly string[]) {
  const { rootfs } = hostTree({ "t/": "" });
  const folder = join(rootfs, "t");
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const scraper = openCollector(textfile, { flags: { [FLAG]: [folder, ...more] } });
  return {
    folder,
    scrape: async () => {
      const collected = await scraper.scrape();
      return { ...collected, ...short(collected, folder) };
    },
  };
}

/** The samples of the files, and the faults as `file reason`. */
export function short({ families, text }: Collected, folder: string) {
  const lines = [...families]
    .filter(([name]) => !name.startsWith("node_textfile_"))
    .flatMap(([, family]) => family.trimEnd().split("\n"));
  const faults = [...text.matchAll(/^node_textfile_file_scrape_error\{file="([^"]*)",reason="([^"]*)"\} 1$/gm)];
  const mtimes = [...text.matchAll(/^node_textfile_mtime_seconds\{file="([^"]*)"\}/gm)];
  return {
    lines,
    faults: faults.map(([, file = "", reason]) => `${file.replace(`${folder}/`, "")} ${reason}`),
    mtimes: mtimes.map(([, file = ""]) => file.replace(`${folder}/`, "")),
    scrapeError: /^node_textfile_scrape_error (\d)$/m.exec(text)?.[1],
  };
}
