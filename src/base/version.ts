// The version of this Wiretape, as it names itself on tapes and on the command line.

/** The same as in deno.json. */
export const VERSION = "0.1.0";
