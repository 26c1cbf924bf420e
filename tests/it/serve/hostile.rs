//! Articles that try to make elements, to run scripts, or to hide what they say, in whatever page shows them.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Value, json};

use crate::common::Dir;
use crate::serve::server::{Server, TOKEN};

/// Texts with which an article may attack a page.
const ATTACKS: [&str; 30] = [
    "<script>alert(1)</script>",
    "</mark><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=",
    "<img src='",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=alert(1) x=\"",
    "` onclick=alert(1) `",
    "<svg/onload=alert(1)>",
    "<svg><script xlink:href=data:,alert(1) />",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<form action=//evil.example><button>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<style>*{display:none}</style>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<!--",
    "--><b>",
    "]]><![CDATA[<b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3c;script&#x3e;alert(1)",
    "\u{202e}gnp.elif\u{202c} \u{2066}a\u{2067}",
    "fer\u{200b}ry\u{feff} \u{e0041}\u{e007f}",
    "\u{1b}]8;;http://evil.example\u{7}a\u{1b}[31m\u{85}",
];

/// Addresses that are no links.
const ADDRESSES: [&str; 12] = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\u{1}javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/\"onclick=alert(1)",
    "http://a.example/\"onclick=\"alert(1)",
    "http://a.example/'><script>alert(1)</script>",
    "blob:http://a.example/0",
];

/// Elements that the templates make.
const ELEMENTS: &str = "a article aside b bdi blockquote body br button caption code dd del details div dl dt em \
    fieldset figure figcaption footer form h1 h2 h3 h4 head header html i input ins kbd label legend li link main \
    mark meta nav ol optgroup option output p pre q s script section select small span strong summary svg g path \
    line rect text table tbody td textarea tfoot th thead time title tr ul var";

/// Attributes that no template makes.
const FOREIGN_ATTRIBUTES: [&str; 8] =
    ["style", "srcdoc", "formaction", "http-equiv", "ping", "background", "xlink:href", "data"];

/// Most pages that are looked at.
const MAX_PAGES: usize = 260;

/// Returns a folder with an index of articles all parts of which attack.
fn hostile_archive() -> Dir {
    let dir = Dir::new();
    let text = |attack: &str| {
        format!(
            "The ferry stays in port {attack} until its engine was examined, officials said on Monday.\n\n\
             “No ferry sails {attack} from here today,” said harbor master Ann {attack} Bell on Monday.\n\n\
             Leave a comment {attack}\n\nSubscribe to our newsletter {attack}\n\n\
             The company said nothing {attack}\n"
        )
    };
    let mut records = String::new();
    for (number, attack) in ATTACKS.iter().enumerate() {
        let record = json!({
            "id": format!("{number}{attack}"), "title": format!("Ferry {attack}"), "author": format!("Ann {attack}"),
            "site": format!("{attack}.example"), "url": format!("http://{number}.example/{attack}"),
            "date": "2021-05-04", "language": attack, "text": text(attack),
        });
        records.push_str(&format!("{record}\n"));
        let name: String = attack.chars().filter(|c| *c != '/' && *c != '\0').collect();
        dir.write(
            &format!("news/{number}{name}.txt"),
            format!("Ferry {attack}\n\n4 May 2021\n\n{}", text(attack)),
        );
    }
    for (number, url) in ADDRESSES.iter().enumerate() {
        let text =
            format!("The ferry of address {number} stays in port, officials said on Monday in the harbor.");
        records.push_str(&format!(
            "{}\n",
            json!({"id": url, "title": url, "url": url, "site": url, "text": text})
        ));
    }
    dir.write("news/records.jsonl", records);
    dir.run("index news").code(0);
    dir
}

/// Tag of a page, with its attributes.
struct Tag<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, &'p str)>,
}

/// Reads the tags of a page as its templates write them: values stand in double quotes.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let end = after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len());
        let (name, mut attributes_left) = after.split_at(end);
        let mut attributes = Vec::new();
        loop {
            attributes_left = attributes_left.trim_start();
            if attributes_left.is_empty() || attributes_left.starts_with('>') {
                break;
            }
            let end = attributes_left.find(|c: char| c.is_whitespace() || "=>".contains(c));
            let (attribute, after) = attributes_left.split_at(end.unwrap_or(attributes_left.len()));
            let value = after.strip_prefix("=\"").and_then(|after| after.split_once('"'));
            assert!(value.is_some() || !after.starts_with('='), "a value without quotes: {name} {attribute}");
            attributes.push((attribute, value.map_or("", |(value, _)| value)));
            attributes_left = value.map_or(after, |(_, after)| after);
        }
        tags.push(Tag { name, attributes });
        rest = attributes_left;
    }
    tags
}

/// Asserts that a page has nothing that no template makes, and returns the addresses of this server in it.
fn assert_tame(page: &str, target: &str) -> Vec<String> {
    let elements: Vec<&str> = ELEMENTS.split_whitespace().collect();
    let (mut links, mut shown) = (Vec::new(), page.to_owned());
    for Tag { name, attributes } in tags(page) {
        let known = name == "!DOCTYPE" || elements.contains(&name.trim_start_matches('/'));
        assert!(known, "<{name}> in {target}");
        for (attribute, value) in attributes {
            let attribute = attribute.to_ascii_lowercase();
            let foreign = attribute.starts_with("on") || FOREIGN_ATTRIBUTES.contains(&attribute.as_str());
            assert!(
                !foreign && !attribute.contains(['<', '\'', '`', '(']),
                "{attribute} of <{name}> in {target}"
            );
            if name == "input" && attribute == "value" {
                // A field has what was typed as it was.
                shown = shown.replacen(&format!("value=\"{value}\""), "", 1);
            }
            if name == "script" && attribute == "src" {
                assert!(value.starts_with('/') && !value.starts_with("//"), "{value} in {target}");
            }
            if ["href", "src", "action"].contains(&attribute.as_str()) {
                let is_local =
                    value.is_empty() || ["/", "#", "?"].iter().any(|start| value.starts_with(start));
                let is_web =
                    name == "a" && ["http://", "https://"].iter().any(|start| value.starts_with(start));
                assert!(!value.starts_with("//") && (is_local || is_web), "{value} of <{name}> in {target}");
                if is_local && value.starts_with('/') {
                    links.push(value.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned());
                }
            }
        }
    }
    let scripts = page.matches("<script").count();
    assert!(scripts <= 2, "{scripts} scripts in {target}");
    let hidden = shown.chars().find(|c| {
        let turns =
            matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}');
        let controls = c.is_control() && !matches!(c, '\n' | '\t' | '\r');
        turns || controls || matches!(c, '\u{200b}' | '\u{feff}')
    });
    assert_eq!(hidden, None, "{target}");
    links
}

/// Encodes a text for a query.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn s8_no_article_makes_an_element_or_hides_what_it_says() {
    let dir = hostile_archive();
    let server = Server::start_with(&dir, "", |command| {
        command.env("CLIPPINGS_TOKEN", TOKEN);
    });
    let mut waiting: VecDeque<String> =
        ["/?q=ferry", "/?q=ferry&per=100", "/?q=ferry&in=cut", "/status", "/help"]
            .map(str::to_owned)
            .into_iter()
            .collect();
    for attack in ATTACKS.iter().chain(&ADDRESSES) {
        let attack = encoded(attack);
        for target in ["/?q=", "/?q=ferry&site=", "/?q=ferry&sort=", "/?x="] {
            waiting.push_back(format!("{target}{attack}"));
        }
    }
    let (mut seen, mut articles) = (BTreeSet::new(), 0);
    while let Some(target) = waiting.pop_front() {
        // Each article once, whatever query led to it.
        let article = target.strip_prefix("/article/").and_then(|_| target.split('?').next());
        if seen.len() >= MAX_PAGES || !seen.insert(article.unwrap_or(&target).to_owned()) {
            continue;
        }
        let answer = server.get(&target);
        assert!([200, 303, 400, 404, 414].contains(&answer.status), "{target}: {answer:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        if !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        for link in assert_tame(&answer.body, &target) {
            match link.starts_with("/article/") {
                // Articles come first.
                true => waiting.push_front(link),
                false => waiting.push_back(link),
            }
        }
        articles += usize::from(article.is_some());
    }
    assert!(articles >= 60, "{articles} of {} pages", seen.len());
}

#[test]
fn s8_what_programs_read_is_not_taken_for_a_page() {
    let dir = hostile_archive();
    let server = Server::start_with(&dir, "", |command| {
        command.env("CLIPPINGS_TOKEN", TOKEN);
    });
    for (target, kind) in [
        ("/api/v1/search?q=ferry&limit=100", "application/json"),
        ("/api/v1/search?q=ferry&x=%3Cscript%3E", "application/problem+json"),
        ("/api/v1/none%3Cscript%3E", "application/problem+json"),
        ("/export.json?q=ferry", "application/json"),
        ("/export.csv?q=ferry", "text/csv"),
    ] {
        let answer = server.get(target);
        assert!(answer.header("content-type").starts_with(kind), "{target}: {answer:?}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{target}");
    }
    let found: Value =
        serde_json::from_str(&server.get("/api/v1/search?q=ferry&limit=100").body).expect("JSON");
    assert!(found["total"].as_u64().is_some_and(|total| total >= 60), "{}", found["total"]);
}
