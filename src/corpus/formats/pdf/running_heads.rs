//! Tells running heads, feet and page numbers from the text of pages.
//!
//! They stand at the edge of a page, and again at the same place of others: in the same words, or with the
//! number of the page in letters that are no larger than the text. Left and right pages may have their own.

use rustc_hash::FxHashMap;

use crate::corpus::formats::pdf::head_keys::{HeadKey, keys};
use crate::corpus::formats::pdf::page::{PdfLine, PdfPage, middle_height};

/// Number of rows at each edge that may be heads.
const MAX_ROWS: usize = 4;
/// Part of the height of a page at each edge in which heads stand.
const EDGE: f32 = 0.14;
/// Distance within which two places are the same, in points.
const SAME_PLACE: f32 = 4.0;
/// Number of steps beyond which places far off a page are all the same.
const MAX_STEPS: f32 = 1e6;
/// Distance of the tops of a head and the text, as a part of the height of the head.
const MIN_GAP: f32 = 1.6;
/// Number of bytes above which a line is no head.
const MAX_HEAD_BYTES: usize = 200;
/// Height of a line above which it is a heading if others differ in a number, as a part of that of the text.
const MAX_SIZE: f32 = 1.1;
/// Number of pages from which on a head must be on more than two of them, and its place alone may tell it.
const MANY_PAGES: usize = 6;

/// Words for *page*, and words between its number and the number of pages.
const PAGE_WORDS: [&str; 27] = [
    "page",
    "pages",
    "p",
    "pg",
    "seite",
    "s",
    "página",
    "pagina",
    "pág",
    "pag",
    "strana",
    "strona",
    "str",
    "side",
    "sida",
    "sivu",
    "стр",
    "страница",
    "с",
    "oldal",
    "of",
    "von",
    "de",
    "di",
    "sur",
    "av",
    "из",
];

/// An edge of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Edge {
    Top,
    Bottom,
}

/// Places of lines that are the same but for the number of the page, with the number of pages that have them.
type HeadPlaces = FxHashMap<(Edge, String, i32), HeadCount>;

/// Number of pages that have a line at a place.
#[derive(Debug, Clone, Copy, Default)]
struct HeadCount {
    pages: u32,
    /// Number of those on which what differs may be the day of a date.
    days: u32,
}

/// Returns for each line of each page whether it is a running head, a foot or a page number.
pub(super) fn running_heads(pages: &[PdfPage]) -> Vec<Vec<bool>> {
    let rows: Vec<[EdgeRows; 2]> = pages.iter().map(edge_rows).collect();
    let mut places = HeadPlaces::default();
    let max_height = MAX_SIZE * text_height(pages);
    for (number, (page, rows)) in pages.iter().zip(&rows).enumerate() {
        let mut of_page: Vec<(Edge, HeadKey, i32)> = Vec::new();
        for_each_line(page, rows, |edge, line| {
            let place = place(page, edge, line);
            of_page.extend(keys(&line.text, number).into_iter().map(|key| (edge, key, place)));
        });
        of_page.sort_unstable_by(|a, b| (a.2, &a.1).cmp(&(b.2, &b.1)));
        of_page.dedup();
        for (edge, HeadKey { text, is_day }, place) in of_page {
            let count = places.entry((edge, text, place)).or_default();
            count.pages += 1;
            count.days += u32::from(is_day);
        }
    }
    let needed = pages.len().clamp(2, 3) as u32;
    let recurs = |(number, page): (usize, &PdfPage), edge: Edge, line: &PdfLine| {
        let place = place(page, edge, line);
        keys(&line.text, number).into_iter().enumerate().any(|(index, key)| {
            let count =
                |place: i32| places.get(&(edge, key.text.clone(), place)).copied().unwrap_or_default();
            let counts = (place - 1..=place + 1).map(count);
            let (pages, days) = counts.fold((0, 0), |sum, next| (sum.0 + next.pages, sum.1 + next.days));
            // The days of a diary are one page apart, as its pages are, but no page is beyond the 31st.
            pages >= needed && pages > days && (index == 0 || line.height() <= max_height)
        })
    };
    // Places of heads by their number of pages: a chapter of a page or two has its head there, too.
    let mut head_places: FxHashMap<(Edge, i32), u32> = FxHashMap::default();
    let mut heads: Vec<Vec<bool>> = Vec::with_capacity(pages.len());
    for (number, (page, rows)) in pages.iter().zip(&rows).enumerate() {
        let mut of_page = vec![false; page.lines.len()];
        for (edge, rows) in [Edge::Top, Edge::Bottom].into_iter().zip(rows) {
            let is_head = |row: &&Vec<usize>| {
                let lines = || row.iter().map(|index| &page.lines[*index]);
                row.len() == 1 && lines().all(|line| is_page_number(&line.text, number, pages.len()))
                    || lines().any(|line| recurs((number, page), edge, line))
            };
            // Text may begin with the same words on some pages, but it goes on below them.
            let mut count = rows.rows.iter().take_while(is_head).count();
            while count > 0 && !rows.is_apart(page, count - 1) {
                count -= 1;
            }
            for row in &rows.rows[..count] {
                row.iter().for_each(|index| of_page[*index] = true);
                *head_places.entry((edge, place(page, edge, &page.lines[row[0]]))).or_default() += 1;
            }
        }
        heads.push(of_page);
    }
    if pages.len() >= MANY_PAGES {
        for ((page, rows), heads) in pages.iter().zip(&rows).zip(&mut heads) {
            for (edge, rows) in [Edge::Top, Edge::Bottom].into_iter().zip(rows) {
                let Some(row) = rows.rows.first().filter(|row| !heads[row[0]]) else { continue };
                let at_place = place(page, edge, &page.lines[row[0]]);
                let count: u32 =
                    (at_place - 1..=at_place + 1).filter_map(|place| head_places.get(&(edge, place))).sum();
                let is_large = page.lines[row[0]].height() > max_height;
                if count as usize * 4 >= pages.len() * 3 && rows.is_apart(page, 0) && !is_large {
                    row.iter().for_each(|index| heads[*index] = true);
                }
            }
        }
    }
    heads
}

/// Rows of lines at an edge of a page that may be heads, from the edge inwards, and the row behind them.
struct EdgeRows {
    rows: Vec<Vec<usize>>,
    next: Option<Vec<usize>>,
}

impl EdgeRows {
    /// Returns whether there is a gap between the row at `index` and the one behind it.
    fn is_apart(&self, page: &PdfPage, index: usize) -> bool {
        self.rows.get(index + 1).or(self.next.as_ref()).is_none_or(|next| {
            let (line, next) = (&page.lines[self.rows[index][0]], &page.lines[next[0]]);
            (next.top - line.top).abs() > MIN_GAP * line.height()
        })
    }
}

/// Returns the rows of lines at the top of a page and at its bottom.
fn edge_rows(page: &PdfPage) -> [EdgeRows; 2] {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|a, b| page.lines[*a].top.total_cmp(&page.lines[*b].top));
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for index in order {
        let line = &page.lines[index];
        let middle = (line.top + line.bottom) / 2.0;
        match rows.last_mut() {
            Some(row) if middle < page.lines[row[0]].bottom && middle > page.lines[row[0]].top => {
                row.push(index)
            }
            _ => rows.push(vec![index]),
        }
    }
    let is_short = |row: &Vec<usize>| row.iter().all(|index| page.lines[*index].text.len() <= MAX_HEAD_BYTES);
    let limit = EDGE * page.height;
    let is_top = |row: &&Vec<usize>| page.lines[row[0]].bottom <= limit && is_short(row);
    let is_bottom = |row: &&Vec<usize>| page.lines[row[0]].top >= page.height - limit && is_short(row);
    let top = rows.iter().take(MAX_ROWS).take_while(is_top).count();
    let bottom = rows.iter().rev().take(MAX_ROWS).take_while(is_bottom).count();
    [
        EdgeRows { rows: rows[..top].to_vec(), next: rows.get(top).cloned() },
        EdgeRows {
            rows: rows.iter().rev().take(bottom).cloned().collect(),
            next: rows.iter().rev().nth(bottom).cloned(),
        },
    ]
}

/// Returns the height of the lines that have most of the text.
fn text_height(pages: &[PdfPage]) -> f32 {
    let lines = pages.iter().flat_map(|page| &page.lines);
    middle_height(lines.map(|line| (line.height(), line.text.len())).collect())
}

fn for_each_line(page: &PdfPage, rows: &[EdgeRows; 2], mut visit: impl FnMut(Edge, &PdfLine)) {
    for (edge, rows) in [Edge::Top, Edge::Bottom].into_iter().zip(rows) {
        rows.rows.iter().flatten().for_each(|index| visit(edge, &page.lines[*index]));
    }
}

/// Returns the distance of a line from an edge, in steps.
fn place(page: &PdfPage, edge: Edge, line: &PdfLine) -> i32 {
    let distance = match edge {
        Edge::Top => line.top,
        Edge::Bottom => page.height - line.bottom,
    };
    (distance / SAME_PLACE).round().clamp(-MAX_STEPS, MAX_STEPS) as i32
}

/// Returns whether a line is the number of the page at position `index` of `pages`, and nothing else: *3*,
/// *- 3 -*, *Page 3 of 10*, *3/10*.
fn is_page_number(text: &str, index: usize, pages: usize) -> bool {
    let folded = text.to_lowercase();
    let tokens: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let numbers: Vec<usize> = tokens.iter().filter_map(|token| token.parse().ok()).collect();
    let has_words = tokens.iter().any(|token| PAGE_WORDS.contains(token));
    if numbers.len() + tokens.iter().filter(|token| PAGE_WORDS.contains(token)).count() != tokens.len() {
        return false;
    }
    match numbers[..] {
        [number] => has_words && number < 100_000 || number == index + 1,
        [number, count] => number <= count && (has_words || count == pages) && count < 100_000,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::running_heads::*;

    /// Returns a page with lines at these distances from the top.
    fn page(lines: &[(&str, f32)]) -> PdfPage {
        let line = |(text, top): &(&str, f32)| PdfLine {
            text: (*text).to_owned(),
            left: 50.0,
            right: 50.0 + 5.0 * text.len() as f32,
            top: *top,
            bottom: top + 10.0,
        };
        PdfPage { height: 800.0, lines: lines.iter().map(line).collect() }
    }

    /// Returns the lines that are heads.
    fn heads(pages: &[PdfPage]) -> Vec<String> {
        let heads = running_heads(pages);
        let lines = pages.iter().zip(heads).flat_map(|(page, heads)| page.lines.iter().zip(heads));
        lines.filter(|(_, is_head)| *is_head).map(|(line, _)| line.text.clone()).collect()
    }

    #[test]
    fn heads_recur_with_other_numbers() {
        let pages: Vec<PdfPage> = (1..=8)
            .map(|number| {
                let head = if number % 2 == 0 { "Harbour report" } else { "The ferry" };
                let (foot, body) = (format!("{number}"), format!("Text of the page, {}", "x".repeat(number)));
                page(&[(head, 30.0), (&body, 80.0), ("The same words on all pages", 400.0), (&foot, 770.0)])
            })
            .collect();
        let heads = heads(&pages);
        assert_eq!(heads.len(), 16, "{heads:?}");
        assert!(heads.iter().all(|head| head.len() < 15));
    }

    #[test]
    fn a_head_of_one_page_stands_where_the_others_do() {
        let body = |page: usize| format!("Text {}", "x".repeat(page));
        let mut pages: Vec<PdfPage> =
            (0..8).map(|number| page(&[("Tides", 30.0), (&body(number), 80.0)])).collect();
        pages.push(page(&[("Moon", 31.0), ("A line of text", 80.0)]));
        pages.push(page(&[("A line that begins a page", 60.0), ("A second", 72.0)]));
        assert_eq!(heads(&pages).iter().filter(|head| *head != "Tides").collect::<Vec<_>>(), ["Moon"]);
    }

    #[test]
    fn numbers_of_pages_are_told() {
        let one = |text: &str| heads(&[page(&[("A line of text", 80.0), (text, 770.0)])]).len() == 1;
        for number in ["1", "- 1 -", "Page 3", "page 3 of 10", "Seite 3 von 10", "1/1", "стр. 3"] {
            assert!(one(number), "{number}");
        }
        for text in ["2026", "3 ferries", "10 of 3 pages sail", "p.m."] {
            assert!(!one(text), "{text}");
        }
        let pages = ["iv", "v", "vi"].map(|text| page(&[(text, 770.0)]));
        assert_eq!(heads(&pages), ["iv", "v", "vi"]);
    }

    #[test]
    fn lines_far_off_a_page_are_in_some_place() {
        for top in [f32::MIN, -1e12, 1e12] {
            assert!(heads(&[page(&[("A line of text", top)])]).is_empty());
        }
    }

    #[test]
    fn headings_that_differ_in_numbers_stay() {
        let texts = [
            [
                "2019: the city lost 14 million",
                "2020: the city lost 31 million",
                "2021: the city lost 57 million",
            ],
            ["Exhibit 2", "Exhibit 3", "Exhibit 4"],
        ];
        for (texts, height) in texts.iter().zip([10.0, 18.0]) {
            let mut pages = texts.map(|text| page(&[(text, 30.0), ("The text of the page is long", 80.0)]));
            pages.iter_mut().for_each(|page| page.lines[0].bottom = 30.0 + height);
            assert!(heads(&pages).iter().all(|head| !texts.contains(&head.as_str())), "{texts:?}");
        }
    }

    #[test]
    fn days_of_a_diary_stay() {
        for (first, last) in
            [("", " May 2016"), ("Tuesday, May ", ", 2016"), ("2016-05-", ""), ("", ".5.2016")]
        {
            let page = |day: usize| {
                let (text, body) =
                    (format!("{first}{day:02}{last}"), format!("The sea. {}", "x".repeat(day)));
                page(&[("Diary", 30.0), (&text, 60.0), (&body, 90.0), (&format!("{day}"), 770.0)])
            };
            let diary: Vec<PdfPage> = (3..=10).map(page).collect();
            let heads = heads(&diary);
            assert_eq!(heads.len(), 16, "{heads:?}");
        }
        let magazine: Vec<PdfPage> = (1..=40)
            .map(|number| page(&[(&format!("{number} May 2016"), 30.0), (&"x".repeat(number), 80.0)]))
            .collect();
        assert_eq!(heads(&magazine).len(), 40);
    }

    #[test]
    fn text_that_goes_on_below_stays() {
        let verse = |number: &str| {
            page(&[
                ("The sea, the sea", 60.0),
                (number, 72.0),
                ("and home again", 84.0),
                ("S. 12", 770.0),
                (number, 757.0),
            ])
        };
        assert!(heads(&["one", "two", "three"].map(verse)).is_empty());
    }

    #[test]
    fn text_that_recurs_within_pages_stays() {
        let pages = [page(&[("Yes", 300.0)]), page(&[("Yes", 300.0)]), page(&[("Yes", 300.0)])];
        assert!(heads(&pages).is_empty());
        let pages = [page(&[("Ferry stays in port", 100.0)]), page(&[("Ferry stays in port", 30.0)])];
        assert!(heads(&pages).is_empty());
    }
}
