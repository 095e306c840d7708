//! Runs the rules on a dataset. One rule, one file; each is listed once, in [`RULES`].

mod as_of;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::Graph;
use crate::load::Loaded;
use crate::model::{Acknowledgement, Dataset, Form, RecordKind};
use crate::proof::{Passage, Proofs};
use crate::source::SourceMap;

pub use crate::diagnostic::Explain;
pub use as_of::check_as_of;
pub use rules::RULES;
pub(crate) use rules::{rests_on_counts, rests_on_references};

/// A kind of finding: its code, its weight and what there is to know about it.
#[derive(Debug)]
pub struct Rule {
    /// The stable name.
    pub code: Code,
    /// The weight, unless the manifest gives another.
    pub severity: Severity,
    /// What is found, in one line: lower case, no full stop.
    pub summary: &'static str,
    /// What there is to know about it.
    pub explain: Explain,
    /// Where it is found.
    pub stage: Stage,
}

/// Where a kind of finding comes from.
#[derive(Debug)]
pub enum Stage {
    /// From reading the files.
    Loading,
    /// From looking at the records.
    ///
    /// A check of what changed since the last time looks at a part of the records. So what a finding may rest on is bounded:
    ///
    /// - about a claim: the claim, its statement, the claims that it links to or that link to it and their statements, the passages of its
    ///   sources, and all actors, demands, events and sources by themselves;
    /// - about a statement: on that of all its claims but their links, on all statements of the same speaker, and on the links that make two of
    ///   them one utterance;
    /// - about an actor, demand, event or source: these by themselves; the rules of `REST_ON_REFERENCES` also on the statements and claims that
    ///   refer to it and on their passages;
    /// - about nothing of these: the manifest and the counts.
    Checking(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// From comparing the findings with what the records acknowledge and the manifest says of rules.
    Settling,
}

impl Rule {
    /// A finding of this rule.
    pub fn finding(&self, headline: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.severity, headline)
    }
}

/// What a rule looks at.
pub struct Context<'c> {
    /// The records.
    pub dataset: &'c Dataset,
    /// The texts that they were read from.
    pub sources: &'c SourceMap,
    /// The records as a graph.
    pub graph: &'c Graph<'c>,
    /// The passages with their proofs.
    pub proofs: &'c Proofs<'c>,
    /// How many records and passages there are.
    pub counts: &'c Counts,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The findings, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that the records acknowledge, each with the reason, in file order.
    pub acknowledged: Vec<(Diagnostic, String)>,
    /// What was looked at.
    pub counts: Counts,
}

/// What a check looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The records of each kind, in the order of [`RecordKind::ALL`].
    pub records: Vec<(RecordKind, usize)>,
    /// Passages of claims, by form: how many there are and how many were proved.
    pub passages: BTreeMap<Form, (usize, usize)>,
    /// Passages that dates rest on, and quotations left uncoded: how many there are and how many were proved.
    pub other_passages: (usize, usize),
    /// The links that curators wrote.
    pub links: usize,
}

impl Counts {
    fn new(dataset: &Dataset, proofs: &Proofs<'_>) -> Self {
        let mut counts = Counts {
            records: RecordKind::ALL.into_iter().map(|kind| (kind, dataset.count(kind))).collect(),
            links: dataset.claims().map(|(_, claim)| claim.links.len()).sum(),
            ..Counts::default()
        };
        proofs.passages.iter().for_each(|passage| counts.add_passage(passage));
        counts
    }

    /// The number of records of a kind.
    pub fn record_count(&self, kind: RecordKind) -> usize {
        self.records.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count)
    }

    /// Counts a passage.
    pub(crate) fn add_passage(&mut self, passage: &Passage<'_>) {
        let (all, proved) = match passage.used.form() {
            Some(form) => self.passages.entry(form).or_default(),
            None => &mut self.other_passages,
        };
        *all += 1;
        *proved += usize::from(passage.proof().is_some());
    }

    /// Adds the passages and links of another count.
    pub(crate) fn add(&mut self, other: &Counts) {
        self.change(other, usize::saturating_add);
    }

    /// Takes the passages and links of another count away.
    pub(crate) fn subtract(&mut self, other: &Counts) {
        self.change(other, usize::saturating_sub);
    }

    fn change(&mut self, other: &Counts, change: fn(usize, usize) -> usize) {
        let pair = |(all, proved): &mut (usize, usize), by: (usize, usize)| (*all, *proved) = (change(*all, by.0), change(*proved, by.1));
        for (form, by) in &other.passages {
            pair(self.passages.entry(*form).or_default(), *by);
        }
        self.passages.retain(|_, (all, _)| *all > 0);
        pair(&mut self.other_passages, other.other_passages);
        self.links = change(self.links, other.links);
    }

    /// All passages: how many there are and how many were proved.
    pub fn total(&self) -> (usize, usize) {
        let add = |(all, proved): (usize, usize), (more, also): &(usize, usize)| (all + more, proved + also);
        self.passages.values().fold(self.other_passages, add)
    }
}

/// Runs all rules. The findings of loading are taken along, with the severities that the manifest gives.
pub fn check(loaded: &Loaded) -> Checked {
    let dataset = &loaded.dataset;
    let (graph, proofs) = rayon::join(|| Graph::new(dataset), || Proofs::new(dataset, &loaded.sources));
    check_with(loaded, &graph, &proofs)
}

/// Runs all rules on a graph and proofs that are there already.
pub fn check_with<'d>(loaded: &'d Loaded, graph: &Graph<'d>, proofs: &Proofs<'d>) -> Checked {
    check_counted(loaded, graph, proofs, Counts::new(&loaded.dataset, proofs))
}

/// The same on a part of a dataset that has these counts as a whole.
pub(crate) fn check_counted<'d>(loaded: &'d Loaded, graph: &Graph<'d>, proofs: &Proofs<'d>, counts: Counts) -> Checked {
    let dataset = &loaded.dataset;
    let context = Context { dataset, sources: &loaded.sources, graph, proofs, counts: &counts };
    let mut found = loaded.diagnostics.clone();
    let run = |rule: &&Rule| {
        let mut findings = Vec::new();
        if let Stage::Checking(run) = rule.stage {
            run(&context, &mut findings);
        }
        findings
    };
    found.extend(RULES.par_iter().map(run).collect::<Vec<_>>().into_iter().flatten());
    let (mut diagnostics, mut acknowledged) = settle(dataset, found);
    for diagnostic in diagnostics.iter_mut().chain(acknowledged.iter_mut().map(|(diagnostic, _)| diagnostic)) {
        if let Some(severity) = dataset.manifest.severities.get(diagnostic.code.0) {
            // What cannot be accepted where it stands cannot be played down in the manifest either.
            if severity.value > diagnostic.severity || rules::can_be_acknowledged(diagnostic.code) {
                diagnostic.severity = severity.value;
            }
        }
    }
    diagnostics.sort();
    diagnostics.dedup();
    acknowledged.sort();
    Checked { diagnostics, acknowledged, counts }
}

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.0 == code)
}

/// The acknowledgements of all records, with the full id of the record.
fn acknowledgements(dataset: &Dataset) -> Vec<(String, &Acknowledgement)> {
    let mut out: Vec<(String, &Acknowledgement)> = Vec::new();
    for actor in dataset.actors.values() {
        out.extend(actor.acknowledge.iter().map(|entry| (format!("actor:{}", actor.id.value), entry)));
    }
    for demand in dataset.demands.values() {
        out.extend(demand.acknowledge.iter().map(|entry| (format!("demand:{}", demand.id.value), entry)));
    }
    for event in dataset.events.values() {
        out.extend(event.acknowledge.iter().map(|entry| (format!("event:{}", event.id.value), entry)));
    }
    for source in dataset.sources.values() {
        out.extend(source.acknowledge.iter().map(|entry| (format!("source:{}", source.id.value), entry)));
    }
    for statement in dataset.statements.values() {
        out.extend(statement.acknowledge.iter().map(|entry| (format!("statement:{}", statement.id.value), entry)));
        for claim in &statement.claims {
            out.extend(claim.acknowledge.iter().map(|entry| (format!("claim:{}", claim.id.value), entry)));
        }
    }
    out
}

/// Takes out the findings that a record acknowledges; reports acknowledgements of nothing and rules that do not exist.
fn settle(dataset: &Dataset, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<(Diagnostic, String)>) {
    let acknowledgements = acknowledgements(dataset);
    let by_key: BTreeMap<(&str, &str), &Acknowledgement> =
        acknowledgements.iter().map(|(subject, entry)| ((subject.as_str(), entry.rule.value.as_str()), *entry)).collect();
    let mut used = BTreeSet::new();
    let (mut open, mut accepted) = (Vec::new(), Vec::new());
    for diagnostic in found {
        let subject = diagnostic.subject.clone().unwrap_or_default();
        match by_key.get(&(subject.as_str(), diagnostic.code.0)).copied() {
            Some(entry) if rules::can_be_acknowledged(diagnostic.code) => {
                used.insert((subject.clone(), diagnostic.code.0));
                accepted.push((diagnostic, entry.why.clone()));
            }
            _ => open.push(diagnostic),
        }
    }
    rules::settle(dataset, &acknowledgements, &used, &mut open);
    (open, accepted)
}
