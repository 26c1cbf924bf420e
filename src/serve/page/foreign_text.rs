//! Text and addresses that articles, file names and readers bring into a page.

use maud::{Render, html};

use crate::analysis::Language;
use crate::wire::escape::is_hidden;

/// Text from outside of the program: rendered as text, with the characters shown that a browser would obey or
/// hide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForeignText<'t>(pub &'t str);

impl Render for ForeignText<'_> {
    fn render_to(&self, page: &mut String) {
        let mut shown = 0;
        let mut before = ' ';
        for (offset, c) in self.0.char_indices() {
            // Most characters are letters, digits, signs and spaces of ASCII.
            if !matches!(c, ' '..='~' | '\n' | '\t')
                && let Some(sign) = Sign::of(c, before)
            {
                self.0[shown..offset].render_to(page);
                sign.render_to(page);
                shown = offset + c.len_utf8();
            }
            before = c;
        }
        self.0[shown..].render_to(page);
    }
}

/// Maximum number of characters of a name.
const MAX_NAME: usize = 300;

/// Title, source or other name from outside of the program in a list: [`ForeignText`], of which a name that
/// is as long as an article has its first characters only.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ForeignName<'t>(pub &'t str);

impl Render for ForeignName<'_> {
    fn render_to(&self, page: &mut String) {
        match self.0.char_indices().nth(MAX_NAME) {
            Some((end, _)) => {
                ForeignText(&self.0[..end]).render_to(page);
                page.push('…');
            }
            None => ForeignText(self.0).render_to(page),
        }
    }
}

/// Message in which commands stand between backticks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Message<'t>(pub &'t str);

impl Render for Message<'_> {
    fn render_to(&self, page: &mut String) {
        let parts = self.0.split('`').enumerate();
        let markup = html! {
            @for (number, part) in parts {
                @if number % 2 == 1 { code { (ForeignText(part)) } } @else { (ForeignText(part)) }
            }
        };
        page.push_str(&markup.0);
    }
}

/// Sign that stands in a page for a character that is not shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Nothing: the character only orders what is around it.
    Nothing,
    Space,
    Picture(char),
    CodePoint(char),
}

impl Sign {
    /// Returns the sign of `c`, which follows `before`; `None` if it is shown as it is.
    fn of(c: char, before: char) -> Option<Sign> {
        match c {
            '\r' => Some(Sign::Space),
            '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).map(Sign::Picture),
            '\u{7f}' => Some(Sign::Picture('\u{2421}')),
            // Words written from right to left have them beside signs and numbers.
            '\u{200e}' | '\u{200f}' | '\u{61c}' => Some(Sign::Nothing),
            // Persian words, those of India and emoji are joined and parted by them.
            '\u{200c}' | '\u{200d}' if !before.is_ascii() && !is_hidden(before) => None,
            '\u{fffe}' | '\u{ffff}' | '\u{fdd0}'..='\u{fdef}' => {
                Some(Sign::Picture(char::REPLACEMENT_CHARACTER))
            }
            c if is_hidden(c) => Some(Sign::CodePoint(c)),
            _ => None,
        }
    }
}

impl Render for Sign {
    fn render_to(&self, page: &mut String) {
        match self {
            Sign::Nothing => {}
            Sign::Space => page.push(' '),
            Sign::Picture(c) => page.push(*c),
            Sign::CodePoint(c) => page.push_str(&format!("[U+{:04X}]", *c as u32)),
        }
    }
}

/// Returns why a template such as `vscode://file/{path}:{line}` makes no links, if that is so.
pub(crate) fn template_problem(template: &str) -> Option<&'static str> {
    let scheme = template.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let runs = ["javascript", "data", "vbscript", "blob"].iter().any(|bad| scheme.eq_ignore_ascii_case(bad));
    match () {
        () if !is_scheme || scheme.is_empty() => Some("it does not begin with a scheme such as `vscode:`"),
        () if runs => Some("its scheme may run a script"),
        () if !template.contains("{path}") => Some("it has no place for the path, `{path}`"),
        () => None,
    }
}

/// Fills in the path in a template such as `vscode://file/{path}:{line}`, and leaves `{line}` to be replaced;
/// `None` if the template makes no links.
pub(crate) fn editor_address(template: &str, path: &str) -> Option<String> {
    if template_problem(template).is_some() {
        return None;
    }
    // Templates have the slash before the path, but for the one behind which a host may stand.
    let path = match template.contains("/{path}") && !template.contains("://{path}") {
        true => path.strip_prefix('/').unwrap_or(path),
        false => path,
    };
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(template.replace("{path}", &encoded))
}

/// Direction in which a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// Returns the direction of the first letter of `text`; `None` if it has no letter.
    pub(crate) fn of_text(text: &str) -> Option<Direction> {
        text.chars().find(|c| c.is_alphabetic()).map(|c| match c {
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => {
                Direction::RightToLeft
            }
            '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        })
    }

    /// Returns the direction of a text in `language`; that of its first letter if the language is unknown.
    pub(crate) fn of(text: &str, language: Language) -> Direction {
        match language.code() {
            "ar" | "fa" | "he" | "ur" | "yi" => Direction::RightToLeft,
            "und" => Direction::of_text(text).unwrap_or(Direction::LeftToRight),
            _ => Direction::LeftToRight,
        }
    }

    /// Returns the value of the attribute `dir`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// Returns the value of the attribute `lang`, which is empty if the language is unknown.
pub(crate) fn lang(language: Language) -> &'static str {
    if language == Language::UNKNOWN { "" } else { language.code() }
}

#[cfg(test)]
mod tests {
    use maud::html;
    use proptest::prelude::*;

    use crate::serve::page::foreign_text::*;

    fn rendered(text: &str) -> String {
        ForeignText(text).render().into_string()
    }

    #[test]
    fn markup_of_an_article_is_text() {
        for (text, expected) in [
            ("</mark><script>alert(1)</script>", "&lt;/mark&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("<img src=x onerror=", "&lt;img src=x onerror="),
            ("\"><b>&amp;'", "&quot;&gt;&lt;b&gt;&amp;amp;'"),
        ] {
            assert_eq!(rendered(text), expected);
        }
        let attribute = html! { a title=(ForeignText("\" onclick=\"x\u{202e}")) {} }.into_string();
        assert_eq!(attribute, "<a title=\"&quot; onclick=&quot;x[U+202E]\"></a>");
    }

    #[test]
    fn what_a_browser_would_hide_or_obey_is_shown() {
        for (text, expected) in [
            ("a\u{202e}b\u{2066}c", "a[U+202E]b[U+2066]c"),
            ("a\u{200b}b\u{feff}", "a[U+200B]b[U+FEFF]"),
            ("a\u{200d}b", "a[U+200D]b"),
            ("a\0\u{1b}[2J\u{7f}\u{85}", "a\u{2400}\u{241b}[2J\u{2421}[U+0085]"),
            ("\u{e0041}\u{e007f}", "[U+E0041][U+E007F]"),
            ("a\u{ffff}", "a\u{fffd}"),
            ("one\r\ntwo", "one \ntwo"),
        ] {
            assert_eq!(rendered(text), expected);
        }
    }

    #[test]
    fn words_keep_the_signs_that_are_part_of_them() {
        // Persian, Hindi, a family, Hebrew with a mark of direction.
        for text in ["می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}👧", "naïve co\u{ad}op ї 海岸"]
        {
            assert_eq!(rendered(text), text);
        }
        assert_eq!(rendered("שלום\u{200f}!"), "שלום!");
    }

    #[test]
    fn a_path_cannot_leave_its_place_in_a_template() {
        let template = "vscode://file/{path}:{line}";
        let address = editor_address(template, "/a b/ü?x#y:{line}%2e\".txt");
        let expected = "vscode://file/a%20b/%C3%BC%3Fx%23y%3A%7Bline%7D%252e%22.txt:{line}";
        assert_eq!(address.as_deref(), Some(expected));
        for (template, expected) in [
            ("x-edit:{path}", "x-edit:/a"),
            ("file://{path}", "file:///a"),
            ("file:///{path}", "file:///a"),
            ("file://localhost/{path}", "file://localhost/a"),
        ] {
            assert_eq!(editor_address(template, "/a").as_deref(), Some(expected), "{template}");
        }
        for (template, problem) in [
            ("javascript:{path}", "script"),
            (" JavaScript:{path}", "scheme"),
            ("JavaScript:{path}", "script"),
            ("{path}:{line}", "scheme"),
            ("vscode://file/", "{path}"),
            ("data:x,{path}", "script"),
        ] {
            assert_eq!(editor_address(template, "/a"), None, "{template}");
            assert!(template_problem(template).is_some_and(|reason| reason.contains(problem)), "{template}");
        }
    }

    #[test]
    fn a_name_as_long_as_an_article_is_cut() {
        let page = html! { (ForeignName(&"<é".repeat(200))) }.into_string();
        assert_eq!(page, format!("{}…", "&lt;é".repeat(150)));
        assert_eq!(html! { (ForeignName("Ferry")) }.into_string(), "Ferry");
    }

    #[test]
    fn the_direction_is_that_of_the_language_or_the_first_letter() {
        use Direction::{LeftToRight, RightToLeft};
        let named = |code: &str| Language::named(code).unwrap_or_default();
        assert_eq!(Direction::of("12 CNN", named("ar")), RightToLeft);
        assert_eq!(Direction::of("12 שלום", Language::UNKNOWN), RightToLeft);
        assert_eq!(Direction::of("12 שלום", named("en")), LeftToRight);
        assert_eq!((Direction::of_text("12 …"), Direction::of_text("– Ferry")), (None, Some(LeftToRight)));
    }

    proptest! {
        #[test]
        fn no_text_makes_an_element_or_hides_anything(text in "(\\PC|[\\x00-\\x1f<>&\"\u{200b}-\u{202e}\u{2066}-\u{2069}]){0,40}") {
            let rendered = rendered(&text);
            prop_assert!(!rendered.contains(['<', '>', '"']), "{rendered}");
            let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let has_turns = rendered.chars().any(turns);
            prop_assert!(!has_turns);
        }
    }
}
