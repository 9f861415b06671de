// What stands above every page about a whole tape: which one it is.

import type { TapeHeader } from "../../tape/entry.ts";
import { headerLines } from "../../view/terminal/tape_lines.ts";
import type { Stage } from "./views.ts";

export function printHeading({ page, columns, paint, name }: Stage, header: TapeHeader): void {
  page.lines(headerLines(header, name, columns, paint));
  page.line("");
}
