//! `clippings verify` where many articles have a quotation.

use crate::common::Dir;

/// Returns an archive of `count` articles with the words “we will stay”, the last of which names Ann Lee.
fn copies(count: usize) -> Dir {
    let speaker = |number: usize| if number + 1 == count { "Ann Lee" } else { "Bo Ek" };
    let text = |number| format!("Harbor {number}\n\n“We will stay,” said {}.\n", speaker(number));
    Dir::with_articles((0..count).map(|number| (format!("{number:03}"), text(number))))
}

#[test]
fn every_article_is_asked_for_the_speaker() {
    let rows = copies(30).verified("“We will stay,” said Ann Lee.");
    assert_eq!((&rows[0]["speaker"]["verdict"], &rows[0]["total"]), (&"same".into(), &30.into()));
    assert_eq!((&rows[0]["matches"][0]["speaker"], rows[0]["note"].as_str()), (&"Ann Lee".into(), None));
    let rows = copies(70).verified("“We will stay,” said Ann Lee.");
    assert_eq!((&rows[0]["speaker"]["verdict"], &rows[0]["total"]), (&"same".into(), &70.into()));
}

#[test]
fn articles_that_were_not_compared_are_told() {
    let note = "6 more articles may have it and were not compared";
    let dir = Dir::new();
    let record = |number: usize| format!("{{\"id\": \"{number}\", \"text\": \"They told us so.\"}}\n");
    dir.write("news.jsonl", (0..1030).map(record).collect::<String>()).run("index news.jsonl").code(0);
    let rows = dir.verified("“They told US so.”");
    assert_eq!((&rows[0]["verdict"], &rows[0]["note"]), (&"differs".into(), &note.into()));
}

#[test]
fn every_article_with_a_part_is_asked_for_the_speaker() {
    let articles = ["“Nobody sells the old crane,” said Cy Orr.", "“We stay for good,” said Bo Ek."];
    let dir =
        Dir::with_articles(articles.into_iter().chain(["“We stay for good,” said Ann Lee."]).enumerate());
    let rows = dir.verified("“Nobody sells the old crane … We stay for good,” said Ann Lee.");
    assert_eq!((&rows[0]["verdict"], &rows[0]["speaker"]["verdict"]), (&"elsewhere".into(), &"same".into()));
}

#[test]
fn the_best_articles_are_kept_however_late_they_come() {
    let count = 70;
    let text = |number: usize| {
        let builder = if number + 5 < count { "he" } else { "[Smith]" };
        let speaker = if number + 1 == count { "Ann Lee" } else { "Bo Ek" };
        format!("Harbor {number}\n\n“The dam that {builder} built will hold,” said {speaker}.\n")
    };
    let dir = Dir::with_articles((0..count).map(|number| (format!("{number:03}"), text(number))));
    let rows = dir.verified("“The dam that [Smith] built will hold,” said Ann Lee.");
    assert_eq!((&rows[0]["verdict"], &rows[0]["total"]), (&"verbatim".into(), &5.into()));
    assert_eq!(rows[0]["matches"].as_array().map(Vec::len), Some(5));
    assert_eq!(rows[0]["speaker"]["verdict"], "same");
}

#[test]
fn short_quotations_differ_in_a_word_or_a_mark() {
    let dir = Dir::with_articles([(
        "a",
        "Harbor\n\n“Let us feed, children and guests of the harbor,” said Ann Lee. “It costs us 1.5 million euros.”\n",
    )]);
    for (quote, verdict) in [
        ("Let us feed, children", "verbatim"),
        ("Let us feed children", "differs"),
        ("It costs us 15 million", "differs"),
        ("It costs us 5 million", "differs"),
        ("Let nobody pay anything", "absent"),
    ] {
        let rows = dir.verified(&format!("“{quote},” Lee said."));
        assert_eq!(rows[0]["verdict"], verdict, "{quote}: {}", rows[0]);
    }
}

#[test]
fn a_negation_before_a_part_of_a_sentence_is_noted() {
    let dir =
        Dir::with_articles([("a", "Harbor\n\n“We will not sell the old crane to anyone,” said Ann Lee.\n")]);
    for (draft, verdict, note) in [
        (
            "Lee would “sell the old crane to anyone.”",
            "verbatim",
            "in the archive “not” stands right before it",
        ),
        ("Lee would not “sell the old crane to anyone.”", "verbatim", ""),
        ("“Sell the old crane to anyone,” Lee said.", "elided", ""),
    ] {
        let rows = dir.verified(draft);
        assert_eq!(rows[0]["verdict"], verdict, "{draft}");
        assert_eq!(rows[0]["note"].as_str().unwrap_or_default(), note, "{draft}");
    }
}

#[test]
fn a_full_name_in_the_title_names_the_speaker() {
    let dir = Dir::with_articles([(
        "a",
        "Mayor Ruth Calder spoke at the quay on Monday\n\n“We will not sell the old crane to anyone,” Calder said to \
         a small crowd.\n\n“We lost a hundred barrels of tar last night,” said Captain Ida Marl of the harbor.\n\nCalder \
         said that the town was calm. “Tell us the whole truth,” she added.\n",
    )]);
    for quote in [
        "“We will not sell the old crane,” said Ruth Calder.",
        "“Tell us the whole truth,” said Ruth Calder.",
    ] {
        let rows = dir.verified(quote);
        let speaker = &rows[0]["speaker"];
        assert_eq!(
            (&speaker["archive"], &speaker["verdict"]),
            (&"Ruth Calder".into(), &"same".into()),
            "{quote}"
        );
    }
    let rows = dir.verified("“Tell us the whole truth,” said Ida Marl.");
    assert_eq!(rows[0]["speaker"]["verdict"], "other");
    dir.run("search speaker:\"Ruth Calder\" -l").shows("a.txt");
}

#[test]
fn brackets_within_a_word_are_a_change() {
    let dir = Dir::with_articles([(
        "a",
        "Harbor\n\n“It was able to float all winter,” said Ann Lee. “We want 5 new pumps for it.” “They agree with the \
         plan of the mayor, who is unable to come.”\n",
    )]);
    for (quote, was, now) in [
        ("“It was [un]able to float,”", "able", "[un]able"),
        ("“It was able[-bodied] to float,”", "", "bodied"),
        ("“We want [2]5 new pumps,”", "", "[2]"),
        ("“We want 5[0] new pumps,”", "", "[0]"),
        ("“They [dis]agree with the plan,”", "agree", "[dis]agree"),
        ("“They agree[d] with the plan,”", "agree", "agree[d]"),
    ] {
        let rows = dir.verified(quote);
        let change = &rows[0]["changes"][0];
        let shown = (&rows[0]["verdict"], &change["was"], &change["now"]);
        assert_eq!(shown, (&"differs".into(), &was.into(), &now.into()), "{quote}");
    }
    let rows = dir.verified("“who is [un]able to come,”");
    assert_eq!(rows[0]["verdict"], "edited");
    let dir = Dir::with_articles([(
        "a",
        "Harbor\n\n“They kept support[ing] the loophole for years,” said Ann Lee.\n",
    )]);
    let rows = dir.verified("“They kept support[ing] the loophole for years,”");
    assert_eq!(rows[0]["verdict"], "verbatim");
}

#[test]
fn a_signature_is_no_part_of_a_block_quotation() {
    let dir = Dir::with_articles([(
        "a",
        "Harbor\n\n“We will not sell the old crane to anyone from this county,” said Orla Quill.\n",
    )]);
    for quotation in [
        "We will not sell the old crane to anyone from this county<cite>Orla Quill</cite>",
        "<p>We will not sell the old crane to anyone from this county<cite>Orla Quill</cite></p>",
        "<p>We will not sell the old crane to anyone from this county</p><cite>Orla Quill</cite>",
    ] {
        dir.write("draft.html", format!("<p>She wrote:</p><blockquote>{quotation}</blockquote>"));
        dir.run("verify draft.html").code(0).shows("verbatim");
    }
}

#[test]
fn another_mark_at_the_end_is_shown() {
    let dir = Dir::with_articles([(
        "a",
        "Harbor\n\n“You knew about the fire in the hall?” Ann Lee asked. “Is it past 5 p.m. in the whole U.S.?”\n",
    )]);
    for (quote, was, now) in [
        ("“You knew about the fire in the hall,” Ann Lee said.", "hall?", "hall,"),
        ("“You knew about the fire in the hall.”", "hall?", "hall."),
        ("“You knew about the fire!”", "", ""),
        ("“You knew about the fire in the hall!”", "hall?", "hall!"),
        ("“You knew about the fire in the hall”", "", ""),
        ("“You knew about the fire in the hall?”", "", ""),
        ("“Is it past 5 p.m. in the whole U.S.?”", "", ""),
        ("“Is it past 5 p.m.”", "", ""),
    ] {
        let rows = dir.verified(quote);
        let change = &rows[0]["changes"][0];
        let shown = (change["was"].as_str().unwrap_or_default(), change["now"].as_str().unwrap_or_default());
        let verdict = if now.is_empty() { "verbatim" } else { "differs" };
        assert_eq!((rows[0]["verdict"].as_str(), shown), (Some(verdict), (was, now)), "{quote}");
    }
}

#[test]
fn an_attribution_within_a_quotation_is_noted() {
    let dir = Dir::with_articles([(
        "a",
        "Harbor\n\n“The dam is safe for a hundred years,” said Ann Lee of the harbor. “We built it well.”\n\n“The wall is \
         safe for a hundred years,” said Bo Ek. It broke the next morning. “It was an act of God.”\n",
    )]);
    let rows = dir.verified("“safe for a hundred years. We built it well.”");
    assert_eq!(rows[0]["verdict"], "verbatim");
    assert_eq!(rows[0]["note"], "in the archive “said Ann Lee of the harbor” stands within it");
    let rows = dir.verified("“The wall is safe for a hundred years. It was an act of God.”");
    assert_ne!(rows[0]["verdict"], "verbatim");
}

#[test]
fn a_quotation_in_capitals_is_found_among_many_articles_with_its_words() {
    let dir = Dir::new();
    let text = |number: usize| match number {
        1100 => "“I believe it goes to the very top,” said Ann Lee. “It is a reason to wait.”",
        _ => "The very reason, I believe, is to wait: no top is as far as it goes.",
    };
    let record = |number: usize| format!("{{\"id\": \"{number}\", \"text\": \"{}\"}}\n", text(number));
    dir.write("news.jsonl", (0..=1100).map(record).collect::<String>()).run("index news.jsonl").code(0);
    for quote in ["I BELIEVE IT GOES TO THE VERY TOP", "REASON TO WAIT", "GOES TO THE VERY"] {
        let rows = dir.verified(&format!("“{quote}.”"));
        assert_eq!((&rows[0]["verdict"], &rows[0]["note"]), (&"verbatim".into(), &().into()), "{quote}");
    }
}

#[test]
fn an_exact_copy_of_a_split_quotation_has_its_parts_together() {
    let text = "«Мы закроем мост весной, — сказал мэр Карл Орвин. — Денег на ремонт больше нет».\n\n\
                — Мы останемся до осени, — сказал сторож. — Лодок в гавани хватает.\n\n\
                \"Мы ждём паром, — сказала Анна Лебедь. — Он придёт к вечеру\".\n";
    let dir = Dir::with_articles([("bridge", format!("Мост закроют\n\n{text}"))]);
    for row in dir.verified(text) {
        assert_eq!((&row["verdict"], &row["note"]), (&"verbatim".into(), &().into()), "{row}");
    }
}
