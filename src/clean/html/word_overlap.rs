//! Words as numbers, to compare texts by.

/// The words of `text`, small and capital letters being one, each as a number.
pub fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut word = None;
    for c in text.chars() {
        if c.is_alphanumeric() {
            let hash = word.unwrap_or(FNV_BASIS);
            word = Some(if c.is_ascii() {
                mix(hash, c.to_ascii_lowercase().into())
            } else {
                c.to_lowercase().fold(hash, |hash, c| mix(hash, c.into()))
            });
        } else {
            words.extend(word.take());
        }
    }
    words.extend(word);
    words
}

/// Start and factor of the FNV-1a hash.
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn mix(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(FNV_PRIME)
}

/// Some words in a row as one number.
pub fn three(words: &[u64]) -> u64 {
    words.iter().fold(FNV_BASIS, |hash, word| mix(hash.rotate_left(17), *word))
}

/// How much of `text` is one of `titles`, and the other way round: 1 where they have the same words.
pub fn overlap(text: &str, titles: &[Vec<u64>]) -> f32 {
    let words = words(text);
    let share = |title: &Vec<u64>| {
        let hits = words.iter().filter(|word| title.contains(word)).count() as f32;
        (2.0 * hits / ((words.len() + title.len()) as f32).max(1.0)).min(1.0)
    };
    titles.iter().map(share).fold(0.0, f32::max)
}
