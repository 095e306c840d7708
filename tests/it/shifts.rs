//! How claims become shifts, and shifts a position: a table of threads, each with the shifts that must come of it.

use std::collections::BTreeMap;

use demarche::graph::Graph;
use demarche::load::{Loaded, load};
use demarche::model::{Act, Claim, Firmness};
use demarche::position::{self, DORMANT_DAYS, Reason, Shift, Thread};
use demarche::tree::{Place, Tree};

/// A claim on the demand `post`: name, act, firmness (or nothing), form of its evidence, link to an earlier claim (or nothing).
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// A statement with its date (or nothing) and its claims.
type Utterance = (&'static str, &'static str, &'static [Row]);

/// A dataset with these statements of one state, loaded.
fn dataset(utterances: &[Utterance]) -> Loaded {
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: String| files.insert(format!("data/{path}"), text.into_bytes());
    add("demarche.yaml", "format: 1\ntitle: t\ntexts: texts\n".into());
    add(
        "actors.yaml",
        "actors:\n  borduria: {kind: state, name: Borduria}\n  envoy: {kind: person, name: Envoy, acts_for: borduria}\n  gazette: {kind: media, name: Gazette}\n".into(),
    );
    add(
        "demands.yaml",
        "demands:\n  post: {title: Post, description: A post.}\n  road: {title: Road, description: A road., broader: post}\n".into(),
    );
    add(
        "sources.yaml",
        "sources:\n  paper: {title: Paper, publisher: gazette, kind: blog, language: en, published: {basis: unknown}}\n".into(),
    );
    for (id, date, claims) in utterances {
        let date = if date.is_empty() { String::new() } else { format!("date: \"{date}\"\n") };
        let mut text = format!("id: {id}\nspeaker: envoy\nform: speech\n{date}dating: {{basis: inferred}}\nclaims:\n");
        for (name, act, firmness, form, link) in *claims {
            text += &format!("  {name}:\n    act: {act}\n    demand: post\n    summary: s\n");
            if !firmness.is_empty() {
                text += &format!("    firmness: {firmness}\n");
            }
            text += &format!("    evidence: [{{source: paper, form: {form}, passage: p}}]\n");
            if let Some((kind, to)) = link.split_once(' ') {
                text += &format!("    links: [{{kind: {kind}, to: {to}, why: w}}]\n");
            }
        }
        add(&format!("statements/{id}.yaml"), text);
    }
    let loaded = load(&Place { tree: Tree::Memory(files), data: "data".into(), prefix: String::new() }, &Default::default());
    let loaded = loaded.expect("memory can be read");
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    loaded
}

/// The steps of the one thread, each as `claim shift`, with `-` for no shift, `!` behind an authored one.
fn steps(utterances: &[Utterance]) -> String {
    let loaded = dataset(utterances);
    let graph = Graph::new(&loaded.dataset);
    let threads = position::threads(&graph);
    assert_eq!(threads.len(), 1, "one principal, one demand");
    shown(&threads[0])
}

fn shown(thread: &Thread<'_>) -> String {
    let step = |step: &position::Step<'_>| {
        let authored = if matches!(step.reason, Reason::Authored(_)) { "!" } else { "" };
        format!("{} {}{authored}", step.claim.id.claim(), step.shift.map_or("-", Shift::as_str))
    };
    thread.steps.iter().map(step).collect::<Vec<_>>().join(", ")
}

const QUOTED: &str = "translated";
const FIRST: Utterance = ("a", "1999-03-01", &[("a", "demand", "appeals", QUOTED, "")]);

#[test]
fn each_shift_comes_from_the_link_or_from_act_firmness_and_silence() {
    let table: &[(&str, Utterance, &str)] = &[
        ("as firm", ("b", "1999-04-01", &[("b", "demand", "appeals", QUOTED, "")]), "b reiterated"),
        ("firmer", ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, "")]), "b hardened"),
        ("looser", ("b", "1999-04-01", &[("b", "demand", "floats", QUOTED, "")]), "b softened"),
        ("without a firmness", ("b", "1999-04-01", &[("b", "reject", "", QUOTED, "")]), "b reiterated"),
        ("a concession", ("b", "1999-04-01", &[("b", "concede", "", QUOTED, "")]), "b softened"),
        ("a concession in firm words", ("b", "1999-04-01", &[("b", "concede", "ultimatum", QUOTED, "")]), "b softened"),
        ("after 364 days", ("b", "2000-02-28", &[("b", "demand", "appeals", QUOTED, "")]), "b reiterated"),
        ("after 365 days", ("b", "2000-02-29", &[("b", "demand", "appeals", QUOTED, "")]), "b revived"),
        ("after perhaps 365 days", ("b", "2000-02", &[("b", "demand", "appeals", QUOTED, "")]), "b reiterated"),
        ("after certainly 365 days", ("b", "2000-03", &[("b", "demand", "appeals", QUOTED, "")]), "b revived"),
        ("firmer after a year", ("b", "2001-03-01", &[("b", "demand", "demands", QUOTED, "")]), "b hardened"),
        ("looser after a year", ("b", "2001-03-01", &[("b", "demand", "floats", QUOTED, "")]), "b softened"),
        ("without a date", ("b", "", &[("b", "demand", "appeals", QUOTED, "")]), "b reiterated"),
        ("reiterates", ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, "reiterates a/a")]), "b reiterated!"),
        ("specifies", ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, "specifies a/a")]), "b specified!"),
        ("broadens", ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, "broadens a/a")]), "b broadened!"),
        ("hardens", ("b", "1999-04-01", &[("b", "demand", "appeals", QUOTED, "hardens a/a")]), "b hardened!"),
        ("softens", ("b", "1999-04-01", &[("b", "demand", "appeals", QUOTED, "softens a/a")]), "b softened!"),
        ("replaces", ("b", "1999-04-01", &[("b", "demand", "appeals", QUOTED, "replaces a/a")]), "b replaced!"),
        ("withdraws", ("b", "1999-04-01", &[("b", "concede", "", QUOTED, "withdraws a/a")]), "b withdrawn!"),
        ("a link stands before a silence", ("b", "2005-04-01", &[("b", "demand", "appeals", QUOTED, "reiterates a/a")]), "b reiterated!"),
        ("justifies", ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, "justifies a/a")]), "b hardened"),
        ("conditions", ("b", "1999-04-01", &[("b", "demand", "appeals", QUOTED, "conditions a/a")]), "b reiterated"),
        ("contradicts", ("b", "1999-04-01", &[("b", "demand", "floats", QUOTED, "contradicts a/a")]), "b softened"),
        ("supersedes", ("b", "1999-04-01", &[("b", "demand", "appeals", QUOTED, "supersedes a/a")]), "b reiterated"),
    ];
    for (case, second, expected) in table {
        assert_eq!(steps(&[FIRST, *second]), format!("a introduced, {expected}"), "{case}");
    }
}

/// By what it goes by: the link where there is one, else the utterance before; of the first, whatever may have come before it.
#[test]
fn the_order_of_a_shift_is_that_of_the_dates() {
    let of = |date: &'static str| -> Utterance { ("a", date, FIRST.2) };
    let later = |date: &'static str, link: &'static str| -> Utterance {
        let claims: &'static [Row] = match link {
            "" => &[("b", "demand", "appeals", QUOTED, "")],
            _ => &[("b", "demand", "appeals", QUOTED, "reiterates a/a")],
        };
        ("b", date, claims)
    };
    let table = [
        ("certainly later", "1999-03-01", later("1999-04-01", ""), "certain certain"),
        ("on the same day", "1999-03-01", later("1999-03-01", ""), "certain possible"),
        ("in the same month", "1999-03", later("1999-03", ""), "possible possible"),
        ("without a date", "1999-03-01", later("", ""), "possible possible"),
        ("linked, certainly later", "1999-03-01", later("1999-04-01", "l"), "certain certain"),
        ("linked, on the same day", "1999-03-01", later("1999-03-01", "l"), "certain possible"),
        ("linked, in the same month", "1999-03", later("1999-03-15", "l"), "possible possible"),
    ];
    for (case, first, second, expected) in table {
        let loaded = dataset(&[of(first), second]);
        let graph = Graph::new(&loaded.dataset);
        let thread = &position::threads(&graph)[0];
        let orders: Vec<&str> = thread.steps.iter().map(|step| thread.order_of(step).as_str()).collect();
        assert_eq!(orders.join(" "), expected, "{case}");
    }
}

#[test]
fn every_act_takes_a_position_or_speaks_about_one() {
    for act in Act::ALL {
        let takes = match act {
            Act::Appeal | Act::Demand | Act::Offer | Act::Threaten | Act::Reject | Act::Concede => true,
            Act::Accept | Act::Accuse | Act::Assure | Act::Assess | Act::Inform => false,
        };
        assert_eq!(position::takes_position(*act), takes, "{act}");
    }
}

#[test]
fn a_claim_that_only_speaks_about_a_demand_is_a_step_without_a_shift() {
    let about: Utterance = ("b", "1999-04-01", &[("b", "assess", "", QUOTED, "")]);
    let again: Utterance = ("c", "1999-05-01", &[("c", "demand", "appeals", QUOTED, "")]);
    assert_eq!(steps(&[FIRST, about, again]), "a introduced, b -, c reiterated");
    assert_eq!(steps(&[about, again]), "b -, c introduced", "what comes before the first position introduces nothing");
}

#[test]
fn an_assessment_does_not_break_a_silence() {
    let about: Utterance = ("b", "1999-12-01", &[("b", "assess", "", QUOTED, "")]);
    let again: Utterance = ("c", "2000-03-01", &[("c", "demand", "appeals", QUOTED, "")]);
    assert_eq!(steps(&[FIRST, about, again]), "a introduced, b -, c revived");
}

#[test]
fn one_utterance_moves_a_position_once() {
    let twice: Utterance = ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, ""), ("c", "demand", "appeals", QUOTED, "")]);
    assert_eq!(steps(&[FIRST, twice]), "a introduced, b hardened, c -");
    let loaded = dataset(&[FIRST, twice]);
    let graph = Graph::new(&loaded.dataset);
    let thread = &position::threads(&graph)[0];
    assert_eq!(thread.utterances(), 2, "three claims, two utterances");
    assert_eq!(thread.steps.len(), 3);
}

#[test]
fn a_link_adds_a_shift_within_an_utterance_that_has_moved_the_position() {
    let twice: Utterance =
        ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, ""), ("c", "demand", "appeals", QUOTED, "specifies a/a")]);
    assert_eq!(steps(&[FIRST, twice]), "a introduced, b hardened, c specified!");
}

#[test]
fn a_link_within_one_utterance_is_no_shift() {
    let twice: Utterance =
        ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, ""), ("c", "demand", "ultimatum", "headline", "hardens b/b")]);
    assert_eq!(steps(&[FIRST, twice]), "a introduced, b hardened, c -");
}

#[test]
fn what_a_reporter_says_never_leads_before_a_quotation() {
    for weak in ["paraphrase", "headline", "inference"] {
        let claims: &'static [Row] = match weak {
            "paraphrase" => &[("a-firm", "demand", "ultimatum", "paraphrase", ""), ("b-quoted", "demand", "appeals", "verbatim", "")],
            "headline" => &[("a-firm", "demand", "ultimatum", "headline", ""), ("b-quoted", "demand", "appeals", "translated", "")],
            _ => &[("a-firm", "demand", "ultimatum", "inference", ""), ("b-quoted", "demand", "appeals", "verbatim", "")],
        };
        assert_eq!(steps(&[("a", "1999-03-01", claims)]), "b-quoted introduced, a-firm -", "{weak}");
        // Compared with what came before, too, the quotation decides.
        assert_eq!(steps(&[FIRST, ("b", "1999-04-01", claims)]), "a introduced, b-quoted reiterated, a-firm -", "{weak}");
        // And the next utterance is compared with the quotation.
        let next: Utterance = ("c", "1999-05-01", &[("c", "demand", "demands", QUOTED, "")]);
        assert_eq!(steps(&[("b", "1999-04-01", claims), next]), "b-quoted introduced, a-firm -, c hardened", "{weak}");
    }
}

#[test]
fn what_only_a_reporter_says_is_kept_apart_in_the_position() {
    let claims: &[Row] = &[("firm", "demand", "ultimatum", "headline", ""), ("quoted", "demand", "demands", QUOTED, "")];
    let loaded = dataset(&[FIRST, ("b", "1999-04-01", claims)]);
    let graph = Graph::new(&loaded.dataset);
    let threads = position::threads(&graph);
    let position = threads[0].position().expect("a position was taken");
    assert_eq!(position.last.claim.id.as_str(), "b/quoted");
    assert_eq!(position.introduced.claim.id.as_str(), "a/a");
    assert_eq!(position.asserted.statement.id.as_str(), "b");
    assert_eq!((position.firmest_quoted, position.firmest), (Some(Firmness::Demands), Some(Firmness::Ultimatum)));
}

#[test]
fn nobody_who_only_speaks_about_a_demand_holds_a_position() {
    let loaded = dataset(&[("a", "1999-03-01", &[("a", "assess", "", QUOTED, "")])]);
    let graph = Graph::new(&loaded.dataset);
    let threads = position::threads(&graph);
    assert!(threads[0].position().is_none());
    assert_eq!(threads[0].utterances(), 0);
}

#[test]
fn silence_is_no_withdrawal() {
    let later: Utterance = ("b", "2019-04-01", &[("b", "assess", "", QUOTED, "")]);
    let loaded = dataset(&[FIRST, later]);
    let graph = Graph::new(&loaded.dataset);
    let threads = position::threads(&graph);
    assert_eq!(threads[0].position().expect("a position was taken").last.shift, Some(Shift::Introduced));
}

#[test]
fn of_several_links_the_one_to_the_latest_claim_names_the_shift() {
    let second: Utterance = ("b", "1999-04-01", &[("b", "demand", "demands", QUOTED, "")]);
    let mut third: Vec<Row> = vec![("c", "demand", "demands", QUOTED, "reiterates b/b")];
    third[0].4 = "hardens a/a, why: w}, {kind: reiterates, to: b/b";
    let third: &'static [Row] = Vec::leak(third);
    assert_eq!(steps(&[FIRST, second, ("c", "1999-05-01", third)]), "a introduced, b hardened, c reiterated!");
}

#[test]
fn the_days_of_silence_are_counted_between_the_dates() {
    let second: Utterance = ("b", "1999-04", &[("b", "demand", "appeals", QUOTED, "")]);
    let loaded = dataset(&[FIRST, second]);
    let graph = Graph::new(&loaded.dataset);
    let thread = &position::threads(&graph)[0];
    assert_eq!(thread.steps[0].gap, None);
    assert_eq!(thread.steps[1].gap, Some((Some(31), Some(60))));
}

#[test]
fn derived_compares_two_claims_and_the_silence_between_them() {
    let loaded = dataset(&[
        ("a", "1999-03-01", &[("plain", "demand", "", QUOTED, ""), ("soft", "demand", "floats", QUOTED, "")]),
        ("b", "1999-04-01", &[("firm", "demand", "ultimatum", QUOTED, ""), ("gives-way", "concede", "ultimatum", QUOTED, "")]),
    ]);
    let claim = |id: &str| -> &Claim { loaded.dataset.claim(id).expect("the claim is there").1 };
    let derived = |before: &str, after: &str, least: Option<i64>| position::derived(claim(before), claim(after), Some((least, None)));
    assert_eq!(derived("a/soft", "b/firm", Some(1)), Shift::Hardened);
    assert_eq!(derived("b/firm", "a/soft", Some(1)), Shift::Softened);
    assert_eq!(derived("a/soft", "b/gives-way", Some(1)), Shift::Softened);
    assert_eq!(derived("a/plain", "b/firm", Some(1)), Shift::Reiterated, "a missing firmness says nothing");
    assert_eq!(derived("a/plain", "b/firm", Some(DORMANT_DAYS)), Shift::Revived);
    assert_eq!(derived("a/plain", "b/firm", Some(DORMANT_DAYS - 1)), Shift::Reiterated);
    assert_eq!(derived("a/plain", "b/firm", None), Shift::Reiterated, "a silence of unknown length revives nothing");
    assert_eq!(position::derived(claim("a/soft"), claim("a/soft"), None), Shift::Reiterated);
}
