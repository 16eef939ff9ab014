import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { encodeCall, parseResponse, RpcFault } from "../../../src/collectors/supervisord/xml-rpc.ts";
import { parserSurvivesGarbage } from "../../support/garbage.ts";

function response(value: string): string {
  return `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n${value}\n</param>\n</params>\n</methodResponse>\n`;
}

test("a call", () => {
  expect(encodeCall("a.b")).toBe(
    '<?xml version="1.0"?><methodCall><methodName>a.b</methodName><params></params></methodCall>',
  );
});

test.each([
  ["<value>plain</value>", "plain"],
  ["<value></value>", ""],
  ["<value><string>a &amp; b</string></value>", "a & b"],
  ["<value><int>-5</int></value>", -5],
  ["<value><i4> 5 </i4></value>", 5],
  ["<value><i8>5000000000</i8></value>", 5_000_000_000],
  ["<value><double>1.5</double></value>", 1.5],
  ["<value><boolean>1</boolean></value>", true],
  ["<value><nil/></value>", undefined],
  ["<value><dateTime.iso8601>20260101T00:00:00</dateTime.iso8601></value>", "20260101T00:00:00"],
  ["<value><array><data></data></array></value>", []],
  ["<value><array><data>\n<value><int>1</int></value>\n<value>x</value></data></array></value>", [1, "x"]],
])("%s is %j", (value, expected) => {
  expect(parseResponse(response(value))).toEqual(expected);
});

test("a struct is a map", () => {
  const struct = "<value><struct>\n<member>\n<name>n</name>\n<value><int>1</int></value>\n</member>\n</struct></value>";
  expect(parseResponse(response(struct))).toEqual(new Map([["n", 1]]));
});

test("a fault is an error that says what the server says", () => {
  const struct =
    "<value><struct><member><name>faultCode</name><value><int>1</int></value></member><member><name>faultString</name><value>UNKNOWN_METHOD</value></member></struct></value>";
  const text = `<methodResponse><fault>${struct}</fault></methodResponse>`;
  expect(() => parseResponse(text)).toThrow(new RpcFault("the server answered with fault 1: UNKNOWN_METHOD"));
});

test.each([
  ["<html/>", "<html> is not a response"],
  ["<methodResponse/>", "<methodResponse> does not hold one element"],
  ["<methodResponse><other/></methodResponse>", "<other> in a response"],
  ["<methodResponse><params><value/></params></methodResponse>", "<value> instead of <param>"],
  [response("<int>1</int>"), "<int> instead of a value"],
  [response("<value><int>x</int></value>"), '"x" is no integer'],
  [response("<value><boolean>2</boolean></value>"), '"2" is no boolean'],
  [response("<value><double>x</double></value>"), '"x" is no number'],
  [response("<value><int>1</int><int>2</int></value>"), "<value> does not hold one element"],
  [response("<value><array><value/></array></value>"), "<value> instead of <data>"],
  [response("<value><struct><member><name>a</name></member></struct></value>"), "a struct's member is not a name"],
  [response("<value><other/></value>"), "unknown type <other>"],
])("%s is an error", (text, problem) => {
  expect(() => parseResponse(text)).toThrow(ParseError);
  expect(() => parseResponse(text)).toThrow(`XML-RPC: ${problem}`);
});

test("survives garbage", () => {
  parserSurvivesGarbage(
    (bytes) => parseResponse(bytes.toString()),
    response("<value><array><data><value><int>1</int></value><value>x</value></data></array></value>"),
  );
});
