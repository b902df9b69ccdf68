#!/bin/sh
# Types and all tests but the nightly ones, as `make test` runs them: `tools/run_tests.sh FOLDER_OF_PROGRAMS`.
#
# mypy needs one core for half a minute and the first tests wait for their browsers, so both begin at once. The tests are
# read once by a single process before three do, so that each file is compiled once and not three times. What the tests
# write lies in memory where there is plenty of it: thousands of stores are made, synced and thrown away again.
set -u
bin="$1"
shift

gigabytes() { # of room in memory, and of files that may be kept there: the less of both
    memory=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null)
    files=$(df -k /dev/shm 2>/dev/null | awk 'NR == 2 {print $4}')
    [ "${memory:-0}" -lt "${files:-0}" ] && echo $((${memory:-0} / 1048576)) || echo $((${files:-0} / 1048576))
}

if [ -w /dev/shm ] && [ "$(gigabytes)" -ge 10 ]; then
    TMPDIR=$(mktemp -d /dev/shm/crm.XXXXXX) # short: a socket's path has a hundred characters
    export TMPDIR
    chmod 711 "$TMPDIR" # a test becomes another user, who may open what he is given and list nothing
    set -- "--basetemp=$TMPDIR/t"
    trap 'rm -rf "$TMPDIR"' EXIT
    trap 'exit 130' INT TERM
fi

"$bin/mypy" &
types=$!
"$bin/python" -m pytest -qq --collect-only -m "not nightly" >/dev/null
"$bin/python" -m pytest -n 3 --no-loadscope-reorder -m "not nightly" "$@"
tests=$?
wait "$types" || { echo "The types do not fit: see mypy's lines above." >&2; exit 1; }
exit "$tests"
