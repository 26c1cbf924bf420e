#!/usr/bin/env bash
# Checks on real records and pages that no text vanishes. They are unpacked from $CLIPPINGS_EVAL_DATA (default ../shared)
# into target/; without them the gate says that it is skipped and passes. Arguments go to the program (`--each`).
set -euo pipefail
cd "$(dirname "$0")/.."
data=${CLIPPINGS_EVAL_DATA:-../shared}/eval
target=${CARGO_TARGET_DIR:-target}
files=()
if [ -f "$data/corpus/news-dev.jsonl.gz" ]; then
    files+=("$data/corpus/news-dev.jsonl.gz")
fi
for name in cleaning modern; do
    [ -f "$data/cleaning/$name-dev.tar.xz" ] || continue
    if [ ! -d "$target/$name-dev/$name" ]; then
        mkdir -p "$target/$name-dev"
        tar -xf "$data/cleaning/$name-dev.tar.xz" -C "$target/$name-dev"
    fi
    while IFS= read -r file; do files+=("$file"); done < <(find "$target/$name-dev/$name/html" -name '*.html' | sort)
done
if [ ${#files[@]} = 0 ]; then
    echo "completeness gate skipped: no records or pages in $data (CLIPPINGS_EVAL_DATA names their folder)"
    exit 0
fi
cargo run --quiet --release -p clippings-eval --bin completeness_gate -- "$@" "${files[@]}"
