import { catalog } from "../../../collectors/generated/catalog.ts";
import { namesByShape } from "../../../collectors/generated/families.ts";
import { namesBeside } from "../../../collectors/text-format/conflicts.ts";
import type { TextFamily } from "../../../collectors/text-format/family.ts";
import { seriesOf } from "../../../collectors/text-format/render.ts";
import type { Textfile } from "../../../collectors/text-format/textfile.ts";
import { EXPORTER, FamilyOwners } from "../family-owners.ts";
import type { Finding } from "./finding.ts";

const OFF = new Set(catalog.flatMap(({ name, enabledByDefault }) => (enabledByDefault ? [] : [name])));

type Judgement = Pick<Finding, "reason" | "isWarning">;

/** Families that lose against those of the exporter, or would if a collector were on. */
export function findBuiltIn(files: readonly Textfile[]): Finding[] {
  const judge = new Judge();
  return files.flatMap(({ path, content }) =>
    (content?.families ?? []).flatMap((family) => {
      const [verdict] = [family.name, ...namesBeside(family.name, family.type)].flatMap((name) =>
        judge.judge(name, family),
      );
      return verdict === undefined ? [] : [{ file: path, line: family.lines.first, ...verdict }];
    }),
  );
}

/** The textfile collector keeps its own names to itself. */
const KEPT = "textfile";

class Judge {
  private readonly owners = new FamilyOwners();
  /** Types and labels of a family, as the keys of `namesByShape`. */
  private readonly shapes = new Map<string, string[]>();

  constructor() {
    for (const [shape, names] of Object.entries(namesByShape))
      for (const name of names) this.shapes.set(name, [...(this.shapes.get(name) ?? []), shape]);
  }

  /** What becomes of a family beside a built-in one of this name, which is its own or that of some of its samples. */
  judge(name: string, family: TextFamily): Judgement[] {
    const owners = this.owners.of(name);
    if (owners.length === 0) return this.judgeByPattern(name);
    const on = owners.find((collector) => !OFF.has(collector));
    const owner = on ?? owners[0] ?? EXPORTER;
    const fate = owner === KEPT || name !== family.name ? "hidden" : fateBeside(family, this.shapes.get(name) ?? []);
    if (fate === "shown") return [];
    const whose = owner === EXPORTER ? "the exporter itself" : `the collector ${owner}`;
    const when = on === undefined ? " when that is on" : "";
    if (fate === "in part") {
      const reason = `${name} is a family of ${whose}, too: series that it has are not shown from here${when}`;
      return [{ reason, isWarning: true }];
    }
    const what = on === undefined ? `: not shown${when}` : ": these samples are not shown";
    return [{ reason: `${name} is a family of ${whose}${what}`, ...(on === undefined && { isWarning: true }) }];
  }

  private judgeByPattern(name: string): Judgement[] {
    const { pattern } = this.owners.byPattern(name) ?? {};
    if (pattern === undefined) return [];
    return [
      { reason: `${name} looks like a family of a collector (${pattern}): not shown if that has it`, isWarning: true },
    ];
  }
}

/** The rules of the merge: another type is not shown, nor are equal series, nor any of two histograms or summaries. */
function fateBeside(family: TextFamily, shapes: readonly string[]): "hidden" | "in part" | "shown" {
  const { type } = family;
  const alike = shapes.filter((shape) => shape.split(" ")[0] === type);
  if (alike.length === 0 || type === "histogram" || type === "summary") return "hidden";
  const own = new Set(seriesOf(family).map(({ labelNames }) => [type, ...labelNames].join(" ")));
  // Without labels there is one series only.
  if (own.has(type) && alike.includes(type)) return "hidden";
  return alike.some((shape) => own.has(shape) || shape.endsWith(" *")) ? "in part" : "shown";
}
