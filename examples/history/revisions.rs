//! Turns `data/` as it is into the dataset as its curators would have had it at earlier revisions.
//!
//! Earlier revisions know fewer texts: what rests on no text that is held yet is not there. And they hold mistakes, which later ones mend.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::outline::{self, Node};

/// The files of a revision, by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The revisions of the branch `main`, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Revision {
    /// Nothing yet.
    Start,
    /// The first interview, as text 002 reports it.
    Text002,
    /// The talks in Geneva.
    Text004,
    /// A paraphrase is replaced by the quotation.
    Quotation,
    /// A demand is split.
    Split,
    /// The first interview again, as text 003 reports it, by the date of the page.
    Text003,
    /// The remarks of November 2023.
    Text000,
    /// An actor gets another id.
    Renamed,
    /// The date of the interview is corrected.
    Dated,
    /// Two reports of one interview become one statement.
    Merged,
    /// What text 003 reports of others.
    Voices,
    /// The interview of June 2025.
    Text001,
    /// Comments and blank lines; nothing changes in meaning.
    Layout,
}

/// Every revision with its tag, its date, and what its author says of it.
pub const REVISIONS: [(Revision, &str, &str, &str); 13] = {
    use Revision::*;
    [
        (Start, "start", "2021-12-14T08:00:00Z", "Start an empty dataset"),
        (Text002, "text-002", "2021-12-14T09:00:00Z", "Add text 002: Ryabkov's interview of 13 December 2021"),
        (Text004, "text-004", "2022-01-11T09:00:00Z", "Add text 004: the talks in Geneva"),
        (Quotation, "quotation", "2022-01-12T09:00:00Z", "Ukraine: quote him instead of the reporter"),
        (Split, "split", "2022-01-20T09:00:00Z", "Split the demand on enlargement: Ukraine and Georgia apart"),
        (Text003, "text-003", "2023-09-25T09:00:00Z", "Add text 003, dated 22 September 2023"),
        (Text000, "text-000", "2023-11-30T09:00:00Z", "Add text 000: remarks of November 2023"),
        (Renamed, "renamed", "2023-12-04T09:00:00Z", "Name Ryabkov in full"),
        (Dated, "dated", "2023-12-05T09:00:00Z", "Text 003 reports an interview of 2021: correct its date"),
        (Merged, "merged", "2023-12-06T09:00:00Z", "One interview, two reports: merge the statements"),
        (Voices, "voices", "2023-12-07T09:00:00Z", "Add what text 003 reports of Putin, NATO and others"),
        (Text001, "text-001", "2025-07-01T09:00:00Z", "Add text 001: the interview of June 2025"),
        (Layout, "layout", "2025-07-02T09:00:00Z", "Order the files with comments and blank lines"),
    ]
};

/// The stored texts: the id of the source, the number that notes call it by, and from when on it is held.
const TEXTS: [(&str, &str, Revision); 5] = [
    ("report-002-ria", "002", Revision::Text002),
    ("report-004-geneva", "004", Revision::Text004),
    ("report-003-sputnik", "003", Revision::Text003),
    ("report-000-izvestia", "000", Revision::Text000),
    ("report-001-tass", "001", Revision::Text001),
];

/// The interview that two texts report, and the statement that the second report was first taken for.
const INTERVIEW: &str = "ryabkov-2021-12-13";
const SECOND_REPORT: &str = "ryabkov-sputnik";

/// What both texts report, claim by claim.
const REPORTED_TWICE: [&str; 7] = [
    "military-response",
    "asks-security-guarantees",
    "guarantees-on-expansion",
    "confrontation-likely",
    "washington-first",
    "join-moratorium",
    "nato-unreliable",
];

/// How the second report was dated at first, and how then.
const BY_THE_PAGE: &str = "\
date: 2023-09-22
dating:
  basis: stated
  evidence:
    - {source: report-003-sputnik, passage: \"Friday, September 22, 2023\"}
  note: The date at the head of the page.
acknowledge:
  - {rule: page-date-used-as-utterance-date, why: The text has no other date with a year.}
";
const BY_ITS_WORDS: &str = "\
date: 2021-12-13
dating:
  basis: inferred
  evidence:
    - {source: report-003-sputnik, passage: has warned this Monday of a possible increase in tension with NATO}
    - {source: report-003-sputnik, passage: in their last conversation on December 7}
    - {source: report-002-ria, passage: \"14:07, 13 December 2021\"}
  note: >-
    The date at the head of the page is no evidence of when he spoke. He spoke on a Monday after 7 December, and text 002, of Monday 13 December 2021,
    carries the same remarks in another translation.
";

/// Ukraine, before somebody looked up what he said himself.
const PARAPHRASED: &str = "  ukraine-never-mandatory:
    act: demand
    demand: ukraine-georgia-never
    firmness: demands
    label: Firm guarantee that Ukraine never joins NATO
    summary: As reported, he insisted that Russia needs firm guarantees that Ukraine will never become a member of NATO.
    confidence: moderate
    evidence:
      - source: report-004-geneva
        form: paraphrase
        passage: >-
          he insisted that Russia needs guarantees “written in stone” that Ukraine and Georgia will never become members of NATO
    acknowledge:
      - {rule: rests-on-paraphrase-only, why: Only three words are quoted.}
";

/// Enlargement, before it was split.
const UNSPLIT: &str = "  nato-enlargement:
    title: No NATO enlargement, nor Ukraine
    description: >-
      That NATO not extend further towards Russia's borders, and that Ukraine and Georgia never become members.
    addressees: [nato, united-states]
    broader: security-guarantees
    topic: nato
";

/// The files of a revision, made from those of the package.
pub fn files(package: &Path, revision: Revision) -> Files {
    let mut files = Files::new();
    let mut yaml: BTreeMap<String, String> = BTreeMap::new();
    for (path, bytes) in folder(package, "seeds").into_iter().chain(folder(package, "data")) {
        if path.ends_with(".yaml") {
            yaml.insert(path, String::from_utf8(bytes).expect("the data are UTF-8"));
        } else if path.strip_prefix("seeds/").is_none_or(|name| is_held(&name[..3], revision)) {
            files.insert(path, bytes);
        }
    }
    add_former_ids(&mut yaml, revision);
    if revision < Revision::Layout {
        yaml = earlier(&yaml, revision);
    }
    files.extend(yaml.into_iter().map(|(path, text)| (path, text.into_bytes())));
    files
}

fn is_held(number: &str, revision: Revision) -> bool {
    TEXTS.iter().any(|(_, known, since)| *known == number && revision >= *since)
}

/// The files at or below a folder.
fn folder(package: &Path, folder_path: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let entries = fs::read_dir(package.join(folder_path)).unwrap_or_else(|error| panic!("{folder_path}: {error}"));
    for entry in entries {
        let entry = entry.expect("the folder can be read");
        let path = format!("{folder_path}/{}", entry.file_name().to_str().expect("the name is UTF-8"));
        if entry.path().is_dir() {
            found.extend(folder(package, &path));
        } else {
            found.push((path, fs::read(entry.path()).expect("the file can be read")));
        }
    }
    found
}

/// Writes other words into a text. The words must be there.
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` is no longer in the data");
    text.replacen(from, to, 1)
}

fn change(yaml: &mut BTreeMap<String, String>, path: &str, from: &str, to: &str) {
    let text = yaml.get_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
    *text = replaced(text, from, to);
}

/// Records that have another id by now say which they had.
fn add_former_ids(yaml: &mut BTreeMap<String, String>, revision: Revision) {
    if revision >= Revision::Split {
        for id in ["nato-no-enlargement", "ukraine-georgia-never"] {
            change(yaml, "data/demands.yaml", &format!("\n  {id}:\n"), &format!("\n  {id}:\n    formerly: [nato-enlargement]\n"));
        }
    }
    if revision >= Revision::Renamed {
        change(yaml, "data/actors.yaml", "\n  sergei-ryabkov:\n", "\n  sergei-ryabkov:\n    formerly: [ryabkov]\n");
    }
    if revision >= Revision::Merged {
        let id = format!("\nid: {INTERVIEW}\n");
        change(yaml, &statement(INTERVIEW), &id, &format!("{id}formerly: [{SECOND_REPORT}]\n"));
        for claim in REPORTED_TWICE {
            let key = format!("\n  {claim}:\n");
            change(yaml, &statement(INTERVIEW), &key, &format!("{key}    formerly: [{SECOND_REPORT}/{claim}]\n"));
        }
    }
}

fn statement(id: &str) -> String {
    format!("data/statements/{id}.yaml")
}

/// The texts that a file may rest on, and what those who wrote it knew of.
struct Held {
    texts: Vec<(&'static str, &'static str)>,
}

impl Held {
    fn only(is_held: impl Fn(&str, Revision) -> bool) -> Self {
        Held { texts: TEXTS.iter().filter(|(_, number, since)| is_held(number, *since)).map(|(id, number, _)| (*id, *number)).collect() }
    }

    fn has(&self, source: &str) -> bool {
        self.texts.iter().any(|(id, _)| *id == source)
    }

    /// Whether words speak of a text by its number that is not held.
    fn knows(&self, node: &Node) -> bool {
        let text = node.text();
        let unknown = |number: &str| !self.texts.iter().any(|(_, known)| *known == number);
        !TEXTS.iter().any(|(_, number, _)| unknown(number) && text.contains(&format!("ext {number}")))
    }

    /// Whether evidence rests on what is held. Evidence of a source itself names none.
    fn bears(&self, item: &Node) -> bool {
        item.word("source").is_none_or(|source| self.has(&source))
    }
}

fn earlier(yaml: &BTreeMap<String, String>, revision: Revision) -> BTreeMap<String, String> {
    let held = Held::only(|_, since| revision >= since);
    // At first text 003 was coded for what Ryabkov says in it alone.
    let coded = Held::only(|number, since| revision >= since && (number != "003" || revision >= Revision::Voices));
    let mut statements: BTreeMap<String, Vec<Node>> = BTreeMap::new();
    for (path, text) in yaml {
        let Some(id) = path.strip_prefix("data/statements/").and_then(|name| name.strip_suffix(".yaml")) else { continue };
        let text = mistaken(id, text, revision);
        let mut parts = Vec::new();
        if id == INTERVIEW && revision < Revision::Merged {
            let by = |number: &str| Held::only(|known, since| known == number && revision >= since);
            parts.push((id, project_statement(outline::parse(&text), &by("002"))));
            let second = outline::parse(&text.replace(INTERVIEW, SECOND_REPORT));
            parts.push((SECOND_REPORT, dated(project_statement(second, &by("003")), revision)));
        } else if id == INTERVIEW {
            parts.push((id, project_statement(outline::parse(&text), &held)));
        } else if !TEXTS.iter().any(|(source, ..)| text.contains(source) && !coded.has(source)) {
            parts.push((id, project_statement(outline::parse(&text), &coded)));
        }
        parts.retain_mut(|(_, nodes)| !outline::records(nodes, "claims").is_empty());
        statements.extend(parts.into_iter().map(|(id, nodes)| (id.to_owned(), nodes)));
    }
    let known = if revision < Revision::Voices { "Text 002 has" } else { "Text 003 has August 2019, text 002" };
    let mut events = outline::parse(&replaced(&yaml["data/events.yaml"], "Text 003 has August 2019, text 002", known));
    outline::records(&mut events, "events").retain_mut(|event| project_event(event, &coded));
    let mut sources = outline::parse(&yaml["data/sources.yaml"]);
    project_sources(outline::records(&mut sources, "sources"), &held);
    drop_links_to_nothing(&mut statements, &mut events);

    let mut out: BTreeMap<String, String> = statements.iter().map(|(id, nodes)| (statement(id), outline::write(nodes))).collect();
    out.insert("data/events.yaml".to_owned(), table(events, "events"));
    out.insert("data/sources.yaml".to_owned(), table(sources, "sources"));
    let mut demands = outline::parse(&yaml["data/demands.yaml"]);
    keep_named(outline::records(&mut demands, "demands"), &out, &["broader"], &["demand"]);
    out.insert("data/demands.yaml".to_owned(), table(demands, "demands"));
    let mut actors = outline::parse(&yaml["data/actors.yaml"]);
    let kinds = ["speaker", "on_behalf_of", "addressees", "participants", "publisher"];
    keep_named(outline::records(&mut actors, "actors"), &out, &["acts_for", "of"], &kinds);
    out.insert("data/actors.yaml".to_owned(), table(actors, "actors"));
    let mut manifest = outline::parse(&yaml["data/demarche.yaml"]);
    manifest.retain(|node| match node.key() {
        "focus" => revision > Revision::Start,
        "expect" | "aliases" | "watch" => revision >= Revision::Text001,
        _ => true,
    });
    out.insert("data/demarche.yaml".to_owned(), outline::write(&manifest));

    if revision < Revision::Split {
        let demands = out.get_mut("data/demands.yaml").expect("it was made above");
        if demands.contains("  nato-no-enlargement:") {
            let mut nodes = outline::parse(demands);
            let records = outline::records(&mut nodes, "demands");
            records.retain(|record| record.key() != "ukraine-georgia-never");
            let place = records.iter().position(|record| record.key() == "nato-no-enlargement").expect("it is there");
            records[place] = outline::parse(UNSPLIT).remove(0);
            *demands = outline::write(&nodes);
        }
        for text in out.values_mut() {
            *text = text.replace("demand: ukraine-georgia-never", "demand: nato-enlargement");
            *text = text.replace("demand: nato-no-enlargement", "demand: nato-enlargement");
        }
    }
    if revision < Revision::Renamed {
        out.values_mut().for_each(|text| *text = text.replace("sergei-ryabkov", "ryabkov"));
    }
    out
}

/// A statement with the mistakes that a later revision mends.
fn mistaken(id: &str, text: &str, revision: Revision) -> String {
    let mut text = text.to_owned();
    if id == "ryabkov-2022-01-10" && revision < Revision::Split {
        let mut nodes = outline::parse(&text);
        let claims = outline::records(&mut nodes, "claims");
        claims.retain(|claim| claim.key() != "guarantees-in-stone");
        if revision < Revision::Quotation {
            let place = claims.iter().position(|claim| claim.key() == "ukraine-never-mandatory").expect("the claim is in the data");
            claims[place] = outline::parse(PARAPHRASED).remove(0);
        }
        text = outline::write(&nodes);
    }
    if id == INTERVIEW && revision < Revision::Merged {
        text = replaced(&text, "As both outlets report it, he asked", "As reported, he asked");
    }
    text
}

/// The statement with the dating that text 003 was given when it was taken for a statement of its own.
fn dated(mut nodes: Vec<Node>, revision: Revision) -> Vec<Node> {
    nodes.retain(|node| !matches!(node.key(), "note" | "date" | "dating"));
    let dating = outline::parse(if revision < Revision::Dated { BY_THE_PAGE } else { BY_ITS_WORDS });
    let place = nodes.iter().position(|node| node.key() == "claims").expect("a statement has claims");
    nodes.splice(place..place, dating);
    nodes
}

fn project_statement(mut nodes: Vec<Node>, held: &Held) -> Vec<Node> {
    nodes.retain(|node| node.key() != "note" || held.knows(node));
    for node in &mut nodes {
        if node.key() == "dating" {
            node.retain("evidence", |item| held.bears(item));
            node.below.retain(|part| part.key() != "note" || held.knows(part));
        }
        if node.key() == "claims" {
            for claim in &mut node.below {
                claim.retain("evidence", |item| held.bears(item));
                claim.retain("links", |item| held.knows(item));
                claim.retain("acknowledge", |item| held.knows(item));
                claim.below.retain(|part| part.key() != "note" || held.knows(part));
                for item in claim.child("evidence").map(|list| &mut list.below).into_iter().flatten() {
                    item.below.retain(|part| part.key() != "note" || held.knows(part));
                }
            }
            node.below.retain_mut(|claim| claim.child("evidence").is_some());
        }
    }
    nodes
}

/// Keeps of an event what is known; whether it is known at all.
fn project_event(event: &mut Node, held: &Held) -> bool {
    let Some(list) = event.below.iter_mut().find(|part| part.key() == "sources") else { return false };
    let all: Vec<String> = list_items(&list.line);
    let own: Vec<&String> = all.iter().filter(|id| held.has(id) || !id.starts_with("report-")).collect();
    if !own.iter().any(|id| held.has(id)) {
        return false;
    }
    list.line = format!("    sources: [{}]", own.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", "));
    if let Some(dating) = event.child("dating") {
        dating.retain("evidence", |item| held.bears(item));
        dating.below.retain(|part| part.key() != "note" || held.knows(part));
    }
    true
}

/// The items of a list in brackets.
fn list_items(line: &str) -> Vec<String> {
    let inside = line.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or("", |(inside, _)| inside);
    inside.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// Keeps the texts that are held and what they repeat.
fn project_sources(sources: &mut Vec<Node>, held: &Held) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut left: Vec<String> = sources.iter().map(|source| source.key().to_owned()).filter(|id| held.has(id)).collect();
    while let Some(id) = left.pop() {
        let relays = sources.iter().filter(|source| source.key() == id).flat_map(|source| &source.below);
        left.extend(relays.filter(|part| part.key() == "relays").flat_map(|part| list_items(&part.line)));
        known.insert(id);
    }
    sources.retain(|source| known.contains(source.key()));
}

fn drop_links_to_nothing(statements: &mut BTreeMap<String, Vec<Node>>, events: &mut [Node]) {
    let events: BTreeSet<String> = outline::records(events, "events").iter().map(|event| event.key().to_owned()).collect();
    let mut known = events.clone();
    for (id, nodes) in statements.iter_mut() {
        known.extend(outline::records(nodes, "claims").iter().map(|claim| format!("{id}/{}", claim.key())));
    }
    for nodes in statements.values_mut() {
        nodes.retain(|node| node.key() != "event" || events.contains(node.line.trim_start_matches("event: ")));
        for claim in outline::records(nodes, "claims") {
            claim.retain("links", |item| item.word("to").is_some_and(|to| known.contains(&to)));
            if claim.child("links").is_none() {
                claim.retain("acknowledge", |item| !item.text().contains("rule: lineage-") && !item.text().contains("rule: link-"));
            }
        }
    }
}

/// Keeps the records that other files name after one of these keys, and those that a kept record names.
fn keep_named(records: &mut Vec<Node>, files: &BTreeMap<String, String>, own: &[&str], others: &[&str]) {
    let words = |text: &str, keys: &[&str]| -> BTreeSet<String> {
        let is_key =
            |line: &&str| keys.iter().any(|key| line.trim_start().trim_start_matches("- {").split(": ").any(|part| part.ends_with(key)));
        let named = text.lines().filter(is_key).flat_map(|line| line.split([' ', ',', '[', ']', '{', '}']));
        named.map(str::to_owned).collect()
    };
    let mut kept: BTreeSet<String> = files.values().flat_map(|text| words(text, others)).collect();
    loop {
        let before = kept.len();
        for record in records.iter().filter(|record| kept.contains(record.key())).map(Node::text).collect::<Vec<_>>() {
            kept.extend(words(&record, own));
        }
        if kept.len() == before {
            break;
        }
    }
    records.retain(|record| kept.contains(record.key()));
}

/// A table with its records, or one that has none.
fn table(mut nodes: Vec<Node>, name: &str) -> String {
    if outline::records(&mut nodes, name).is_empty() {
        nodes.retain(|node| node.key() != name);
        return format!("{}{name}: {{}}\n", outline::write(&nodes));
    }
    outline::write(&nodes)
}
