//! A node of three is killed while an index is built. `CLIPPINGS_TEST_OPENSEARCH_NODES` has the folder with
//! the jars of OpenSearch and the launcher, as `.ci/opensearch` makes it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::Value;

use crate::common::Dir;
use crate::common::thorough::Trials;
use crate::opensearch::server::TestIndex;
use crate::opensearch::writing::{run, write};

const NODES: usize = 3;
/// Number of moments at which a node is killed, unless `CLIPPINGS_THOROUGH` is another.
const MOMENTS: u32 = 3;
/// Time for a node to answer, and for a cluster to be whole again.
const START_TIME: Duration = Duration::from_secs(180);

/// Nodes on loopback that find each other.
struct TestCluster {
    program: PathBuf,
    dir: Dir,
    /// Ports for HTTP and for each other.
    ports: Vec<(u16, u16)>,
    nodes: Vec<Option<Child>>,
}

impl TestCluster {
    /// Starts all nodes, and waits until they have found each other.
    fn start(program: &Path) -> Self {
        // All are taken at the same time, so that no two are the same.
        let free = || TcpListener::bind("127.0.0.1:0").expect("a port");
        let listeners: Vec<_> = (0..NODES).map(|_| (free(), free())).collect();
        let port = |listener: &TcpListener| listener.local_addr().expect("an address").port();
        let ports = listeners.iter().map(|(http, transport)| (port(http), port(transport))).collect();
        drop(listeners);
        let nodes = (0..NODES).map(|_| None).collect();
        let mut cluster = TestCluster { program: program.to_owned(), dir: Dir::new(), ports, nodes };
        (0..NODES).for_each(|node| cluster.start_node(node));
        (0..NODES).for_each(|node| cluster.wait_for(node));
        cluster
    }

    fn address(&self, node: usize) -> String {
        format!("http://127.0.0.1:{}", self.ports[node].0)
    }

    fn address_file(&self, node: usize) -> PathBuf {
        self.dir.path(&format!("address-{node}"))
    }

    fn start_node(&mut self, node: usize) {
        let _ = fs::remove_file(self.address_file(node)); // of the one that was killed
        let names: Vec<String> = (0..NODES).map(|node| format!("node-{node}")).collect();
        let seeds: Vec<String> = self.ports.iter().map(|(_, port)| format!("127.0.0.1:{port}")).collect();
        let (http, transport) = self.ports[node];
        let jars = self.program.join("jars").join("*");
        let mut command = Command::new("java");
        command
            .args(["-Xms400m", "-Xmx400m", "-cp"])
            .arg(format!("{}:{}", jars.display(), self.program.display()))
            .arg("TestNode")
            .arg(self.dir.path(&format!("node-{node}")))
            .arg(self.address_file(node))
            .args([format!("node.name=node-{node}"), "discovery.type=zen".into()])
            .args([format!("http.port={http}"), format!("transport.port={transport}")])
            .arg(format!("discovery.seed_hosts={}", seeds.join(",")))
            .arg(format!("cluster.initial_cluster_manager_nodes={}", names.join(",")))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.nodes[node] = Some(command.spawn().expect("java"));
    }

    /// Waits until a node answers.
    fn wait_for(&self, node: usize) {
        let start = Instant::now();
        while !self.address_file(node).exists() {
            assert!(start.elapsed() < START_TIME, "node {node} does not answer");
            thread::sleep(Duration::from_millis(100));
        }
    }

    fn kill(&mut self, node: usize) {
        if let Some(mut child) = self.nodes[node].take() {
            child.kill().expect("killed");
            child.wait().expect("a status");
        }
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        (0..NODES).for_each(|node| self.kill(node));
    }
}

/// Waits until all copies of an index are there.
fn wait_until_green(index: &TestIndex) {
    let start = Instant::now();
    while index.health()["status"] != "green" {
        assert!(start.elapsed() < START_TIME, "{}", index.health());
        thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_node_that_is_killed_loses_nothing() {
    let Some(program) = env::var_os("CLIPPINGS_TEST_OPENSEARCH_NODES") else {
        println!("skipped: CLIPPINGS_TEST_OPENSEARCH_NODES names no folder");
        return;
    };
    let mut cluster = TestCluster::start(Path::new(&program));
    let trials = Trials::new(MOMENTS, 5);
    let mut rng = trials.rng();
    let dir = Dir::new();
    write(&dir, 0, 600, 1_500);
    let folder = dir.path("news").display().to_string();
    let build = |index: &TestIndex| {
        run(&index.address(), &folder, |options| {
            (options.shards, options.replicas) = (Some(2), Some(1));
            options.commit_interval = Duration::from_millis(300);
        })
    };
    let fresh = TestIndex::on(&cluster.address(0));
    let start = Instant::now();
    build(&fresh).expect("indexed");
    let (took, expected) = (start.elapsed(), fresh.content());
    assert_eq!(expected.articles.len(), 2_100);
    for moment in 1..=trials.count {
        // The client knows one of them, which may be the one that is killed.
        let (known, killed) = (rng.below(3) as usize, rng.below(3) as usize);
        let after = took.mul_f64(rng.below(1_000) as f64 / 1_000.0);
        let index = TestIndex::on(&cluster.address(known));
        let start = Instant::now();
        let report = thread::scope(|scope| {
            let run = scope.spawn(|| build(&index));
            thread::sleep(after);
            cluster.kill(killed);
            let was_running = !run.is_finished();
            thread::sleep(Duration::from_millis(rng.below(2_000)));
            cluster.start_node(killed);
            cluster.wait_for(killed);
            (was_running, run.join().expect("no panic"))
        });
        let of = format!(
            "seed {}, moment {moment}: node {killed} of a client of {known} after {after:?} of {took:?}",
            trials.seed
        );
        let (was_running, report) = report;
        let report = report.unwrap_or_else(|error| panic!("{of}: {error}"));
        let (articles, elapsed) = (report.articles, start.elapsed());
        trials.say(&format!("{of}: running {was_running}, {articles} articles after {elapsed:?}"));
        wait_until_green(&index);
        assert!(index.content() == expected, "{of}");
        assert_eq!(index.request("GET", "/_doc/lease", &Value::Null)["found"], false, "{of}");
    }
}
