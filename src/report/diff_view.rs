//! Settles what a report of changes says, section by section, before any format writes it. What comes from the data is marked as such.

use crate::date::Certainty;
use crate::diff::accept::Accepted;
use crate::diff::kinds::ChangeKind;
use crate::diff::value::Value;
use crate::diff::{
    Change, Diff, EVIDENCE_RULES, Entry, FindingChange, Item, LinkChange, Move, PassageChange, PassageSide, Placed, PositionChange,
    Removal, Reordered, Severity, Spot, Standing, Status, Turnover,
};
use crate::model::RecordKind;
use crate::model::shape::Kind;

use super::count;
use super::diff_parts::{around, data, fixed, marked, marks, one_line, word_by_word};
use super::diff_paths::path;
use super::diff_value::{is_quotation, item_name, single, value_lines};

pub use super::diff_parts::{Line, Part, Sign};

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

/// The titles of the sections, in the order in which they are written.
const SECTIONS: [&str; 13] = [
    "Positions",
    "Order of statements",
    "Paths",
    "Contradictions",
    "Lineage",
    "Proofs and stored texts",
    "Findings of the checks",
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
        Item::Finding(_) => 6,
        Item::Removal(_) => 7,
        Item::Change(change) => 8 + Severity::ALL.iter().position(|severity| *severity == change.kind.severity).unwrap_or_default(),
        Item::Move(_) => 12,
    }
}

/// What a report says of each entry, in their order.
pub fn blocks(diff: &Diff, entries: &[Entry<'_>], accepted: &Accepted<'_>) -> Vec<Block> {
    let all = entries.iter().enumerate();
    let mut blocks: Vec<Block> = all.map(|(index, entry)| block(entry, accepted.reasons.get(index).copied().flatten())).collect();
    for (number, code) in ["dataset-added", "dataset-removed"].into_iter().enumerate() {
        let absent = diff.absence(number).map(|says| Line::About(vec![fixed(says)])).into_iter();
        blocks.iter_mut().filter(|block| block.code == code).for_each(|block| block.lines.extend(absent.clone()));
    }
    blocks
}

/// The sections of a report, those without a change left out.
pub fn sections(diff: &Diff, accepted: &Accepted<'_>) -> Vec<Section> {
    let mut sections: Vec<Section> = SECTIONS.iter().map(|title| Section { title, blocks: Vec::new() }).collect();
    let entries = diff.entries();
    for (entry, block) in entries.iter().zip(blocks(diff, &entries, accepted)) {
        sections[section(&entry.item)].blocks.push(block);
    }
    sections.retain(|section| !section.blocks.is_empty());
    sections
}

/// What a reviewer asks first, answered in whole sentences: whether a position changed, and whether the evidence holds. Our own words only.
pub fn answers(diff: &Diff) -> Vec<String> {
    if diff.is_empty() {
        return Vec::new();
    }
    let mut answers = Vec::new();
    if diff.impact.positions.is_empty() {
        let number = |is_it: &dyn Fn(&Change) -> bool| {
            let records = diff.changes.iter().filter(|change| is_it(change)).map(|change| change.record.key());
            records.collect::<std::collections::BTreeSet<_>>().len()
        };
        let says = number(&|change| change.kind.severity == Severity::Position && !change.path.is_empty() && !touches_wording(change));
        let wording = number(&touches_wording);
        let mut but = Vec::new();
        if says > 0 {
            but.push(format!(
                "what {} is not what it was",
                if says == 1 { "a record says".to_owned() } else { format!("{says} records say") }
            ));
        }
        if wording > 0 {
            but.push(format!("the curators' words for {} changed", count(wording, "claim or demand", "claims or demands")));
        }
        answers.push(match but.is_empty() {
            true => "No position changed.".to_owned(),
            false => format!("No position changed in act, firmness, date, words or addressee; but {}: read it below.", but.join(", and ")),
        });
    }
    let proved = |(all, proved): (usize, usize)| match all - proved {
        0 if all == 0 => "no passage".to_owned(),
        0 => format!("{} proved", count(all, "passage", "passages")),
        left => format!("{} proved and {left} NOT PROVED", count(proved, "passage", "passages")),
    };
    let [before, after] = diff.passages.map(proved);
    let Turnover { added: (new, new_proved), gone } = diff.impact.turnover;
    let turnover = [(new_proved, "new and proved"), (new - new_proved, "new and NOT proved"), (gone, "proved before and gone")];
    let turnover: Vec<String> =
        turnover.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
    let mut evidence = format!("Evidence: {after}");
    match before == after {
        true if turnover.is_empty() => evidence.push_str(", as before"),
        true => {}
        false => evidence.push_str(&format!("; before, {before}")),
    }
    if !turnover.is_empty() {
        evidence.push_str(&format!(" ({})", turnover.join(", ")));
    }
    evidence.push('.');
    let opened = |is_of_evidence: bool| {
        let errors = diff.impact.findings.iter().filter(|finding| finding.kind.code.0 == "error-opened");
        let of_sort = errors.filter(|finding| EVIDENCE_RULES.contains(&finding.rule.0) == is_of_evidence);
        let rules: std::collections::BTreeSet<String> = of_sort.map(|finding| format!("`{}`", finding.rule)).collect();
        rules.into_iter().collect::<Vec<_>>().join(", ")
    };
    let (against, others) = (opened(true), opened(false));
    let forged = diff.impact.forged();
    if forged > 0 {
        evidence.push_str(&format!(
            " {} only in a stored text that was changed together with the words: compare it with the publication.",
            count(forged, "record is proved", "records are proved")
        ));
    }
    let accepted = diff.impact.findings.iter().filter(|finding| finding.kind.code.0 == "new-record-acknowledges").count();
    if accepted > 0 {
        evidence.push_str(&format!(
            " {} about the evidence of new records, accepted by their curator: read why.",
            count(accepted, "finding", "findings")
        ));
    }
    if !against.is_empty() {
        evidence.push_str(&format!(" It does NOT hold as it stands: new errors of {against}."));
    }
    answers.push(evidence);
    if !others.is_empty() {
        answers.push(format!("New errors of {others}."));
    }
    answers
}

/// Whether the curators' own words for a claim or a demand changed, which nobody can compare but by reading them.
fn touches_wording(change: &Change) -> bool {
    let is_record = matches!(change.record.kind, Some(RecordKind::Claim | RecordKind::Demand));
    is_record && ["summary-changed", "label-changed", "title-changed", "description-changed"].contains(&change.kind.code.0)
}

/// What changed without meaning, in whole sentences; our own words only.
pub fn remarks(diff: &Diff) -> Vec<String> {
    let mut remarks = Vec::new();
    let (lines, moved) = (diff.formatting.lines, diff.formatting.moved);
    if lines > 0 {
        remarks.push(format!("{} changed without meaning: order, layout, line ends or comments.", count(lines, "line", "lines")));
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
            let mut lines = vec![Line::Before(hash(&found.before)), Line::After(hash(&found.after))];
            for [before, after] in &found.lines {
                match word_by_word(before, after, ["", ""]) {
                    Some(Line::Words(marks, pieces)) => lines.push(Line::Words(marks, around(pieces))),
                    _ => lines.extend([Line::Before(vec![data(&**before)]), Line::After(vec![data(&**after)])]),
                }
            }
            if !found.quoted.is_empty() {
                let mut parts = vec![fixed("changed together with the words that are quoted from it: ")];
                for (index, record) in found.quoted.iter().take(MOST_CAUSES).enumerate() {
                    parts.extend([fixed(if index == 0 { "" } else { ", " }), data(&**record)]);
                }
                if found.quoted.len() > MOST_CAUSES {
                    parts.push(fixed(format!(" and {} more", found.quoted.len() - MOST_CAUSES)));
                }
                lines.push(Line::About(parts));
            }
            if found.more > 0 {
                lines.push(Line::About(vec![fixed(format!("and {} more that differ", count(found.more, "place", "places")))]));
            }
            (Sign::Tilde, head, lines)
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
        Item::Finding(found) => finding(found),
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
        "position-unproved" => (Sign::Minus, "no longer proved"),
        "position-proved" => (Sign::Plus, "now proved"),
        "position-reworded" => (Sign::Tilde, "reads otherwise"),
        "position-recounted" => (Sign::Tilde, "recounted"),
        "position-redated" => (Sign::Tilde, "redated"),
        _ => (Sign::Tilde, "moved"),
    };
    let thread = &found.thread;
    let mut head = vec![fixed(format!("{word}: ")), data(&*thread.name), fixed(" on "), data(&*thread.title)];
    if let (Some(before), Some(after)) = (&found.before, &found.after)
        && (before.act, before.firmness) != (after.act, after.firmness)
    {
        head.push(fixed(format!(": {} → {}", stand(before), stand(after))));
    } else if let (_, Some(only)) | (Some(only), None) = (&found.before, &found.after) {
        head.push(fixed(format!(": {}", stand(only))));
    }
    match (&found.before, &found.after) {
        (Some(before), Some(after)) => {
            head.push(fixed(format!(", {}, {}", became(&before.said, &after.said), became(before.foundation(), after.foundation()))));
        }
        (only, None) | (None, only) => {
            head.extend(only.iter().map(|only| fixed(format!(", {}, {}", only.said, only.foundation()))));
        }
    }
    let mut lines = vec![Line::About(vec![data(format!("thread:{}/{}", thread.principal, thread.demand))])];
    match (&found.before, &found.after) {
        (Some(before), Some(after)) if ["redated", "recounted"].contains(&word) => lines.push(Line::About(redated(before, after))),
        (before, after) => {
            let addressees = |standing: &Option<Standing>| standing.as_ref().map(|standing| standing.addressees.clone());
            let differ = before.is_some() && after.is_some() && addressees(before) != addressees(after);
            lines.extend(before.iter().flat_map(|standing| standing_lines(standing, differ)).map(Line::Before));
            lines.extend(after.iter().flat_map(|standing| standing_lines(standing, differ)).map(Line::After));
        }
    }
    lines.extend(because(&found.because));
    if found.is_correction() {
        lines.push(Line::About(vec![fixed("nothing new was said: the record of what was said reads otherwise")]));
    }
    (sign, head, lines)
}

/// What was, and what became of it where it is something else.
fn became(before: &str, after: &str) -> String {
    if before == after { after.to_owned() } else { format!("{before} → {after}") }
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

/// A position: what is demanded, since when and by whom; the words that it rests on; where that is recorded.
fn standing_lines(standing: &Standing, with_addressees: bool) -> Vec<Vec<Part>> {
    let shift = standing.shift.map(|shift| format!("{} ", shift.as_str())).unwrap_or_default();
    let order = match standing.order {
        Certainty::Certain => "",
        _ => "; the order of the last two utterances is uncertain",
    };
    let mut lines = vec![vec![
        fixed(format!("{}, {shift}{} by ", stand(standing), standing.said)),
        data(&*standing.by),
        fixed(": "),
        data(&*standing.says),
    ]];
    let mut sense = Vec::new();
    let flags = [(standing.negated, "negated: it is said not to be so"), (standing.hypothetical, "hypothetical")];
    sense.extend(flags.into_iter().filter(|(is_set, _)| *is_set).map(|(_, word)| vec![fixed(word)]));
    for (word, text) in [("if ", &standing.condition), ("then ", &standing.consequence)] {
        sense.extend(text.iter().map(|text| vec![fixed(word), data(&**text)]));
    }
    if with_addressees && !standing.addressees.is_empty() {
        sense.push(vec![fixed("to "), data(standing.addressees.join(", "))]);
    }
    if !sense.is_empty() {
        let joined =
            sense.into_iter().enumerate().flat_map(|(index, parts)| [vec![fixed(if index == 0 { "  " } else { "; " })], parts].concat());
        lines.push(joined.collect());
    }
    let foundation = fixed(format!("  {}", standing.foundation()));
    lines.push(match &standing.evidence {
        Some(side) => vec![
            foundation,
            fixed(format!(
                ", {}: ",
                if side.status == Status::Proved { "proved".to_owned() } else { format!("NOT PROVED, {}", side.status.as_str()) }
            )),
            data(marked(&side.words, side.is_quotation)),
            fixed(", "),
            data(&*side.source),
        ],
        None => vec![foundation],
    });
    lines.push(vec![
        fixed("  "),
        data(&*standing.claim),
        fixed(format!("; first {}, last {} by ", standing.introduced, standing.asserted)),
        data(&*standing.asserted_by),
        fixed(format!(", in {}{order}", count(standing.utterances, "utterance", "utterances"))),
    ]);
    lines
}

/// The most causes that are named.
const MOST_CAUSES: usize = 6;

/// Changes of whole records that can move a position.
const WHOLE: [&str; 6] = ["statement-added", "statement-removed", "claim-added", "claim-removed", "demand-added", "demand-removed"];

fn because(causes: &[(&'static ChangeKind, String)]) -> Option<Line> {
    if causes.is_empty() {
        return None;
    }
    // What became of whole records comes before what became of their keys, which often follows from it.
    let mut ordered: Vec<&(&'static ChangeKind, String)> = causes.iter().collect();
    ordered.sort_by_key(|(kind, _)| match kind.code.0 {
        "merged" | "split" => 0,
        "claim-moved" | "renamed" | "renamed-by-similarity" => 1,
        code if WHOLE.contains(&code) => 2,
        _ => 3,
    });
    let mut parts = vec![fixed("because of ")];
    for (index, (kind, record)) in ordered.into_iter().take(MOST_CAUSES).enumerate() {
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

/// The most records that are named of those that referred to a removed one.
const MOST_DEPENDENTS: usize = 12;

fn finding(found: &FindingChange) -> Settled {
    let (sign, what) = match found.kind.code.0 {
        "error-opened" => (Sign::Plus, "new error"),
        "warning-opened" => (Sign::Plus, "new warning"),
        "new-record-acknowledges" => (Sign::Plus, "a new record accepts"),
        "acknowledging-record-removed" => (Sign::Minus, "gone with its record: acceptance of"),
        "error-closed" => (Sign::Minus, "error gone"),
        _ => (Sign::Minus, "warning gone"),
    };
    let head = vec![fixed(format!("{what} {}: ", found.rule)), data(&*found.about), fixed(": "), data(&*found.says)];
    // What to do about it helps where it is still to be done.
    let help = found.help.iter().filter(|_| sign == Sign::Plus);
    (sign, head, help.map(|help| Line::About(vec![fixed("help: "), data(one_line(help))])).collect())
}

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
