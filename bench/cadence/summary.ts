import { median } from "../measure/statistics.ts";
import { figure, megabytes } from "../report/table.ts";
import type { Window } from "./cases.ts";
import type { Course } from "./course.ts";

/** Means over the scrapes of a window, as medians over rounds. CPU times are in milliseconds. */
export interface Summary {
  readonly from: number;
  readonly to: number;
  readonly cpu: number;
  readonly within: number;
  readonly between: number;
  readonly wakeUps: number;
  /** CPU time per scrape with the share of the start; only where the window begins with it. */
  readonly withStart: number | undefined;
}

/** A program's courses of all rounds, one row a window. */
export function summarize(courses: readonly Course[], windows: readonly Window[]): readonly Summary[] {
  return windows.map(([from, to]) => {
    const middle = (value: (course: Course) => number) => median(courses.map(value));
    const mean = (course: Course, field: "within" | "between" | "wakeUps") =>
      course.steps.slice(from, to).reduce((sum, step) => sum + step[field], 0) / (to - from);
    const cpu = (course: Course) => mean(course, "within") + mean(course, "between");
    return {
      from,
      to,
      cpu: middle(cpu),
      within: middle((course) => mean(course, "within")),
      between: middle((course) => mean(course, "between")),
      wakeUps: middle((course) => mean(course, "wakeUps")),
      withStart: from === 0 ? middle((course) => cpu(course) + course.start / (to - from)) : undefined,
    };
  });
}

/** One line about all that is not counted per scrape. */
export function factsLine(courses: readonly Course[]): string {
  const middle = (value: (course: Course) => number) => median(courses.map(value));
  const idle = courses.some((course) => course.idle !== undefined)
    ? `idle ${figure(middle(({ idle }) => idle?.cpu ?? 0))} ms of CPU and ${figure(middle(({ idle }) => idle?.wakeUps ?? 0))} wake-ups a minute; `
    : "";
  const latencies = courses.flatMap(({ steps }) => steps.map(({ latency }) => latency));
  const errors = courses.flatMap(({ steps }) => steps.filter(({ isGood }) => !isGood)).length;
  return (
    `start ${figure(middle(({ start }) => start))} ms of CPU; ${idle}` +
    `RSS ${megabytes(middle(({ resident }) => resident))} MB, anonymous ${megabytes(middle(({ anonymous }) => anonymous))} MB; ` +
    `${middle(({ ownSeries }) => ownSeries)} own series; latency p50 ${figure(median(latencies))} ms; ${errors} errors`
  );
}
