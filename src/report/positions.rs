//! Turns threads into the table of positions and into the story of a thread, as text rows and JSON.

use serde_json::{Value, json};

use super::record::foundation;
use crate::date::{Certainty, ClaimDate, Day};
use crate::graph::{Graph, before};
use crate::model::{Event, Form, Statement};
use crate::position::{Reason, Step, Thread, takes_position};

/// The position of one principal on one demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name of the principal.
    pub actor: String,
    /// The id of the demand.
    pub demand: String,
    /// The act of the claim that last moved the position.
    pub act: &'static str,
    /// Its firmness.
    pub firmness: &'static str,
    /// When the position was first taken.
    pub introduced: String,
    /// When it was last taken.
    pub last_asserted: String,
    /// Who took it last.
    pub by: String,
    /// In how many utterances it was taken; two reports of one utterance count once.
    pub times: usize,
    /// What the last move was.
    pub shift: &'static str,
    /// The claim that made it.
    pub claim: String,
    /// What the last move rests on: forms of evidence and number of sources.
    pub evidence: String,
    /// What must be said with it: a firmer word that only a reporter uses, a date that only possibly lies before the day asked for.
    pub caution: String,
}

/// The positions of all threads that are asked for, by principal and then by demand.
pub fn rows(graph: &Graph<'_>, threads: &[Thread<'_>], as_of: Option<Day>) -> Vec<Row> {
    threads.iter().filter_map(|thread| row(graph, thread, as_of)).collect()
}

fn row(graph: &Graph<'_>, thread: &Thread<'_>, as_of: Option<Day>) -> Option<Row> {
    let position = thread.position()?;
    let name = |id: &crate::id::ActorId| graph.dataset().actors[id].name.value.clone();
    let claim = position.last.claim;
    let mut cautions = Vec::new();
    if !claim.best_form().is_some_and(Form::is_quotation) {
        cautions.push("by report, not in quotation".to_owned());
    }
    if let Some(firmest) = position.firmest
        && position.firmest_quoted.is_none_or(|quoted| quoted < firmest)
        && claim.best_form().is_some_and(Form::is_quotation)
    {
        cautions.push(format!("`{firmest}` only by report"));
    }
    if position.last.order != Certainty::Certain {
        cautions.push("the order of the last two utterances is uncertain".to_owned());
    }
    if as_of.is_some_and(|day| position.last.statement.said_by(day) == Certainty::Possible) {
        cautions.push("possibly not yet said by then".to_owned());
    }
    Some(Row {
        actor: name(thread.principal),
        demand: thread.demand.to_string(),
        act: claim.act.as_str(),
        firmness: claim.firmness.as_ref().map_or("", |firmness| firmness.as_str()),
        introduced: when(position.introduced.statement),
        last_asserted: when(position.asserted.statement),
        by: name(&position.asserted.statement.speaker.value),
        times: thread.utterances(),
        shift: position.last.shift.map_or("", |shift| shift.as_str()),
        claim: claim.id.to_string(),
        evidence: foundation(claim).split("; ").next().unwrap_or_default().to_owned(),
        caution: cautions.join("; "),
    })
}

impl Row {
    /// The columns of the row, with their names.
    pub fn columns(&self) -> Vec<(&'static str, String)> {
        vec![
            ("actor", self.actor.clone()),
            ("demand", self.demand.clone()),
            ("act", self.act.to_owned()),
            ("firmness", self.firmness.to_owned()),
            ("shift", self.shift.to_owned()),
            ("introduced", self.introduced.clone()),
            ("last asserted", self.last_asserted.clone()),
            ("by", self.by.clone()),
            ("times", self.times.to_string()),
            ("claim", self.claim.clone()),
            ("evidence", self.evidence.clone()),
            ("caution", self.caution.clone()),
        ]
    }

    /// The row as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "actor": self.actor,
            "demand": self.demand,
            "act": self.act,
            "firmness": some(self.firmness),
            "shift": self.shift,
            "introduced": self.introduced,
            "last_asserted": self.last_asserted,
            "by": self.by,
            "times": self.times,
            "claim": self.claim,
            "evidence": self.evidence,
            "caution": some(&self.caution),
        })
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn when(statement: &Statement) -> String {
    statement.date.as_ref().map_or_else(|| "date unknown".to_owned(), |date| date.display())
}

/// The days since the utterance before, in words: exact, or from the least to the greatest number.
fn gap(step: &Step<'_>) -> Option<String> {
    let days = |days: i64| super::count(days.max(0) as usize, "day", "days");
    Some(match step.gap? {
        (Some(least), Some(most)) if least == most => format!("{} later", days(least)),
        (Some(least), Some(most)) if most < 0 => format!("order unclear, {} to {} apart", least.abs(), most.abs()),
        (least, Some(most)) => format!("{} to {} later", least.unwrap_or_default().max(0), days(most)),
        (Some(least), None) => format!("at least {} later", days(least)),
        (None, None) => return None,
    })
}

/// Why a step is the shift that it is, in words.
fn reason(step: &Step<'_>) -> String {
    match (&step.shift, &step.reason) {
        (Some(_), Reason::Authored(target)) => {
            let link = step.claim.links.iter().find(|link| link.to.as_ref() == target.as_str() && link.kind.is_shift());
            let why = link.and_then(|link| link.why.clone()).map(|why| format!(": {why}")).unwrap_or_default();
            format!("a curator linked it to {target}{why}")
        }
        (Some(_), Reason::Derived(target)) => format!("derived from act and firmness, against {target}"),
        (Some(_), Reason::First) => "the first of its thread in this dataset".to_owned(),
        (None, _) if takes_position(step.claim.act.value) => "part of the same utterance".to_owned(),
        (None, _) => "takes no position".to_owned(),
    }
}

/// The story of a thread as text: each claim with its words, and the events in between.
pub fn story(graph: &Graph<'_>, thread: &Thread<'_>, as_of: Option<Day>) -> String {
    let dataset = graph.dataset();
    let visible = super::visible;
    let mut out = format!(
        "{} on {} ({})\n",
        visible(&dataset.actors[thread.principal].name),
        visible(&dataset.demands[thread.demand].title),
        thread.demand
    );
    let mut last: Option<&Statement> = None;
    for step in &thread.steps {
        if last.is_none_or(|last| last.id != step.statement.id) {
            for event in between(graph, last, step.statement) {
                let date = event.date.as_ref().map(|date| date.display()).unwrap_or_default();
                out += &format!("    — {date}: {}\n", visible(&event.title));
            }
            let gap = gap(step).map(|gap| format!(", {gap}")).unwrap_or_default();
            let possible = match as_of.map(|day| step.statement.said_by(day)) {
                Some(Certainty::Possible) => " (possibly not yet said by then)",
                _ => "",
            };
            let speaker = visible(&dataset.actors[&step.statement.speaker.value].name).into_owned();
            out += &format!("\n{}{gap}{possible}: {speaker}\n", when(step.statement));
            last = Some(step.statement);
        }
        let firmness = step.claim.firmness.as_ref().map(|word| format!(", {}", word.value)).unwrap_or_default();
        let shift = step.shift.map(|shift| format!("{}: ", shift.as_str())).unwrap_or_default();
        out += &format!("  {shift}{} [{}{firmness}] {}\n", visible(&step.claim.summary), step.claim.act.value, step.claim.id.value);
        out += &format!("      {}\n", visible(&reason(step)));
        for evidence in &step.claim.evidence {
            let words = visible(&evidence.quote.passage);
            let marked = if evidence.form.is_quotation() { format!("“{words}”") } else { format!("‹{words}›") };
            let source = crate::cite::line(dataset, &dataset.sources[&evidence.source.value]);
            out += &format!("      {}: {marked}\n        {}\n", evidence.form.value, visible(&source));
        }
    }
    out
}

/// The events that certainly lie after one statement and before the next, in time order.
fn between<'d>(graph: &Graph<'d>, from: Option<&Statement>, to: &Statement) -> Vec<&'d Event> {
    let Some(from) = from else { return Vec::new() };
    let date = |statement: &Statement| statement.date.as_ref().map(|date| date.value.clone());
    let (from, to) = (date(from), date(to));
    let certain = |a: Option<&ClaimDate>, b: Option<&ClaimDate>| before(a, b) == Certainty::Certain;
    let inside = |event: &&Event| {
        let when = event.date.as_ref().map(|date| &date.value);
        certain(from.as_ref(), when) && certain(when, to.as_ref())
    };
    graph.events().into_iter().filter(inside).collect()
}

/// The story of a thread as JSON.
pub fn story_json(graph: &Graph<'_>, thread: &Thread<'_>, as_of: Option<Day>) -> Value {
    let dataset = graph.dataset();
    let step = |step: &Step<'_>| {
        let evidence = |evidence: &crate::model::Evidence| {
            json!({
                "source": evidence.source.as_str(),
                "form": evidence.form.as_str(),
                "is_quotation": evidence.form.is_quotation(),
                "words": evidence.quote.passage.value,
            })
        };
        json!({
            "claim": step.claim.id.as_str(),
            "date": when(step.statement),
            "edtf": step.statement.date.as_ref().map(|date| date.as_str()),
            "said_by_then": as_of.map(|day| step.statement.said_by(day).as_str()),
            "speaker": dataset.actors[&step.statement.speaker.value].name.value,
            "act": step.claim.act.as_str(),
            "firmness": step.claim.firmness.as_ref().map(|word| word.as_str()),
            "shift": step.shift.map(|shift| shift.as_str()),
            "reason": reason(step),
            "order": step.order.as_str(),
            "days_since": step.gap.map(|(least, most)| json!({"least": least, "most": most})),
            "summary": step.claim.summary.value,
            "evidence": step.claim.evidence.iter().map(evidence).collect::<Vec<_>>(),
        })
    };
    json!({
        "actor": thread.principal.as_str(),
        "demand": thread.demand.as_str(),
        "steps": thread.steps.iter().map(step).collect::<Vec<_>>(),
    })
}
