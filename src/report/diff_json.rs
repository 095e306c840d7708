//! Writes what changed as JSON; its form is `schemas/diff.json`.

use serde_json::{Map, Value as Json, json};

use crate::diff::accept::Accepted;
use crate::diff::compare::Step;
use crate::diff::value::Value;
use crate::diff::{Diff, Entry, Item, PassageSide, Placed, Severity, Spot, Standing, ThreadName, Way, WayStep};
use crate::tree::Absent;

/// The JSON Schema of the report (draft 2020-12), ending with a line feed.
pub const SCHEMA: &str = include_str!("schemas/diff.json");

/// The whole comparison.
pub fn write(diff: &Diff, accepted: &Accepted<'_>) -> Json {
    let entries = diff.entries();
    let of = |wanted: fn(&Item<'_>) -> bool| -> Vec<Json> {
        let all = entries.iter().enumerate().filter(|(_, entry)| wanted(&entry.item));
        all.map(|(index, found)| entry(found, accepted.reasons.get(index).copied().flatten())).collect()
    };
    let counts: Map<String, Json> = Severity::ALL
        .into_iter()
        .map(|severity| {
            let number = entries.iter().filter(|entry| entry.item.kind().severity == severity).count();
            (severity.as_str().to_owned(), json!(number))
        })
        .collect();
    json!({
        "version": super::json::VERSION,
        "headline": diff.headline(),
        "is_empty": entries.is_empty(),
        "counts": counts,
        "impact": {
            "positions": of(|item| matches!(item, Item::Position(_))),
            "threads": of(|item| matches!(item, Item::Thread(_))),
            "paths": of(|item| matches!(item, Item::Path(_))),
            "paths_not_looked_for": diff.impact.paths.left_out,
            "paths_not_told": diff.impact.paths.untold,
            "links": of(|item| matches!(item, Item::Link(_))),
            "texts": of(|item| matches!(item, Item::Text(_))),
            "proofs": of(|item| matches!(item, Item::Proof(_))),
            "quotations": of(|item| matches!(item, Item::Quotation(_))),
            "findings": of(|item| matches!(item, Item::Finding(_))),
            "removals": of(|item| matches!(item, Item::Removal(_))),
            "new_passages": counted(diff.impact.turnover.added),
            "passages_gone": diff.impact.turnover.gone,
        },
        "changes": of(|item| matches!(item, Item::Change(_))),
        "moves": of(|item| matches!(item, Item::Move(_))),
        "not_compared": diff.not_compared.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "formatting": {"lines": diff.formatting.lines, "moved_records": diff.formatting.moved},
        "absent": {"before": diff.absent[0].as_ref().map(absent), "after": diff.absent[1].as_ref().map(absent)},
        "errors": {"before": diff.errors[0], "after": diff.errors[1]},
        "passages": {"before": counted(diff.passages[0]), "after": counted(diff.passages[1])},
        "stale_acceptances": accepted.stale.iter().map(|stale| json!({
            "code": stale.code.value,
            "record": stale.record.value,
            "why": stale.why,
        })).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry<'_>, accepted: Option<&str>) -> Json {
    let kind = entry.item.kind();
    let mut json = json!({
        "code": kind.code.0,
        "severity": kind.severity.as_str(),
        "fingerprint": entry.fingerprint,
        "record": entry.item.record(),
        "accepted": accepted,
        "place_before": entry.item.spots()[0].as_ref().map(spot),
        "place_after": entry.item.spots()[1].as_ref().map(spot),
    });
    let own = match entry.item {
        Item::Position(found) => json!({
            "thread": thread(&found.thread),
            "before": found.before.as_ref().map(standing),
            "after": found.after.as_ref().map(standing),
            "because": because(&found.because),
        }),
        Item::Thread(found) => json!({
            "thread": thread(&found.thread),
            "before": order(&found.before),
            "after": order(&found.after),
            "because": because(&found.because),
        }),
        Item::Path(found) => json!({
            "to": found.ends[1].key(),
            "is_watched": found.is_watched,
            "why": found.why,
            "before": found.before.as_ref().map(way),
            "after": found.after.as_ref().map(way),
        }),
        Item::Link(found) => json!({
            "from": found.from,
            "link": found.word.as_str(),
            "to": found.to,
            "why": found.why,
            "says": found.says,
            "about": found.about,
        }),
        Item::Text(found) => json!({
            "sha256_before": found.before,
            "sha256_after": found.after,
            "lines": found.lines.iter().map(|[before, after]| json!({"before": before, "after": after})).collect::<Vec<_>>(),
            "more": found.more,
            "quoted": found.quoted,
        }),
        Item::Finding(found) => json!({"rule": found.rule.0, "says": found.says, "help": found.help}),
        Item::Proof(found) => {
            json!({"says": found.says, "before": found.before.as_ref().map(passage), "after": found.after.as_ref().map(passage)})
        }
        Item::Quotation(found) => json!({"says": found.says}),
        Item::Removal(found) => json!({
            "is_whole": found.is_whole,
            "dependents": found.dependents.iter().map(|(dependent, is_there)| json!({
                "record": format!("{}:{}", dependent.kind.as_str(), dependent.id),
                "distance": dependent.distance,
                "still_there": is_there,
            })).collect::<Vec<_>>(),
        }),
        Item::Change(found) => json!({
            "field": found.field(),
            "path": found.path.iter().map(step).collect::<Vec<_>>(),
            "before": found.before.as_ref().map(value),
            "after": found.after.as_ref().map(value),
        }),
        Item::Move(found) => json!({
            "id_before": found.record.old,
            "id_after": found.record.new,
            "score": found.score,
            "references_that_follow": found.followed,
        }),
    };
    if let (Json::Object(json), Json::Object(own)) = (&mut json, own) {
        json.extend(own);
    }
    json
}

fn absent(absent: &Absent) -> Json {
    let instead = absent.instead.as_ref().map(|(path, what)| json!({"path": path, "what": what}));
    json!({"folder": absent.folder, "instead": instead})
}

fn counted((all, proved): (usize, usize)) -> Json {
    json!({"all": all, "proved": proved})
}

fn spot(spot: &Spot) -> Json {
    json!({"path": spot.path, "line": spot.line, "column": spot.column, "end_line": spot.end_line, "end_column": spot.end_column})
}

fn thread(thread: &ThreadName) -> Json {
    json!({"side": thread.principal, "name": thread.name, "demand": thread.demand, "title": thread.title})
}

fn way(way: &Way) -> Json {
    let step = |step: &WayStep| json!({"link": step.word, "leads_on": step.leads_on, "to": step.to});
    json!({"strength": way.strength.as_str(), "steps": way.steps.iter().map(step).collect::<Vec<_>>()})
}

fn because(causes: &[(&'static crate::diff::kinds::ChangeKind, String)]) -> Vec<Json> {
    causes.iter().map(|(kind, record)| json!({"code": kind.code.0, "record": record})).collect()
}

fn order(statements: &[Placed]) -> Vec<Json> {
    let json = |placed: &Placed| json!({"statement": placed.statement, "date": placed.date, "order": placed.order.as_str()});
    statements.iter().map(json).collect()
}

fn standing(standing: &Standing) -> Json {
    json!({
        "act": standing.act.as_str(),
        "firmness": standing.firmness.map(|word| word.as_str()),
        "shift": standing.shift.map(|shift| shift.as_str()),
        "claim": standing.claim,
        "says": standing.says,
        "negated": standing.negated,
        "hypothetical": standing.hypothetical,
        "condition": standing.condition,
        "consequence": standing.consequence,
        "addressees": standing.addressees,
        "date": standing.said,
        "by": standing.by,
        "best_form": standing.best_form.map(|form| form.as_str()),
        "evidence": standing.evidence.as_ref().map(passage),
        "order": standing.order.as_str(),
        "introduced": standing.introduced,
        "last_asserted": standing.asserted,
        "last_asserted_by": standing.asserted_by,
        "utterances": standing.utterances,
    })
}

fn passage(side: &PassageSide) -> Json {
    json!({
        "words": side.words,
        "is_quotation": side.is_quotation,
        "used_as": side.used,
        "source": side.source,
        "status": match side.status {
            crate::diff::Status::Proved => "proved",
            crate::diff::Status::NotFound => "not-found",
            crate::diff::Status::Ambiguous => "ambiguous",
            crate::diff::Status::NoText => "no-text",
        },
    })
}

/// A key or name as text; an item of a list by its positions before and after, in the order of the values.
fn step(step: &Step) -> Json {
    match step {
        Step::Key(key) => json!(key),
        Step::Name(name) => json!(name),
        Step::Item { old, new } => json!({"before": old, "after": new}),
    }
}

fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::List(items) => items.iter().map(self::value).collect(),
        Value::Map(entries) => Json::Object(entries.iter().map(|(name, value)| (name.clone(), self::value(value))).collect()),
        Value::Record(fields) => Json::Object(fields.iter().map(|(key, value)| ((*key).to_owned(), self::value(value))).collect()),
    }
}
