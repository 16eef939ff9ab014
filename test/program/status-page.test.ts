import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { expect, test } from "vitest";
import { hasBrowser, openBrowser } from "../support/browser.ts";
import { temporaryDirectory } from "../support/clean-up.ts";
import { type Program, startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:1/RPC2";

const needed = hasBrowser ? "" : " (skipped: /usr/bin/chromium is missing)";

test.skipIf(!hasBrowser)(`the status page in a browser${needed}`, async () => {
  const { program, directory } = await startWithFaults();
  const browser = await openBrowser();
  await program.get();
  const page = await browser.newPage();
  const problems = problemsOf(page);
  const asked = requestsOf(page);
  await page.clock.install();
  await page.goto(`http://127.0.0.1:${program.port}/`);

  const status: { collectors: { name: string }[] } = JSON.parse((await program.get("/-/status")).body);
  expect((await namesOf(page)).toSorted()).toEqual(status.collectors.map(({ name }) => name).toSorted());
  expect(await page.locator(".verdict").innerText()).toMatch(/2 collectors need attention.*supervisord.*ECONNREFUSED/s);
  expect((await namesOf(page)).slice(0, 2)).toEqual(["supervisord", "textfile"]);
  for (const secret of [directory, "broken.prom", NOWHERE, "127.0.0.1:1"])
    expect(await page.content()).not.toContain(secret);

  await page.getByRole("button", { name: "Samples" }).click();
  expect(await samplesOf(page)).toEqual((await samplesOf(page)).toSorted((a, b) => b - a));
  await page.getByRole("button", { name: "Collector" }).click();
  expect(await namesOf(page)).toEqual((await namesOf(page)).toSorted());

  await program.get();
  await page.clock.runFor(6000);
  await page.locator("dl div", { hasText: "Answered" }).getByText("2", { exact: true }).waitFor();
  expect(await namesOf(page)).toEqual((await namesOf(page)).toSorted());
  expect(await cellsOf(page, CPU_SHARE)).toEqual(status.collectors.map(() => expect.stringMatching(/^[\d.]+ %$/)));

  expect(await namesWithoutScripts(browser, program)).toHaveLength(status.collectors.length);
  expect(new Set(asked.map((url) => new URL(url).host))).toEqual(new Set([`127.0.0.1:${program.port}`]));
  expect(problems).toEqual([]);
});

test("CPU times are measured for those who look", async () => {
  const program = await startProgram(["--collector.disable-defaults", "--collector.loadavg"]);
  const cpu = async () => {
    await program.get();
    const { body } = await program.get("/-/status");
    const status: { readonly collectors: readonly { readonly cpu?: { readonly updates: number } }[] } =
      JSON.parse(body);
    return status.collectors.map((collector) => collector.cpu?.updates ?? 0);
  };
  expect(await cpu()).toEqual([0]);
  await until(async () => (await cpu())[0] !== 0);
});

/** One collector fails, and one file of another has a fault. */
async function startWithFaults(): Promise<{ readonly program: Program; readonly directory: string }> {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "broken.prom"), "broken oops\n");
  const program = await startProgram([
    "--collector.supervisord",
    `--collector.supervisord.url=${NOWHERE}`,
    `--collector.textfile.directory=${directory}`,
  ]);
  return { program, directory };
}

/** What the browser complains about from now on, violations of the page's policy included. */
function problemsOf(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  return problems;
}

function requestsOf(page: Page): readonly string[] {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  return urls;
}

async function namesOf(page: Page): Promise<readonly string[]> {
  return page.locator(".sortable tbody th").allInnerTexts();
}

/** Places of columns. */
const CPU_SHARE = 7;
const SAMPLES = 8;

async function samplesOf(page: Page): Promise<readonly number[]> {
  return (await cellsOf(page, SAMPLES)).map((text) => Number(text.replaceAll(",", "")));
}

async function cellsOf(page: Page, column: number): Promise<readonly string[]> {
  return page.locator(`.sortable tbody td:nth-child(${column})`).allInnerTexts();
}

async function namesWithoutScripts(browser: Browser, { port }: Program): Promise<readonly string[]> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return namesOf(page);
}
