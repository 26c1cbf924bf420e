//! Spellings of one word in the scripts of India: with a nasal consonant or with its sign (हिन्दी, हिंदी).

/// First code points of the blocks whose nasal consonants are also written with the sign anusvara. All blocks
/// have the same order.
const BLOCKS: [u32; 5] = [0x900, 0x980, 0xa80, 0xc00, 0xc80];
/// Offset of the sign candrabindu in a block.
const CANDRABINDU: u32 = 0x1;
/// Offset of the sign anusvara in a block.
const ANUSVARA: u32 = 0x2;
/// Offset of the virama, which joins two consonants, in a block.
const VIRAMA: u32 = 0x4d;

/// Returns whether the first letter of `word` may be of a script of India.
pub(super) fn may_be_indic(word: &str) -> bool {
    word.as_bytes().first() == Some(&0xe0)
}

/// Writes a nasal consonant before a consonant of its class as the sign anusvara, and so the candrabindu of
/// Devanagari, which is often typed as one; and a final consonant of Malayalam as a letter with a virama.
pub(super) fn fold_nasals(word: &mut String) {
    let mut letters: Vec<char> = word.chars().collect();
    let mut index = 0;
    let mut changed = false;
    while index < letters.len() {
        let (block, offset) = split(letters[index]);
        if let Some(consonant) = final_consonant(letters[index]) {
            let virama = char::from_u32(0xd00 + VIRAMA).unwrap_or(consonant);
            letters.splice(index..=index, [consonant, virama]);
            changed = true;
        } else if block == BLOCKS[0] && offset == CANDRABINDU {
            letters[index] = char::from_u32(block + ANUSVARA).unwrap_or(letters[index]);
            changed = true;
        } else if BLOCKS.contains(&block)
            && let Some(class) = consonants_of(offset)
            && let [virama, next] = letters[index + 1..].get(..2).unwrap_or_default()
            && split(*virama) == (block, VIRAMA)
            && split(*next).0 == block
            && class.contains(&split(*next).1)
        {
            letters[index] = char::from_u32(block + ANUSVARA).unwrap_or(letters[index]);
            letters.remove(index + 1);
            changed = true;
        }
        index += 1;
    }
    if changed {
        *word = letters.into_iter().collect();
    }
}

/// Returns the consonant of a letter of Malayalam that is also written as the consonant with a virama.
fn final_consonant(letter: char) -> Option<char> {
    Some(match letter {
        'ൺ' => 'ണ',
        'ൻ' => 'ന',
        'ർ' => 'ര',
        'ൽ' => 'ല',
        'ൾ' => 'ള',
        'ൿ' => 'ക',
        _ => return None,
    })
}

/// Returns the offsets of the consonants of the class of a nasal.
fn consonants_of(nasal: u32) -> Option<std::ops::Range<u32>> {
    Some(match nasal {
        0x19 => 0x15..0x19,
        0x1e => 0x1a..0x1e,
        0x23 => 0x1f..0x23,
        0x28 => 0x24..0x28,
        0x2e => 0x2a..0x2e,
        _ => return None,
    })
}

fn split(c: char) -> (u32, u32) {
    (c as u32 & !0x7f, c as u32 & 0x7f)
}

#[cfg(test)]
mod tests {
    use crate::analysis::indic::fold_nasals;

    #[test]
    fn a_nasal_is_the_sign_before_its_class_only() {
        for (word, folded) in [
            ("हिन्दी", "हिंदी"),
            ("पाँच", "पांच"),
            ("सम्बन्ध", "संबंध"),
            ("जन्म", "जन्म"),
            ("अन्य", "अन्य"),
            ("সঙ্গীত", "সংগীত"),
            ("હિન્દી", "હિંદી"),
            ("తెలుగు", "తెలుగు"),
            ("അവൻ", "അവന\u{d4d}"),
        ] {
            let mut letters = word.to_owned();
            fold_nasals(&mut letters);
            assert_eq!(letters, folded, "{word}");
        }
    }
}
