//! What is known from the last check changes nothing but the time that answers take: positions, threads and paths are the same without it.

use std::fs;
use std::path::Path;

use demarche::cache::{self, Known, Threads};
use demarche::date::Day;
use demarche::graph::Graph;
use demarche::load::{self, Limits, Loaded};
use demarche::path::{self, Answer};
use demarche::position;
use demarche::proof::Proofs;
use demarche::report::path as words;
use demarche::report::positions::Options;
use demarche::report::table::Table;
use demarche::report::thread;
use demarche::tree::Place;
use demarche::view;
use proptest::prelude::*;

use crate::cache::{KEEP_ALL, compare, contents, copy, datasets, edit, large, restore, spoil, with_values};
use crate::datasets::Random;
use crate::driver::{self, root};

fn known<'p>(place: &'p Place, limits: &'p Limits) -> Option<Known<'p>> {
    Known::of(place, limits, &KEEP_ALL).unwrap()
}

/// The table of the threads of a whole dataset that are asked for.
fn table(loaded: &Loaded, asked: &Threads) -> Table {
    let graph = Graph::new(&loaded.dataset);
    let mut threads = position::threads(&graph);
    threads.retain(|thread| asked.has(thread.principal.as_str(), thread.demand.as_str()));
    Table::new(&graph, &threads, &Options::default())
}

/// The stories of the threads that are asked for, in words and as data.
fn stories(loaded: &Loaded, asked: &Threads, as_of: Option<Day>) -> Vec<(String, String)> {
    let then = as_of.map(|day| loaded.dataset.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(&loaded.dataset));
    let mut threads = position::threads(&graph);
    threads.retain(|thread| asked.has(thread.principal.as_str(), thread.demand.as_str()));
    let options = Options { as_of, ..Options::default() };
    threads.iter().map(|one| (thread::stories(&graph, &[one], &options), thread::story_json(&graph, one, &options).to_string())).collect()
}

/// The pictures of what an actor's side asked for and of a demand, settled; without what stands in the dataset by another name.
fn views(loaded: &Loaded, actor: Option<&str>, demand: Option<&str>, as_of: Option<Day>) -> Vec<String> {
    let then = as_of.map(|day| loaded.dataset.as_of(day));
    let dataset = then.as_ref().unwrap_or(&loaded.dataset);
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &loaded.sources));
    let actor = actor.map(|id| dataset.actors.keys().find(|key| key.as_str() == id).unwrap().clone());
    let demand = demand.map(|id| dataset.demands.keys().find(|key| key.as_str() == id).unwrap().clone());
    let mut all = Vec::new();
    for collapse in [false, true] {
        for lanes in [None, Some(view::Lanes::Actors)] {
            let options = view::Options { actor: actor.clone(), as_of, collapse, lanes, ..view::Options::default() };
            match (&actor, &demand) {
                (Some(_), _) | (_, None) => {
                    let options = view::Options { demand: demand.clone(), ..options };
                    all.push(view::evolution(&graph, &proofs, &options).map(|view| format!("{view:#?}")).unwrap_or_default());
                }
                (None, Some(demand)) => {
                    all.push(format!("{:#?}", view::thread(&graph, &proofs, demand, &options)));
                    all.push(format!("{:#?}", view::actors(&graph, &proofs, demand, &options)));
                }
            }
        }
    }
    all
}

/// Asks for the threads of an actor on a demand with what is known and without, and compares. Returns how often what is known was of use.
fn compare_answers(data: &Path, whole: &Loaded, asks: &[(Option<&str>, Option<&str>)], as_of: Option<Day>) -> Result<usize, TestCaseError> {
    let (place, limits) = (Place::at(data).unwrap(), Limits::default());
    let mut used = 0;
    for (actor, demand) in asks {
        let Some(asked) = known(&place, &limits).and_then(|known| known.threads(*actor, *demand)) else { continue };
        if let Some(found) = Table::known(known(&place, &limits).unwrap(), &asked).unwrap() {
            prop_assert_eq!(found, table(whole, &asked), "positions of {:?} on {:?}", actor, demand);
            used += 1;
        }
        let drawn = known(&place, &limits).unwrap();
        let focus = drawn.focus().map(str::to_owned);
        let of_view =
            if actor.or(*demand).is_some() { Some(asked.clone()) } else { focus.and_then(|focus| drawn.threads(Some(&focus), None)) };
        if let Some(part) = of_view.and_then(|threads| drawn.load(&threads).unwrap()) {
            let [part, whole] = [&part, whole].map(|loaded| views(loaded, *actor, *demand, as_of));
            for (part, whole) in part.iter().zip(&whole) {
                prop_assert!(part == whole, "{:?} on {:?} as of {:?}: {}", actor, demand, as_of, other_line(part, whole));
            }
            used += 1;
        }
        if let Some(part) = known(&place, &limits).unwrap().load(&asked).unwrap() {
            prop_assert_eq!(stories(&part, &asked, as_of), stories(whole, &asked, as_of), "{:?} on {:?} as of {:?}", actor, demand, as_of);
            prop_assert_eq!(table(&part, &asked), table(whole, &asked), "{:?} on {:?}", actor, demand);
            used += 1;
        }
    }
    Ok(used)
}

/// What is said of the paths between two records, in all forms; and the picture of the first, settled.
fn told(loaded: &Loaded, graph: &Graph<'_>, answer: &Answer<'_>, options: &path::Options) -> [String; 4] {
    let proofs = Proofs::new(graph.dataset(), &loaded.sources);
    let settings = view::Options { as_of: options.as_of, ..view::Options::default() };
    let picture = answer.paths.first().map(|first| format!("{:#?}", view::path(graph, &proofs, first, &settings)));
    [
        words::text::to_text(graph, answer, options),
        words::memo::to_memo(graph, answer, options),
        words::json::to_json(graph, answer, options).to_string(),
        picture.unwrap_or_default(),
    ]
}

/// Asks for the paths between some records with what is known and without, and compares. Returns how often what is known was of use.
fn compare_paths(data: &Path, whole: &Loaded, dice: &mut Random, as_of: Option<Day>) -> Result<usize, TestCaseError> {
    let (place, limits) = (Place::at(data).unwrap(), Limits::default());
    let then = as_of.map(|day| whole.dataset.as_of(day));
    let graph = Graph::new(then.as_ref().unwrap_or(&whole.dataset));
    let nodes: Vec<_> = graph.nodes().collect();
    let mut used = 0;
    for _ in 0..4 {
        let options = path::Options {
            as_of,
            time_edges: dice.below(2) == 0,
            respect_time: dice.below(3) == 0,
            most: [None, None, Some(5)][dice.below(3)],
            longest: 6,
            budget: 200_000,
            ..path::Options::default()
        };
        let [from, to] = [nodes[dice.below(nodes.len())], nodes[dice.below(nodes.len())]];
        let [first, last] = [from, to].map(|index| format!("{}:{}", graph.node(index).kind().as_str(), graph.node(index).id()));
        let Some(known) = known(&place, &limits) else { continue };
        let Some(found) = cache::paths(known, [&first, &last], &options).unwrap() else { continue };
        let part_then = as_of.map(|day| found.loaded.dataset.as_of(day));
        let part = Graph::new(part_then.as_ref().unwrap_or(&found.loaded.dataset));
        let answer = found.answer(&part, &options);
        prop_assert!(answer.is_some(), "{first} to {last}: {options:?}");
        let plain = told(whole, &graph, &path::find(&graph, from, to, &options), &options);
        for (part, plain) in told(&found.loaded, &part, &answer.unwrap(), &options).iter().zip(&plain) {
            prop_assert!(part == plain, "{first} to {last}: {}: {options:?}", other_line(part, plain));
        }
        used += 1;
    }
    Ok(used)
}

/// The first line in which two texts differ.
fn other_line(a: &str, b: &str) -> String {
    let lines = a.lines().chain(std::iter::repeat("")).zip(b.lines());
    lines.into_iter().find(|(a, b)| a != b).map_or_else(|| "more".to_owned(), |(a, b)| format!("{a} | {b}"))
}

/// One dataset, edited again and again; after each edit questions are answered with what is known and without. Returns how often it was of use.
fn walk(seed: u64, steps: usize) -> Result<usize, TestCaseError> {
    let mut dice = Random(seed);
    let datasets = datasets();
    let base = if dice.below(4) > 0 { &datasets[dice.below(3)] } else { &datasets[dice.below(datasets.len())] };
    let (_folder, data) = copy(base);
    compare(&data, &KEEP_ALL)?;
    let (place, limits) = (Place::at(&data).unwrap(), Limits::default());
    let (mut used, mut done) = (0, Vec::new());
    for step in 0..steps {
        let before = contents(&data);
        if step > 0 {
            done.push(edit(&data, &mut dice));
        }
        if !data.join("demarche.yaml").is_file() {
            break;
        }
        let whole = load::load(&place, &limits).unwrap();
        if !whole.diagnostics.is_empty() {
            prop_assert!(known(&place, &limits).is_none(), "{:?}: what is left out is told after {:#?}", base, done);
            restore(&data, &before);
            done.push("as before".into());
            continue;
        }
        match dice.below(8) {
            0 => spoil(&data, "positions", &mut dice),
            1 => spoil(&data, "cache", &mut dice),
            2 | 3 => {
                if let Some(known) = known(&place, &limits) {
                    table(&whole, &Threads::default()).keep(&known, &whole);
                }
            }
            4 => _ = compare(&data, &KEEP_ALL)?,
            _ => {}
        }
        let dataset = &whole.dataset;
        let actors: Vec<&str> = dataset.actors.keys().map(|id| id.as_str()).collect();
        let demands: Vec<&str> = dataset.demands.keys().map(|id| id.as_str()).collect();
        let days: Vec<Day> = dataset.statements.values().filter_map(|statement| statement.said_on()?.latest()).collect();
        let mut asks = vec![(None, None)];
        if !actors.is_empty() && !demands.is_empty() {
            let (actor, demand) = (Some(actors[dice.below(actors.len())]), Some(demands[dice.below(demands.len())]));
            asks.extend([(actor, None), (None, demand), (actor, demand)]);
        }
        let as_of = (!days.is_empty() && dice.below(2) == 0).then(|| days[dice.below(days.len())]);
        let answered =
            compare_answers(&data, &whole, &asks, as_of).and_then(|answers| Ok(answers + compare_paths(&data, &whole, &mut dice, as_of)?));
        used += answered.map_err(|cause| TestCaseError::fail(format!("{base:?} after {done:#?}: {cause}")))?;
    }
    Ok(used)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn answers_from_what_is_known_are_those_of_the_whole_after_any_edits(seed in any::<u64>()) {
        walk(seed, 10)?;
    }
}

#[test]
fn what_is_known_answers_many_of_these_questions() {
    let used: usize = (0..6).map(|seed| walk(seed, 8).unwrap()).sum();
    assert!(used > 40, "{used}");
}

#[test]
fn whatever_changes_sides_or_demands_the_table_of_positions_is_that_of_the_whole() {
    let (_folder, data) = copy(&root().join("data"));
    let (place, limits) = (Place::at(&data).unwrap(), Limits::default());
    compare(&data, &KEEP_ALL).unwrap();
    let before = load::load(&place, &limits).unwrap();
    let all = Threads::default();
    table(&before, &all).keep(&known(&place, &limits).unwrap(), &before);
    let (mut moved, mut used) = (0, 0);
    for (path, content) in contents(&data.join("statements")) {
        let text = String::from_utf8(content).unwrap();
        for (key, values) in [
            ("speaker", &["wendy-sherman", "vladimir-putin"][..]),
            ("demand", &["no-pause-for-regrouping", "root-causes"]),
            ("date", &["2021-11-02", "2024-12", "2022-01~"]),
        ] {
            for (value, edited) in
                values.iter().flat_map(|value| with_values(&text, key, &[value]).into_iter().map(move |text| (value, text)))
            {
                fs::write(&path, &edited).unwrap();
                let whole = load::load(&place, &limits).unwrap();
                if whole.diagnostics.is_empty() {
                    let found = Table::known(known(&place, &limits).unwrap(), &all).unwrap();
                    let (expected, kept) = (table(&whole, &all), table(&before, &all));
                    used += usize::from(found.is_some());
                    moved += usize::from(expected != kept);
                    assert!(found.is_none_or(|found| found == expected), "{path:?} with {key}: {value}");
                }
            }
        }
        fs::write(&path, &text).unwrap();
    }
    assert!(used > 40 && moved > 40, "{used} {moved}");
}

#[test]
fn a_shift_that_goes_by_the_date_of_a_claim_of_another_thread_is_worked_out_again() {
    let (_folder, data) = copy(&driver::small());
    let change = |name: &str, from: &str, to: &str| {
        let path = data.join("statements").join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    let link = "      - {kind: softens, to: brandek-1998-03-03/tolls-stay, why: He had refused.}\n      - {kind: hardens";
    change("maron-1999-05.yaml", "      - {kind: hardens", link);
    compare(&data, &KEEP_ALL).unwrap();
    let (place, limits) = (Place::at(&data).unwrap(), Limits::default());
    let before = load::load(&place, &limits).unwrap();
    let all = Threads::default();
    table(&before, &all).keep(&known(&place, &limits).unwrap(), &before);
    let merania = Threads { sides: Some(["merania".to_owned()].into()), demands: None };
    let mut told = Vec::new();
    for date in ["1998-04-20", "1997-04-20"] {
        let path = data.join("statements/brandek-1998-03-03.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let line = text.lines().find(|line| line.starts_with("date: ")).unwrap().to_owned();
        change("brandek-1998-03-03.yaml", &line, &format!("date: {date}"));
        let whole = load::load(&place, &limits).unwrap();
        assert_eq!(Table::known(known(&place, &limits).unwrap(), &all).unwrap(), Some(table(&whole, &all)), "{date}");
        told.push(table(&whole, &merania));
    }
    assert_ne!(told[0], told[1], "the shift of Merania's claim is another one");
}

/// The commands that answer from what is known.
const QUESTIONS: &[&[&str]] =
    &[&["positions"], &["positions", "--format", "json"], &["positions", "--history"], &["positions", "--as-of", "2022-01-31"]];

#[test]
fn commands_say_the_same_with_what_is_known_and_without_before_and_after_an_edit() {
    let (folder, data) = large();
    let ask = || {
        let claims = driver::run(folder.path(), &["list", "claims", "--format", "json", "--no-cache"]).json(0);
        let ids: Vec<&str> = claims["records"].as_array().unwrap().iter().map(|claim| claim["id"].as_str().unwrap()).collect();
        let paths =
            [(0, 7, &["--explain"][..]), (3, 20, &["--format", "json"]), (9, 2, &["-o", "x.svg"]), (1, 30, &["--as-of", "2022-06"])];
        for (from, to, options) in paths {
            let question = [&["path", ids[from], ids[to]], options].concat();
            let plain = driver::run(folder.path(), &[&question[..], &["--no-cache"]].concat());
            let told = driver::run(folder.path(), &question);
            assert_eq!((told.shown(), told.stderr, told.status), (plain.shown(), plain.stderr, plain.status), "{question:?}");
        }
        let list = driver::run(folder.path(), &["positions", "--format", "json"]).json(0);
        let rows = list["positions"].as_array().unwrap().clone();
        assert!(rows.len() > 3);
        for row in rows.iter().step_by(rows.len() / 3) {
            let (actor, demand) = (row["actor"]["id"].as_str().unwrap(), row["demand"].as_str().unwrap());
            let title = row["title"].as_str().unwrap();
            for question in [
                &["positions", actor][..],
                &["positions", "--demand", demand],
                &["positions", actor, "--demand", demand, "--format", "json"],
                &["positions", actor, "--as-of", "1900"],
                &["thread", demand],
                &["thread", demand, "--actor", actor, "--format", "json"],
                &["thread", demand, "--as-of", "2022-06"],
                &["thread", title],
                &["draw", "--actor", actor, "-o", "x.svg", "-o", "x.dot", "-o", "x.html"],
                &["draw", "thread", demand, "-o", "x.svg", "-o", "x.dot", "-o", "x.html"],
                &["draw", "actors", demand, "--title", title, "-o", "x.svg", "-o", "x.dot", "-o", "x.html"],
                &["thread", demand, "--where", "claims(act:demand)"],
                &["positions", "nobody"],
            ]
            .into_iter()
            .chain(QUESTIONS.iter().copied())
            {
                let plain = driver::run(folder.path(), &[question, &["--no-cache"]].concat());
                let drawn = || ["x.svg", "x.dot", "x.html"].map(|name| fs::read(folder.path().join(name)).unwrap_or_default());
                let plainly_drawn = drawn();
                let told = driver::run(folder.path(), question);
                assert!(drawn() == plainly_drawn, "{question:?}");
                assert_eq!((told.shown(), told.stderr, told.status), (plain.shown(), plain.stderr, plain.status), "{question:?}");
            }
        }
    };
    driver::run(folder.path(), &["check"]).expect(0);
    assert!(!data.join(".demarche/positions").exists());
    ask();
    assert!(data.join(".demarche/positions").is_file());
    let path = data.join("statements").read_dir().unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let edited = text.replacen("firmness: demands", "firmness: ultimatum", 1).replacen("act: demand", "act: threaten", 1);
    assert_ne!(text, edited);
    fs::write(&path, edited).unwrap();
    ask();
}

#[test]
fn the_table_of_positions_is_not_believed_for_another_state_of_the_dataset() {
    let (_folder, data) = copy(&driver::small());
    let (place, limits) = (Place::at(&data).unwrap(), Limits::default());
    compare(&data, &KEEP_ALL).unwrap();
    let whole = load::load(&place, &limits).unwrap();
    // Lines that nobody worked out from the data.
    Table::default().keep(&known(&place, &limits).unwrap(), &whole);
    let all = Threads::default();
    assert_eq!(Table::known(known(&place, &limits).unwrap(), &all).unwrap(), Some(Table::default()));
    // Another check, of other files, keeps something else.
    fs::write(data.join("events.yaml"), fs::read_to_string(data.join("events.yaml")).unwrap() + "# a remark\n").unwrap();
    compare(&data, &KEEP_ALL).unwrap();
    let whole = load::load(&place, &limits).unwrap();
    let found = Table::known(known(&place, &limits).unwrap(), &all).unwrap();
    assert!(found.is_none_or(|found| found == table(&whole, &all)));
    // What was loaded before an edit is not what is there.
    let path = data.join("statements").read_dir().unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    compare(&data, &KEEP_ALL).unwrap();
    let before = fs::read(data.join(".demarche/positions")).unwrap();
    fs::write(&path, text.clone() + "# a remark\n").unwrap();
    let other = load::load(&place, &limits).unwrap();
    fs::write(&path, text).unwrap();
    table(&other, &all).keep(&known(&place, &limits).unwrap(), &other);
    assert_eq!(fs::read(data.join(".demarche/positions")).unwrap(), before);
}
