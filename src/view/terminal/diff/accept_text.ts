// The flag by which the first difference that can be allowed would not count: one that somebody would
// really type.

import type { Value, ValueObject } from "../../../base/json.ts";
import type { ActKey, Content } from "../../../diff/act.ts";
import { metresApart, positionKeysOf } from "../../../diff/geo.ts";
import { pathsOfNoise } from "../../../diff/noise_path.ts";
import type { AnswerChanged, Changed, Difference, Finding } from "../../../diff/result.ts";
import { timestampOf } from "../../../diff/timestamps.ts";
import { compilePath } from "../../../timeline/filter/path.ts";
import { axisOf } from "../../../timeline/positions.ts";
import { quoted } from "./quoted.ts";

/** Numbers that are further apart, in parts of the larger one, are other numbers. */
const TOLERABLE = 0.2;

/** Times that are further apart, in milliseconds, are other times. */
const SOON = 3_600_000;

/** Positions that are further apart, in metres, are other places. */
const NEAR = 1000;

export function acceptText(findings: readonly Finding[]): string | undefined {
  for (const finding of findings) {
    switch (finding.kind) {
      case "changed":
      case "answer": {
        const flag = finding.differences.map((one) => flagFor(one, finding)).find(Boolean);
        if (flag !== undefined) return flag;
        break;
      }
      case "live":
        if ("path" in finding.change) {
          const { change } = finding;
          const told = "paths" in change ? change.paths : [change.path];
          const paths = told.flatMap(pathsOfNoise).map((path) => scoped(path, finding.key));
          if (paths.length > 0) return ignoring(paths);
        }
        break;
    }
  }
  const isUncertain = findings.some(({ kind }) => kind !== "late");
  return isUncertain ? "--baseline OTHER_GOOD, if two good tapes differ there too" : undefined;
}

function flagFor(difference: Difference, finding: Changed | AnswerChanged): string | undefined {
  const { key } = finding.left;
  const { path, left, right, distance } = difference;
  const places = pathsOfNoise(path);
  const [place, ...more] = places;
  if (place === undefined) return undefined;
  const whole = scoped(place, key);
  // A position is two places: nobody ignores only one of them.
  if (more.length > 0) return geoFlag(distance) ?? ignoring(places);
  const position = positionFlag(difference, sidesOf(finding));
  if (position !== undefined) return position;
  const ignore = ignoring([whole]);
  if (distance !== undefined) return ignore;
  const time = timeFor(left, right);
  if (time !== undefined) return `${ignore} or --time ${time}`;
  const room = toleranceFor(left, right);
  return room === undefined ? ignore : `${ignore} or --tolerance ${quoted(`${whole}=${room}`)}`;
}

/** All of what an event carries: nobody wants to ignore that of every event. */
function scoped(path: string, { kind, name }: ActKey): string {
  return path === "$" && kind === "event" ? `${name}:$` : path;
}

function ignoring(paths: readonly string[]): string {
  return paths.map((path) => `--ignore ${quoted(path)}`).join(" ");
}

/** For two timestamps that are not far from each other. */
function timeFor(left: Value | undefined, right: Value | undefined): string | undefined {
  const [one, other] = [timestampOf(left ?? null), timestampOf(right ?? null)];
  if (one === undefined || other === undefined || one.form !== other.form) return undefined;
  const apart = Math.abs(one.milliseconds - other.milliseconds);
  if (apart === 0 || apart > SOON) return undefined;
  return apart < 1000 ? `${roomFor(apart)}ms` : `${roomFor(apart / 1000)}s`;
}

/** The next number of one digit, where the two are near each other. */
function toleranceFor(left: Value | undefined, right: Value | undefined): string | undefined {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const apart = Math.abs(left - right);
  return apart > TOLERABLE * Math.max(Math.abs(left), Math.abs(right)) ? undefined : roomFor(apart);
}

interface Coordinate {
  readonly object: string;
  readonly name: string;
}

const LAST_KEY = /^(.*)\.([\w-]+)$/s;

function coordinateAt(path: string): Coordinate | undefined {
  const [, object, name = ""] = LAST_KEY.exec(path) ?? [];
  return object === undefined || axisOf(name) === undefined ? undefined : { object, name };
}

/** For a latitude or longitude: nobody allows one half of a position. */
function positionFlag({ path }: Difference, sides: Sides): string | undefined {
  const own = coordinateAt(path);
  if (own === undefined) return undefined;
  const [left, right] = [objectAt(own.object, sides.left), objectAt(own.object, sides.right)];
  if (left === undefined || right === undefined) return undefined;
  const keys = positionKeysOf(left)
    .find(({ latitude, longitude }) => latitude === own.name || longitude === own.name);
  if (keys === undefined) return undefined;
  const ignore = ignoring([keys.latitude, keys.longitude].map((key) => `${own.object}.${key}`));
  const metres = metresApart(left, right, keys);
  return metres !== undefined && metres > 0 && metres <= NEAR
    ? `--geo ${roomFor(metres)}m or ${ignore}`
    : ignore;
}

/** Undefined for items that are known by their key: no path leads to just one of them. */
function objectAt(path: string, root: Value): ValueObject | undefined {
  const [plain] = pathsOfNoise(path);
  const place = plain === path ? compilePath(path).find(root).at(0) : undefined;
  return place === undefined || !isObject(place.value) ? undefined : place.value;
}

function isObject(value: Value): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}

/** What `$` stands for on both tapes. */
interface Sides {
  readonly left: Value;
  readonly right: Value;
}

function sidesOf(finding: Changed | AnswerChanged): Sides {
  const { left, right, kind } = finding;
  if (kind === "changed") {
    return { left: rootOf(left.key, left.content), right: rootOf(right.key, right.content) };
  }
  return {
    left: rootOf(left.key, left.answer?.content),
    right: rootOf(right.key, right.answer?.content),
  };
}

function rootOf({ kind }: ActKey, content: Content | undefined): Value {
  const value = content?.value ?? null;
  const [only] = kind === "event" && Array.isArray(value) && value.length === 1 ? value : [];
  return only ?? value;
}

/** `12.4 m` is allowed by `--geo 20m`. */
function geoFlag(distance: string | undefined): string | undefined {
  const [, amount, unit] = /^([\d.]+) (m|km)$/.exec(distance ?? "") ?? [];
  return amount === undefined ? undefined : `--geo ${roomFor(Number(amount))}${unit}`;
}

/** The next number of one digit: 0.034 is allowed by 0.04. */
function roomFor(distance: number): string {
  const step = 10 ** Math.floor(Math.log10(distance));
  return String(Number((Math.ceil(distance / step) * step).toPrecision(2)));
}
