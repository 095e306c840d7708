//! Settles what a report of changes says, section by section, before any format writes it. What comes from the data is marked as such.

use crate::date::{Certainty, ClaimDate};
use crate::diff::accept::Accepted;
use crate::diff::compare::Step;
use crate::diff::value::Value;
use crate::diff::words::{self, Piece};
use crate::diff::{
    Change, Diff, Entry, Item, LinkChange, Move, PassageChange, PassageSide, Placed, PositionChange, Removal, Reordered, Severity, Spot,
    Standing,
};
use crate::model::Form;
use crate::model::shape::Kind;

use super::count;
use super::diff_line::{Line, Part, Sign};
use super::diff_paths::path;

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Whether it came, went, or is another.
    pub sign: Sign,
    /// The code.
    pub code: &'static str,
    /// What it touches.
    pub severity: Severity,
    /// What it is, in one line.
    pub head: Vec<Part>,
    /// What there is to know about it.
    pub lines: Vec<Line>,
    /// The lines before and after.
    pub spots: [Option<Spot>; 2],
    /// The reason for which it is accepted.
    pub accepted: Option<String>,
}

/// Changes of one sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What they have in common.
    pub title: &'static str,
    /// The changes; never empty.
    pub blocks: Vec<Block>,
}

fn fixed(text: impl Into<String>) -> Part {
    Part::Fixed(text.into())
}

fn data(text: impl Into<String>) -> Part {
    Part::Data(text.into())
}

/// The titles of the sections, in the order in which they are written.
const SECTIONS: [&str; 12] = [
    "Positions",
    "Order of statements",
    "Paths",
    "Contradictions",
    "Lineage",
    "Proofs and stored texts",
    "Removed, and what referred to it",
    "Changes that touch integrity",
    "Changes of what the record says",
    "Changes of provenance",
    "Editorial changes",
    "Records under other ids",
];

fn section(item: &Item<'_>) -> usize {
    match item {
        Item::Position(_) => 0,
        Item::Thread(_) => 1,
        Item::Path(_) => 2,
        Item::Link(link) if link.is_contradiction() => 3,
        Item::Link(_) => 4,
        Item::Text(_) | Item::Proof(_) | Item::Quotation(_) => 5,
        Item::Removal(_) => 6,
        Item::Change(change) => 7 + Severity::ALL.iter().position(|severity| *severity == change.kind.severity).unwrap_or_default(),
        Item::Move(_) => 11,
    }
}

/// What a report says of each entry, in their order.
pub fn blocks(entries: &[Entry<'_>], accepted: &Accepted<'_>) -> Vec<Block> {
    let all = entries.iter().enumerate();
    all.map(|(index, entry)| block(entry, accepted.reasons.get(index).copied().flatten())).collect()
}

/// The sections of a report, those without a change left out.
pub fn sections(diff: &Diff, accepted: &Accepted<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = SECTIONS.iter().map(|title| Section { title, blocks: Vec::new() }).collect();
    let entries = diff.entries();
    for (entry, block) in entries.iter().zip(blocks(&entries, accepted)) {
        sections[section(&entry.item)].blocks.push(block);
    }
    sections.retain(|section| !section.blocks.is_empty());
    sections
}

/// What the comparison could not see, in whole sentences; our own words only.
pub fn cautions(diff: &Diff) -> Vec<String> {
    let mut remarks = Vec::new();
    for (side, errors) in ["before", "after"].iter().zip(diff.errors) {
        if errors > 0 {
            remarks.push(format!(
                "The dataset {side} has {}: what could not be read is not compared, and looks as if it were not there.",
                count(errors, "error", "errors")
            ));
        }
    }
    let paths = &diff.impact.paths;
    if paths.left_out > 0 {
        remarks.push(format!("Too many records changed: paths to and from {} of them were not looked for.", paths.left_out));
    }
    if paths.untold > 0 {
        remarks.push(format!("{} more appeared or vanished between records that changed.", count(paths.untold, "path", "paths")));
    }
    for kind in &diff.not_compared {
        remarks.push(format!("Too many {} vanished and appeared to tell which are alike: none was looked for.", kind.plural()));
    }
    remarks
}

/// What changed without meaning, in whole sentences; our own words only.
pub fn remarks(diff: &Diff) -> Vec<String> {
    let mut remarks = Vec::new();
    let (lines, moved) = (diff.formatting.lines, diff.formatting.moved);
    if lines > 0 {
        remarks.push(format!("{} changed without meaning: order, layout or comments.", count(lines, "line", "lines")));
    }
    if moved > 0 {
        remarks.push(format!("{} in another file.", count(moved, "record stands", "records stand")));
    }
    remarks
}

fn block(entry: &Entry<'_>, reason: Option<&str>) -> Block {
    let kind = entry.item.kind();
    let (sign, head, lines) = match entry.item {
        Item::Position(found) => position(found),
        Item::Thread(found) => thread(found),
        Item::Path(found) => path(found),
        Item::Link(found) => link(found),
        Item::Text(found) => {
            let hash = |hash: &Option<String>| vec![fixed("SHA-256 "), data(hash.as_deref().unwrap_or("none: the text cannot be read"))];
            let head = vec![data(found.record.key()), fixed(": the stored text has other bytes")];
            (Sign::Tilde, head, vec![Line::Before(hash(&found.before)), Line::After(hash(&found.after))])
        }
        Item::Proof(found) => proof(found),
        Item::Quotation(found) => {
            let (sign, words) = match kind.code.0 {
                "foundation-lost" => (Sign::Minus, "rests on nothing any more"),
                "foundation-gained" => (Sign::Plus, "has evidence now"),
                "quotation-lost" => (Sign::Minus, "no longer rests on the speaker's own words"),
                _ => (Sign::Plus, "now rests on the speaker's own words"),
            };
            let head = vec![data(found.record.key()), fixed(format!(" {words}"))];
            (sign, head, vec![Line::About(vec![fixed("claim: "), data(&*found.says)])])
        }
        Item::Removal(found) => removal(found),
        Item::Change(found) => change(found),
        Item::Move(found) => moved(found),
    };
    Block {
        sign,
        code: kind.code.0,
        severity: kind.severity,
        head,
        lines,
        spots: entry.item.spots().clone(),
        accepted: reason.map(str::to_owned),
    }
}

type Settled = (Sign, Vec<Part>, Vec<Line>);

fn position(found: &PositionChange) -> Settled {
    let (sign, word) = match found.kind.code.0 {
        "position-taken" => (Sign::Plus, "newly taken"),
        "position-lost" => (Sign::Minus, "no longer taken"),
        "position-hardened" => (Sign::Tilde, "hardened"),
        "position-softened" => (Sign::Tilde, "softened"),
        "position-withdrawn" => (Sign::Tilde, "withdrawn"),
        "position-reinstated" => (Sign::Tilde, "reinstated"),
        "position-redated" => (Sign::Tilde, "redated"),
        _ => (Sign::Tilde, "moved"),
    };
    let thread = &found.thread;
    let mut head = vec![fixed(format!("{word}: ")), data(&*thread.name), fixed(" on "), data(&*thread.title)];
    if let (Some(before), Some(after)) = (&found.before, &found.after)
        && (before.act, before.firmness) != (after.act, after.firmness)
    {
        head.push(fixed(format!(": {} → {}", stand(before), stand(after))));
    } else if let (Some(only), None) | (None, Some(only)) = (&found.before, &found.after) {
        head.push(fixed(format!(": {}", stand(only))));
    }
    let mut lines = vec![Line::About(vec![data(format!("thread:{}/{}", thread.principal, thread.demand))])];
    match (&found.before, &found.after) {
        (Some(before), Some(after)) if word == "redated" => lines.push(Line::About(redated(before, after))),
        (before, after) => {
            lines.extend(before.as_ref().map(|standing| Line::Before(standing_parts(standing))));
            lines.extend(after.as_ref().map(|standing| Line::After(standing_parts(standing))));
        }
    }
    lines.extend(because(&found.because));
    (sign, head, lines)
}

/// What differs between two standings that are the same in what they demand.
fn redated(before: &Standing, after: &Standing) -> Vec<Part> {
    let order = |standing: &Standing| {
        format!("{} after the one before it", if standing.order == Certainty::Certain { "certainly" } else { "possibly" })
    };
    let utterances = |standing: &Standing| count(standing.utterances, "utterance", "utterances");
    let facets = [
        ("said", before.said.clone(), after.said.clone()),
        ("first taken", before.introduced.clone(), after.introduced.clone()),
        ("last taken", before.asserted.clone(), after.asserted.clone()),
        ("in", utterances(before), utterances(after)),
        ("", order(before), order(after)),
    ];
    let differing = facets.into_iter().filter(|(_, before, after)| before != after);
    let shown: Vec<String> = differing.map(|(what, before, after)| format!("{what} {before} → {after}").trim_start().to_owned()).collect();
    vec![fixed(format!("{}: ", stand(after))), data(&*after.says), fixed(format!("; {}", shown.join("; ")))]
}

fn stand(standing: &Standing) -> String {
    match standing.firmness {
        Some(firmness) => format!("{} ({firmness})", standing.act),
        None => standing.act.to_string(),
    }
}

fn standing_parts(standing: &Standing) -> Vec<Part> {
    let shift = standing.shift.map(|shift| format!("{} ", shift.as_str())).unwrap_or_default();
    let whose = standing.foundation();
    let order = match standing.order {
        Certainty::Certain => "",
        _ => "; the order of the last two utterances is uncertain",
    };
    vec![
        fixed(format!("{}, {shift}", stand(standing))),
        fixed(format!("{} by ", standing.said)),
        data(&*standing.by),
        fixed(format!(", {whose}: ")),
        data(&*standing.says),
        fixed(" ("),
        data(&*standing.claim),
        fixed(format!("); first {}, last {} by ", standing.introduced, standing.asserted)),
        data(&*standing.asserted_by),
        fixed(format!(", in {}{order}", count(standing.utterances, "utterance", "utterances"))),
    ]
}

/// The most causes that are named.
const MOST_CAUSES: usize = 6;

fn because(causes: &[(&'static crate::diff::kinds::ChangeKind, String)]) -> Option<Line> {
    if causes.is_empty() {
        return None;
    }
    let mut parts = vec![fixed("because of ")];
    for (index, (kind, record)) in causes.iter().take(MOST_CAUSES).enumerate() {
        parts.push(fixed(format!("{}{} ", if index == 0 { "" } else { ", " }, kind.code)));
        parts.push(data(record));
    }
    if causes.len() > MOST_CAUSES {
        parts.push(fixed(format!(" and {} more", causes.len() - MOST_CAUSES)));
    }
    Some(Line::About(parts))
}

fn thread(found: &Reordered) -> Settled {
    let thread = &found.thread;
    let what = match found.kind.code.0 {
        "thread-reordered" => "in another order",
        _ => "in the same order, and how certain that is has changed",
    };
    let head = vec![data(&*thread.name), fixed(" on "), data(&*thread.title), fixed(format!(": {what}"))];
    let order = |statements: &[Placed]| {
        let mut parts = Vec::new();
        for (index, placed) in statements.iter().enumerate() {
            let joint = match placed.order {
                _ if index == 0 => "",
                Certainty::Certain => ", then ",
                _ => ", then possibly ",
            };
            parts.extend([fixed(joint), data(&*placed.statement), fixed(format!(" ({})", placed.date))]);
        }
        parts
    };
    let mut lines = vec![Line::Before(order(&found.before)), Line::After(order(&found.after))];
    lines.extend(because(&found.because));
    (Sign::Tilde, head, lines)
}

fn link(found: &LinkChange) -> Settled {
    let head = vec![data(&*found.from), fixed(format!(" {} ", found.word)), data(&*found.to)];
    let mut lines = vec![Line::About(vec![fixed("claim: "), data(&*found.says), fixed(" → "), data(&*found.about)])];
    lines.extend(found.why.as_ref().map(|why| Line::About(vec![fixed("the curator's reason: "), data(why)])));
    (if found.is_opened() { Sign::Plus } else { Sign::Minus }, head, lines)
}

/// The words of a passage with the marks of its form: only the speaker's own words stand between quotation marks.
fn marked(words: &str, is_quotation: bool) -> String {
    let [open, close] = marks(is_quotation);
    format!("{open}{words}{close}")
}

fn marks(is_quotation: bool) -> [&'static str; 2] {
    if is_quotation { ["“", "”"] } else { ["‹", "›"] }
}

fn proof(found: &PassageChange) -> Settled {
    let (sign, what) = match found.kind.code.0 {
        "proof-lost" => (Sign::Minus, "proof lost"),
        "proof-gained" => (Sign::Plus, "proof gained"),
        "unproved-passage-added" => (Sign::Plus, "new passage WITHOUT proof"),
        _ => (Sign::Minus, "passage without proof removed"),
    };
    let mut head = vec![fixed(format!("{what}: ")), data(found.record.key())];
    if let Some(side) = found.after.as_ref().or(found.before.as_ref()) {
        head.extend([fixed(format!(", {} from ", used(side))), data(&*side.source)]);
    }
    let line = |side: &PassageSide| vec![data(marked(&side.words, side.is_quotation)), fixed(format!(": {}", side.status.as_str()))];
    let what = found.record.kind.map_or("manifest", crate::model::RecordKind::as_str);
    let mut lines = vec![Line::About(vec![fixed(format!("{what}: ")), data(&*found.says)])];
    match (&found.before, &found.after) {
        (Some(before), Some(after)) => {
            lines.extend([Line::Before(line(before)), Line::After(line(after))]);
            lines.extend(word_by_word(&before.words, &after.words, marks(after.is_quotation)));
        }
        (before, after) => {
            lines.extend(before.iter().map(|side| Line::Before(line(side))));
            lines.extend(after.iter().map(|side| Line::After(line(side))));
        }
    }
    (sign, head, lines)
}

fn used(side: &PassageSide) -> &'static str {
    match side.used {
        "date" => "words that a date rests on",
        "uncoded" => "words left uncoded",
        form => form,
    }
}

/// The differing words of two texts; none where they have no word in common, or only blanks differ.
fn word_by_word(before: &str, after: &str, marks: [&'static str; 2]) -> Option<Line> {
    let pieces = words::words(before, after);
    let has = |wanted: fn(&Piece) -> bool| pieces.iter().any(wanted);
    let worth = has(|piece| matches!(piece, Piece::Same(_))) && has(|piece| !matches!(piece, Piece::Same(_)));
    worth.then_some(Line::Words(marks, pieces))
}

/// The most records that are named of those that referred to a removed one.
const MOST_DEPENDENTS: usize = 12;

fn removal(found: &Removal) -> Settled {
    let direct = found.dependents.iter().filter(|(dependent, _)| dependent.distance == 1).count();
    let left = found.dependents.iter().filter(|(_, is_there)| *is_there).count();
    let at_least = if found.is_whole { "" } else { "at least " };
    let head = vec![
        data(found.record.key()),
        fixed(format!(
            ": {at_least}{} to it, {direct} directly; {left} still there",
            count(found.dependents.len(), "record referred", "records referred")
        )),
    ];
    let mut lines: Vec<Line> = Vec::new();
    // Those that are still there have lost something; the others went with it.
    for wanted in [true, false] {
        let all: Vec<_> = found.dependents.iter().filter(|(_, is_there)| *is_there == wanted).collect();
        if all.is_empty() {
            continue;
        }
        let mut parts = vec![fixed(if wanted { "still there: " } else { "gone too: " })];
        for (index, (dependent, _)) in all.iter().take(MOST_DEPENDENTS).enumerate() {
            parts.push(fixed(if index == 0 { "" } else { ", " }));
            parts.push(data(format!("{}:{}", dependent.kind.as_str(), dependent.id)));
        }
        if all.len() > MOST_DEPENDENTS {
            parts.push(fixed(format!(" and {} more", all.len() - MOST_DEPENDENTS)));
        }
        lines.push(Line::About(parts));
    }
    (Sign::Minus, head, lines)
}

fn moved(found: &Move) -> Settled {
    let ids = |between: &str| {
        vec![
            fixed(format!("{} ", found.record.kind.map_or("manifest", crate::model::RecordKind::as_str))),
            data(found.record.old.as_deref().unwrap_or_default()),
            fixed(format!(" {between} ")),
            data(found.record.new.as_deref().unwrap_or_default()),
        ]
    };
    let (sign, mut head) = match found.kind.code.0 {
        "split" => (Sign::Plus, ids("was split: one part is now")),
        "merged" => (Sign::Minus, ids("was merged into")),
        "claim-moved" => (Sign::Tilde, ids("was moved to another statement, as")),
        _ => (Sign::Tilde, ids("is now")),
    };
    head.push(match found.score {
        Some(score) => fixed(format!(", a guess: their words are {score} % alike")),
        None => fixed(", as `formerly` says"),
    });
    if found.followed > 0 {
        head.push(fixed(format!("; {}", count(found.followed, "reference follows", "references follow"))));
    }
    (sign, head, Vec::new())
}

fn change(found: &Change) -> Settled {
    let mut head = vec![data(found.record.key())];
    let field = found.field();
    if !field.is_empty() {
        head.extend([fixed(" "), data(field)]);
    }
    if let Some([_, item]) = &found.item {
        head.extend([fixed(" of "), data(item_name(item, found))]);
    }
    let kind = found.value_kind();
    let mut lines = Vec::new();
    let sign = match (&found.before, &found.after) {
        (Some(Value::Text(before)), Some(Value::Text(after))) => {
            let dated = matches!(kind, Kind::Date);
            let marks = match (kind, &found.item) {
                (Kind::Passage, Some([_, item])) => marks(is_quotation(item)),
                _ => ["", ""],
            };
            let differing = matches!(kind, Kind::Text | Kind::Passage).then(|| word_by_word(before, after, marks)).flatten();
            match differing {
                Some(words) => lines.push(words),
                None => lines.extend([Line::Before(single(before, dated)), Line::After(single(after, dated))]),
            }
            Sign::Tilde
        }
        (before, after) => {
            for (value, line) in [(before, Line::Before as fn(Vec<Part>) -> Line), (after, Line::After)] {
                lines.extend(value.iter().flat_map(|value| value_lines(&kind, value)).map(line));
            }
            match (before, after) {
                (None, _) => Sign::Plus,
                (_, None) => Sign::Minus,
                _ => Sign::Tilde,
            }
        }
    };
    (sign, head, lines)
}

/// A single value; a date also in words, with all that is uncertain about it.
fn single(text: &str, dated: bool) -> Vec<Part> {
    let words = dated.then(|| ClaimDate::parse(text).ok()).flatten().map(|date| date.display()).filter(|words| words != text);
    let mut parts = vec![data(text)];
    parts.extend(words.map(|words| fixed(format!(" ({words})"))));
    parts
}

/// A value, one line for each key.
fn value_lines(kind: &Kind, value: &Value) -> Vec<Vec<Part>> {
    let mut lines = Vec::new();
    add_lines(kind, value, "", &mut lines);
    lines
}

fn add_lines(kind: &Kind, value: &Value, name: &str, out: &mut Vec<Vec<Part>>) {
    let labelled = |parts: Vec<Part>| match name {
        "" => parts,
        name => [vec![fixed(format!("{name}: "))], parts].concat(),
    };
    match (kind, value) {
        (kind, Value::Text(text)) => out.push(labelled(single(text, matches!(kind, Kind::Date)))),
        (Kind::List(Kind::Record(_)), Value::List(items)) => {
            out.extend(items.iter().map(|item| labelled(vec![data(item_line(item))])));
        }
        (_, Value::List(_) | Value::Map(_)) => out.push(labelled(vec![data(plain(value))])),
        (Kind::Record(shape), Value::Record(fields)) => {
            // A record that stands by itself is taken apart; an item of a list is one line.
            if name.is_empty() && value.get("passage").is_some() || shape.name == "link" || shape.name == "acknowledgement" {
                out.push(vec![data(item_line(value))]);
                return;
            }
            for (key, value) in fields {
                let Some(field) = shape.field(key) else { continue };
                let name = if name.is_empty() { (*key).to_owned() } else { format!("{name}.{key}") };
                add_lines(&field.kind, value, &name, out);
            }
        }
        (_, value) => out.push(labelled(vec![data(plain(value))])),
    }
}

/// An item of a list in one line: evidence with its form, source and words, a link with its reason; else its values.
fn item_line(item: &Value) -> String {
    let text = |key: &str| item.text(key).unwrap_or_default();
    if let Some(words) = item.text("passage") {
        let origin: Vec<&str> = ["form", "source"].into_iter().filter_map(|key| item.text(key)).collect();
        let rest = ["reason", "prefix", "suffix", "language", "translator", "original", "analyst", "note"];
        let rest: String = rest.into_iter().filter_map(|key| Some(format!("; {key}: {}", item.text(key)?))).collect();
        let origin = if origin.is_empty() { String::new() } else { format!("{} ", origin.join(" ")) };
        return format!("{origin}{}{rest}", marked(words, is_quotation(item)));
    }
    if item.get("to").is_some() {
        let why = item.text("why").map(|why| format!(": {why}")).unwrap_or_default();
        return format!("{} {}{why}", text("kind"), text("to"));
    }
    if item.get("rule").is_some() {
        return format!("{}: {}", text("rule"), text("why"));
    }
    plain(item)
}

/// Whether the words of an item are said to be the speaker's own.
fn is_quotation(item: &Value) -> bool {
    item.text("form").and_then(Form::parse).is_some_and(Form::is_quotation)
}

/// What an item is called whose key has changed: without that key.
fn item_name(item: &Value, change: &Change) -> String {
    let Some(Step::Key(changed)) = change.path.last() else { return item_line(item) };
    let is_named = |key: &str| key != *changed && !matches!(key, "why" | "note" | "reason");
    let origin: Vec<&str> =
        ["form", "source", "kind", "to", "rule"].into_iter().filter_map(|key| item.text(key).filter(|_| is_named(key))).collect();
    if let Some(words) = item.text("passage").filter(|_| is_named("passage")) {
        return [origin.as_slice(), &[&*marked(words, is_quotation(item))]].concat().join(" ");
    }
    match (origin.is_empty(), item) {
        (true, Value::Record(fields)) => plain(&Value::Record(fields.iter().filter(|(key, _)| is_named(key)).cloned().collect())),
        _ => origin.join(" "),
    }
}

/// A value in one line.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Map(entries) => entries.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join(", "),
        Value::Record(fields) => fields.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", "),
    }
}
