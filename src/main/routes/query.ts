import { inRunningOrder, numbersOf } from "../scrape/lane-options.ts";

/** A choice of collectors, by their numbers in running order, with a text that is the same for the same choice. */
export interface Choice {
  readonly collectors: readonly number[];
  readonly key: string;
  /** Families to answer with; undefined: all. */
  readonly names: ReadonlySet<string> | undefined;
}

/** Why a query is refused: the body of a 400 answer. */
interface Refusal {
  readonly refused: string;
}

/** Values of one parameter that are looked at; more is an abuse. */
const MAX_VALUES = 1000;

/** Queries remembered, and the longest of them: a Prometheus asks the same every time. */
const MAX_REMEMBERED = 100;
const LONGEST_REMEMBERED = 1000;

/** Turns the query of a scrape into the collectors to run. */
export class CollectorQuery {
  private readonly known: ReadonlySet<string>;
  private readonly names: readonly string[];
  private numbers: ReadonlyMap<string, number> = new Map();
  private whole: Choice = { collectors: [], key: "", names: undefined };
  private readonly remembered = new Map<string, Choice | Refusal>();

  /** `enabled`: names of the collectors that are on; `known`: all that exist; `names`: all that may come to be on, by number. */
  constructor(enabled: readonly string[], known: readonly string[], names = enabled) {
    this.known = new Set(known);
    this.names = names;
    this.use(enabled);
  }

  /** These collectors are on from now on. */
  use(enabled: readonly string[]): void {
    const numbers = numbersOf(enabled, this.names);
    this.numbers = new Map(numbers.map((number) => [this.names[number] ?? "", number]));
    this.whole = { ...this.whole, collectors: inRunningOrder(numbers, this.names) };
    this.remembered.clear();
  }

  /** `query`: what follows the question mark; undefined where there is none. */
  choose(query: string | undefined): Choice | Refusal {
    if (query === undefined) return this.whole;
    let choice = this.remembered.get(query);
    if (choice === undefined) {
      choice = this.parse(query);
      if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
      if (query.length <= LONGEST_REMEMBERED) this.remembered.set(query, choice);
    }
    return choice;
  }

  private parse(query: string): Choice | Refusal {
    const { collect, exclude, name } = parseQuery(query);
    const names = name.length > 0 ? new Set(name) : undefined;
    if (collect.length > 0 && exclude.length > 0)
      return { refused: "Combined collect and exclude queries are not allowed." };
    if (collect.length > 0) return this.only(collect, names);
    if (exclude.length > 0) return this.without(exclude, names);
    return { ...this.whole, names };
  }

  private only(collect: readonly string[], names: ReadonlySet<string> | undefined): Choice | Refusal {
    const chosen = new Set<number>();
    for (const name of collect) {
      const number = this.numbers.get(name);
      if (number === undefined) {
        const reason = this.known.has(name) ? "disabled collector" : "missing collector";
        return { refused: `Couldn't create filtered metrics handler: couldn't create collector: ${reason}: ${name}` };
      }
      chosen.add(number);
    }
    return this.choice(chosen, names);
  }

  /** As in node_exporter: an exclusion that leaves nothing is no filter at all. */
  private without(exclude: readonly string[], names: ReadonlySet<string> | undefined): Choice {
    const left = new Set(this.whole.collectors);
    for (const name of exclude) left.delete(this.numbers.get(name) ?? -1);
    return left.size === 0 ? { ...this.whole, names } : this.choice(left, names);
  }

  private choice(chosen: ReadonlySet<number>, names: ReadonlySet<string> | undefined): Choice {
    const collectors = inRunningOrder([...chosen], this.names);
    return { collectors, key: collectors.join(","), names };
  }
}

function parseQuery(query: string): { collect: string[]; exclude: string[]; name: string[] } {
  const parameters = { collect: [] as string[], exclude: [] as string[], name: [] as string[] };
  for (const pair of query.split("&", 10 * MAX_VALUES)) {
    const equals = pair.indexOf("=");
    const key = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = decode(equals < 0 ? "" : pair.slice(equals + 1));
    if (key === undefined || value === undefined || pair.includes(";")) continue;
    const values = valuesOf(parameters, key);
    if (values !== undefined && values.length < MAX_VALUES) values.push(value);
  }
  return parameters;
}

function valuesOf(
  parameters: { collect: string[]; exclude: string[]; name: string[] },
  key: string,
): string[] | undefined {
  if (key === "collect[]") return parameters.collect;
  if (key === "exclude[]") return parameters.exclude;
  return key === "name[]" ? parameters.name : undefined;
}

/** A malformed escape makes the whole pair count as absent; bytes that are not UTF-8 become U+FFFD. */
function decode(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined;
  return text.replaceAll("+", " ").replaceAll(/(?:%[0-9a-f]{2})+/gi, textOf);
}

function textOf(escapes: string): string {
  return Buffer.from(escapes.replaceAll("%", ""), "hex").toString();
}
