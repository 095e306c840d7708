//! Writes what a check found as a review comment, within the limits of GitHub.

use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceMap;

use super::markdown::{Comment, Entry, MOST_IN_HEAD, Section, code};
use super::{summary, text};

/// The sections: by severity, the heaviest first.
const SECTIONS: [(&str, Severity); 3] = [("Errors", Severity::Error), ("Warnings", Severity::Warning), ("Notes", Severity::Note)];

/// The comment, of at most so many characters; findings that are acknowledged too, where they are wanted.
pub fn write(checked: &Checked, sources: &SourceMap, prefix: &str, with_acknowledged: bool, most: usize) -> String {
    let mut sections: Vec<Section> = SECTIONS
        .iter()
        .map(|(title, severity)| {
            let found = checked.diagnostics.iter().filter(|found| found.severity == *severity);
            let entries = found.map(|found| entry(found, None, sources, prefix)).collect();
            Section { title, is_open: *severity == Severity::Error, entries }
        })
        .collect();
    if with_acknowledged {
        let entries = checked.acknowledged.iter().map(|(found, why)| entry(found, Some(why), sources, prefix)).collect();
        sections.push(Section { title: "Acknowledged", is_open: false, entries });
    }
    sections.retain(|section| !section.entries.is_empty());
    Comment { title: summary(checked), sections, command: "demarche check", ..Comment::default() }.write(most)
}

fn entry(found: &Diagnostic, accepted: Option<&str>, sources: &SourceMap, prefix: &str) -> Entry {
    let place = match (&found.primary, &found.path) {
        (Some(label), _) => {
            let (path, position) = sources.place(label.span);
            format!(" at {}", code(&format!("{prefix}{path}:{}", position.line), MOST_IN_HEAD))
        }
        (None, Some(path)) => format!(" at {}", code(&format!("{prefix}{path}"), MOST_IN_HEAD)),
        (None, None) => String::new(),
    };
    let why = accepted.map(|why| format!(", acknowledged: {}", code(why, MOST_IN_HEAD))).unwrap_or_default();
    let head = format!("{} (`{}`{why}){place}", code(&found.headline, MOST_IN_HEAD), found.code);
    let options = text::Options { prefix: prefix.to_owned(), styled: false };
    // Its first line says what the head says.
    let lines: Vec<String> = text::finding(found, sources, &options).lines().skip(1).map(str::to_owned).collect();
    Entry::new(&head, "text", &lines)
}
