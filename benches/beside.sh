#!/usr/bin/env bash
# How long checking and building take beside reading the same files with cat and rg, and copying the same site with cp:
# seconds of each of five runs in turn, the median last. Usage: benches/beside.sh [ITEMS]
set -euo pipefail
cd "$(dirname "$0")/.."
items=${1:-10000}
cargo build --release --quiet --bin wayfare --example generate
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
target/release/examples/generate "$items" "$folder/workspace" >/dev/null

declare -A seconds
run() {
  local name=$1 begin
  shift
  begin=$(date +%s.%N)
  "$@" >/dev/null 2>&1
  seconds[$name]+="$(awk -v a="$begin" -v b="$(date +%s.%N)" 'BEGIN { printf "%.3f", b - a }') "
}

for _ in 1 2 3 4 5; do
  rm -rf "$folder/site" "$folder/copy"
  run check target/release/wayfare check "$folder/workspace"
  run cat find "$folder/workspace" -type f -exec cat {} +
  if command -v rg >/dev/null; then run rg rg --no-config --count status "$folder/workspace"; fi
  run build target/release/wayfare build "$folder/workspace" --out "$folder/site"
  run 'build again' target/release/wayfare build "$folder/workspace" --out "$folder/site"
  run 'cp -r' cp -r "$folder/site" "$folder/copy"
done
for name in check cat rg build 'build again' 'cp -r'; do
  [[ -n ${seconds[$name]:-} ]] || continue
  median=$(tr ' ' '\n' <<<"${seconds[$name]}" | grep . | sort -n | sed -n 3p)
  printf '%-12s %s  median %s\n' "$name" "${seconds[$name]}" "$median"
done
