// Uses the pages of a built site as a reader would, and complains where one does not answer as it should.
//
// Usage: node use-site.js SITE CHROMIUM
// Complaints go to standard output, one a line; the exit code is 1 when there are any.

import { pathToFileURL } from "node:url";
import { tellAll } from "./tell.js";

const [site, executablePath] = process.argv.slice(2);
const root = pathToFileURL(site).href.replace(/\/?$/, "/");
await tellAll(new URL("stories/", import.meta.url), executablePath, { set: () => ({ root }) });
