//! Writes what changed for a terminal.

use anstyle::{AnsiColor, Style};

use crate::diff::accept::Accepted;
use crate::diff::words::Piece;
use crate::diff::{Diff, Severity, Spot};

use super::diff_view::{Block, Line, Part, Section, Sign, answers, remarks, sections};
use super::{count, visible};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
const GREEN: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const YELLOW: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));

/// The report, with the escapes of a terminal; the printer takes them out where they are not wanted.
pub fn write(diff: &Diff, accepted: &Accepted<'_>) -> String {
    let mut out = format!("{BOLD}{}{BOLD:#}\n", diff.headline());
    for caution in diff.cautions() {
        out += &format!("{YELLOW}{caution}{YELLOW:#}\n");
    }
    for answer in answers(diff) {
        out += &format!("{answer}\n");
    }
    for section in sections(diff, accepted) {
        out += &write_section(&section);
    }
    let remarks = remarks(diff);
    if !remarks.is_empty() {
        out += &format!("\n{BOLD}Besides{BOLD:#}\n");
        remarks.iter().for_each(|remark| out += &format!("  {remark}\n"));
    }
    if !accepted.stale.is_empty() {
        out += &format!("\n{BOLD}Accepted, and no longer there{BOLD:#}\n");
        for stale in &accepted.stale {
            out += &format!("  {} {}: {}\n", visible(&stale.code), visible(&stale.record), visible(&stale.why));
        }
    }
    out
}

fn write_section(section: &Section) -> String {
    let mut out = format!("\n{BOLD}{}{BOLD:#} ({})\n", section.title, count(section.blocks.len(), "entry", "entries"));
    section.blocks.iter().for_each(|block| out += &write_block(block));
    out
}

fn write_block(block: &Block) -> String {
    let style = match block.sign {
        Sign::Plus => GREEN,
        Sign::Minus => RED,
        Sign::Tilde => YELLOW,
    };
    let code = if block.severity == Severity::Integrity { RED } else { DIM };
    let mut out =
        format!("  {style}{}{style:#} {} {code}[{}]{code:#}{}\n", block.sign.as_str(), parts(&block.head), block.code, places(block));
    for line in &block.lines {
        out += &match line {
            Line::Before(words) => format!("      {RED}-{RED:#} {}\n", parts(words)),
            Line::After(words) => format!("      {GREEN}+{GREEN:#} {}\n", parts(words)),
            Line::About(words) => format!("        {}\n", parts(words)),
            Line::Words([open, close], words) => format!("      {YELLOW}~{YELLOW:#} {open}{}{close}\n", pieces(words)),
        };
    }
    if let Some(why) = &block.accepted {
        out += &format!("        accepted: {}\n", visible(why));
    }
    out
}

fn parts(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Fixed(text) => text.clone(),
        Part::Data(text) => visible(text).into_owned(),
    };
    parts.iter().map(part).collect()
}

/// Words as `git diff --word-diff` marks them: the marks stay where colour does not.
fn pieces(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => visible(text).into_owned(),
        Piece::Removed(text) => format!("{RED}[-{}-]{RED:#}", visible(text)),
        Piece::Added(text) => format!("{GREEN}{{+{}+}}{GREEN:#}", visible(text)),
    };
    pieces.iter().map(piece).collect::<Vec<_>>().join(" ")
}

/// Where it stands: after, else before.
fn places(block: &Block) -> String {
    let place = |spot: &Spot| format!("{}:{}", visible(&spot.path), spot.line);
    match &block.spots {
        [_, Some(after)] => format!(" {DIM}{}{DIM:#}", place(after)),
        [Some(before), None] => format!(" {DIM}was {}{DIM:#}", place(before)),
        [None, None] => String::new(),
    }
}
