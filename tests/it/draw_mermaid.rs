//! The Mermaid diagram of a view: within its limits whatever is drawn, with each claim drawn or counted, and every text as it was given.

use demarche::export::mermaid::{self, MOST_CHARACTERS, MOST_EDGES};
use demarche::scene::visible;
use demarche::tree::Place;
use demarche::view::{End, Mark, View};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{FileFailurePersistence, TestRunner};

use crate::driver::small;
use crate::exports::read_by_mermaid;
use crate::invented::{self, plans};
use crate::peers::peers;

/// What can be counted in a diagram without its reader.
struct Counted {
    characters: usize,
    edges: usize,
    /// The nodes that stand for one claim.
    claims: usize,
    left_out: String,
}

fn counted(text: &str) -> Counted {
    let mut counted = Counted { characters: text.encode_utf16().count(), edges: 0, claims: 0, left_out: String::new() };
    let mut is_lane = false;
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("  %% left out: ") {
            counted.left_out = words.to_owned();
        } else if line.starts_with("  subgraph ") {
            // The title of a lane has its status in the second line.
            is_lane = line.contains("\\n");
        } else if line.starts_with("  n") || line.contains(" ~~~ ") {
            counted.edges += 1;
        } else if line.starts_with("    n") {
            let is_folded = line.split('"').nth(1).is_some_and(|label| {
                let number: String = label.chars().take_while(char::is_ascii_digit).collect();
                let rest = &label[number.len()..];
                !number.is_empty() && (rest.starts_with(" claims\\n") || rest.starts_with(" claim\\n"))
            });
            counted.claims += usize::from(is_lane && !is_folded);
        }
    }
    counted
}

/// The number before these words in what is left out.
fn number(left_out: &str, words: &str) -> usize {
    let before = left_out.split(words).next().filter(|before| before.len() < left_out.len());
    before.and_then(|before| before.rsplit([' ', ',']).find(|word| !word.is_empty())?.parse().ok()).unwrap_or(0)
}

/// What is wrong with the diagram of a view.
fn faults(view: &View) -> Vec<String> {
    let text = mermaid::write(view);
    let counted = counted(&text);
    let mut faults = Vec::new();
    if counted.characters > MOST_CHARACTERS || counted.edges > MOST_EDGES {
        faults.push(format!("{} characters, {} edges", counted.characters, counted.edges));
    }
    let all: usize = view.lanes.iter().map(|lane| lane.cards.len()).sum();
    let left_out = counted.left_out.as_str();
    let remarks = number(left_out, " remark");
    let folded = if left_out.contains("each drawn as one") {
        let before = left_out.split(" of ").next().expect("the first of a split");
        number(&format!("{before} of"), if before.ends_with("claims") { " claims of" } else { " claim of" })
    } else {
        0
    };
    let dropped = left_out.rsplit(" with ").next().filter(|_| left_out.contains(" with ")).map_or(0, |rest| number(rest, " claim"));
    if counted.claims + remarks + folded + dropped != all {
        faults.push(format!("{} claims are drawn of {all}, and left out: {left_out}", counted.claims));
    }
    faults.extend(upward(&text).into_iter().map(|line| format!("upwards: {line}")));
    if !left_out.is_empty() && !text.contains("Left out to keep this small") {
        faults.push("what is left out does not stand in the picture".to_owned());
    }
    faults
}

/// The lines that lead from a group to one above it: Mermaid would turn the order of the groups round for them.
fn upward(text: &str) -> Vec<&str> {
    let mut group = 0;
    let mut home = std::collections::BTreeMap::new();
    let id = |word: &str| word.chars().take_while(|sign| sign.is_ascii_alphanumeric()).collect::<String>();
    for line in text.lines() {
        if line.starts_with("  subgraph ") {
            group += 1;
        } else if let Some(node) = line.strip_prefix("    n") {
            home.insert(format!("n{}", id(node)), group);
        }
    }
    let is_upward = |line: &&str| {
        let ends = line.strip_prefix("  n").and_then(|rest| Some((id(rest), id(rest.rsplit(' ').next()?))));
        ends.is_some_and(|(from, to)| home[&format!("n{from}")] > home[&to])
    };
    text.lines().filter(is_upward).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/it/draw_mermaid.proptest-regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_diagram_stays_within_its_limits_and_counts_what_it_leaves_out(plan in plans(300)) {
        let faults = faults(&plan.view());
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// Lanes of so many claims each, of one kind.
fn lanes(lanes: usize, claims: usize, mark: Mark) -> View {
    let date = demarche::date::ClaimDate::parse("2020-05-01").expect("it is a date");
    let card = |lane: usize, place: usize| {
        let card = invented::card(&format!("s{lane}-{place}/c"), Some(&date), "Speaker", "A label of some words");
        demarche::view::Card { mark, ..card }
    };
    let rows = (0..lanes).map(|lane| invented::lane(&format!("lane-{lane}"), (0..claims).map(|place| card(lane, place)).collect()));
    invented::view(rows.collect(), Vec::new())
}

fn join(view: &mut View, kind: &'static str) {
    for lane in 0..view.lanes.len() {
        let ends: Vec<End> = view.lanes[lane].cards.iter().map(|card| End::Claim(card.id.clone())).collect();
        view.links.extend(ends.windows(2).map(|pair| invented::link_between(pair[0].clone(), pair[1].clone(), kind)));
    }
}

#[test]
fn a_link_to_a_lane_above_is_written_downwards_and_says_so() {
    let mut view = lanes(2, 1, Mark::Demand);
    let [upper, lower] = [0, 1].map(|lane| End::Claim(view.lanes[lane].cards[0].id.clone()));
    view.links = vec![invented::link_between(lower.clone(), upper.clone(), "broadens"), invented::link_between(upper, lower, "specifies")];
    let text = mermaid::write(&view);
    assert!(text.contains("  n1 ---|\"↑ broadens\"| n2\n") && text.contains("  n1 -->|\"specifies\"| n2\n"), "{text}");
    assert!(text.contains("it leads to what stands above"));
    assert_eq!(upward(&text), [""; 0]);
    assert_eq!(upward(&text.replace("n1 ---", "n2 ---").replace("| n2\n", "| n1\n")).len(), 1, "the check can fail");
}

#[test]
fn what_is_left_out_comes_in_a_fixed_order() {
    let left_out = |view: &View| {
        assert_eq!(faults(view), [""; 0]);
        counted(&mermaid::write(view)).left_out
    };
    let mut view = lanes(4, 20, Mark::Demand);
    join(&mut view, "next");
    assert_eq!(left_out(&view), "", "what fits is drawn in whole");
    // The order of utterances first.
    let mut view = lanes(2, 240, Mark::Demand);
    join(&mut view, "next");
    assert_eq!(left_out(&view), "478 lines from one utterance to the next");
    // Then remarks.
    let mut view = lanes(3, 200, Mark::Demand);
    view.lanes[1].cards.iter_mut().skip(1).for_each(|card| card.mark = Mark::Remark);
    assert_eq!(left_out(&view), "199 remarks");
    // Then the claims of the fullest lanes.
    let mut view = lanes(3, 100, Mark::Demand);
    view.lanes.extend(lanes(1, 900, Mark::Demand).lanes.into_iter().map(|lane| demarche::view::Lane { id: "full".to_owned(), ..lane }));
    view.lanes[3].cards.iter_mut().for_each(|card| card.id = format!("full-{}", card.id));
    assert_eq!(left_out(&view), "900 claims of 1 lane, each drawn as one");
    // Links only where nothing else helps.
    let mut view = lanes(40, 2, Mark::Demand);
    let ends: Vec<End> = view.lanes.iter().map(|lane| End::Claim(lane.cards[0].id.clone())).collect();
    let pairs = ends.iter().flat_map(|from| ends.iter().filter(move |to| from != *to).map(move |to| (from.clone(), to.clone())));
    view.links = pairs.map(|(from, to)| invented::link_between(from, to, "counters")).collect();
    let words = left_out(&view);
    assert!(words.contains(" links") && words.contains("80 claims of 40 lanes"), "{words}");
    assert!(counted(&mermaid::write(&view)).edges > 400, "as many as there may be");
    // And lanes last.
    let words = left_out(&lanes(2000, 1, Mark::Demand));
    assert!(words.contains(" lanes with "), "{words}");
}

#[test]
fn mermaid_reads_invented_views_and_their_lanes_in_order() {
    let Some(peers) = peers() else { return };
    let mut runner = TestRunner::deterministic();
    let views: Vec<View> = (0..25).map(|_| plans(300).new_tree(&mut runner).expect("a plan can be made").current().view()).collect();
    let mut many = lanes(30, 100, Mark::Demand);
    join(&mut many, "hardens");
    let all: Vec<&View> = views.iter().chain([&many]).collect();
    let texts: Vec<String> = all.iter().map(|view| mermaid::write(view)).collect();
    let answers = read_by_mermaid(&peers, &texts);
    assert_eq!(answers.len(), all.len());
    for ((view, text), answer) in all.iter().zip(&texts).zip(&answers) {
        assert_eq!(answer["ok"], true, "{}\n{text}", answer["error"]);
        assert_eq!(answer["edges"].as_array().expect("a list").len(), counted(text).edges);
        let groups = answer["groups"].as_array().expect("a list");
        let own: Vec<String> = groups.iter().filter_map(|group| group["lines"][0].as_str()).map(str::to_owned).collect();
        let expected: Vec<String> = view.lanes.iter().map(|lane| shown(&lane.title)).collect();
        assert!(own.windows(expected.len()).any(|some| some == expected), "{own:?}\n{expected:?}");
    }
}

/// A text as a label shows it.
fn shown(text: &str) -> String {
    let cut: String = text.chars().take(300).collect();
    let cut = if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { cut };
    let shown = visible(&cut).trim().to_owned();
    if shown.is_empty() { "·".to_owned() } else { shown }
}

#[test]
fn every_text_is_read_back_as_it_was_given() {
    let Some(peers) = peers() else { return };
    let base = crate::dot::view(&Place::at(&small()).expect("it is a dataset"));
    let mut given: Vec<String> = ["mermaid", "html_svg", "dot", "terminal"].into_iter().flat_map(crate::dot::payloads).collect();
    // What Mermaid spells its entities with, what it takes for icons, and what its preprocessing looks for.
    given.extend(
        ["ﬂ°lt¶ß b ﬂ°°36¶ß", "fa:fa-car and fab:fa-github", "style A fill:#f00;", "classDef a fill:#f00;", "a\\nb", "&amp;#35;"]
            .map(str::to_owned),
    );
    given.retain(|text| text.chars().count() <= 300);
    assert!(given.len() > 60, "{}", given.len());
    let with = |text: &String| {
        let mut view = base.clone();
        view.title.clone_from(text);
        view.lanes[0].title.clone_from(text);
        view.lanes[0].cards[0].text.clone_from(text);
        view.sources[0].text.clone_from(text);
        mermaid::write(&view)
    };
    let texts: Vec<String> = given.iter().map(with).collect();
    let mut faults = Vec::new();
    for (text, answer) in given.iter().zip(read_by_mermaid(&peers, &texts)) {
        let shown = shown(text);
        let has = |list: &str, wanted: &str| {
            let entries = answer[list].as_array().into_iter().flatten();
            entries.flat_map(|entry| entry["lines"].as_array().into_iter().flatten()).any(|line| line == wanted)
        };
        let is_back =
            answer["title"] == shown.as_str() && has("groups", &shown) && has("nodes", &shown) && has("nodes", &format!("[1] {shown}"));
        if !is_back {
            faults.push(format!("{text:?} is not read back: {answer}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
