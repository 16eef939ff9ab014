import { expect, test } from "vitest";
import { ScrapeAdmission } from "../../../src/main/scrape/admission.ts";
import { RecordingObserver } from "../../support/recording-observer.ts";

function open(limit: number, makeRoom: () => boolean = () => false) {
  const observer = new RecordingObserver();
  const admission = new ScrapeAdmission(limit, makeRoom, observer);
  return { admission, inFlight: () => observer.levels.get("scrapes in flight") };
}

test("at the limit scrapes are refused until one of those in flight is released", () => {
  const { admission, inFlight } = open(2);
  const first = admission.admit();
  expect(admission.admit()).toBeDefined();
  expect(admission.admit()).toBeUndefined();
  expect(inFlight()).toBe(2);
  first?.release();
  expect(inFlight()).toBe(1);
  expect(admission.admit()).toBeDefined();
});

test("a ticket is given back once, however often it is released", () => {
  const { admission, inFlight } = open(1);
  const ticket = admission.admit();
  ticket?.release();
  ticket?.release();
  expect(inFlight()).toBe(0);
  expect(admission.admit()).toBeDefined();
  expect(admission.admit()).toBeUndefined();
});

test("without a limit every scrape is admitted", () => {
  const { admission } = open(0);
  for (let i = 0; i < 1000; i++) expect(admission.admit()).toBeDefined();
});

test("at the limit a client that takes nothing makes room", () => {
  let stalled = 1;
  const { admission } = open(1, () => stalled-- > 0);
  expect(admission.admit()).toBeDefined();
  expect(admission.admit()).toBeDefined();
  expect(admission.admit()).toBeUndefined();
});
