// An argument of a command that is there to be copied.

/** As a shell takes it. */
export function argument(text: string): string {
  return /^[\w.=…/@:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
