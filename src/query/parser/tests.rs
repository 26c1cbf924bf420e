use crate::query::notes::MAX_NOTES;
use crate::query::parser::*;
use proptest::prelude::*;

fn read(text: &str) -> String {
    parse(text).query.to_string()
}

/// Returns the canonical form of `text`, which must parse to the same query, and the notes on it.
pub(super) fn read_back(text: &str) -> (String, String) {
    let parsed = parse(text);
    let notes: Vec<String> = parsed.notes.into_iter().map(|note| note.reason).collect();
    let understood = parsed.query.to_string();
    assert_eq!(parse(&understood).query, parsed.query, "{text}: {understood}");
    (understood, notes.join("; "))
}

#[test]
fn words_phrases_and_operators() {
    for (surface, understood) in [
        ("Kursk", "Kursk"),
        ("“They’re fair game,”", "\"They're fair game\""),
        ("They're fair game", "They're fair game"),
        ("a -b NOT c", "a -b -c"),
        ("a b OR c d", "a (b OR c) d"),
        ("a OR b", "a OR b"),
        ("a | b AND c", "(a OR b) c"),
        ("(a b) OR c", "(a b) OR c"),
        ("a -(b c)", "a -(b c)"),
        ("-a", "-a"),
        ("a OR -b", "a OR (-b)"),
        ("title:Kursk x", "title:Kursk x"),
        ("title:\"North Korea\"", "title:\"North Korea\""),
        ("title:(a OR b)", "title:(a OR b)"),
        ("TO BE OR NOT", "TO BE or not"),
        ("F-16 12,000 Jong-un", "F-16 12,000 Jong-un"),
        ("Putin: we will", "Putin we will"),
        ("+a && b", "a b"),
        ("NATO | EU", "NATO | EU"),
        ("a OR b w/5 c d", "(a OR b) w/5 c d"),
        ("a NEAR/5 \"b c\" pre/2 d*", "a w/5 \"b c\" pre/2 d*"),
        ("a /s (b /p c)", "a /s (b /p c)"),
        ("(a adj5 b) OR c", "(a pre/5 b) OR c"),
        ("Kurs* K?rsk *grad Zelensky~", "kurs* k?rsk *grad zelensky~2"),
        ("\"a b\"~3 “c … d”", "\"a b\"~3 \"c … d\""),
        ("=troop", "\"troop\""),
        ("site:bbc.co.uk author:\"Ann Lee\" lang:uk", "site:bbc.co.uk author:\"Ann Lee\" lang:uk"),
        ("site:[::1]:80/a site:\"::1\"", "site:[::1] site:[::1]"),
        ("site:https://[2001:DB8::5]/ x", "site:[2001:db8::5] x"),
        ("path:seeds/003 cut:subscribe", "path:seeds/003 cut:subscribe"),
        ("date:2024-10 after:2024-01-01 before:2025", "date:2024-10 after:2024-01-01 before:2025"),
        ("date:2024-10-01..2024-10-31, x", "date:2024-10-01..2024-10-31 x"),
        ("* -a", "* -a"),
        ("title:-trump", "-title:trump"),
        ("a site:-cnn,bbc", "a -site:(cnn OR bbc)"),
        ("said:!\"a b\" c", "-said:\"a b\" c"),
        ("site:cnn,-bbc a", "site:(cnn -bbc) a"),
        ("site:-cnn,-bbc", "-site:(cnn OR bbc)"),
        ("author:\"Ann Lee\",-\"Bo Ek\"", "author:(\"Ann Lee\" -\"Bo Ek\")"),
        ("a || b", "a OR b"),
        ("km^2 area", "km^2 area"),
        ("intitle:–a b", "-title:a b"),
        ("-title:-(a b)", "title:(a b)"),
        ("a OR title:-b", "a OR (-title:b)"),
        ("a \u{2011}b \u{2010}c", "a -b -c"),
        ("title:- a", "title a"),
        ("title=-a b", "-title:a b"),
        ("hd=!a", "-title:a"),
        ("-title=-a", "title:a"),
        ("title:--a", "-title:a"),
        ("title:-,a", "-title:a"),
        ("title：a b", "title:a b"),
        ("=title：a", "title:a"),
        ("site:\"CNN (Web News)\" a", "site:\"CNN (Web News)\" a"),
        ("date:2016 to 2017 a", "date:2016..2017 a"),
        ("date:oct 2016 – dec 2016 a", "date:2016-10..2016-12 a"),
        ("date:2016 to kill", "date:2016 to kill"),
    ] {
        assert_eq!(read(surface), understood, "{surface}");
        assert_eq!(parse(understood).query, parse(surface).query, "{surface}");
    }
}

#[test]
fn nothing_is_passed_over_in_silence() {
    for (surface, understood, notes) in [
        ("(", "", 1),
        ("a )", "a", 1),
        ("\"a b", "\"a b\"", 1),
        ("a OR", "a or", 1),
        ("OR b x", "or b x", 1),
        ("a - b", "a b", 1),
        ("", "", 1),
        ("title:", "title", 1),
        ("\"\"", "", 1),
        ("() a", "a", 1),
        ("not Putin: we", "not Putin we", 0),
        ("w/5 a", "\"w 5\" a", 1),
        ("a w/5", "a \"w 5\"", 1),
        ("a w/5 (b c)", "a (b c)", 1),
        ("a w/5 -b", "a -b", 1),
        ("date:soon", "date:soon", 1),
        ("lang:(* x", "lang:(* x)", 1),
        ("lang:(*", "*", 2),
        ("title:*", "*", 1),
        ("date:2024-~0", "\"date 2024\"", 2),
        ("a~7", "a~2", 1),
        ("**bold** move", "bold move", 1),
        ("\"a b\"~200", "\"a b\"~99", 1),
        ("a w/5000 b", "a w/999 b", 1),
        ("a pre/0 b", "a pre/1 b", 1),
        ("NATO OR EU", "NATO or EU", 1),
        ("person:Putin", "person:Putin", 1),
        ("body:\"a b\"", "body \"a b\"", 1),
        ("https://a.b/c 10:30", "https://a.b/c 10:30", 0),
        ("a/b*", "a/b", 1),
        ("_exists_:dam", "exists_:dam", 1),
        ("min_retweets:100 a", "min_retweets:100 a", 1),
        ("title\\:dam", "title\\:dam", 1),
        ("*-title:a", "title:a", 1),
        ("--title:a", "title:a", 1),
        ("PY(2016) a", "a", 1),
        ("\"a b\"~999999999999", "\"a b\"~99", 1),
    ] {
        let parsed = parse(surface);
        assert_eq!(
            (parsed.query.to_string().as_str(), parsed.notes.len()),
            (understood, notes),
            "{surface}: {:?}",
            parsed.notes
        );
    }
}

#[test]
fn a_note_says_where_in_characters() {
    let positions: Vec<_> = parse("“їжак” ) є (").notes.iter().map(|note| note.position).collect();
    assert_eq!(positions, [7, 11]);
}

#[test]
fn size_is_bounded() {
    let long = "word ".repeat(20_000);
    let parsed = parse(&long);
    assert_eq!((parsed.query.word_count(), parsed.notes.len()), (MAX_WORDS, 1));
    let deep = parse(&format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)));
    assert_eq!((deep.query.to_string().as_str(), deep.notes.len()), ("a", MAX_NOTES + 1));
    assert_eq!(parse(&format!("\"{long}\"")).query.word_count(), MAX_WORDS);
    parse(&"'a ".repeat(30_000));
    parse(&"a' ".repeat(30_000));
}

#[test]
fn nearnesses_in_a_row_count_in_parentheses_too() {
    for levels in [MAX_NEARS, MAX_NEARS + 1, 30] {
        let parsed = parse(&format!("{}a{}", "(".repeat(levels), " w/5 b)".repeat(levels)));
        assert_eq!(parse(&parsed.query.to_string()).query, parsed.query, "{}", parsed.query);
        assert_eq!(parsed.notes.is_empty(), levels == MAX_NEARS);
    }
}

#[test]
fn parentheses_that_are_added_do_not_go_too_deep() {
    // A choice beside a word gets parentheses of its own; an exclusion in it too.
    for (open, close) in
        [("(a b OR ", ")"), ("(a b OR -", ")"), ("title:(a b OR ", ")"), ("(a w/5 b OR ", ") w/5 c")]
    {
        for levels in [SURE_DEPTH, SURE_DEPTH + 1, 32, 33, MAX_DEPTH, 200] {
            let query = parse(&format!("{}朝{}", open.repeat(levels), close.repeat(levels))).query;
            assert!(depth(&query) <= MAX_DEPTH, "{open} {levels}");
            assert_eq!(parse(&query.to_string()).query, query, "{open} {levels}");
        }
    }
    // Where no parentheses are added all of them count.
    let deepest = format!("x {}a{}", "(a OR ".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
    assert_eq!((parse(&deepest).notes, depth(&parse(&deepest).query)), (Vec::new(), MAX_DEPTH));
}

#[test]
fn a_search_for_any_of_what_is_nested_reads_back() {
    for (open, close) in [("(a -b ", ")"), ("a (b -", ")"), ("(a -(b ", "))"), ("(a w/5 b -c ", ")")] {
        for levels in [1, 5, SURE_DEPTH, SURE_DEPTH + 1, 32, MAX_DEPTH] {
            let query = parse(&format!("{}c{}", open.repeat(levels), close.repeat(levels))).query.relaxed();
            assert_eq!(parse(&query.to_string()).query, query, "{open} {levels}");
        }
    }
}

proptest! {
    /// Any text is a query, and what was understood is understood again.
    #[test]
    fn any_text_reads_and_reads_back(text in "\\PC{0,60}") {
        let query = parse(&text).query;
        prop_assert_eq!(&parse(&query.to_string()).query, &query, "{}", query);
    }

    /// The same for texts made of what means something.
    #[test]
    fn operators_read_back(text in "(a|B|b c|w/3 |pre/2 |/s |~|~1|\\^2|12 500|£3 |000|, |_|：|\\[|\\]|\\*|\\?|=|…|\\.\\.\\. |date:2024-10 |after:|cut:|\"|“|”|'|’|\\(|\\)| |-|\\+|OR |AND |NOT |title:|\\||F-16|,|&&|/5 |\\+5 |NEAR |NEAR\\(|ADJ |AROUND\\(5\\) |!|% |BUT NOT |headline\\(|hd=|atleast5 |wc>5 |24 |the |river |US |NATO |派|site:a,|since:2016|by:|source:|allintitle:|lang:de, |inurl:|,5\\)){0,14}") {
        let query = parse(&text).query;
        prop_assert_eq!(&parse(&query.to_string()).query, &query, "{}", query);
    }

    /// The same for what is nested about as deep as may be.
    #[test]
    fn deep_nesting_reads_back(levels in prop::collection::vec("(\\(|-\\(|title:\\(|\\(a |\\(a b OR |\\(a b OR -|a w/3 |朝 )", 20..90)) {
        let query = parse(&format!("{}c", levels.concat())).query;
        prop_assert_eq!(&parse(&query.to_string()).query, &query, "{}", query);
    }
}

#[test]
fn capitals_with_spaces_are_a_phrase() {
    assert_eq!(read("U S Senate"), "\"U S\" Senate");
    assert_eq!(read("author:J S Mill"), "author:J S Mill");
    assert_eq!(read("plan B"), "plan B");
}

#[test]
fn acronyms_are_one_word() {
    let words = |text| {
        let query = parse(text).query;
        query.plain_words().into_iter().map(|term| term.tokens.join(" ")).collect::<Vec<_>>().join("|")
    };
    for (text, expected) in [
        ("U.S.C.", "usc"),
        ("J. K. Rowling", "j.k|rowling"),
        ("(J. K. Rowling) OR Smith", "j.k|rowling|smith"),
        ("J. Smith", "j|smith"),
        ("U.S. Senate", "u.s|senate"),
        ("US Senate", "u.s|senate"),
        ("US", "u.s"),
        ("us", "us"),
        ("TELL US MORE", "tell|us|more"),
        ("Tell us", "tell|us"),
        ("Eastmere[4] voted", "eastmere|voted"),
        ("the U S Senate", "the|senate"),
    ] {
        assert_eq!(words(text), expected, "{text}");
        assert_eq!(parse(&read(text)).query, parse(text).query, "{text}");
    }
    for (text, understood) in
        [("\"52 U.S.C. x\"", "52 U.S.C. x"), ("\"Eastmere[4] voted\"", "Eastmere[4] voted")]
    {
        assert_eq!(read(text), format!("\"{understood}\""), "{text}");
    }
}

#[test]
fn an_index_of_version_6_is_queried_as_before() {
    let words = |text| match parse_with(AnalyzerVersion::V6, text).query {
        Query::Term(term) => term.tokens,
        _ => Vec::new(),
    };
    assert_eq!(words("U.S.C."), ["u", "s", "c"]);
    assert_eq!(words("US"), ["us"]);
    assert_eq!(words("15日"), ["15", "日"]);
    assert_eq!(words("کتاب"), ["کتاب"]);
}
