// The demos by name, with the ports on which the real systems listen, so that the snippets that
// people have connect unedited.

export type DemoName = "tracking" | "driver" | "chat" | "express" | "layers";

/** S1 and S5 have no port of their own in their documents: theirs are free among the others. */
export const DEMO_PORTS: Readonly<Record<DemoName, number>> = {
  tracking: 3001,
  driver: 3002,
  chat: 3000,
  express: 8000,
  layers: 3005,
};

/** In the order of the systems, S1 to S5. */
export const DEMO_NAMES: readonly DemoName[] = ["tracking", "driver", "chat", "express", "layers"];

/** Events a second of those demos that send by themselves, when nobody says. */
export const DEFAULT_RATE = 1;

/** What a server and its clients keep up with, on a small machine. */
export const MAX_RATE = 1000;

/** The highest seed. */
export const MAX_SEED = 2 ** 31 - 1;

/** The demos that send by themselves, at a rate. */
export const DEMOS_WITH_RATE: readonly DemoName[] = ["tracking", "driver", "layers"];

/** The demos whose payloads are other ones in every run, unless they are seeded. */
export const DEMOS_WITH_SEED: readonly DemoName[] = ["tracking", "driver"];

/** The page of the chat demo: the one origin that its server allows. */
export const CHAT_PAGE_PORT = 5500;

export function isDemoName(name: string): name is DemoName {
  const names: readonly string[] = DEMO_NAMES;
  return names.includes(name);
}
