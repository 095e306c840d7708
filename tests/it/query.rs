//! Queries: each function against a plain filter over the records, whole queries against the algebra, and the commands that take them.

use std::collections::{BTreeMap, BTreeSet};

use demarche::date::{Certainty, ClaimDate};
use demarche::graph::{Graph, LinkKind, Node, NodeIndex};
use demarche::load::{Loaded, load};
use demarche::model::{Act, Claim, Confidence, Dataset, Firmness, Form, LinkFamily, LinkWord, RecordKind, Statement};
use demarche::position;
use demarche::proof::Proofs;
use demarche::query::{self, LANGUAGE, Options, Paths, Selection};
use proptest::prelude::*;

use crate::driver::{copy_of_small, in_memory, root, run, small};

fn loaded(folder: &str) -> Loaded {
    let folder = if folder == "small" { small() } else { root().join(folder) };
    load(&in_memory(&folder), &Default::default()).expect("memory can be read")
}

/// How certainly each record that is not left out belongs, by kind and id.
type Belongs = BTreeMap<(RecordKind, String), Certainty>;

fn belongs(graph: &Graph<'_>, selection: &Selection) -> Belongs {
    let entry = |(node, certainty)| {
        let node = graph.node(node);
        ((node.kind(), node.id().to_owned()), certainty)
    };
    selection.nodes(graph).map(entry).collect()
}

fn answer(graph: &Graph<'_>, proofs: &Proofs<'_>, text: &str) -> Belongs {
    let query = query::parse(text).unwrap_or_else(|error| panic!("{text}\n{error}"));
    let selection = query::select(graph, proofs, &query, &Options::default()).unwrap_or_else(|error| panic!("{text}\n{error}"));
    assert!(!selection.is_partial());
    belongs(graph, &selection)
}

/// The records that pass a test.
fn filtered(graph: &Graph<'_>, test: impl Fn(Node<'_>) -> Certainty) -> Belongs {
    let all = graph.nodes().map(|index| graph.node(index)).map(|node| ((node.kind(), node.id().to_owned()), test(node)));
    all.filter(|(_, certainty)| *certainty != Certainty::Impossible).collect()
}

fn is(holds: bool) -> Certainty {
    if holds { Certainty::Certain } else { Certainty::Impossible }
}

// Each function against a plain filter

/// Compares a query with the claims that pass a test.
#[track_caller]
fn claims_are(graph: &Graph<'_>, proofs: &Proofs<'_>, text: &str, test: impl Fn(&Statement, &Claim) -> bool) -> usize {
    let expected = filtered(graph, |node| match node {
        Node::Claim(statement, claim) => is(test(statement, claim)),
        _ => Certainty::Impossible,
    });
    assert_eq!(answer(graph, proofs, text), expected, "{text}");
    expected.len()
}

/// Compares a query with the statements and claims whose statement passes a test.
#[track_caller]
fn spoken_are(graph: &Graph<'_>, proofs: &Proofs<'_>, text: &str, test: impl Fn(&Statement) -> bool) -> usize {
    let expected = filtered(graph, |node| match node {
        Node::Statement(statement) | Node::Claim(statement, _) => is(test(statement)),
        _ => Certainty::Impossible,
    });
    assert_eq!(answer(graph, proofs, text), expected, "{text}");
    expected.len()
}

/// Tries each function on a dataset; gives how many records were found in all.
fn every_filter(loaded: &Loaded) -> usize {
    let dataset = &loaded.dataset;
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &loaded.sources));
    let (graph, proofs) = (&graph, &proofs);
    let mut found = 0;
    for actor in dataset.actors.keys() {
        found += spoken_are(graph, proofs, &format!("speaker({actor})"), |statement| statement.speaker.value == *actor);
        let side = end_of_chain(dataset, actor.as_str());
        found += spoken_are(graph, proofs, &format!("actor({actor})"), |statement| {
            let voice = statement.on_behalf_of.as_ref().map_or(statement.speaker.as_str(), |actor| actor.as_str());
            end_of_chain(dataset, voice) == side
        });
        let addressed = filtered(graph, |node| match node {
            Node::Statement(statement) => is(statement.addressees.iter().any(|to| to.value == *actor)),
            Node::Claim(statement, claim) => {
                let to = if claim.addressees.is_empty() { &statement.addressees } else { &claim.addressees };
                is(to.iter().any(|to| to.value == *actor))
            }
            _ => Certainty::Impossible,
        });
        assert_eq!(answer(graph, proofs, &format!("addressee({actor})")), addressed, "{actor}");
        found += addressed.len();
    }
    for demand in dataset.demands.keys() {
        let own = |claim: &Claim| claim.demand.as_ref().map(|demand| demand.to_string());
        found += claims_are(graph, proofs, &format!("about({demand})"), |_, claim| own(claim).as_deref() == Some(demand.as_str()));
        let below = |claim: &Claim| {
            let mut at = own(claim);
            let mut steps = 0;
            while let Some(id) = at {
                if id == demand.as_str() {
                    return true;
                }
                steps += 1;
                at = dataset.demands[id.as_str()].broader.as_ref().map(|id| id.to_string()).filter(|_| steps < 100);
            }
            false
        };
        found += claims_are(graph, proofs, &format!("demand({demand})"), |_, claim| below(claim));
        found += claims_are(graph, proofs, &format!("within({demand})"), |_, claim| below(claim));
        // What the command `thread` prints.
        let threads = position::threads(graph);
        let threads = threads.iter().filter(|thread| dataset.is_within(thread.demand, demand));
        let printed: BTreeSet<String> = threads.flat_map(|thread| thread.steps.iter().map(|step| step.claim.id.to_string())).collect();
        found += claims_are(graph, proofs, &format!("thread({demand})"), |_, claim| printed.contains(claim.id.as_str()));
    }
    for act in Act::ALL {
        found += claims_are(graph, proofs, &format!("act({act})"), |_, claim| claim.act.value == *act);
    }
    for firmness in Firmness::ALL {
        let of = |claim: &Claim| claim.firmness.as_ref().map(|word| word.value);
        found += claims_are(graph, proofs, &format!("firmness({firmness})"), |_, claim| of(claim) == Some(*firmness));
        found += claims_are(graph, proofs, &format!("firmness(>={firmness})"), |_, claim| of(claim).is_some_and(|own| own >= *firmness));
        found += claims_are(graph, proofs, &format!("firmness(<{firmness})"), |_, claim| of(claim).is_some_and(|own| own < *firmness));
    }
    for (place, form) in Form::ALL.iter().enumerate() {
        // The first word of the list is the strongest.
        let best = |claim: &Claim| claim.evidence.iter().map(|evidence| evidence.form.value as usize).min();
        found += claims_are(graph, proofs, &format!("form({form})"), |_, claim| best(claim) == Some(place));
        found += claims_are(graph, proofs, &format!("form(>={form})"), |_, claim| best(claim).is_some_and(|best| best <= place));
        found += claims_are(graph, proofs, &format!("form(<{form})"), |_, claim| best(claim).is_some_and(|best| best > place));
        let has = |claim: &Claim| claim.evidence.iter().any(|evidence| evidence.form.value == *form);
        found += claims_are(graph, proofs, &format!("evidence({form})"), |_, claim| has(claim));
    }
    for (place, confidence) in Confidence::ALL.iter().enumerate() {
        let of = |claim: &Claim| claim.confidence.map(|word| word as usize);
        found += claims_are(graph, proofs, &format!("confidence({confidence})"), |_, claim| of(claim) == Some(place));
        found += claims_are(graph, proofs, &format!("confidence(>{confidence})"), |_, claim| of(claim).is_some_and(|own| own < place));
        found += claims_are(graph, proofs, &format!("confidence(<={confidence})"), |_, claim| of(claim).is_some_and(|own| own >= place));
    }
    for word in LinkWord::ALL {
        let has = |claim: &Claim| claim.links.iter().any(|link| link.kind.value == *word);
        found += claims_are(graph, proofs, &format!("linked({word})"), |_, claim| has(claim));
    }
    for source in dataset.sources.keys() {
        let cites = |claim: &Claim| claim.evidence.iter().any(|evidence| evidence.source.value == *source);
        found += claims_are(graph, proofs, &format!("cites({source})"), |_, claim| cites(claim));
        // Once more round until no source is new.
        let mut repeats: BTreeSet<&str> = BTreeSet::new();
        for _ in 0..dataset.sources.len() {
            let upstream = |id: &str| id == source.as_str() || repeats.contains(id);
            let more = dataset.sources.values().filter(|other| other.relays.iter().any(|relayed| upstream(relayed.as_str())));
            let more: Vec<&str> = more.map(|other| other.id.as_str()).collect();
            repeats.extend(more);
        }
        let expected = filtered(graph, |node| match node {
            Node::Source(other) => is(repeats.contains(other.id.as_str())),
            // How certainly a claim goes back to it is tried in `origins`.
            _ => Certainty::Impossible,
        });
        let text = format!("relays({source}) - claims()");
        assert_eq!(answer(graph, proofs, &text), expected, "{source}");
        found += expected.len();
    }
    found += walks(graph, proofs);
    assert_eq!(answer(graph, proofs, "all()").len(), graph.node_count());
    assert!(answer(graph, proofs, "none()").is_empty());
    for kind in RecordKind::ALL {
        let all = filtered(graph, |node| is(node.kind() == kind));
        assert_eq!(answer(graph, proofs, &format!("{}()", kind.plural())), all);
        let Some((_, id)) = all.keys().next() else { continue };
        let one = filtered(graph, |node| is(node.kind() == kind && node.id() == id));
        assert_eq!(answer(graph, proofs, &format!("{}({id})", kind.plural())), one);
        let same = filtered(graph, |node| is(node.id() == id));
        assert_eq!((answer(graph, proofs, id), answer(graph, proofs, &format!("\"{id}\""))), (same.clone(), same));
    }
    found
}

fn end_of_chain(dataset: &Dataset, actor: &str) -> String {
    let mut actor = actor.to_owned();
    while let Some(next) = dataset.actors[actor.as_str()].acts_for.as_ref() {
        actor = next.to_string();
    }
    actor
}

/// The functions that follow links, from each record; naively, by going over all links again until nothing is new.
fn walks(graph: &Graph<'_>, proofs: &Proofs<'_>) -> usize {
    let edges: Vec<(NodeIndex, LinkKind, NodeIndex)> =
        graph.nodes().flat_map(|from| graph.links_from(from).iter().map(move |edge| (from, edge.kind, edge.node))).collect();
    let family = |kind: LinkKind, family| matches!(kind, LinkKind::Authored(word) if word.family() == family);
    let named =
        |nodes: &BTreeSet<NodeIndex>| filtered(graph, |node| is(graph.find(node.kind(), node.id()).is_some_and(|it| nodes.contains(&it))));
    let mut found = 0;
    for start in graph.nodes() {
        let id = graph.node(start).id();
        if graph.find_all(id).len() > 1 {
            continue;
        }
        for (name, goes_back) in [("ancestors", true), ("descendants", false)] {
            let mut reached = BTreeSet::from([start]);
            loop {
                let before = reached.len();
                for (later, _, earlier) in edges.iter().filter(|(_, kind, _)| family(*kind, LinkFamily::Lineage)) {
                    let (from, to) = if goes_back { (later, earlier) } else { (earlier, later) };
                    if reached.contains(from) {
                        reached.insert(*to);
                    }
                }
                if reached.len() == before {
                    break;
                }
            }
            assert_eq!(answer(graph, proofs, &format!("{name}({id})")), named(&reached), "{name}({id})");
            found += reached.len() - 1;
        }
        let mut near = BTreeSet::from([start]);
        for steps in 1..=2 {
            let mut next = near.clone();
            for (from, _, to) in edges.iter().filter(|(_, kind, _)| !kind.is_derived()) {
                next.extend(near.contains(from).then_some(*to));
                next.extend(near.contains(to).then_some(*from));
            }
            near = next;
            assert_eq!(answer(graph, proofs, &format!("around({id}, {steps})")), named(&near), "around({id}, {steps})");
        }
        let answers = edges.iter().filter(|(_, kind, to)| *to == start && family(*kind, LinkFamily::Answer));
        let answers: BTreeSet<NodeIndex> = answers.map(|(from, ..)| *from).collect();
        let mut expected = named(&answers);
        for ((kind, id), certainty) in &mut expected {
            // What was said first, on the last day that it may have been said, is not answered before it for certain.
            let given = graph.node(graph.find(*kind, id).expect("it is there")).date().and_then(|date| date.earliest());
            let asked = graph.node(start).date().and_then(|date| date.latest());
            if given.zip(asked).is_none_or(|(given, asked)| given < asked) {
                *certainty = Certainty::Possible;
            }
        }
        assert_eq!(answer(graph, proofs, &format!("answers({id})")), expected, "answers({id})");
        found += answers.len();
        if let Node::Claim(statement, claim) = graph.node(start) {
            let dataset = graph.dataset();
            let same = |(other_statement, other): &(&Statement, &Claim)| {
                claim.demand.is_some()
                    && other.demand == claim.demand
                    && dataset.principal_of(other_statement) == dataset.principal_of(statement)
            };
            let thread: BTreeSet<NodeIndex> =
                dataset.claims().filter(same).filter_map(|(_, other)| graph.find(RecordKind::Claim, other.id.as_str())).collect();
            assert_eq!(answer(graph, proofs, &format!("thread({id})")), named(&thread), "thread({id})");
        }
    }
    assert_eq!(answer(graph, proofs, "around(russia-or-merania*, 3)"), Belongs::new());
    found
}

#[test]
fn every_function_selects_what_a_plain_filter_does() {
    for (folder, least) in [("small", 200), ("data", 2000)] {
        let found = every_filter(&loaded(folder));
        assert!(found > least, "{folder}: {found}");
    }
}

#[test]
fn dates_are_compared_in_three_values() {
    for folder in ["small", "data"] {
        let loaded = loaded(folder);
        let dataset = &loaded.dataset;
        let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &loaded.sources));
        let mut dates: BTreeSet<String> = graph.nodes().filter_map(|node| Some(graph.node(node).date()?.as_str().to_owned())).collect();
        dates.extend(["1999", "2021-12/2022-02", "2022-01-10", "../2022", "2022/..", "1998-03/1999-05"].map(str::to_owned));
        let mut seen = BTreeSet::new();
        for text in dates.iter().filter(|text| !text.starts_with(['[', '{'])) {
            let (first, last) = ClaimDate::parse(text).expect("it was loaded").core();
            // Every day that a date may mean is tried at the two ends of its range.
            let judged = |lies: &dyn Fn(Option<i64>, Option<i64>) -> (bool, bool)| {
                filtered(&graph, |node| {
                    let (certain, possible) = match (node, node.date()) {
                        (Node::Actor(_) | Node::Demand(_), _) => (false, false),
                        (_, None) => (false, true),
                        (_, Some(date)) => lies(date.earliest().map(|day| day.number()), date.latest().map(|day| day.number())),
                    };
                    if certain {
                        Certainty::Certain
                    } else if possible {
                        Certainty::Possible
                    } else {
                        Certainty::Impossible
                    }
                })
            };
            let (low, high) = (first.map_or(i64::MIN, |day| day.number()), last.map_or(i64::MAX, |day| day.number()));
            let during = judged(&|from, to| {
                let (from, to) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
                (low <= from && to <= high, from <= high && low <= to)
            });
            let before = judged(&|from, to| (to.unwrap_or(i64::MAX) < low, from.unwrap_or(i64::MIN) < low));
            let after = judged(&|from, to| (high < from.unwrap_or(i64::MIN), high < to.unwrap_or(i64::MAX)));
            let mut all = vec![("during", during)];
            all.extend(first.map(|_| ("before", before)));
            all.extend(last.map(|_| ("after", after)));
            for (name, expected) in all {
                assert_eq!(answer(&graph, &proofs, &format!("{name}({text})")), expected, "{name}({text})");
                seen.extend(expected.into_values().map(|certainty| (name, certainty)));
            }
        }
        assert_eq!(seen.len(), 6, "each function was certain and was in doubt: {seen:?}");
        for event in dataset.events.values() {
            let compare = |a: Option<&ClaimDate>, b: Option<&ClaimDate>| a.zip(b).map_or(Certainty::Possible, |(a, b)| a.before(b));
            let date = event.date.as_ref().map(|date| &date.value);
            let dated = |node: Node<'_>| !matches!(node, Node::Actor(_) | Node::Demand(_));
            let before = filtered(&graph, |node| if dated(node) { compare(node.date(), date) } else { Certainty::Impossible });
            let after = filtered(&graph, |node| if dated(node) { compare(date, node.date()) } else { Certainty::Impossible });
            assert_eq!(answer(&graph, &proofs, &format!("before({})", event.id.value)), before);
            assert_eq!(answer(&graph, &proofs, &format!("after({})", event.id.value)), after);
        }
    }
}

#[test]
fn words_are_found_in_any_case_and_with_any_marks() {
    let loaded = loaded("data");
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let find = |text: &str| answer(&graph, &proofs, &format!("text(\"{text}\")"));
    // Without folding: every word of a passage, in both cases, finds the claim that it stands in.
    let mut tried = 0;
    for (_, claim) in loaded.dataset.claims().step_by(7) {
        for evidence in &claim.evidence {
            let words: Vec<&str> = evidence.quote.passage.split_whitespace().take(3).collect();
            let words = words.join("  ").replace('\\', "\\\\").replace('"', "\\\"");
            for text in [words.clone(), words.to_uppercase(), words.to_lowercase()] {
                assert!(find(&text).contains_key(&(RecordKind::Claim, claim.id.to_string())), "{text}");
                tried += 1;
            }
        }
    }
    assert!(tried > 30);
    let ids = |text: &str| find(text).into_keys().map(|(_, id)| id).collect::<Vec<_>>();
    assert_eq!(ids("РЯБКОВ"), ["sergei-ryabkov"]);
    assert_eq!(ids("сергеи\u{306} рябков"), ["sergei-ryabkov"]);
    assert_eq!(ids("Rýabkov’s"), ids("ryabkov's"));
    assert!(ids("no such words anywhere").is_empty());
    // Nothing is found across two texts of a record.
    let claim = loaded
        .dataset
        .claims()
        .find_map(|(_, claim)| claim.label.as_ref().map(|label| (label.value.clone(), claim)))
        .expect("one has a label");
    let across = format!("{} {}", claim.0, claim.1.summary.value).replace('"', "\\\"");
    assert!(find(&across).is_empty(), "{across}");
}

#[test]
fn what_is_not_proved_is_selected_where_it_stands() {
    let mut loaded = loaded("small");
    let proofs_of = |loaded: &Loaded, text: &str| {
        let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
        answer(&graph, &proofs, text)
    };
    let clean = proofs_of(&loaded, "unproved()");
    let broken = loaded.dataset.statements.values_mut().find(|statement| !statement.claims.is_empty()).expect("there is one");
    broken.claims[0].evidence[0].quote.passage.value += " and more";
    broken.dating.evidence[0].quote.passage.value += " and more";
    let expected = [(RecordKind::Statement, broken.id.to_string()), (RecordKind::Claim, broken.claims[0].id.to_string())];
    let found = proofs_of(&loaded, "unproved()");
    let new: Vec<_> = found.keys().filter(|key| !clean.contains_key(key)).cloned().collect();
    assert_eq!(new, expected);
}

#[test]
fn several_values_mean_any_and_several_keys_mean_all() {
    let loaded = loaded("data");
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    for (short, long) in [
        ("act(demand, threaten)", "act(demand) | act(threaten)"),
        ("during(2021, 2025)", "during(2021) | during(2025)"),
        ("text(missile, \"Property\")", "text(\"missile\") | text(property)"),
        ("firmness(floats, >=precondition)", "firmness(floats) | firmness(>=precondition)"),
        ("speaker(vladimir-*, nato)", "speaker(vladimir-putin) | speaker(nato)"),
        ("claims(ryabkov-2022-*/*, speaker:sergei-ryabkov, act:demand)", "ryabkov-2022-*/* & speaker(sergei-ryabkov) & act(demand)"),
        ("claims(*/no-*, */property-*)", "claims() & (*/no-* | */property-*)"),
        ("statements(before:2022, text:\"telephone\")", "statements() & before(2022) & text(\"telephone\")"),
        ("events(after:full-scale-invasion)", "events() & after(full-scale-invasion)"),
        ("quoted", "form(verbatim, translated)"),
        ("around(nato)", "around(nato, 1)"),
        ("~claims()", "all() - claims()"),
    ] {
        let found = answer(&graph, &proofs, short);
        assert!(!found.is_empty(), "{short}");
        assert_eq!(found, answer(&graph, &proofs, long), "{short}");
    }
}

// Whole queries

/// Single sets, some of them in doubt for some records.
const ATOMS: [&str; 17] = [
    "claims()",
    "statements()",
    "form(paraphrase)",
    "act(demand)",
    "actor(russia)",
    "within(security-guarantees)",
    "firmness(>=demands)",
    "during(2021-12-13)",
    "before(2022)",
    "before(full-scale-invasion)",
    "text(\"nato\")",
    "around(during(2021-12), 1)",
    "ancestors(during(2025-06))",
    "descendants(before(2021-12-13))",
    "thread(during(2023))",
    "answers(during(../2021))",
    "nato",
];

fn composed() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(ATOMS.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|set| format!("~({set})")),
            (inner.clone(), prop::sample::select(vec!["|", "&", "-"]), inner)
                .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})")),
        ]
    })
}

/// Judges one record by the value of each atom: what the page says of the operators, read off the brackets.
fn judged(text: &str, atoms: &BTreeMap<&str, Certainty>) -> Certainty {
    use Certainty::{Certain, Impossible, Possible};
    let opposite = |value| match value {
        Certain => Impossible,
        Possible => Possible,
        Impossible => Certain,
    };
    if let Some(value) = atoms.get(text) {
        return *value;
    }
    if let Some(inner) = text.strip_prefix("~(") {
        return opposite(judged(&inner[..inner.len() - 1], atoms));
    }
    let mut depth = 0;
    let end = text.char_indices().find(|(_, sign)| {
        depth += match sign {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    let (end, _) = end.expect("a pair stands between brackets");
    let (left, right) = (judged(&text[1..end], atoms), judged(&text[end + 5..text.len() - 1], atoms));
    match &text[end + 2..end + 3] {
        "|" => left.max(right),
        "&" => left.min(right),
        "-" => left.min(opposite(right)),
        sign => panic!("{sign} in {text}"),
    }
}

#[test]
fn whole_queries_are_what_their_operators_make_of_single_sets() {
    let loaded = loaded("data");
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let atoms: Vec<(&str, Belongs)> = ATOMS.iter().map(|atom| (*atom, answer(&graph, &proofs, atom))).collect();
    let doubtful = atoms.iter().filter(|(_, found)| found.values().any(|certainty| *certainty == Certainty::Possible)).count();
    assert!(doubtful >= 6, "{doubtful}");
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
    let law = runner.run(&composed(), |text| {
        let expected = filtered(&graph, |node| {
            let key = (node.kind(), node.id().to_owned());
            let own = atoms.iter().map(|(atom, found)| (*atom, found.get(&key).copied().unwrap_or(Certainty::Impossible))).collect();
            judged(&text, &own)
        });
        prop_assert_eq!(answer(&graph, &proofs, &text), expected, "{}", text);
        Ok(())
    });
    law.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_is_found_from_a_set_is_as_certain_as_the_record_that_it_is_found_from() {
    let loaded = loaded("data");
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let mut in_doubt = 0;
    for set in
        ["during(2021-12-13)", "before(2021-12-08) | nato", "actor(russia) & after(2025-06-06)", "events() | demand(*) & during(2021-12)"]
    {
        let from = answer(&graph, &proofs, set);
        for function in ["ancestors($)", "descendants($)", "around($, 1)", "around($, 2)", "answers($)", "thread($)"] {
            let mut expected = Belongs::new();
            for ((kind, id), certainty) in &from {
                let one = format!("({}() & \"{id}\")", kind.plural());
                for (found, within) in answer(&graph, &proofs, &function.replace('$', &one)) {
                    let best = expected.entry(found).or_insert(Certainty::Impossible);
                    *best = within.min(*certainty).max(*best);
                }
            }
            let text = function.replace('$', set);
            in_doubt += expected.values().filter(|certainty| **certainty == Certainty::Possible).count();
            assert_eq!(answer(&graph, &proofs, &text), expected, "{text}");
        }
    }
    assert!(in_doubt > 100, "{in_doubt}");
}

#[test]
fn a_budget_that_is_used_up_leaves_an_answer_that_is_true_as_far_as_it_goes() {
    let loaded = loaded("data");
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
    let (partial, decided) = (std::cell::Cell::new(0), std::cell::Cell::new((0, 0)));
    let law = runner.run(&(composed(), 0..3000_u64), |(text, budget)| {
        let query = query::parse(&text).expect("it is one");
        let mut options = Options::default();
        let whole = query::select(&graph, &proofs, &query, &options).expect("its names lead somewhere");
        options.budget = budget;
        let cut = query::select(&graph, &proofs, &query, &options).expect("its names lead somewhere");
        if !cut.is_partial() {
            prop_assert_eq!(&cut, &whole);
        } else {
            partial.set(partial.get() + 1);
            for node in graph.nodes() {
                let (known, truth) = (cut.certainty(node), whole.certainty(node));
                let (inside, outside) = decided.get();
                decided.set((inside + usize::from(known == Certainty::Certain), outside + usize::from(known == Certainty::Impossible)));
                prop_assert!(
                    known == Certainty::Possible || known == truth,
                    "{} {:?}: {:?} for {:?}",
                    text,
                    graph.node(node).id(),
                    known,
                    truth
                );
            }
        }
        Ok(())
    });
    law.unwrap_or_else(|error| panic!("{error}"));
    assert!(partial.get() > 30, "{}", partial.get());
    // An answer that leaves everything open would be true, too.
    let (inside, outside) = decided.get();
    assert!(inside > 100 && outside > 100, "{inside} {outside}");
}

#[test]
fn as_of_a_day_is_what_had_been_said_by_then() {
    let loaded = loaded("data");
    let dates: BTreeSet<_> = loaded.dataset.statements.values().filter_map(|statement| statement.said_on()?.latest()).collect();
    assert!(dates.len() > 5);
    for day in dates {
        let then = loaded.dataset.as_of(day);
        let (graph, proofs) = (Graph::new(&then), Proofs::new(&then, &loaded.sources));
        let text = "actor(russia) & act(demand) | statements() | descendants(ryabkov-2021-12-13*/*)";
        let plain = answer(&graph, &proofs, text);
        let mut options = Options::default();
        options.as_of = Some(day);
        let found = query::select(&graph, &proofs, &query::parse(text).expect("it is one"), &options).expect("its names lead somewhere");
        let found = belongs(&graph, &found);
        assert!(found.keys().eq(plain.keys()), "nothing is left out that may have been said");
        for ((kind, id), certainty) in found {
            let statement = id.split('/').next().and_then(|id| then.statements.get(id)).expect("it is a statement or part of one");
            assert_eq!(certainty, plain[&(kind, id)].min(statement.said_by(day)));
        }
    }
}

#[test]
fn what_the_graph_does_not_know_is_asked_of_whoever_does() {
    let loaded = loaded("small");
    let dataset = &loaded.dataset;
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &loaded.sources));
    let changed = |graph: &Graph<'_>, revision: &str| match revision {
        "HEAD~2" => Ok(graph.nodes_of(RecordKind::Event).collect()),
        _ => Err(format!("there is no revision `{revision}`")),
    };
    // The ends alone, as if they were next to each other.
    let paths = |_: &Graph<'_>, from: &[NodeIndex], to: &[NodeIndex], budget: u64| {
        let nodes: Vec<NodeIndex> = from.iter().chain(to).copied().collect();
        if from.is_empty() {
            Err("no path begins nowhere".to_owned())
        } else {
            Ok(Paths { visited: nodes.len() as u64, is_complete: budget > 10, nodes })
        }
    };
    let mut options = Options::default();
    options.changed = Some(&changed);
    options.paths = Some(&paths);
    let ask = |text: &str, options: &Options<'_>| {
        query::select(&graph, &proofs, &query::parse(text).expect("it is one"), options).map_err(|error| error.to_string())
    };
    let select = |text: &str| belongs(&graph, &ask(text, &options).expect("it can be answered"));
    assert_eq!(select("changed(HEAD~2)"), answer(&graph, &proofs, "events()"));
    assert_eq!(select("events(changed:\"HEAD~2\")"), answer(&graph, &proofs, "events()"));
    assert_eq!(select("paths(convoy, claims())"), answer(&graph, &proofs, "convoy | claims()"));
    let doubtful = answer(&graph, &proofs, "claims(during:1999-05)");
    assert!(doubtful.values().any(|certainty| *certainty == Certainty::Possible));
    let mut expected = doubtful;
    expected.insert((RecordKind::Event, "convoy".to_owned()), Certainty::Certain);
    assert_eq!(select("paths(convoy, claims(during:1999-05))"), expected);
    options.budget = 5;
    assert!(ask("paths(convoy, tolls*)", &options).expect("it can be answered").is_partial());
    for (text, words) in [("changed(v1)", "there is no revision `v1`"), ("paths(none(), all())", "no path begins nowhere")] {
        assert!(ask(text, &options).expect_err(text).contains(words));
    }
    let without = ask("changed(v1) | paths(convoy, all()) | nobody", &Options::default()).expect_err("nobody is asked");
    assert!(without.contains("nothing has the id `nobody`"), "{without}");
    let without = ask("changed(v1) | paths(convoy, all())", &Options::default()).expect_err("nobody is asked");
    assert!(without.contains("`changed` cannot be answered") && without.contains("`paths` cannot be answered"), "{without}");
}

// The page

/// The queries of the page, one a line of its blocks.
fn examples() -> Vec<&'static str> {
    let blocks = LANGUAGE.split("```text\n").skip(1).map(|rest| rest.split("```").next().expect("a block ends"));
    blocks.flat_map(str::lines).collect()
}

#[test]
fn every_example_of_the_page_is_answered_on_the_real_data() {
    let loaded = loaded("data");
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let examples = examples();
    assert!(examples.len() >= 30, "{}", examples.len());
    for example in examples {
        let found = answer(&graph, &proofs, example);
        // Of the real data every passage is proved.
        assert_eq!(found.is_empty(), example == "unproved()", "{example}");
        let printed = query::parse(example).expect("it is one").to_string();
        assert_eq!(answer(&graph, &proofs, &printed), found, "{printed}");
    }
    let manifest = LANGUAGE.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the page shows aliases");
    let folder = copy_of_small();
    let file = folder.path().join("small/demarche.yaml");
    let aliases = manifest.replace("russia", "merania");
    std::fs::write(&file, std::fs::read_to_string(&file).expect("it can be read") + &aliases).expect("it can be written");
    assert!(run(folder.path(), &["--data", "small", "check"]).expect(0).contains("0 errors"));
    let firm = run(folder.path(), &["--data", "small", "query", "hard | quoted", "--count"]).expect(0);
    assert!(!firm.starts_with('0'), "{firm}");
    assert_eq!(run(root(), &["explain", "query"]).expect(0), LANGUAGE);
}
