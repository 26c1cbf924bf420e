//! What a reporter wants of an archive, each at the first try.

use crate::common::packed::zip;
use crate::common::pdf::{column, pdf};
use crate::common::{Dir, article, run};

/// Indexes the articles `wire/NAME.txt`.
fn wire(articles: &[(&str, &str)]) -> Dir {
    let dir = Dir::new();
    for (name, text) in articles {
        let title = format!("Notes on {name}");
        dir.write(&format!("wire/{name}.txt"), article(&title, "October 18, 2024 12:14 PM", text));
    }
    dir.run("index wire").code(0);
    dir
}

fn harbor() -> Dir {
    wire(&[
        ("strike", "The dockers of Vellmar ended their strike after nine days, the union of the port said."),
        ("ferry", "“We will not sell the ferry to anybody, ever,” Governor Kavanaugh said at the old pier."),
        ("tram", "The tram of the city stood still, and the dockers walked to the gates of the port."),
    ])
}

#[test]
fn half_remembered_words() {
    let dir = harbor();
    assert_eq!(dir.search("docker strikes Vellmar").files(), ["str"]);
    assert_eq!(dir.search("walking to the gate").files(), ["tra"]);
}

#[test]
fn a_quote_whole_and_with_words_left_out() {
    let dir = harbor();
    assert_eq!(dir.search("“We will not sell the ferry to anybody, ever”").files(), ["fer"]);
    let elided = dir.search("\"We will not sell … ever\"");
    assert_eq!(
        (elided.files(), elided.marks(0)),
        (vec!["fer".into()], vec!["We will not sell".into(), "ever".into()])
    );
    assert_eq!(dir.search("\"We will sell the ferry\"").total(), 0);
}

#[test]
fn a_word_left_out() {
    assert_eq!(harbor().search("dockers -strike").files(), ["tra"]);
    assert_eq!(harbor().search("dockers BUT NOT strike").files(), ["tra"]);
    assert_eq!(harbor().search("dockers !strike").files(), ["tra"]);
}

#[test]
fn words_near_each_other_as_westlaw_and_google_write_it() {
    let dir = harbor();
    for (query, total, note) in [
        ("dockers /5 strike", 1, true),
        ("strike /5 dockers", 1, true),
        ("dockers +5 strike", 1, true),
        ("strike +5 dockers", 0, true),
        ("dockers /2 strike", 0, true),
        ("dockers NEAR strike", 1, true),
        ("dockers ADJ walked", 1, true),
        ("walked ADJ dockers", 0, true),
        ("dockers AROUND(5) strike", 1, false),
        ("NEAR(dockers strike, 5)", 1, true),
        ("\"ended their\" /s strike", 1, false),
        ("strike +s union", 1, true),
        ("union +s strike", 0, true),
        ("hlead(strike)", 1, true),
        ("headline(dockers)", 0, true),
        ("atleast2(dockers)", 2, true),
        ("docke!", 2, true),
    ] {
        let answer = dir.search(query);
        assert_eq!((answer.total(), answer.notes() > 0), (total, note), "{query}: {}", answer.0);
        let again = dir.search(answer.understood());
        assert_eq!((again.total(), again.understood()), (total, answer.understood()), "{query}");
    }
}

#[test]
fn titles_only() {
    let dir = harbor();
    assert_eq!(dir.search("title:ferry").files(), ["fer"]);
    assert_eq!(dir.search("title:port").total(), 0);
}

#[test]
fn a_spreadsheet() {
    let csv = harbor().run("search dockers --format csv -q").code(0).stdout.clone();
    assert_eq!((csv.lines().count(), csv.matches("\r\n").count()), (3, 3), "{csv}");
    assert!(!csv.contains("**") && csv.contains("The dockers of Vellmar"), "{csv}");
}

#[test]
fn fifty_names_to_check() {
    let dir = harbor();
    let names = "# people\nKavanaugh\nVellmar\nNobody\n";
    let counts = dir.input(&["search", "--queries", "-", "--count", "-q"], names);
    assert_eq!(counts.code(0).stdout, "Kavanaugh\t1\nVellmar\t1\nNobody\t0\n");
}

#[test]
fn one_language_or_two() {
    let dir = Dir::with_articles([
        (
            "de",
            "Die Brücke im Norden der Stadt wurde am Montag gesperrt, sagte der Bürgermeister vor der Presse.",
        ),
        ("fr", "Le pont du nord de la ville est fermé depuis lundi, a déclaré le maire devant la presse."),
        ("en", "The bridge in the north of the town was closed on Monday, the mayor of it told the press."),
    ]);
    for (query, files) in
        [("lang:german", &["de."][..]), ("lang:de,fr", &["de.", "fr."]), ("presse lang:fr", &["fr."])]
    {
        let mut found = dir.search(query).files();
        found.sort();
        assert_eq!(found, files, "{query}");
    }
    dir.run("search lang:klingon").code(1).says("klingon is no language");
}

#[test]
fn text_that_was_cut_and_a_rule_for_it() {
    let dir = Dir::new();
    let footer = "The heron of the valley was seen again on Sunday, a reader of this paper wrote.";
    let text =
        article("A quiet valley", "October 18, 2024", "The valley was quiet, the crew of the mill said.");
    dir.write("wire/a.txt", format!("{text}\nSubscribe to our newsletter\n"));
    dir.write("wire/b.txt", format!("{text}\n{footer}\n"));
    dir.run("index wire").code(0);
    dir.run("search newsletter").code(1).says("in text cut from 1 article: `--cut` shows it");
    dir.run("search --cut newsletter").code(0).shows("wire/a.txt:");
    dir.run("search '\"seen again on Sunday\"'").code(0);
    dir.write("wire/clippings.rules", format!("cut: {footer}\n"));
    dir.run("index wire").code(0);
    dir.run("search '\"seen again on Sunday\"'").code(1).says("in text cut from 1 article");
}

#[test]
fn a_folder_that_moved() {
    let dir = harbor();
    std::fs::rename(dir.path("wire"), dir.path("archive")).expect("moved");
    dir.run("index archive").code(0);
    let answer = dir.search("dockers");
    assert_eq!(answer.total(), 2, "{}", answer.0);
    assert!(
        answer.hits().iter().all(|hit| hit["path"].as_str().is_some_and(|path| path.starts_with("archive/")))
    );
}

#[test]
#[cfg(unix)]
fn a_folder_that_is_there_twice() {
    let dir = harbor();
    // A link to the folder is the folder.
    std::os::unix::fs::symlink(dir.path("wire"), dir.path("linked")).expect("a link");
    dir.run("index linked").code(0);
    assert_eq!(dir.search("dockers").total(), 2);
    dir.run("index wire wire").code(0);
    assert_eq!(dir.search("dockers").total(), 2);
    // A copy of it has articles of its own, which are no results of their own.
    std::fs::create_dir(dir.path("backup")).expect("a folder");
    for name in ["strike.txt", "ferry.txt", "tram.txt"] {
        std::fs::copy(dir.path(&format!("wire/{name}")), dir.path(&format!("backup/{name}")))
            .expect("copied");
    }
    dir.run("index backup").code(0);
    let run = dir.run("search dockers");
    run.code(0).shows("2. ").hides("3. ").shows("also in 1: ").says("4 articles, 2 stories");
}

#[test]
fn the_same_wire_story_in_five_outlets() {
    let story = "VELLMAR (AP) — The dockers of Vellmar ended their strike after nine days, the union of the port said on \
                 Friday. The owners agreed to pay night shifts as before, and the first ship from Harwich is expected \
                 tomorrow at noon. Some 420 containers had waited at the gates since the middle of the month.";
    let printed = [
        ("herald", story.to_owned()),
        ("post", story.replace("VELLMAR (AP) — The", "The").replace("on Friday", "yesterday")),
        ("mirror", story.split_inclusive(". ").take(2).collect()),
        ("star", format!("{story} Our reporter in Harwich says that the quays there are full.")),
        ("times", story.replace("night shifts as before", "the old rate for night shifts")),
        (
            "own",
            "The dockers walked to the gates of Vellmar again, as they have done each spring.".to_owned(),
        ),
    ];
    let articles: Vec<(&str, &str)> = printed.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let dir = wire(&articles);
    dir.run("search dockers").code(0).shows("also in 4: ").hides("3. ").says("6 articles, 2 stories");
    let copies = dir.run("copies wire/herald.txt");
    copies.code(0).shows("wire/mirror.txt").shows("wire/times.txt").hides("wire/own.txt");
}

#[test]
fn deleted_files_are_gone() {
    let dir = harbor();
    std::fs::remove_file(dir.path("wire/strike.txt")).expect("removed");
    dir.run("search strike --in wire").code(1);
}

#[test]
fn an_archive_in_one_file() {
    let dir = Dir::new();
    let record =
        |number: usize| format!("{{\"id\":\"r{number}\",\"text\":\"Record {number} of the heron.\"}}\n");
    dir.write("wire.jsonl", (1..=40).map(record).collect::<String>());
    dir.run("index wire.jsonl --no-clean").code(0);
    let listed = dir.run("search heron -l -q").stdout;
    assert_eq!(
        (listed.lines().count(), listed.lines().all(|line| line.starts_with("wire.jsonl#r"))),
        (40, true)
    );
    for path in listed.lines().take(3) {
        dir.args(&["show", path]).code(0).shows("heron");
    }
    let opened = run(dir.command().args(["show", "wire.jsonl#r17", "--open"]).env("EDITOR", "echo"), "");
    opened.code(0).shows("+17 ");
}

#[test]
fn accents_may_be_left_out() {
    let dir = wire(&[("cafe", "The café in Łódź was full on Monday, said its owner Ångström before noon.")]);
    for query in ["cafe Lodz", "café Łódź", "CAFÉ ANGSTROM", "\"café in Łódź\""] {
        assert_eq!(dir.search(query).total(), 1, "{query}");
    }
}

#[test]
fn languages_find_their_inflections() {
    let dir = Dir::with_articles([
        (
            "uk",
            "Про це розповів мер міста Київ у понеділок на зустрічі з мешканцями, повідомляє кореспондент.",
        ),
        ("ru", "Об этом рассказал мэр города в понедельник на встрече с жителями, сообщает корреспондент."),
        (
            "de",
            "Die Häuser am Hafen wurden am Montag geräumt, sagte der Bürgermeister der Stadt vor der Presse.",
        ),
        ("zh", "市长星期一在港口的会议上说，渡轮明年将继续运行，居民表示欢迎。"),
    ]);
    for (query, file) in [("зустріч", "uk."), ("встреча", "ru."), ("Haus", "de."), ("渡轮", "zh.")]
    {
        assert_eq!(dir.search(query).files(), [file], "{query}");
    }
}

#[test]
fn pasted_text_is_a_query() {
    let dir = harbor();
    for query in [
        "“We will not sell the ferry to anybody, ever,” Governor Kavanaugh said",
        "\u{feff}We will not sell the ferry to anybody,\r\n ever",
        "Governor Kavanaugh: “We will not sell the ferry”",
        "- We will not sell the ferry!",
        "ferry and/or pier",
    ] {
        let answer = dir.search(query);
        assert!(query.contains('/') || answer.files() == ["fer"], "{query}: {}", answer.0);
    }
}

#[test]
fn a_question_is_one() {
    let answer = harbor().search("What did the governor say about the ferry?");
    assert_eq!(answer.0["near_misses"][0]["path"], "wire/ferry.txt", "{}", answer.0);
}

#[test]
fn a_topic_of_one_word_in_a_mixed_archive() {
    let dir = wire(&[
        ("en", "The climate of the coast is mild, the keeper of the lighthouse said on Monday at noon."),
        ("es", "El clima de la costa es suave, dijo el lunes el guardián del faro ante la prensa local."),
    ]);
    assert_eq!(dir.search("climate").files(), ["en."]);
}

#[test]
fn a_name_that_looks_like_a_word() {
    let dir = wire(&[
        ("comey", "The director James Comey spoke at the pier on Monday, and Mr. Comey left before noon."),
        ("come", "The guests will come to the pier on Monday, and all that come will stay until noon."),
    ]);
    assert_eq!(dir.search("Comey").files(), ["com"]);
    assert_eq!(dir.search("Comey").hits()[0]["path"], "wire/comey.txt");
}

#[test]
fn an_article_is_shown_and_opened() {
    let dir = harbor();
    dir.run("search Kavanaugh").code(0);
    dir.run("show 1").code(0).shows("**Kavanaugh**");
    let opened = run(dir.command().args(["show", "1", "--open"]).env("EDITOR", "echo"), "");
    opened.code(0).shows("+5 ").shows("wire/ferry.txt");
    run(dir.command().args(["show", "1", "--pager"]).env("PAGER", "false"), "").code(0).shows("Kavanaugh");
}

#[test]
fn the_last_short_sentence_of_notes() {
    let dir = Dir::new();
    dir.write(
        "notes/call.txt",
        "Call with the harbor master.\n\nHe said the crane is broken.\n\nCall again.\n",
    );
    dir.run("index notes --no-clean").code(0);
    assert_eq!(dir.search("\"Call again\"").total(), 1);
}

#[test]
fn documents_in_the_folder() {
    let dir = Dir::new();
    let page = |text| column(&[text], 11.0, 60.0, 700.0);
    let pages = [page("The harbour board met on Monday."), page("It sold the lighthouse to a dentist.")];
    dir.write("case/minutes.pdf", pdf("Minutes", "", &pages));
    dir.write("case/letter.rtf", "{\\rtf1\\ansi Dear Sir\\par the lighthouse is mine.\\par}");
    let body = "<w:document><w:p><w:r><w:t>He wants the lighthouse back.</w:t></w:r></w:p></w:document>";
    dir.write("case/memo.docx", zip(&[("word/document.xml", body)]));
    let run = dir.run("search lighthouse --in case");
    run.code(0).shows("minutes.pdf:p.2").shows("letter.rtf:2").shows("memo.docx:1");
}
