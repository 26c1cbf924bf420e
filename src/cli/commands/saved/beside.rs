//! Says what there is to say of a run beside its results.

use clippings::internals::saved::{SearchNews, num_changed};

use crate::cli::args::{Common, Format};
use crate::cli::output::messages;

/// Number of new searches that are named one by one.
const MAX_SEEDED: usize = 10;
/// Number of searches that a message names if it is on several.
const MAX_NAMED: usize = 3;

/// Prints errors, notes and the numbers of articles that were marked in silence. What is the same for several
/// searches is one message.
pub(super) fn messages_beside(news: &[SearchNews], common: &Common) {
    let mut grouped: Vec<(String, Vec<&str>)> = Vec::new();
    let mut add = |message: String, name| match grouped.iter_mut().find(|(known, _)| *known == message) {
        Some((_, names)) => names.push(name),
        None => grouped.push((message, vec![name])),
    };
    for news in news {
        let name = news.search.name.as_str();
        news.error.iter().for_each(|error| add(error.clone(), name));
        // JSON has the notes.
        let notes = news.notes.iter().filter(|_| !common.quiet && common.format != Format::Json);
        notes.for_each(|note| add(messages::format_note(note), name));
    }
    for (message, names) in grouped {
        messages::print(&format!("{}: {message}", messages::first_of(&names, MAX_NAMED)));
    }
    if common.quiet {
        return;
    }
    let seeded: Vec<&SearchNews> = news.iter().filter(|news| news.seeded.is_some()).collect();
    let total: usize = seeded.iter().filter_map(|news| news.seeded).sum();
    if seeded.len() > MAX_SEEDED {
        messages::print(&format!(
            "{} searches are new or edited: {total} matches now; new ones are reported from the next run on",
            seeded.len()
        ));
    } else {
        for news in seeded {
            let edited = if news.edited { "its query was edited; " } else { "" };
            let matching = messages::count_matching(news.seeded.unwrap_or_default() as u64);
            let name = &news.search.name;
            messages::print(&format!(
                "{name}: {edited}{matching} now; new ones are reported from the next run on"
            ));
        }
    }
    let changed = num_changed(news);
    if changed > 0 {
        let articles = messages::count_articles(changed as u64);
        messages::print(&format!("changed since they were reported: {articles}; --changed lists them"));
    } else if news.iter().all(|news| !news.has_news() && news.seeded.is_none()) {
        messages::print("nothing new");
    }
}
