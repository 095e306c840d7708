//! The review comment, read back by a parser of CommonMark and GFM: no text of the data changes its shape, and it keeps within its limits.

use std::collections::{BTreeMap, BTreeSet};

use demarche::diff::accept::Accepted;
use demarche::diff::value::Value;
use demarche::diff::{Diff, Spot, Standing};
use demarche::load::{Acceptance, load};
use demarche::model::shape::{Kind, RecordKind};
use demarche::report::diff_markdown::{Options, write};
use demarche::report::diff_text;
use demarche::report::markdown::MOST_CHARACTERS;
use demarche::source::{FileId, Span, Spanned};
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use rayon::prelude::*;

use crate::datasets::{Records, changed, random, shape_of};
use crate::diff::side;
use crate::diff_laws::between;
use crate::driver::in_memory;
use crate::peers::{in_parallel, read};

/// What GitHub reads on top of CommonMark.
pub fn gfm() -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Gfm;
    Gfm::ENABLE_TABLES | Gfm::ENABLE_STRIKETHROUGH | Gfm::ENABLE_TASKLISTS | Gfm::ENABLE_FOOTNOTES | Gfm::ENABLE_MATH | Gfm::ENABLE_GFM
}

/// The shape of a comment: all that the parser sees, with the words of code spans and fences left out, and those words apart.
pub fn shape(markdown: &str) -> (Vec<String>, Vec<String>) {
    let (mut shape, mut words) = (Vec::new(), Vec::new());
    let mut in_fence = false;
    for event in Parser::new_ext(markdown, gfm()) {
        match event {
            Event::Code(text) => {
                shape.push("code".to_owned());
                words.push(text.into_string());
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                in_fence = true;
                shape.push(format!("fence {kind:?}"));
            }
            Event::End(TagEnd::CodeBlock) => {
                in_fence = false;
                shape.push("end of fence".to_owned());
            }
            Event::Text(text) if in_fence => words.push(text.into_string()),
            event => shape.push(format!("{event:?}")),
        }
    }
    (shape, words)
}

/// Nothing in a comment leads elsewhere, loads something or calls somebody.
pub fn is_harmless(markdown: &str) -> Result<(), String> {
    let mut in_fence = false;
    for event in Parser::new_ext(markdown, gfm()) {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_fence = true,
            Event::End(TagEnd::CodeBlock) => in_fence = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::Table(_) | Tag::Strikethrough)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => return Err(format!("{event:?}")),
            // GitHub makes mentions, references and addresses of plain text.
            Event::Text(text) if !in_fence && (text.contains(['@', '#']) || text.contains("://") || text.contains("www.")) => {
                return Err(format!("{event:?}"));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let tags = ["<details>", "<details open>", "</details>", "<summary>", "</summary>", "<b>", "</b>"];
                let rest = tags.iter().fold(html.to_string(), |rest, tag| rest.replace(tag, ""));
                if rest.contains(['<', '&', '@', '`']) {
                    return Err(format!("{event:?}"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The strings to inject, of all kinds.
pub fn payloads() -> Vec<String> {
    let all: serde_json::Value = serde_json::from_str(&read("tests/fixtures/hostile/payloads.json")).expect("the file is JSON");
    let texts = all.as_object().expect("an object").values().filter_map(|list| list.as_array());
    let mut payloads: Vec<String> = texts.flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect();
    let own = [
        "```\n</details>\n# x",
        "`",
        "``",
        "```````",
        "\\`",
        "`a",
        "a`",
        "  x  ",
        "~~~",
        "</summary>",
        "| a | b |\n|---|---|",
        "[^1]",
        "$x$",
    ];
    payloads.extend(own.map(str::to_owned));
    payloads
}

/// Puts a text in the place of every free text of a record: all words that a stranger may choose.
fn fill(kind: &Kind, value: &mut Value, with: &str) {
    match (kind, value) {
        (Kind::Text | Kind::Passage, Value::Text(text)) => *text = with.to_owned(),
        (Kind::List(item), Value::List(items)) => items.iter_mut().for_each(|value| fill(item, value, with)),
        (Kind::Map(_, kind), Value::Map(entries)) => entries.values_mut().for_each(|value| fill(kind, value, with)),
        (Kind::Record(shape), Value::Record(fields)) => {
            for (key, value) in fields {
                fill(&shape.field(key).expect("a key of the shape").kind, value, with);
            }
        }
        _ => {}
    }
}

/// The same records with a text in the place of every free text.
pub fn fill_all(records: &Records, text: &str) -> Records {
    let mut records = records.clone();
    for ((kind, _), value) in &mut records.records {
        fill(&Kind::Record(shape_of(*kind)), value, text);
    }
    records
}

/// A pair of datasets in which every free text that is removed is one text and every one that is added another.
pub fn filled(seed: u64, old: &str, new: &str) -> Diff {
    let before = random(seed);
    let after = changed(&before, seed + 1);
    between(&fill_all(&before, old).place(), &fill_all(&after, new).place())
}

/// Puts a text in the place of another one wherever words of the data stand in a comparison, names of files included.
pub fn inject(diff: &mut Diff, from: &str, to: &str) {
    fn into_value(value: &mut Value, put: &impl Fn(&mut String)) {
        match value {
            Value::Text(text) => put(text),
            Value::List(items) => items.iter_mut().for_each(|value| into_value(value, put)),
            Value::Map(entries) => entries.values_mut().for_each(|value| into_value(value, put)),
            Value::Record(fields) => fields.iter_mut().for_each(|(_, value)| into_value(value, put)),
        }
    }
    let put = |text: &mut String| *text = text.replace(from, to);
    let standing = |standing: &mut Standing| {
        [&mut standing.says, &mut standing.by, &mut standing.asserted_by].into_iter().for_each(put);
        standing.evidence.iter_mut().for_each(|side| put(&mut side.words));
    };
    let spots = |spots: &mut [Option<Spot>; 2]| spots.iter_mut().flatten().for_each(|spot| spot.path = spot.path.replace("statements", to));
    for found in &mut diff.impact.positions {
        [&mut found.thread.name, &mut found.thread.title].into_iter().for_each(put);
        found.before.iter_mut().chain(&mut found.after).for_each(standing);
        spots(&mut found.spots);
    }
    for found in &mut diff.impact.threads {
        [&mut found.thread.name, &mut found.thread.title].into_iter().for_each(put);
    }
    for found in &mut diff.impact.links {
        [&mut found.says, &mut found.about].into_iter().for_each(put);
        found.why.iter_mut().for_each(put);
        spots(&mut found.spots);
    }
    for found in &mut diff.impact.proofs {
        put(&mut found.says);
        found.before.iter_mut().chain(&mut found.after).for_each(|side| put(&mut side.words));
    }
    for found in &mut diff.impact.texts {
        found.lines.iter_mut().flatten().for_each(put);
    }
    for found in &mut diff.impact.findings {
        found.help.iter_mut().chain([&mut found.says, &mut found.about]).for_each(put);
        spots(&mut found.spots);
    }
    for found in &mut diff.impact.quotations {
        put(&mut found.says);
    }
    for found in &mut diff.changes {
        found.before.iter_mut().chain(&mut found.after).for_each(|value| into_value(value, &put));
        found.item.iter_mut().flatten().for_each(|value| into_value(value, &put));
        spots(&mut found.spots);
    }
}

#[test]
fn no_text_of_the_data_changes_the_shape_of_a_comment() {
    const PLACE: &str = "PLACEHOLDER";
    let acceptance = |text: &str| {
        let spanned = |text: &str| Spanned::new(text.to_owned(), Span::new(FileId::new(0), 0, 0));
        Acceptance { code: spanned(text), record: spanned(text), why: text.to_owned() }
    };
    let comment = |diff: &Diff, text: &str| {
        let mut diff = diff.clone();
        inject(&mut diff, PLACE, text);
        let (stale, reasons) = (acceptance(text), vec![Some(text); diff.entries().len()]);
        write(&diff, &Accepted { reasons, stale: vec![&stale] }, &Options { most: usize::MAX, ..Options::default() })
    };
    let diffs: Vec<Diff> = [3, 21].map(|seed| filled(seed, "before and after", PLACE)).into();
    assert!(diffs.iter().map(|diff| comment(diff, "word").matches("`word`").count()).min() > Some(20));
    let expected: Vec<Vec<String>> = diffs.iter().map(|diff| shape(&comment(diff, "word")).0).collect();
    let faults = |payload: &String| {
        let mut faults = Vec::new();
        for (diff, expected) in diffs.iter().zip(&expected) {
            let hostile = comment(diff, payload);
            if let Err(fault) = is_harmless(&hostile) {
                faults.push(format!("{payload:?}: {fault}"));
            }
            let (shape_of_it, words) = shape(&hostile);
            if shape_of_it != *expected {
                let differs = shape_of_it.iter().zip(expected).find(|(a, b)| a != b);
                faults.push(format!("{payload:?} changes the shape: {differs:?}"));
            }
            let visible: String = demarche::report::visible(payload).chars().take(150).collect();
            if !words.iter().any(|text| text.contains(visible.trim())) {
                faults.push(format!("{payload:?} cannot be read back"));
            }
        }
        faults
    };
    let faults: Vec<String> = in_parallel(|| payloads().par_iter().flat_map_iter(faults).collect());
    assert!(faults.is_empty(), "{}\n{} faults", faults.join("\n"), faults.len());
}

#[test]
fn no_text_of_the_data_reaches_a_terminal_bare() {
    const PLACE: &str = "PLACEHOLDER";
    let diffs: Vec<Diff> = [8].map(|seed| filled(seed, "before and after", PLACE)).into();
    let escapes = |text: &str| text.matches('\u{1b}').count();
    for payload in payloads() {
        for diff in &diffs {
            let written = |text: &str| {
                let mut diff = diff.clone();
                inject(&mut diff, PLACE, text);
                let reasons = vec![Some(text); diff.entries().len()];
                diff_text::write(&diff, &Accepted { reasons, stale: Vec::new() })
            };
            let (hostile, harmless) = (written(&payload), written("word"));
            assert_eq!(escapes(&hostile) % 2, 0, "each style is ended: {payload:?}");
            let bare = |sign: &char| (sign.is_control() && !matches!(sign, '\n' | '\u{1b}')) || demarche::yaml::is_invisible(*sign);
            assert_eq!(hostile.chars().find(bare), None, "{payload:?}");
            // The words of a passage may be told word by word on one side and as a whole on the other: as many colours more or less.
            let sequences = |text: &str| {
                text.split('\u{1b}').skip(1).map(|rest| rest.split_inclusive('m').next().map(str::to_owned)).collect::<BTreeSet<_>>()
            };
            assert!(sequences(&hostile).is_subset(&sequences(&harmless)), "{payload:?}: {:?}", sequences(&hostile));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_comment_keeps_within_any_limit_and_counts_what_it_cuts(seed in any::<u64>(), most in 4_000usize..20_000, long in 1usize..100) {
        let diff = filled(seed % 1_000, &"one two three ".repeat(long), &"one two four ` ".repeat(long));
        let whole = write(&diff, &Accepted::default(), &Options { most: usize::MAX, ..Options::default() });
        let cut = write(&diff, &Accepted::default(), &Options { most, ..Options::default() });
        prop_assert!(cut.chars().count() <= most, "{} characters of {most}", cut.chars().count());
        let headline = format!("### {}\n", diff.headline());
        prop_assert!(cut.starts_with(&headline) && whole.starts_with(&headline));
        prop_assert_eq!(cut != whole, cut.contains("**Cut to fit a comment: "));
        let heads = |text: &str| text.lines().filter(|line| line.starts_with("- **`")).count();
        let details = |text: &str| text.lines().filter(|line| line.trim_start().strip_suffix("diff").is_some_and(|marks| marks.len() > 2 && marks.chars().all(|sign| sign == '`'))).count();
        let told = cut.split_once("**Cut to fit a comment: ").map_or([0, 0], |(_, told)| {
            let numbers: Vec<usize> = told.lines().next().unwrap_or_default().split(' ').filter_map(|word| word.parse().ok()).collect();
            <[usize; 2]>::try_from(numbers).expect("a number of entries and one of details")
        });
        prop_assert_eq!(told, [heads(&whole) - heads(&cut), details(&whole) - details(&cut)]);
        let did_not_fit = cut.lines().filter_map(|line| line.strip_prefix("- and ")?.strip_suffix(" that did not fit")?.split(' ').next()?.parse::<usize>().ok());
        prop_assert_eq!(did_not_fit.sum::<usize>(), told[0]);
        prop_assert!(is_harmless(&cut).is_ok());
        prop_assert_eq!(cut.matches("<details").count(), cut.matches("</details>").count());
    }
}

#[test]
fn detail_is_cut_before_entries_and_the_lightest_first() {
    let diff = filled(3, "one two three", "one two four");
    let whole = write(&diff, &Accepted::default(), &Options { most: usize::MAX, ..Options::default() });
    let heads = |text: &str| text.lines().filter(|line| line.starts_with("- **`")).count();
    let fences = |text: &str| text.matches("```diff").count();
    assert!(heads(&whole) > 10 && fences(&whole) > 10, "{whole}");
    let mut before = (heads(&whole), fences(&whole));
    for most in (3_000..whole.chars().count() + 3_000).rev().step_by(500) {
        let cut = write(&diff, &Accepted::default(), &Options { most, ..Options::default() });
        let now = (heads(&cut), fences(&cut));
        assert!(now.0 <= before.0, "less room shows no more entries");
        assert!(now.0 == heads(&whole) || now.1 == 0, "an entry is cut only when all details are: {now:?} at {most}");
        before = now;
    }
    assert_eq!(before.1, 0, "the least room shows no detail");
}

#[test]
fn thousands_of_changes_make_a_comment_that_github_takes() {
    let place = side("label-changed", "old");
    let mut records = Records::of(&load(&place, &Default::default()).expect("memory can be read").dataset, BTreeMap::new());
    for number in 0..3_000 {
        let value = Value::Record(vec![("kind", Value::Text("state".into())), ("name", Value::Text(format!("State {number}")))]);
        records.records.insert((RecordKind::Actor, format!("state-{number}")), value);
    }
    let diff = between(&in_memory(&crate::driver::small()), &records.place());
    let comment = write(&diff, &Accepted::default(), &Options::default());
    let length = comment.chars().count();
    assert!(length <= MOST_CHARACTERS && length > MOST_CHARACTERS * 9 / 10, "{length}");
    assert!(comment.contains("**Cut to fit a comment: ") && comment.starts_with("### "));
}

#[test]
fn the_picture_is_the_first_thing_to_go() {
    let diff = between(&side("split", "old"), &side("split", "new"));
    let picture = "flowchart LR\n  a --> b".to_owned();
    let with = |picture: &str, most: usize| write(&diff, &Accepted::default(), &Options { most, picture: Some(picture) });
    let comment = with(&picture, MOST_CHARACTERS);
    assert!(
        comment.contains("<details><summary>Picture</summary>\n\n```mermaid\nflowchart LR\n  a --> b\n```\n\n</details>\n"),
        "{comment}"
    );
    let comment = with(&format!("{picture}\n").repeat(4_000), MOST_CHARACTERS);
    assert!(comment.contains("The picture is left out") && !comment.contains("flowchart") && !comment.contains("Cut to fit"), "{comment}");
}

#[test]
fn a_reviewer_reads_the_position_and_the_proof_in_the_comment() {
    let comment = |case: &str| write(&between(&side(case, "old"), &side(case, "new")), &Accepted::default(), &Options::default());
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        for case in ["position-hardened", "proof-lost", "source-removed", "split", "paraphrase-replaced-by-quotation", "layout"] {
            insta::assert_snapshot!(format!("diff-markdown-{case}"), comment(case));
        }
    });
}
