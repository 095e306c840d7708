//! What holds for every way of asking: each command that takes claims takes a query, each answer carries its evidence, names stand for ids.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::driver::{Run, on_data, on_small, temporary};

/// The commands as the help lists them.
fn commands() -> Vec<String> {
    let help = on_data(&["help"]).expect(0);
    let commands = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("the commands are listed");
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

/// How a command takes a query, or why it takes none.
enum Takes {
    /// What is asked without a query and with one that selects a part: the part must be another answer, and name no claim that the query
    /// leaves out.
    Query(&'static [&'static str], &'static [&'static str]),
    /// It reads no claims, or the whole record is what it is about.
    None(&'static str),
}

/// What each command does with a query. `OUT` is a file to be written.
fn takes() -> BTreeMap<&'static str, Vec<Takes>> {
    use Takes::*;
    const WHERE: &str = "cites(report-004-geneva)";
    BTreeMap::from([
        ("check", vec![None("the record is sound as a whole or not at all")]),
        ("show", vec![Query(&["show", "claims()"], &["show", WHERE])]),
        ("list", vec![Query(&["list", "claims"], &["list", "claims", "--where", WHERE])]),
        (
            "positions",
            vec![
                Query(&["positions", "russia"], &["positions", "russia", "--where", WHERE]),
                Query(&["positions", "russia", "--history"], &["positions", "russia", "--history", "--where", WHERE]),
            ],
        ),
        ("thread", vec![Query(&["thread", "security-guarantees"], &["thread", "security-guarantees", "--where", WHERE])]),
        (
            "path",
            vec![Query(
                &["path", "ryabkov-2022-01-10/roll-back-1997", "nato", "--max", "30"],
                &["path", "ryabkov-2022-01-10/roll-back-1997", "nato", "--max", "30", "--where", WHERE],
            )],
        ),
        ("query", vec![Query(&["query", "claims()"], &["query", WHERE])]),
        ("coverage", vec![Query(&["coverage"], &["coverage", "ryabkov-2022-01-10/roll-back-1997 | none()"])]),
        (
            "draw",
            vec![
                Query(&["draw", "-o", "OUT"], &["draw", "--where", WHERE, "-o", "OUT"]),
                Query(
                    &["draw", "thread", "security-guarantees", "-o", "OUT"],
                    &["draw", "thread", "security-guarantees", "--where", WHERE, "-o", "OUT"],
                ),
                Query(
                    &["draw", "actors", "security-guarantees", "-o", "OUT"],
                    &["draw", "actors", "security-guarantees", "--where", WHERE, "-o", "OUT"],
                ),
                Query(&["draw", "around", "russia", "--depth", "2", "-o", "OUT"], &["draw", "around", WHERE, "--depth", "0", "-o", "OUT"]),
                Query(
                    &["draw", "around", "russia", "--depth", "3", "-o", "OUT"],
                    &["draw", "around", "russia", "--depth", "3", "--where", WHERE, "-o", "OUT"],
                ),
                Query(
                    &["draw", "path", "ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/baltics-withdrawal", "-o", "OUT"],
                    &[
                        "draw",
                        "path",
                        "claims(text:\"1997\") & act(demand)",
                        "\"ryabkov-2022-01-10/ukraine-never-mandatory\" & claims()",
                        "-o",
                        "OUT",
                    ],
                ),
            ],
        ),
        ("diff", vec![None("it compares two records, and a query selects from one")]),
        ("git", vec![None("it sets up a clone")]),
        ("rules", vec![None("it reads no dataset")]),
        ("explain", vec![None("it reads no dataset")]),
        ("schema", vec![None("it reads no dataset")]),
        ("init", vec![None("it reads no dataset")]),
        ("completions", vec![None("it reads no dataset")]),
        ("man", vec![None("it reads no dataset")]),
    ])
}

/// What a command says, and draws.
fn said(args: &[&str]) -> String {
    let folder = temporary();
    let file = folder.path().join("view.dot").display().to_string();
    let args: Vec<&str> = args.iter().map(|arg| if *arg == "OUT" { file.as_str() } else { arg }).collect();
    let ran = on_data(&args);
    assert_eq!(ran.status, 0, "{args:?}: {}", ran.shown());
    ran.stdout + &std::fs::read_to_string(&file).unwrap_or_default()
}

#[test]
fn every_command_that_takes_claims_takes_a_query() {
    let table = takes();
    assert_eq!(commands().iter().map(String::as_str).collect::<BTreeSet<_>>(), table.keys().copied().collect());
    for (command, ways) in table {
        for way in ways {
            match way {
                Takes::Query(without, with) => {
                    let (whole, part) = (said(without), said(with));
                    assert_ne!(whole, part, "{with:?}");
                    for of_another_source in ["Izvestia", "TASS headline", "report-001-tass"] {
                        assert!(!part.contains(of_another_source) || command == "path", "{with:?}: {of_another_source}");
                    }
                    assert!(part.lines().count() > 3 || part.contains("1997"), "{with:?}: {part}");
                }
                Takes::None(why) => {
                    assert!(!why.is_empty());
                    let help = on_data(&[command, "--help"]).expect(0);
                    assert!(!help.contains("--where") && !help.contains("a query:"), "{command} takes one after all");
                }
            }
        }
    }
}

#[test]
fn a_path_walks_only_over_claims_that_meet_the_condition() {
    let ends = ["ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/baltics-withdrawal"];
    let path = |more: &[&str]| on_data(&[&["path", ends[0], ends[1], "--format", "json"], more].concat());
    let ids = |answer: &Value| -> BTreeSet<String> {
        let records = answer["records"].as_array().expect("a list").iter();
        records.filter(|record| record["kind"] == "claim").filter_map(|record| Some(record["id"].as_str()?.to_owned())).collect()
    };
    let whole = path(&["--max", "40"]).json(0);
    let condition = "cites(report-001-tass) | \"ryabkov-2021-12-13/guarantees-on-expansion\"";
    let part = path(&["--max", "40", "--where", condition]).json(0);
    assert!(ids(&whole).contains("ryabkov-2022-01-10/roll-back-1997"));
    let selected = on_data(&["query", condition]).expect(0);
    assert!(ids(&part).len() > 2 && ids(&part).iter().all(|id| selected.contains(id.as_str())), "{part}");
    // An end that the condition leaves out is told so, and a doubtful claim is marked.
    let gone = path(&["--where", "cites(report-001-tass)"]);
    assert_eq!((gone.status, gone.stderr.contains("is left out by `--where`")), (2, true), "{}", gone.shown());
    let doubtful = "during(../2021-12-07) | during(2021-12-13)";
    let args = ["path", "putin-2021-12/guarantees-demanded", ends[0], "--where", doubtful];
    let text = on_data(&args).expect(0);
    assert!(text.contains("— only possibly meets the condition"), "{text}");
    let json = on_data(&[&args[..], &["--format", "json"]].concat()).json(0);
    assert_eq!(json["records"][0]["belongs"], "possible");
    let memo = on_data(&[&args[..], &["--explain"]].concat()).expect(0);
    assert!(memo.contains("only possibly meets the condition"), "{memo}");
}

// As of a day, and at a revision

#[test]
fn every_command_that_reads_a_dataset_takes_a_day_and_the_others_refuse_a_revision() {
    let reads_none = ["git", "rules", "explain", "schema", "init", "completions", "man"];
    for command in commands() {
        let help = on_data(&[&command, "--help"]).expect(0);
        let reads = !reads_none.contains(&command.as_str());
        assert_eq!(help.contains("--as-of <DATE>"), reads, "{command}");
    }
    for args in [&["rules"][..], &["explain", "query"], &["schema", "check"], &["man"], &["completions", "bash"], &["git", "install"]] {
        let ran = on_data(&[args, &["--at", "HEAD"]].concat());
        assert_eq!((ran.status, ran.stderr.contains("this command reads none")), (2, true), "{args:?}: {}", ran.shown());
    }
}

#[test]
fn a_check_as_of_a_day_leaves_out_what_was_certainly_said_later_and_marks_what_possibly_was() {
    let ask = |more: &[&str]| on_data(&[&["check", "--format", "json"], more].concat()).json(0);
    let (whole, then) = (ask(&[]), ask(&["--as-of", "2021-12-10"]));
    assert_eq!((&whole["as_of"], &then["as_of"]), (&Value::Null, &Value::from("2021-12-10")));
    let paths = |answer: &Value| -> Vec<String> {
        let all = ["findings", "acknowledged"].map(|key| answer[key].as_array().expect("a list").clone());
        all.concat().iter().map(Value::to_string).collect()
    };
    let later = ["statements/ryabkov-2022-01-10", "statements/ryabkov-2023-11", "statements/ryabkov-2025-06"];
    let of_later = |answer: &Value| paths(answer).iter().filter(|found| later.iter().any(|file| found.contains(file))).count();
    assert!(of_later(&whole) > 5 && of_later(&then) == 0, "{} {}", of_later(&whole), of_later(&then));
    // What is there by then is what the dataset has as of that day.
    let claims = on_data(&["query", "claims()", "--as-of", "2021-12-10", "--count"]).expect(0);
    assert!(claims.starts_with(&format!("{} records", then["counts"]["records"]["claims"])), "{claims} {}", then["counts"]);
    let text = on_data(&["check", "--as-of", "2021-12-10", "--acknowledged"]).expect(0);
    assert!(text.starts_with("As of 2021-12-10: what had been said by the end of that day\n"), "{text}");
    assert!(text.contains("it is only possible that this had been said, or had happened, by 2021-12-10"), "{text}");
    // What the whole record needs is not missed because a later claim is left out: a demand that was voiced later is no orphan.
    assert_eq!(then["findings"].as_array().map(Vec::len), whole["findings"].as_array().map(Vec::len));
    assert_eq!(on_data(&["check", "--as-of", "soon"]).status, 2);
}

#[test]
fn coverage_as_of_a_day_marks_what_had_been_said_and_calls_nothing_overlooked() {
    let ask = |more: &[&str]| on_data(&[&["coverage", "report-003-sputnik", "--format", "json"], more].concat()).json(0);
    let coded = |answer: &Value| answer["sources"][0]["coded"].as_array().expect("a list").clone();
    let (whole, then) = (ask(&[]), ask(&["--as-of", "2021-12-10"]));
    let evidence = |answer: &Value| coded(answer).iter().filter(|passage| !passage["form"].is_null()).count();
    assert!(evidence(&then) > 0 && evidence(&then) < evidence(&whole), "{} {}", evidence(&then), evidence(&whole));
    assert_eq!(then["sources"][0]["quotations_not_coded"], whole["sources"][0]["quotations_not_coded"]);
    let marks: BTreeSet<String> = coded(&then).iter().map(|passage| passage["said_by_then"].to_string()).collect();
    assert_eq!(marks, BTreeSet::from(["\"certain\"".to_owned(), "\"possible\"".to_owned()]));
    assert!(coded(&whole).iter().all(|passage| passage["said_by_then"].is_null()));
    let text = on_data(&["coverage", "report-003-sputnik", "--as-of", "2021-12-10"]).expect(0);
    assert!(text.contains("possibly not yet there by 2021-12-10, line "), "{text}");
    assert!(!text.contains("ryabkov-2021-12-13/"), "{text}");
}

#[test]
fn a_comparison_as_of_a_day_knows_no_later_change() {
    let folder = crate::driver::copy_of_data();
    let was = crate::driver::root().join("data").display().to_string();
    let later = folder.path().join("data/statements/ryabkov-2025-06.yaml");
    crate::driver::change(&later, "firmness: precondition", "firmness: demands");
    let diff = |more: &[&str]| crate::driver::run(folder.path(), &[&["diff", &was, "data"], more].concat());
    assert!(diff(&[]).expect(0).contains("ryabkov-2025-06"));
    let then = diff(&["--as-of", "2024"]).expect(0);
    assert!(then.starts_with("As of 2024-12-31: ") && !then.contains("ryabkov-2025-06"), "{then}");
    let json = diff(&["--as-of", "2024", "--format", "json"]).json(0);
    assert_eq!((&json["as_of"], &json["is_empty"]), (&Value::from("2024"), &Value::from(true)));
    let review = diff(&["--as-of", "2024", "--format", "markdown"]);
    assert_eq!((review.status, review.stderr.contains("the whole record")), (2, true), "{}", review.shown());
}

// Names for ids

#[test]
fn a_name_in_any_script_stands_for_the_id_wherever_one_is_taken() {
    let same = |by_id: &[&str], by_name: &[&str]| assert_eq!(said(by_id), said(by_name), "{by_name:?}");
    for name in ["moscow", "Moscow", "РОССИЯ", "russian federation"] {
        same(&["positions", "russia"], &["positions", name]);
        same(&["thread", "security-guarantees", "--actor", "russia"], &["thread", "security-guarantees", "--actor", name]);
        same(&["draw", "--actor", "russia", "-o", "OUT"], &["draw", "--actor", name, "-o", "OUT"]);
        same(&["show", "russia"], &["show", name]);
    }
    same(&["show", "sergei-ryabkov"], &["show", "Рябков"]);
    same(&["thread", "nato-rollback-1997"], &["thread", "NATO rolled back to 1997"]);
    same(&["positions", "--demand", "nato-rollback-1997"], &["positions", "--demand", "nato rolled back to 1997"]);
    same(&["draw", "thread", "nato-rollback-1997", "-o", "OUT"], &["draw", "thread", "NATO rolled back to 1997", "-o", "OUT"]);
    same(&["show", "full-scale-invasion"], &["show", "RUSSIA'S FULL-SCALE INVASION OF UKRAINE"]);
    same(&["path", "russia", "full-scale-invasion"], &["path", "moscow", "Russia's full-scale invasion of Ukraine"]);
    same(&["draw", "around", "russia", "-o", "OUT"], &["draw", "around", "Moscow", "-o", "OUT"]);
    let title = "Russia demands security guarantees from NATO to avoid confrontation";
    same(&["coverage", "report-002-ria"], &["coverage", title]);
    same(&["query", "claims(actor:russia, during:2021)"], &["query", "claims(actor:moscow, during:2021)"]);
    same(&["query", "speaker(sergei-ryabkov)"], &["query", "speaker(\"Сергей Рябков\")"]);
    same(
        &["query", "actors(russia) | around(full-scale-invasion)"],
        &["query", "actors(Россия) | around(\"Russia's full-scale invasion of Ukraine\")"],
    );
    same(&["query", "events(before:full-scale-invasion)"], &["query", "events(before:\"Russia's full-scale invasion of Ukraine\")"]);
    for args in [&["positions", "moskow"][..], &["thread", "security-guarantees", "--actor", "moskow"], &["query", "actor(moskow)"]] {
        let wrong = on_data(args);
        assert_eq!((wrong.status, wrong.stderr.contains("did you mean `russia`?")), (2, true), "{args:?}: {}", wrong.shown());
    }
}

#[test]
fn a_name_of_several_records_must_be_told_apart() {
    let folder = crate::driver::copy_of_small();
    let actors = folder.path().join("small/actors.yaml");
    let text = std::fs::read_to_string(&actors).expect("it can be read");
    let with = format!(
        "{}\n  maron-elder: {{kind: person, name: Maron the Elder, aliases: [Namesake]}}\n  maron-younger: {{kind: person, name: Maron the Younger, aliases: [NAMESAKE]}}\n",
        text.trim_end()
    );
    std::fs::write(&actors, with).expect("it can be written");
    let ask = |args: &[&str]| -> Run { crate::driver::run(folder.path(), &[&["--data", "small"], args].concat()) };
    for args in [
        &["positions", "namesake"][..],
        &["show", "Namesake"],
        &["path", "namesake", "toll-cut"],
        &["query", "speaker(namesake)"],
        &["query", "namesake"],
    ] {
        let ran = ask(args);
        assert_eq!(ran.status, 2, "{args:?}: {}", ran.shown());
        assert!(ran.stderr.contains("`maron-elder`") && ran.stderr.contains("`maron-younger`"), "{args:?}: {}", ran.stderr);
    }
    assert_eq!(ask(&["show", "maron THE elder"]).expect(0), ask(&["show", "maron-elder"]).expect(0));
}

// Hints

#[test]
fn a_glob_that_matches_nothing_is_hinted_at() {
    for (query, hint) in [
        ("cites(tasz-*)", "no source id matches `tasz-*`; did you mean `tass-*`?"),
        ("demand(natto-*)", "no demand id matches `natto-*`; did you mean `nato-*`?"),
        ("claims(speaker:report-*)", "no actor id matches `report-*`; source ids do"),
        ("sources(zzz*)", "no source id matches `zzz*`; `demarche list KIND` prints the ids of a kind"),
        ("zzz*", "no record's id matches `zzz*`"),
        ("around(~(claims() - zzz*))", "no record's id matches `zzz*`"),
        ("cites(tass*)", "no claim rests on a passage of `tass*` itself; `relays(tass*)` finds what goes back to it"),
        ("claims(cites:tass-ryabkov-interview-2025)", "`relays(tass-ryabkov-interview-2025)` finds"),
    ] {
        let ran = on_data(&["query", query, "--count"]);
        assert_eq!(
            (ran.status, ran.stderr.contains(&format!("hint: {hint}")) || ran.stderr.contains(hint)),
            (0, true),
            "{query}: {}",
            ran.shown()
        );
        let listed = on_data(&["list", "claims", "--where", query]);
        assert!(listed.stderr.contains(hint), "{query}: {}", listed.shown());
    }
    for query in ["demand(nato-*)", "cites(report-*)", "claims(speaker:sergei-*)", "ryabkov-*/*", "\"zzz*\" | all()", "demand(*)"] {
        let ran = on_data(&["query", query, "--count"]);
        assert!(!ran.stderr.contains("hint"), "{query}: {}", ran.stderr);
    }
    let claims = |query: &str| {
        let counts = on_data(&["query", query, "--format", "json"]).json(0)["counts"].clone();
        (counts["certain"].as_u64().expect("a count"), counts["possible"].as_u64().expect("a count"))
    };
    let (certain, possible) = claims("claims(relays:tass*)");
    assert!(certain > 5 && possible > 5, "{certain} {possible}");
    assert!(certain + possible < claims("cites(report-001-tass)").0, "one page alone relays TASS, and not all of it came by TASS");
}

#[test]
fn the_example_of_the_language_answers_on_the_real_data() {
    let text = "claims(speaker:sergei-ryabkov) & demand(nato-*) & during(2021-12/2022-02) - form(paraphrase)";
    assert!(demarche::query::LANGUAGE.contains(text));
    let answer = on_data(&["query", text, "--format", "json"]).json(0);
    let ids: Vec<&str> = answer["records"].as_array().expect("a list").iter().filter_map(|record| record["id"].as_str()).collect();
    assert_eq!(ids, ["ryabkov-2022-01-10/replace-bucharest-formula", "ryabkov-2022-01-10/ukraine-never-mandatory"]);
    assert!(answer["records"].as_array().expect("a list").iter().all(|record| record["passages"][0]["is_quotation"] == true));
}

// Evidence

/// The passages of an answer, wherever they stand in it: the source, the form and the words.
fn passages(value: &Value, out: &mut Vec<(String, String, String)>) {
    if let (Some(source), Some(form), Some(words)) = (value["source"].as_str(), value["form"].as_str(), value["words"].as_str()) {
        out.push((source.to_owned(), form.to_owned(), words.to_owned()));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| passages(item, out)),
        Value::Object(entries) => entries.values().for_each(|entry| passages(entry, out)),
        _ => {}
    }
}

#[test]
fn every_row_about_a_claim_carries_its_sources_and_words() {
    let shown: BTreeMap<String, Value> = {
        let pages = on_data(&["show", "claims()", "--format", "json"]).json(0);
        let pages = pages["records"].as_array().expect("a list").clone();
        pages.into_iter().map(|page| (page["id"].as_str().expect("an id").to_owned(), page)).collect()
    };
    let sources: BTreeSet<String> =
        on_data(&["list", "sources"]).expect(0).lines().filter_map(|line| Some(line.split('\t').next()?.to_owned())).collect();
    let asked: [(&[&str], &str, &str); 3] =
        [(&["query", "claims()"], "records", "id"), (&["list", "claims"], "records", "id"), (&["positions"], "positions", "claim")];
    for (args, rows, id) in asked {
        let answer = on_data(&[args, &["--format", "json"]].concat()).json(0);
        let rows = answer[rows].as_array().expect("a list");
        let text = on_data(args).expect(0);
        assert!(rows.len() > 15 && rows.len() == text.lines().count());
        for (row, line) in rows.iter().zip(text.lines()) {
            let claim = row[id].as_str().expect("an id");
            let mut own = Vec::new();
            passages(row, &mut own);
            assert!(!own.is_empty() && row["summary"].as_str().is_some_and(|text| !text.is_empty()), "{row}");
            // As `show` has them, in whatever order.
            let page = shown[claim].to_string();
            for (source, _, words) in &own {
                assert!(sources.contains(source) && page.contains(&Value::from(words.as_str()).to_string()), "{claim}: {words}");
                assert!(line.split('\t').any(|cell| cell.split(", ").any(|id| id == source)), "{source}: {line}");
            }
            let (_, form, words) = &own[0];
            let (open, close) = if ["verbatim", "translated"].contains(&form.as_str()) { ('“', '”') } else { ('‹', '›') };
            assert!(line.contains(&format!("{open}{words}{close}")), "{line}");
        }
    }
    let statements = on_small(&["list", "statements", "--format", "json"]).json(0);
    assert!(
        statements["records"].as_array().expect("a list").iter().any(|row| row["sources"].as_array().is_some_and(|ids| !ids.is_empty()))
    );
}

#[test]
fn a_position_that_a_reporter_introduced_or_a_link_overrides_says_so() {
    let rows = on_data(&["positions", "russia", "--format", "json"]).json(0)["positions"].as_array().expect("a list").clone();
    let form = |claim: &str| {
        let line = on_data(&["query", &format!("\"{claim}\"")]).expect(0);
        line.split('\t').nth(7).expect("a form").to_owned()
    };
    let mut introduced = 0;
    for row in &rows {
        let caution = row["caution"].as_str().unwrap_or_default();
        let first = row["introduced"]["claim"].as_str().expect("a claim");
        let is_quoted = ["verbatim", "translated"].contains(&form(first).as_str());
        let is_last = row["claim"] == first;
        assert_eq!(caution.contains("introduced by "), !is_quoted && !is_last, "{row}");
        let by = if form(first) == "headline" { "by headline" } else { "by report" };
        assert!(is_quoted || !is_last || caution.contains(&format!("{by}, not in quotation")), "{row}");
        introduced += usize::from(caution.contains("introduced by "));
    }
    assert!(introduced > 2, "{introduced}");
    let guarantees = rows.iter().find(|row| row["demand"] == "security-guarantees").expect("it was asked for");
    let caution = guarantees["caution"].as_str().unwrap_or_default();
    assert!(caution.contains("`reiterated` by a curator's link, `softened` by act and firmness alone"), "{caution}");
    let history = on_data(&["thread", "security-guarantees", "--actor", "russia"]).expect(0);
    assert!(history.contains("(act and firmness alone: softened)"), "{history}");
}

/// The claims of a drawing in DOT with the word for how each moved its position; empty where it moved none.
fn shifts_drawn(args: &[&str]) -> BTreeMap<String, String> {
    const WORDS: [&str; 9] =
        ["introduced", "reiterated", "specified", "broadened", "hardened", "softened", "replaced", "withdrawn", "revived"];
    let folder = crate::driver::temporary();
    let file = folder.path().join("drawn.dot");
    on_data(&[args, &["-o", file.to_str().expect("a plain path")]].concat()).expect(0);
    let drawn = std::fs::read_to_string(&file).expect("it was drawn");
    let claim = |line: &str| {
        let id = line.split_once("[id=\"")?.1.split_once('"')?.0;
        let label = line.split_once(" label=<")?.1;
        let words: Vec<&str> = label.split(|sign: char| !sign.is_ascii_lowercase()).collect();
        let word = WORDS.into_iter().find(|word| words.contains(word)).unwrap_or_default();
        id.contains('/').then(|| (id.to_owned(), word.to_owned()))
    };
    drawn.lines().filter_map(claim).collect()
}

#[test]
fn a_claim_moves_its_position_alike_whatever_else_is_left_out_of_the_picture() {
    const DEMAND: &str = "security-guarantees";
    const ENDS: [&str; 2] = ["ryabkov-2022-01-10/non-expansion-imperative", "ryabkov-2025-06/nato-expansion-precondition"];
    let later = "during(2022-01/2025)";
    let mut moved = BTreeSet::new();
    for (whole, part) in [
        (vec!["draw"], vec!["draw", "--where", later]),
        (vec!["draw", "thread", DEMAND], vec!["draw", "thread", DEMAND, "--where", later]),
        (vec!["draw", "actors", DEMAND], vec!["draw", "actors", DEMAND, "--where", later]),
        (vec!["draw", "around", DEMAND], vec!["draw", "around", DEMAND, "--where", later]),
        (
            vec!["draw", "path", ENDS[0], ENDS[1], "--lanes", "demands"],
            vec!["draw", "path", ENDS[0], ENDS[1], "--lanes", "demands", "--where", later],
        ),
        (vec!["path", ENDS[0], ENDS[1]], vec!["path", ENDS[0], ENDS[1], "--where", later]),
    ] {
        let (all, some) = (shifts_drawn(&whole), shifts_drawn(&part));
        assert!(some.len() > 1, "{part:?}: {some:?}");
        for (claim, shift) in &some {
            assert_eq!(all.get(claim), Some(shift), "{part:?}: {claim}");
            moved.insert(shift.clone());
        }
        assert!(whole.contains(&"path") || all.len() > some.len(), "{part:?} leaves nothing out");
    }
    assert!(moved.len() > 3, "{moved:?}");
    assert!(!moved.contains("introduced") || moved.contains("hardened"), "{moved:?}");
}

/// What follows in a thread is settled by the whole record: what is left out does not bring two others side by side.
#[test]
fn what_is_left_out_joins_nothing_that_it_stands_between() {
    let path = |more: &[&str]| {
        let ends = ["ryabkov-2021-12-13/guarantees-on-expansion", "ryabkov-2025-06/nato-expansion-precondition"];
        on_data(&[&["path", ends[0], ends[1], "--through", "next", "--format", "json"], more].concat()).json(0)
    };
    let whole = path(&[]);
    let steps = whole["paths"][0]["steps"].as_array().expect("they are a list").len();
    assert!(steps > 1, "there are claims between the two in the thread: {whole}");
    let part = path(&["--where", "\"ryabkov-2021-12-13/guarantees-on-expansion\" | \"ryabkov-2025-06/nato-expansion-precondition\""]);
    assert_eq!(part["paths"].as_array().map(Vec::len), Some(0), "{part}");
}
