// What a command's exit code means, to people and to scripts.

/** 0 fine or same, 1 differs or mismatch, 2 usage, 3 input or output. */
export const EXIT = { fine: 0, differs: 1, usage: 2, inputOutput: 3 } as const;

export type ExitCode = typeof EXIT[keyof typeof EXIT];
