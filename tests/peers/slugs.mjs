// What github-slugger makes of headings: a JSON list of lists of texts comes in, each list for a slugger of its own, and the
// same lists of slugs go out, with the version of Unicode by which the engine makes letters small.

import Slugger from "github-slugger";

let input = "";
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) input += chunk;
const slugs = JSON.parse(input).map((texts) => {
  const slugger = new Slugger();
  return texts.map((text) => slugger.slug(text));
});
process.stdout.write(JSON.stringify({ unicode: process.versions.unicode, slugs }));
