// Edits a workspace while its live preview is open, and complains where a page does not follow as it should.
//
// Usage: node use-preview.js WORKSPACE CHROMIUM WAYFARE
// Every story has a copy of the workspace and a preview of its own. Complaints go to standard output, one a line; the
// exit code is 1 when there are any.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { tellAll } from "./tell.js";

const [workspace, executablePath, program] = process.argv.slice(2);

/** Starts a preview and waits until it listens. */
async function start(folder, port) {
  const running = spawn(program, ["serve", folder, "--templates", "--port", port], { stdio: ["ignore", "ignore", "pipe"] });
  const lines = createInterface({ input: running.stderr });
  for await (const line of lines) {
    const address = /http:\/\/localhost:\d+\//.exec(line)?.[0];
    if (!address) continue;
    running.stderr.resume();
    return { running, address };
  }
  throw new Error("the preview ended");
}

async function stop(running) {
  const ended = once(running, "exit");
  running.kill("SIGINT");
  await ended;
}

async function set() {
  const folder = mkdtempSync(join(tmpdir(), "wayfare-preview-"));
  cpSync(workspace, folder, { recursive: true });
  const setting = { folder, ...(await start(folder, "0")) };
  const at = (path) => join(folder, path);
  // In one step, so that no state between two is shown.
  const write = (path, text) => {
    const made = `${folder}.part`;
    writeFileSync(made, text);
    mkdirSync(dirname(at(path)), { recursive: true });
    renameSync(made, at(path));
  };
  return Object.assign(setting, {
    root: setting.address,
    write,
    edit(path, change) {
      const before = readFileSync(at(path), "utf8");
      const after = change(before);
      if (after === before) throw new Error(`${path}: nothing to edit`);
      write(path, after);
    },
    remove: (path) => rmSync(at(path)),
    stop: () => stop(setting.running),
    async restart() {
      Object.assign(setting, await start(folder, new URL(setting.address).port));
    },
  });
}

async function end({ running, folder }) {
  if (running && running.exitCode === null) await stop(running);
  if (folder) rmSync(folder, { recursive: true });
}

await tellAll(new URL("stories/preview/", import.meta.url), executablePath, { set, end });
