import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { rawConnection } from "../../support/request.ts";
import { until } from "../../support/until.ts";
import { open } from "./support.ts";

test("requests that follow each other on a connection that is reset are all closed", async () => {
  const waiting: ServerResponse[] = [];
  let closed = 0;
  const { port } = await open({
    handler: (_, res) => {
      waiting.push(res);
      res.once("close", () => closed++);
    },
  });
  const socket = await rawConnection(port);
  socket.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(3));
  await until(() => waiting.length === 3);
  socket.resetAndDestroy();
  await until(() => closed === 3);
  expect(waiting.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
});
