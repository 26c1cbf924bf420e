//! Every word that a reader sees in a source is found in title, body, cut text or metadata, whatever the format
//! and however the words stand in it.

use std::fmt::Write as _;

use clippings::internals::clean::StoredLetters;
use clippings::{CleanedFile, Cleaner};
use proptest::prelude::*;

use crate::common::Dir;

/// A text of an article, and the number of its form.
type Text = (u8, u8);

/// Returns a text of which no word occurs in another one.
fn words((form, length): Text, number: usize) -> String {
    let unique = |word: u8| format!("{}{}", letters(number), letters(usize::from(word) + 700));
    let row = (0..length).map(unique).collect::<Vec<_>>().join(" ");
    match form % 8 {
        0 => format!("The council of {row} decided on Monday that nothing would change, officials said."),
        1 => format!("By {row}, 3 May 2021"),
        2 => format!("Share {row}"),
        3 => format!("{row}?"),
        4 => format!("“Nobody asked {row},” she said, and went home."),
        5 => format!("Copyright 2021 {row}. All rights reserved."),
        6 => format!("Subscribe to the newsletter of {row}"),
        _ => row,
    }
}

/// Writes a number in letters.
fn letters(mut number: usize) -> String {
    let mut text = String::from("k");
    while number > 0 {
        text.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    text
}

const ELEMENTS: [(&str, &str); 34] = [
    ("<p>", "</p>"),
    ("<p>", ""),
    ("<h1>", "</h1>"),
    ("<h2><button>", "</button></h2>"),
    ("<div class=headline>", "</div>"),
    ("<div hidden>", "</div>"),
    ("<div style='display:none'>", "</div>"),
    ("<ul><li>", "</ul>"),
    ("<ol><li><a href=/x>", "</a></ol>"),
    ("<table><tr><td>", "</table>"),
    ("<table><caption>", "</caption></table>"),
    ("<dl><dt>", "<dd>one</dl>"),
    ("<blockquote>", "</blockquote>"),
    ("<pre>", "\n</pre>"),
    ("<figure><img src=p.jpg><figcaption>", "</figcaption></figure>"),
    ("<form><label>", "</label></form>"),
    ("<select><option>", "<option>one</select>"),
    ("<textarea>", "</textarea>"),
    ("<details><summary>", "</summary></details>"),
    ("<nav><a href=/>", "</a></nav>"),
    ("<aside><q>", "</q></aside>"),
    ("<footer><small>", "</small></footer>"),
    ("<noscript>", "</noscript>"),
    ("<svg><text>", "</text></svg>"),
    ("<xmp>", "</xmp>"),
    ("<fieldset><legend>", "</legend></fieldset>"),
    ("<x-card>", "</x-card>"),
    ("<center><font>", "</font></center>"),
    ("<article><header><h1>", "</h1></header></article>"),
    ("<section><time>", "</time></section>"),
    ("<dialog>", "</dialog>"),
    ("<span>", "</span><br><br>"),
    ("<main><p><b>", "</b></main>"),
    ("<div aria-hidden=true><p>", "</div>"),
];

/// Writes a page with `texts` in it: the first in its title, the second in the title for other sites.
fn page(texts: &[Text]) -> (String, Vec<String>) {
    let shown: Vec<String> = texts.iter().zip(0..).map(|(text, number)| words(*text, number)).collect();
    let mut page = String::from("<!DOCTYPE html><html><head>");
    for ((form, _), (number, text)) in texts.iter().zip(shown.iter().enumerate()) {
        let (start, end) = ELEMENTS[usize::from(*form) % ELEMENTS.len()];
        let _ = match number {
            0 => write!(page, "<title>{text}</title>"),
            1 => write!(page, "<meta property='og:title' content='{text}'></head><body>"),
            _ => writeln!(page, "{start}{}{end}", text.replace('“', "&ldquo;")),
        };
    }
    (page, shown.into_iter().enumerate().filter(|(number, _)| *number != 1).map(|(_, text)| text).collect())
}

/// Writes the `texts` from the given number on as lines.
fn lines(texts: &[Text], first: usize, mark: impl Fn(u8) -> &'static str) -> (String, Vec<String>) {
    let (mut text, mut shown) = (String::new(), Vec::new());
    for ((form, length), number) in texts.iter().zip(first..) {
        let line = words((*form, *length), number);
        let _ = write!(text, "{}{line}{}", mark(*form), if form % 3 == 0 { "\n" } else { "\n\n" });
        shown.push(line);
    }
    (text, shown)
}

/// Asserts that cleaning stores each of the texts `shown` in a file.
fn assert_complete(name: &str, content: impl AsRef<[u8]>, shown: &[String]) -> Result<(), TestCaseError> {
    let dir = Dir::new();
    dir.write(name, &content);
    let mut articles = 0;
    let result = Cleaner::default().clean(&dir.path(name), |article| -> Result<(), clippings::Error> {
        if let Ok(CleanedFile { cleaned, .. }) = article {
            articles += 1;
            let stored = StoredLetters::of_article(&cleaned.article);
            for text in shown {
                let missing = stored.missing_words(text);
                assert!(missing.is_empty(), "{missing:?} of {text:?} in {name}");
            }
        }
        Ok(())
    });
    prop_assert!(result.is_ok() && articles == 1, "{name}: {articles} articles");
    Ok(())
}

fn texts() -> impl Strategy<Value = Vec<Text>> {
    prop::collection::vec((any::<u8>(), 1u8..14), 3..24)
}

/// Wraps a page as a browser saves it.
fn mhtml(page: &str) -> String {
    format!(
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\
         Content-Location: https://coast.example/a\r\n\r\n{page}\r\n--b--\r\n"
    )
}

/// Wraps a page as a crawler saves it.
fn warc(page: &str) -> String {
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://coast.example/a\r\n\
         WARC-Date: 2024-01-02T03:04:05Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    )
}

/// Writes stories of `texts` each, as a news database exports them.
fn export(stories: &[Vec<Text>]) -> (String, Vec<String>) {
    let (mut file, mut shown, mut number) = (String::new(), Vec::new(), 0);
    for (story, texts) in stories.iter().enumerate() {
        let (title, byline) = (words((7, 5), number + 3_000), words((7, 2), number + 6_000));
        let (body, lines) = lines(texts, number, |_| "");
        let _ = write!(
            file,
            "                               {} of {} DOCUMENTS\n\n\n                                  Coast News\n\n\
             \x20                            May 3, 2014 Saturday\n\n{title}\n\nBYLINE: By {byline}\n\n\
             LENGTH: 164 words\n\n{body}\n\nLOAD-DATE: May 4, 2014\n\n\n",
            story + 1,
            stories.len()
        );
        shown.extend([title, byline].into_iter().chain(lines));
        number += texts.len();
    }
    (file, shown)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_line_of_an_export_vanishes(stories in prop::collection::vec(texts(), 1..4)) {
        let (export, shown) = export(&stories);
        let dir = Dir::new();
        dir.write("a.txt", &export);
        let mut stored = Vec::new();
        let _ = Cleaner::default().clean(&dir.path("a.txt"), |article| -> Result<(), clippings::Error> {
            stored.extend(article.ok().map(|file| StoredLetters::of_article(&file.cleaned.article)));
            Ok(())
        });
        prop_assert!(!stored.is_empty());
        for text in shown {
            let is_there = stored.iter().any(|stored| stored.missing_words(&text).is_empty());
            prop_assert!(is_there, "{:?} in {}", text, export);
        }
    }

    #[test]
    fn no_text_of_a_page_vanishes(texts in texts()) {
        let (page, shown) = page(&texts);
        assert_complete("a.html", &page, &shown)?;
        assert_complete("a.mhtml", mhtml(&page), &shown)?;
        assert_complete("a.warc", warc(&page), &shown)?;
        let record = serde_json::json!({ "id": "r", "title": "Other words", "content": page });
        assert_complete("a.jsonl", record.to_string(), &shown)?;
    }

    #[test]
    fn no_line_of_a_text_or_a_record_vanishes(texts in texts()) {
        let (text, shown) = lines(&texts, 0, |_| "");
        assert_complete("a.txt", &text, &shown)?;
        let title = words(texts[0], 5_000);
        let record = serde_json::json!({ "title": title, "text": text, "author": "Ann Lee" });
        assert_complete("a.jsonl", record.to_string(), &[&shown[..], &[title]].concat())?;
    }

    #[test]
    fn no_line_of_markdown_vanishes(texts in texts()) {
        let mark = |form| ["", "# ", "## ", "> ", "- ", "1. ", "    ", "| "][usize::from(form / 8) % 8];
        let (text, mut shown) = lines(&texts[1..], 1, mark);
        let title = words(texts[0], 0);
        let extra = words(texts[0], 6_000);
        shown.extend([title.clone(), extra.clone()]);
        assert_complete("a.md", format!("---\ntitle: \"{title}\"\nnotes: {extra}\n---\n{text}"), &shown)?;
    }
}

#[test]
fn no_field_with_a_text_of_the_article_vanishes() -> Result<(), TestCaseError> {
    let text = "The ferry will stay in port until its engine has been examined, officials said on Monday.\n\n\
        Passengers are to be carried by bus, which takes three hours longer than the crossing does.";
    let page = format!("<p>{}</p><p>Leave a comment</p>", text.replace("\n\n", "</p>\n<p>"));
    for text in [text, &page] {
        let record = serde_json::json!({
            "title": "Ferry stays", "headline": "Engine trouble", "subtitle": "Islanders cut off", "text": text,
            "description": "<p>A cracked cylinder &amp; no spare.</p>", "body": "Our correspondent writes from the pier."
        });
        let shown = [
            "Ferry stays",
            "Engine trouble",
            "Islanders cut off",
            "officials said on Monday",
            "A cracked cylinder & no spare.",
            "Our correspondent writes from the pier.",
        ];
        assert_complete("a.jsonl", record.to_string(), &shown.map(str::to_owned))?;
        let dir = Dir::new();
        dir.write("a/a.jsonl", record.to_string());
        dir.run("index a").code(0);
        assert_eq!(dir.search("\"islanders cut off\"").total(), 1);
        assert_eq!(dir.search("\"cracked cylinder\"").total(), 1);
        assert_eq!(dir.search("cut:correspondent").total(), 1);
    }
    Ok(())
}
