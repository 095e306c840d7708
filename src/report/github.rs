//! Writes annotations as workflow commands of GitHub Actions: each is one line of the log.
//!
//! A command is `::name key=value,key=value::message`. In the message `%`, CR and LF are written as `%25`, `%0D` and `%0A`; in values also
//! `:` and `,` as `%3A` and `%2C`. GitHub shows ten commands of a kind for a step and keeps the others in the log, so the tenth says how
//! many more there are.

use super::annotation::{Annotation, Level, Report};
use super::markdown::shortened;
use super::visible;

/// The most annotations of one kind that GitHub shows for a step.
const MOST_SHOWN: usize = 10;
/// The most characters of a message: GitHub takes 64 KB, and nobody reads as much beside a line.
const MOST_IN_MESSAGE: usize = 4_000;

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

/// The commands: the headline as a notice, what could not be seen as warnings, then the annotations, the heaviest first.
pub fn write(report: &Report) -> String {
    let title = format!("demarche {}", report.command);
    let mut out = command(Level::Note, &[("title", &title)], &report.headline);
    for caution in &report.cautions {
        out += &command(Level::Warning, &[("title", &title)], caution);
    }
    for level in [Level::Error, Level::Warning, Level::Note] {
        let all: Vec<&Annotation> = report.annotations.iter().filter(|annotation| annotation.level == level).collect();
        let before = match level {
            Level::Error => 0,
            Level::Warning => report.cautions.len(),
            Level::Note => 1,
        };
        let shown = if all.len() + before <= MOST_SHOWN { all.len() } else { (MOST_SHOWN - 1).saturating_sub(before) };
        out.extend(all.iter().take(shown).map(|annotation| write_one(annotation)));
        if shown < all.len() {
            let more = format!("{} more of this kind stand in the log: GitHub shows {MOST_SHOWN}", all.len() - shown);
            out += &command(level, &[("title", &title)], &more);
        }
        out.extend(all.iter().skip(shown).map(|annotation| write_one(annotation)));
    }
    out
}

fn write_one(annotation: &Annotation) -> String {
    let spot = &annotation.spot;
    let title = format!("demarche: {}", annotation.code);
    let numbers = [spot.line, spot.end_line, spot.column, spot.end_column].map(|number| number.to_string());
    let path = visible(&spot.path);
    let mut properties = vec![("file", &*path), ("line", &numbers[0])];
    if annotation.is_exact {
        properties.push(("endLine", &numbers[1]));
        // GitHub refuses columns where there are several lines.
        if spot.line == spot.end_line {
            properties.extend([("col", numbers[2].as_str()), ("endColumn", &numbers[3])]);
        }
    }
    properties.push(("title", &title));
    command(annotation.level, &properties, &annotation.text().join("\n"))
}

fn command(level: Level, properties: &[(&str, &str)], message: &str) -> String {
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", value_escaped(value))).collect();
    format!("::{} {}::{}\n", name(level), properties.join(","), message_escaped(&shortened(message, MOST_IN_MESSAGE)))
}

fn message_escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn value_escaped(text: &str) -> String {
    message_escaped(text).replace(':', "%3A").replace(',', "%2C")
}
