//! Positions and threads: the real data as a careful analyst would put them, and answers as of a date.

use std::collections::BTreeMap;
use std::path::Path;

use demarche::date::{Certainty, Day};
use demarche::graph::Graph;
use demarche::load::{self, Limits, Loaded};
use demarche::model::Dataset;
use demarche::position;
use demarche::report::positions::{Options, Row, rows};
use demarche::tree::{Place, Tree};

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
        guarantees.caution,
        "that it came after putin-before-2021-12-13/durable-guarantees is only possible; \
         the broader demand `security-guarantees`: ultimatum, 13 Dec 2021† (Military or military-technical reply if no progress)",
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
    assert_eq!(
        never.caution,
        "in quotation it is demanded of Ukraine alone, Georgia is named in a proposal; the broader demand `security-guarantees`: precondition, 10 Jan 2022† (Progress on three points comes before other work)"
    );
    assert_eq!(then["nato-rollback-1997"].introduced.shown, "10 Jan 2022");
    assert_eq!(
        then["nato-rollback-1997"].caution,
        "by report, not in quotation; the broader demand `security-guarantees`: precondition, 10 Jan 2022† (Progress on three points comes before other work)"
    );
    assert_eq!(then["nato-no-enlargement"].times, 2, "the interview of December is one utterance, although two outlets report it");
}

#[test]
fn moscow_in_june_2025_is_quoted_on_root_causes_and_only_reported_on_the_baltics() {
    let now = russia(&real().dataset, None);
    assert_eq!(
        now["root-causes"].caution,
        "the broader demand `terms-for-ending-war`: precondition, between 4 and 30 Jun 2025†, by headline (TASS headline: no settlement until NATO pulls out)"
    );
    assert_eq!(now["nato-no-enlargement"].shift, "hardened");
    assert_eq!(now["nato-no-enlargement"].claim, "ryabkov-2025-06/nato-expansion-precondition");
    for (reported, caution) in
        [("baltics-withdrawal", "by report, not in quotation"), ("terms-for-ending-war", "by headline, not in quotation")]
    {
        assert_eq!(now[reported].firmness, "precondition");
        assert_eq!(now[reported].caution, caution, "{reported} rests on no words of Ryabkov's");
    }
    // What he was quoted with stays to be seen where a report of something firmer came after it.
    assert!(now["ukraine-georgia-never"].caution.starts_with("by report, not in quotation; in quotation no firmer than `demands`"));
    assert_eq!(now["baltics-withdrawal"].shift, "specified", "not new: it follows from the roll-back of January 2022");
    assert!(now["inf-moratorium"].caution.starts_with("`ultimatum` only by report; the broader demand"));
}

#[test]
fn a_firmer_position_on_a_broader_demand_is_named_as_of_the_day() {
    let at = |day: &str| {
        let day = Day::parse(day).unwrap();
        russia(&real().dataset.as_of(day), Some(day))["no-drawn-out-talks"].caution.clone()
    };
    assert!(
        at("2021-12-31").ends_with(
            "the broader demand `security-guarantees`: ultimatum, 13 Dec 2021† (Military or military-technical reply if no progress)"
        ),
        "{}",
        at("2021-12-31")
    );
    assert!(
        at("2022-01-31").ends_with(
            "the broader demand `security-guarantees`: precondition, 10 Jan 2022† (Progress on three points comes before other work)"
        ),
        "{}",
        at("2022-01-31")
    );
    let now = russia(&real().dataset, None);
    assert!(!now["nato-no-enlargement"].caution.contains("broader"), "as firm is not firmer: {}", now["nato-no-enlargement"].caution);
    // It is named also where the broader demand itself is not asked for.
    let one = crate::driver::on_data(&["positions", "russia", "--demand", "legal-guarantees", "--as-of", "2021-12-31", "--format", "json"]);
    let one = one.json(0)["positions"][0]["caution"].take();
    assert!(
        one.as_str().is_some_and(|text| text.ends_with(
            "the broader demand `security-guarantees`: ultimatum, 13 Dec 2021† (Military or military-technical reply if no progress)"
        )),
        "{one}"
    );
}

/// What was said by the end of a month in which a text relays it had certainly been said by then.
#[test]
fn moscow_at_the_end_of_the_months_of_the_reports_is_certain() {
    let at = |day: &str| {
        let day = Day::parse(day).unwrap();
        let rows = russia(&real().dataset.as_of(day), Some(day));
        for row in rows.values() {
            assert_eq!(row.certainty, Certainty::Certain, "{} on {day}", row.demand);
        }
        rows
    };
    assert_eq!(at("2021-12-31")["security-guarantees"].firmness, "ultimatum");
    assert_eq!(at("2022-01-10")["nato-rollback-1997"].introduced.shown, "10 Jan 2022");
    let november = at("2023-11-30");
    assert_eq!((november["talks-on-equal-terms"].firmness, &*november["talks-on-equal-terms"].caution), ("precondition", ""));
    let june = at("2025-06-30");
    let enlargement = &june["nato-no-enlargement"];
    assert_eq!((enlargement.shift, enlargement.firmness), ("hardened", "precondition"));
    assert_eq!(enlargement.claim, "ryabkov-2025-06/nato-expansion-precondition");
    assert_eq!(enlargement.last_asserted.shown, "between 4 and 30 Jun 2025");
    for row in june.values() {
        assert!(!row.caution.contains("by then"), "{}: {}", row.demand, row.caution);
    }
}

/// Denials are no refusal of what is asked: nothing that Moscow said of an attack reads as if it rejected to refrain from one.
#[test]
fn denials_of_an_attack_take_no_position_against_the_demand() {
    let loaded = real();
    let day = Day::parse("2021-12-31").unwrap();
    for rows in [russia(&loaded.dataset, None), russia(&loaded.dataset.as_of(day), Some(day))] {
        assert!(!rows.contains_key("no-attack-on-ukraine"));
        assert!(rows.values().all(|row| row.act != "reject"));
    }
    for id in ["russian-authorities-before-2021-12/accusations-rejected", "ryabkov-2021-12-13/invasion-idea-denied"] {
        let (_, claim) = loaded.dataset.claim(id).unwrap();
        assert_eq!(claim.act.value.as_str(), "assure", "{id}");
        assert!(!claim.best_form().unwrap().is_quotation(), "{id} is quoted in fragments alone");
    }
}

#[test]
fn what_was_spoken_about_without_a_position_is_named_below_the_table() {
    let all = crate::driver::on_data(&["positions", "russia"]);
    assert!(all.stderr.contains("spoken about, no position:\n"), "{}", all.stderr);
    let line = "  Russia on no-attack-on-ukraine: 6 claims (accuse, assure), last 10 Jan 2022†\n";
    assert!(all.stderr.contains(line), "{}", all.stderr);
    let json = crate::driver::on_data(&["positions", "russia", "--format", "json"]).json(0);
    let spoken = json["spoken_about"].as_array().expect("a list");
    let named: Vec<&str> = spoken.iter().filter_map(|one| one["demand"].as_str()).collect();
    assert!(named.contains(&"no-attack-on-ukraine") && named.contains(&"svo-goals"), "{named:?}");
    let held: Vec<&str> = json["positions"].as_array().expect("a list").iter().filter_map(|row| row["demand"].as_str()).collect();
    assert!(named.iter().all(|demand| !held.contains(demand)), "{named:?} {held:?}");
    // No row and no line is about a demand that nothing was said of, or that was not asked for.
    let one = crate::driver::on_data(&["positions", "russia", "--demand", "root-causes"]);
    assert!(!one.stderr.contains("spoken about"), "{}", one.stderr);
    let then = crate::driver::on_data(&["positions", "russia", "--as-of", "2023-11-30"]);
    assert!(
        then.stderr.contains("Russia on no-pause-for-regrouping: 1 claim (assess), last between 1 and 29 Nov 2023†"),
        "{}",
        then.stderr
    );
    let narrow = crate::driver::on_data(&["positions", "russia", "--demand", "no-attack-on-ukraine", "--where", "act(accuse)"]);
    assert_eq!(
        narrow.stderr,
        "† the date is inferred by the curators; the record quotes what from\n\
         spoken about, no position:\n  Russia on no-attack-on-ukraine: 1 claim (accuse), last 19 Dec 2021 or earlier†\n"
    );
}

#[test]
fn reports_of_one_interview_are_never_independent() {
    let now = russia(&real().dataset, None);
    let two: Vec<&Row> = now.values().filter(|row| row.sources.0 > 1).collect();
    assert!(!two.is_empty());
    for row in two {
        assert_eq!(row.sources, (2, 1), "{}", row.demand);
        assert!(row.evidence.ends_with("from 2 reports of one interview"), "{}: {}", row.demand, row.evidence);
    }
}

#[test]
fn an_assurance_after_the_position_was_last_taken_is_named() {
    let now = russia(&real().dataset, None);
    assert!(!now["terms-for-ending-war"].caution.contains("assured"), "it was given in the same utterance");
    // The moratorium was asked for and, in a statement of later or of unknown day, kept to.
    let of = |date: &str| {
        let record = format!(
            "id: later\nspeaker: russia\nform: unknown\n{date}\nclaims:\n  kept:\n    act: assure\n    demand: inf-moratorium\n    \
             summary: It is kept.\n"
        );
        let place = Place::at(Path::new("data")).unwrap();
        let Ok(Tree::Memory(mut files)) = place.tree.to_memory(&[&place.data], 1 << 20) else { panic!("the data can be read") };
        files.insert(format!("{}/statements/later.yaml", place.data), record.into_bytes());
        let loaded = load::load(&Place { tree: Tree::Memory(files), ..place }, &Limits::default()).unwrap();
        russia(&loaded.dataset, None)["inf-moratorium"].caution.clone()
    };
    let dated = |date: &str| of(&format!("date: \"{date}\"\ndating: {{basis: general-knowledge, note: A test.}}"));
    assert!(dated("2022-03-01").ends_with("; also assured, last 1 Mar 2022‡"), "{}", dated("2022-03-01"));
    assert!(
        dated("[..2021-12-19]").ends_with("; also assured, possibly later, last 19 Dec 2021 or earlier‡"),
        "{}",
        dated("[..2021-12-19]")
    );
    assert!(!dated("2021-12-01").contains("assured"), "{}", dated("2021-12-01"));
    let undated = of("dating: {basis: unknown, note: A test.}");
    assert!(undated.ends_with("; also assured, possibly later, last date unknown"), "{undated}");
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
