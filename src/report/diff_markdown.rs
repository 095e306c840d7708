//! Writes what changed as a review comment, within the limits of GitHub.
//!
//! Words from the data stand inside code spans and fences alone, each on one line: they are no markup, no link, no mention and no picture.

use crate::diff::Diff;
use crate::diff::accept::Accepted;
use crate::diff::words::Piece;

use super::diff_view::{Block, Line, Part, Section, answers, cautions, remarks, sections};
use super::{count, visible};

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

/// The most characters of a review comment: GitHub takes 65,536.
pub const MOST_CHARACTERS: usize = 60_000;

/// The most characters of one text from the data in the line that says what changed, and below it.
const MOST_IN_HEAD: usize = 200;
const MOST_IN_LINE: usize = 2_000;
/// The most lines below one entry.
const MOST_LINES: usize = 40;
/// What is kept free for the titles of sections and for saying what was cut.
const SCAFFOLD: usize = 2_500;

/// Sections that stand open: what the changes do.
const OPEN: [&str; 7] = [
    "Positions",
    "Order of statements",
    "Contradictions",
    "Proofs and stored texts",
    "Findings of the checks",
    "Removed, and what referred to it",
    "Changes that touch integrity",
];

/// An entry as Markdown: the line that says what it is, and the fence with what there is to know about it.
struct Written {
    head: String,
    detail: String,
    head_fits: bool,
    detail_fits: bool,
}

/// The comment. What does not fit is left out and counted: the picture first, then details, then entries; of both the last first.
pub fn write(diff: &Diff, accepted: &Accepted<'_>, options: &Options<'_>) -> String {
    let mut out = format!("### {}\n", diff.headline());
    out += &cautions(diff).iter().map(|caution| format!("\n**{caution}**\n")).collect::<String>();
    out += &answers(diff).iter().map(|answer| format!("\n{answer}\n")).collect::<String>();
    let mut foot: String = remarks(diff).iter().map(|remark| format!("\n{remark}\n")).collect();
    foot += &stale(accepted);
    let used = length(&out) + length(&foot) + SCAFFOLD;
    let mut room = options.most.saturating_sub(used);
    let sections: Vec<(Section, Vec<Written>)> = sections(diff, accepted)
        .into_iter()
        .map(|section| {
            let written = section.blocks.iter().map(written).collect();
            (section, written)
        })
        .collect();
    let mut sections = sections;
    let mut all_fit = true;
    for written in sections.iter_mut().flat_map(|(_, written)| written) {
        all_fit = all_fit && take(&mut room, &written.head);
        written.head_fits = all_fit;
    }
    // No detail of one entry is worth another entry.
    for written in sections.iter_mut().flat_map(|(_, written)| written).filter(|_| all_fit) {
        written.detail_fits = take(&mut room, &written.detail);
    }
    for (section, written) in &sections {
        out += &write_section(section, written);
    }
    if let Some(picture) = options.picture {
        let picture = format!("\n<details><summary>Picture</summary>\n\n{}\n</details>\n", fence("mermaid", picture.lines(), ""));
        if take(&mut room, &picture) {
            out += &picture;
        } else {
            out += "\nThe picture is left out: it is too large for a comment.\n";
        }
    }
    let all = || sections.iter().flat_map(|(_, written)| written);
    let (entries, details) = (
        all().filter(|written| !written.head_fits).count(),
        all().filter(|written| !written.detail_fits && !written.detail.is_empty()).count(),
    );
    if entries + details > 0 {
        out += &format!(
            "\n**Cut to fit a comment: {} and the details of {}.** `demarche diff` prints all.\n",
            count(entries, "entry", "entries"),
            count(details, "entry", "entries")
        );
    }
    out + &foot
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Whether a text fits in what room there is, which is less by it then.
fn take(room: &mut usize, text: &str) -> bool {
    let length = length(text);
    let fits = length <= *room;
    *room -= if fits { length } else { 0 };
    fits
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

fn write_section(section: &Section, written: &[Written]) -> String {
    let open = if OPEN.contains(&section.title) { " open" } else { "" };
    let mut out = format!("\n<details{open}><summary><b>{}</b> ({})</summary>\n\n", section.title, written.len());
    for entry in written.iter().filter(|entry| entry.head_fits) {
        out += &entry.head;
        if entry.detail_fits {
            out += &entry.detail;
        }
    }
    let cut = written.iter().filter(|entry| !entry.head_fits).count();
    if cut > 0 {
        out += &format!("- and {} that did not fit\n", count(cut, "more entry", "more entries"));
    }
    out + "\n</details>\n"
}

fn written(block: &Block) -> Written {
    let place = match &block.spots {
        [_, Some(after)] => format!(" at {}", code(&format!("{}:{}", after.path, after.line), MOST_IN_HEAD)),
        [Some(before), None] => format!(" was at {}", code(&format!("{}:{}", before.path, before.line), MOST_IN_HEAD)),
        [None, None] => String::new(),
    };
    let accepted = block.accepted.as_ref().map(|why| format!(", accepted: {}", code(why, MOST_IN_HEAD))).unwrap_or_default();
    let head = format!("- **`{}`** {} (`{}`{accepted}){place}\n", block.sign.as_str(), head_parts(&block.head), block.code);
    let lines: Vec<String> = block.lines.iter().take(MOST_LINES).map(line).collect();
    let more = block.lines.len().saturating_sub(MOST_LINES);
    let more = (more > 0).then(|| format!("  and {more} more lines"));
    let lines: Vec<&str> = lines.iter().chain(&more).map(String::as_str).collect();
    let detail = if lines.is_empty() { String::new() } else { fence("diff", lines.into_iter(), "  ") };
    Written { head, detail, head_fits: false, detail_fits: false }
}

/// A line inside a fence: a difference begins with its sign, all else with two blanks.
fn line(line: &Line) -> String {
    let (sign, text) = match line {
        Line::Before(parts) => ("- ", plain_parts(parts)),
        Line::After(parts) => ("+ ", plain_parts(parts)),
        Line::About(parts) => ("  ", plain_parts(parts)),
        Line::Words([open, close], pieces) => ("  ", format!("{open}{}{close}", plain_pieces(pieces))),
    };
    format!("{sign}{text}")
}

fn plain_parts(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Fixed(text) => text.clone(),
        Part::Data(text) => shortened(&visible(text), MOST_IN_LINE),
    };
    parts.iter().map(part).collect()
}

fn plain_pieces(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => shortened(&visible(text), MOST_IN_LINE),
        Piece::Removed(text) => format!("[-{}-]", shortened(&visible(text), MOST_IN_LINE)),
        Piece::Added(text) => format!("{{+{}+}}", shortened(&visible(text), MOST_IN_LINE)),
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
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

/// The beginning of a long text, with the number of characters that are left out.
fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}… ({} more characters)", &text[..end], text[end..].chars().count()),
        None => text.to_owned(),
    }
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A text as a code span: between more backticks than it holds in a row.
fn code(text: &str, most: usize) -> String {
    let text = shortened(&visible(text), most);
    let marks = "`".repeat(longest_run(&text) + 1);
    // A reader takes away one blank on each side where both are there: then those of the text stay.
    let needs_blank = text.is_empty() || text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let blank = if needs_blank { " " } else { "" };
    format!("{marks}{blank}{text}{blank}{marks}")
}

/// Lines as a fenced block, each after an indentation: between more backticks than any line holds in a row.
fn fence<'l>(language: &str, lines: impl Iterator<Item = &'l str> + Clone, indentation: &str) -> String {
    let marks = "`".repeat(lines.clone().map(longest_run).max().unwrap_or_default().max(2) + 1);
    let body: String = lines.map(|line| format!("{indentation}{line}\n")).collect();
    format!("{indentation}{marks}{language}\n{body}{indentation}{marks}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_has_more_backticks_than_its_text() {
        for (text, expected) in [
            ("plain", "`plain`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("``x", "``` ``x ```"),
            (" x ", "`  x  `"),
            ("", "`  `"),
            ("a\nb", "`a\\u{a}b`"),
        ] {
            assert_eq!(code(text, 100), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_says_how_much_is_missing() {
        assert_eq!(shortened("äbcdef", 4), "äbcd… (2 more characters)");
        assert_eq!(shortened("äbcd", 4), "äbcd");
    }

    #[test]
    fn a_fence_is_longer_than_any_run_in_it() {
        assert_eq!(fence("diff", ["- a", "+ ```` b"].into_iter(), "  "), "  `````diff\n  - a\n  + ```` b\n  `````\n");
    }
}
