import { ParseError } from "../kit/errors.ts";
import { parseFloatStrict, parseInt64 } from "../parsers/numbers.ts";
import { parseXml, type Element } from "./xml.ts";

/** A value of XML-RPC; a struct is a map, dates and base64 stay text. */
export type RpcValue = number | string | boolean | undefined | readonly RpcValue[] | ReadonlyMap<string, RpcValue>;

/** The server understood the call and answered that it failed. */
export class RpcFault extends Error {
  override readonly name = "RpcFault";
}

/** The document of a call without parameters. */
export function encodeCall(method: string): string {
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params></params></methodCall>`;
}

/** The value that a method gave (http://xmlrpc.com/spec.md). Throws an RpcFault, or a ParseError for any other document. */
export function parseResponse(text: string): RpcValue {
  const response = parseXml(text);
  if (response.name !== "methodResponse") throw invalid(`<${response.name}> is not a response`);
  const answer = only(response);
  if (answer.name === "fault") throw new RpcFault(`the server answered ${describeFault(valueOf(only(answer)))}`);
  if (answer.name !== "params") throw invalid(`<${answer.name}> in a response`);
  return valueOf(only(only(answer, "param")));
}

function valueOf(element: Element): RpcValue {
  if (element.name !== "value") throw invalid(`<${element.name}> instead of a value`);
  if (element.children.length === 0) return element.text;
  const typed = only(element);
  switch (typed.name) {
    case "int":
    case "i4":
    case "i8":
      return parseInt64(typed.text.trim()) ?? notA("integer", typed);
    case "boolean":
      return parseBoolean(typed);
    case "double":
      return parseFloatStrict(typed.text.trim()) ?? notA("number", typed);
    case "string":
    case "base64":
    case "dateTime.iso8601":
      return typed.text;
    case "nil":
      return undefined;
    case "array":
      return only(typed, "data").children.map((child) => valueOf(child));
    case "struct":
      return new Map(typed.children.map((member) => memberOf(member)));
    default:
      throw invalid(`unknown type <${typed.name}>`);
  }
}

function memberOf({ name, children }: Element): [name: string, value: RpcValue] {
  const [key, value, more] = children;
  if (name !== "member" || key?.name !== "name" || value === undefined || more !== undefined)
    throw invalid("a struct's member is not a name and a value");
  return [key.text, valueOf(value)];
}

function parseBoolean(element: Element): boolean {
  const text = element.text.trim();
  return text === "1" || text === "0" ? text === "1" : notA("boolean", element);
}

/** The only child of an element. */
function only({ name, children }: Element, expected?: string): Element {
  const [child, more] = children;
  if (child === undefined || more !== undefined) throw invalid(`<${name}> does not hold one element`);
  if (expected !== undefined && child.name !== expected) throw invalid(`<${child.name}> instead of <${expected}>`);
  return child;
}

function describeFault(fault: RpcValue): string {
  if (!(fault instanceof Map)) return "with a fault";
  return `with fault ${String(fault.get("faultCode"))}: ${String(fault.get("faultString")).slice(0, 200)}`;
}

function notA(what: string, { text }: Element): never {
  throw invalid(`${JSON.stringify(text.slice(0, 40))} is no ${what}`);
}

function invalid(problem: string): ParseError {
  return new ParseError(`XML-RPC: ${problem}`);
}
