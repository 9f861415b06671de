// What the lines of a diff are put together of: the same as any line's.

export { type Canvas, draw, type Part, widthOf, wrapped } from "../parts.ts";
