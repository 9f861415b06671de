/** The kind of class that `assertThrows` and its relatives take. */

/** A class of errors, abstract ones too. */
export type ClassOf<E extends Error> = abstract new (...args: never[]) => E;
