# Steps of a test run: heading, duration, a readable excerpt of the output, and the counts of each runner.
# Knows nothing of what a step does; tests/run names the steps.

passed=0
failed=0
skipped=0

# Lines of console output that one step may take; the rest is in its log.
readonly CONSOLE_LINES=400

# step TITLE COMMAND… : runs it, counts its tests. A failing step that counted no failed test counts as one.
step() {
    local title=$1 started=$SECONDS status=0
    shift
    local log="$logs/${title//[^A-Za-z]/-}.log"
    rm -f "$logs/browser.tap"
    printf '\n== %s\n' "$title"
    "$@" 2>&1 </dev/null | tee "$log" | readable "$log" || status=${PIPESTATUS[0]}

    local ok bad left_out
    read -r ok bad left_out < <(count "$log")
    ((status == 0 || bad > 0)) || bad=1
    ((passed += ok, failed += bad, skipped += left_out)) || true
    local verdict=done
    ((status == 0)) || verdict="FAILED (exit $status)"
    ((ok + bad + left_out == 0)) || verdict+=": $ok passed, $bad failed, $left_out skipped"
    printf -- '-- %s: %s; %s s\n' "$title" "$verdict" $((SECONDS - started))
}

# Leaves out what says nothing when all is well: compiling, tests that passed, binaries without tests.
readable() {
    awk -v most="$CONSOLE_LINES" -v log_file="$1" '
        /^ +(Compiling|Checking|Fresh|Downloading|Downloaded|Updating|Locking|Adding|Blocking|Running|Doc-tests|Finished) / { next }
        /^test .* \.\.\. (ok|ignored)/ || /^running [0-9]+ tests?$/ || /^test result: ok\. 0 passed; 0 failed; 0 ignored/ { next }
        /^[ \t]*$/ || /# test name does not match pattern$/ { next }
        ++shown <= most { print; fflush(); next }
        { ++hidden }
        END { if (hidden) print "… " hidden " more lines in " log_file }'
}

# count LOG: passed, failed and skipped of every cargo test binary in it, and of the node runner.
count() {
    local tap=/dev/null
    [[ ! -f $logs/browser.tap ]] || tap=$logs/browser.tap
    awk '
        /^test result: / { ok += $4; bad += $6; skip += $8 }
        /^# pass [0-9]+$/ { ok += $3 }
        /^# (fail|cancelled) [0-9]+$/ { bad += $3 }
        /^# (skipped|todo) [0-9]+$/ { skip += $3 }
        / # SKIP test name does not match pattern$/ { --skip }
        END { print ok + 0, bad + 0, skip + 0 }' <(grep '^test result: ' "$1" || true) "$tap"
}

# The last line of a run and its exit status.
closing_line() {
    printf '\n%d passed, %d failed' "$passed" "$failed"
    ((skipped == 0)) || printf ', %d skipped' "$skipped"
    printf '\n'
    ((failed == 0)) || exit 1
}
