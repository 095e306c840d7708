//! Turns a thread into its story, each claim with its words and the reason for its shift, as text and JSON.

use serde_json::{Value, json};

use super::evidence::{self, marked};
use super::positions::{Options, in_order, unsigned, when};
use crate::cite;
use crate::date::{Certainty, ClaimDate};
use crate::graph::{Graph, before};
use crate::model::{Event, LinkFamily, LinkWord, Statement};
use crate::position::{Reason, Step, Thread, takes_position};

/// The least and the greatest number of days from one date to a later one.
type Gap = (Option<i64>, Option<i64>);

/// The days from one utterance of a thread to the next one that is told; none where one of them has no date.
fn gap(last: Option<&Statement>, next: &Statement) -> Option<Gap> {
    Some(last?.said_on()?.gap_days(next.said_on()?))
}

/// How long after the utterance before it one was made, in words, and that only possibly it came later where that is so.
fn since(last: Option<&Statement>, next: &Statement) -> String {
    let Some(last) = last.filter(|last| last.id != next.id) else { return String::new() };
    let words = gap(Some(last), next).and_then(super::gap_in_words);
    let is_told = words.as_ref().is_some_and(|words| words.starts_with("order unclear"));
    let is_unclear = !is_told && before(last.said_on(), next.said_on()) != Certainty::Certain;
    let words = words.map(|words| format!(", {words}")).unwrap_or_default();
    if is_unclear { words + ", order unclear" } else { words }
}

/// How the step of a thread moved the position, where its order is uncertain with that, and why it is that; of one that moved nothing, why not.
pub(super) fn shift(thread: &Thread<'_>, step: &Step<'_>) -> (String, String) {
    let Some(shift) = step.shift else {
        let why = if takes_position(step.claim.act.value) { "part of the same utterance" } else { "takes no position" };
        return (String::new(), why.to_owned());
    };
    let order = thread.order_of(step);
    let doubt = if order == Certainty::Certain { "" } else { " (which only possibly came before it)" };
    let why = match &step.reason {
        Reason::Authored(target) => {
            let link = step.claim.links.iter().find(|link| link.to.as_ref() == target.as_str() && link.kind.is_shift());
            let why = link.and_then(|link| link.why.clone()).map(|why| format!(": {why}")).unwrap_or_default();
            let other = step.overridden().map(|shift| format!(" (act and firmness alone: {})", shift.as_str())).unwrap_or_default();
            format!("a curator linked it to {target}{doubt}{why}{other}")
        }
        Reason::Derived(target) => format!("derived from act and firmness, against {target}{doubt}"),
        Reason::First => {
            let other =
                thread.may_precede(step).map(|other| format!("; {} may have come before it", other.claim.id.value)).unwrap_or_default();
            format!("the first of its thread in this dataset{other}")
        }
    };
    (format!("{}{}", shift.as_str(), in_order(order)), why)
}

/// What the reason goes by, as a word, and the claim that it names.
fn basis<'s>(step: &'s Step<'_>) -> (&'static str, Option<&'s str>) {
    match (&step.shift, &step.reason) {
        (Some(_), Reason::Authored(target)) => ("authored", Some(target.as_str())),
        (Some(_), Reason::Derived(target)) => ("derived", Some(target.as_str())),
        (Some(_), Reason::First) => ("first", None),
        (None, _) if takes_position(step.claim.act.value) => ("same-utterance", None),
        (None, _) => ("no-position", None),
    }
}

/// A step of a story, and what stands before it in the whole thread.
struct Told<'t, 'd> {
    step: &'t Step<'d>,
    /// The statement of the step before it; none for the first of the thread.
    before: Option<&'d Statement>,
    /// The number of steps between it and the step that is told before it, or before it where it is told first.
    left_out: usize,
}

/// The steps of a thread that are told: those that were selected.
fn told<'t, 'd>(thread: &'t Thread<'d>, options: &Options) -> Vec<Told<'t, 'd>> {
    let mut all = Vec::with_capacity(thread.steps.len());
    let (mut before, mut left_out) = (None, 0);
    for step in &thread.steps {
        if options.keeps(step) {
            all.push(Told { step, before, left_out });
            left_out = 0;
        } else {
            left_out += 1;
        }
        before = Some(step.statement);
    }
    all
}

/// The stories of threads as text, and what the signs behind their dates say.
pub fn stories(graph: &Graph<'_>, threads: &[&Thread<'_>], options: &Options) -> String {
    let stories: Vec<String> = threads.iter().map(|thread| story(graph, thread, options)).collect();
    let stories = stories.join("\n");
    let signs: String = super::signs(&stories).into_iter().map(|line| line + "\n").collect();
    if signs.is_empty() { stories } else { format!("{stories}\n{signs}") }
}

/// The story of a thread as text: each claim with its words, and the events in between.
pub fn story(graph: &Graph<'_>, thread: &Thread<'_>, options: &Options) -> String {
    let dataset = graph.dataset();
    let visible = super::visible;
    let mut out = format!(
        "{} on {} ({})\n",
        visible(&dataset.actors[thread.principal].name),
        visible(&dataset.demands[thread.demand].title),
        thread.demand
    );
    if let Some(note) = &dataset.demands[thread.demand].note {
        out += &format!("    note: {}\n", visible(note));
    }
    let mut last: Option<&Statement> = None;
    for told in told(thread, options) {
        let step = told.step;
        if told.left_out > 0 {
            out += &format!("    — not selected: {} before this one\n", super::count(told.left_out, "step", "steps"));
        }
        if last.is_none_or(|last| last.id != step.statement.id) {
            for event in between(graph, told.before, step.statement) {
                let date = event.date.as_ref().map(|date| date.display()).unwrap_or_default();
                let date = super::signed(&date, Some(event.dating.basis.value));
                out += &format!("    — {date}: {}\n", visible(&event.title));
            }
            let gap = since(told.before, step.statement);
            let possible = if options.is_certain(step.statement) { "" } else { " (possibly not yet said by then)" };
            let speaker = visible(&dataset.actors[&step.statement.speaker.value].name).into_owned();
            out += &format!("\n{}{gap}{possible}: {speaker}\n", when(step.statement));
            last = Some(step.statement);
        }
        let firmness = step.claim.firmness.as_ref().map(|word| format!(", {}", word.value)).unwrap_or_default();
        let (shift, reason) = shift(thread, step);
        let shift = if shift.is_empty() { shift } else { shift + ": " };
        let confidence = evidence::doubt(step.claim.confidence);
        let firmness = if confidence.is_empty() { firmness } else { format!("{firmness}; {confidence}") };
        let doubt = if options.doubtful.contains(&step.claim.id.value) { " (only possibly meets the condition)" } else { "" };
        out += &format!("  {shift}{} [{}{firmness}] {}{doubt}\n", visible(&step.claim.summary), step.claim.act.value, step.claim.id.value);
        out += &format!("      {}\n", visible(&reason));
        for evidence in &step.claim.evidence {
            let marked = marked(evidence.form.value, &evidence.quote.passage);
            let source = cite::passage(dataset, evidence);
            let grade = cite::grade(&dataset.sources[&evidence.source.value]).map(|grade| format!("; graded {grade}")).unwrap_or_default();
            out += &format!("      {}: {marked}\n        {}{}\n", evidence.form.value, visible(&source), visible(&grade));
        }
        for link in step.claim.links.iter().filter(|link| is_told(link.kind.value)) {
            let why = link.why.as_ref().map(|why| format!(": {}", visible(why))).unwrap_or_default();
            out += &format!("      {} {}{why}\n", link.kind.value, link.to.value);
        }
    }
    out
}

/// Whether a link is told below the words of a claim: what the curators remark on the record, and what an event made of it. What a claim is
/// to earlier ones and to other sides stands in the thread.
fn is_told(word: LinkWord) -> bool {
    word.family() == LinkFamily::Editorial || matches!(word, LinkWord::Fulfils | LinkWord::Violates | LinkWord::BeliedBy)
}

/// The events that certainly lie after one statement and before the next, in time order.
fn between<'d>(graph: &Graph<'d>, from: Option<&Statement>, to: &Statement) -> Vec<&'d Event> {
    let Some(from) = from else { return Vec::new() };
    let certain = |a: Option<&ClaimDate>, b: Option<&ClaimDate>| before(a, b) == Certainty::Certain;
    let inside = |event: &&Event| {
        let when = event.date.as_ref().map(|date| &date.value);
        certain(from.said_on(), when) && certain(when, to.said_on())
    };
    graph.events().into_iter().filter(inside).collect()
}

/// The story of a thread as JSON.
pub fn story_json(graph: &Graph<'_>, thread: &Thread<'_>, options: &Options) -> Value {
    let dataset = graph.dataset();
    let step = |Told { step, before: last, left_out }: Told<'_, '_>| {
        let evidence = |evidence: &crate::model::Evidence| {
            json!({
                "source": evidence.source.as_str(),
                "citation": cite::passage(dataset, evidence),
                "grade": cite::grade(&dataset.sources[&evidence.source.value]),
                "via": evidence.via.as_ref().map(|id| id.as_str()),
                "form": evidence.form.as_str(),
                "is_quotation": evidence.form.is_quotation(),
                "words": evidence.quote.passage.value,
            })
        };
        let event = |event: &Event| {
            let date = event.date.as_ref();
            json!({
                "id": event.id.as_str(),
                "title": event.title.value,
                "date": date.map(|date| date.display()),
                "edtf": date.map(|date| date.as_str()),
                "basis": event.dating.basis.as_str(),
            })
        };
        let (basis, target) = basis(step);
        let same = last.is_some_and(|last| last.id == step.statement.id);
        let before: Vec<Value> = if same { Vec::new() } else { between(graph, last, step.statement).into_iter().map(event).collect() };
        let days = if same { Some((Some(0), Some(0))) } else { gap(last, step.statement) };
        let speaker = &step.statement.speaker.value;
        json!({
            "claim": step.claim.id.as_str(),
            "date": unsigned(step.statement),
            "edtf": step.statement.date.as_ref().map(|date| date.as_str()),
            "basis": step.statement.dating.basis.as_str(),
            "said_by_then": options.as_of.map(|day| step.statement.said_by(day).as_str()),
            "belongs": if options.doubtful.contains(&step.claim.id.value) { "possible" } else { "certain" },
            "speaker": {"id": speaker.as_str(), "name": dataset.actors[speaker].name.value},
            "act": step.claim.act.as_str(),
            "firmness": step.claim.firmness.as_ref().map(|word| word.as_str()),
            "shift": step.shift.map(|shift| shift.as_str()),
            "shift_order": step.shift.map(|_| thread.order_of(step).as_str()),
            "reason": {"basis": basis, "claim": target, "in_words": shift(thread, step).1},
            "order": step.order.as_str(),
            "days_since": days.map(|(least, most)| json!({"least": least, "most": most})),
            "events_since": before,
            "not_selected_before": left_out,
            "summary": step.claim.summary.value,
            "confidence": step.claim.confidence.map(|confidence| confidence.as_str()),
            "links": step.claim.links.iter().map(|link| {
                json!({"kind": link.kind.as_str(), "to": link.to.to_string(), "why": link.why})
            }).collect::<Vec<_>>(),
            "evidence": step.claim.evidence.iter().map(evidence).collect::<Vec<_>>(),
        })
    };
    let principal = thread.principal;
    let steps: Vec<Value> = told(thread, options).into_iter().map(step).collect();
    json!({
        "actor": {"id": principal.as_str(), "name": dataset.actors[principal].name.value},
        "demand": thread.demand.as_str(),
        "title": dataset.demands[thread.demand].title.value,
        "steps": steps,
    })
}
