//! What the spellings of one name share.
//!
//! Names that come from other scripts are spelled in many ways: Zelensky, Zelenskyy, Zelenskiy; Tertytsky, Tertitsky;
//! Jong-hyun, Yong-hyun; Kharkiv, Harkiv. The phonetic_key of a word writes what varies in one way: it is for telling
//! whether two words may be one name, never for showing.

/// Letters that stand for each other in transliteration, longer ones first.
const SAME: [(&str, &str); 18] = [
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("ch", "c"),
    ("kh", "h"),
    ("ck", "k"),
    ("ts", "c"),
    ("tz", "c"),
    ("ph", "f"),
    ("th", "t"),
    ("zh", "z"),
    ("ou", "u"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
];

/// The phonetic_key of a folded word: variants of letters made one, double letters single.
pub fn phonetic_key(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let same = SAME.iter().find(|(from, _)| rest.starts_with(from));
        let (length, to) = same.map_or((c.len_utf8(), None), |(from, to)| (from.len(), Some(*to)));
        let single = c.encode_utf8(&mut [0; 4]).to_owned();
        let to = to.unwrap_or(&single);
        if !out.ends_with(to) {
            out.push_str(to);
        }
        rest = &rest[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::analysis::phonetic_key::*;

    #[test]
    fn spellings_of_a_name_share_it() {
        for (a, b) in [
            ("zelensky", "zelenskyy"),
            ("zelensky", "zelenskiy"),
            ("tertytsky", "tertitsky"),
            ("jong", "yong"),
            ("kharkiv", "harkiv"),
            ("putin", "putin"),
            ("weiss", "veis"),
        ] {
            assert_eq!(phonetic_key(a), phonetic_key(b), "{a} {b}");
        }
        assert_ne!(phonetic_key("kursk"), phonetic_key("kirsk"));
        assert_ne!(phonetic_key("lviv"), phonetic_key("kyiv"));
    }
}
