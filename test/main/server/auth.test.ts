import { hashSync } from "bcryptjs";
import { describe, expect, test } from "vitest";
import { open, get, type Answer, type Opened } from "./support.ts";
import { configFile } from "./config-file.ts";
import { cleanUp } from "../../support/clean-up.ts";

const ALICE = hashSync("fakepassword", 4);
const BOB = hashSync("pass:wörd", 5);
const USERS = `basic_auth_users:\n  alice: ${ALICE}\n  bob: ${BOB}\n`;

async function protectedServer(yaml = USERS): Promise<Opened> {
  return open({ configFile: configFile(yaml).path });
}

async function login(port: number, header: string | undefined): Promise<Answer> {
  return get({ port, headers: header === undefined ? {} : { Authorization: header } });
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

describe("who is let in", () => {
  test.each([
    ["a right login", basic("alice", "fakepassword")],
    ["a password with a colon and beyond ASCII", basic("bob", "pass:wörd")],
    ["a lower-case scheme", basic("alice", "fakepassword").replace("Basic", "basic")],
  ])("%s", async (_name, header) => {
    const { port } = await protectedServer();
    for (let i = 0; i < 3; i++) expect(await login(port, header)).toMatchObject({ status: 200, body: "hello" });
  });

  test.each([
    ["none", undefined],
    ["empty", ""],
    ["another scheme", `Bearer ${Buffer.from("alice:fakepassword").toString("base64")}`],
    ["bad base64", "Basic !!!!"],
    ["cut base64", basic("alice", "fakepassword").slice(0, -1)],
    ["no colon", `Basic ${Buffer.from("alice").toString("base64")}`],
    ["not UTF-8", `Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString("base64")}`],
    ["a wrong password", basic("alice", "wrong")],
    ["an empty password", basic("alice", "")],
    ["an empty user", basic("", "fakepassword")],
    ["an unknown user", basic("carol", "fakepassword")],
    ["the password of another user", basic("bob", "fakepassword")],
    ["the hash as password", basic("alice", ALICE)],
    ["a long password", basic("alice", "x".repeat(100))],
    ["a name of every object", basic("constructor", "x")],
  ])("not: %s", async (_name, header) => {
    const { port, web } = await protectedServer();
    for (let i = 0; i < 2; i++) {
      const { status, body, headers } = await login(port, header);
      expect([status, body, headers["www-authenticate"]]).toEqual([401, "Unauthorized\n", "Basic"]);
    }
    expect(web.stats.unauthorized).toBe(2);
  });

  test("the pair of CVE-2022-46146, in both orders", async () => {
    const { port } = await protectedServer();
    const forged = basic(`alice${ALICE}`, "fakepassword");
    const poisoned = basic("alice", `${ALICE}fakepassword`);
    for (const header of [forged, poisoned, forged, poisoned]) expect((await login(port, header)).status).toBe(401);
    expect((await login(port, basic("alice", "fakepassword"))).status).toBe(200);
  });
});

describe("load", () => {
  const costly = `basic_auth_users:\n  alice: ${ALICE}\n  slow: ${hashSync("x", 4).replace("$04$", "$13$")}\n`;

  test("a costly login holds up neither the event loop, known users nor other clients for long", async () => {
    const { port } = await protectedServer(costly);
    expect((await login(port, basic("alice", "fakepassword"))).status).toBe(200);
    const slow = [login(port, basic("slow", "wrong")), login(port, basic("nobody", "wrong"))];
    const finished: string[] = [];
    const all = Promise.all(slow).then(() => finished.push("slow"));
    for (let i = 0; i < 20; i++) expect((await login(port, basic("alice", "fakepassword"))).status).toBe(200);
    finished.push("known");
    await all;
    expect(finished).toEqual(["known", "slow"]);
  });

  test("one client cannot have many logins checked at once", async () => {
    const { port, web } = await protectedServer(costly);
    cleanUp(() => web.close(0));
    const answers = Array.from({ length: 10 }, async (_, index) => login(port, basic("slow", `wrong ${index}`)));
    expect(await Promise.race(answers)).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    await web.close(0);
    await Promise.allSettled(answers);
  });

  test("wrong passwords keep a right one out from neither the same nor another address", async () => {
    const { port } = await protectedServer(costly);
    const wrong = ["127.0.0.1", "127.0.0.2", "127.0.0.3"].flatMap((from) =>
      Array.from({ length: 4 }, async (_, index) =>
        get({ port, localAddress: from, headers: { Authorization: basic("slow", `wrong ${from} ${index}`) } }),
      ),
    );
    for (const each of wrong) each.catch(() => {});
    expect((await login(port, basic("alice", "fakepassword"))).status).toBe(200);
  });

  test("equal logins are checked once", async () => {
    const { port } = await protectedServer();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => login(port, basic("alice", "fakepassword"))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  });
});

describe("headers and rate limit", () => {
  test("headers are on every response, also when it is refused", async () => {
    const headers = "http_server_config:\n  headers:\n    X-Frame-Options: deny\n    X-XSS-Protection: 1\n";
    const { port } = await protectedServer(headers + USERS);
    for (const header of [undefined, basic("alice", "fakepassword")]) {
      expect((await login(port, header)).headers).toMatchObject({ "x-frame-options": "deny", "x-xss-protection": "1" });
    }
  });

  test("a burst of 0 refuses everything, before anyone is asked to log in", async () => {
    const { port, web } = await protectedServer(`rate_limit:\n  interval: 1s\n${USERS}`);
    expect(await login(port, basic("alice", "fakepassword"))).toMatchObject({
      status: 429,
      body: "Too Many Requests\n",
    });
    expect(web.stats).toMatchObject({ rateLimited: 1, unauthorized: 0 });
  });

  test("a burst passes, what follows does not", async () => {
    const { port } = await protectedServer("rate_limit:\n  interval: 1h\n  burst: 2\n");
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await login(port, undefined)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
