#!/usr/bin/env bash
# How long the history of one item takes beside `git log --follow`, that of the workspace beside `git log -p`, and a site with
# its history beside one without, over a generated history: seconds of each of five runs in turn, the median last. Usage: benches/history.sh [COMMITS] [ITEMS]
set -euo pipefail
cd "$(dirname "$0")/.."
commits=${1:-10000}
items=${2:-2000}
cargo build --release --quiet --bin wayfare
wayfare=$PWD/target/release/wayfare
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/repository" "$folder/plain"
cd "$folder/repository"
git init --quiet --initial-branch=main

# A commit that adds everything, then commits that change one item each, which is renamed half-way.
awk -v commits="$commits" -v items="$items" '
  function data(text) { printf "data %d\n%s\n", length(text), text }
  function path(item) { return "blocks/insights/group-" item % 40 "/item-" item ".md" }
  function write(item, version) {
    printf "M 100644 inline %s\n", path(item)
    data("---\nkind: insight\ntitle: Item " item "\nseverity: " 1 + version % 5 "\n---\nVersion " version ".\n")
  }
  function commit(number) {
    printf "commit refs/heads/main\ncommitter Maya Chen <maya@acme.example> %d +0000\n", 1700000000 + number * 60
    data("Commit " number)
  }
  BEGIN {
    commit(0)
    printf "M 100644 inline workspace.yaml\n"
    data("name: Acme\n")
    for (item = 0; item < items; item++) write(item, 0)
    for (number = 1; number < commits; number++) {
      commit(number)
      if (number == int(commits / 2)) printf "R %s blocks/insights/renamed.md\n", path(7)
      else write(number * 7919 % items == 7 ? 8 : number * 7919 % items, number)
    }
  }' | git fast-import --quiet
git reset --quiet --hard
git repack -adq
git archive HEAD | tar -x -C "$folder/plain"

declare -A seconds
run() {
  local name=$1 begin
  shift
  begin=$(date +%s.%N)
  "$@" >/dev/null
  seconds[$name]+="$(awk -v a="$begin" -v b="$(date +%s.%N)" 'BEGIN { printf "%.3f", b - a }') "
}

for _ in 1 2 3 4 5; do
  run 'log ID' "$wayfare" log renamed
  run 'git log --follow' git --no-pager log --follow --oneline -- blocks/insights/renamed.md
  run 'log' "$wayfare" log
  run 'git log -p' git --no-pager log -p
  rm -rf "$folder/with" "$folder/without"
  run 'build' "$wayfare" build --out "$folder/with"
  run 'without history' "$wayfare" build "$folder/plain" --out "$folder/without"
done
for name in 'log ID' 'git log --follow' 'log' 'git log -p' 'build' 'without history'; do
  median=$(tr ' ' '\n' <<<"${seconds[$name]}" | grep . | sort -n | sed -n 3p)
  printf '%-17s %s  median %s\n' "$name" "${seconds[$name]}" "$median"
done
