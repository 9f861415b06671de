// Whether to colour what is printed, and colouring it. Colour is for terminals, unless the user's
// environment says otherwise (https://no-color.org, https://force-color.org).

import { styleText } from "node:util";

export type Style = Parameters<typeof styleText>[0];

/** NO_COLOR beats FORCE_COLOR, and both beat what the stream is. Empty counts as not set. */
export function decideColour(
  env: (name: string) => string | undefined,
  isTerminal: boolean,
): boolean {
  if (env("NO_COLOR")) return false;
  const forced = env("FORCE_COLOR");
  if (forced) return forced !== "0" && forced !== "false";
  return isTerminal && env("TERM") !== "dumb";
}

/** The text in this style, where the output has colour. */
export function paint(output: { readonly colour: boolean }, style: Style, text: string): string {
  return output.colour ? styleText(style, text, { validateStream: false }) : text;
}
