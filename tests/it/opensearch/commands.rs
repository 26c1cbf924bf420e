//! Commands work on a cluster as they do in a folder.

use std::net::TcpListener;
use std::process::Command;

use serde_json::{Value, json};

use crate::common::{Dir, Run, article, run, words};
use crate::mcp::client::Assistant;
use crate::opensearch::server::TestIndex;
use crate::serve::server::{Server, TOKEN};

/// A folder with articles, which are on the cluster.
struct Archive {
    dir: Dir,
    index: TestIndex,
}

impl Archive {
    /// Indexes two articles; `None` without a server.
    fn new() -> Option<Archive> {
        let archive = Archive { index: TestIndex::new()?, dir: Dir::new() };
        let sentence = "“We wait for the tide,” said Ann Lee, who had seen the ferry leave.";
        archive.dir.write("news/ferry.txt", article("Ferry stays in port", "2024-10-01", sentence));
        archive
            .dir
            .write("news/storm.txt", article("Storm is over", "2024-10-02", "The storm spared the ferry."));
        archive.run("index news").code(0);
        Some(archive)
    }

    /// Runs the program with the words of `line` on the cluster.
    fn run(&self, line: &str) -> Run {
        run(self.command().args(words(line)), "")
    }

    fn command(&self) -> Command {
        on_cluster(&self.dir, &self.index.address())
    }

    /// Serves the index.
    fn serve(&self) -> Server {
        serve(&self.dir, &self.index.address())
    }
}

fn on_cluster(dir: &Dir, address: &str) -> Command {
    let mut command = dir.command();
    command.env("CLIPPINGS_INDEX", address);
    command
}

fn serve(dir: &Dir, address: &str) -> Server {
    let mut command = on_cluster(dir, address);
    Server::of(command.args(words("serve --no-open --port 0")).env("CLIPPINGS_TOKEN", TOKEN))
}

/// Asks a server again and again, until an answer contains `text`.
fn wait_for(server: &Server, target: &str, text: &str) {
    let mut last = String::new();
    for _ in 0..100 {
        last = server.get(target).body;
        if last.contains(text) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{text:?} not in: {last}");
}

#[test]
fn pages_show_a_cluster_and_follow_it() {
    let Some(archive) = Archive::new() else { return };
    let server = archive.serve();
    let counts = server.get("/api/v1/counts?q=ferry&by=site&by=month").body;
    assert!(counts.contains("\"total\":2") && counts.contains("2024-10"), "{counts}");
    let path = archive.dir.path("news/ferry.txt");
    let target = format!("/api/v1/article?path={}&mark=tide", path.display());
    assert!(server.get(&target).body.contains("\"match\":true"), "{:?}", server.get(&target));
    assert!(server.get("/api/v1/stories").body.contains("[]"));
    archive.dir.write(
        "news/new.txt",
        article("Third ferry crosses the bay", "2024-10-03", "A third ferry left the harbor."),
    );
    archive.run("index").code(0);
    wait_for(&server, "/api/v1/search?q=ferry", "\"total\":3");
    archive.dir.write("news/newer.txt", article("Fourth", "2024-10-04", "A fourth ferry left the harbor."));
    archive.run("index --rebuild").code(0);
    wait_for(&server, "/api/v1/search?q=ferry", "\"total\":4");
    wait_for(&server, "/api/v1/status", "\"articles\":4");
}

#[test]
fn a_page_says_that_the_cluster_does_not_answer() {
    let dir = Dir::new();
    let server = serve(&dir, "http://127.0.0.1:1/news");
    let answer = server.get("/api/v1/search?q=ferry");
    assert_eq!((answer.status, answer.header("retry-after").is_empty()), (503, false), "{answer:?}");
    assert!(answer.body.contains("no server answers"), "{answer:?}");
}

#[test]
fn a_server_starts_beside_a_cluster_that_is_silent() {
    let dir = Dir::new();
    // The system takes the connections, and nobody answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let server = serve(&dir, &format!("http://{}/news", silent.local_addr().expect("an address")));
    let answer = server.get("/api/v1/search?q=ferry");
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.body.contains("no answer within 4 seconds"), "{answer:?}");
    assert!(server.stop().printed.contains("the cluster has not answered yet"));
}

#[test]
fn an_assistant_reads_articles_of_a_cluster() {
    let Some(archive) = Archive::new() else { return };
    let mut assistant = Assistant::of(archive.command());
    assert!(assistant.text("overview", json!({})).starts_with("2 articles"));
    assert!(assistant.text("search", json!({ "query": "tide" })).contains("ferry.txt:5"));
    let article = archive.dir.path("news/ferry.txt").display().to_string();
    let read = assistant.text("read", json!({ "article": article, "mark": "tide" }));
    assert!(read.contains("“We wait for the tide,”"), "{read}");
    let checked = assistant.text("check_quote", json!({ "quotes": ["We wait for the tide"] }));
    assert!(checked.contains("1. verbatim, in 1 article"), "{checked}");
}

#[test]
fn only_the_file_that_was_indexed_is_opened() {
    let Some(archive) = Archive::new() else { return };
    let open = |line| run(archive.command().env("EDITOR", "echo").args(words(line)), "");
    open("search tide --open 1 -q").code(0).shows("+5");
    open("show news/storm.txt --open").code(0).shows("storm.txt");
    archive.dir.write("news/storm.txt", "Another text of another machine.\n");
    open("show news/storm.txt --open").fails("is not the file that was indexed");
}

#[test]
fn quotations_are_listed_with_their_speakers() {
    let Some(archive) = Archive::new() else { return };
    archive.run("quotes tide").code(0).shows("“We wait for the **tide**,” — Ann Lee").says("1 quotation");
    archive.run("quotes --by speaker --format csv").code(0).shows("Ann Lee\",1");
    archive.run("quotes storm").code(1).says("no quotation found");
}

#[test]
fn saved_searches_report_what_is_new_on_a_cluster_once() {
    let Some(archive) = Archive::new() else { return };
    archive.run("saved add ferry ferry").code(0).says("saved ferry; 2 articles match now");
    archive.run("saved run").code(1).says("ferry: 2 articles match now; new ones are reported");
    let third = article(
        "Third ferry crosses the bay",
        "2024-10-03",
        "A third ferry, as long as a whale, crossed the bay at noon.",
    );
    archive.dir.write("news/third.txt", &third);
    archive.run("saved run --dry-run").code(0).shows("ferry · 1 new");
    archive.run("saved run").code(0).shows("ferry · 1 new").shows("news/third.txt");
    archive.dir.write("news/third.txt", third.clone() + "\nThe ferry came back in the evening.\n");
    archive.run("saved run").code(1).says("changed since they were reported: 1 article");
    archive.run("saved run --changed").code(0).shows("third.txt");
    std::fs::rename(archive.dir.path("news/third.txt"), archive.dir.path("news/moved.txt")).expect("moved");
    archive.run("index --rebuild").code(0);
    archive.run("saved run").code(1).hides("moved");
    archive.run("saved run --all --no-update").code(0).shows("storm.txt").shows("moved.txt");
    archive.run("saved add ferry 'ferry w/9 tide' --replace").code(0);
    archive.run("saved run").code(1).says("ferry: its query was edited; 1 article matches now");
    archive.run("--index idx saved run").code(1).says("no search is saved for this index");
}

/// A program that ends with the test.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_watch_keeps_a_cluster_in_step_and_waits_for_another_machine() {
    let Some(archive) = Archive::new() else { return };
    archive.run("saved add gull gull").code(0);
    archive.run("saved run").code(1);
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis() as u64);
    let owner = json!({ "id": "1", "name": "process 7 on elsewhere", "process": null });
    let lease = json!({ "kind": "meta", "data": { "owner": owner, "end": now + 60_000 } });
    archive.index.request("PUT", "/_doc/lease", &lease);
    let messages = std::fs::File::create(archive.dir.path("messages")).expect("a file");
    let news = std::fs::File::create(archive.dir.path("alerts")).expect("a file");
    let mut command = archive.command();
    command.args(["watch", "--alerts"]).stderr(messages).stdout(news);
    let _watch = Running(command.spawn().expect("started"));
    archive.dir.write("news/gull.txt", article("Gulls", "2024-10-05", "A gull sat on the quay for hours."));
    let read = |name| std::fs::read_to_string(archive.dir.path(name)).unwrap_or_default();
    let waits_for = |name, words: &str| {
        let found = (0..400).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            read(name).contains(words)
        });
        assert!(found, "{} {}", read("messages"), read("alerts"));
    };
    waits_for("messages", "process 7 on elsewhere");
    archive.index.request("DELETE", "/_doc/lease", &Value::Null);
    waits_for("alerts", "gull · 1 new");
}

#[test]
fn the_forms_of_words_are_those_of_a_cluster() {
    let Some(archive) = Archive::new() else { return };
    archive.dir.write("news/more.txt", article("Two ferries", "2024-10-06", "Two ferries crossed the bay."));
    archive.run("index").code(0);
    archive.run("explain ferry").code(0).shows("ferry").shows("ferries");
}

#[test]
fn copies_of_an_article_are_found_on_a_cluster() {
    let Some(archive) = Archive::new() else { return };
    let words: Vec<String> = (0..120).map(|number| format!("word{number}")).collect();
    let original = article("Report", "2024-10-01", &words.join(" "));
    archive.dir.write("news/original.txt", &original);
    archive.dir.write("news/copy.txt", original.replace("word60", "another").replace("10-01", "10-02"));
    archive.run("index").code(0);
    archive.run("copies news/original.txt").code(0).shows("copy.txt").hides("storm.txt");
    archive.run("copies news/storm.txt").code(1).says("has no copies in the index");
    archive.run("copies --all").code(0).says("1 story, 2 articles");
}
