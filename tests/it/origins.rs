//! By way of which source a passage came: what queries make of it, against all chains written out, and where it is shown.

use std::collections::{BTreeMap, BTreeSet};

use demarche::date::Certainty;
use demarche::graph::{Graph, Node};
use demarche::load::load;
use demarche::model::{Dataset, Evidence, RecordKind, Statement};
use demarche::proof::Proofs;
use demarche::query::{self, Options};
use demarche::tree::{Place, Tree};

use crate::datasets::Random;
use crate::driver::on_data;

/// Sources that repeat each other at random, circles included, and claims on passages of them, some of which say by what they came.
fn random(seed: u64) -> Place {
    let mut random = Random(seed);
    let count = 2 + random.below(7);
    let mut sources = "sources:\n".to_owned();
    let mut claims = String::new();
    for number in 0..count {
        // Mostly towards higher numbers, so that chains end.
        let from = if random.below(6) == 0 { 0 } else { number + 1 };
        let some: BTreeSet<usize> = (0..random.below(4)).filter(|_| from < count).map(|_| from + random.below(count - from)).collect();
        let relays: Vec<String> = some.iter().map(|other| format!("s{other}")).collect();
        sources += &format!(
            "  s{number}:\n    title: Page {number}\n    publisher: outlet-{}\n    kind: blog\n    language: en\n    published: {{basis: unknown, \
             note: None.}}\n",
            random.below(2)
        );
        if !relays.is_empty() {
            sources += &format!("    relays: [{}]\n", relays.join(", "));
        }
        for claim in 0..2 {
            claims += &format!("  c{number}-{claim}:\n    act: assess\n    summary: Something.\n    evidence:\n");
            for _ in 0..=random.below(2) {
                claims += &format!("      - source: s{number}\n        form: paraphrase\n        passage: Words {}\n", random.below(90));
                if !relays.is_empty() && random.below(2) == 0 {
                    claims += &format!("        via: {}\n", relays[random.below(relays.len())]);
                }
            }
        }
    }
    let statement = |id: &str, speaker: &str| {
        format!("id: {id}\nspeaker: {speaker}\nform: unknown\ndating: {{basis: unknown, note: None.}}\nclaims:\n{claims}")
    };
    let files = [
        ("demarche.yaml", "format: 1\ntitle: Relays\ntexts: texts\n".to_owned()),
        (
            "actors.yaml",
            "actors:\n  minister: {kind: person, name: M}\n  outlet-0: {kind: media, name: O}\n  outlet-1: {kind: media, name: P}\n"
                .to_owned(),
        ),
        ("sources.yaml", sources),
        ("statements/a.yaml", statement("a", "minister")),
        ("statements/b.yaml", statement("b", "outlet-0")),
    ];
    let files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|(path, text)| (format!("data/{path}"), text.into_bytes())).collect();
    Place { tree: Tree::Memory(files), data: "data".to_owned(), prefix: String::new() }
}

/// Whether the ways on from a source, each followed to its end or to where it turns back, have one that is asked for: all, some or none.
fn ahead(dataset: &Dataset, way: &mut Vec<String>, asked: &BTreeSet<&str>) -> Certainty {
    let last = way.last().expect("it begins somewhere").clone();
    if asked.contains(last.as_str()) {
        return Certainty::Certain;
    }
    let mut found: Vec<Certainty> = Vec::new();
    for next in &dataset.sources[last.as_str()].relays {
        if way.contains(&next.to_string()) {
            found.push(Certainty::Impossible);
            continue;
        }
        way.push(next.to_string());
        found.push(ahead(dataset, way, asked));
        way.pop();
    }
    match (found.iter().min(), found.iter().max()) {
        (Some(Certainty::Certain), _) => Certainty::Certain,
        (_, None | Some(Certainty::Impossible)) => Certainty::Impossible,
        _ => Certainty::Possible,
    }
}

fn goes_back(dataset: &Dataset, statement: &Statement, evidence: &Evidence, asked: &BTreeSet<&str>) -> Certainty {
    let own = evidence.source.as_str();
    match &evidence.via {
        _ if asked.contains(own) => Certainty::Certain,
        Some(via) => ahead(dataset, &mut vec![via.to_string()], asked),
        None if dataset.sources[own].publisher == statement.speaker => Certainty::Impossible,
        None => ahead(dataset, &mut vec![own.to_owned()], asked),
    }
}

#[test]
fn what_goes_back_to_a_source_is_what_all_chains_or_some_lead_to() {
    let mut seen: BTreeMap<Certainty, usize> = BTreeMap::new();
    let mut with_circle = 0;
    for seed in 0..150 {
        let loaded = load(&random(seed), &Default::default()).expect("memory can be read");
        assert!(loaded.diagnostics.is_empty(), "{seed}: {:#?}", loaded.diagnostics);
        let dataset = &loaded.dataset;
        let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &loaded.sources));
        let ids: Vec<&str> = dataset.sources.keys().map(|id| id.as_str()).collect();
        let pairs = ids.iter().zip(ids.iter().skip(1)).map(|(a, b)| BTreeSet::from([*a, *b]));
        for asked in ids.iter().map(|id| BTreeSet::from([*id])).chain(pairs) {
            let text = format!("relays({})", asked.iter().copied().collect::<Vec<_>>().join(", "));
            let query = query::parse(&text).expect("it is a query");
            let selection = query::select(&graph, &proofs, &query, &Options::default()).expect("it is answered");
            for (node, certainty) in graph.nodes().map(|node| (graph.node(node), selection.certainty(node))) {
                let expected = match node {
                    Node::Claim(statement, claim) => {
                        let all = claim.evidence.iter().map(|evidence| goes_back(dataset, statement, evidence, &asked));
                        all.max().unwrap_or(Certainty::Impossible)
                    }
                    // A page relays another whatever else it relays.
                    Node::Source(source) => {
                        let ahead = source.relays.iter().map(|next| ahead(dataset, &mut vec![next.to_string()], &asked)).max();
                        if ahead.is_some_and(|ahead| ahead != Certainty::Impossible) { Certainty::Certain } else { Certainty::Impossible }
                    }
                    _ => Certainty::Impossible,
                };
                assert_eq!(certainty, expected, "{seed}: {text}: {}", node.id());
                *seen.entry(certainty).or_default() += usize::from(node.kind() == RecordKind::Claim);
            }
        }
        with_circle += usize::from(ids.iter().any(|id| relays_itself(dataset, id)));
    }
    assert!(seen.len() == 3 && seen.values().all(|count| *count > 300), "{seen:?}");
    assert!(with_circle > 10, "{with_circle}");
}

/// Whether a source relays itself at some remove.
fn relays_itself(dataset: &Dataset, id: &str) -> bool {
    let mut left: Vec<&str> = vec![id];
    let mut met: BTreeSet<&str> = BTreeSet::new();
    while let Some(next) = left.pop() {
        for relayed in &dataset.sources[next].relays {
            if relayed.as_str() == id {
                return true;
            }
            if met.insert(relayed.as_str()) {
                left.push(relayed.as_str());
            }
        }
    }
    false
}

/// The ids that a query finds, with `?` where it only possibly does.
fn found(query: &str) -> Vec<String> {
    let answer = on_data(&["query", query, "--format", "json"]).json(0);
    let records = answer["records"].as_array().expect("a list").clone();
    let one = |record: &serde_json::Value| {
        let mark = if record["belongs"] == "possible" { "?" } else { "" };
        format!("{}{mark}", record["id"].as_str().expect("an id"))
    };
    records.iter().map(one).collect()
}

#[test]
fn what_came_by_an_agency_is_certain_where_the_text_says_so() {
    let tass = found("claims(relays:tass-*)");
    for certain in ["ryabkov-2025-06/root-causes", "ryabkov-2025-06/trump-glimmer", "ryabkov-2025-06/until-nato-pulls-out"] {
        assert!(tass.iter().any(|id| id == certain), "{certain}: {tass:?}");
    }
    assert!(tass.contains(&"ryabkov-2025-06/west-blamed?".to_owned()), "the text does not say by which it came: {tass:?}");
    for other in [
        "nato-2025-06-06/battle-groups-solidarity",
        "reuters-senior-source-2025-05/peace-not-at-any-price",
        "outlet-001-2025-06/notable-shift",
    ] {
        assert!(!tass.iter().any(|id| id.starts_with(other)), "{other} did not come by TASS: {tass:?}");
    }
    let article = found("claims(relays:tass-ryabkov-article-2025)");
    assert!(article.contains(&"ryabkov-2025-06/root-causes".to_owned()), "{article:?}");
    assert!(!article.iter().any(|id| id.starts_with("ryabkov-2025-06/trump-glimmer")), "{article:?}");
    // Text 002 relays RIA alone, and text 003 Sputnik alone: both go back to one interview.
    let group = found("claims(relays:rossiya-segodnya-ryabkov-2021)");
    assert!(
        group.contains(&"ryabkov-2021-12-13/legal-guarantees".to_owned())
            && group.contains(&"ryabkov-2021-12-13/seizure-illegal".to_owned())
    );
    assert!(!group.iter().any(|id| id.starts_with("outlet-003-2021-12/")), "the outlet speaks for itself: {group:?}");
}

#[test]
fn the_way_of_a_passage_stands_with_the_claim_in_every_answer() {
    const CLAIM: &str = "ryabkov-2025-06/trump-glimmer";
    const VIA: &str = "tass-ryabkov-interview-2025";
    let shown = on_data(&["show", CLAIM]).expect(0);
    assert!(
        shown.contains("Unidentified blog of text 001, published between 6 and 30 Jun 2025 (inferred), by way of TASS; proved at"),
        "{shown}"
    );
    assert!(shown.contains(&format!("(report-001-tass by way of {VIA})")), "{shown}");
    let chain = on_data(&["show", "ryabkov-2021-12-13/military-response"]).expect(0);
    assert!(chain.contains("dated 22 Sep 2023, by way of Sputnik, relaying Rossiya Segodnya; proved at"), "{chain}");
    let listed = on_data(&["list", "claims", "--where", &format!("\"{CLAIM}\"")]).expect(0);
    assert!(listed.contains(&format!("” by way of {VIA}")), "{listed}");
    let whole = on_data(&["thread", "root-causes"]).expect(0);
    assert!(whole.contains("Jun 2025 (inferred), by way of TASS; graded F4\n"), "{whole}");
    for args in [vec!["show", CLAIM], vec!["query", CLAIM], vec!["list", "claims", "--where", CLAIM]] {
        let json = on_data(&[&args[..], &["--format", "json"]].concat()).json(0);
        let text = json.to_string();
        assert!(text.contains(&format!("\"via\":\"{VIA}\"")), "{args:?}: {text}");
    }
    let positions = on_data(&["positions", "russia", "--demand", "root-causes", "--format", "json"]).json(0);
    let passages = positions["positions"][0]["evidence"]["passages"].as_array().expect("a list").clone();
    assert!(passages.iter().all(|passage| passage["via"] == "tass-ryabkov-article-2025"), "{passages:#?}");
    let steps = on_data(&["thread", "terms-for-ending-war", "--format", "json"]).json(0).to_string();
    assert!(steps.contains("\"via\":null") && steps.contains("\"via\":\"tass-ryabkov-article-2025\""), "{steps}");
}
