#!/bin/sh
# An example person's procedure and three weeks of check-ins, in a throw-away diary.
# Everything here is made up. Run it with: make demo
set -eu

python=${TRACKER_PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

# Nobody's own diary, and no remembered clock, is touched.
unset TRACKER_DB TRACKER_NOW
export XDG_DATA_HOME="$folder/data"

# day N [HH:MM] is day N after the procedure, which was three weeks ago: a date, or
# the instant at that time on this computer's clock.
days=$("$python" -c '
from datetime import datetime, time, timedelta
first = datetime.now().date() - timedelta(days=21)
for number in range(22):
    noon = datetime.combine(first + timedelta(days=number), time(12))
    print(number, noon.date(), noon.astimezone().isoformat()[19:])
')
day() {
    printf '%s\n' "$days" | while read -r number date offset; do
        if [ "$number" = "$1" ]; then
            printf '%s' "$date${2:+T$2:00$offset}"
        fi
    done
}

tracker() {
    "$python" -m tracker --db "$folder/example diary.sqlite" "$@"
}

quietly() {
    tracker "$@" >"$folder/said" 2>&1 || { cat "$folder/said" >&2; exit 1; }
}

# log DAY HH:MM WORDS...: one entry, written in that moment.
log() {
    moment=$(day "$1" "$2")
    shift 2
    quietly --now "$moment" log "$@"
}

# daily DAY HH:MM WORDS...: the usual one, told by Ruth, the signs asked and none marked.
daily() {
    log "$@" --sign none --relayed
}

show() {
    printf '\n$ tracker %s\n' "$*"
    tracker --now "$(day 21 20:00)" "$@"
}

echo "Ruth Example and her daughter Dana are made up, and so is every number."
echo "Writing down the procedure, then three weeks of entries ..."

quietly --now "$(day 0 18:00)" --as "Dana Example" start "$(day 0)" --time 10:30 \
    --name "Ruth Example" --baseline-pain 8 \
    --care-team 555-0100 --emergency 911

log 0 18:10 pain=7 walk=5min medicine=opioid --relayed \
    --note "Home at four. Walked to the kitchen and back."
quietly --now "$(day 0 18:15)" done home
daily 1 19:10 pain=5 pain-moving=6 walk=10min medicine=no-prescription wound=fine \
    --note "Sat at the table for lunch."
daily 2 19:30 pain=5 pain-moving=6 walk=10min medicine=no-prescription wound=sore \
    temperature=37.1
daily 3 18:45 pain=4 pain-moving=6 walk=15min medicine=no-prescription wound=fine \
    routine=a-little
log 4 20:05 pain=5 pain-moving=7 walk=10min medicine=no-prescription wound=fine \
    routine=a-little --relayed --note "Poor night. Too long in the car."
daily 7 19:00 pain=4 pain-moving=5 walk=20min medicine=no-prescription wound=fine \
    routine=about-half
daily 8 18:30 pain=4 pain-moving=5 walk=20min medicine=none wound=fine \
    routine=about-half
daily 9 19:20 pain=3 pain-moving=5 walk=20min medicine=none temperature=36.9 \
    routine=about-half
log 10 19:05 --sign none pain=4 pain-moving=5 walk=15min medicine=no-prescription \
    routine=about-half --note "Rain, so only indoors."
quietly --now "$(day 10 19:20)" log --sign leg-new
quietly --now "$(day 10 19:45)" warnings answer 1 --called now \
    --note "The nurse rang back: come in if it stays."
daily 11 18:50 pain=3 pain-moving=4 walk=25min medicine=none routine=most
daily 12 19:40 pain=3 pain-moving=4 walk=25min medicine=none routine=most \
    --note "Made soup herself."
daily 13 19:15 pain=3 pain-moving=4 walk=30min medicine=none routine=most
log 14 09:30 pain=3 medicine=none --relayed --note "Call from the nurse at nine."

quietly --now "$(day 14 09:40)" told heavy-lifting --limit 5lb --until +6w \
    --by "Nurse Example" --source "on the phone"

daily 14 19:00 pain=2 pain-moving=4 walk=30min medicine=none routine=most
daily 16 19:30 pain=3 pain-moving=4 walk=30min medicine=none routine=most
daily 17 18:55 pain=2 pain-moving=3 walk=35min medicine=none routine=most
daily 18 19:10 pain=2 pain-moving=3 walk=35min medicine=none routine=all \
    --note "To the shop on foot, with a rest on the bench."
daily 20 19:25 pain=2 pain-moving=3 walk=40min medicine=none routine=all
daily 21 19:00 pain=2 pain-moving=3 walk=40min medicine=none routine=all

quietly --now "$(day 15 10:00)" bone bone-scan booked --note "Clinic Example"

show today
show timeline
show can lift 4lb
show report

printf '\nThat diary is gone again. To begin your own: tracker start\n'
