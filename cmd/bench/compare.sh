#!/bin/sh
# Measures the working tree against a commit: the benchmarks of the packages that
# answer and build, by turns, so that what else the machine does is shared.
#
#	cmd/bench/compare.sh COMMIT [ROUNDS]
set -eu

base=${1:?which commit is it compared with?}
rounds=${2:-6}
packages=${PACKAGES:-"./search/... ./index"}

folder=$(mktemp -d)
trap 'git worktree remove --force "$folder/base" 2>/dev/null; rm -rf "$folder"' EXIT INT TERM
git worktree add --detach --quiet "$folder/base" "$base"

# The data lies beside the working tree, not beside the other one.
VERBATIM_DATA=${VERBATIM_DATA:-$(cd ../shared/data && pwd)}
export VERBATIM_DATA

measure() { go test -run '^$' -bench "${BENCH:-.}" -benchtime "${BENCHTIME:-200ms}" -count 1 $packages; }

for round in $(seq "$rounds"); do
	echo "round $round of $rounds" >&2
	(cd "$folder/base" && measure) >>"$folder/before"
	measure >>"$folder/after"
done
go tool benchstat "$base=$folder/before" "tree=$folder/after"
