#!/usr/bin/env bash
# Builds the site with what a pull request changes marked, and says in Markdown what that is.
#
# Reads the workspace's folder from WORKSPACE. Writes `site` and `comment.md` into the folder REVIEW, and to
# GITHUB_OUTPUT whether anything changed.
set -euo pipefail

if ! git -C "$WORKSPACE" rev-parse --quiet --verify 'HEAD^2' >/dev/null; then
  echo '::error title=wayfare review::What the pull request is compared with is not here. Give actions/checkout `fetch-depth: 2`, and leave out `ref`.'
  exit 1
fi

# What is checked out is the merge; its first parent is the branch it goes to, which has no name here.
base=origin/$GITHUB_BASE_REF
git -C "$WORKSPACE" update-ref "refs/remotes/$base" 'HEAD^1'

mkdir -p "$REVIEW"
# 1 tells of findings, with which the site is built all the same.
wayfare -C "$WORKSPACE" build --compare "$base" --out "$REVIEW/site" >/dev/null || [ $? = 1 ]
wayfare -C "$WORKSPACE" diff "$base..HEAD" --format markdown >"$REVIEW/comment.md"

changed=true
if grep --quiet '^\*\*Nothing changed in meaning\*\*' "$REVIEW/comment.md"; then changed=false; fi
echo "changed=$changed" >>"$GITHUB_OUTPUT"
