//! The records of a dataset as serde reads them: a struct for each, with all the keys that the format has.

#![allow(dead_code, reason = "what counts is that all of a record is read and kept, not that it is used")]

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: u32,
    title: String,
    focus: Option<String>,
    licence: Option<String>,
    texts: String,
    #[serde(default)]
    severities: BTreeMap<String, String>,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
    #[serde(default)]
    watch: Vec<Watch>,
    #[serde(default)]
    expect: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    from: String,
    to: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actors {
    pub actors: BTreeMap<String, Actor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demands {
    pub demands: BTreeMap<String, Demand>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    pub events: BTreeMap<String, Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    pub sources: BTreeMap<String, Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledgement {
    rule: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    kind: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    pub acts_for: Option<String>,
    #[serde(default)]
    pub offices: Vec<Office>,
    #[serde(default)]
    identifiers: BTreeMap<String, String>,
    #[serde(default)]
    formerly: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    acknowledge: Vec<Acknowledgement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    title: String,
    pub of: Option<String>,
    since: Option<String>,
    until: Option<String>,
    basis: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    title: String,
    description: String,
    #[serde(default)]
    pub addressees: Vec<String>,
    pub broader: Option<String>,
    topic: Option<String>,
    #[serde(default)]
    formerly: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    acknowledge: Vec<Acknowledgement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dating {
    basis: String,
    #[serde(default)]
    evidence: Vec<DateEvidence>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateEvidence {
    source: Option<String>,
    passage: String,
    prefix: Option<String>,
    suffix: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    title: String,
    date: Option<String>,
    dating: Dating,
    place: Option<String>,
    #[serde(default)]
    pub participants: Vec<String>,
    #[serde(default)]
    pub sources: Vec<String>,
    #[serde(default)]
    formerly: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    acknowledge: Vec<Acknowledgement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDate {
    date: Option<String>,
    basis: String,
    #[serde(default)]
    evidence: Vec<DateEvidence>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    title: String,
    pub publisher: String,
    kind: String,
    url: Option<String>,
    language: String,
    translated_from: Option<String>,
    published: SourceDate,
    retrieved: Option<SourceDate>,
    #[serde(default)]
    pub relays: Vec<String>,
    reliability: Option<String>,
    credibility: Option<String>,
    text: Option<String>,
    sha256: Option<String>,
    #[serde(default)]
    uncoded: Vec<Uncoded>,
    #[serde(default)]
    formerly: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    acknowledge: Vec<Acknowledgement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncoded {
    passage: String,
    prefix: Option<String>,
    suffix: Option<String>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub id: String,
    pub speaker: String,
    #[serde(rename = "as")]
    office: Option<String>,
    pub on_behalf_of: Option<String>,
    #[serde(default)]
    pub addressees: Vec<String>,
    form: String,
    venue: Option<String>,
    pub event: Option<String>,
    date: Option<String>,
    dating: Dating,
    #[serde(default)]
    formerly: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    acknowledge: Vec<Acknowledgement>,
    pub claims: BTreeMap<String, Claim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    act: Act,
    pub demand: Option<String>,
    firmness: Option<Firmness>,
    label: Option<String>,
    summary: String,
    #[serde(default)]
    pub addressees: Vec<String>,
    condition: Option<String>,
    consequence: Option<String>,
    #[serde(default)]
    hypothetical: bool,
    #[serde(default)]
    negated: bool,
    confidence: Option<Confidence>,
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    #[serde(default)]
    pub links: Vec<Link>,
    #[serde(default)]
    formerly: Vec<String>,
    note: Option<String>,
    #[serde(default)]
    acknowledge: Vec<Acknowledgement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub source: String,
    pub via: Option<String>,
    form: Form,
    passage: String,
    prefix: Option<String>,
    suffix: Option<String>,
    language: Option<String>,
    translator: Option<String>,
    original: Option<String>,
    analyst: Option<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub kind: LinkKind,
    pub to: String,
    why: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Act {
    Appeal,
    Demand,
    Offer,
    Accept,
    Concede,
    Reject,
    Threaten,
    Accuse,
    Assure,
    Assess,
    Inform,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Firmness {
    Floats,
    Proposes,
    Appeals,
    Demands,
    Precondition,
    Ultimatum,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Confidence {
    High,
    Moderate,
    Low,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Form {
    Verbatim,
    Translated,
    Paraphrase,
    Headline,
    Inference,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    Reiterates,
    Specifies,
    Broadens,
    Hardens,
    Softens,
    Replaces,
    Withdraws,
    Contradicts,
    Justifies,
    Conditions,
    Accepts,
    PartlyAccepts,
    Rejects,
    Counters,
    MadeAt,
    PromptedBy,
    Fulfils,
    Violates,
    BeliedBy,
    SameUtteranceAs,
    Supersedes,
    DisputedBy,
}
