// Colours as a parameter: what is shown is put together once, for terminals and for pipes.

/** What the parts of a line are, in the words of `styleText`. */
export type PaintStyle = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "magenta";

/** Puts a text into a style, or leaves it as it is. */
export type Paint = (style: PaintStyle, text: string) => string;

export const plainPaint: Paint = (_style, text) => text;
