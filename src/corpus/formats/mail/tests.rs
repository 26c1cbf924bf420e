use proptest::prelude::*;

use crate::corpus::markup::Markup;
use crate::corpus::read_records;
use crate::corpus::record::{Record, RecordPartKind};

/// Returns the records of a message.
fn records(message: &str) -> Vec<Result<Record, String>> {
    read_records(message.as_bytes(), "a.eml")
}

fn record(message: &str) -> Record {
    records(message).swap_remove(0).expect("a record")
}

fn part(head: &str, body: &str) -> String {
    format!("--B\n{head}\n\n{body}\n")
}

fn message(kind: &str, parts: &[String]) -> String {
    format!(
        "From: Ann Lee <ann@coast.example>\nTo: tom@coast.example\nSubject: Ferry\n\
         Content-Type: multipart/{kind}; boundary=B\n\n{}--B--\n",
        parts.concat()
    )
}

/// Returns what of a record is appended or of this kind.
fn texts(record: &Record, kind: RecordPartKind) -> Vec<&str> {
    let parts = record.parts.iter().chain(&record.appended).filter(|part| part.kind == kind);
    parts.filter_map(|part| record.text.get(part.range.clone())).map(str::trim).collect()
}

#[test]
fn headers_are_decoded() {
    let record = record(
        "From: =?utf-8?Q?J=C3=B6rg_Lee?= <j@news.example>\nTo: a@b.example\nMessage-ID: <1@b>\n\
         Subject: =?iso-8859-1?Q?F=E4hre?=\n =?utf-8?B?IGJsZWlidA==?=\nDate: Mon, 3 May 2021 23:20:30 -0700\n\
         List-Unsubscribe: <https://news.example/u>\nArchived-At: <https://news.example/1>\n\nSie bleibt.\n",
    );
    let metadata = &record.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Fähre bleibt"));
    assert_eq!(metadata.author.as_deref(), Some("Jörg Lee"));
    assert_eq!(
        (metadata.site.as_deref(), metadata.url.as_deref()),
        (Some("news.example"), Some("https://news.example/1"))
    );
    assert_eq!(
        (record.id.as_deref(), record.date.as_deref()),
        (Some("1@b"), Some("Mon, 3 May 2021 23:20:30 -0700"))
    );
    assert_eq!((record.lines_before, record.text.as_str()), (9, "Sie bleibt.\n"));
}

#[test]
fn html_is_preferred_and_the_other_words_are_kept() {
    let plain = part("Content-Type: text/plain", "The ferry stays. https://a.example/x\n\nOnly here.");
    let html = part("Content-Type: text/html", "<p>The <b>ferry</b> stays.</p>");
    let both = record(&message("alternative", &[plain.clone(), html]));
    assert_eq!((both.markup, texts(&both, RecordPartKind::OtherField)), (Markup::Html, vec!["Only here."]));
    let picture = part("Content-Type: text/html", "<html><body><img src=\"cid:a\"></body></html>");
    assert_eq!(record(&message("alternative", &[plain, picture])).markup, Markup::Plain);
}

#[test]
fn html_that_displays_no_words_gives_way_to_plain_text() {
    let plain = part("Content-Type: text/plain", "The ferry stays.");
    for html in [
        "<body>&nbsp;</body>",
        "<style>p { color: red }</style>",
        "<html><body><style>p { color: red }</style><script>track(1)</script><!-- A > B --></body></html>",
        "<title>Ferry</title><body><p>&#160;</p></body>",
    ] {
        let html = part("Content-Type: text/html", html);
        let record = record(&message("alternative", &[plain.clone(), html.clone()]));
        assert_eq!((record.markup, record.text.trim()), (Markup::Plain, "The ferry stays."), "{html}");
    }
}

#[test]
fn parts_that_follow_each_other_are_joined() {
    let one = part("Content-Type: text/plain", "One &\n\ntwo.");
    let html = part("Content-Type: text/html", "<p>Three.</p>");
    let picture = part("Content-Type: image/png\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=");
    let joined = record(&message("mixed", &[one.clone(), picture.clone(), html]));
    assert_eq!(joined.markup, Markup::Html);
    assert!(
        joined.text.starts_with("<p>One &amp;</p>\n<p>two.</p>\n") && joined.text.contains("<p>Three."),
        "{}",
        joined.text
    );
    let kinds = records(&message("mixed", &[one, picture]));
    assert_eq!(kinds[1], Err("attached image/png".into()));
}

#[test]
fn lines_are_those_of_the_file() {
    let picture = part("Content-Type: image/png\nContent-Transfer-Encoding: base64", "AAAA\nBBBB");
    let html = part("Content-Type: text/html", "<p>Three.</p>");
    let text = message("related", &[picture, html]);
    let line = text.lines().position(|line| line.contains("Three")).unwrap_or_default();
    assert_eq!(record(&text).lines_before as usize, line);
    let mailbox = format!("From a@b.example Mon May  3 10:20:30 2021\n{text}\n").repeat(2);
    let second = read_records(mailbox.as_bytes(), "Inbox").into_iter().rfind(Result::is_ok);
    let second = second.and_then(Result::ok).unwrap_or_default();
    assert_eq!(second.lines_before as usize, line + text.lines().count() + 3);
    assert_eq!(second.date.as_deref(), Some("Mon May 3 10:20:30 2021"));
}

#[test]
fn an_attached_message_is_another_text() {
    let attached = part("Content-Type: message/rfc822", "Subject: Old\nFrom: Tom\n\nIt left at nine.");
    let own = part("Content-Type: text/plain", "See below.");
    let both = record(&message("mixed", &[own, attached.clone()]));
    assert_eq!(both.main_text().trim(), "See below.");
    assert_eq!(texts(&both, RecordPartKind::OtherField), ["Old", "Tom", "It left at nine."]);
    let alone = record(&message("mixed", &[attached]));
    assert!(alone.main_text().contains("It left at nine.") && alone.appended.is_empty());
}

#[test]
fn answers_in_html_lose_what_they_quote() {
    let html = "Subject: Ferry\nFrom: a@b.example\nContent-Type: text/html\n\n<div>It stays.</div>\
        <div class=\"gmail_quote\"><div>On Mon Ann wrote:</div><blockquote>Does it?</blockquote></div>\n";
    let answer = record(html);
    let quoted = texts(&answer, RecordPartKind::Quoted);
    assert!(
        quoted.len() == 1 && quoted[0].contains("Does it?") && !quoted[0].contains("stays"),
        "{quoted:?}"
    );
    let newsletter = record(&format!("List-Unsubscribe: <https://a.example>\n{html}<p>Unsubscribe</p>"));
    let kinds: Vec<_> = newsletter.parts.iter().map(|part| part.kind).collect();
    assert!(kinds.contains(&RecordPartKind::Page) && !kinds.contains(&RecordPartKind::Body), "{kinds:?}");
    assert!(kinds.contains(&RecordPartKind::NewsletterNotice), "{kinds:?}");
}

#[test]
fn texts_that_flow_lose_what_keeps_them_apart() {
    let flowed = |delsp: &str| {
        record(&format!(
            "From: a@b.example\nSubject: x\nContent-Type: text/plain; format=flowed{delsp}\n\n From here \nto there.\n-- \nAnn\n"
        ))
        .text
    };
    assert_eq!(flowed(""), "From here \nto there.\n-- \nAnn\n");
    assert_eq!(flowed("; delsp=yes"), "From hereto there.\n-- \nAnn\n");
}

#[test]
fn charsets_and_encodings_are_decoded() {
    for (charset, encoding, body) in [
        ("koi8-r", "8bit", None),
        ("windows-1251", "quoted-printable", Some("=CF=E0=F0=EE=EC")),
        ("utf-8", "base64", Some("0J/QsNGA0L7QvA==")),
    ] {
        let head = format!(
            "From: a@b.example\nSubject: x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
        );
        let body = body.map_or_else(
            || encoding_rs::KOI8_R.encode("Паром").0.into_owned(),
            |body| body.as_bytes().to_vec(),
        );
        let records = read_records(&[head.into_bytes(), body, b"\n".to_vec()].concat(), "a.eml");
        let text = records.into_iter().next().and_then(Result::ok).unwrap_or_default().text;
        assert_eq!(text.trim(), "Паром", "{charset}");
    }
}

#[test]
fn broken_messages_are_failures_or_read_in_part() {
    let deep: String =
        (0..5000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}x\n\n--b{n}x\n")).collect();
    let nested = "Subject: a\nContent-Type: message/rfc822\n\n".repeat(500) + "Text";
    let broken_base64 = "From: a\nSubject: x\nContent-Transfer-Encoding: base64\n\n=!!=\n";
    for text in [
        "no headers at all\n\nText\n",
        "\n\n\n",
        "Subject",
        "Subject: x\nContent-Type: multipart/mixed\n\n--B\n\nText",
        "Subject: x\nContent-Type: multipart/mixed; boundary=\"\"\n\n--\n\nText",
        "Subject: =?utf-8?B?!!?=\nContent-Type: ;;;=\n\nText",
        "From: \"<<>>,,;\nTo: :;\n\nText",
        "Content-Type: text/plain; charset=none\nContent-Transfer-Encoding: x\n\nText \u{0}\u{1}",
        &deep,
        &nested,
        broken_base64,
    ] {
        let _ = records(text);
    }
    assert!(records(&deep)[0].is_err());
    let part = record(broken_base64);
    assert!(part.damage.is_some_and(|damage| damage.contains("damaged")));
}

proptest! {
    #[test]
    fn every_word_of_a_message_is_kept(lines in prop::collection::vec("(> )?[a-z]{1,8}( [a-z]{1,8}){0,3}:?|-- |", 0..12), html in any::<bool>()) {
        use crate::clean::{CleanOptions, clean_record};
        let (kind, text) = match html {
            true => ("text/html", lines.iter().map(|line| format!("<p>{}</p>\n", line.replace('>', "&gt;"))).collect::<String>()),
            false => ("text/plain", lines.join("\n")),
        };
        let record = record(&format!("From: Ann <a@b.example>\nSubject: Qqqq\nContent-Type: {kind}\n\n{text}\n"));
        let article = clean_record(&record, &CleanOptions::default()).article;
        let title = article.title.as_ref().map(|title| title.as_str()).unwrap_or_default();
        let stored = format!("{title} {} {}", article.body.text.as_str(), article.cut.text.as_str());
        let stored: std::collections::HashSet<&str> = stored.split(|c: char| !c.is_alphanumeric()).collect();
        for word in lines.iter().flat_map(|line| line.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()) {
            prop_assert!(stored.contains(word), "{} is lost", word);
        }
    }

    #[test]
    fn any_message_is_read_without_panic(
        text in "(Subject: x\n|From: a\n|Content-Type: (multipart/mixed; boundary=b|multipart/alternative; boundary=b|message/rfc822|text/html|text/plain; format=flowed; delsp=yes)\n|Content-Transfer-Encoding: (base64|quoted-printable)\n|\n|--b\n|--b--\n|<p>|é|=E9 |> x\n|On 2021 a@b wrote:\n){0,30}"
    ) {
        let _ = records(&text);
    }
}
