//! Articles that try to make elements, run scripts, or hide what they say.

use crate::serve::test_archive::TestArchive;
use crate::serve::view::ArticleId;

/// Elements that the templates make.
const ELEMENTS: &str = "a article aside b bdi blockquote body br button code dd del details div dl dt footer form h1 h2 \
    h3 head header html i input ins label li link main mark meta nav ol option p pre q script section select span \
    strong summary svg textarea time title ul";

/// Texts with which an article may attack a page.
const ATTACKS: [&str; 22] = [
    "</mark><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=",
    "<a href=\"ferry",
    "'\"><svg onload=alert(1)>",
    "<!-- ferry",
    "--><script src=//evil.example></script>",
    "]]><b>",
    "</textarea></title></style><iframe src=javascript:alert(1)>",
    "<ferry onclick=alert(1) x=",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\u{202e}gnp.exe\u{202c}",
    "\u{2066}\u{2069}\u{2067}ferry",
    "fer\u{200b}ry \u{feff}\u{2060}",
    "\u{0}\u{1}\u{1b}]0;x\u{7}\u{85}",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    "javascript:alert(1)//ferry",
    "\" autofocus onfocus=alert(1) x=\"",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    "<math><mtext><form><mglyph><style></math><img src onerror=alert(1)>",
    "\u{e0001}\u{e0073}\u{e0063}\u{e007f}",
];

/// Fails if a page has an element or an attribute that no template makes, or an address that is not one.
fn assert_tame(page: &str, attack: &str) {
    let elements: Vec<&str> = ELEMENTS.split_whitespace().collect();
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        assert!(elements.contains(&name) || tag == "!DOCTYPE html", "<{tag}> by {attack:?}");
        if name == "script" {
            assert!(["script src=\"/script.js\" defer", "/script"].contains(&tag), "<{tag}> by {attack:?}");
        }
        // Values stand in quotes; what is left is names.
        let names: String = tag.split('"').step_by(2).collect();
        let has_handler = names.split_whitespace().any(|name| name.to_ascii_lowercase().starts_with("on"));
        assert!(!has_handler && !names.contains("style="), "<{tag}> by {attack:?}");
        for value in tag.split("href=\"").skip(1).chain(tag.split("src=\"").skip(1)) {
            let value = value.split('"').next().unwrap_or_default();
            let is_known = ["/", "#", "http://ok.example/", "https://ok.example/"]
                .iter()
                .any(|start| value.starts_with(start));
            assert!((is_known || value.is_empty()) && !value.starts_with("//"), "{value} by {attack:?}");
        }
    }
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    // The field of the query has it as it was typed.
    let (before, rest) = page.split_once("<form class=\"search\"").unwrap_or((page, ""));
    let page = [before, rest.split_once("</form>").map_or("", |(_, behind)| behind)].concat();
    assert!(!page.contains(turns) && !page.contains(['\0', '\u{1b}', '\u{85}']), "{attack:?}");
}

/// Returns a record all fields of which attack.
fn record(number: usize, attack: &str) -> String {
    let text = format!(
        "The ferry will stay in port until its engine has been examined {attack} officials said on Monday.\n\n\
         “No ferry sails today {attack} from here,” harbor master {attack} said on Monday.\n\n\
         Leave a comment {attack}\n\n{attack}\n\nThe ferry company said nothing about it to the people who waited.\n"
    );
    let record = serde_json::json!({
        "id": format!("{number}{attack}"),
        "title": format!("Ferry {attack}"),
        "author": format!("Ann {attack}"),
        "site": format!("Courier {attack}"),
        "url": attack,
        "date": "2021-05-03",
        "text": text,
    });
    record.to_string()
}

#[test]
fn no_article_makes_an_element_or_hides_what_it_says() {
    let records: Vec<String> = (0..).zip(ATTACKS).map(|(number, attack)| record(number, attack)).collect();
    let site = TestArchive::with_options(&[("wire.jsonl", &records.join("\n"))], |mut options| {
        options.link_template = Some("/edit?{path}:{line}".into());
        options
    });
    let mut found = 0;
    for (number, attack) in ATTACKS.iter().enumerate() {
        let id = ArticleId::new(&site.path("wire.jsonl"), Some(&format!("{number}{attack}")));
        for query in
            ["q=ferry", "q=comment&cut=1", "q=script+OR+alert+OR+onerror+OR+svg+OR+img", "q=*&at=3", ""]
        {
            let (status, page) = site.get(&format!("{}?{query}", id.address()));
            found += usize::from(status == 200);
            assert_tame(&page, attack);
        }
        let typed: String = form_urlencoded::byte_serialize(attack.as_bytes()).collect();
        let (status, page) = site.get(&format!("{}?q={typed}&site={typed}&{typed}={typed}", id.address()));
        found += usize::from(status == 200);
        assert_tame(&page, attack);
    }
    assert!(found >= ATTACKS.len() * 5, "{found} pages");
}

#[test]
fn no_draft_makes_an_element() {
    let records: Vec<String> = (0..).zip(ATTACKS).map(|(number, attack)| record(number, attack)).collect();
    let site = TestArchive::new(&[("wire.jsonl", &records.join("\n"))]);
    for attack in ATTACKS {
        let draft =
            format!("“No ferry sails today {attack} from there,” Bob {attack} said.\n“{attack}”\n{attack}");
        let (status, page) = site.verify(&draft);
        assert!(status == 200 || status == 400 && attack.contains('\0'), "{status} by {attack:?}");
        // The field shows a draft as it was pasted.
        let (before, rest) = page.split_once("<textarea").expect("a field");
        let (field, behind) = rest.split_once("</textarea>").expect("a field");
        let (_, field) = field.split_once('>').expect("a field");
        assert!(!field.contains('<'), "{field} by {attack:?}");
        assert_tame(&format!("{before}{behind}"), attack);
    }
}

#[test]
fn no_file_name_makes_an_element() {
    let text = "The ferry will stay in port until its engine has been examined, officials said on Monday.\n";
    for name in
        ["<img src=x onerror=alert(1)>.txt", "\"><svg onload=alert(1)>.txt", "a\u{202e}txt.exe\u{1b}[2J.txt"]
    {
        let site = TestArchive::with_options(&[(name, text)], |mut options| {
            options.link_template = Some("/edit?{path}:{line}".into());
            options
        });
        let (status, page) = site.get(&site.article(name, "q=ferry&at=0"));
        assert!(status == 200 && page.contains("<mark id=\"m1\">ferry</mark>"), "{page}");
        assert_tame(&page, name);
    }
}
