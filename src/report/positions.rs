//! Turns threads into the table of positions, as text rows and JSON.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::evidence::{self, Passage};
use crate::cite;
use crate::date::{Certainty, Day};
use crate::graph::{Graph, ThreadClaims, before};
use crate::id::{ActorId, ClaimId, DemandId};
use crate::model::{Act, Basis, Confidence, Form, Statement};
use crate::position::{Position, Reason, Step, Thread, derived};

/// What is asked for, and what of it is in doubt.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day by the end of which it had been said; the dataset was cut there
    /// ([`Dataset::as_of`](crate::model::Dataset::as_of)).
    pub as_of: Option<Day>,
    /// The claims that meet a condition of whoever asks; all where there is none. Their shifts are those of the whole thread.
    pub selected: Option<BTreeSet<ClaimId>>,
    /// Those of them that only possibly meet it.
    pub doubtful: BTreeSet<ClaimId>,
}

impl Options {
    /// Whether a statement had certainly been said by the day asked for.
    pub(super) fn is_certain(&self, statement: &Statement) -> bool {
        self.as_of.is_none_or(|day| statement.said_by(day) == Certainty::Certain)
    }

    /// Whether a claim was selected.
    pub(super) fn keeps(&self, step: &Step<'_>) -> bool {
        self.selects(&step.claim.id.value)
    }

    fn selects(&self, claim: &ClaimId) -> bool {
        self.selected.as_ref().is_none_or(|selected| selected.contains(claim))
    }

    /// Whether any claim of a thread was selected.
    pub fn keeps_any(&self, thread: &Thread<'_>) -> bool {
        thread.steps.iter().any(|step| self.keeps(step))
    }
}

/// A date for people and as it is written in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// For people: `c. Jun 2025`, `date unknown`.
    pub shown: String,
    /// In EDTF; none where it is unknown.
    pub edtf: Option<String>,
    /// What the date rests on.
    pub basis: Basis,
    /// The claim that was made then.
    pub claim: String,
}

impl When {
    pub(super) fn of(step: &Step<'_>) -> Self {
        let edtf = step.statement.date.as_ref().map(|date| date.as_str().to_owned());
        When { shown: unsigned(step.statement), edtf, basis: step.statement.dating.basis.value, claim: step.claim.id.to_string() }
    }

    /// For people, with the sign of what it rests on where no source states it.
    pub fn signed(&self) -> String {
        super::signed(&self.shown, Some(self.basis))
    }

    /// The date as JSON.
    pub(super) fn to_json(&self) -> Value {
        json!({"date": self.shown, "edtf": self.edtf, "basis": self.basis.as_str(), "claim": self.claim})
    }
}

/// The position of one principal on one demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The id and the name of the principal.
    pub actor: (String, String),
    /// The id of the demand.
    pub demand: String,
    /// The title of the demand.
    pub title: String,
    /// The act of the claim that last moved the position.
    pub act: &'static str,
    /// Its firmness.
    pub firmness: &'static str,
    /// When the position was first taken.
    pub introduced: When,
    /// When it was last taken.
    pub last_asserted: When,
    /// The id and the name of who took it last.
    pub by: (String, String),
    /// Whether [`introduced`](Self::introduced) is when it was first taken however the dates fell, or something else may have come before
    /// it: what only possibly had been said by the day asked for, or what had certainly been said, on a day that the dates leave open.
    pub first: Certainty,
    /// The same in words, after the date; empty where it is certain.
    pub first_in_words: &'static str,
    /// In how many utterances it was certainly taken; two reports of one utterance count once, and so do two that may be of one.
    pub times: usize,
    /// The same with those that only possibly had been said by the day asked for, and where two that may be of one are of two.
    pub times_at_most: usize,
    /// What the last move was.
    pub shift: &'static str,
    /// Whether it certainly came after what it goes by: the claim that a curator linked it to, else the utterance before it; of an
    /// introduction, that nothing came before it.
    pub order: Certainty,
    /// The claim that made it.
    pub claim: String,
    /// What that claim says, in the words of the curators.
    pub summary: String,
    /// The passages that it rests on, the best form first.
    pub passages: Vec<Passage>,
    /// Whether it had certainly or only possibly been said by the day asked for.
    pub certainty: Certainty,
    /// What the last move rests on, in words: forms of evidence and number of sources.
    pub evidence: String,
    /// How sure the analyst is that it is coded right, as far as the record says.
    pub confidence: Option<Confidence>,
    /// The forms of evidence of the last move, the best first.
    pub forms: Vec<&'static str>,
    /// The number of its sources, and of those that are independent of each other.
    pub sources: (usize, usize),
    /// What must be said with it: an introduction or a firmer word that only a reporter has, a curator's link that overrides what the
    /// firmness says, a date that only possibly lies before the day asked for.
    pub caution: String,
}

/// What is said of a shift whose order is not certain.
pub(super) fn in_order(order: Certainty) -> &'static str {
    if order == Certainty::Certain { "" } else { ", order unclear" }
}

/// The positions of all threads that are asked for, by principal and then by demand.
///
/// As of a day a position is that of what had certainly been said by then; what only possibly had been said since is named beside it.
/// Where nothing had certainly been said, it is that of what possibly had, and [`Row::certainty`] says so.
///
/// The threads are whole. Of what was selected a position is that at the last selected step; what the step is, and when the position was
/// introduced, goes by the whole thread.
pub fn rows<'d>(graph: &Graph<'d>, threads: &[Thread<'d>], options: &Options) -> Vec<Row> {
    threads.iter().filter_map(|thread| row(graph, thread, options)).collect()
}

fn row<'d>(graph: &Graph<'d>, thread: &Thread<'d>, options: &Options) -> Option<Row> {
    let certain = certain_part(graph, thread, options);
    let selected = |thread: &Thread<'d>| thread.kept(|step| options.keeps(step));
    let certain = certain.map(|whole| (selected(&whole), whole)).filter(|(basis, _)| basis.position().is_some());
    let (whole, basis, certainty) = match &certain {
        Some((basis, whole)) => (whole, basis, Certainty::Certain),
        None => (thread, &selected(thread), Certainty::Possible),
    };
    let position = Position { introduced: whole.position()?.introduced, ..basis.position()? };
    let name = |id: &ActorId| (id.to_string(), graph.dataset().actors[id].name.value.clone());
    let claim = position.last.claim;
    let (shift, order) = whole.moved_by(position.last).map_or(("", Certainty::Certain), |(shift, order)| (shift.as_str(), order));
    let first_in_words = match (earlier(thread, &position, certainty, options), whole.may_precede(position.introduced)) {
        (Some(_), _) => ", possibly earlier",
        (None, None) => "",
        (None, Some(_)) => ", order unclear",
    };
    let mut forms: Vec<Form> = claim.evidence.iter().map(|evidence| evidence.form.value).collect();
    forms.sort();
    forms.dedup();
    Some(Row {
        actor: name(thread.principal),
        demand: thread.demand.to_string(),
        title: graph.dataset().demands[thread.demand].title.value.clone(),
        act: claim.act.as_str(),
        firmness: claim.firmness.as_ref().map_or("", |firmness| firmness.as_str()),
        introduced: When::of(position.introduced),
        last_asserted: When::of(position.asserted),
        by: name(&position.asserted.statement.speaker.value),
        first: if first_in_words.is_empty() { Certainty::Certain } else { Certainty::Possible },
        first_in_words,
        times: basis.utterances_at_least(),
        times_at_most: selected(thread).utterances(),
        shift,
        order,
        claim: claim.id.to_string(),
        summary: claim.summary.value.clone(),
        passages: evidence::passages(graph.dataset(), claim),
        certainty,
        evidence: evidence::foundation(graph.dataset(), position.last.statement, claim).split("; ").next().unwrap_or_default().to_owned(),
        confidence: claim.confidence,
        forms: forms.into_iter().map(Form::as_str).collect(),
        sources: cite::of_claim(graph.dataset(), position.last.statement, claim),
        caution: cautions(graph, &[thread, whole, basis], &position, certainty, options).join("; "),
    })
}

/// The thread of what had certainly been said by the day asked for.
fn certain_part<'d>(graph: &Graph<'d>, thread: &Thread<'d>, options: &Options) -> Option<Thread<'d>> {
    let all = thread.steps.iter().map(|step| (step.statement, step.claim));
    let claims: Vec<_> = all.filter(|(statement, _)| options.is_certain(statement)).collect();
    if claims.len() == thread.steps.len() {
        return Some(thread.clone());
    }
    let some = ThreadClaims { principal: thread.principal, demand: thread.demand, claims, nodes: Vec::new() };
    (!some.claims.is_empty()).then(|| Thread::new(graph.dataset(), &some))
}

/// The first step that only possibly had been said by the day asked for, and then possibly before that which certainly introduced the
/// position. What came later in any case takes nothing from it.
fn earlier<'t, 'd>(thread: &'t Thread<'d>, position: &Position<'_, '_>, certainty: Certainty, options: &Options) -> Option<&'t Step<'d>> {
    let first = position.introduced.statement.said_on();
    let may_precede = |step: &&Step<'_>| {
        step.takes_position && !options.is_certain(step.statement) && before(step.statement.said_on(), first) != Certainty::Impossible
    };
    thread.steps.iter().find(may_precede).filter(|_| certainty == Certainty::Certain)
}

/// What must be said with a position. The threads are that of all claims, that of what had certainly been said, and what was selected of it.
fn cautions(
    graph: &Graph<'_>,
    [thread, whole, basis]: &[&Thread<'_>; 3],
    position: &Position<'_, '_>,
    certainty: Certainty,
    options: &Options,
) -> Vec<String> {
    let mut cautions = Vec::new();
    let form = position.last.claim.best_form();
    let is_quoted = form.is_some_and(Form::is_quotation);
    if !is_quoted {
        cautions.push(format!("{}, not in quotation", by(form)));
        let own = position.last.claim.firmness.as_ref().map(|firmness| firmness.value);
        if let Some(quoted) = position.firmest_quoted.filter(|quoted| own.is_some_and(|own| *quoted < own)) {
            cautions.push(format!("in quotation no firmer than `{quoted}`"));
        }
    }
    if let Some(firmest) = position.firmest
        && position.firmest_quoted.is_none_or(|quoted| quoted < firmest)
        && is_quoted
    {
        cautions.push(format!("`{firmest}` only by report"));
    }
    if let Some(only) = position.introduced.claim.best_form().filter(|form| !form.is_quotation())
        && position.introduced.claim.id != position.last.claim.id
    {
        let aside = if options.keeps(position.introduced) { "" } else { ", by a step that is not selected" };
        cautions.push(format!("introduced {}{aside}", by_only(only)));
    }
    if let (Some(shift), Some(other)) = (position.last.shift, position.last.overridden()) {
        cautions.push(format!("`{}` by a curator's link, `{}` by act and firmness alone", shift.as_str(), other.as_str()));
    }
    match &position.last.reason {
        Reason::Authored(target) if position.last.shift_order != Certainty::Certain => {
            let target = if options.selects(target) { target.to_string() } else { "a claim that is not selected".to_owned() };
            cautions.push(format!("that it came after {target} is only possible"));
        }
        _ if position.last.order != Certainty::Certain => cautions.push("the order of the last two utterances is uncertain".to_owned()),
        _ => {}
    }
    match whole.may_precede(position.introduced) {
        Some(other) if options.keeps(other) => {
            let then = instead(whole, position, other);
            cautions.push(format!("possibly introduced by {}, {}{then}", other.claim.id.value, when(other.statement)));
        }
        Some(_) => cautions.push("possibly introduced by a step that is not selected".to_owned()),
        None => {}
    }
    if let Some(earlier) = earlier(thread, position, certainty, options) {
        cautions.push(if options.keeps(earlier) {
            let then = instead(whole, position, earlier);
            format!("possibly introduced earlier: {}, {}{then}", when(earlier.statement), earlier.claim.id.value)
        } else {
            "possibly introduced earlier, by a step that is not selected".to_owned()
        });
    }
    if certainty == Certainty::Possible {
        cautions.push("possibly not yet said by then".to_owned());
    } else if let Some(later) =
        thread.kept(|step| options.keeps(step)).position().filter(|later| later.last.claim.id != position.last.claim.id)
    {
        let shift = later.last.shift.map_or("", |shift| shift.as_str());
        let firmness = later.last.claim.firmness.as_ref().map(|word| format!(", {}", word.value)).unwrap_or_default();
        cautions.push(format!("possibly said by then, too: {shift}{firmness}, {}", later.last.claim.id.value));
    }
    cautions.extend(graph.dataset().demands[thread.demand].note.clone());
    cautions.extend(broader(graph, thread, position, options));
    cautions.extend(assured(whole, position, options));
    cautions.extend(left_out(whole, position, options));
    let taking = basis.steps.iter().filter(|step| step.takes_position);
    let doubtful = taking.map(|step| &step.claim.id.value).filter(|id| options.doubtful.contains(id));
    let doubtful: Vec<&str> = doubtful.map(|id| id.as_str()).collect();
    if !doubtful.is_empty() {
        cautions.push(format!("rests on what only possibly meets the condition: {}", doubtful.join(", ")));
    }
    cautions
}

/// What the last move would be if another utterance had come before it. Only what introduced the position would be another: what came
/// later goes by what came between.
fn instead(whole: &Thread<'_>, position: &Position<'_, '_>, other: &Step<'_>) -> String {
    let Some(moving) = whole.moving(position.last).filter(|step| step.shift.is_some() && step.reason == Reason::First) else {
        return String::new();
    };
    let gap = other.statement.said_on().zip(moving.statement.said_on()).map(|(a, b)| a.gap_days(b));
    format!(", then `{}`", derived(other.claim, moving.claim, gap).as_str())
}

/// The firmer positions of the same side on broader demands, the nearest demand first. The whole threads count, as of the day asked for.
fn broader(graph: &Graph<'_>, thread: &Thread<'_>, position: &Position<'_, '_>, options: &Options) -> Vec<String> {
    let Some(own) = &position.last.claim.firmness else { return Vec::new() };
    let threads = graph.threads();
    let firmer = |demand: &DemandId| {
        let at = threads.binary_search_by(|other| (other.principal, other.demand).cmp(&(thread.principal, demand))).ok()?;
        let all = Thread::new(graph.dataset(), &threads[at]);
        let certain = certain_part(graph, &all, options)?;
        let last = certain.position()?.last;
        let firmness = last.claim.firmness.as_ref().filter(|firmness| firmness.value > own.value)?;
        let form = last.claim.best_form();
        let report = if form.is_some_and(Form::is_quotation) { String::new() } else { format!(", {}", by(form)) };
        let (date, what) = (when(last.statement), last.claim.headline());
        Some(format!("the broader demand `{demand}`: {}, {date}{report} ({what})", firmness.value))
    };
    let above = graph.dataset().demand_chain(thread.demand).skip(1).take_while(|demand| *demand != thread.demand);
    above.filter_map(firmer).collect()
}

/// That the side gave an assurance on the demand after it last took its position: the last that certainly came later, else the last that
/// possibly did, those without a date after all others.
fn assured(whole: &Thread<'_>, position: &Position<'_, '_>, options: &Options) -> Option<String> {
    let asserted = position.asserted.statement;
    let assurances = || {
        let assures = |step: &&Step<'_>| step.claim.act.value == Act::Assure && !std::ptr::eq(step.statement, asserted);
        whole.steps.iter().filter(assures).map(|step| (step, before(asserted.said_on(), step.statement.said_on())))
    };
    let aside = |step: &Step<'_>| if options.keeps(step) { "" } else { ", not selected" };
    if let Some((last, _)) = assurances().rfind(|(_, order)| *order == Certainty::Certain) {
        return Some(format!("also assured, last {}{}", when(last.statement), aside(last)));
    }
    let possible = assurances().filter(|(_, order)| *order == Certainty::Possible);
    let (last, _) = possible.max_by_key(|(last, _)| last.statement.said_on().is_some())?;
    Some(format!("also assured, possibly later, last {}{}", when(last.statement), aside(last)))
}

/// That steps which take the position, before or after that which moved it last, were not selected.
fn left_out(whole: &Thread<'_>, position: &Position<'_, '_>, options: &Options) -> Option<String> {
    let at = whole.steps.iter().position(|step| step.claim.id == position.last.claim.id)?;
    let lacks = |steps: &[Step<'_>]| steps.iter().any(|step| step.takes_position && !options.keeps(step));
    let side = match (lacks(&whole.steps[..at]), lacks(&whole.steps[at + 1..])) {
        (false, false) => return None,
        (true, false) => "before",
        (false, true) => "after",
        (true, true) => "before and after",
    };
    Some(format!("steps {side} it are not selected"))
}

/// What a position rests on that is not quoted.
fn by(form: Option<Form>) -> &'static str {
    match form {
        Some(Form::Headline) => "by headline",
        Some(Form::Inference) => "by inference",
        _ => "by report",
    }
}

/// What something rests on whose best evidence is no quotation.
fn by_only(form: Form) -> &'static str {
    match form {
        Form::Headline => "by a headline only",
        Form::Inference => "by inference only",
        Form::Verbatim | Form::Translated | Form::Paraphrase => "by report only",
    }
}

impl Row {
    /// The columns of the row, with their names.
    pub fn columns(&self) -> Vec<(&'static str, String)> {
        vec![
            ("actor", self.actor.1.clone()),
            ("demand", self.demand.clone()),
            ("act", self.act.to_owned()),
            ("firmness", self.firmness.to_owned()),
            ("shift", self.shift_in_words()),
            ("introduced", self.introduced.signed() + self.first_in_words),
            ("last asserted", self.last_asserted.signed()),
            ("by", self.by.1.clone()),
            ("times", self.times_in_words()),
            ("claim", self.claim.clone()),
            ("evidence", self.evidence.clone() + &evidence::weight(&self.passages, self.confidence)),
            ("sources", evidence::cited(&self.passages).join(", ")),
            ("words", evidence::words(&self.passages)),
            ("caution", self.caution.clone()),
        ]
    }

    /// One line without the demand: `Russia: hardened 10 Jan 2022 by a/claim; introduced in this set 13 Dec 2021; taken in 2 utterances`.
    pub fn line(&self) -> String {
        let doubt = if self.certainty == Certainty::Certain { "" } else { ", possibly not yet said by then" };
        format!(
            "{}: {} {} by {}{doubt}; introduced in this set {}{}; taken in {} {}",
            self.actor.1,
            self.shift_in_words(),
            self.last_asserted.signed(),
            self.claim,
            self.introduced.signed(),
            self.first_in_words,
            self.times_in_words(),
            if self.times_at_most == 1 { "utterance" } else { "utterances" },
        )
    }

    /// What the last move was, and that its order is uncertain where it is: `hardened`, `hardened, order unclear`.
    pub fn shift_in_words(&self) -> String {
        self.shift.to_owned() + in_order(self.order)
    }

    /// `1`, `1 or 2`, `1 to 3`.
    fn times_in_words(&self) -> String {
        match self.times_at_most - self.times.min(self.times_at_most) {
            0 => self.times.to_string(),
            1 => format!("{} or {}", self.times, self.times_at_most),
            _ => format!("{} to {}", self.times, self.times_at_most),
        }
    }

    /// The row as JSON.
    pub fn to_json(&self) -> Value {
        let actor = |(id, name): &(String, String)| json!({"id": id, "name": name});
        json!({
            "actor": actor(&self.actor),
            "demand": self.demand,
            "title": self.title,
            "act": self.act,
            "firmness": some(self.firmness),
            "shift": self.shift,
            "order": self.order.as_str(),
            "introduced": self.introduced.to_json(),
            "introduced_first": self.first.as_str(),
            "last_asserted": self.last_asserted.to_json(),
            "by": actor(&self.by),
            "times": self.times,
            "times_at_most": self.times_at_most,
            "claim": self.claim,
            "said_by_then": self.certainty.as_str(),
            "summary": self.summary,
            "evidence": {
                "forms": self.forms,
                "sources": self.sources.0,
                "independent_sources": self.sources.1,
                "in_words": self.evidence,
                "confidence": self.confidence.map(Confidence::as_str),
                "passages": self.passages.iter().map(Passage::to_json).collect::<Vec<_>>(),
            },
            "caution": some(&self.caution),
        })
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The date of a statement for people, with the sign of what it rests on where no source states it.
pub(super) fn when(statement: &Statement) -> String {
    super::signed(&unsigned(statement), Some(statement.dating.basis.value))
}

/// The same without the sign.
pub(super) fn unsigned(statement: &Statement) -> String {
    statement.date.as_ref().map_or_else(|| "date unknown".to_owned(), |date| date.display())
}
