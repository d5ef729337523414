#!/usr/bin/env bash
# Puts REVIEW/comment.md on the pull request NUMBER, in the place of the comment that begins with the same line.
#
# Where nothing changed there is no new comment, but an earlier one says so. Where the job may not comment, what it
# would have said stands in its summary. ARTIFACT is where the site can be loaded, or nothing.
set -euo pipefail

file=$REVIEW/comment.md
comments=repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments
IFS= read -r marker <"$file"
if [ -n "$ARTIFACT" ]; then
  printf '\n[The maps with these changes marked](%s): load and unpack them, and open `review.html`.\n' "$ARTIFACT" >>"$file"
fi

earlier() {
  gh api --paginate "$comments?per_page=100" | jq --raw-output --slurp --arg marker "$marker" \
    'map(.[] | select(.user.type == "Bot" and (.body | startswith($marker))))[0].id // empty'
}

post() {
  local id
  id=$(earlier) || return
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$file"
  elif [ "$CHANGED" = true ]; then
    gh api --silent --method POST "$comments" --field "body=@$file"
  fi
}

if ! post; then
  echo '::notice title=wayfare review::This job may not comment: the pull request comes from a fork, or the job lacks `pull-requests: write`. The review stands in the summary of the job.'
  cat "$file" >>"$GITHUB_STEP_SUMMARY"
fi
