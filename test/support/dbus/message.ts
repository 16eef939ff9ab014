import { ValueReader, type Value } from "../../../src/collectors/parsers/dbus/values.ts";
import { marshal, variant, type Sent } from "./marshal.ts";

/** A call as a service sees it. */
export interface ReceivedCall {
  readonly serial: number;
  readonly sender: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly Value[];
  readonly type: number;
  readonly replyTo: number;
}

/** What a service answers: values of a signature, or the name of an error. */
export type Answer = { readonly signature: string; readonly values: readonly Sent[] } | { readonly error: string };

export function decodeCall(bytes: Buffer): ReceivedCall {
  const reader = new ValueReader(bytes, true, 12, bytes.length);
  const [list = []] = reader.list("a(yv)");
  const fields = new Map((list as readonly (readonly [number, Value])[]).map(([code, value]) => [code, value]));
  const text = (code: number) => String(fields.get(code) ?? "");
  reader.align(8);
  return {
    type: bytes[1] ?? 0,
    serial: bytes.readUInt32LE(8),
    sender: text(7),
    path: text(1),
    interface: text(2),
    member: text(3),
    replyTo: Number(fields.get(5) ?? 0),
    body: reader.list(text(8)),
  };
}

/** Kinds of messages. */
const METHOD_CALL = 1;
const METHOD_RETURN = 2;
const ERROR = 3;

export function encodeAnswer(serial: number, to: Pick<ReceivedCall, "serial" | "sender">, answer: Answer): Buffer {
  const fields: Sent[] = [[5, variant("u", to.serial)]];
  if (to.sender !== "") fields.push([6, variant("s", to.sender)]);
  if ("error" in answer) {
    fields.push([4, variant("s", answer.error)], [8, variant("g", "s")]);
    return encode(ERROR, serial, fields, marshal("s", ["refused by the test"]));
  }
  if (answer.signature !== "") fields.push([8, variant("g", answer.signature)]);
  return encode(METHOD_RETURN, serial, fields, marshal(answer.signature, answer.values));
}

export function encodeBusCall(serial: number, member: string, signature: string, values: readonly Sent[]): Buffer {
  const fields: Sent[] = [
    [1, variant("o", "/org/freedesktop/DBus")],
    [2, variant("s", "org.freedesktop.DBus")],
    [3, variant("s", member)],
    [6, variant("s", "org.freedesktop.DBus")],
  ];
  if (signature !== "") fields.push([8, variant("g", signature)]);
  return encode(METHOD_CALL, serial, fields, marshal(signature, values));
}

function encode(type: number, serial: number, fields: readonly Sent[], body: Buffer): Buffer {
  const header = marshal("yyyyuua(yv)", [0x6c, type, 0, 1, body.length, serial, fields]);
  const padding = Buffer.alloc((8 - (header.length % 8)) % 8);
  return Buffer.concat([header, padding, body]);
}
