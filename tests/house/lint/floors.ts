// The floors of the house (docs/architecture.md) as data, and where a file lives on them.

import { root } from "../tree.ts";
import { isAbsolute, relative } from "./paths.ts";

/** The rooms, that is the folders of `src`, from the ground up. */
const ROOMS_BY_FLOOR: readonly (readonly string[])[] = [
  ["base", "std"],
  ["wire"],
  ["tape", "protocols"],
  ["timeline"],
  ["diff", "replay", "formats", "doctor"],
  ["net", "view"],
  ["testing", "demo"],
  ["cli"],
];

/** Above every room: `main.ts` and the files directly in `src`. */
const FRONT_FLOOR = ROOMS_BY_FLOOR.length;

/** A room that may import its own files, but none from one of its folders into another. */
const ROOM_OF_FOLDERS = "protocols";

export interface Place {
  /** `src/wire`, or the file itself on the front floor. */
  readonly room: string;
  readonly floor: number;
  /** The folder within a room whose folders keep to themselves. */
  readonly folder?: string;
}

/** The path from the repository's root, with forward slashes, of a file that `deno lint` names. */
export function repositoryPath(filename: string): string {
  return isAbsolute(filename) ? relative(root, filename) : filename;
}

/** Where the file lives; undefined for what is not part of the house, such as its tests. */
export function placeOf(path: string): Place | undefined {
  const [top, room, ...rest] = path.split("/");
  if (path === "main.ts") return { room: path, floor: FRONT_FLOOR };
  if (top !== "src" || room === undefined) return undefined;
  if (rest.length === 0) return { room: path, floor: FRONT_FLOOR };
  const floor = ROOMS_BY_FLOOR.findIndex((rooms) => rooms.includes(room));
  if (floor === -1) return undefined;
  const place: Place = { room: `src/${room}`, floor };
  const [folder, file] = rest;
  if (room !== ROOM_OF_FOLDERS || folder === undefined || file === undefined) return place;
  return { ...place, folder };
}

/** Whether the file is part of the house: what the floors and ambient rules are about. */
export function isHouseFile(path: string): boolean {
  return path === "main.ts" || path.startsWith("src/");
}
