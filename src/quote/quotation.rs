//! Turns a raw text into its quotations: the stretches between double quote marks, also where the marks are sloppy.
//!
//! Each paragraph is read by itself. A mark opens or closes; which of the two is not taken from its shape but from the cheapest reading of
//! all marks of the paragraph. The costs stand at [`Mark::new`] (what stands left and right of it, then its shape) and in [`Step::cost`]
//! (an end that is missing). So `another, “he said` closes, because something is open and nothing else would close it, and `cannot be“Said`
//! closes, because an opening mark does not follow a letter. Where an end is missing the reading claims as little as it can: a quotation
//! without an opening mark begins with the sentence that its closing mark stands in; one without a closing mark ends with the paragraph.
//!
//! Single quote marks are not read: they are apostrophes or stand within a quotation. A text that quotes with single marks alone has no
//! quotations here.

use std::ops::Range;

use crate::quote::fold::{is_dash, is_double_mark, is_single_mark};

/// What stands between a pair of double quote marks of a text. One within another is part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// Bytes of the raw text, without the marks and white space at the ends. Never empty.
    pub range: Range<usize>,
    /// Whether an end had to be guessed: a mark is missing, or is spaced like one of the other direction.
    pub sloppy: bool,
}

/// The quotations of a text, in order; they do not overlap. The cost is linear.
///
/// A quotation that goes on over paragraphs, each opened by a mark of its own and only the last one closed, counts as one.
pub(super) fn quotations(text: &str) -> Vec<Quotation> {
    let paragraphs = paragraphs(text);
    let mut found: Vec<Quotation> = Vec::new();
    let mut continued = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let goes_on = paragraphs.get(number + 1).is_some_and(|next| begins_with_opening_mark(&text[next.clone()]));
        let begins = begins_with_opening_mark(&text[paragraph.clone()]);
        let (mut own, is_open) = quotations_of_paragraph(text, paragraph.clone(), goes_on);
        let is_at_begin = |first: &Quotation| !text[paragraph.start..first.range.start].contains(char::is_alphanumeric);
        if continued && begins && own.first().is_some_and(is_at_begin) {
            let first = own.remove(0);
            let last = found.last_mut().expect("a continued quotation was found before");
            last.range.end = first.range.end;
            last.sloppy |= first.sloppy;
        }
        found.append(&mut own);
        continued = is_open && goes_on;
    }
    found
}

/// Paragraphs as byte ranges. One ends at an empty line, after a line longer than a screen is wide, and before a line that begins with a
/// quote mark.
///
/// So a text that has a line per paragraph is read right, and so is one that is wrapped and parts paragraphs by empty lines.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    const WIDEST: usize = 120;
    let mut paragraphs = Vec::new();
    let mut current: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim().is_empty() || begins_with_opening_mark(line) {
            paragraphs.extend(current.take());
        }
        if line.trim().is_empty() {
            continue;
        }
        current = Some(current.map_or(range.start, |current| current.start)..range.end);
        if line.chars().count() > WIDEST {
            paragraphs.extend(current.take());
        }
    }
    paragraphs.extend(current);
    paragraphs
}

fn begins_with_opening_mark(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|sign| is_double_mark(sign) || is_single_mark(sign));
    line.starts_with(is_double_mark) && rest.starts_with(|sign: char| !sign.is_whitespace() || line.starts_with('«'))
}

/// A double quote mark and what speaks against either direction.
#[derive(Debug)]
struct Mark {
    range: Range<usize>,
    is_straight: bool,
    /// What its neighbours say against it opening, and against it closing.
    spacing: [u32; 2],
    /// What its shape says against it opening, and against it closing.
    shape: [u32; 2],
    /// What it costs to take it for no quote mark, but inches or seconds.
    ignoring: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Space,
    Sign,
    Word,
}

impl Mark {
    /// Weighs a mark of the paragraph. Other marks beside it are looked past, up to three.
    fn new(paragraph: &str, at: usize, sign: char) -> Self {
        const MOST_MARKS: usize = 4;
        let is_mark = |&sign: &char| is_double_mark(sign) || is_single_mark(sign);
        let end = at + sign.len_utf8();
        let before = paragraph[..at].chars().rev().take(MOST_MARKS).find(|sign| !is_mark(sign));
        let after = paragraph[end..].chars().take(MOST_MARKS).find(|sign| !is_mark(sign));
        let left = match before {
            None => Side::Space,
            Some(sign) if sign.is_whitespace() || is_dash(sign) || "([{".contains(sign) => Side::Space,
            Some(sign) if sign.is_alphanumeric() => Side::Word,
            Some(_) => Side::Sign,
        };
        let right = match after {
            None => Side::Space,
            Some(sign) if sign.is_whitespace() || is_dash(sign) => Side::Space,
            Some(sign) if ".,;:!?)]}".contains(sign) => Side::Sign,
            Some(_) => Side::Word,
        };
        let is_guillemet = matches!(sign, '«' | '»');
        let spacing = match (left, right) {
            (Side::Space, Side::Word) => [0, 2],
            (Side::Space, _) if is_guillemet => [0, 0],
            (Side::Space, Side::Space) => [1, 1],
            (Side::Space, Side::Sign) => [2, 1],
            (Side::Sign, Side::Word) if before == Some(':') => [0, 2],
            (Side::Sign, Side::Word) => [1, 1],
            (Side::Word, Side::Word) => [5, 1],
            (_, Side::Space | Side::Sign) => [5, 0],
        };
        let shape = match sign {
            '„' | '“' | '«' => [0, 1],
            '”' | '»' => [1, 0],
            _ => [0, 0],
        };
        let is_straight = matches!(sign, '"' | '＂');
        let ignoring = if is_straight && before.is_some_and(char::is_numeric) { 2 } else { 6 };
        Mark { range: at..end, is_straight, spacing, shape, ignoring }
    }
}

/// What a mark does in a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Closes what is open; where nothing is, something was.
    Close,
    /// Opens; within a quotation, one within it.
    Open,
    /// Opens; what was open has ended before.
    OpenAnew,
    Ignore,
}

/// How many quotations may stand one within the other.
const DEEPEST: usize = 2;

impl Step {
    const ALL: [Step; 4] = [Step::Close, Step::Open, Step::OpenAnew, Step::Ignore];

    /// How deep one is after the step, and what it costs; `None` where it cannot be taken.
    fn cost(self, depth: usize, mark: &Mark) -> Option<(usize, u32)> {
        let opening = mark.spacing[0] + mark.shape[0];
        let closing = mark.spacing[1] + mark.shape[1];
        match self {
            Step::Close if depth == 0 => Some((0, closing + 3)),
            Step::Close => Some((depth - 1, closing)),
            Step::Open if depth == 0 => Some((1, opening)),
            Step::Open => (depth < DEEPEST).then_some((depth + 1, opening + if mark.is_straight { 3 } else { 2 })),
            Step::OpenAnew => (depth > 0).then_some((1, opening + 4)),
            Step::Ignore => Some((depth, mark.ignoring)),
        }
    }
}

/// The cheapest reading of the marks; of equally cheap ones, the one that closes first. `goes_on`: the next paragraph begins with an
/// opening mark.
fn read(marks: &[Mark], goes_on: bool) -> Vec<Step> {
    const NEVER: u32 = u32::MAX / 2;
    let mut costs = [0, NEVER, NEVER];
    let mut ways: Vec<[(Step, usize); DEEPEST + 1]> = Vec::with_capacity(marks.len());
    for mark in marks {
        let mut next = [NEVER; DEEPEST + 1];
        let mut way = [(Step::Ignore, 0); DEEPEST + 1];
        for (depth, cost) in costs.into_iter().enumerate() {
            for step in Step::ALL {
                if let Some((to, price)) = step.cost(depth, mark)
                    && cost + price < next[to]
                {
                    next[to] = cost + price;
                    way[to] = (step, depth);
                }
            }
        }
        // Only differences count; this keeps the sums small however many marks there are.
        let least = next.into_iter().min().unwrap_or_default();
        costs = next.map(|cost| (cost - least).min(NEVER));
        ways.push(way);
    }
    let unclosed = |depth: usize| if goes_on && depth == 1 { 1 } else { 3 * depth as u32 };
    let mut depth = (0..=DEEPEST).min_by_key(|&depth| costs[depth] + unclosed(depth)).expect("there is a depth");
    let mut steps = Vec::with_capacity(marks.len());
    for way in ways.iter().rev() {
        let (step, from) = way[depth];
        steps.push(step);
        depth = from;
    }
    steps.reverse();
    steps
}

/// The quotations of a paragraph, and whether the last of them is open at its end.
fn quotations_of_paragraph(text: &str, paragraph: Range<usize>, goes_on: bool) -> (Vec<Quotation>, bool) {
    let content = &text[paragraph.clone()];
    let marks: Vec<_> =
        content.char_indices().filter(|&(_, sign)| is_double_mark(sign)).map(|(at, sign)| Mark::new(content, at, sign)).collect();
    let steps = read(&marks, goes_on);
    let mut found = Vec::new();
    let mut add = |start: usize, end: usize, sloppy: bool| {
        let inner = &content[start..end];
        let start = paragraph.start + start + (inner.len() - inner.trim_start().len());
        let range = start..start + inner.trim().len();
        if !range.is_empty() {
            found.push(Quotation { range, sloppy });
        }
    };
    let mut depth = 0;
    // Where the outermost quotation begins and whether that was sloppy; where the last one ended.
    let (mut start, mut sloppy, mut ended) = (0, false, 0);
    for (mark, step) in marks.iter().zip(steps) {
        match step {
            Step::Close if depth == 0 => add(sentence_start(content, ended..mark.range.start), mark.range.start, true),
            Step::Close if depth == 1 => add(start, mark.range.start, sloppy || mark.spacing[1] > 0),
            Step::OpenAnew => add(start, mark.range.start, true),
            _ => {}
        }
        if step == Step::OpenAnew || step == Step::Open && depth == 0 {
            (start, sloppy) = (mark.range.end, mark.spacing[0] > 0);
        }
        if step != Step::Ignore {
            ended = mark.range.end;
        }
        depth = step.cost(depth, mark).expect("only possible steps are read").0;
    }
    if depth > 0 {
        add(start, content.len(), sloppy || !goes_on || depth > 1);
    }
    let is_open = depth > 0 && !content[start..].trim().is_empty();
    (found, is_open)
}

/// Where the last sentence within a stretch begins, or what follows its last colon. A point after a single letter ends no sentence.
fn sentence_start(text: &str, within: Range<usize>) -> usize {
    let stretch = &text[within.clone()];
    let is_end = |&(at, sign): &(usize, &str)| {
        let rest = &stretch[at + sign.len()..];
        let mut before = stretch[..at].chars().rev();
        let is_initial = before.next().is_some_and(char::is_alphabetic) && before.next().is_none_or(|sign| !sign.is_alphabetic());
        rest.starts_with(char::is_whitespace) && !rest.trim().is_empty() && !(sign == "." && is_initial)
    };
    stretch.rmatch_indices(['.', '!', '?', '…', ':']).find(is_end).map_or(within.start, |(at, sign)| within.start + at + sign.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with its quotations in `{}`, sloppy ones in `{~}`.
    fn shown(text: &str) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for Quotation { range, sloppy } in quotations(text) {
            shown += &text[at..range.start];
            shown += if sloppy { "{~" } else { "{" };
            shown += &text[range.clone()];
            shown.push('}');
            at = range.end;
        }
        shown + &text[at..]
    }

    #[test]
    fn marks_are_read_by_what_stands_beside_them() {
        for expected in [
            "“{We ask for talks,}” she said.",
            "\"{We ask,}\" she said. \"{Talks are due,}\" she added. \"{Now.}\"",
            "He says „{so}“ and «{so}» and « {so} » and »{so}«.",
            "The “{red}” line, the (“{blue}”) line—“{green}”—and the “{end.}”",
            "The state’s words: “{the ally’s ‘stakes’, it’s a game.}”",
            "“{Replace it by: ‘No state shall join,'}” he asserted.",
            "Он сказал: «{Это „красная“ линия,}» и ушёл.",
            "\"{He said \"no\" to us,}\" she said.",
            "“{We want this (…) But that is all,}” he said. “{…and more,}” he said.",
            "“{It does not hold}”. “{The other side has no right,}” he said.",
            "A 6\" pipe and a \"{pipe}\" of 5\" there.",
            "It's the states' right.",
            // Sloppy ones.
            "He recalled it. “{~We urge them to join the ban,} “he said.",
            "“{~No. We trust them no more, and a year later another,} “he said.",
            "“{~We play no games with that House} ”, he remarked. “{More.}”",
            "“{~It drew attention to the matter} “, he pointed out.",
            "{~We have no plans to go there, and there cannot be}“Said Ivan Ivanov at a meeting.",
            "He feared the worst. {~It is excluded for two reasons.}”",
            "He feared the worst: {~it is excluded by the U.S. side.}”",
            "“{One,}” he said. {~Two three,}” he added.",
            "“{~We are done, he said.}",
            "They said.“{~We are done.}”",
            "“ {~We are done.}”",
            "{~One,}” he said, “{two.}”",
            "“{~We are done, he said.} “{Others are not,}” he added.",
            "",
            "““”” “ ”",
        ] {
            let text: String = expected.replace("{~", "").replace(['{', '}'], "");
            assert_eq!(shown(&text), expected);
        }
    }

    #[test]
    fn a_quotation_ends_with_its_paragraph_unless_the_next_one_goes_on() {
        for expected in [
            "“{One two.\n\n“Three four.\n\n“Five,}” he said. “{Six.}”",
            "“{One}” he said. “\n\n“{Two}” he said.",
            "“{~One two.\n\n“Three,} “he said.",
            "« {Un.\n\n« Deux} »",
            "“{~One two.}\n\nThree, he said.\n\n“{Four}”",
            "“{One\ntwo\nthree,}” he said.\r\n\r\n\"{Four}\"\r\n",
            "“{One,}” he said.\n“{Two,}” he said.",
        ] {
            let text: String = expected.replace("{~", "").replace(['{', '}'], "");
            assert_eq!(shown(&text), expected);
        }
        let long = "word ".repeat(30);
        let text = format!("He said “{long}\nThen he left “soon”.");
        assert_eq!(shown(&text), format!("He said “{{~{}}} \nThen he left “{{soon}}”.", long.trim_end()));
    }

    proptest! {
        #[test]
        fn quotations_are_in_order_and_neither_empty_nor_padded(text in "([a-b]|[“”\"«»„ ,.\n']|\\PC){0,60}") {
            let mut end = 0;
            for Quotation { range, .. } in quotations(&text) {
                prop_assert!(end <= range.start);
                prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
                prop_assert!(!range.is_empty());
                end = range.end;
            }
        }

        #[test]
        fn quotations_stay_when_paragraphs_are_added(before in "[a-c “”\".]{0,20}", text in "[a-c “”\".]{0,40}", after in "[a-c .]{0,20}") {
            let whole = format!("{before}\n\n{text}\n\n{after}");
            let offset = before.len() + 2;
            let all = quotations(&whole);
            for Quotation { range, .. } in quotations(&text) {
                let moved = range.start + offset..range.end + offset;
                prop_assert!(all.iter().any(|quotation| quotation.range.start <= moved.start && moved.end <= quotation.range.end));
            }
        }
    }
}
