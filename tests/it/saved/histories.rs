//! Random histories of a folder, with runs of saved searches that are interrupted anywhere: nothing is
//! reported twice unless its run was interrupted, and nothing is lost.

use std::collections::BTreeSet;
use std::fs;

use clippings::internals::bench::Rng;

use crate::common::thorough::Trials;
use crate::saved::world::{Listed, TOPICS, World};

/// Number of steps of a history.
const STEPS: usize = 14;

/// What a search must have reported, as far as it can be known.
#[derive(Debug, Default)]
struct Expected {
    topic: usize,
    /// Topic of the last run.
    before: Option<usize>,
    /// Stories that are known.
    known: BTreeSet<u64>,
    /// Stories that were listed by an interrupted run, so that they may come again.
    uncertain: BTreeSet<u64>,
}

/// End of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    BeforeOutput,
    BeforeMarking,
    WhileMarking,
}

/// Numbers of all histories.
#[derive(Debug, Default)]
struct Totals {
    runs: usize,
    reported: usize,
    repeated: usize,
    lost: usize,
    interrupted: usize,
}

#[test]
fn nothing_is_repeated_and_nothing_is_lost() {
    let trials = Trials::new(3, 1);
    let mut rng = trials.rng();
    let mut totals = Totals::default();
    for history in 0..trials.count {
        let seed = rng.below(u64::MAX);
        run_history(seed, &mut totals);
        if history % 50 == 49 {
            trials.say(&format!("{} histories: {totals:?}", history + 1));
        }
    }
    trials.say(&format!("{} histories: {totals:?}", trials.count));
    assert_eq!((totals.repeated, totals.lost), (0, 0));
    assert!(totals.reported > 0);
}

fn run_history(seed: u64, totals: &mut Totals) {
    let mut rng = Rng::new(seed);
    let mut world = World::new();
    let mut searches = [Expected::default(), Expected { topic: 1, ..Expected::default() }];
    let mut steps = Vec::new();
    for _ in 0..STEPS {
        let changes = rng.below(4);
        steps.extend((0..changes).map(|_| world.change(&mut rng)));
        if rng.below(8) == 0 {
            let edited = &mut searches[rng.below(2) as usize];
            edited.topic = 1 - edited.topic;
            steps.push(format!("edit to {}", edited.topic));
        }
        world.index(false);
        let end = match rng.below(6) {
            0 => End::BeforeOutput,
            1 => End::BeforeMarking,
            2 => End::WhileMarking,
            _ => End::Whole,
        };
        steps.push(format!("run, {end:?}"));
        run_searches(&world, &mut searches, end, &mut rng, (totals, &steps));
    }
}

/// Runs both searches, compares what they list with what is expected, and ends the run in this way.
fn run_searches(
    world: &World,
    searches: &mut [Expected],
    end: End,
    rng: &mut Rng,
    (totals, steps): (&mut Totals, &[String]),
) {
    let topics: Vec<&str> = searches.iter().map(|search| TOPICS[search.topic]).collect();
    let listed = world.run(&topics);
    totals.runs += 1;
    totals.interrupted += usize::from(end != End::Whole);
    if end == End::BeforeOutput {
        return;
    }
    for (search, listed) in searches.iter().zip(&listed) {
        compare(world, search, listed, (&mut *totals, steps));
    }
    if end == End::BeforeMarking {
        for (search, listed) in searches.iter_mut().zip(&listed) {
            search.uncertain.extend(&listed.new);
        }
        return;
    }
    let before = fs::metadata(world.log_path()).map_or(0, |metadata| metadata.len());
    let marks: Vec<_> = listed.iter().filter_map(|listed| listed.news.mark.clone()).collect();
    world.log().append(&marks, totals.runs as i64, Vec::new()).expect("written");
    if end == End::WhileMarking {
        let bytes = fs::read(world.log_path()).expect("a log");
        let added = (bytes.len() as u64).saturating_sub(before).max(1);
        let length = bytes.len() - 1 - rng.below(added) as usize;
        fs::write(world.log_path(), &bytes[..length]).expect("torn");
    }
    let log = world.log();
    for (number, (search, listed)) in searches.iter_mut().zip(&listed).enumerate() {
        let name = format!("search {number}");
        // The file tells which topic counts from now on, as it does for the next run.
        let query =
            log.search(&name).and_then(|search| search.query.as_ref()).map(|query| query.query.as_str());
        let is_marked = query == Some(TOPICS[search.topic]);
        match end {
            End::WhileMarking if search.before != Some(search.topic) && is_marked => {
                accept(world, search, listed)
            }
            End::WhileMarking => search.uncertain.extend(&listed.new),
            _ => accept(world, search, listed),
        }
        assert!(end != End::Whole || is_marked, "{steps:?}");
    }
}

/// Takes what was listed and marked as known, and what was listed before by an interrupted run and is not
/// now.
fn accept(world: &World, search: &mut Expected, listed: &Listed) {
    search.known.extend(&listed.new);
    let before = search.before.map(|topic| world.stories(TOPICS[topic])).unwrap_or_default();
    search.known.extend(search.uncertain.intersection(&before).copied().collect::<Vec<_>>());
    if search.before != Some(search.topic) {
        search.known.extend(world.stories(TOPICS[search.topic]));
    }
    search.before = Some(search.topic);
    search.uncertain.retain(|story| !search.known.contains(story));
}

/// Compares what a search lists with what is new to it: what its former query finds, if it was edited.
fn compare(world: &World, search: &Expected, listed: &Listed, (totals, steps): (&mut Totals, &[String])) {
    let expected = match search.before {
        None => BTreeSet::new(),
        Some(topic) => world.stories(TOPICS[topic]),
    };
    let new: BTreeSet<u64> = listed.new.iter().copied().collect();
    totals.reported += new.len();
    let repeated = listed.new.len() - new.len() + new.intersection(&search.known).count();
    let lost = expected.iter().filter(|story| {
        !search.known.contains(story) && !search.uncertain.contains(story) && !new.contains(story)
    });
    let lost: Vec<&u64> = lost.collect();
    if repeated > 0 || !lost.is_empty() {
        println!("{repeated} repeated, lost {lost:?}; listed {new:?}; {search:?}\n  {}", steps.join("\n  "));
    }
    totals.repeated += repeated;
    totals.lost += lost.len();
}
