//! Korean nouns without what is written onto them.
//!
//! Korean writes particles, the copula and the verb *to do* onto a noun without a space: 북한은, 북한이, 북한에서는 are all
//! 북한 (North Korea). They are taken off from the end, one after the other; which of several forms a particle has depends
//! on whether the syllable before ends in a consonant, so a syllable that does not fit there is a part of the noun. A noun
//! keeps two characters at least, for words of one syllable are as often the end of another word. Compounds are not
//! taken apart.

/// What may stand before an ending.
enum After {
    /// Anything.
    Any,
    /// A syllable that ends in a consonant.
    Consonant,
    /// One that does not.
    Vowel,
    /// One that does not, or ends in ㄹ.
    VowelOrL,
}

/// Particles, the plural, forms of the copula, of *to do* and of *to become*.
const ENDINGS: [(After, &str); 4] = [
    (
        After::Any,
        "의 에 도 만 들 께 뿐 에서 에게 한테 께서 부터 까지 조차 마저 처럼 보다 마다 밖에 \
            대로 입니다 하고 하는 하며 하면 하여 하기 하지 하던 한다 했다 했으며 했지만 했다고 \
            한다고 합니다 했습니다 되고 되는 되며 된다 됐다 됐으며 됐다고 됩니다 됐습니다 시켰다",
    ),
    (After::Consonant, "은 이 을 과 으로 으로서 으로써 이나 이란 이며 이다 이라고 이라는 이었다"),
    (After::Vowel, "는 가 를 와 라고 라는 였다"),
    (After::VowelOrL, "로 로서 로써"),
];

/// The fewest characters of a noun.
const SHORTEST: usize = 2;

/// First and last syllable there is: each is made of a first consonant, a vowel and one of 28 ends, none the first.
const SYLLABLES: std::ops::RangeInclusive<char> = '가'..='힣';
const ENDS: u32 = 28;
const END_L: u32 = 8;

/// The folded `word` without its particles. TokenStream of other scripts are as they were, but may have Korean particles, too
/// (NATO가).
pub(super) fn noun(word: &str) -> &str {
    let mut noun = word;
    while noun.ends_with(|c| SYLLABLES.contains(&c)) {
        let Some(shorter) = without_ending(noun) else { break };
        noun = shorter;
    }
    noun
}

/// The word without the longest ending that fits it.
fn without_ending(word: &str) -> Option<&str> {
    let strip = |ending: &str, after: &After| {
        let rest = word.strip_suffix(ending)?;
        let fits =
            rest.chars().count() >= SHORTEST && rest.chars().next_back().is_some_and(|c| after.fits(c));
        fits.then_some(rest)
    };
    let listed =
        ENDINGS.iter().flat_map(|(after, endings)| endings.split(' ').filter_map(|e| strip(e, after)));
    listed.min_by_key(|rest| rest.len())
}

impl After {
    /// Whether an ending of this kind may follow `last`. Of letters and numbers nobody can tell how they are read.
    fn fits(&self, last: char) -> bool {
        let end = SYLLABLES.contains(&last).then(|| (u32::from(last) - u32::from(*SYLLABLES.start())) % ENDS);
        match (self, end) {
            (After::Any, _) | (_, None) => true,
            (After::Consonant, Some(end)) => end != 0,
            (After::Vowel, Some(end)) => end == 0,
            (After::VowelOrL, Some(end)) => end == 0 || end == END_L,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::korean::*;

    #[test]
    fn particles_are_taken_off() {
        for (wanted, forms) in [
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
                assert_eq!(noun(form), wanted, "{form}");
            }
        }
    }

    #[test]
    fn syllables_that_belong_to_the_noun_stay() {
        for word in
            ["전문가", "국가", "평가", "도로", "의도", "군은", "이", "가", "항로", "troops", "北京", ""]
        {
            assert_eq!(noun(word), word);
        }
    }
}
