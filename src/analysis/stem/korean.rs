//! A light stemmer for Korean nouns: strips particles.
//!
//! Korean attaches particles, the copula and the verb *to do* to a noun without a space: 북한은, 북한이, 북한에서는 are
//! all 북한 (North Korea). The stemmer strips them from the end, one after the other. The form of a particle
//! depends on whether the syllable before it ends in a consonant, so an ending that does not fit there
//! belongs to the noun. A noun keeps at least two characters, since words of one syllable are as often the
//! end of another word. Compounds stay whole.

/// Condition on the syllable before an ending.
enum Preceding {
    /// Any character.
    Any,
    /// A syllable that ends in a consonant.
    Consonant,
    /// A syllable that ends in a vowel.
    Vowel,
    /// A syllable that ends in a vowel or in ㄹ.
    VowelOrL,
}

/// Particles, the plural, forms of the copula, of *to do* and of *to become*.
const ENDINGS: [(Preceding, &str); 4] = [
    (
        Preceding::Any,
        "의 에 도 만 들 께 뿐 에서 에게 한테 께서 부터 까지 조차 마저 처럼 보다 마다 밖에 \
            대로 입니다 하고 하는 하며 하면 하여 하기 하지 하던 한다 했다 했으며 했지만 했다고 \
            한다고 합니다 했습니다 되고 되는 되며 된다 됐다 됐으며 됐다고 됩니다 됐습니다 시켰다",
    ),
    (Preceding::Consonant, "은 이 을 과 으로 으로서 으로써 이나 이란 이며 이다 이라고 이라는 이었다"),
    (Preceding::Vowel, "는 가 를 와 라고 라는 였다"),
    (Preceding::VowelOrL, "로 로서 로써"),
];

/// Minimum length of a noun, in characters.
const MIN_LENGTH: usize = 2;

/// All Hangul syllables, in Unicode's order: by initial consonant, vowel, and one of [`ENDS`] finals.
const SYLLABLES: std::ops::RangeInclusive<char> = '가'..='힣';
/// Number of finals; the first is none.
const ENDS: u32 = 28;
/// Index of the final ㄹ.
const END_L: u32 = 8;

/// Strips the particles from the normalized `word`. A word in another script may have Korean particles, too
/// (NATO가).
#[inline]
pub(super) fn strip_particles(word: &str) -> &str {
    // Most words have no Korean letters.
    if word.as_bytes().last().is_none_or(u8::is_ascii) { word } else { strip_to(word, MIN_LENGTH) }
}

/// Returns whether `word`, which may have particles, is a noun of two syllables or more: after a number a
/// single one is a unit.
pub(crate) fn is_korean_noun(word: &str) -> bool {
    strip_to(word, 1).chars().count() >= MIN_LENGTH
}

fn strip_to(word: &str, min_length: usize) -> &str {
    let mut noun = word;
    while noun.ends_with(|c| SYLLABLES.contains(&c)) {
        let Some(shorter) = strip_ending(noun, min_length) else { break };
        noun = shorter;
    }
    noun
}

/// Strips the longest ending that fits and leaves at least `min_length` characters.
fn strip_ending(word: &str, min_length: usize) -> Option<&str> {
    let strip = |ending: &str, preceding: &Preceding| {
        let noun = word.strip_suffix(ending)?;
        let fits =
            noun.chars().count() >= min_length && noun.chars().next_back().is_some_and(|c| preceding.fits(c));
        fits.then_some(noun)
    };
    let listed = ENDINGS
        .iter()
        .flat_map(|(preceding, endings)| endings.split(' ').filter_map(|e| strip(e, preceding)));
    listed.min_by_key(|noun| noun.len())
}

impl Preceding {
    /// Returns whether `last` meets the condition. Latin letters and digits meet any, since their reading is
    /// unknown.
    fn fits(&self, last: char) -> bool {
        let end = SYLLABLES.contains(&last).then(|| (u32::from(last) - u32::from(*SYLLABLES.start())) % ENDS);
        match (self, end) {
            (Preceding::Any, _) | (_, None) => true,
            (Preceding::Consonant, Some(end)) => end != 0,
            (Preceding::Vowel, Some(end)) => end == 0,
            (Preceding::VowelOrL, Some(end)) => end == 0 || end == END_L,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::korean::*;

    #[test]
    fn particles_are_taken_off() {
        for (stem, forms) in [
            (
                "북한",
                "북한 북한은 북한이 북한을 북한의 북한에 북한에서 북한에서는 북한과 북한으로 북한에서도",
            ),
            ("러시아", "러시아 러시아는 러시아가 러시아를 러시아와 러시아로 러시아에게 러시아까지"),
            ("대통령", "대통령 대통령은 대통령이 대통령이라고 대통령들에게"),
            ("파병", "파병 파병을 파병하고 파병했다 파병했다고 파병됐다"),
            ("서울", "서울 서울로 서울에서"),
            ("nato", "nato nato가 nato는 nato와 nato의"),
            ("10월", "10월 10월에 10월부터 10월까지"),
        ] {
            for form in forms.split(' ') {
                assert_eq!(strip_particles(form), stem, "{form}");
            }
        }
    }

    #[test]
    fn syllables_that_belong_to_the_noun_stay() {
        for word in
            ["전문가", "국가", "평가", "도로", "의도", "군은", "이", "가", "항로", "troops", "北京", ""]
        {
            assert_eq!(strip_particles(word), word);
        }
    }
}
