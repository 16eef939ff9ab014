import { expect, test } from "vitest";
import { ParseError } from "../../../src/collectors/kit/errors.ts";
import { parseXml } from "../../../src/collectors/supervisord/xml.ts";
import { parserSurvivesGarbage } from "../../support/garbage.ts";

const element = (name: string, text: string, ...children: unknown[]) => ({ name, text, children });

test("elements, texts, references and what is left out", () => {
  const text = `\ufeff<?xml version='1.0'?>
    <!-- a comment --><a x="1" y='<'><b/>t<!-- - --> &lt;&#65;&#x42;&amp;<![CDATA[<c>&]]></a > <?end?>`.replace(
    "'<'",
    "'2'",
  );
  expect(parseXml(text)).toEqual(element("a", "t <AB&<c>&", element("b", "")));
});

test("white space is text", () => {
  expect(parseXml("<a> \n</a>")).toEqual(element("a", " \n"));
});

test.each([
  ["", "no element"],
  ["text", "no element"],
  ["<a>", "no element"],
  ["<a></b>", "<a> is not closed"],
  ["<a><b></a></b>", "<b> is not closed"],
  ["<a/><b/>", "text behind the document"],
  ["<!DOCTYPE a><a/>", "no element"],
  ["<a>&nbsp;</a>", "unknown reference &nbsp;"],
  ["<a>&lt</a>", "unknown reference &lt"],
  ["<a>&#0;</a>", "unknown reference &#0;"],
  ["<a>&#xd800;</a>", "unknown reference &#xd800;"],
  ["<a>&#x110000;</a>", "unknown reference &#x110000;"],
  ["<a x=1/>", "no element"],
  ["<a><!-- </a>", "no element"],
  ["<a>".repeat(200), "elements nested too deeply"],
])("%j is an error", (text, problem) => {
  expect(() => parseXml(text)).toThrow(ParseError);
  expect(() => parseXml(text)).toThrow(`XML: ${problem} at `);
});

test("survives garbage", () => {
  parserSurvivesGarbage(
    (bytes) => parseXml(bytes.toString()),
    "<a x='1'>\n<b>&lt;</b>\n<![CDATA[x]]>\n<!-- y -->\n</a>\n",
  );
});
