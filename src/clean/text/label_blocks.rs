//! Labels the blocks of a page: model scores, smoothed, then corrected by general rules and by rules of the
//! user.

use crate::article::Metadata;
use crate::clean::labels::BlockLabel;
use crate::clean::options::SourceContext;
use crate::clean::reason::Reason;
use crate::clean::text::gbdt::LineModel;
use crate::clean::text::labeler::Labeler;
use crate::clean::text::page::{Gaps, TextPage};
use crate::clean::text::stock_lines;
use crate::extract::Block;

/// The labels of the blocks of one source, and its metadata.
#[derive(Debug, Clone)]
pub(crate) struct PageLabels {
    /// One label per block.
    pub labels: Vec<BlockLabel>,
    /// Known metadata, completed from the text.
    pub metadata: Metadata,
    /// Scores of the line model before smoothing.
    pub(crate) scores: Vec<i32>,
    /// Reason to cut each block that the lists of the languages give.
    pub(crate) stock_reasons: Vec<Option<Reason>>,
    /// Number of blocks that may be headlines of other stories below each block that announces some.
    pub(crate) headlines_after: Vec<usize>,
}

/// Labels `blocks` with the built-in model.
pub(crate) fn label_blocks(blocks: &[Block], gaps: Gaps, context: &SourceContext) -> PageLabels {
    label_blocks_with(blocks, gaps, context, LineModel::get())
}

/// Labels `blocks` with another model, as cross-validation does.
pub(crate) fn label_blocks_with(
    blocks: &[Block],
    gaps: Gaps,
    context: &SourceContext,
    model: &LineModel,
) -> PageLabels {
    let page = TextPage::new(blocks, gaps);
    let mut labeler = Labeler::new(&page, context, model);
    if page.len() > 0 {
        labeler.find_title();
        labeler.read_bylines();
        labeler.cut_stock_lines();
        labeler.cut_by_content();
        labeler.cut_teasers();
        labeler.cut_after_end();
        labeler.keep_captions();
        labeler.keep_dialogue();
        labeler.keep_references();
        labeler.keep_entries();
        if let Gaps::Lines(_) = gaps {
            labeler.keep_updates();
            labeler.keep_picture_story();
        }
        labeler.keep_standfirst();
        labeler.keep_sentences();
        if let Gaps::Lines(_) = gaps {
            labeler.keep_unsure_sentences();
        }
        labeler.keep_short_text();
        labeler.ensure_some_kept();
        labeler.apply_rules(context);
    }
    PageLabels {
        labels: labeler.labels(),
        metadata: labeler.metadata,
        scores: labeler.model_scores,
        stock_reasons: labeler.stock_reasons,
        headlines_after: (0..page.len()).map(|index| stock_lines::headlines_after(&page, index)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::labels::Verdict;
    use crate::clean::reason::Reason;
    use crate::clean::site_lines::SiteLearner;
    use crate::clean::text::label_blocks::*;
    use crate::clean::user_rules::{Origin, Rules};
    use crate::clean::{clean_text, clean_text_in};
    use crate::extract::plain;
    use proptest::prelude::*;

    const SLOGAN: &str =
        "All the weather that is fit to print, every morning but Sunday, from the hill above the harbour.";
    const STORY: &str = "The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.\n\n\
        Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n";

    #[test]
    fn recurring_lines_are_cut_and_counted() {
        let page = |end: &str| format!("{STORY}{SLOGAN}\n\n{end}\n");
        let ends = ["One.", "Two or more words.", "Something else.", "And another thing."];
        let mut learner = SiteLearner::default();
        for (index, end) in ends.iter().enumerate() {
            let story = if index == 0 { STORY } else { "" };
            learner.add(&["s".to_owned()], &plain::blocks(&format!("{story}{SLOGAN}\n\n{end}\n")));
        }
        let stats = learner.finish();
        let origin = Origin { path: "1.txt", site: "s", source_key: "" };
        let context = SourceContext { origin, site_stats: Some(&stats), ..SourceContext::default() };
        let article = clean_text_in(&page(ends[0]), &context);
        assert_eq!(article.lines[4].verdict, Verdict::Cut(Reason::Recurs(4)));
        assert_eq!(clean_text(&page(ends[0])).lines[4].verdict, Verdict::Keep);
    }

    #[test]
    fn user_rules_override_the_model() {
        let rules = Rules::parse("cut: Passengers are*\nkeep: Leave a comment\n").unwrap();
        let context = SourceContext { rules: Some(&rules), ..SourceContext::default() };
        let article = clean_text_in(&format!("{STORY}Leave a comment\n"), &context);
        assert_eq!(article.lines[2].verdict, Verdict::Cut(Reason::Rule(1)));
        assert_eq!(article.lines[4].verdict, Verdict::Keep);
    }

    #[test]
    fn a_text_of_few_lines_keeps_them() {
        for page in [
            "पुण्यात २०२४ मध्ये संमेलन\n\nमुख्यमंत्र्यांनी उद्घाटन केले.\n",
            "第12屆會議於10月3日舉行\n\n會議討論第7號決議。\n",
        ] {
            assert!(clean_text(page).cut.is_empty(), "{page}");
        }
        let article =
            clean_text("The ferry will stay in port until Monday, says the mayor.\n\nShare on Facebook\n");
        assert!(article.cut.text.as_str().contains("Facebook"));
    }

    #[test]
    fn the_only_line_of_a_text_is_the_article() {
        for line in [
            "Автор гимна умер",
            "Комментарий: конец сезона",
            "Продажа рекламы запрещена",
            "Advertisement tax takes effect",
            "Родилась 23 марта 1974 года в Орле",
            "Новости порта",
        ] {
            assert!(clean_text(line).cut.is_empty(), "{line}");
        }
        for line in ["Share this article", "Read more", "By Ann Lee", "3 May 2024", "© 2024 Coast News"] {
            assert!(clean_text(line).body.is_empty(), "{line}");
        }
    }

    #[test]
    fn posts_of_one_line_may_recur() {
        let post = "Внимание: отбой воздушной тревоги в городе и области.";
        let mut learner = SiteLearner::default();
        for index in 0..9 {
            learner.add(&["s".to_owned()], &plain::blocks(&format!("{post}\n\nОтбой номер {index}.\n")));
        }
        let stats = learner.finish();
        let origin = Origin { path: "1.txt", site: "s", source_key: "" };
        let context = SourceContext { origin, site_stats: Some(&stats), ..SourceContext::default() };
        assert!(clean_text_in(post, &context).cut.is_empty());
    }

    #[test]
    fn a_page_with_text_keeps_some() {
        for page in [
            "Six words stand on this page",
            "Home\nMenu\nThe ferry is late again today, says nobody\nContact us\n",
        ] {
            assert!(!clean_text(page).body.is_empty() || clean_text(page).title.is_some(), "{page}");
        }
        assert!(clean_text("").body.is_empty());
    }

    proptest! {
        /// Every kept and cut block is verbatim and in order, and none is lost, whatever the text.
        #[test]
        fn nothing_is_lost(text in "([A-Z][a-z ,]{0,60}[.]?\n|\n|Subscribe\n|by Ann Lee, 3 May 2021\n|\\PC{0,20}\n){0,25}") {
            let article = clean_text(&text);
            let blocks = plain::blocks(&text).len();
            let title = usize::from(article.title.is_some());
            prop_assert_eq!(article.body.blocks.len() + article.cut.blocks.len() + title, blocks);
            for projection in [&article.body, &article.cut] {
                let mut ends = projection.blocks.iter().skip(1).map(|block| block.offset).collect::<Vec<_>>();
                ends.push(projection.text.len());
                for (block, end) in projection.blocks.iter().zip(ends) {
                    let text_of_block = projection.text.as_str()[block.offset..end].trim_end_matches('\n');
                    let origin = projection.text.origin(block.offset..block.offset + text_of_block.len());
                    // A word that a line breaks is joined.
                    let whole = |text: &str| text.replace(['-', '\u{ad}', '¬', '\u{2010}', '\n'], "");
                    match text_of_block.len() < origin.len() {
                        true => prop_assert_eq!(whole(&text[origin]), whole(text_of_block)),
                        false => prop_assert_eq!(&text[origin], text_of_block),
                    }
                }
            }
        }
    }
}
