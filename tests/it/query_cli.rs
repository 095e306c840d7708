//! `demarche query`, and the queries that other commands take, as their users meet them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use demarche::load;
use demarche::tree::Place;
use serde_json::{Value, json};

use crate::driver::{Run, change, copy_of_small, on_data, on_small, root, run, temporary};
use crate::peers::{output_of, peers, read};

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("query-{name}"), text));
}

/// The ids that a query selects on the real data, those that only possibly belong with a question mark.
fn ids(text: &str) -> Vec<String> {
    let answer = on_data(&["query", text, "--format", "json"]).json(0);
    let id = |record: &Value| {
        let doubt = if record["belongs"] == "possible" { "?" } else { "" };
        format!("{}{doubt}", record["id"].as_str().expect("an id is a text"))
    };
    answer["records"].as_array().expect("records are a list").iter().map(id).collect()
}

/// What an analyst asks of the dataset, and what he must be told.
#[test]
fn ten_questions_of_an_analyst_are_answered() {
    for (question, query, answers) in [
        (
            "what did Moscow threaten before the invasion?",
            "actor(russia) & act(threaten) & before(full-scale-invasion)",
            vec!["ryabkov-2021-12-13/military-response", "ryabkov-2021-12-13/missile-response"],
        ),
        (
            "in whose own words is there a precondition?",
            "firmness(precondition) & quoted",
            vec!["ryabkov-2022-01-10/other-work-depends", "ryabkov-2023-11/equal-terms", "ryabkov-2025-06/nato-expansion-precondition"],
        ),
        ("who refused what Moscow asked for?", "answers(actor(russia))", vec!["nato-moratorium-refusal/moratorium-refused?"]),
        (
            "which assurances did events belie?",
            "act(assure) & linked(belied-by)",
            vec![
                "putin-troops-before-2021-12/troops-threaten-nobody",
                "russian-authorities-before-2021-12/accusations-rejected",
                "ryabkov-2021-12-13/invasion-idea-denied",
                "ryabkov-2022-01-10/no-intention-to-attack",
                "ryabkov-2022-01-10/no-reason-to-fear",
            ],
        ),
        ("what rests on a headline alone?", "form(headline)", vec!["ryabkov-2025-06/until-nato-pulls-out"]),
        (
            "was withdrawal from the Baltics new in 2025?",
            "actor(russia) & within(nato-rollback-1997)",
            vec!["ryabkov-2022-01-10/roll-back-1997", "ryabkov-2025-06/baltics-withdrawal"],
        ),
        (
            "how did the demand on enlargement come to be a precondition?",
            "ancestors(ryabkov-2025-06/nato-expansion-precondition)",
            vec![
                "ryabkov-2021-12-13/guarantees-on-expansion",
                "ryabkov-2022-01-10/non-expansion-imperative",
                "ryabkov-2025-06/nato-expansion-precondition",
            ],
        ),
        (
            "what had Putin said by 7 December 2021?",
            "claims(speaker:vladimir-putin) & during(../2021-12-07)",
            vec![
                "putin-before-2021-12-13/durable-guarantees?",
                "putin-before-2021-12-13/reduce-tension?",
                "putin-troops-before-2021-12/troops-threaten-nobody?",
                "putin-2021-12/guarantees-at-once?",
                "putin-2021-12/guarantees-demanded?",
                "putin-2021-12-07/property-raised",
            ],
        ),
        (
            "what is reported of December 2021 by the 2023 page alone, in quotation?",
            "cites(report-003-sputnik) & quoted & act(demand, appeal, threaten) - cites(report-002-ria)",
            vec!["ryabkov-2021-12-13/property-access-first", "ryabkov-2021-12-13/property-return"],
        ),
        (
            "what speaks of a truce or a pause?",
            "claims(text:truce) | claims(text:pause)",
            vec!["ryabkov-2023-11/no-truce", "ryabkov-2025-06/no-regrouping-pause"],
        ),
    ] {
        assert_eq!(ids(query), answers, "{question}");
        carries_evidence(question, query);
    }
}

/// Each record of an answer comes with the words that it rests on, as they stand in a stored text, and with what that text is.
fn carries_evidence(question: &str, query: &str) {
    let place = Place::at(&root().join("data")).expect("it is a dataset");
    let loaded = load::load(&place, &Default::default()).expect("it can be read");
    let text = on_data(&["query", query]).expect(0);
    let answer = on_data(&["query", query, "--format", "json"]).json(0);
    let records = answer["records"].as_array().expect("records are a list");
    assert_eq!(text.lines().count(), records.len(), "{question}");
    for (line, record) in text.lines().zip(records) {
        let (_, claim) = loaded.dataset.claim(record["id"].as_str().expect("an id")).expect("each answer is a claim");
        let passages = record["passages"].as_array().expect("passages are a list");
        assert!(!passages.is_empty() && passages.len() == claim.evidence.len(), "{question}: {record}");
        for passage in passages {
            let words = passage["words"].as_str().expect("words");
            let evidence = claim.evidence.iter().find(|evidence| evidence.quote.passage.as_str() == words);
            let evidence = evidence.unwrap_or_else(|| panic!("{question}: {words} is no evidence of the claim"));
            let source = &loaded.dataset.sources[&evidence.source.value];
            assert_eq!(passage["source"], source.id.as_str(), "{question}");
            assert_eq!(passage["title"], source.title.as_str(), "{question}");
            let publisher = &loaded.dataset.actors[&source.publisher.value].name.value;
            assert!(passage["citation"].as_str().is_some_and(|citation| citation.starts_with(publisher.as_str())), "{question}: {passage}");
            let is_quotation = evidence.form.is_quotation();
            assert_eq!(passage["is_quotation"], is_quotation, "{question}");
        }
        let best = &passages[0];
        let (words, is_quotation) = (best["words"].as_str().expect("words"), best["is_quotation"] == true);
        let marked = if is_quotation { format!("“{words}”") } else { format!("‹{words}›") };
        assert!(line.contains(&marked) && line.contains(best["source"].as_str().expect("an id")), "{question}: {line}");
    }
}

/// Who was answered, and what belied an assurance: the row names it.
#[test]
fn a_row_names_where_the_links_of_a_claim_lead() {
    let refused = on_data(&["query", "answers(actor(russia))"]).expect(0);
    assert!(refused.contains("\trejects ryabkov-2021-12-13/join-moratorium\n"), "{refused}");
    let belied = on_data(&["query", "linked(belied-by)"]).expect(0);
    assert!(!belied.is_empty());
    for line in belied.lines() {
        assert!(line.rsplit('\t').next().is_some_and(|links| links.contains("belied-by full-scale-invasion")), "{line}");
    }
    let answer = on_data(&["query", "linked(belied-by)", "--format", "json"]).json(0);
    for record in answer["records"].as_array().expect("records are a list") {
        let links = record["links"].as_array().expect("links are a list");
        assert!(links.contains(&json!({"kind": "belied-by", "to": "full-scale-invasion"})), "{record}");
    }
}

#[test]
fn every_claim_in_an_answer_carries_date_speaker_and_form_of_evidence() {
    let answer = on_data(&["query", "claims()", "--format", "json"]).json(0);
    let records = answer["records"].as_array().expect("records are a list");
    assert!(records.len() > 90);
    for record in records {
        for key in ["date", "who", "act", "evidence", "label", "summary"] {
            assert!(record[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {record}");
        }
        let passages = record["passages"].as_array().expect("they are a list");
        let best = passages.first().unwrap_or_else(|| panic!("{record}"));
        assert_eq!((&best["form"], &best["source"]), (&record["evidence"], &record["sources"][0]), "{record}");
        assert_eq!(record["edtf"].is_null(), record["date"] == "unknown", "{record}");
    }
    let text = on_data(&["query", "claims()"]).expect(0);
    for (line, record) in text.lines().zip(records) {
        let columns: Vec<&str> = line.split('\t').collect();
        let cell = |key: &str| match key {
            "sources" => record[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            "words" => {
                let passages = record["passages"].as_array().expect("they are a list");
                let words = passages[0]["words"].as_str().unwrap_or_default().replace('\n', " ");
                let is_quotation = ["verbatim", "translated"].contains(&passages[0]["form"].as_str().unwrap_or_default());
                assert_eq!(passages[0]["is_quotation"], is_quotation);
                // A paraphrase never looks like a quotation.
                let words = if is_quotation { format!("“{words}”") } else { format!("‹{words}›") };
                let via = passages[0]["via"].as_str().map(|via| format!(" by way of {via}")).unwrap_or_default();
                let words = words + &via;
                if passages.len() > 1 { format!("{words} (and {} more)", passages.len() - 1) } else { words }
            }
            "links" => {
                let links = record[key].as_array().expect("they are a list").iter();
                let shown = links.map(|link| format!("{} {}", link["kind"].as_str().expect("a kind"), link["to"].as_str().expect("an id")));
                shown.collect::<Vec<_>>().join(", ")
            }
            "date" => {
                let sign = match record["basis"].as_str() {
                    Some("inferred") => "†",
                    Some("general-knowledge") => "‡",
                    _ => "",
                };
                format!("{}{sign}", record[key].as_str().unwrap_or_default())
            }
            _ => record[key].as_str().unwrap_or_default().to_owned(),
        };
        let keys = ["kind", "id", "date", "who", "act", "firmness", "demand", "evidence", "sources", "label", "words", "belongs", "links"];
        let expected = keys.map(cell);
        assert_eq!(columns, expected, "{line}");
    }
    assert_eq!(text.lines().count(), records.len());
}

#[test]
fn records_of_every_kind_stand_by_kind_and_in_the_order_of_time() {
    snapshot("small-all", &on_small(&["query", "all()"]).expect(0));
    snapshot("small-json", &on_small(&["query", "during(1999-05) | ilse-maron", "--format", "json"]).expect(0));
    assert_eq!(on_small(&["query", "none()"]).expect(0), "no records\n");
}

#[test]
fn counts_name_what_is_only_possible() {
    for (query, text, certain, possible) in
        [("claims()", "11 records\n", 11, 0), ("none()", "0 records\n", 0, 0), ("toll-cut", "1 record\n", 1, 0)]
    {
        assert_eq!(on_small(&["query", query, "--count"]).expect(0), text);
        let json = on_small(&["query", query, "--count", "--format", "json"]).json(0);
        assert_eq!(json["counts"], json!({"certain": certain, "possible": possible, "undecided": 0}));
        assert!(json.get("records").is_none());
    }
    let text = on_small(&["query", "during(1999-05-10)", "--count"]).expect(0);
    assert!(text.contains(" of them possible\n"), "{text}");
}

#[test]
fn as_of_leaves_out_what_was_said_later_and_marks_what_may_have_been() {
    let then = |date: &str| on_data(&["query", "claims(actor:russia)", "--as-of", date, "--format", "json"]).json(0);
    let december = then("2021-12-10");
    let belongs = |answer: &Value, id: &str| {
        let records = answer["records"].as_array().expect("records are a list").clone();
        records.into_iter().find(|record| record["id"] == id).map(|record| record["belongs"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(december["as_of"], "2021-12-10");
    assert_eq!(belongs(&december, "putin-2021-12-07/property-raised").as_deref(), Some("certain"));
    assert_eq!(belongs(&december, "putin-2021-12/guarantees-demanded").as_deref(), Some("possible"));
    assert_eq!(belongs(&december, "ryabkov-2021-12-13/legal-guarantees"), None);
    assert_eq!(belongs(&then("2021"), "ryabkov-2021-12-13/legal-guarantees").as_deref(), Some("certain"));
    assert_eq!(on_data(&["query", "all()", "--as-of", "soon"]).status, 2);
}

#[test]
fn wrong_queries_are_shown_with_all_their_faults() {
    let mut shown = String::new();
    for query in [
        "claims(speker:ilse-maron) & demnd(toll-*) | firmness(>=demand)",
        "speaker(ilse-marron) & unproved & toll-cuts",
        "claims(actor:convoy) - demand(ilse-maron) & after(toll-cut)",
        "claims() and not demands() or",
        "((claims() | nobody)",
        "text(\"treaty) & claims()",
        "act(>=demand) | during([1998,1999]) | during(199X-12) | before(../1999)",
        "claims(halve-*)",
        "speaker(Ilse Maron)",
        "claims(act(demand))",
        "changed(no-such-revision) | paths(convoy, none())",
        "",
        "claims()\n  | evnts()\n",
        "a\u{1b}[31m",
        "\u{202e}x",
    ] {
        let ran = on_small(&["query", query]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{query}: {}", ran.shown());
        shown += &format!("$ {}\n{}\n", query.escape_debug(), ran.stderr);
    }
    snapshot("wrong", &shown);
}

#[test]
fn paths_are_walked_and_revisions_are_read() {
    let on_path =
        on_data(&["query", "paths(ryabkov-2021-12-13/guarantees-on-expansion, ryabkov-2025-06/baltics-withdrawal) & claims()"]).expect(0);
    assert!(on_path.contains("ryabkov-2022-01-10/roll-back-1997"), "{on_path}");
    // The claims of the paths that `path` prints, and no others; from more than one record to another all of them together.
    let of_paths = |from: &str, to: &str| -> BTreeSet<String> {
        let answer = on_data(&["path", from, to, "--format", "json"]).json(0);
        let records = answer["paths"].as_array().expect("a list").iter().flat_map(|path| path["records"].as_array().expect("a list"));
        records.filter_map(|record| Some(record["id"].as_str()?.to_owned())).collect()
    };
    let (a, b, c) =
        ("ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/baltics-withdrawal", "ryabkov-2022-01-10/roll-back-1997");
    for (query, pairs) in [
        (format!("paths({a}, {b})"), vec![(a, b)]),
        (format!("paths({b}, {c})"), vec![(b, c)]),
        (
            format!("paths({a} | {c}, {b} | full-scale-invasion)"),
            vec![(a, b), (a, "full-scale-invasion"), (c, b), (c, "full-scale-invasion")],
        ),
    ] {
        let expected: BTreeSet<String> = pairs.into_iter().flat_map(|(from, to)| of_paths(from, to)).collect();
        assert!(expected.len() > 1);
        assert_eq!(ids(&query).into_iter().collect::<BTreeSet<_>>(), expected, "{query}");
    }
    // A repository with one revision, and one claim that is not in it.
    let folder = crate::driver::copy_of_small();
    let git = |args: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]).args(args);
        command.current_dir(folder.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        assert!(command.output().expect("git runs").status.success(), "{args:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    let ask = |query: &str| crate::driver::run(folder.path(), &["--data", "small", "query", query]);
    assert!(ask("changed(HEAD)").expect(0).contains("no records"));
    let demands = folder.path().join("small/demands.yaml");
    crate::driver::change(&demands, "Tolls halved", "Tolls cut by half");
    let changed = ask("changed(HEAD)").expect(0);
    assert_eq!(changed.lines().count(), 1, "{changed}");
    assert!(changed.starts_with("demand\ttoll-cut"), "{changed}");
}

#[test]
fn a_budget_that_is_used_up_gives_what_is_certain_and_status_4() {
    let cut = on_data(&["query", "claims(act:demand)", "--budget", "150"]);
    assert_eq!(cut.status, 4);
    assert!(cut.stderr.contains("could not be decided: the answer is partial"), "{}", cut.stderr);
    let whole: BTreeSet<String> = on_data(&["query", "claims(act:demand)"]).expect(0).lines().map(str::to_owned).collect();
    let found: BTreeSet<String> = cut.stdout.lines().map(str::to_owned).collect();
    assert!(!found.is_empty() && found.is_subset(&whole) && found.len() < whole.len(), "{}", cut.stdout);
    assert_eq!(on_data(&["query", "claims(act:demand)", "--budget", "10"]).expect(4), "no records\n");
    // The first function lasts, the second does not: what the first one decides is certain.
    let answer = on_data(&["query", "claims() | text(nato)", "--budget", "150", "--format", "json"]).json(4);
    assert_eq!(answer["is_partial"], true);
    assert_eq!(answer["records"].as_array().map(Vec::len), answer["counts"]["certain"].as_u64().map(|count| count as usize));
    assert!(answer["counts"]["certain"].as_u64() >= Some(95) && answer["counts"]["undecided"].as_u64() > Some(0), "{}", answer["counts"]);
    assert_eq!(answer["counts"]["possible"], 0);
    assert_eq!(on_data(&["query", "all()", "--budget", "0"]).status, 0, "it looks at nothing");
    assert_eq!(on_data(&["query", "around(all(), 3)", "--budget", "9"]).status, 0, "nothing is left to be found");
}

// The other commands

#[test]
fn show_prints_each_record_of_a_query() {
    let both = on_small(&["show", "claims(act:offer) | convoy"]);
    let text = both.expect(0);
    assert!(text.contains("event convoy\n") && text.contains("claim "), "{text}");
    let json = on_small(&["show", "events()", "--format", "json"]).json(0);
    let shown: Vec<&str> = json["records"].as_array().expect("a list").iter().filter_map(|page| page["id"].as_str()).collect();
    let listed = on_small(&["query", "events()", "--format", "json"]).json(0);
    assert_eq!(shown, listed["records"].as_array().expect("a list").iter().filter_map(|record| record["id"].as_str()).collect::<Vec<_>>());
    assert_eq!(on_small(&["show", "none()"]).expect(0), "no records\n");
    assert_eq!(on_small(&["show", "\"convoy\""]).expect(0), on_small(&["show", "convoy"]).expect(0));
    // A mistyped id stays a mistyped id.
    let near = on_small(&["show", "convoi"]);
    assert_eq!((near.status, near.stderr.contains("did you mean `convoy`?")), (2, true), "{}", near.stderr);
    let possible = on_small(&["show", "claims(during:1999-05-10)"]).expect(0);
    assert!(possible.contains("only possibly among what was asked for"), "{possible}");
    assert!(on_data(&["show", "by-report & during(2022-01-10)"]).expect(0).contains("claim ryabkov-2022-01-10/roll-back-1997\n"));
}

#[test]
fn list_keeps_what_the_condition_selects_and_says_how_certainly() {
    let all = on_data(&["list", "claims"]).expect(0);
    let some = on_data(&["list", "claims", "--where", "form(headline) | during(../2021-12-07)"]).expect(0);
    assert!(some.lines().count() > 3);
    let mut places = Vec::new();
    for line in some.lines() {
        let (columns, belongs) = line.rsplit_once('\t').expect("a row has columns");
        places.push(all.lines().position(|other| other == columns).unwrap_or_else(|| panic!("{line}")));
        assert_eq!(
            belongs == "certain",
            ids("form(headline) | during(../2021-12-07)").iter().any(|id| line.starts_with(&format!("{id}\t")))
        );
    }
    assert!(places.is_sorted(), "in the order of the whole list");
    let actors = on_data(&["list", "actors", "--where", "*-ryabkov | claims()", "--format", "json"]).json(0);
    assert_eq!(actors["records"].as_array().map(Vec::len), Some(1));
    assert_eq!(actors["records"][0]["belongs"], "certain");
    assert_eq!(on_data(&["list", "demands", "--where", "claims()"]).expect(0), "no demands\n");
    let wrong = on_data(&["list", "claims", "--where", "claim()"]);
    assert_eq!((wrong.status, wrong.stderr.contains("did you mean `claims`")), (2, true), "{}", wrong.stderr);
}

#[test]
fn positions_and_threads_rest_on_what_the_condition_selects() {
    let rows = |condition: &str| {
        on_data(&["positions", "russia", "--where", condition, "--format", "json"]).json(0)["positions"].as_array().expect("a list").clone()
    };
    let on = |rows: &[Value], demand: &str| rows.iter().find(|row| row["demand"] == demand).cloned();
    // Only a reporter says that the war will not end before NATO leaves the Baltics.
    assert!(on(&rows("claims()"), "baltics-withdrawal").is_some());
    assert_eq!(on(&rows("quoted"), "baltics-withdrawal"), None);
    let enlargement = on(&rows("quoted"), "nato-no-enlargement").expect("it is quoted once");
    assert_eq!((enlargement["times"].as_u64(), enlargement["shift"].as_str()), (Some(1), Some("hardened")));
    // Without a condition nothing changes.
    assert_eq!(on_data(&["positions", "--where", "all()"]), on_data(&["positions"]));
    assert_eq!(on_data(&["thread", "security-guarantees", "--where", "~none()"]), on_data(&["thread", "security-guarantees"]));
    // What is in doubt is said to be.
    let doubtful = on(&rows("during(2021-12-07)"), "security-guarantees").expect("Putin may have demanded them that day");
    let caution = doubtful["caution"].as_str().expect("there is one");
    assert!(caution.contains("rests on what only possibly meets the condition") && caution.contains("putin-2021-12/guarantees-demanded"));
    let story = on_data(&["thread", "security-guarantees", "--actor", "russia", "--where", "during(2021-12-07)"]).expect(0);
    assert!(story.contains("(only possibly meets the condition)\n") && story.contains("putin-2021-12/guarantees-demanded"), "{story}");
    let json = on_data(&["thread", "security-guarantees", "--where", "during(2021-12-07)", "--format", "json"]).json(0);
    let belongs = |json: &Value| -> BTreeMap<String, Value> {
        let steps = json["threads"].as_array().into_iter().flatten().flat_map(|thread| thread["steps"].as_array().into_iter().flatten());
        steps.map(|step| (step["claim"].as_str().unwrap_or_default().to_owned(), step["belongs"].clone())).collect()
    };
    assert!(!belongs(&json).is_empty());
    for (claim, certainty) in belongs(&json) {
        let is_marked = story.contains(&format!("{claim} (only possibly meets the condition)\n"));
        assert_eq!(is_marked, certainty == "possible" && story.contains(&claim), "{claim}: {story}");
    }
    let plain = on_data(&["thread", "security-guarantees", "--format", "json"]).json(0);
    assert!(belongs(&plain).values().all(|certainty| certainty == "certain"));
    assert_eq!(on_data(&["thread", "security-guarantees", "--where", "none()"]).expect(0), "no claims\n");
    let history = on_data(&["positions", "russia", "--history", "--where", "quoted & demand(legal-guarantees)"]).expect(0);
    assert!(history.contains("ryabkov-2021-12-13/legal-guarantees") && !history.contains("roll-back-1997"), "{history}");
}

#[test]
fn a_condition_leaves_steps_out_and_changes_none_of_the_others() {
    let on = |args: &[&str]| {
        let json = on_data(&[args, &["--format", "json"]].concat()).json(0);
        let row = json["positions"].as_array().expect("a list").iter().find(|row| row["demand"] == "nato-no-enlargement").cloned();
        (json["where"].clone(), row.expect("it is held"))
    };
    let (none, whole) = on(&["positions", "moscow"]);
    let (echo, later) = on(&["positions", "moscow", "--where", "after( full-scale-invasion )"]);
    assert_eq!((none, echo), (Value::Null, json!("after(full-scale-invasion)")));
    for part in ["shift", "introduced", "last_asserted", "claim"] {
        assert_eq!(later[part], whole[part], "{part}");
    }
    assert_eq!((later["shift"].as_str(), later["introduced"]["edtf"].as_str()), (Some("hardened"), Some("2021-12-13")));
    assert_eq!(later["caution"], "introduced by report only, by a step that is not selected; steps before it are not selected");
    let (_, earlier) = on(&["positions", "moscow", "--where", "before(full-scale-invasion)"]);
    assert_eq!((earlier["last_asserted"]["edtf"].as_str(), earlier["times"].as_u64()), (Some("2022-01-10"), Some(2)));
    assert!(earlier["caution"].as_str().is_some_and(|text| text.ends_with("steps after it are not selected")), "{earlier}");
    // Each step that is told is the step that it is in the whole thread, with what came before it there.
    let steps = |condition: &str| -> BTreeMap<String, Value> {
        let json = on_data(&["thread", "security-guarantees", "--where", condition, "--format", "json"]).json(0);
        assert_eq!(json["where"], condition);
        let steps = json["threads"].as_array().into_iter().flatten().flat_map(|thread| thread["steps"].as_array().into_iter().flatten());
        steps.map(|step| (step["claim"].as_str().unwrap_or_default().to_owned(), step.clone())).collect()
    };
    let whole = steps("all()");
    assert!(whole.values().all(|step| step["not_selected_before"] == 0));
    let mut compared = 0;
    for condition in ["after(full-scale-invasion)", "quoted", "form(paraphrase)", "act(demand)"] {
        for (claim, mut step) in steps(condition) {
            step["belongs"] = json!("certain");
            step["not_selected_before"] = json!(0);
            assert_eq!(step, whole[&claim], "{claim} where {condition}");
            compared += 1;
        }
    }
    assert!(compared > 20, "{compared}");
    let told = on_data(&["thread", "nato-no-enlargement", "--actor", "moscow", "--where", "after(full-scale-invasion)"]).expect(0);
    assert!(!told.contains("the first of its thread") && told.contains("hardened:"), "{told}");
    assert!(told.contains(" — not selected: ") && told.contains(" later: Sergei Ryabkov\n"), "{told}");
}

#[test]
fn a_claim_beside_the_one_that_leads_its_utterance_stands_for_it_where_that_is_not_selected() {
    let rows =
        on_data(&["positions", "russia", "--demand", "inf-moratorium", "--where", "firmness(ultimatum)", "--format", "json"]).json(0);
    let row = &rows["positions"][0];
    assert_eq!((row["firmness"].as_str(), row["shift"].as_str()), (Some("ultimatum"), Some("introduced")));
    assert!(row["caution"].as_str().is_some_and(|text| text.contains("steps before")), "{row}");
}

#[test]
fn an_answer_that_may_have_come_first_only_possibly_answers() {
    // NATO refused between August 2019 and December 2021, Moscow called on it on 13 December.
    assert_eq!(ids("answers(actor(moscow))"), ["nato-moratorium-refusal/moratorium-refused?"]);
    // Kyiv had warned by 10 January 2022 at the latest, the day of the denial: that did not come first.
    assert!(ids("answers(claims())").contains(&"ryabkov-2022-01-10/no-intention-to-attack".to_owned()));
}

/// How many cards of a drawing carry the mark of what only possibly belongs, and whether the legend explains it.
fn doubts(args: &[&str]) -> (usize, bool) {
    let folder = temporary();
    let file = folder.path().join("drawn.dot");
    on_data(&[&["draw"], args, &["-o", &file.display().to_string()]].concat()).expect(0);
    let drawn = fs::read_to_string(file).expect("it was drawn");
    (drawn.matches(" (?)").count(), drawn.contains("only possibly among what is drawn"))
}

#[test]
fn what_only_possibly_belongs_is_drawn_with_a_mark() {
    let (marked, is_explained) = doubts(&["--actor", "russia", "--where", "during(../2021-12-10)"]);
    assert!(marked > 3 && is_explained, "{marked}");
    assert_eq!(doubts(&["--actor", "russia", "--where", "quoted"]), (0, false), "whether it is quoted is certain");
    assert_eq!(doubts(&["--actor", "russia"]), (0, false));
    let (certain, _) = doubts(&["thread", "security-guarantees", "--where", "quoted"]);
    let (possible, is_explained) = doubts(&["thread", "security-guarantees", "--where", "quoted | during(2021-12-07)"]);
    assert!(certain == 0 && possible > 0 && is_explained, "{certain}, {possible}");
}

// What is printed

#[test]
fn the_answer_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(&on_data(&["schema", "query"]).expect(0)).expect("it is JSON");
    assert_eq!(on_data(&["schema", "query"]).expect(0), read("src/report/schemas/query.json"));
    let required =
        |schema: &Value| schema["required"].as_array().expect("a list").iter().map(|key| key.to_string()).collect::<BTreeSet<_>>();
    let keys = |value: &Value| value.as_object().expect("an object").keys().map(|key| json!(key).to_string()).collect::<BTreeSet<_>>();
    let answers: Vec<Run> = [
        &["query", "all()", "--format", "json"][..],
        &["query", "claims(during:2021-12-07)", "--as-of", "2022-01~", "--format", "json"],
        &["query", "none()", "--format", "json"],
        &["query", "claims() & text(nato)", "--count", "--format", "json"],
        &["query", "claims() & text(nato)", "--budget", "3", "--format", "json"],
    ]
    .map(on_data)
    .into();
    for answer in &answers {
        let value: Value = serde_json::from_str(&answer.stdout).expect("it is JSON");
        let mut least = required(&schema);
        least.extend(value.get("records").map(|_| json!("records").to_string()));
        assert_eq!(keys(&value), least);
        for record in value["records"].as_array().into_iter().flatten() {
            assert_eq!(keys(record), required(&schema["$defs"]["record"]));
        }
    }
    for (property, words) in [("act", demarche::model::words::ACT), ("firmness", demarche::model::words::FIRMNESS)] {
        let listed = schema["$defs"]["record"]["properties"][property]["enum"].as_array().expect("a list");
        assert_eq!(listed.iter().filter_map(Value::as_str).collect::<Vec<_>>(), words);
    }
    let Some(peers) = peers() else { return };
    let folder = temporary();
    let check = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).expect("the file can be written");
        let mut python = Command::new(peers.join("venv/bin/check-jsonschema"));
        python.args(["--schemafile", "src/report/schemas/query.json"]).arg(file);
        python
    };
    for (number, answer) in answers.iter().enumerate() {
        output_of(&mut check(&format!("{number}.json"), &answer.stdout), "");
    }
    let spoilt = answers[0].stdout.replacen("\"belongs\": \"certain\"", "\"belongs\": \"surely\"", 1);
    assert!(!crate::peers::run(&mut check("spoilt.json", &spoilt), "").status.success());
}

#[test]
fn hostile_text_in_records_reaches_no_terminal() {
    let folder = copy_of_small();
    let file = folder.path().join("small/actors.yaml");
    change(&file, "name: Ilse Maron", "name: \"Ilse \\e[31m\\u202eMaron\"");
    for args in
        [&["query", "all()"][..], &["query", "all()", "--format", "json"], &["show", "actors()"], &["list", "actors", "--where", "all()"]]
    {
        let ran = run(folder.path(), &[&["--data", "small"], args].concat());
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!all.contains(['\u{1b}', '\u{202e}']), "{args:?}: {all}");
    }
    // The text of a query, too.
    let ran = on_small(&["query", "text(\"\u{202e}\u{200b}\u{2028}\") | spk(\"\u{7f}\")"]);
    assert!(ran.status == 2 && !ran.stderr.contains(['\u{202e}', '\u{200b}', '\u{2028}', '\u{7f}']), "{}", ran.stderr);
}

#[test]
fn answers_do_not_depend_on_the_run() {
    let once = on_data(&["query", "around(*, 2) - during(2022)", "--format", "json"]);
    for _ in 0..3 {
        assert_eq!(on_data(&["query", "around(*, 2) - during(2022)", "--format", "json"]), once);
    }
    let elsewhere = run(&root().join("tests"), &["--data", "../data", "query", "around(*, 2) - during(2022)", "--format", "json"]);
    assert_eq!(elsewhere.stdout, once.stdout);
}
