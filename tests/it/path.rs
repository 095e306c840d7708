//! Paths between records: toy networks from the literature, laws on the real data, and the command as an analyst meets it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;
use std::process::Command;

use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::graph::{Graph, LinkKind, Node, NodeIndex, before};
use demarche::load::load;
use demarche::model::{Dataset, LinkWord, RecordKind};
use demarche::path::{self, Answer, Ending, Missing, Options, Path, Search, Strength};
use demarche::report::path::memo::to_memo;
use demarche::report::path::phrases;
use demarche::tree::{Place, Tree};
use serde_json::Value;

use crate::driver::{Run, on_data, on_small, temporary};
use crate::peers::{output_of, peers};

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("path-{name}"), text));
}

fn dataset(files: &[(&str, &str)]) -> Dataset {
    let mut tree = BTreeMap::from([("data/demarche.yaml".to_owned(), b"format: 1\ntitle: A toy\ntexts: texts\n".to_vec())]);
    tree.extend(files.iter().map(|(path, text)| (format!("data/{path}"), text.as_bytes().to_vec())));
    let place = Place { tree: Tree::Memory(tree), data: "data".to_owned(), prefix: String::new() };
    load(&place, &Default::default()).expect("memory can be read").dataset
}

fn real() -> Dataset {
    load(&Place::at(FilePath::new("data")).unwrap(), &Default::default()).unwrap().dataset
}

fn ids<'d>(graph: &Graph<'d>, path: &Path<'d>) -> Vec<&'d str> {
    path.nodes.iter().map(|index| graph.node(*index).id()).collect()
}

fn in_time() -> Options {
    Options { respect_time: true, ..Options::default() }
}

// Toy networks. A contact of two actors is an event in which both took part: a path that respects time passes events in their order.

/// Actors, and their contacts: two actors and a date each. The events are called after both.
fn contacts(list: &[(&str, &str, &str)]) -> Dataset {
    let actors: BTreeSet<&str> = list.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
    let actors: String = actors.iter().map(|id| format!("  {id}: {{kind: state, name: {id}}}\n")).collect();
    let event = |(a, b, date): &(&str, &str, &str)| {
        format!(
            "  {a}-{b}:\n    title: {a} meets {b}\n    date: \"{date}\"\n    dating: {{basis: general-knowledge}}\n    participants: [{a}, {b}]\n"
        )
    };
    let events: String = list.iter().map(event).collect();
    dataset(&[("actors.yaml", &format!("actors:\n{actors}")), ("events.yaml", &format!("events:\n{events}"))])
}

fn actor(graph: &Graph<'_>, id: &str) -> NodeIndex {
    graph.find(RecordKind::Actor, id).unwrap_or_else(|| panic!("no actor {id}"))
}

/// The actors and contacts of every path in time between two actors, without the ends.
fn ways<'d>(graph: &Graph<'d>, from: &str, to: &str) -> Vec<Vec<&'d str>> {
    let options = Options { most: Some(100), longest: 20, ..in_time() };
    let answer = path::find(graph, actor(graph, from), actor(graph, to), &options);
    assert_eq!(answer.ending, Ending::Complete);
    answer.paths.iter().map(|path| ids(graph, path)[1..path.nodes.len() - 1].to_vec()).collect()
}

/// The day on which one actor can be reached from another at the earliest, and whether that is certain.
fn arrival(graph: &Graph<'_>, from: &str, to: &str) -> Option<(String, Certainty)> {
    let arrivals = Search::new(graph, &in_time()).arrivals(actor(graph, from));
    let arrival = arrivals.into_iter().find(|arrival| arrival.node == actor(graph, to))?;
    Some((arrival.earliest.map_or_else(String::new, |day| day.to_string()), arrival.certainty))
}

/// After Holme and Saramäki, Temporal networks (2012), on time-respecting paths: that a reaches b and b reaches c does not let a reach
/// c, and that a reaches c does not let c reach a. Here b met c on the 1st and a met b on the 2nd: what b learnt from a came too late
/// for c, while c reaches a through b.
#[test]
fn reachability_in_time_is_neither_transitive_nor_symmetric() {
    let dataset = contacts(&[("a", "b", "2020-01-02"), ("b", "c", "2020-01-01")]);
    let graph = Graph::new(&dataset);
    assert_eq!(ways(&graph, "a", "b"), [["a-b"]]);
    assert_eq!(ways(&graph, "b", "c"), [["b-c"]]);
    assert_eq!(ways(&graph, "a", "c"), [] as [Vec<&str>; 0]);
    assert_eq!(arrival(&graph, "a", "c"), None);
    assert_eq!(ways(&graph, "c", "a"), [["b-c", "b", "a-b"]]);
    assert_eq!(arrival(&graph, "c", "a"), Some(("2020-01-02".to_owned(), Certainty::Certain)));
}

/// After Pan and Saramäki, Path lengths, correlations, and centrality in temporal networks (2011): the fewest links are not the shortest
/// time. a meets c itself on the 9th; through b, whom it meets on the 1st and who meets c on the 3rd, it gets there six days earlier.
#[test]
fn the_path_of_the_fewest_links_is_not_the_earliest() {
    let dataset = contacts(&[("a", "b", "2020-01-01"), ("a", "c", "2020-01-09"), ("b", "c", "2020-01-03")]);
    let graph = Graph::new(&dataset);
    assert_eq!(ways(&graph, "a", "c"), [vec!["a-c"], vec!["a-b", "b", "b-c"]], "the shorter first");
    assert_eq!(arrival(&graph, "a", "c"), Some(("2020-01-03".to_owned(), Certainty::Certain)));
    // To b the direct contact is the earlier one; the way round over c, on the 9th and then back on the 3rd, is none.
    assert_eq!(ways(&graph, "a", "b"), [["a-b"]]);
}

/// After Kempe, Kleinberg and Kumar, Connectivity and inference problems for temporal networks (2002): the labels along a path may stay
/// equal, and Menger's theorem fails. Labels are years. s-u-w-t is 1, 2, 2; s-w-v-t is 3, 4, 5; s-u-v-t is 1, 3, 5; s-u-w-v-t is 1, 2,
/// 4, 5; s-w-t would be 3, 2. So each of u, v, w may be taken away and a path is left, yet no two paths are apart.
#[test]
fn equal_times_follow_each_other_and_mengers_theorem_fails() {
    let all = [
        ("s", "u", "2001"),
        ("u", "w", "2002"),
        ("w", "t", "2002"),
        ("s", "w", "2003"),
        ("u", "v", "2003"),
        ("v", "w", "2004"),
        ("v", "t", "2005"),
    ];
    // Two contacts within one year that are years alone may stand in either order; a day each makes it certain.
    let dated: Vec<(&str, &str, String)> = all.iter().map(|(a, b, year)| (*a, *b, format!("{year}-06-01"))).collect();
    let list: Vec<(&str, &str, &str)> = dated.iter().map(|(a, b, date)| (*a, *b, date.as_str())).collect();
    let dataset = contacts(&list);
    let graph = Graph::new(&dataset);
    let ways = ways(&graph, "s", "t");
    let found: BTreeSet<Vec<&str>> = ways.iter().map(|way| way.iter().copied().filter(|id| id.len() == 1).collect()).collect();
    assert_eq!(found, BTreeSet::from([vec!["u", "w"], vec!["w", "v"], vec!["u", "v"], vec!["u", "w", "v"]]));
    for gone in ["u", "v", "w"] {
        assert!(found.iter().any(|way| !way.contains(&gone)), "without {gone} a path is left");
    }
    for a in &found {
        assert!(found.iter().all(|b| a.iter().any(|actor| b.contains(actor))), "every two paths meet");
    }
    assert_eq!(arrival(&graph, "s", "t"), Some(("2002-06-01".to_owned(), Certainty::Certain)));
}

/// The same two contacts as above, now of one month: whether a reaches c hangs on days that nobody knows.
#[test]
fn uncertain_dates_make_a_path_possible_and_not_certain() {
    let dataset = contacts(&[("a", "b", "2020-01"), ("b", "c", "2020-01-15"), ("c", "d", "2020-02-01~"), ("c", "e", "2019-12-31")]);
    let graph = Graph::new(&dataset);
    let orders = |from: &str, to: &str| -> Vec<Certainty> {
        path::find(&graph, actor(&graph, from), actor(&graph, to), &in_time()).paths.iter().map(|path| path.order.certainty).collect()
    };
    assert_eq!(orders("a", "c"), [Certainty::Possible]);
    assert_eq!(orders("c", "a"), [Certainty::Possible]);
    assert_eq!(arrival(&graph, "a", "c"), Some(("2020-01-15".to_owned(), Certainty::Possible)));
    assert_eq!(arrival(&graph, "c", "a"), Some(("2020-01-15".to_owned(), Certainty::Possible)));
    // Around 1 February is from 29 January on: certainly after the 15th.
    assert_eq!(orders("b", "d"), [Certainty::Certain]);
    assert_eq!(arrival(&graph, "b", "d"), Some(("2020-01-29".to_owned(), Certainty::Certain)));
    // As far as c it is possible, and the step to e goes back for certain, whenever a met b.
    let answer = path::find(&graph, actor(&graph, "a"), actor(&graph, "e"), &in_time());
    let Some(Missing::GoesBack { path, left }) = &answer.missing else { panic!("{:?}", answer.missing) };
    assert_eq!(ids(&graph, path), ["a", "a-b", "b", "b-c", "c", "c-e"]);
    assert_eq!((path.order.certainty, path.order.doubt, *left), (Certainty::Impossible, Some((3, 5)), 1));
}

#[test]
fn what_has_no_date_or_an_unknown_one_never_makes_a_path_impossible() {
    let events = "events:
  first: {title: First, date: 2020-01-01, dating: {basis: general-knowledge}, participants: [a, b]}
  unknown: {title: Unknown, dating: {basis: unknown}, participants: [b, c]}
  last: {title: Last, date: 2019-01-01, dating: {basis: general-knowledge}, participants: [c, d]}
";
    let actors = "actors:\n".to_owned() + &["a", "b", "c", "d"].map(|id| format!("  {id}: {{kind: state, name: {id}}}\n")).concat();
    let dataset = dataset(&[("actors.yaml", &actors), ("events.yaml", events)]);
    let graph = Graph::new(&dataset);
    let find = |from: &str, to: &str| path::find(&graph, actor(&graph, from), actor(&graph, to), &in_time());
    assert_eq!(find("a", "c").paths[0].order.certainty, Certainty::Possible);
    assert!(find("a", "d").paths.is_empty(), "through the unknown day one gets no further back than 2020");
    assert_eq!(find("c", "d").paths[0].order.certainty, Certainty::Certain);
}

// Laws

/// The law of paths: they begin and end where they must, their records are in the graph and meet no one twice, their links join up.
fn assert_lawful(graph: &Graph<'_>, options: &Options, answer: &Answer<'_>) {
    for path in &answer.paths {
        assert_eq!((path.nodes.first(), path.nodes.last()), (Some(&answer.from), Some(&answer.to)));
        assert_eq!(path.nodes.iter().collect::<BTreeSet<_>>().len(), path.nodes.len(), "no record twice");
        assert_eq!(path.steps.len() + 1, path.nodes.len());
        assert!(path.steps.len() <= options.longest);
        for (step, pair) in path.steps.iter().zip(path.nodes.windows(2)) {
            assert!(!step.links.is_empty() && step.links.is_sorted_by_key(|link| Strength::of(link.kind)));
            for link in &step.links {
                let (from, to) = if link.leads_on { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
                assert!(graph.links_from(from).iter().any(|edge| edge.node == to && edge.kind == link.kind), "the link is in the graph");
                assert!(options.permits(link.kind), "{}", link.kind.as_str());
                assert_eq!(link.link.is_some(), matches!(link.kind, LinkKind::Authored(_)));
            }
        }
        let strengths = path.steps.iter().map(|step| Strength::of(step.links[0].kind));
        assert_eq!(path.strength, strengths.max().unwrap_or(Strength::Authored));
        assert!(!options.respect_time || path.order.certainty != Certainty::Impossible);
        let dated: Vec<Node<'_>> = path
            .nodes
            .iter()
            .map(|index| graph.node(*index))
            .filter(|node| !matches!(node, Node::Source(_)) && node.date().is_some())
            .collect();
        for (at, node) in dated.iter().enumerate() {
            let is_earlier = |past: &Node<'_>| before(node.date(), past.date()) == Certainty::Certain;
            assert!(path.order.certainty == Certainty::Impossible || !dated[..at].iter().any(is_earlier), "certainly backwards");
        }
    }
    let keys: Vec<(Strength, usize)> = answer.paths.iter().map(|path| (path.strength, path.steps.len())).collect();
    assert!(keys.is_sorted(), "the strongest first, then the shortest: {keys:?}");
    if options.most.is_none() {
        assert!(keys.windows(2).all(|pair| pair[1].1 < pair[0].1), "a weaker path is shorter: {keys:?}");
    }
    assert_eq!(answer.missing.is_some(), answer.paths.is_empty() && answer.ending != Ending::Budget);
}

#[test]
fn every_path_of_the_real_data_is_lawful() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let some: Vec<NodeIndex> = graph.nodes().step_by(7).collect();
    assert!(some.len() > 20);
    let few = BTreeSet::from([LinkKind::Authored(LinkWord::Hardens), LinkKind::About, LinkKind::PartOf, LinkKind::Next]);
    let asked = [
        Options::default(),
        Options { most: Some(5), longest: 5, ..Options::default() },
        Options { time_edges: false, ..Options::default() },
        Options { most: Some(3), longest: 5, ..in_time() },
        Options { through: Some(few), longest: 20, ..in_time() },
        Options { as_of: Some(Day::parse("2022-01-31").unwrap()), ..Options::default() },
    ];
    for options in &asked {
        let mut search = Search::new(&graph, options);
        let mut found = 0;
        for from in &some {
            for to in &some {
                let answer = search.paths(*from, *to);
                assert_lawful(&graph, options, &answer);
                found += answer.paths.len();
            }
        }
        assert!(found > some.len(), "{options:?} finds {found}");
    }
}

/// A search that is used again gives what a new one gives, and the two directions are as long as each other.
/// More starts than one batch takes, in no order, one of them twice; as of the real record and of random ones.
#[test]
fn arrivals_of_many_are_those_of_each() {
    let mut compared = 0;
    let mut compare = |dataset: &Dataset| {
        let graph = Graph::new(dataset);
        let search = Search::new(&graph, &Options { respect_time: true, ..Options::default() });
        let mut starts: Vec<NodeIndex> = graph.nodes().step_by(1 + graph.node_count() / 90).collect();
        starts.reverse();
        starts.extend(starts.first().copied());
        let mut called = vec![0; starts.len()];
        search.arrivals_of(&starts, |place, together| {
            let alone = search.arrivals(starts[place]);
            assert_eq!(together, alone, "{}", graph.node(starts[place]).id());
            called[place] += 1;
            compared += alone.len();
        });
        assert!(called.iter().all(|times| *times == 1), "each start once");
    };
    compare(&real());
    for seed in 0..20 {
        compare(&load(&crate::datasets::random(seed).place(), &Default::default()).expect("memory can be read").dataset);
    }
    assert!(compared > 2_000, "{compared}");
    let dataset = real();
    let graph = Graph::new(&dataset);
    Search::new(&graph, &Options::default()).arrivals_of(&[], |_, _| panic!("nothing was asked for"));
}

#[test]
fn a_search_can_be_used_again_and_the_way_back_is_as_long() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let mut search = Search::new(&graph, &Options::default());
    let claims: Vec<NodeIndex> = graph.nodes_of(RecordKind::Claim).step_by(9).collect();
    for from in &claims {
        for to in &claims {
            let there = search.paths(*from, *to);
            let back = search.paths(*to, *from);
            let lengths = |answer: &Answer<'_>| answer.paths.iter().map(|path| (path.strength, path.steps.len())).collect::<Vec<_>>();
            assert_eq!(lengths(&there), lengths(&back));
            let new = path::find(&graph, *from, *to, &Options::default());
            assert_eq!(format!("{:?}", new.paths), format!("{:?}", there.paths));
        }
    }
}

/// What a path in time reaches is an arrival, and what is certain by a path is certain by the scan.
#[test]
fn arrivals_and_paths_in_time_agree_on_the_real_data() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let options = Options { longest: 4, budget: 200_000, ..in_time() };
    let mut search = Search::new(&graph, &options);
    let mut certain = 0;
    for from in graph.nodes_of(RecordKind::Claim).step_by(11) {
        let arrivals: BTreeMap<NodeIndex, Certainty> =
            search.arrivals(from).into_iter().map(|arrival| (arrival.node, arrival.certainty)).collect();
        for to in graph.nodes().step_by(3) {
            for path in search.paths(from, to).paths {
                let arrival = arrivals.get(&to).copied().expect("what a path reaches is reached");
                assert!(arrival >= path.order.certainty);
                certain += usize::from(arrival == Certainty::Certain);
            }
        }
    }
    assert!(certain > 100, "{certain}");
}

/// The least number of steps that are left out, by relaxing every link of the graph until nothing changes: over the permitted links and
/// those of the strongest sort that suffice.
fn least_left_out(graph: &Graph<'_>, options: &Options, from: NodeIndex, to: NodeIndex) -> Option<usize> {
    Strength::ALL.into_iter().find_map(|weakest| {
        let mut cost = BTreeMap::from([(from, 0)]);
        loop {
            let before = cost.clone();
            for index in graph.nodes() {
                for edge in graph.links_from(index) {
                    let is_permitted = options.permits(edge.kind);
                    if !is_permitted && Strength::of(edge.kind) > weakest {
                        continue;
                    }
                    for (a, b) in [(index, edge.node), (edge.node, index)] {
                        let Some(there) = cost.get(&a).map(|there| there + usize::from(!is_permitted)) else { continue };
                        let known = cost.entry(b).or_insert(there);
                        *known = there.min(*known);
                    }
                }
            }
            if cost == before {
                return cost.get(&to).copied();
            }
        }
    })
}

#[test]
fn what_is_left_out_is_as_little_as_can_be_and_the_first_of_it_is_named() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let through = BTreeSet::from([LinkKind::Authored(LinkWord::Broadens), LinkKind::About, LinkKind::Next]);
    let options = Options { through: Some(through), longest: 100, ..Options::default() };
    let mut search = Search::new(&graph, &options);
    let some: Vec<NodeIndex> = graph.nodes_of(RecordKind::Claim).step_by(8).chain(graph.nodes_of(RecordKind::Event).step_by(4)).collect();
    let mut several = 0;
    for from in &some {
        for to in &some {
            let Some(Missing::LeftOut { path, step, steps }) = search.paths(*from, *to).missing else { continue };
            let is_left_out: Vec<bool> = path.steps.iter().map(|step| step.links.iter().all(|link| !options.permits(link.kind))).collect();
            assert_eq!(is_left_out.iter().position(|is| *is), Some(step));
            assert_eq!(is_left_out.iter().filter(|is| **is).count(), steps);
            assert_eq!(least_left_out(&graph, &options, *from, *to), Some(steps), "{:?}", ids(&graph, &path));
            several += usize::from(steps > 1 && step + steps < path.steps.len());
        }
    }
    assert!(several > 5, "{several}");
}

#[test]
fn within_an_utterance_no_days_pass_however_uncertain_its_date() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let (claim, statement) = (path::record(&graph, TO).unwrap(), path::record(&graph, "ryabkov-2025-06").unwrap());
    let answer = path::find(&graph, claim, statement, &in_time());
    assert_eq!(answer.paths[0].steps[0].gap, Some((Some(0), Some(0))));
    assert_eq!(answer.paths[0].order.certainty, Certainty::Certain);
    assert!(asked(&[TO, "ryabkov-2025-06"]).expect(0).contains("the same utterance"));
    // The order of a thread says no more than the dates do.
    let thread = |from: &str, to: &str| asked(&[from, to, "--through", "next"]).expect(0);
    let same = thread("ryabkov-2021-12-13/notes-go-on", "ryabkov-2021-12-13/property-access-first");
    assert!(same.contains("↓ stands in its thread beside") && !same.contains("follow"), "{same}");
    let unclear = thread("russian-embassy-notes/property-return", "putin-2021-12-07/property-raised");
    assert!(unclear.contains("↓ may be followed in its thread by") && unclear.contains("order unclear"), "{unclear}");
    let back = thread("putin-2021-12-07/property-raised", "russian-embassy-notes/property-return");
    assert!(back.contains("↑ may follow in its thread"), "{back}");
    assert!(thread("putin-2021-12-07/property-raised", "ryabkov-2021-12-13/notes-go-on").contains("↓ is followed in its thread by"));
    // The date of a page is not the date of what it reports: no days pass between a claim and its source.
    let source = path::record(&graph, "report-003-sputnik").unwrap();
    let claim = path::record(&graph, "ryabkov-2021-12-13/join-moratorium").unwrap();
    let answer = path::find(&graph, claim, source, &in_time());
    assert_eq!((answer.paths[0].steps.len(), answer.paths[0].steps[0].gap), (1, None));
}

#[test]
fn every_kind_of_link_has_a_phrase_for_each_direction_and_a_name_that_reads_back() {
    let mut seen = BTreeSet::new();
    let dataset = real();
    let graph = Graph::new(&dataset);
    let kinds: BTreeSet<LinkKind> = graph.nodes().flat_map(|index| graph.links_from(index)).map(|edge| edge.kind).collect();
    for kind in kinds.into_iter().chain(LinkWord::ALL.iter().map(|word| LinkKind::Authored(*word))) {
        assert_eq!(path::kinds(kind.as_str()).unwrap(), [kind]);
        let (on, back) = phrases(kind);
        let is_mutual = kind == LinkKind::Authored(LinkWord::SameUtteranceAs);
        assert!(on != back || is_mutual, "{on}");
        seen.insert(kind);
    }
    assert!(seen.len() > 30);
}

// The command

const FROM: &str = "ryabkov-2021-12-13/guarantees-on-expansion";
const TO: &str = "ryabkov-2025-06/baltics-withdrawal";

fn asked(args: &[&str]) -> Run {
    on_data(&[&["path"], args].concat())
}

#[test]
fn a_path_shows_each_claim_with_its_words_and_each_link_with_who_says_so() {
    snapshot("text", &asked(&[FROM, TO]).shown());
}

#[test]
fn an_explained_path_is_prose_with_numbered_sources() {
    snapshot("explain", &asked(&["ryabkov-2021-12-13/invasion-idea-denied", "full-scale-invasion", "--explain"]).shown());
}

#[test]
fn the_json_holds_the_paths_and_every_record_and_source_once() {
    let value = asked(&["ryabkov-2021-12-13/join-moratorium", "full-scale-invasion", "--max", "2", "--format", "json"]).json(0);
    snapshot("json", &serde_json::to_string_pretty(&value).unwrap());
}

/// Only the speaker's own words stand between double quotation marks that we print; what reporters say never does.
#[test]
fn an_explained_path_quotes_nothing_but_quotations() {
    let dataset = real();
    let graph = Graph::new(&dataset);
    let options = Options::default();
    let mut search = Search::new(&graph, &options);
    let mut quotations = 0;
    for (_, claim) in dataset.claims().filter(|(_, claim)| claim.id.as_str() != FROM) {
        let (from, to) = (path::record(&graph, FROM).unwrap(), path::record(&graph, claim.id.as_str()).unwrap());
        let memo = to_memo(&graph, &search.paths(from, to), &options);
        let body = memo.split("\n“…” are").next().unwrap();
        for evidence in &claim.evidence {
            let words = evidence.quote.passage.as_str();
            let quoted = body.contains(&format!("“{words}”"));
            let reported = body.contains(&format!("‹{words}›"));
            assert_eq!((quoted, reported), (evidence.form.is_quotation(), !evidence.form.is_quotation()), "{words}\n{memo}");
            quotations += usize::from(quoted);
        }
        // Each claim first gives the speaker's words, and what follows the notice is nobody's quotation.
        for paragraph in body.split("\n\n").filter(|paragraph| paragraph.starts_with("Claim ")) {
            let (own, others) = paragraph.split_once("ot in the speaker's own words: ").unwrap_or((paragraph, ""));
            let outside: String = others.split('‹').map(|part| part.split_once('›').map_or(part, |(_, rest)| rest)).collect();
            assert!(!own.contains('‹') && !outside.contains('“'), "{paragraph}");
        }
        for link in &claim.links {
            if let Some(why) = link.why.as_ref().filter(|why| body.contains(why.as_str())) {
                assert!(body.contains(&format!("Their reason: {why}")), "a reason is told as the curators': {memo}");
            }
        }
    }
    assert!(quotations > 30, "{quotations}");
}

#[test]
fn the_ways_of_asking_narrow_the_answer() {
    let lines = |args: &[&str]| -> Vec<String> {
        let text = asked(args).expect(0);
        text.lines().filter(|line| line.starts_with("Path ")).map(str::to_owned).collect()
    };
    assert_eq!(lines(&[FROM, TO]), ["Path 1 of 1: 2 links, by what curators linked"]);
    assert_eq!(lines(&[FROM, TO, "--max", "2"]).len(), 2);
    let all = lines(&[FROM, TO, "--all", "--max-links", "3"]);
    assert!(all.len() > 2 && all[0].contains("2 links"), "{all:?}");
    assert!(lines(&[FROM, TO, "--all", "--max-links", "3", "--through", "broadens", "--through", "specifies"]).len() == 1);
    assert!(lines(&[FROM, TO, "--through", "broadens"]).is_empty());
    assert_eq!(lines(&[FROM, TO, "--through", "lineage"]), lines(&[FROM, TO]), "a family stands for its kinds");
    assert!(lines(&[FROM, TO, "--through", "answer", "--through", "event", "--through", "editorial"]).is_empty());
    let timed = |args: &[&str]| asked(args).expect(0).contains("(by the dates)");
    let next = ["russian-embassy-notes/property-return", "putin-2021-12-07/property-raised"];
    assert!(timed(&next));
    assert!(!timed(&[&next[..], &["--without-time-edges"]].concat()));
}

#[test]
fn where_there_is_no_path_the_answer_says_what_stands_nearest_and_why() {
    let told = [
        ("ends-earlier", asked(&[TO, FROM, "--respect-time"])),
        ("left-out", asked(&[FROM, TO, "--through", "broadens"])),
        ("too-long", asked(&[FROM, TO, "--max-links", "1", "--without-time-edges"])),
        // Both come after the same event: through it one would go back.
        (
            "goes-back",
            asked(&["ryabkov-2021-12-13/join-moratorium", "outlet-003-2021-12/door-left-open", "--respect-time", "--through", "after"]),
        ),
    ];
    let text: String = told.iter().map(|(_, run)| run.clone().expect(0) + "\n====\n").collect();
    snapshot("none", &text);
    let json = asked(&[TO, FROM, "--respect-time", "--format", "json"]).json(0);
    assert_eq!((json["missing"]["reason"].as_str(), json["paths"].as_array().map(Vec::len)), (Some("ends-earlier"), Some(0)));
}

#[test]
fn records_that_nothing_joins_are_said_to_be_apart() {
    let dataset = contacts(&[("a", "b", "2020-01-01"), ("c", "d", "2020-01-01")]);
    let graph = Graph::new(&dataset);
    let answer = path::find(&graph, actor(&graph, "a"), actor(&graph, "c"), &Options::default());
    assert!(matches!(answer.missing, Some(Missing::Apart { from: 2, to: 2 })), "{:?}", answer.missing);
    let same = path::find(&graph, actor(&graph, "a"), actor(&graph, "a"), &in_time());
    assert_eq!((same.paths.len(), same.paths[0].nodes.len(), same.missing.is_none()), (1, 1, true));
}

#[test]
fn a_met_budget_gives_a_partial_answer_that_says_so_and_exit_status_4() {
    let run = asked(&[FROM, TO, "--all", "--budget", "2000"]);
    assert_eq!(run.status, 4);
    assert!(run.stdout.contains("PARTIAL: the budget of 2000 links was met"), "{}", run.stdout);
    assert!(run.stdout.contains("Path 1 of "), "what was found is told");
    let json = asked(&[FROM, TO, "--all", "--budget", "2000", "--format", "json"]).json(4);
    assert_eq!(json["ending"], "budget");
    assert!(json["visited"].as_u64().unwrap() <= 2000);
    let memo = asked(&[FROM, TO, "--budget", "1", "--explain"]);
    assert_eq!(memo.status, 4);
    assert!(memo.stdout.contains("PARTIAL") && !memo.stdout.contains("No path"), "nothing is said of what is not known: {}", memo.stdout);
}

#[test]
fn as_of_a_day_leaves_out_what_was_said_or_happened_later_and_marks_what_is_possible() {
    let later = asked(&[FROM, TO, "--as-of", "2022-01-31"]);
    assert_eq!(later.status, 2);
    assert!(later.stderr.contains("was not there by 2022-01-31: it is of between 4 and 30 Jun 2025"), "{}", later.stderr);
    let event = asked(&[FROM, "full-scale-invasion", "--as-of", "2022-01"]);
    assert!(event.status == 2 && event.stderr.contains("was not there by 2022-01-31: it is of 24 Feb 2022"), "{}", event.stderr);
    let then = asked(&[FROM, "ryabkov-2022-01-10/no-intention-to-attack", "--as-of", "2022-01-31", "--all", "--max-links", "4"]).expect(0);
    assert!(!then.contains("invasion, 24 Feb 2022") && then.contains("As of 2022-01-31"), "the invasion had not happened");
    let possible = asked(&["putin-2021-12/guarantees-demanded", FROM, "--as-of", "2021-12-13"]).expect(0);
    assert!(possible.contains("Dec 2021 (date inferred) — possibly not yet said by then"), "{possible}");
    let json = asked(&["putin-2021-12/guarantees-demanded", FROM, "--as-of", "2021-12-13", "--format", "json"]).json(0);
    assert_eq!(json["records"][0]["said_by_then"], "possible");
}

#[test]
fn wrong_use_is_told_with_what_was_probably_meant() {
    for (args, expected) in [
        (vec![FROM, "ryabkov-2025-06/baltic-withdrawal"], "did you mean `ryabkov-2025-06/baltics-withdrawal`"),
        (vec![FROM, TO, "--through", "hardns"], "did you mean `hardens`?"),
        (vec![FROM, TO, "--through", "linage"], "did you mean `lineage`?"),
        (vec![FROM, TO, "-o", "path.gif"], "the ending must be .svg, .png, .pdf, .html, .dot or .mmd"),
        (vec![FROM, "claims(text:baltics"], "claims(text:baltics"),
        (vec![FROM, "actor(russia) & within(nato-no-enlargement)"], "a path needs one record at each end"),
        (vec![FROM, "act(accept) & demand(root-causes)"], "selects none"),
        (vec![FROM, "evnt:full-scale-invasion"], "did you mean `event`?"),
        (vec![FROM, "demand:full-scale-invasion"], "nothing has the id `demand:full-scale-invasion`"),
        (vec![FROM, TO, "--max", "0"], "a whole number from 1 on"),
        (vec![FROM, TO, "--explain", "--format", "json"], "cannot be used with"),
        (vec![FROM, TO, "--as-of", "yesterday"], "--as-of yesterday"),
    ] {
        let run = asked(&args);
        assert_eq!(run.status, 2, "{}", run.shown());
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn every_family_of_links_stands_for_its_kinds_and_each_authored_kind_is_in_one() {
    let mut all = Vec::new();
    for family in ["lineage", "answer", "event", "editorial"] {
        let kinds = path::kinds(family).unwrap();
        let of = |kind: &LinkKind| {
            if let LinkKind::Authored(word) = kind { format!("{:?}", word.family()).to_lowercase() } else { String::new() }
        };
        assert!(kinds.iter().all(|kind| of(kind) == family), "{family}: {kinds:?}");
        all.extend(kinds);
    }
    all.sort();
    let words: Vec<LinkKind> = LinkWord::ALL.iter().map(|word| LinkKind::Authored(*word)).collect();
    assert_eq!(all, words);
}

#[test]
fn an_end_may_be_a_query_that_selects_one_record() {
    let by_id = asked(&[FROM, TO]).expect(0);
    assert_eq!(
        asked(&[
            "act(demand) & demand(nato-no-enlargement) & during(2021) & cites(report-002-ria)",
            "demand(baltics-withdrawal) & act(demand)"
        ])
        .expect(0),
        by_id
    );
    assert_eq!(asked(&[&format!("claim:{FROM}"), &format!("\"{TO}\"")]).expect(0), by_id);
}

/// The names of the claims of a path, wherever they stand in a drawing of it.
#[test]
fn a_path_is_drawn_in_every_format_beside_its_words() {
    let folder = temporary();
    let file = |ending: &str| folder.path().join(format!("path.{ending}")).display().to_string();
    let endings: &[&str] =
        if cfg!(feature = "render") { &["svg", "png", "pdf", "html", "dot", "mmd"] } else { &["svg", "html", "dot", "mmd"] };
    let files: Vec<String> = endings.iter().map(|ending| file(ending)).collect();
    let mut args = vec![FROM, TO, "--max", "3"];
    args.extend(files.iter().flat_map(|file| ["-o", file.as_str()]));
    let run = asked(&args);
    assert_eq!(run.stderr, "drew path 1 of 3\n");
    assert_eq!(run.expect(0), asked(&[FROM, TO, "--max", "3"]).expect(0), "the words are printed as without a picture");
    let starts: &[&[u8]] = &[b"<svg", b"\x89PNG", b"%PDF", b"<!DOCTYPE html>", b"digraph", b"flowchart"];
    for (ending, start) in
        ["svg", "png", "pdf", "html", "dot", "mmd"].into_iter().zip(starts).filter(|(ending, _)| endings.contains(ending))
    {
        let drawn = std::fs::read(file(ending)).unwrap();
        assert!(drawn.windows(start.len()).take(4000).any(|window| window == *start), "{ending}");
        // `draw path` draws the same picture.
        let same = file(&format!("same.{ending}"));
        on_data(&["draw", "path", FROM, TO, "-o", &same]).expect(0);
        assert!(drawn == std::fs::read(same).unwrap(), "{ending}");
    }
    for claim in ["Guarantees against", "assimilation", "Reported as no end of war"] {
        assert!(std::fs::read_to_string(file("dot")).unwrap().contains(claim), "{claim}");
    }
    // What narrows the paths narrows the picture.
    let other = file("next.dot");
    asked(&[FROM, "ryabkov-2022-01-10/non-expansion-imperative", "--through", "next", "-o", &other]).expect(0);
    assert!(!std::fs::read_to_string(&other).unwrap().contains("hardens"), "the walked links alone are drawn");
}

#[test]
fn nothing_is_drawn_where_there_is_no_path() {
    let folder = temporary();
    let file = folder.path().join("never.svg").display().to_string();
    let refused = asked(&[TO, FROM, "--respect-time", "-o", &file]);
    assert_eq!((refused.status, refused.stderr.contains("there is no path, so nothing was drawn")), (2, true), "{}", refused.shown());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    asked(&[FROM, TO, "--respect-time", "-o", &file]).expect(0);
    assert!(std::fs::read(&file).unwrap().starts_with(b"<svg"), "where there is one it is drawn");
}

#[test]
fn an_id_of_several_kinds_must_be_told_apart_and_can_be() {
    let dataset = dataset(&[
        ("actors.yaml", "actors:\n  treaty: {kind: state, name: Treaty}\n"),
        ("events.yaml", "events:\n  treaty: {title: A treaty, date: 2020, dating: {basis: general-knowledge}, participants: [treaty]}\n"),
    ]);
    let graph = Graph::new(&dataset);
    let Err(Error::Usage(text)) = path::record(&graph, "treaty") else { panic!("it names two records") };
    assert_eq!(text, "several records have the id `treaty`\nsay which: `actor:treaty` or `event:treaty`");
    let event = path::record(&graph, "event:treaty").unwrap();
    assert_eq!(graph.node(event).kind(), RecordKind::Event);
    let answer = path::find(&graph, event, path::record(&graph, "actor:treaty").unwrap(), &Options::default());
    assert_eq!(answer.paths[0].steps.len(), 1);
}

#[test]
fn the_schema_is_that_of_real_answers() {
    let schema: Value = on_data(&["schema", "path"]).json(0);
    assert_eq!(schema["title"], "demarche path");
    let Some(peers) = peers() else { return };
    let folder = temporary();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the file can be written");
        path
    };
    let schema = file("schema.json", &on_data(&["schema", "path"]).expect(0));
    let json = ["--format", "json"];
    let answers = [
        (0, asked(&[&[FROM, TO], &json[..]].concat())),
        (0, asked(&[&[FROM, "nato", "--all", "--max", "40", "--max-links", "4"], &json[..]].concat())),
        (0, asked(&[&["putin-2021-12/guarantees-demanded", "report-004-geneva", "--as-of", "2022-01", "--max", "9"], &json[..]].concat())),
        (0, asked(&[&[TO, FROM, "--respect-time"], &json[..]].concat())),
        (0, asked(&[&[FROM, TO, "--through", "broadens", "--through", "next"], &json[..]].concat())),
        (0, asked(&[&[FROM, TO, "--max-links", "1"], &json[..]].concat())),
        (0, asked(&[&["putin-2021-12-07/property-raised", "inf-treaty-end", "--respect-time"], &json[..]].concat())),
        (4, asked(&[&[FROM, TO, "--budget", "3"], &json[..]].concat())),
        (0, on_small(&[&["path", "maron-1999-05/treaty-given-up", "customs-treaty"], &json[..]].concat())),
    ];
    let files: Vec<_> =
        answers.into_iter().enumerate().map(|(at, (status, run))| file(&format!("{at}.json"), &run.expect(status))).collect();
    let mut python = Command::new(peers.join("venv/bin/check-jsonschema"));
    output_of(python.arg("--schemafile").arg(&schema).args(&files), "");
    // The schema is strict: an answer with a key too many, or without one, is refused.
    let mut value: Value = serde_json::from_str(&std::fs::read_to_string(&files[0]).unwrap()).unwrap();
    value["paths"][0]["weight"] = 1.into();
    let extra = file("extra.json", &value.to_string());
    value["paths"][0].as_object_mut().unwrap().remove("weight");
    value["records"][0].as_object_mut().unwrap().remove("evidence");
    let less = file("less.json", &value.to_string());
    for wrong in [extra, less] {
        let output = Command::new(peers.join("venv/bin/check-jsonschema")).arg("--schemafile").args([&schema, &wrong]).output().unwrap();
        assert!(!output.status.success(), "{} is taken", wrong.display());
    }
}

#[test]
fn the_same_question_is_answered_the_same_from_run_to_run() {
    for args in [&[FROM, "nato", "--all", "--max-links", "4"][..], &[FROM, TO, "--explain"], &[FROM, "russia", "--format", "json"]] {
        assert_eq!(asked(args), asked(args));
    }
}
