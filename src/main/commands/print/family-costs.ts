import { EXPORTER, FamilyOwners } from "../family-owners.ts";

/** What a family costs whoever stores it. */
interface FamilyCost {
  readonly family: string;
  readonly type: string;
  /** Who shows it: collectors, or the exporter itself; nothing for a family that users bring. */
  readonly source: string;
  readonly series: number;
  /** Of its lines in text format. */
  readonly bytes: number;
}

const TYPE_LINE = /^# TYPE (\S+) (\S+)$/;

/** The families of an exposition in text format 0.0.4, the most expensive first. */
export function familyCosts(text: string): FamilyCost[] {
  const owners = new FamilyOwners();
  const costs: { family: string; type: string; source: string; series: number; bytes: number }[] = [];
  let header = 0;
  for (const line of text.split("\n")) {
    const bytes = Buffer.byteLength(line) + 1;
    const [, family = "", type = ""] = TYPE_LINE.exec(line) ?? [];
    const last = costs.at(-1);
    if (line.startsWith("# HELP ")) header = bytes;
    else if (family !== "") {
      costs.push({ family, type, source: sourceOf(family, owners), series: 0, bytes: header + bytes });
      header = 0;
    } else if (line !== "" && last !== undefined) {
      last.series++;
      last.bytes += bytes;
    }
  }
  return costs.toSorted((a, b) => b.series - a.series || b.bytes - a.bytes);
}

function sourceOf(family: string, owners: FamilyOwners): string {
  const names = owners.of(family);
  if (names.length === 0) return owners.byPattern(family)?.collector ?? "";
  return names.map((name) => (name === EXPORTER ? "exporter" : name)).join(", ");
}
