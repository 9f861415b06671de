// Flags: what is read from what was typed, and what is refused with which words.

import { assertEquals, assertThrows } from "@std/assert";
import { listFlag, numberFlag, parseFlags, switchFlag, textFlag } from "../../src/cli/flags.ts";
import { UsageError } from "../../src/cli/usage_error.ts";

const declared = {
  keepSecrets: switchFlag({ summary: "keep them", short: "k" }),
  out: textFlag({ takes: "FILE", summary: "where it goes", short: "o" }),
  redact: listFlag({ takes: "KEY", summary: "hide it" }),
  speed: numberFlag({ takes: "N", summary: "how fast", least: 0 }),
  port: numberFlag({ takes: "PORT", summary: "where", least: 0, most: 65535 }),
  shift: numberFlag({ takes: "MS", summary: "how late" }),
};

const NOTHING = {
  keepSecrets: false,
  out: undefined,
  redact: [],
  speed: undefined,
  port: undefined,
  shift: undefined,
};

type Expected = {
  readonly flags: object;
  readonly operands: readonly string[];
  readonly trailing?: readonly string[];
};

const READ: readonly (readonly [args: readonly string[], expected: Expected])[] = [
  [[], { flags: {}, operands: [] }],
  [["--keep-secrets"], { flags: { keepSecrets: true }, operands: [] }],
  [["-k", "a"], { flags: { keepSecrets: true }, operands: ["a"] }],
  [["--keep-secrets", "a"], { flags: { keepSecrets: true }, operands: ["a"] }],
  [["--out", "x.ndjson"], { flags: { out: "x.ndjson" }, operands: [] }],
  [["--out=x=y"], { flags: { out: "x=y" }, operands: [] }],
  [["-o", "x"], { flags: { out: "x" }, operands: [] }],
  [["--out", "007"], { flags: { out: "007" }, operands: [] }],
  [["--out=-"], { flags: { out: "-" }, operands: [] }],
  [["--out", "-", "a"], { flags: { out: "-" }, operands: ["a"] }],
  [["-o", "-"], { flags: { out: "-" }, operands: [] }],
  [["--redact", "a", "--redact=b"], { flags: { redact: ["a", "b"] }, operands: [] }],
  [["--speed", "0.5"], { flags: { speed: 0.5 }, operands: [] }],
  [["--shift=-20"], { flags: { shift: -20 }, operands: [] }],
  [["007", "a b", "-"], { flags: {}, operands: ["007", "a b", "-"] }],
  [["--", "--out", "-k"], { flags: {}, operands: [], trailing: ["--out", "-k"] }],
  [["-k", "a", "--", "b", "--", "c"], {
    flags: { keepSecrets: true },
    operands: ["a"],
    trailing: ["b", "--", "c"],
  }],
];

for (const [args, expected] of READ) {
  Deno.test(`parseFlags() reads ${JSON.stringify(args)}`, () => {
    assertEquals(parseFlags(declared, args), {
      flags: { ...NOTHING, ...expected.flags },
      operands: expected.operands,
      trailing: expected.trailing ?? [],
    });
  });
}

type Refusal = readonly [args: readonly string[], message: string, advice?: string];

const REFUSED: readonly Refusal[] = [
  [["--otu", "x"], 'Cannot read "--otu": there is no such flag', "Did you mean --out?"],
  [["--otu=secret"], 'Cannot read "--otu": there is no such flag', "Did you mean --out?"],
  [["--zebra"], 'Cannot read "--zebra": there is no such flag'],
  [["-z"], 'Cannot read "-z": there is no such flag'],
  [["--out"], "Cannot read --out: it takes a value", "Write --out=FILE"],
  [["--out="], 'Cannot read --out=: nothing follows the "="'],
  [["--out", "--keep-secrets"], "Cannot read --out: it takes a value", "Write --out=FILE"],
  [
    ["--shift", "-20"],
    'Cannot read --shift: its value "-20" begins with a dash, as flags do',
    "Write --shift=-20",
  ],
  [["--out=a", "--out=b"], 'Cannot read --out "a" and "b": it can be given only once'],
  [["--speed", "fast"], 'Cannot read --speed "fast": expected a number, 0 or more'],
  [["--speed=-1"], 'Cannot read --speed "-1": expected a number, 0 or more'],
  [["--speed= "], 'Cannot read --speed " ": expected a number, 0 or more'],
  [["--port=65536"], 'Cannot read --port "65536": expected a number from 0 to 65535'],
  [
    ["--keep-secrets=no"],
    'Cannot read "--keep-secrets=no": --keep-secrets takes no value',
    "Write --keep-secrets alone",
  ],
  [["--shift=late"], 'Cannot read --shift "late": expected a number'],
];

for (const [args, message, advice] of REFUSED) {
  Deno.test(`parseFlags() refuses ${JSON.stringify(args)}`, () => {
    const error = assertThrows(() => parseFlags(declared, args), UsageError);
    assertEquals([error.message, error.advice], [message, advice]);
  });
}
