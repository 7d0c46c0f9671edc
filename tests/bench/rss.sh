#!/usr/bin/env bash
# Resident memory of all our processes, idle, without PostgreSQL: RSS and PSS (shared pages shared out) in MB. usage: rss.sh BIN_DIR
set -eu
bin=${1:-build/bin}
data=$(mktemp -d)
chmod 755 "$data"
"$bin/mlps" up --data "$data/data" --listen 127.0.0.1:0 >"$data/out" 2>"$data/err" &
up=$!
trap 'kill "$up"; wait "$up" || true; rm -rf "$data"' EXIT
until grep -q '^ready' "$data/out"; do kill -0 "$up"; read -r -t 0.1 <> <(:) || true; done
read -r -t 5 <> <(:) || true # idle, and settled
ps -o pid=,comm= --pid "$up" --ppid "$up" | grep -v postgres | while read -r pid name; do
  awk -v name="$name" '/^Rss:/{r=$2} /^Pss:/{p=$2} END{printf "%-18s rss %6.1f  pss %6.1f\n", name, r/1024, p/1024}' "/proc/$pid/smaps_rollup"
done | tee "$data/sum"
awk '{r+=$3; p+=$5} END{printf "%-18s rss %6.1f  pss %6.1f\n", "all", r, p}' "$data/sum"
