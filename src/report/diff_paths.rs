//! Settles what a report of changes says of a path that appeared or vanished.

use crate::diff::{PathChange, Way};
use crate::path::rests_on;

use super::count;
use super::diff_parts::{Line, Part, Sign};

/// Sign, head and lines.
pub fn path(found: &PathChange) -> (Sign, Vec<Part>, Vec<Line>) {
    let fixed = |text: &str| Part::Fixed(text.to_owned());
    let appeared = found.kind.code.0 == "path-appeared";
    let [from, to] = &found.ends;
    let words = match (&found.before, &found.after) {
        (Some(_), Some(_)) if appeared => "is joined more strongly to",
        (Some(_), Some(_)) => "is joined less strongly to",
        _ if appeared => "is joined to",
        _ => "is no longer joined to",
    };
    let mut head = vec![Part::Data(from.key()), fixed(&format!(" {words} ")), Part::Data(to.key())];
    if found.is_watched {
        head.push(fixed(", a pair that is watched"));
    }
    let mut lines: Vec<Line> = found.why.iter().map(|why| Line::About(vec![fixed("watched because: "), Part::Data(why.clone())])).collect();
    lines.extend(found.before.iter().map(|way| Line::Before(way_parts(from.key(), way))));
    lines.extend(found.after.iter().map(|way| Line::After(way_parts(from.key(), way))));
    let sign = match (&found.before, &found.after) {
        (None, _) => Sign::Plus,
        (_, None) => Sign::Minus,
        _ => Sign::Tilde,
    };
    (sign, head, lines)
}

/// A way: what it rests on, then each record with the word of the link and the way it leads.
fn way_parts(from: String, way: &Way) -> Vec<Part> {
    let mut parts =
        vec![Part::Fixed(format!("{} {}: ", count(way.steps.len(), "link", "links"), rests_on(way.strength))), Part::Data(from)];
    for step in &way.steps {
        let arrow = if step.leads_on { format!(" —{}→ ", step.word) } else { format!(" ←{}— ", step.word) };
        parts.extend([Part::Fixed(arrow), Part::Data(step.to.clone())]);
    }
    parts
}
