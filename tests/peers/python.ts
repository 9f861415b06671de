// Pythons that can speak Socket.IO: one on PATH may not see Debian's packages, so all are tried.

import { fileOf, findProgram, type Found } from "./programs.ts";

/** The client that plays the script, with python3-socketio. */
export const PYTHON_CLIENT: string = fileOf(new URL("python_client.py", import.meta.url));

/** The same on asyncio, which wants aiohttp besides. */
export const PYTHON_ASYNC_CLIENT: string = fileOf(
  new URL("python_async_client.py", import.meta.url),
);

/** One that can run such a client. */
export async function findPython(client: string = PYTHON_CLIENT): Promise<Found> {
  const packages = client === PYTHON_ASYNC_CLIENT ? "socketio and aiohttp" : "socketio";
  return await findProgram({
    names: ["python3"],
    folders: ["/usr/bin"],
    wanted: `no python3 with ${packages}`,
    probe: [client, "--probe"],
  });
}
