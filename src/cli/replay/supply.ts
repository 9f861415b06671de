// `--supply` as it is typed: `[EVENT:]PATH=VALUE`. No message quotes the value: it may be a secret.

import { messageOf } from "../../base/errors.ts";
import { type JsonValue, parseJson } from "../../base/json.ts";
import type { Supply } from "../../replay/supply.ts";
import { compilePath, type Path } from "../../timeline/filter/path.ts";
import type { Host } from "../host.ts";
import { UsageError } from "../usage_error.ts";

const ADVICE = "Write it like '$.token=env:WIRETAPE_TOKEN', or 'login:$.user.id=19' for one event";

/** An event's name may have colons in it; the path begins with `$` or `**`. */
const FORM = /^(?:(.*?):)?((?:\$|\*\*)(?:[^=["]|\["[^"]*"\]|\[)*)=([^]*)$/;

export function readSupply(typed: string, host: Host): Supply {
  const [, event, path, text] = FORM.exec(typed) ?? [];
  if (path === undefined || text === undefined || text === "") {
    throw new UsageError("Cannot read --supply: expected a path, = and a value", ADVICE);
  }
  const place = event === undefined || event === "" ? {} : { event };
  const shown = event === undefined ? path : `${event}:${path}`;
  return { ...place, path: readPath(path), value: readValue(text, shown, host), text: shown };
}

/** JSON, or else text. */
function readValue(text: string, shown: string, host: Host): JsonValue {
  const [, name] = /^env:(\w+)$/.exec(text) ?? [];
  const value = name === undefined ? text : host.env(name);
  if (value === undefined) {
    throw new UsageError(
      `Cannot take the value for --supply '${shown}' from ${name}: it is not set`,
      "Only variables whose names begin with WIRETAPE_ can be read",
    );
  }
  const parsed = parseJson(value);
  return parsed.ok ? parsed.value : value;
}

function readPath(text: string): Path {
  try {
    return compilePath(text);
  } catch (error) {
    throw new UsageError(`Cannot read --supply '${text}': ${messageOf(error)}`, ADVICE);
  }
}
