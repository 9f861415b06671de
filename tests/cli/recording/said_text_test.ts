// What servers say when they refuse, in short.

import { assertEquals } from "@std/assert";
import { saidText } from "../../../src/cli/recording/said_text.ts";

const CASES: readonly [what: string, body: string, said: string][] = [
  ["text as it is", "gone", "gone"],
  ["JSON as it is", '{"code":1,"message":"<b>"}', '{"code":1,"message":"<b>"}'],
  ["the title of a page", "<html><title> A &lt;b&gt;\n c </title><p>more", "A <b> c"],
  [
    "the text of a page with an empty title",
    "<html><title></title><h1>Hi</h1><p>there</p>",
    "Hi there",
  ],
  ["no script and no style", "<script>if (a<b) c()</script><style>p{}</style>Text<br>!", "Text !"],
  ["a page that was cut", "<html><body>Some text <a href='", "Some text"],
  ["what would steer the terminal", "\x1b[31mred", "\\x1b[31mred"],
  ["long text in short", "x".repeat(5000), `${"x".repeat(199)}…`],
  ["nothing", "", ""],
];

for (const [what, body, said] of CASES) {
  Deno.test(`saidText() tells ${what}`, () => assertEquals(saidText(body), said));
}
