//! Inline markup that changes how the text around it is read: numbers of notes, and ruby.
//!
//! The readings of ruby text would stand between the characters of a word. They follow the block instead.

use std::borrow::Cow;
use std::ops::Range;

use crate::extract::html::builder::{Builder, OpenBlock};
use crate::extract::html::tag::Tag;
use crate::extract::notes::note_mark;
use crate::text::TextShift;

/// Minimum number of letters at the end of a word that is parted from the next one.
const MIN_WORD_LETTERS: usize = 3;

impl Builder<'_, '_> {
    /// Updates the state at the start of an element.
    pub(super) fn start_inline(&mut self, tag: Tag) {
        match tag {
            Tag::Sup => {
                self.inline.superscripts += 1;
                self.inline.outer_links = self.links;
            }
            Tag::Ruby => {
                let length = self.current.as_ref().map_or(0, |block| block.text.len());
                if length != self.inline.ruby_end && !self.inline.readings.is_empty() {
                    self.inline.readings.push('、');
                }
            }
            Tag::Rt | Tag::Rp | Tag::Rb => self.space = None,
            _ => {}
        }
        self.inline.has_begun |= self.inline.has_ended && !tag.is_block();
    }

    /// Parts the words of two inline elements that are beside each other without white space, as style sheets
    /// do: a label and a name (`<span>Photo</span><span>Ann Lee</span>`). `slice` comes next.
    pub(in crate::extract::html) fn part_words(&mut self, slice: &str, offset: usize) {
        let is_beside = std::mem::take(&mut self.inline.has_begun);
        self.inline.has_ended = false;
        if !is_beside || self.space.is_some() || self.line_breaks > 0 {
            return;
        }
        let Some(block) = &self.current else { return };
        let mut chars = slice.chars();
        let begins_name =
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase);
        let before = block.text.as_str().chars().rev();
        let ends_word =
            before.take(MIN_WORD_LETTERS).filter(|c| c.is_lowercase()).count() == MIN_WORD_LETTERS;
        if begins_name && ends_word {
            let end = block.text.origin_span().end;
            self.space = Some(end.min(offset)..offset);
        }
    }

    /// Updates the state at the end of an element.
    pub(super) fn end_inline_markup(&mut self, tag: Tag) {
        match tag {
            Tag::Sup => self.inline.superscripts -= 1,
            Tag::Ruby => {
                self.space = None;
                self.inline.ruby_end = self.current.as_ref().map_or(0, |block| block.text.len());
            }
            _ => self.inline.has_ended |= !tag.is_block(),
        }
    }

    /// Reads text inside ruby. Returns whether it is a reading or stands around one.
    pub(in crate::extract::html) fn ruby(&mut self, text: &str) -> bool {
        if self.open[Tag::Rp as usize] > 0 || text.trim().is_empty() {
            return true;
        }
        if self.open[Tag::Rt as usize] == 0 || self.current.is_none() {
            return false;
        }
        self.inline.readings.push_str(&crate::extract::html::entities::decode_all(text));
        true
    }

    /// Appends the ruby readings to a block that ends.
    pub(in crate::extract::html) fn add_readings(&mut self, block: &mut OpenBlock) {
        let readings = std::mem::take(&mut self.inline.readings);
        self.inline.ruby_end = 0;
        let readings = readings.trim_matches('、');
        if !readings.is_empty() {
            let end = block.text.origin_span().end;
            block.text.push_as(&format!("（{readings}）"), end..end);
        }
    }

    /// Reads the number of a note. Returns whether `text`, which stands at `offset`, is one.
    pub(in crate::extract::html) fn note(&mut self, text: &str, offset: usize) -> bool {
        let in_superscript = self.inline.superscripts > 0;
        if !in_superscript && self.open[Tag::Sub as usize] > 0 {
            return self.index(text, offset);
        }
        let is_local = self.links > 0 && self.inline.is_local_link;
        if !in_superscript && !is_local || self.line_breaks > 0 {
            return false;
        }
        let Some(before) = &self.current else { return false };
        let before = before.text.as_str();
        let trimmed = text.trim();
        let mark = if in_superscript {
            let linked = is_local || self.links > self.inline.outer_links;
            note_mark(before, trimmed, linked)
        } else {
            // Without markup of its own, only a number that touches a word is a mark.
            let is_number = self.space.is_none() && trimmed.bytes().all(|byte| byte.is_ascii_digit());
            let touches =
                before.ends_with(|c: char| !c.is_numeric() && !matches!(c, '-' | '–' | '/' | '#' | '$'));
            if is_number && touches { note_mark(before, trimmed, true) } else { None }
        };
        if in_superscript && (mark.is_some() || trimmed.starts_with('[')) {
            self.space = None;
        }
        let Some(mark) = mark else { return false };
        let start = offset + (text.len() - text.trim_start().len());
        let end = start + trimmed.len();
        self.put_as(&mark, start..end);
        if end < offset + text.len() {
            self.space = Some(Range { start: end, end: offset + text.len() });
        }
        true
    }

    /// Reads a number in subscript behind one on the line. Returns whether `text`, which stands at `offset`,
    /// is one.
    fn index(&mut self, text: &str, offset: usize) -> bool {
        let Some(before) = self.current.as_ref().filter(|_| self.space.is_none()) else { return false };
        let Cow::Owned(written) = TextShift::Lowered.written(before.text.as_str(), text) else {
            return false;
        };
        self.put_as(&written, offset..offset + text.len());
        true
    }
}

#[cfg(test)]
mod tests {
    fn blocks(source: &str) -> String {
        let page = crate::extract::html::read(source);
        let texts: Vec<&str> = page.tree.blocks.iter().map(|block| block.text.as_str()).collect();
        texts.join("¶")
    }

    #[test]
    fn numbers_of_notes_break_no_word() {
        for (source, text) in [
            ("<p>The pelicans<sup>3</sup> left", "The pelicans³ left"),
            ("<p>The pelicans <sup>3</sup> left", "The pelicans³ left"),
            ("<p>closed.<SUP>12 </SUP>Then", "closed.¹² Then"),
            ("<p>closed<sup><a href='#n4'>4</a></sup> then", "closed⁴ then"),
            ("<p>closed<a href='#n4'><sup>4</sup></a> then", "closed⁴ then"),
            ("<p>closed<a href='#n4'>4</a> then", "closed⁴ then"),
            ("<p>closed<a href='notes.html#n4'>4</a> then", "closed⁴ then"),
            ("<p>in 10<sup><a href='#n4'>4</a></sup> cases", "in 10[4] cases"),
            ("<p>closed<sup><a href='#a'>a</a></sup> then", "closed[a] then"),
            ("<p>closed <sup><a href='#n4'><span>[</span>4<span>]</span></a></sup> then", "closed[4] then"),
            ("<p>closed<span style='vertical-align: super; color: red'>4</span> then", "closed⁴ then"),
            ("<p>5 m<sup>2</sup>, 10<sup>6</sup>, CO<sub>2</sub>, 10<sub>6</sub>", "5 m², 10⁶, CO2, 10₆"),
            ("<p>the 1<sup>st</sup>, M<sup>me</sup>, XX<sup>e</sup>", "the 1st, Mme, XXe"),
            ("<p>see <a href='#part'>part 2</a> of <a href='#p3'>3</a>", "see part 2 of 3"),
        ] {
            assert_eq!(blocks(source), text, "{source}");
        }
    }

    #[test]
    fn words_of_elements_beside_each_other_are_parted() {
        for (source, text) in [
            ("<p><span>Credit</span><span>Ann Lee</span>", "Credit Ann Lee"),
            ("<p><a href=/n>Local News</a><a href=/s>Sport</a>", "Local News Sport"),
            (
                "<p><b>Mc</b><b>Donald</b> met Mac<b>Gregor</b> in e<i>Bay</i>",
                "McDonald met MacGregor in eBay",
            ),
            (
                "<p><b>Ukr</b><i>aine</i>, <i>Sund</i> <b>Havn</b>, U<b>S</b><i>A</i>",
                "Ukraine, Sund Havn, USA",
            ),
        ] {
            assert_eq!(blocks(source), text, "{source}");
        }
    }

    #[test]
    fn readings_follow_the_text_that_they_stand_over() {
        for (source, text) in [
            (
                "<p><ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp>京<rp>(</rp><rt>きょう</rt><rp>)</rp></ruby>の<ruby>港<rt>みなと</rt></ruby>は",
                "東京の港は（とうきょう、みなと）",
            ),
            (
                "<p><ruby><rb>港</rb>\n <rb>湾</rb> <rtc><rt>こう</rt><rt>わん</rt></rtc></ruby> <p>次",
                "港湾（こうわん）¶次",
            ),
            ("<p><ruby>漢<rt>かん</rt>字<rt>じ</ruby>だ", "漢字だ（かんじ）"),
            ("<p><ruby>古<rp>（</rp><rt>ふる</rt><rp>）</rp></ruby>い<br>市", "古い\n市（ふる）"),
        ] {
            assert_eq!(blocks(source), text, "{source}");
        }
    }

    #[test]
    fn what_is_displayed_as_a_block_is_one() {
        for (source, text) in [
            (
                "<div><span style='display:block'>an</span><span style='display: block;'>end</span></div>",
                "an¶end",
            ),
            ("<p><span style='color:red; DISPLAY : FLEX !important'>an</span>end</p>", "an¶end"),
            ("<x-paragraph>an</x-paragraph><x-paragraph>end</x-paragraph>", "an¶end"),
            ("<p>an<b style='display:inline-block'>end</b>", "anend"),
            ("<p><b>inter</b>national <x-link>sea</x-link>side", "international seaside"),
        ] {
            assert_eq!(blocks(source), text, "{source}");
        }
    }
}
