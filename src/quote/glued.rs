//! Words that a page glues together without a space.

/// Length of the shortest name that is known again where another word is glued to it, in bytes.
const MIN_GLUED: usize = 4;

/// Returns the name to which another word is glued: *RoeSenate*.
pub(super) fn glued_name(word: &str) -> Option<&str> {
    let mut before = None;
    for (offset, c) in word.char_indices() {
        let is_joint = c.is_uppercase() && before.is_some_and(char::is_lowercase);
        if is_joint
            && offset >= MIN_GLUED
            && word.len() - offset >= MIN_GLUED - 1
            && !word.starts_with("Fitz")
        {
            return Some(&word[..offset]);
        }
        before = Some(c);
    }
    None
}
