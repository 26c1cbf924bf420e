//! Phonetic keys: a key that the spellings of one name share.
//!
//! Names from other scripts have many spellings: Zelensky, Zelenskyy, Zelenskiy; Tertytsky, Tertitsky;
//! Jong-hyun, Yong-hyun; Kharkiv, Harkiv. Two words with the same key may be the same name. A key is never
//! displayed.

/// Letters that transliterations use for each other, longer ones first.
const EQUIVALENTS: [(&str, &str); 18] = [
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

/// Returns the phonetic key of a normalized word: equivalent letters unified, doubled letters reduced to one.
pub(crate) fn phonetic_key(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut tail = word;
    while let Some(c) = tail.chars().next() {
        let equivalent = EQUIVALENTS.iter().find(|(from, _)| tail.starts_with(from));
        let (length, to) = equivalent.map_or((c.len_utf8(), None), |(from, to)| (from.len(), Some(*to)));
        let single = c.encode_utf8(&mut [0; 4]).to_owned();
        let to = to.unwrap_or(&single);
        if !out.ends_with(to) {
            out.push_str(to);
        }
        tail = &tail[length..];
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::analysis::phonetic_key::*;

    #[test]
    fn spellings_of_a_name_share_a_key() {
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
