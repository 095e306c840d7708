//! Positions and threads: the real data as a careful analyst would put them, and answers as of a date.

use std::collections::BTreeMap;
use std::path::Path;

use demarche::date::Day;
use demarche::graph::Graph;
use demarche::load::{self, Limits, Loaded};
use demarche::model::Dataset;
use demarche::position;
use demarche::report::positions::{Options, Row, rows};
use demarche::tree::Place;

fn real() -> Loaded {
    load::load(&Place::at(Path::new("data")).unwrap(), &Limits::default()).unwrap()
}

/// The positions of Russia by demand, as of a day.
fn russia(dataset: &Dataset, as_of: Option<Day>) -> BTreeMap<String, Row> {
    let graph = Graph::new(dataset);
    let rows = rows(&graph, &position::threads(&graph), &Options { as_of, ..Options::default() });
    rows.into_iter().filter(|row| row.actor.0 == "russia").map(|row| (row.demand.clone(), row)).collect()
}

#[test]
fn moscow_in_december_2021_wants_legal_guarantees_and_has_not_named_1997() {
    let day = Day::parse("2021-12-31").unwrap();
    let then = russia(&real().dataset.as_of(day), Some(day));
    let guarantees = &then["legal-guarantees"];
    assert_eq!(guarantees.firmness, "demands");
    assert_eq!(
        guarantees.caution, "the broader demand `security-guarantees`: ultimatum, 13 Dec 2021",
        "the narrower demand alone would make Moscow milder than it was"
    );
    assert!(guarantees.evidence.starts_with("translated"));
    for later in ["nato-rollback-1997", "ukraine-georgia-never", "baltics-withdrawal", "root-causes"] {
        assert!(!then.contains_key(later), "{later} had not been said by then");
    }
}

#[test]
fn moscow_in_january_2022_wants_never_and_the_roll_back_to_1997() {
    let day = Day::parse("2022-01-31").unwrap();
    let then = russia(&real().dataset.as_of(day), Some(day));
    let never = &then["ukraine-georgia-never"];
    assert_eq!(
        never.claim, "ryabkov-2022-01-10/ukraine-never-mandatory",
        "the quotation stands for the utterance, not the paraphrase beside it"
    );
    assert_eq!(never.caution, "the broader demand `security-guarantees`: precondition, 10 Jan 2022");
    assert_eq!(then["nato-rollback-1997"].introduced.shown, "10 Jan 2022");
    assert_eq!(
        then["nato-rollback-1997"].caution,
        "by report, not in quotation; the broader demand `security-guarantees`: precondition, 10 Jan 2022"
    );
    assert_eq!(then["nato-no-enlargement"].times, 2, "the interview of December is one utterance, although two outlets report it");
}

#[test]
fn moscow_in_june_2025_is_quoted_on_root_causes_and_only_reported_on_the_baltics() {
    let now = russia(&real().dataset, None);
    assert_eq!(now["root-causes"].caution, "the broader demand `terms-for-ending-war`: precondition, c. Jun 2025, by report");
    assert_eq!(now["nato-no-enlargement"].shift, "hardened");
    assert_eq!(now["nato-no-enlargement"].claim, "ryabkov-2025-06/nato-expansion-precondition");
    for reported in ["baltics-withdrawal", "terms-for-ending-war"] {
        assert_eq!(now[reported].firmness, "precondition");
        assert_eq!(now[reported].caution, "by report, not in quotation", "{reported} rests on no words of Ryabkov's");
    }
    assert_eq!(now["baltics-withdrawal"].shift, "specified", "not new: it follows from the roll-back of January 2022");
    assert!(now["inf-moratorium"].caution.starts_with("`ultimatum` only by report; the broader demand"));
}

#[test]
fn a_firmer_position_on_a_broader_demand_is_named_as_of_the_day() {
    let at = |day: &str| {
        let day = Day::parse(day).unwrap();
        russia(&real().dataset.as_of(day), Some(day))["no-drawn-out-talks"].caution.clone()
    };
    assert!(at("2021-12-31").ends_with("the broader demand `security-guarantees`: ultimatum, 13 Dec 2021"), "{}", at("2021-12-31"));
    assert!(at("2022-01-31").ends_with("the broader demand `security-guarantees`: precondition, 10 Jan 2022"), "{}", at("2022-01-31"));
    let now = russia(&real().dataset, None);
    assert!(!now["nato-no-enlargement"].caution.contains("broader"), "as firm is not firmer: {}", now["nato-no-enlargement"].caution);
    // It is named also where the broader demand itself is not asked for.
    let one = crate::driver::on_data(&["positions", "russia", "--demand", "legal-guarantees", "--as-of", "2021-12-31", "--format", "json"]);
    assert_eq!(one.json(0)["positions"][0]["caution"], "the broader demand `security-guarantees`: ultimatum, 13 Dec 2021");
}

#[test]
fn an_assurance_after_the_position_was_last_taken_is_named() {
    let now = russia(&real().dataset, None);
    assert_eq!(now["no-attack-on-ukraine"].caution, "by report, not in quotation; also assured, last 10 Jan 2022");
    assert!(!now["terms-for-ending-war"].caution.contains("assured"), "it was given in the same utterance");
    let day = Day::parse("2021-12-31").unwrap();
    let then = russia(&real().dataset.as_of(day), Some(day));
    assert_eq!(
        then["no-attack-on-ukraine"].caution, "by report, not in quotation; also assured, possibly later, last 13 Dec 2021",
        "the accusations were rejected by 19 December at the latest"
    );
}

#[test]
fn no_truce_of_november_2023_is_an_expectation_and_no_demand() {
    let loaded = real();
    let (_, claim) = loaded.dataset.claim("ryabkov-2023-11/no-truce").unwrap();
    assert_eq!(claim.act.value.as_str(), "assess");
    assert!(claim.best_form().unwrap().is_quotation());
    let day = Day::parse("2023-12-31").unwrap();
    assert!(!russia(&loaded.dataset.as_of(day), Some(day)).contains_key("no-pause-for-regrouping"));
}

/// By the links of the graph and by looking each claim up: two ways of working out the same steps.
#[test]
fn the_threads_of_a_graph_are_those_of_their_claims_alone() {
    let mut authored = 0;
    let mut holds = |dataset: &Dataset| {
        let graph = Graph::new(dataset);
        let threads = position::threads(&graph);
        assert_eq!(threads.len(), graph.threads().len());
        for (thread, claims) in threads.iter().zip(graph.threads()) {
            let alone = position::Thread::new(dataset, claims);
            assert_eq!((thread.principal, thread.demand), (alone.principal, alone.demand));
            let told = |thread: &position::Thread<'_>| -> Vec<String> {
                let step = |step: &position::Step<'_>| {
                    let is_by_link = matches!(step.reason, position::Reason::Authored(_));
                    format!(
                        "{} {:?} {:?} {:?} {:?} {:?} {is_by_link}",
                        step.claim.id.value, step.shift, step.reason, step.by_firmness, step.order, step.gap
                    )
                };
                thread.steps.iter().map(step).collect()
            };
            assert_eq!(told(thread), told(&alone));
            authored += told(thread).iter().filter(|step| step.ends_with("true")).count();
            // Each utterance counts once, however many claims it holds.
            let taking = thread.steps.iter().filter(|step| position::takes_position(step.claim.act.value));
            let statements: std::collections::BTreeSet<_> = taking.map(|step| step.statement.id.as_str()).collect();
            assert_eq!(thread.utterances(), statements.len());
        }
    };
    holds(&real().dataset);
    for seed in 0..40 {
        let place = crate::datasets::random(seed).place();
        holds(&load::load(&place, &Limits::default()).expect("memory can be read").dataset);
    }
    assert!(authored > 20, "{authored}");
}
