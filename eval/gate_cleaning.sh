#!/usr/bin/env bash
# Cleans the labeled dev pages and holds the figures against eval/floors/cleaning.json. CLEANING_DATA names their
# folder; without it they are unpacked from $CLIPPINGS_EVAL_DATA (default ../shared), if that has them. Without either the
# gate says that it is skipped and passes.
set -euo pipefail
cd "$(dirname "$0")/.."
packed=${CLIPPINGS_EVAL_DATA:-../shared}/eval/cleaning/cleaning-dev.tar.xz
if [ -z "${CLEANING_DATA:-}" ] && [ -f "$packed" ]; then
    export CLEANING_DATA=$PWD/target/cleaning-dev/cleaning
    if [ ! -f "$CLEANING_DATA/split.json" ]; then
        mkdir -p target/cleaning-dev
        tar -xf "$packed" -C target/cleaning-dev
    fi
fi
cargo run --quiet --release -p clippings-eval --bin cleaning_gate -- --floors eval/floors/cleaning.json
