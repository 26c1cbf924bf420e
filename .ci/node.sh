# shellcheck shell=bash
# Functions that start a node of a cluster for the tests, from the jars of Maven Central; sourced by the other scripts
# of this folder after tools.sh.

# Copies the jars that a pom.xml names to a folder; says that the step is skipped if they cannot be reached.
# Usage: fetch_jars POM FOLDER
fetch_jars() {
  local log
  if ! log=$(mvn -q -B -f "$1" dependency:copy-dependencies "-DoutputDirectory=$2" 2>&1); then
    printf '%s\n' "$log" >&2
    ! grep -qE 'Could not transfer|Unknown host|Connection refused' <<<"$log" || skip "Maven Central cannot be reached"
    exit 1
  fi
}

# Says that the step is skipped.
skip() {
  echo "skipped: $product ($1)"
  exit 0
}

# Fetches the jars of a node and compiles its launcher, and names their folder in `node`; says that the step is skipped
# if that cannot be done. Usage: prepare_node OpenSearch|Elasticsearch
prepare_node() {
  product=$1
  have mvn && have javac || apt_install maven default-jdk-headless || skip "Java or Maven missing, and apt cannot be reached"
  local java_version tests=tests/${product,,} target=${CARGO_TARGET_DIR:-target}
  java_version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${java_version:-0}" -ge 17 ] || skip "Java 17 is needed, here is ${java_version:-none}"
  node=$(realpath -m "$target")/${product,,}-node
  mkdir -p "$target"
  if ! cmp -s "$tests/pom.xml" "$node/pom.xml"; then
    rm -rf "$node"
    fetch_jars "$PWD/$tests/pom.xml" "$node/jars"
    cp "$tests/pom.xml" "$node/"
  fi
  javac -proc:none -cp "$node/jars/*" -sourcepath "$tests:tests/opensearch" -d "$node" "$tests/TestNode.java"
}

# Starts the node that was prepared, names its process in `server`, its folder in `folder`, and its address in
# CLIPPINGS_TEST_OPENSEARCH. It ends with file descriptor 3.
start_node() {
  folder=$(mktemp -d)
  mkfifo "$folder/input"
  java -Xms512m -Xmx512m -cp "$node/jars/*:$node" TestNode "$folder/home" "$folder/address" \
    <"$folder/input" >"$folder/messages" 2>&1 &
  server=$!
  exec 3>"$folder/input"
  trap 'exec 3>&-; wait $server 2>/dev/null || true; rm -rf "$folder"' EXIT
  for _ in $(seq 6); do
    [ -s "$folder/address" ] || ! kill -0 $server 2>/dev/null || wait_for "$folder/address" /dev/null || true
  done
  wait_for "$folder/address" "$folder/messages"
  CLIPPINGS_TEST_OPENSEARCH=$(cat "$folder/address")
  export CLIPPINGS_TEST_OPENSEARCH
}
