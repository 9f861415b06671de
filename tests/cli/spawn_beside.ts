// Started by host_test.ts as a process of its own: runs its arguments as a command beside it, and
// ends as that does.

import { denoHost } from "../../src/cli/host.ts";

const host = denoHost();
host.exit(await host.spawn(host.args, { WIRETAPE_URL: "http://tap" }).code);
