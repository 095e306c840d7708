//! What a difference under a key of the format is: one row for each key of each shape.

use super::kinds::{ChangeKind, editorial::*, integrity::*, position::*, provenance::*};

/// What a difference under a key is.
#[derive(Clone, Copy, Debug)]
pub enum Meaning {
    /// This change.
    Changed(&'static ChangeKind),
    /// Items of a list of records: those that are only there after, and only there before. Others are compared key by key.
    Items(&'static ChangeKind, &'static ChangeKind),
    /// A record that is compared key by key; this change where it is there on one side only.
    Record(&'static ChangeKind),
    /// A number, or a record of numbers that is compared key by key: the first change where it came or rose, the second one where it fell or
    /// went.
    Number(&'static ChangeKind, &'static ChangeKind),
    /// The change that the record around it has.
    Around,
    /// Never a change of its own: it tells records or items apart, or holds records that are compared by themselves.
    Apart,
}

use Meaning::{Apart, Around, Changed, Items, Number, Record};

const FLOOR: Meaning = Number(&FLOOR_RAISED, &FLOOR_LOWERED);
const ACKNOWLEDGED: Meaning = Items(&ACKNOWLEDGEMENT_ADDED, &ACKNOWLEDGEMENT_REMOVED);

/// The meaning of a key, by the name of its shape. A test holds this table against the shapes.
#[rustfmt::skip]
const KEYS: &[(&str, &[(&str, Meaning)])] = &[
    ("manifest", &[
        ("format", Apart), ("title", Changed(&TITLE_CHANGED)), ("focus", Changed(&FOCUS_CHANGED)), ("licence", Changed(&LICENCE_CHANGED)),
        ("texts", Changed(&TEXTS_FOLDER_CHANGED)), ("severities", Changed(&RULE_SEVERITY_CHANGED)), ("expect", FLOOR),
        ("aliases", Changed(&QUERY_ALIAS_CHANGED)), ("watch", Items(&WATCH_ADDED, &WATCH_REMOVED)),
    ]),
    ("watched pair", &[("from", Apart), ("to", Apart), ("why", Changed(&NOTE_CHANGED))]),
    ("floor", &[
        ("actors", FLOOR), ("demands", FLOOR), ("events", FLOOR), ("sources", FLOOR), ("statements", FLOOR), ("claims", FLOOR),
        ("links", FLOOR), ("passages", FLOOR),
    ]),
    ("actors", &[("actors", Apart)]),
    ("actor", &[
        ("kind", Changed(&ACTOR_KIND_CHANGED)), ("name", Changed(&NAME_CHANGED)), ("aliases", Changed(&ALIASES_CHANGED)),
        ("acts_for", Changed(&ACTS_FOR_CHANGED)), ("offices", Items(&OFFICE_ADDED, &OFFICE_REMOVED)),
        ("identifiers", Changed(&IDENTIFIERS_CHANGED)), ("formerly", Changed(&FORMERLY_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
        ("acknowledge", ACKNOWLEDGED),
    ]),
    ("office", &[
        ("title", Changed(&OFFICE_CHANGED)), ("of", Changed(&OFFICE_CHANGED)), ("since", Changed(&OFFICE_CHANGED)),
        ("until", Changed(&OFFICE_CHANGED)), ("basis", Changed(&OFFICE_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
    ]),
    ("acknowledgement", &[("rule", Apart), ("why", Changed(&ACKNOWLEDGEMENT_REASON_CHANGED))]),
    ("demands", &[("demands", Apart)]),
    ("demand", &[
        ("title", Changed(&TITLE_CHANGED)), ("description", Changed(&DESCRIPTION_CHANGED)), ("addressees", Changed(&ADDRESSEES_CHANGED)),
        ("broader", Changed(&BROADER_CHANGED)), ("topic", Changed(&TOPIC_CHANGED)), ("formerly", Changed(&FORMERLY_CHANGED)),
        ("note", Changed(&NOTE_CHANGED)), ("acknowledge", ACKNOWLEDGED),
    ]),
    ("events", &[("events", Apart)]),
    ("event", &[
        ("title", Changed(&TITLE_CHANGED)), ("date", Changed(&EVENT_DATE_CHANGED)), ("dating", Record(&BASIS_CHANGED)),
        ("place", Changed(&CIRCUMSTANCES_CHANGED)), ("participants", Changed(&CIRCUMSTANCES_CHANGED)),
        ("sources", Changed(&EVENT_SOURCES_CHANGED)), ("formerly", Changed(&FORMERLY_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
        ("acknowledge", ACKNOWLEDGED),
    ]),
    ("dating", &[
        ("basis", Changed(&BASIS_CHANGED)), ("evidence", Items(&DATE_EVIDENCE_ADDED, &DATE_EVIDENCE_REMOVED)),
        ("note", Changed(&NOTE_CHANGED)),
    ]),
    ("date evidence", &[
        ("source", Changed(&DATE_EVIDENCE_CHANGED)), ("passage", Changed(&DATE_EVIDENCE_CHANGED)),
        ("prefix", Changed(&PASSAGE_CONTEXT_CHANGED)), ("suffix", Changed(&PASSAGE_CONTEXT_CHANGED)),
    ]),
    ("sources", &[("sources", Apart)]),
    ("source", &[
        ("title", Changed(&TITLE_CHANGED)), ("publisher", Changed(&PUBLISHER_CHANGED)), ("kind", Changed(&SOURCE_KIND_CHANGED)),
        ("url", Changed(&URL_CHANGED)), ("language", Changed(&SOURCE_LANGUAGE_CHANGED)),
        ("translated_from", Changed(&SOURCE_LANGUAGE_CHANGED)), ("published", Record(&PUBLICATION_DATE_CHANGED)),
        ("retrieved", Record(&RETRIEVAL_DATE_CHANGED)), ("relays", Changed(&RELAYS_CHANGED)), ("reliability", Changed(&GRADE_CHANGED)),
        ("credibility", Changed(&GRADE_CHANGED)), ("text", Changed(&TEXT_REFERENCE_CHANGED)), ("sha256", Changed(&TEXT_REFERENCE_CHANGED)),
        ("uncoded", Items(&UNCODED_ADDED, &UNCODED_REMOVED)), ("formerly", Changed(&FORMERLY_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
        ("acknowledge", ACKNOWLEDGED),
    ]),
    ("source date", &[
        ("date", Around), ("basis", Changed(&BASIS_CHANGED)), ("evidence", Items(&DATE_EVIDENCE_ADDED, &DATE_EVIDENCE_REMOVED)),
        ("note", Changed(&NOTE_CHANGED)),
    ]),
    ("own evidence", &[
        ("passage", Changed(&DATE_EVIDENCE_CHANGED)), ("prefix", Changed(&PASSAGE_CONTEXT_CHANGED)),
        ("suffix", Changed(&PASSAGE_CONTEXT_CHANGED)),
    ]),
    ("uncoded quotation", &[
        ("passage", Changed(&UNCODED_CHANGED)), ("prefix", Changed(&PASSAGE_CONTEXT_CHANGED)),
        ("suffix", Changed(&PASSAGE_CONTEXT_CHANGED)), ("reason", Changed(&UNCODED_CHANGED)),
    ]),
    ("statement", &[
        ("id", Apart), ("speaker", Changed(&SPEAKER_CHANGED)), ("as", Changed(&CAPACITY_CHANGED)),
        ("on_behalf_of", Changed(&BEHALF_CHANGED)), ("addressees", Changed(&ADDRESSEES_CHANGED)), ("form", Changed(&OCCASION_CHANGED)),
        ("venue", Changed(&OCCASION_CHANGED)), ("event", Changed(&OCCASION_CHANGED)), ("date", Changed(&DATE_CHANGED)),
        ("dating", Record(&BASIS_CHANGED)), ("formerly", Changed(&FORMERLY_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
        ("acknowledge", ACKNOWLEDGED), ("claims", Apart),
    ]),
    ("claim", &[
        ("act", Changed(&ACT_CHANGED)), ("demand", Changed(&CLAIM_DEMAND_CHANGED)), ("firmness", Changed(&FIRMNESS_CHANGED)),
        ("label", Changed(&LABEL_CHANGED)), ("summary", Changed(&SUMMARY_CHANGED)), ("addressees", Changed(&ADDRESSEES_CHANGED)),
        ("condition", Changed(&CONDITION_CHANGED)), ("consequence", Changed(&CONSEQUENCE_CHANGED)),
        ("hypothetical", Changed(&HYPOTHETICAL_CHANGED)), ("negated", Changed(&NEGATION_CHANGED)),
        ("confidence", Changed(&CONFIDENCE_CHANGED)), ("evidence", Items(&EVIDENCE_ADDED, &EVIDENCE_REMOVED)),
        ("links", Items(&LINK_ADDED, &LINK_REMOVED)), ("formerly", Changed(&FORMERLY_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
        ("acknowledge", ACKNOWLEDGED),
    ]),
    ("evidence", &[
        ("source", Changed(&EVIDENCE_SOURCE_CHANGED)), ("form", Changed(&FORM_CHANGED)), ("passage", Changed(&PASSAGE_CHANGED)),
        ("prefix", Changed(&PASSAGE_CONTEXT_CHANGED)), ("suffix", Changed(&PASSAGE_CONTEXT_CHANGED)),
        ("via", Changed(&UPSTREAM_CHANGED)), ("language", Changed(&TRANSLATION_CHANGED)), ("translator", Changed(&TRANSLATION_CHANGED)),
        ("original", Changed(&TRANSLATION_CHANGED)), ("analyst", Changed(&ANALYST_CHANGED)), ("note", Changed(&NOTE_CHANGED)),
    ]),
    ("link", &[("kind", Apart), ("to", Apart), ("why", Changed(&LINK_REASON_CHANGED))]),
];

/// The meaning of a difference under a key of the shape with this name; none for a key that the table has forgotten.
pub fn meaning(shape: &str, key: &str) -> Option<Meaning> {
    let (_, keys) = KEYS.iter().find(|(name, _)| *name == shape)?;
    keys.iter().find(|(name, _)| *name == key).map(|(_, meaning)| *meaning)
}

/// All rows of the table: shape and key.
pub fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    KEYS.iter().flat_map(|(shape, keys)| keys.iter().map(|(key, _)| (*shape, *key)))
}
