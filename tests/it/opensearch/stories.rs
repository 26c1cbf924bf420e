//! The stories of an index on a cluster are those of an index in a folder of the same articles.

use std::fs;

use clippings::internals::bench::Rng;
use serde_json::{Value, json};

use crate::common::thorough::Trials;
use crate::common::{Dir, run, words};
use crate::opensearch::server::TestIndex;

/// Number of runs, unless `CLIPPINGS_THOROUGH` is another.
const RUNS: u32 = 5;
/// Number of files that may be in each folder.
const FILES: u64 = 12;

/// Returns a version of a story: whole, cut, with another beginning, with another story behind it, without
/// its middle, or a report that a template fills.
fn text(story: u64, version: u64) -> String {
    let sentence = |story: u64, number: u64| {
        let words = (0..11).map(|index| format!("w{}", (story * 997 + number * 41 + index * 7) % 3_001));
        format!("The storm {}.", words.collect::<Vec<_>>().join(" "))
    };
    let sentences = |story: u64, range: std::ops::Range<u64>| {
        range.map(|number| sentence(story, number)).collect::<Vec<_>>().join("\n")
    };
    let speech = format!("“The storm {story} is over at last,” said Ann Lee.");
    match version {
        0 => format!("{}\n{speech}", sentences(story, 0..12)),
        1 => sentences(story, 0..8),
        2 => format!("{}\n{}\n{speech}", sentences(story + 7, 0..2), sentences(story, 0..12)),
        3 => format!("{}\n{}", sentences(story, 0..12), sentences(story + 1, 0..12)),
        4 => format!("{}\n{}", sentences(story, 0..5), sentences(story, 7..12)),
        _ => (0..9)
            .map(|row| {
                let price = story * 7_919 + version * 613 + row * 31;
                format!("Wheat number {price} closed the storm week at {} in Port {row}.\n", price * 3)
            })
            .collect(),
    }
}

fn content(rng: &mut Rng, day: u64) -> String {
    let (story, version) = (rng.below(3), rng.below(8));
    let site = ["Coast Courier", "Daily Wire"][rng.below(2) as usize];
    json!({
        "title": format!("Report {day}"), "date": format!("2024-{:02}-{:02}", 10 + day / 28, 1 + day % 28), "site": site,
        "text": text(story, version),
    })
    .to_string()
        + "\n"
}

/// Changes, adds and removes some files. Each has a day of its own, so that days tell the order.
fn change(dir: &Dir, rng: &mut Rng) {
    for _ in 0..2 + rng.below(20) {
        let (folder, number) = (rng.below(3), rng.below(FILES));
        let name = format!("news/{folder}/{number}.jsonl");
        match rng.below(5) {
            0 => drop(fs::remove_file(dir.path(&name))),
            _ => drop(dir.write(&name, content(rng, folder * FILES + number))),
        }
    }
    dir.write("news/first.jsonl", content(rng, 3 * FILES));
}

/// Returns the answers of an index with their exit codes, without what tells indexes apart.
fn answers(dir: &Dir, index: &str) -> Vec<String> {
    let commands = [
        "copies --all --format json",
        "copies --all --since 2024-10-08 --format json",
        "search storm --stories -n 100 --sort oldest --by month --by site --by folder --first --format json",
        "search storm --stories -n 4 --sort newest --format json",
        "search storm --no-collapse -n 100 --sort oldest --format json",
        "search w7* storm --stories --count",
        "search speaker:lee --stories -n 100 --sort oldest --format json",
        "quotes storm --format json",
    ];
    let answer = |line: &&str| {
        let mut command = dir.command();
        command.env("CLIPPINGS_INDEX", index);
        let answer = run(command.args(words(line)), "");
        assert!(answer.code <= Some(1), "{line}: {}", answer.stderr);
        let lines = answer.stdout.lines().map(|line| match serde_json::from_str::<Value>(line) {
            Ok(mut value) => {
                strip(&mut value);
                value.to_string()
            }
            Err(_) => line.to_owned(),
        });
        format!("{line}\nexit code {:?}\n{}", answer.code, lines.collect::<Vec<_>>().join("\n"))
    };
    commands.iter().map(answer).collect()
}

/// Removes scores and times.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !matches!(&name[..], "score" | "took_ms" | "written"));
            fields.values_mut().for_each(strip);
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}

#[test]
fn any_history_leads_to_the_stories_of_a_folder() {
    let Some(index) = TestIndex::new() else { return };
    let trials = Trials::new(RUNS, 7);
    let (dir, mut rng, mut grouped) = (Dir::new(), trials.rng(), 0);
    for number in 0..trials.count {
        change(&dir, &mut rng);
        for index in [&index.address()[..], "local"] {
            let mut command = dir.command();
            run(command.env("CLIPPINGS_INDEX", index).args(words("index --no-clean --prune news")), "")
                .code(0);
        }
        let [cluster, local] = [&index.address()[..], "local"].map(|index| answers(&dir, index));
        for (cluster, local) in cluster.iter().zip(&local) {
            assert_eq!(cluster, local, "seed {}, run {number}", trials.seed);
        }
        grouped += local[0].lines().count() - 1;
    }
    assert!(grouped > 0, "no history has a story");
}

#[test]
fn an_older_index_and_one_that_is_being_written_say_that_copies_count() {
    let Some(index) = TestIndex::new() else { return };
    let (dir, mut rng) = (Dir::new(), Trials::new(1, 7).rng());
    let copy = content(&mut rng, 1);
    dir.write("news/a.jsonl", &copy).write("news/b.jsonl", &copy);
    let run = |line: &str| {
        let mut command = dir.command();
        run(command.env("CLIPPINGS_INDEX", index.address()).args(words(line)), "")
    };
    run("index --no-clean news").code(0);
    run("search storm --stories --count").code(0).shows("1\n");
    let change = |data: Value| {
        index.request("POST", "/_update/meta?refresh=true", &json!({ "doc": { "data": data } }));
    };
    change(json!({ "complete": false }));
    run("search storm --stories --count").says("has not compared all articles yet").shows("1\n");
    change(json!({ "documents": 2, "complete": true }));
    run("search storm --stories --count").says("have not been compared").shows("2\n");
    run("copies --all").fails("was written by an older version");
    run("copies news/a.jsonl").code(0).shows("b.jsonl");
    run("index --no-clean news").code(0);
    run("search storm --stories --count").code(0).shows("1\n");
}
