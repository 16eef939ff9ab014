import { expect, test } from "vitest";
import { parseOsRelease } from "../../../../src/collectors/parsers/etc/os_release.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** From Debian 13. */
const GOOD = `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
ID=debian
HOME_URL="https://www.debian.org/"
`;

const parse = (text: string) => Object.fromEntries(parseOsRelease(Buffer.from(text), "os-release"));

test("reads quoted and unquoted values", () => {
  expect(parse(GOOD)).toEqual({
    PRETTY_NAME: "Debian GNU/Linux 13 (trixie)",
    NAME: "Debian GNU/Linux",
    VERSION_ID: "13",
    ID: "debian",
    HOME_URL: "https://www.debian.org/",
  });
});

test.each([
  ["blanks and comments", " # note\n\n  A=1\r\n", { A: "1" }],
  ["an export", "export A=1\n", { A: "1" }],
  ["the last of equal names", "A=1\nA=2", { A: "2" }],
  ["blanks around a value", "A =  b c  \n", { A: "b c" }],
  ["no value", "A=\nB=''\n", { A: "", B: "" }],
  ["a comment behind a value", "A=b#c\nB=d # e\nC='f # g' # h\n", { A: "b", B: "d", C: "f # g" }],
  ["quoted blanks before a comment", 'A="b " # c\n', { A: "b " }],
  ["parts one after the other", `A=a'b'"c"d\n`, { A: "abcd" }],
  ["single quotes take all as it is", `A='$x\\n"y"'\n`, { A: `$x\\n"y"` }],
  ["escapes within double quotes", String.raw`A="\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"`, { A: '"\\/\b\f\n\r\té😀' }],
  ["half a surrogate pair", String.raw`A="\ud83d"`, { A: "\uFFFD" }],
  ["a backslash without quotes", String.raw`A=a\nb`, { A: String.raw`a\nb` }],
  ["an equals sign in the value", "A=b=c\n", { A: "b=c" }],
  ["other characters of a name", "_A/b.9=1\n", { "_A/b.9": "1" }],
])("%s", (_, text, variables) => {
  expect(parse(text)).toEqual(variables);
});

test.each([
  ["NAME\n", "line 1: no ="],
  ["A=1\n2B=3\n", 'line 2: bad name "2B"'],
  ["=1\n", 'line 1: bad name ""'],
  ['A="b\n', "line 1: a quote without its end"],
  ["A='b\n", "line 1: a quote without its end"],
  ['A="b\\"\n', "line 1: a quote without its end"],
  [String.raw`A="\u12"`, "line 1: unknown escape \\u"],
  ["A=b\u0001c\n", "line 1: a control character"],
  ['A="b\tc"\n', "line 1: a control character"],
])("%j fails", (text, message) => {
  expect(() => parse(text)).toThrow(`os-release: ${message}`);
});

test("survives garbage", () => parserSurvivesGarbage(parseOsRelease, GOOD));

test("a line that cannot be read is left out", () => {
  const problems: string[] = [];
  const skip = ({ message }: Error) => void problems.push(message);
  expect([...parseOsRelease(Buffer.from('ID=a\nodd\nVERSION="\\$x \\` \\" \\\\"\n'), "os", skip)]).toEqual([
    ["ID", "a"],
    ["VERSION", '$x ` " \\'],
  ]);
  expect(problems).toEqual(["os: line 2: no ="]);
});
