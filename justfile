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

# Format the code
format:
    cargo fmt

# Search the sample articles
try *query:
    cargo run --release -- search {{query}} --in seeds

# Hold cleaning against its floors on the labelled pages, where they are there
gate:
    tools/gate_cleaning.sh
