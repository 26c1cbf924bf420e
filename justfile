# The developer's door. `just check` is what continuous integration runs.

# List the recipes
default:
    @just --list

# Everything that must pass before a change lands
check:
    .ci/run

# The tests alone
test:
    cargo test

# Instructions of a few commands against the pinned counts (needs valgrind; see eval/gate_instructions.py)
gate-instructions: dist
    cargo build --release
    python3 eval/gate_instructions.py --profile dist
    python3 eval/gate_instructions.py --profile release

# Build the program as packages have it: one static file, in target/x86_64-unknown-linux-gnu/dist
dist target="x86_64-unknown-linux-gnu":
    RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static" cargo build --profile dist --target {{target}}

# Format the code
format:
    cargo fmt

# Search the sample articles
try *query:
    cargo run --release -- search {{query}} --in seeds

# Hold everything that is measured against its pinned floors, as far as the data for it is there
gate: gate-cleaning gate-relevance gate-instructions

# Hold cleaning against its floors on the labelled pages, where they are there
gate-cleaning:
    eval/gate_cleaning.sh

# Hold ranking and quotes against their floors, if $CLIPPINGS_EVAL_DATA (default ../shared) has the collections
gate-relevance:
    cargo build --release
    python3 eval/gate_relevance.py "${CARGO_TARGET_DIR:-target}/release/clippings"
