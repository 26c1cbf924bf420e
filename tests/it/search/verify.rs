//! `clippings verify`: quotations of a draft held against the articles.

use std::fs;

use serde_json::Value;

use crate::common::{Dir, Run};

/// An archive of three articles, written for these tests.
fn archive() -> Dir {
    Dir::with_articles([
        (
            "harbor",
            "Harbor gets a new crane\n\n2024-10-18\n\n“We will not sell the old crane, whatever they offer us, before \
             the council has voted on it,” said Ann Lee, who runs the harbor of Kursk.\n\n“It cost $1.5 million in 1974,” \
             Lee said. “It has lifted 40,000 ships’ masts, and nobody was ever hurt.”\n\n“The crane is our landmark — \
             and, frankly, our ‘lighthouse’.\n\n“Nobody in this town wants to see it go,” she said.\n\nCritics call it \
             a rusty eyesore that the U.S. built for us in Łódź.\n",
        ),
        (
            "council",
            "Council postpones its vote\n\n2024-10-20\n\n“They say that the museum doesn’t want it … and that may be \
             so,” Mayor Bo Ek said on Sunday. “But he knows, as everybody on this council knows, that we cannot wait \
             for 20-year-olds to decide.”\n\nBut the rusty eyesore stays where it is.\n",
        ),
        (
            "copy",
            "Crane stays\n\n2024-10-19\n\n“Nobody in this town wants to see it go,” Ann Lee had said.\n",
        ),
    ])
}

impl Dir {
    /// Verifies a draft and returns its rows.
    pub(super) fn verified(&self, draft: &str) -> Vec<Value> {
        self.write("draft.txt", draft);
        let run = self.run("verify draft.txt --format json");
        let row = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        assert_eq!(run.stderr.replace("clippings: draft.txt: has no quotations\n", ""), "");
        run.stdout.lines().map(row).collect()
    }

    /// Returns the verdict on a quotation, and its changes as `was → now`.
    fn verdict(&self, quote: &str) -> (String, String) {
        let run = self.args(&["verify", "--format", "json", "--quote", quote]);
        let row: Value =
            serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("no JSON: {}", run.stdout));
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let changes = row["changes"].as_array().expect("changes").iter();
        let changes: Vec<_> =
            changes.map(|change| format!("{} → {}", text(&change["was"]), text(&change["now"]))).collect();
        (text(&row["verdict"]), changes.join("; "))
    }
}

#[test]
fn a_draft_is_no_witness_for_itself() {
    let dir = Dir::new();
    dir.write(
        "a/draft.txt",
        "“We will paint the old lighthouse,” Lee said. “The ferry stays in port,” she said.\n",
    );
    dir.write("a/ferry.txt", "Ferry\n\n“The ferry stays in port,” said Ann Lee.\n");
    dir.run("index a").code(0);
    let run = dir.run("verify a/draft.txt --format json");
    run.code(1).says("a/draft.txt: is in the index itself");
    assert_eq!(
        (run.stdout.matches("\"absent\"").count(), run.stdout.matches("\"verbatim\"").count()),
        (1, 1)
    );
    dir.write("b.txt", "“We will paint the old lighthouse,” Lee said.\n");
    dir.run("verify b.txt").code(0).silent().shows("draft.txt");
}

#[test]
fn a_part_of_a_word_is_shown_with_the_whole() {
    let dir = archive();
    assert_eq!(dir.verdict("year-olds to decide"), ("differs".into(), "20-year → year".into()));
}

#[test]
fn every_kind_of_quotation_has_its_verdict() {
    let dir = archive();
    for (quote, verdict, changes) in [
        // Typography
        ("We will not sell the old crane", "verbatim", ""),
        ("We will not sell the old crane, whatever they offer us.", "verbatim", ""),
        ("we will\nnot sell the old\u{a0}crane", "verbatim", ""),
        ("The crane is our landmark - and, frankly, our 'lighthouse'.", "verbatim", ""),
        ("museum doesn't want it", "verbatim", ""),
        ("It cost $1.5 million in 1974", "verbatim", ""),
        ("built for us in Łódź", "verbatim", ""),
        // Attributions and paragraphs of the source
        ("It cost $1.5 million in 1974. It has lifted 40,000 ships’ masts", "verbatim", ""),
        ("our ‘lighthouse’. Nobody in this town wants", "verbatim", ""),
        // Short and nested ones, and what no mark is around
        ("rusty eyesore", "verbatim", ""),
        ("Harbor gets a new crane", "verbatim", ""),
        // Brackets
        ("[N]obody in this town wants", "edited", ""),
        ("But [Smith] knows", "edited", "he → [Smith]"),
        ("But [the director] knows, as everybody", "edited", "he → [the director]"),
        ("They say [sic] that the museum", "edited", " → [sic]"),
        ("We will not sell the old [bridge]", "differs", "crane → [bridge]"),
        ("[Terrorists] will not sell the old crane", "edited", "We → [Terrorists]"),
        ("and nobody was [ever] hurt", "edited", ""),
        ("We will [not] sell the old crane", "differs", "not → [not]"),
        ("nobody was ever [fake] hurt", "differs", " → [fake]"),
        // Ellipses
        ("We will … sell the old crane", "elided", "not → …"),
        ("whatever they offer us [...] on it", "elided", "before the council has voted → [...]"),
        ("doesn’t want it … and that may be so", "verbatim", ""),
        // Altered words
        ("We will sell the old crane, whatever they offer us", "differs", "not → "),
        ("We will not sell the new crane, whatever they offer us", "differs", "old → new"),
        ("We will not really sell the old crane", "differs", " → really"),
        ("We will sell not the old crane, whatever they offer", "differs", "not → ;  → not"),
        ("It has lifted 50,000 ships’ masts, and nobody was ever hurt", "differs", "40,000 → 50,000"),
        ("They say that the museum does want it", "differs", "doesn’t → does"),
        (
            "But he knows, as everybody on this board knows, that he cannot wait",
            "differs",
            "council → board; we → he",
        ),
        // Other orders and articles
        ("before the council has voted on it … We will not sell", "elsewhere", ""),
        ("Nobody in this town wants to see it go But the rusty eyesore stays where it is", "elsewhere", ""),
        // Nothing
        ("There is no money for a museum in my budget", "absent", ""),
        ("crane crash", "absent", ""),
    ] {
        assert_eq!(dir.verdict(quote), (verdict.to_owned(), changes.to_owned()), "{quote}");
    }
}

#[test]
fn what_changes_the_meaning_never_passes() {
    let dir = archive();
    for quote in [
        "We will sell the old crane",
        "We will [not] not sell the old crane",
        "We [will] not sell the old crane",
        "[Lee] will [never] not sell the old crane",
        "[50] cranes will not sell",
        "the museum does want it",
        "the museum doesnt want it",
        "It cost $15 million in 1974",
        "It cost $1,5 million in 1974",
        "It cost 1.5 million in 1974",
        "It cost €1.5 million in 1974",
        "It cost $1.5 million in 1947",
        "It has lifted 40.000 ships’ masts",
        "It has lifted 40000 ships’ masts",
        "nobody was never hurt",
        "the US built for US in Łódź",
        "that us built for us in Łódź",
        "built for us in Lodz",
        "for 20 year-olds to decide",
        "doesn’t want it and that may be so",
        "we can not wait",
        "we can wait for 20-year-olds",
        "as everybody on this council knows, he knows",
        "They offer us whatever",
        "the old crane not sell",
        "Nobody in this town … wants … to go see it",
        "We will … whatever they … not sell",
        "[resigned] Nobody in this town",
    ] {
        let (verdict, changes) = dir.verdict(quote);
        assert!(
            !["verbatim", "edited", "elided"].contains(&verdict.as_str()),
            "{quote}: {verdict} {changes}"
        );
    }
}

#[test]
fn every_key_is_there_whatever_the_verdict() {
    let dir = archive();
    let draft = "\u{feff}Ünten\n\n“Nobody in this town wants to see it go,” said Ann Lee. “There is no money left,” said \
                 Bo Ek.\n";
    let rows = dir.verified(draft);
    let keys = [
        "draft", "begin", "end", "line", "quote", "verdict", "total", "stories", "matches", "changes",
        "nearest", "speaker",
    ];
    for row in &rows {
        assert!(keys.iter().all(|key| row.get(key).is_some()), "{row}");
    }
    let first = &rows[0];
    assert_eq!((&first["begin"], &first["end"], &first["line"]), (&8.into(), &47.into(), &3.into()));
    assert_eq!((&first["draft"], &first["total"]), (&"draft.txt".into(), &2.into()));
    assert_eq!((&rows[1]["verdict"], &rows[1]["matches"]), (&"absent".into(), &Value::Array(Vec::new())));
    for key in ["path", "id", "line", "page", "published", "title", "source_quote", "speaker"] {
        assert!(first["matches"][0].get(key).is_some(), "{first}");
    }
    assert_eq!(first["matches"][0]["source_quote"], "Nobody in this town wants to see it go");
    assert_eq!(first["matches"].as_array().map(Vec::len), Some(2));
}

#[test]
fn quotations_of_a_draft_are_split_and_joined() {
    let dir = archive();
    let parts = dir.verified("“We will not sell the old crane,” Lee said, “whatever they offer us.”\n");
    let verdicts: Vec<_> = parts.iter().map(|row| &row["verdict"]).collect();
    assert_eq!(verdicts, ["verbatim", "verbatim"]);
    let parts = dir.verified("“We will,” Lee said, “sell the old crane, whatever they offer us.”\n");
    let verdicts: Vec<_> = parts.iter().map(|row| &row["verdict"]).collect();
    // What is left out denies the auxiliary.
    assert_eq!(verdicts, ["elided", "elsewhere"]);
    let joined = dir.verified("“The crane is our landmark – and, frankly, our ‘lighthouse’.\n\n“Nobody in this town wants to see it go.”\n");
    assert_eq!((joined.len(), &joined[0]["verdict"]), (1, &"verbatim".into()));
}

#[test]
fn the_exit_code_tells_whether_a_draft_passes() {
    let dir = archive();
    let passes = |options: &str, draft: &str| {
        dir.write("draft.txt", draft);
        dir.run(format!("verify draft.txt {options}").trim_end()).code
    };
    let (right, edited) = ("“Nobody in this town wants to see it go.”", "“[N]obody … wants to see it go.”");
    let (altered, other) = (
        "“Everybody in this town wants to see it go.”",
        "“Nobody in this town wants to see it go,” said Bo Ek.",
    );
    assert_eq!((passes("", right), passes("", edited), passes("", altered)), (Some(0), Some(0), Some(1)));
    assert_eq!((passes("--strict", right), passes("--strict", edited)), (Some(0), Some(1)));
    assert_eq!((passes("", other), passes("--ignore-speakers", other)), (Some(1), Some(0)));
    assert_eq!(passes("--only verbatim", altered), Some(1));
    assert_eq!(passes("", "Nobody quotes anybody here."), Some(0));
}

#[test]
fn speakers_are_those_of_the_articles() {
    let dir = archive();
    for (draft, verdict) in [
        ("“Nobody in this town wants to see it go,” said Ann Lee.", "same"),
        ("“Nobody in this town wants to see it go,” Lee said.", "same"),
        ("“Nobody in this town wants to see it go,” said Bo Ek.", "other"),
        ("The words “nobody in this town wants to see it go” hang there.", "unknown"),
    ] {
        let rows = dir.verified(draft);
        assert_eq!(rows[0]["speaker"]["verdict"], verdict, "{draft} {}", rows[0]);
    }
}

#[test]
fn text_reads_like_the_messages_of_a_compiler() {
    let dir = archive();
    dir.write(
        "draft.txt",
        "A draft.\n\n“We will not sell the new crane, whatever they offer us,” she said.\n",
    );
    let run = dir.run("verify draft.txt");
    let expected = "\
draft.txt:3: differs
   “We will not sell the new crane, whatever they offer us,”
                         ^^^
   was: old → draft: new
   2024-10-18 · news/harbor.txt:5";
    run.code(1).shows(expected).shows("1 quotation: 1 differs\n");
    dir.run("verify --quote 'rusty eyesore'").code(0).shows("verbatim: in 2 articles\n").hides("; in 2");
}

#[test]
fn reports_are_also_csv_and_a_page() {
    let dir = archive();
    dir.write("<i>.txt", "“We will not sell the <b>new</b> crane, whatever they offer us,” she said.\n");
    let csv = dir.args(&["verify", "<i>.txt", "--format", "csv"]);
    csv.code(1).shows("draft,line,begin,end,verdict,quote,was,now,").shows("\"<i>.txt\",1,1,");
    let page = dir.args(&["verify", "<i>.txt", "--format", "html"]);
    page.shows("<!doctype html>").shows("&lt;i&gt;.txt").shows("&lt;b&gt;").hides("<b>").hides("<script");
    dir.write("draft.txt", "“We will not sell the new crane, whatever they offer us,” she said.\n");
    let page = dir.run("verify draft.txt --format html");
    let (head, reports) = page.stdout.split_once("</header>").expect("a head");
    assert!(head.contains("1 quotation: 1 differs") && head.contains("3 articles"), "{head}");
    assert!(reports.contains("was: <del>old</del> → draft: <ins>new</ins>"), "{reports}");
    assert!(reports.contains("<p class=\"speaker\">— Ann Lee</p>"), "{reports}");
    assert!(reports.contains("· <a href=\"file:///") && reports.contains("/news/harbor.txt\">"), "{reports}");
    dir.write("draft.txt", "“We will sell the old crane, whatever they offer us,” she said.\n");
    dir.run("verify draft.txt --format html").shows("<li>left out: <del>not</del></li>");
    dir.run("search crane --format html").fails("for `clippings verify` only");
}

#[test]
fn problems_are_told_in_a_line() {
    let dir = archive();
    dir.write("empty.txt", "").write("bytes.txt", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0");
    dir.run("verify empty.txt").code(0).says("empty.txt: is empty");
    dir.run("verify bytes.txt").code(2).says("bytes.txt: ");
    dir.run("verify missing.txt").code(2).says("missing.txt: ");
    dir.run("verify").code(2);
    for usage in ["verify --quote a --quote b", "verify --quote a draft.txt"] {
        dir.run(usage).code(2).says("clippings verify [OPTIONS] --quote <TEXT>");
    }
    dir.run("verify --quote ' … '").code(1).shows("absent").shows("no words");
    let none = Dir::new();
    none.write("draft.txt", "“Nobody in this town.”");
    none.run("verify draft.txt").fails("no index");
    let run = none.run("--index none verify draft.txt");
    run.fails("run `clippings index FOLDER --index none` first");
    assert!(!run.stderr.contains("--in "), "{}", run.stderr);
}

#[test]
fn only_some_verdicts_are_printed_and_all_are_counted() {
    let dir = archive();
    dir.write("draft.txt", "“Nobody in this town wants to see it go.”\n\n“There is no money left for it.”\n");
    let run = dir.run("verify draft.txt --only absent,differs");
    run.code(1).hides("wants to see").shows("no money left").shows("2 quotations: 1 verbatim, 1 absent\n");
}

#[test]
fn quotations_of_another_speaker_can_be_listed() {
    let dir = archive();
    let draft = "“Nobody in this town wants to see it go,” said Bo Ek.\n\n“There is no money left for it,” he said.\n";
    dir.write("draft.txt", draft);
    dir.run("verify draft.txt --only speaker").code(1).shows("another speaker: Bo Ek").hides("no money left");
    dir.run("verify draft.txt --only absent").code(1).hides("another speaker:").shows("no money left");
}

#[test]
fn a_mark_that_nothing_closes_is_noted() {
    let dir = archive();
    dir.write("draft.txt", "A draft.\n\n“Nobody in this town wants to see it go, said Ann Lee.\n");
    let run = dir.run("verify draft.txt");
    run.code(0).says("draft.txt:3: a quotation mark is never closed; not checked");
    run.shows("0 quotations; 1 mark not closed\n");
    dir.write("draft.txt", "“Nobody.\n\nNo.\n\n".repeat(14));
    dir.run("verify draft.txt").says("4 more marks not closed");
    dir.run("--quiet verify draft.txt").clear();
}

#[test]
fn extracted_drafts_have_paragraphs_and_block_quotations() {
    let dir = archive();
    let page = "<h1>Crane</h1><blockquote><p>Nobody in this town wants to see it go</p></blockquote>\
                <p>It is <q>museum’s</q>.<p hidden>“Hidden words”";
    dir.write("draft.html", page)
        .write("draft.md", "Crane\n\n> Nobody in *this* town\n> wants to see it leave\n");
    let run = dir.run("verify draft.html");
    run.shows("draft.html ¶2: verbatim\n")
        .shows("draft.html ¶3: absent (a title or a term)\n")
        .shows("2 quotations:");
    dir.run("verify draft.md").shows("draft.md:3: differs\n").shows("was: go → draft: leave\n");
    dir.run("verify draft.html --format html").shows("<span>draft.html ¶2</span>");
}

#[test]
fn standard_input_is_a_draft() {
    let dir = archive();
    let run = dir.input(&["verify", "-"], "“Nobody in this town wants to see it go.”\n");
    run.code(0).shows("-:1: verbatim\n");
}

#[test]
fn extreme_drafts_are_answered_and_never_pass() {
    let dir = archive();
    let checked = |draft: String| -> Run {
        dir.write("draft.txt", draft);
        dir.run("verify draft.txt --format json")
    };
    let long = checked(format!("“{}”\n", "Nobody in this town wants to see it go. ".repeat(12_500)));
    let row: Value = serde_json::from_str(&long.stdout).expect("a row");
    assert_eq!(row["verdict"], "absent");
    assert!(row["note"].as_str().is_some_and(|note| note.contains("1000")), "{}", row["note"]);
    for mark in ["“", "\"", "”", "“” ", "‘", "\"\n\n\"", "«»"] {
        checked(mark.repeat(40_000)).hides("verbatim").clear();
    }
    let gaps = checked(format!("“{}”\n", "nobody … wants ".repeat(200)));
    gaps.code(1).shows("more than 64 ellipses");
}

#[test]
fn cut_text_counts() {
    let dir = Dir::new();
    let article = "Harbor gets a crane\n\n2024-10-18\n\n“It came by ship on Monday,” said Ann Lee, the harbor master of \
                   the town, who had waited for it since spring.\n\nSubscribe to our newsletter to get the best of our \
                   journalism in your inbox every morning.\n";
    dir.write("news/a.txt", article);
    dir.run("index news").code(0);
    dir.run("search cut:newsletter --count").shows("1");
    let (verdict, _) = dir.verdict("get the best of our journalism");
    assert_eq!(verdict, "verbatim");
}

#[test]
fn titles_and_terms_may_be_absent() {
    let dir = archive();
    let rows = dir.verified("The so-called “experts” left. “There is no money for a museum,” said Bo Ek.\n");
    let shown: Vec<_> = rows.iter().map(|row| (row["kind"].as_str(), row["verdict"].as_str())).collect();
    assert_eq!(shown, [(Some("term"), Some("absent")), (Some("speech"), Some("absent"))]);
    dir.write("term.txt", "The so-called “experts” left.\n");
    let run = dir.run("verify term.txt");
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(run.stdout.contains("absent (a title or a term)"), "{}", run.stdout);
    assert!(run.stdout.ends_with("1 quotation: 1 absent title or term\n"), "{}", run.stdout);
}

#[test]
fn copies_of_an_article_are_one_witness() {
    let story = "Ferry line gets a second ship\n\n2024-05-02\n\nThe ferry line between Esbjerg and Harwich gets a \
                 second ship in the spring, its owners have told the council of the port. “The channel has to be \
                 dredged before the summer,” said Mara Lind, who has run the line since 2011. The council will vote on \
                 the costs of 14 million crowns at its meeting in Ribe, after the unions have spoken.\n";
    let other =
        "A letter\n\n2024-05-09\n\nWho pays? “The channel has to be dredged before the summer,” they say.\n";
    let copy = story.replace("2024-05-02", "2024-05-03").replace("second ship\n", "new ship\n");
    let dir = Dir::with_articles([("a", story), ("b", &copy), ("c", other)]);
    dir.write("draft.txt", "Lind said: “The channel has to be dredged before the summer.”\n");
    let row = &dir.verified("Lind said: “The channel has to be dredged before the summer.”\n")[0];
    assert_eq!((&row["total"], &row["stories"]), (&3.into(), &2.into()));
    let run = dir.run("verify draft.txt");
    run.shows("; in 3 articles, 2 stories\n");
    dir.run("verify draft.txt --format html").shows("<p>in 3 articles, 2 stories</p>");
    let csv = dir.run("verify draft.txt --format csv");
    csv.shows(",speaker_verdict,stories\r\n").shows(",2\r\n");
    fs::remove_file(dir.path("news/c.txt")).expect("removed");
    dir.run("index news --no-clean").code(0);
    dir.run("verify draft.txt").shows("; in 2 articles, copies of each other\n");
}

#[test]
fn a_passage_verifies_with_the_hidden_characters_of_its_page_and_without_them() {
    let hidden = "The gov\u{200b}ernment will re\u{ad}pair the har\u{200b}bor before the winter comes";
    let dir =
        Dir::with_articles([("page", &*format!("Harbor news\n\nThe mayor said: “{hidden},” and left.\n"))]);
    for quote in [hidden.to_owned(), hidden.replace(['\u{200b}', '\u{ad}'], "")] {
        assert_eq!(dir.verdict(&quote), ("verbatim".into(), String::new()), "{quote}");
    }
}
