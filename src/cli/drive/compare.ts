// The tape that was driven and the one that came of it, compared by what they mean: `drive` decides by
// its own matching, and says what `diff` finds, and how to ask it again.

import { messageOf } from "../../base/errors.ts";
import type { JsonObject } from "../../base/json.ts";
import { diffTapes } from "../../diff/diff_tapes.ts";
import { readPathRule } from "../../diff/read_rule.ts";
import type { DiffResult } from "../../diff/result.ts";
import { DEFAULT_RULES } from "../../diff/rules.ts";
import type { MatchMode } from "../../replay/match.ts";
import { diffReport } from "../../view/json/diff_parts.ts";
import { diffLines } from "../../view/terminal/diff/diff_lines.ts";
import { tallyText } from "../../view/terminal/diff/tally.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { paint } from "../colour.ts";
import { DiffTape } from "../diff/tapes.ts";
import type { Host } from "../host.ts";
import { UsageError } from "../usage_error.ts";
import { argument } from "./argument.ts";
import type { DriveFlags } from "./flags.ts";

/** The longest line that is printed where there is no terminal, as `diff` has it. */
const PLAIN_COLUMNS = 160;

const CONTEXT = 3;

export interface ComparisonOptions {
  /** As the user typed it. */
  readonly file: string;
  /** The new tape. */
  readonly out: string;
  readonly mode: MatchMode;
  readonly flags: Pick<DriveFlags, "ignore" | "diff">;
  /** What is other than on the tape because it was given so: paths that `diff` is to ignore. */
  readonly replaced: readonly string[];
  readonly host: Host;
}

/** What there is to say of the two tapes. */
export interface Compared {
  /** With `--diff` in place of what was answered otherwise. */
  readonly story: readonly string[];
  /** The last lines of all. */
  readonly verdict: readonly string[];
  /** For programs. */
  readonly json: JsonObject;
}

/** Made before the new tape is: `@1` means another one then. */
export class Comparison {
  readonly #options: ComparisonOptions;
  readonly #left: DiffTape;

  /** Undefined where the tape comes once, through a pipe. */
  static of(options: ComparisonOptions): Comparison | undefined {
    if (options.file !== "-") return new Comparison(options);
    if (!options.flags.diff) return undefined;
    throw new UsageError(
      "Cannot compare with stdin: --diff reads the tape a second time",
      "Name the tape's file",
    );
  }

  private constructor(options: ComparisonOptions) {
    this.#options = options;
    this.#left = new DiffTape(options.file, options.host);
  }

  async compare(): Promise<Compared> {
    const { mode, flags } = this.#options;
    const command = this.#command();
    if (mode === "off" && !flags.diff) {
      return { story: [], verdict: [`To compare by meaning: ${command}`], json: { command } };
    }
    try {
      return this.#tell(await this.#diff(), command);
    } catch (error) {
      // What was found by driving stands all the same.
      const reason = printable(messageOf(error));
      return {
        story: [],
        verdict: [`The tapes cannot be compared by meaning: ${reason}`],
        json: { command, problem: reason },
      };
    }
  }

  async #diff(): Promise<DiffResult> {
    const { out, host } = this.#options;
    return await diffTapes({
      left: this.#left,
      right: new DiffTape(out, host),
      rules: { ...DEFAULT_RULES, exact: this.#isExact, ignore: this.#ignore.map(readPathRule) },
    });
  }

  #tell(result: DiffResult, command: string): Compared {
    const { flags, host: { stderr } } = this.#options;
    const { same, findings } = result;
    const canvas = {
      columns: stderr.isTerminal ? stderr.columns : PLAIN_COLUMNS,
      paint: (style: Parameters<typeof paint>[1], text: string) => paint(stderr, style, text),
      context: CONTEXT,
      full: false,
    };
    const verdict = same ? "are the same" : `DIFFER, ${tallyText(findings)}`;
    return {
      story: flags.diff ? [...diffLines(result, canvas)] : [],
      // The story has said it.
      verdict: [flags.diff ? `Again: ${command}` : `By meaning the tapes ${verdict}: ${command}`],
      // JSON all the way down, but interfaces have no index.
      json: { ...(flags.diff ? diffReport(result) as object : { same }), command },
    };
  }

  get #isExact(): boolean {
    const { mode } = this.#options;
    return mode === "strict" || mode === "any-order";
  }

  get #ignore(): readonly string[] {
    const { replaced, flags } = this.#options;
    return [...replaced, ...flags.ignore];
  }

  #command(): string {
    const { out } = this.#options;
    const rules = [
      ...(this.#isExact ? ["--values"] : []),
      ...this.#ignore.flatMap((path) => ["--ignore", path]),
    ];
    const words = [this.#left.name, out, ...rules].map((word) => argument(printable(word)));
    return `deno task diff ${words.join(" ")}`;
  }
}
