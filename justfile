# Commands for developers. Continuous integration runs `just check`.

# List these commands
default:
    @just --list

# Run everything that must pass before a change lands
check:
    .ci/run

# Run the tests
test:
    cargo test

# Test the page in a browser, the API against its description, and indexes on a cluster, for longer than `just check`
# does, and on Elasticsearch, too
thorough:
    CLIPPINGS_THOROUGH=1 .ci/browser
    CLIPPINGS_THOROUGH=1 .ci/api
    CLIPPINGS_THOROUGH=1 .ci/opensearch
    .ci/elasticsearch

# Photograph the page for the documentation
pictures:
    cargo build --release
    npm --prefix tests/browser ci --ignore-scripts
    node tests/browser/pictures.mjs docs/pictures
    node tests/browser/first-steps.mjs docs/pictures

# Compare the instruction counts of a few commands with the pinned ones (needs valgrind; see eval/gate_instructions.py)
gate-instructions: dist
    cargo build --release
    python3 eval/gate_instructions.py --profile dist
    python3 eval/gate_instructions.py --profile release

# Build the program for packages: one static file, in target/x86_64-unknown-linux-gnu/dist
dist target="x86_64-unknown-linux-gnu":
    RUSTFLAGS="-C target-feature=+crt-static -C relocation-model=static" cargo build --profile dist --features opensearch --target {{target}}

# Make the packages for Linux of the release build, and try them
packages:
    .ci/packages

# Format the code
format:
    cargo fmt

# Search the sample articles
try *query:
    cargo run --release -- search {{query}} --in seeds

# Compare all measurements with their pinned floors, as far as their data is available
gate: gate-cleaning gate-completeness gate-relevance gate-instructions

# Compare cleaning with its floors on the labeled pages, if they are available
gate-cleaning:
    eval/gate_cleaning.sh

# Check on real records and pages that no text vanishes, if $CLIPPINGS_EVAL_DATA (default ../shared) has them
gate-completeness:
    eval/gate_completeness.sh

# Compare ranking and quotes with their floors, if $CLIPPINGS_EVAL_DATA (default ../shared) has the collections
gate-relevance:
    cargo build --release
    python3 eval/gate_relevance.py "${CARGO_TARGET_DIR:-target}/release/clippings"
