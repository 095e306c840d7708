//! Writes what changed as a review comment, within the limits of GitHub.

use crate::diff::Diff;
use crate::diff::accept::Accepted;

use super::diff_plain::plain_line;
use super::diff_view::{Block, Part, answers, remarks, sections};
use super::markdown::{Comment, Entry, MOST_CHARACTERS, MOST_IN_HEAD, Section, code};

/// How a review comment is written.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// The most characters of the whole comment.
    pub most: usize,
    /// A drawing of the changes in Mermaid, from our own writer, which has made the words of the data harmless.
    pub picture: Option<&'o str>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options { most: MOST_CHARACTERS, picture: None }
    }
}

/// Sections that stand open: what the changes do.
const OPEN: [&str; 8] = [
    "Positions",
    "Order of statements",
    "Paths",
    "Contradictions",
    "Proofs and stored texts",
    "Findings of the checks",
    "Removed, and what referred to it",
    "Changes that touch integrity",
];

/// The comment. What does not fit is left out and counted: the picture first, then details, then entries; of both the last first.
pub fn write(diff: &Diff, accepted: &Accepted<'_>, options: &Options<'_>) -> String {
    let paragraphs = |texts: Vec<String>, mark: &str| texts.iter().map(|text| format!("\n{mark}{text}{mark}\n")).collect::<String>();
    let section = |section: super::diff_view::Section| Section {
        title: section.title,
        // Where no position changed, what the records say is the news.
        is_open: OPEN.contains(&section.title) || (diff.impact.positions.is_empty() && section.title == "Changes of what the record says"),
        entries: section.blocks.iter().map(entry).collect(),
    };
    let comment = Comment {
        title: diff.headline(),
        above: paragraphs(diff.cautions(), "**") + &paragraphs(answers(diff), ""),
        sections: sections(diff, accepted).into_iter().map(section).collect(),
        picture: options.picture.map(str::to_owned),
        below: paragraphs(remarks(diff), "") + &stale(accepted),
        command: "demarche diff",
    };
    comment.write(options.most)
}

/// Acceptances that nothing needs.
fn stale(accepted: &Accepted<'_>) -> String {
    if accepted.stale.is_empty() {
        return String::new();
    }
    const MOST: usize = 20;
    let mut out = "\n**Accepted, and no longer there**\n\n".to_owned();
    for stale in accepted.stale.iter().take(MOST) {
        out += &format!("- {} {}\n", code(&stale.code, MOST_IN_HEAD), code(&stale.record, MOST_IN_HEAD));
    }
    if accepted.stale.len() > MOST {
        out += &format!("- and {} more\n", accepted.stale.len() - MOST);
    }
    out
}

fn entry(block: &Block) -> Entry {
    let place = match &block.spots {
        [_, Some(after)] => format!(" at {}", code(&format!("{}:{}", after.path, after.line), MOST_IN_HEAD)),
        [Some(before), None] => format!(" was at {}", code(&format!("{}:{}", before.path, before.line), MOST_IN_HEAD)),
        [None, None] => String::new(),
    };
    let accepted = block.accepted.as_ref().map(|why| format!(", accepted: {}", code(why, MOST_IN_HEAD))).unwrap_or_default();
    let head = format!("**`{}`** {} (`{}`{accepted}){place}", block.sign.as_str(), head_parts(&block.head), block.code);
    Entry::new(&head, "diff", &block.lines.iter().map(plain_line).collect::<Vec<_>>())
}

fn head_parts(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        let text = match part {
            Part::Fixed(text) => text.clone(),
            Part::Data(text) => code(text, MOST_IN_HEAD),
        };
        // Two runs of backticks side by side would be one run.
        if out.ends_with('`') && text.starts_with('`') {
            out.push(' ');
        }
        out += &text;
    }
    out
}
