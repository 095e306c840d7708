//! The picture of a review comment: both revisions in one Mermaid diagram, found by a reader of GFM and read by mermaid itself.

use demarche::diff::{self, Diff};
use demarche::export::mermaid;
use demarche::report::markdown::MOST_CHARACTERS;
use demarche::tree::Place;
use demarche::view::{self, Review};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::datasets::{changed, random};
use crate::diff::diff;
use crate::diff_laws::{loaded, with_side};
use crate::diff_markdown::{fill_all, gfm, is_harmless, payloads};
use crate::exports::{read_by_mermaid, shape};
use crate::peers::peers;

/// The diagrams of a comment, as a reader of GFM finds them.
fn pictures(markdown: &str) -> Vec<String> {
    let (mut pictures, mut within) = (Vec::new(), false);
    for event in Parser::new_ext(markdown, gfm()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "mermaid" => {
                within = true;
                pictures.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => within = false,
            Event::Text(text) if within => *pictures.last_mut().expect("it was begun") += &text,
            _ => {}
        }
    }
    pictures
}

fn nodes(answer: &Value) -> Vec<(String, Vec<String>)> {
    let texts = |list: &Value| list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect();
    let node = |node: &Value| {
        let lines: Vec<String> = texts(&node["lines"]);
        (lines.join("\n"), texts(&node["classes"]))
    };
    answer["nodes"].as_array().expect("a list").iter().map(node).collect()
}

#[test]
fn a_comment_holds_one_picture_with_signs_and_dimmed_context_that_mermaid_reads() {
    let Some(peers) = peers() else { return };
    let cases = [
        ("claim-added", "+ added"),
        ("claim-removed", "- removed"),
        ("firmness-changed", "~ changed"),
        ("proof-lost", "! proof in doubt"),
        ("statement-removed", "- removed"),
        ("split", "~ changed"),
    ];
    let comments: Vec<String> = cases.iter().map(|(case, _)| diff(case, &["--format", "markdown"]).expect(0)).collect();
    let mut texts = Vec::new();
    for (comment, (case, _)) in comments.iter().zip(cases) {
        is_harmless(comment).unwrap_or_else(|fault| panic!("{case}: {fault}"));
        assert!(comment.chars().count() <= MOST_CHARACTERS, "{case}");
        let found = pictures(comment);
        assert_eq!(found.len(), 1, "{case}: {comment}");
        texts.extend(found);
    }
    for (answer, (case, sign)) in read_by_mermaid(&peers, &texts).iter().zip(cases) {
        assert_eq!(answer["ok"], true, "{case}: {}", answer["error"]);
        let nodes = nodes(answer);
        let has = |wanted: &str| nodes.iter().any(|(text, _)| text.replace('−', "-").starts_with(wanted));
        assert!(has(sign), "{case}: {nodes:?}");
        // What is as it was has no sign, and is drawn as what is quiet.
        let dimmed = nodes.iter().filter(|(_, classes)| classes.iter().any(|class| class == "quiet"));
        assert!(
            dimmed.clone().all(|(text, _)| !Review::ALL.iter().any(|kind| *kind != Review::Same && text.contains(kind.as_str()))),
            "{case}"
        );
        // Where nothing else was said on the demand there is nothing to dim.
        assert!(dimmed.count() > 0 || ["statement-removed", "proof-lost"].contains(&case), "{case}: {nodes:?}");
    }
    // Nothing is drawn where no claim differs.
    for case in ["layout", "url-changed", "actor-added"] {
        let comment = diff(case, &["--format", "markdown"]).expect(0);
        assert!(pictures(&comment).is_empty() && !comment.contains("Picture"), "{case}: {comment}");
    }
}

fn compared<T>(old: &Place, new: &Place, job: impl FnOnce(&diff::Side<'_>, &diff::Side<'_>, &Diff) -> T) -> T {
    let (before, after) = (loaded(old), loaded(new));
    with_side(old, &before, |old| with_side(new, &after, |new| job(old, new, &diff::between(old, new))))
}

#[test]
fn no_text_of_the_data_changes_the_shape_of_the_picture() {
    let Some(peers) = peers() else { return };
    let before = random(3);
    let after = changed(&before, 4);
    let drawn = |text: &str| {
        compared(&before.place(), &fill_all(&after, text).place(), |old, new, diff| {
            mermaid::write(&view::diff(old, new, diff, &view::Options::default()))
        })
    };
    // Signs that YAML refuses never get as far as this.
    let is_read = |payload: &String| {
        loaded(&fill_all(&after, payload).place()).dataset.statements.len() == loaded(&after.place()).dataset.statements.len()
    };
    let payloads: Vec<String> = payloads().into_iter().filter(is_read).collect();
    assert!(payloads.len() > 100, "{}", payloads.len());
    // A short text may be told with what it was, a long one not: the words of nodes are left out of the shape, not their number.
    let texts: Vec<String> = std::iter::once("some other word").chain(payloads.iter().map(String::as_str)).map(drawn).collect();
    let answers = read_by_mermaid(&peers, &texts);
    assert_eq!(answers[0]["ok"], true, "{}", answers[0]["error"]);
    for (answer, payload) in answers[1..].iter().zip(&payloads) {
        assert_eq!(answer["ok"], true, "{payload:?}: {}", answer["error"]);
        assert!(answer["nodes"].as_array().expect("a list").iter().all(|node| node["acts"] == false), "{payload:?}");
        assert_eq!(shape(answer), shape(&answers[0]), "{payload:?}");
    }
}
