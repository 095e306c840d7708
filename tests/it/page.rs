//! The page, driven in Chromium: what a reader meets with the mouse, the keyboard, a screen reader, a printer, and without the script;
//! and that no text of the data becomes anything but text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use demarche::date::{Certainty, Day};
use demarche::export::{page, svg};
use demarche::graph::Graph;
use demarche::load::load;
use demarche::model::{Dataset, Form};
use demarche::proof::Proofs;
use demarche::scene::{self, Profile, Scene, timeline};
use demarche::source::SourceMap;
use demarche::tree::Place;
use demarche::view::{self, Card, View};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::draw_views::{SMALL, all_views};
use crate::driver::{root, run, small, temporary};
use crate::peers::{chromium, output_of, peers, read};

struct Loaded {
    dataset: Dataset,
    sources: SourceMap,
}

fn loaded(folder: &Path) -> Loaded {
    let loaded = load(&Place::at(folder).expect("the folder is a dataset"), &Default::default()).expect("the dataset can be read");
    Loaded { dataset: loaded.dataset, sources: loaded.sources }
}

/// The real dataset.
fn real() -> &'static Loaded {
    static REAL: OnceLock<Loaded> = OnceLock::new();
    REAL.get_or_init(|| loaded(&root().join("data")))
}

fn evolution(dataset: &Dataset, sources: &SourceMap) -> View {
    view::evolution(&Graph::new(dataset), &Proofs::new(dataset, sources), &view::Options::default()).expect("the manifest has a focus")
}

fn scenes(view: &View) -> (Scene, Scene) {
    let draw = |profile| timeline(view, &scene::Options { profile, is_in_page: true });
    (draw(Profile::Poster), draw(Profile::Report))
}

fn written(view: &View) -> String {
    let (screen, sheets) = scenes(view);
    page::write(view, &screen, &page::Options { sheets: Some(&sheets), ..Default::default() })
}

fn cards(view: &View) -> Vec<&Card> {
    view.lanes.iter().flat_map(|lane| &lane.cards).collect()
}

fn view_of_real() -> &'static View {
    static VIEW: OnceLock<View> = OnceLock::new();
    VIEW.get_or_init(|| evolution(&real().dataset, &real().sources))
}

/// A browser that can be driven: the folder of the peers, and its program.
fn browser() -> Option<(PathBuf, PathBuf)> {
    Some((peers()?, chromium()?))
}

/// Files in a temporary folder.
fn files(pages: &[(&str, &str)]) -> TempDir {
    let folder = temporary();
    for (name, text) in pages {
        std::fs::write(folder.path().join(name), text).expect("the file can be written");
    }
    folder
}

/// The file of the real dataset's page.
fn real_page() -> TempDir {
    files(&[("page.html", &written(view_of_real()))])
}

/// Drives the browser; gives what each step gave, without those that give nothing. Fails where anything was said, asked for or refused.
fn drive((peers, chromium): &(PathBuf, PathBuf), folder: &TempDir, options: Value, steps: &[Value]) -> Vec<Value> {
    let mut steps = steps.to_vec();
    for step in steps.iter_mut().filter(|step| step[0] == "open") {
        step[1] = json!(folder.path().join(step[1].as_str().expect("a name")));
    }
    let opened: BTreeSet<String> =
        steps.iter().filter(|step| step[0] == "open").map(|step| format!("file://{}", step[1].as_str().expect("a path"))).collect();
    let mut input = options;
    input["steps"] = json!(steps);
    let mut node = Command::new("node");
    node.arg("tests/peers/page.mjs").arg(peers).arg(chromium);
    // A browser can be ended by the machine that it runs on; what is asserted here is read from its answer, which a second try gives too.
    let first = crate::peers::run(&mut node, &input.to_string());
    let output = if first.status.success() {
        String::from_utf8(first.stdout).expect("the output is UTF-8")
    } else {
        eprintln!("tried again: {}", String::from_utf8_lossy(&first.stderr));
        output_of(&mut node, &input.to_string())
    };
    let mut lines: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let said = lines.pop().expect("there is a last line");
    for kind in ["console", "errors", "dialogs"] {
        assert_eq!(said[kind], json!([]), "{kind}");
    }
    let asked = said["requests"].as_array().expect("a list").iter().map(|url| url.as_str().expect("a text"));
    let others: Vec<&str> = asked.filter(|url| *url != "about:blank" && !opened.contains(url.split('#').next().expect("a part"))).collect();
    assert!(others.is_empty(), "nothing is asked for but the page: {others:?}");
    lines.into_iter().filter(|line| !line.is_null()).collect()
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap_or_else(|| panic!("{value} is a list")).iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

fn set(value: &Value) -> BTreeSet<String> {
    list(value).into_iter().collect()
}

fn ids<'c>(cards: impl IntoIterator<Item = &'c Card>) -> BTreeSet<String> {
    cards.into_iter().map(|card| card.id.clone()).collect()
}

const OPEN: &str = "page.html";

#[test]
fn the_page_is_the_same_each_time_and_holds_no_way_out() {
    let text = written(view_of_real());
    assert_eq!(text, written(&evolution(&real().dataset, &real().sources)));
    let folder = temporary();
    for name in ["a.html", "b.html"] {
        let data = root().join("data");
        run(folder.path(), &["draw", "--data", data.to_str().expect("UTF-8"), "-o", name]).expect(0);
        assert_eq!(std::fs::read_to_string(folder.path().join(name)).expect("it was written"), text, "{name}");
    }
    for word in ["src=", " style=", "javascript:", "@import", "innerHTML", "eval(", "<img", "<link", "<iframe", "http-equiv=\"refresh"] {
        assert!(!text.replace("src:url(data:", "").contains(word), "{word}");
    }
    let handlers = text.split('<').filter(|tag| {
        tag.split('>').next().is_some_and(|tag| {
            tag.contains(" on")
                && tag.contains("=\"")
                && tag.split(" on").skip(1).any(|rest| {
                    rest.split('=').next().is_some_and(|name| {
                        !name.is_empty() && name.chars().all(|sign| sign.is_ascii_lowercase()) && rest[name.len()..].starts_with("=\"")
                    })
                })
        })
    });
    assert_eq!(handlers.count(), 0, "no attribute handles an event");
}

#[test]
fn the_policy_names_the_hashes_of_the_bytes_that_stand_there() {
    use base64::Engine;
    let text = written(view_of_real());
    let between = |from: &str, to: &str| text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).expect("it is there").0.to_owned();
    let hash = |text: &str| base64::engine::general_purpose::STANDARD.encode(demarche::hash::sha256(text.as_bytes()));
    let policy = between("Content-Security-Policy\" content=\"", "\"");
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; font-src data:; img-src 'none'; base-uri 'none'; form-action 'none'",
            hash(&between("<style>", "</style>")),
            hash(&between("<script>", "</script>")),
        )
    );
    // The browser agrees: the tests that drive it fail on any message.
}

#[test]
fn a_page_opens_with_every_claim_shown_and_says_nothing() {
    let Some(browser) = browser() else { return };
    let steps = [json!(["open", OPEN]), json!(["see"])];
    let seen = drive(&browser, &real_page(), json!({}), &steps);
    let all = ids(cards(view_of_real()));
    for key in ["shown", "rows", "printed"] {
        assert_eq!(set(&seen[0][key]), all, "{key}");
    }
    assert_eq!(seen[0]["count"], json!(format!("{0} of {0} claims", all.len())));
    assert_eq!(list(&seen[0]["articles"]), Vec::<String>::new());
    assert_eq!(list(&seen[0]["tabbable"]).len(), 1, "one claim can be reached by Tab");
    assert_eq!(seen[0]["scrolls"], json!(false), "the page itself never scrolls sideways");
    assert!(seen[0]["smallest"].as_f64().expect("a number") >= 9.0, "{}", seen[0]["smallest"]);
    for (selector, is_visible) in [("#controls", true), ("#theme", true), ("aside", false), (".sheets", false), ("#table table", false)] {
        assert_eq!(seen[0]["visible"][selector], json!(is_visible), "{selector}");
    }
}

#[test]
fn filters_and_search_narrow_picture_and_table_together() {
    let Some(browser) = browser() else { return };
    let view = view_of_real();
    let threats = |card: &&&Card| card.mark.as_str() == "threat";
    let refusals = |card: &&&Card| card.mark.as_str() == "refusal";
    let all = cards(view);
    let of_putin: BTreeSet<String> = ids(all.iter().filter(|card| card.actor == "vladimir-putin").copied());
    // A lane with narrower ones below it.
    let broad = view.lanes.iter().position(|lane| lane.id == "security-guarantees").expect("the lane is there");
    let end = (broad + 1..view.lanes.len()).find(|place| view.lanes[*place].depth <= view.lanes[broad].depth).unwrap_or(view.lanes.len());
    assert!(end > broad + 1);
    let below = ids(view.lanes[broad..end].iter().flat_map(|lane| &lane.cards));
    let steps = [
        json!(["open", OPEN]),
        json!(["click", "[data-filter=threat]"]),
        json!(["see"]),
        json!(["click", "[data-filter=refusal]"]),
        json!(["see"]),
        json!(["click", "#clear"]),
        json!(["select", "#actor", "vladimir-putin"]),
        json!(["see"]),
        json!(["click", "#clear"]),
        json!(["select", "#lane", broad.to_string()]),
        json!(["see"]),
        json!(["click", "[data-filter=threat]"]),
        json!(["see"]),
        json!(["click", "#clear"]),
        json!(["focus", "#theme"]),
        json!(["press", "/"]),
        json!(["type", "BÁlt"]),
        json!(["see"]),
        json!(["fill", "#search", "zzz"]),
        json!(["see"]),
        json!(["click", "#clear"]),
        json!(["see"]),
    ];
    let seen = drive(&browser, &real_page(), json!({}), &steps);
    let has = |card: &Card, word: &str| {
        let evidence = card.detail.evidence.iter().map(|words| words.passage.as_str());
        [card.text.as_str(), card.detail.summary.as_str()].into_iter().chain(evidence).any(|text| text.to_lowercase().contains(word))
    };
    let expected = [
        ids(all.iter().filter(threats).copied()),
        ids(all.iter().filter(|card| threats(card) || refusals(card)).copied()),
        of_putin,
        below.clone(),
        ids(all.iter().filter(threats).copied()).intersection(&below).cloned().collect(),
        ids(all.iter().filter(|card| has(card, "balt")).copied()),
        BTreeSet::new(),
        ids(all.iter().copied()),
    ];
    for (place, (seen, expected)) in seen.iter().zip(&expected).enumerate() {
        assert!(place >= 6 || (!expected.is_empty() && expected.len() < all.len()), "step {place} narrows");
        for key in ["shown", "rows", "printed"] {
            assert_eq!(set(&seen[key]), *expected, "step {place}: {key}");
        }
        assert_eq!(seen["count"], json!(format!("{} of {} claims", expected.len(), all.len())), "step {place}");
        let hidden: BTreeSet<String> = ids(all.iter().copied()).difference(expected).cloned().collect();
        assert_eq!(set(&seen["hiddenFromReaders"]), hidden, "step {place}");
        assert!(set(&seen["tabbable"]).is_subset(expected), "step {place}: what is not shown is not reached");
        for link in seen["links"].as_array().expect("a list") {
            let is_there = |id: &Value| !all.iter().any(|card| *id == card.id) || expected.contains(id.as_str().expect("an id"));
            assert_eq!(link[2], json!(is_there(&link[0]) && is_there(&link[1])), "step {place}: {link}");
        }
    }
    assert_eq!(seen.len(), expected.len());
    assert_eq!(seen[5]["focus"], json!("#search"), "the slash leads to the search");
}

#[test]
fn arrow_keys_reach_every_claim_along_and_between_lanes() {
    let Some(browser) = browser() else { return };
    let view = view_of_real();
    let lane = view.lanes.iter().find(|lane| lane.cards.len() > 2).expect("a lane of several claims");
    let first = &lane.cards[0].id;
    let steps = [
        json!(["open", OPEN, format!("#{first}")]),
        json!(["see"]),
        json!(["press", "ArrowRight"]),
        json!(["see"]),
        json!(["press", "End"]),
        json!(["see"]),
        json!(["press", "ArrowRight"]),
        json!(["see"]),
        json!(["press", "Escape"]),
        json!(["see"]),
        json!(["press", "Enter"]),
        json!(["see"]),
        json!(["walk"]),
        json!(["open", OPEN]),
        json!(["tabs"]),
        json!(["click", "[data-filter=threat]"]),
        json!(["focus", "#picture [tabindex='0']"]),
        json!(["walk"]),
    ];
    let seen = drive(&browser, &real_page(), json!({}), &steps);
    let last = &lane.cards.last().expect("there are several").id;
    for (place, expected) in [(0, first), (1, &lane.cards[1].id), (2, last), (3, last), (5, last)] {
        assert_eq!(seen[place]["focus"], json!(expected), "step {place}");
        assert_eq!(list(&seen[place]["articles"]), std::slice::from_ref(expected), "step {place}: the details follow");
        assert_eq!(seen[place]["hash"], json!(expected), "step {place}: the address follows");
        assert_eq!(seen[place]["inView"], json!(true), "step {place}");
    }
    assert_eq!(list(&seen[4]["articles"]), Vec::<String>::new(), "Escape closes");
    assert_eq!((&seen[4]["hash"], &seen[4]["focus"]), (&json!(""), &json!(last)));
    let walked: Vec<Vec<String>> = seen[6].as_array().expect("a list").iter().map(list).collect();
    let lanes: Vec<Vec<String>> = view
        .lanes
        .iter()
        .map(|lane| lane.cards.iter().map(|card| card.id.clone()).collect::<Vec<_>>())
        .filter(|lane| !lane.is_empty())
        .collect();
    assert_eq!(walked, lanes, "each lane in the order of time, from the top down");
    let tabs = list(&seen[7]);
    let claims = tabs.iter().filter(|stop| stop.contains('/')).count();
    assert_eq!(claims, 1, "{tabs:?}");
    for control in ["theme", "search", "actor", "lane", "stop"] {
        assert!(tabs.iter().any(|stop| stop == control), "{control} is not among {tabs:?}");
    }
    let threats: BTreeSet<String> = ids(cards(view).into_iter().filter(|card| card.mark.as_str() == "threat"));
    let walked: BTreeSet<String> = seen[8].as_array().expect("a list").iter().flat_map(list).collect();
    assert_eq!(walked, threats, "what a filter takes out is stepped over");
}

#[test]
fn up_and_down_lead_to_the_claim_nearest_in_time() {
    let Some(browser) = browser() else { return };
    let view = view_of_real();
    let dated = |lane: usize| view.lanes[lane].cards.iter().filter(|card| card.when.at.is_some());
    let at = |card: &Card| card.when.at.expect("it has a date").number();
    let mut steps = vec![json!(["open", OPEN])];
    let mut expected = Vec::new();
    for lane in 0..view.lanes.len() - 1 {
        let Some(from) = dated(lane).next_back().filter(|_| !view.lanes[lane + 1].cards.is_empty()) else { continue };
        let least = dated(lane + 1).map(|card| (at(card) - at(from)).abs()).min().expect("it has a date");
        expected.push(ids(dated(lane + 1).filter(|card| (at(card) - at(from)).abs() == least)));
        steps.extend([json!(["open", OPEN, format!("#{}", from.id)]), json!(["press", "ArrowDown"]), json!(["see"])]);
    }
    assert!(expected.len() > 5);
    for (seen, nearest) in drive(&browser, &real_page(), json!({}), &steps).iter().zip(&expected) {
        assert!(nearest.contains(seen["focus"].as_str().expect("an id")), "{} is none of {nearest:?}", seen["focus"]);
    }
}

#[test]
fn an_address_opens_its_claim_and_links_lead_on() {
    let Some(browser) = browser() else { return };
    let view = view_of_real();
    let all = ids(cards(view));
    let linking = cards(view).into_iter().find(|card| card.detail.links.iter().any(|link| all.contains(&link.id))).expect("a linked claim");
    let target = &linking.detail.links.iter().find(|link| all.contains(&link.id)).expect("it was found by it").id;
    let row = &cards(view)[3].id;
    let steps = [
        json!(["open", OPEN, format!("#{}", linking.id.replace('/', "%2F"))]),
        json!(["see"]),
        json!(["click", format!("aside article:not([hidden]) a[href='#{target}']")]),
        json!(["see"]),
        json!(["click", "#close"]),
        json!(["see"]),
        json!(["click", "summary"]),
        json!(["click", format!("tr[data-row='{row}'] th a")]),
        json!(["see"]),
        json!(["click", "[data-filter=assurance]"]),
        json!(["see"]),
        json!(["open", OPEN, "#%E0%A4%A"]),
        json!(["see"]),
        json!(["open", OPEN, "#nobody/nothing"]),
        json!(["see"]),
        json!(["open", OPEN, format!("#{target}")]),
        json!(["click", "[data-filter=offer]"]),
        json!(["click", "summary"]),
        json!(["see"]),
    ];
    let seen = drive(&browser, &real_page(), json!({}), &steps);
    for (place, expected) in [(0, &linking.id), (1, target), (3, row)] {
        assert_eq!(list(&seen[place]["articles"]), std::slice::from_ref(expected), "step {place}");
        assert_eq!(seen[place]["inView"], json!(true), "step {place}: the claim is scrolled to");
        assert_eq!(seen[place]["focus"], json!(expected), "step {place}");
    }
    for place in [2, 4, 5, 6, 7] {
        assert_eq!(list(&seen[place]["articles"]), Vec::<String>::new(), "step {place}");
    }
    assert_eq!(seen[7]["hash"], json!(""), "a claim that is filtered out is not open");
}

#[test]
fn the_slider_shows_what_the_library_says_had_been_said_by_each_day() {
    let Some(browser) = browser() else { return };
    let view = view_of_real();
    let dataset = &real().dataset;
    let days: BTreeSet<Day> = cards(view).iter().flat_map(|card| [card.when.first, card.when.last]).flatten().collect();
    let mut steps = vec![json!(["open", OPEN])];
    for place in 0..=days.len() {
        steps.extend([json!(["slide", place]), json!(["see"])]);
    }
    let seen = drive(&browser, &real_page(), json!({}), &steps);
    assert_eq!(seen.len(), days.len() + 1);
    let said = |id: &str, day: Day| dataset.claim(id).expect("a drawn claim is in the dataset").0.said_by(day);
    let mut had_possible = false;
    for (day, seen) in days.iter().zip(&seen) {
        let then = dataset.as_of(*day);
        let shown: BTreeSet<String> = ids(cards(view).into_iter().filter(|card| then.claim(&card.id).is_some()));
        let possible: BTreeSet<String> = ids(cards(view).into_iter().filter(|card| said(&card.id, *day) == Certainty::Possible));
        let words = view::day_in_words(*day);
        for key in ["shown", "rows"] {
            assert_eq!(set(&seen[key]), shown, "{day}: {key}");
        }
        for key in ["possible", "possibleRows"] {
            assert_eq!(set(&seen[key]), possible, "{day}: {key}");
        }
        assert_eq!(list(&seen["frames"]), vec!["possibly later"; possible.len()], "{day}: a word says it too");
        let doubt = if possible.is_empty() { String::new() } else { format!(", {} of them only possibly said by {words}", possible.len()) };
        assert_eq!(seen["count"], json!(format!("{} of {} claims{doubt}", shown.len(), cards(view).len())), "{day}");
        assert_eq!((&seen["day"], &seen["valueText"]), (&json!(words), &json!(words)));
        assert_eq!(seen["status"], json!(false), "{day}: what became of a demand by the cut-off is not shown");
        had_possible |= !possible.is_empty() && shown.len() < cards(view).len();
    }
    assert!(had_possible);
    let end = seen.last().expect("there is the end");
    assert_eq!(set(&end["shown"]), ids(cards(view)));
    assert_eq!((&end["possible"], &end["status"]), (&json!([]), &json!(true)));
}

#[test]
fn it_prints_sheets_and_table_without_the_controls() {
    let Some(browser) = browser() else { return };
    let first = &cards(view_of_real())[0].id;
    let steps = [json!(["open", OPEN, format!("#{first}")]), json!(["pdf"]), json!(["media", "print"]), json!(["see"])];
    let seen = drive(&browser, &real_page(), json!({"dark": true}), &steps);
    assert_eq!(seen[0]["head"], json!("%PDF-"));
    let sheets = scenes(view_of_real()).1.pages.len() as u64;
    let pages = seen[0]["pages"].as_u64().expect("a number");
    assert!(pages > sheets && pages < sheets + 8, "{sheets} sheets and the table on {pages} pages");
    assert!(seen[0]["bytes"].as_u64().expect("a number") > 50_000);
    for (selector, is_visible) in [
        ("#controls", false),
        ("#theme", false),
        ("#help", false),
        ("#close", false),
        ("#picture", false),
        ("aside", false),
        (".sheets", true),
    ] {
        assert_eq!(seen[1]["visible"][selector], json!(is_visible), "{selector}");
    }
    assert_eq!(seen[1]["paper"], json!("rgb(255, 255, 255)"), "paper is white where the screen is dark");
}

/// What can be measured of a screenshot.
#[cfg(feature = "render")]
struct Shot {
    width: u32,
    height: u32,
    /// The part of the pixels that are much darker or lighter than the ground.
    inked: f64,
    /// From 0, black, to 255.
    lightness: f64,
    /// Whether no pixel has a colour.
    is_grey: bool,
}

#[cfg(feature = "render")]
impl Shot {
    fn read(file: &Path) -> Self {
        let picture = resvg::tiny_skia::Pixmap::decode_png(&std::fs::read(file).expect("it was written")).expect("it is a PNG");
        // Every seventh pixel tells enough.
        let pixels = || picture.pixels().iter().step_by(7).map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
        let ground = pixels().next().expect("there is a pixel");
        let (mut all, mut inked, mut lightness, mut is_grey) = (0.0, 0.0, 0.0, true);
        for [red, green, blue] in pixels() {
            all += 1.0;
            inked += f64::from(u8::from(green.abs_diff(ground[1]) > 60));
            lightness += f64::from(green);
            // Edges of letters may have a hint of colour.
            is_grey &= red.max(green).max(blue) - red.min(green).min(blue) < 40;
        }
        Shot { width: picture.width(), height: picture.height(), inked: inked / all, lightness: lightness / all, is_grey }
    }
}

#[test]
#[cfg(feature = "render")]
fn the_page_is_a_sight_in_every_state() {
    let Some(browser) = browser() else { return };
    // They are kept, so that somebody can look at them.
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    std::fs::create_dir_all(&kept).expect("the folder can be made");
    let file = |name: &str| kept.join(format!("{name}.png"));
    let shot = |name: &str, is_whole: bool| json!(["shot", file(name), is_whole]);
    let view = view_of_real();
    let threat = &cards(view).iter().find(|card| card.mark.as_str() == "threat").expect("there is a threat").id;
    let (screen, sheets) = scenes(view);
    let grey = page::write(view, &screen, &page::Options { sheets: Some(&sheets), theme: Some(scene::Theme::Print) });
    let folder = files(&[(OPEN, &written(view)), ("grey.html", &grey)]);
    let light = [
        json!(["open", OPEN]),
        shot("light", false),
        shot("light-whole", true),
        json!(["open", OPEN, format!("#{threat}")]),
        shot("details", false),
        json!(["click", "#close"]),
        json!(["click", "[data-filter=threat]"]),
        shot("filtered", false),
        json!(["click", "#clear"]),
        json!(["slide", 4]),
        shot("as-of", false),
        json!(["click", "#clear"]),
        json!(["click", "summary"]),
        json!(["focus", "#table"]),
        shot("table", true),
        json!(["media", "print"]),
        shot("print", true),
        json!(["media", "screen"]),
        json!(["open", "grey.html"]),
        shot("grey", false),
        json!(["axe"]),
    ];
    let seen = drive(&browser, &folder, json!({}), &light);
    assert_eq!(list(&seen[0]["violations"]), Vec::<String>::new(), "in greys too it can be read");
    drive(
        &browser,
        &folder,
        json!({"dark": true}),
        &[json!(["open", OPEN]), shot("dark", false), json!(["click", "#theme"]), shot("turned", false)],
    );
    drive(&browser, &folder, json!({"width": 420}), &[json!(["open", OPEN]), shot("narrow", false)]);
    let all = ["light", "light-whole", "details", "filtered", "as-of", "table", "print", "grey", "dark", "turned", "narrow"];
    let shots: BTreeMap<&str, Shot> = all.iter().map(|name| (*name, Shot::read(&file(name)))).collect();
    for (name, shot) in &shots {
        let is_whole = ["light-whole", "table", "print"].contains(name);
        assert_eq!(shot.width, if *name == "narrow" { 420 } else { 1440 }, "{name}");
        assert!(if is_whole { shot.height > 1500 } else { shot.height == 900 }, "{name} is {} high", shot.height);
        assert!((0.02..0.7).contains(&shot.inked), "{name}: {} of it is not the ground", shot.inked);
        assert!(if *name == "dark" { shot.lightness < 70.0 } else { shot.lightness > 220.0 }, "{name}: {}", shot.lightness);
        assert_eq!(shot.is_grey, *name == "grey", "{name}");
    }
    assert!(shots["filtered"].inked < shots["light"].inked * 0.9, "what is filtered out is faint");
    assert!(shots["as-of"].inked < shots["light"].inked, "what was said later is faint");
    assert!(shots["table"].height > shots["light-whole"].height + 500, "the table is open");
    assert!((shots["turned"].lightness - shots["light"].lightness).abs() < 2.0, "the button leads to the light colours");
}

#[test]
fn a_page_without_sheets_prints_its_picture_as_wide_as_the_paper() {
    let Some(browser) = browser() else { return };
    let text = page::write(view_of_real(), &scenes(view_of_real()).0, &page::Options::default());
    let steps = [json!(["open", OPEN]), json!(["media", "print"]), json!(["see"]), json!(["pdf"])];
    let seen = drive(&browser, &files(&[(OPEN, &text)]), json!({"width": 720}), &steps);
    assert_eq!(seen[0]["visible"]["#picture"], json!(true));
    assert_eq!(seen[0]["scrolls"], json!(false));
    assert!(seen[1]["pages"].as_u64().expect("a number") > 1);
}

#[test]
fn nobody_is_kept_out_in_either_theme() {
    let Some(browser) = browser() else { return };
    let first = &cards(view_of_real())[0].id;
    let steps = [
        json!(["open", OPEN]),
        json!(["axe"]),
        json!(["click", "summary"]),
        json!(["see"]),
        json!(["axe"]),
        json!(["click", "#theme"]),
        json!(["see"]),
        json!(["axe"]),
        json!(["open", OPEN, format!("#{first}")]),
        json!(["axe"]),
        json!(["slide", 4]),
        json!(["click", "[data-filter=demand]"]),
        json!(["axe"]),
        json!(["click", "#theme"]),
        json!(["axe"]),
    ];
    for dark in [false, true] {
        let seen = drive(&browser, &real_page(), json!({ "dark": dark }), &steps);
        for (place, result) in seen.iter().enumerate().filter(|(_, result)| result.get("violations").is_some()) {
            assert_eq!(list(&result["violations"]), Vec::<String>::new(), "dark: {dark}, step {place}");
            assert!(result["contrasts"].as_u64().expect("a number") > 20, "contrast was looked at");
            let undecided: Vec<String> = list(&result["incomplete"]).into_iter().filter(|one| !is_explained(one)).collect();
            assert_eq!(undecided, Vec::<String>::new(), "dark: {dark}, step {place}: axe could not decide these");
        }
        let papers = [&seen[1]["paper"], &seen[3]["paper"]];
        let (light, black) = (json!("rgb(255, 255, 255)"), json!("rgb(18, 24, 31)"));
        assert_eq!(papers, if dark { [&black, &light] } else { [&light, &black] }, "the button turns the theme");
    }
    let narrow =
        drive(&browser, &real_page(), json!({"width": 420}), &[json!(["open", OPEN, format!("#{first}")]), json!(["axe"]), json!(["see"])]);
    // Words that are scrolled out of the box of the picture seem to be missing in the middle of a name.
    let violations: Vec<String> =
        list(&narrow[0]["violations"]).into_iter().filter(|one| !one.starts_with("label-content-name-mismatch")).collect();
    assert_eq!(violations, Vec::<String>::new());
    assert_eq!(narrow[1]["scrolls"], json!(false), "only the picture scrolls sideways");
    assert_eq!(narrow[1]["inView"], json!(true), "the panel covers no selected claim");
    assert_eq!(
        set(&narrow[1]["tags"]),
        view_of_real().lanes.iter().map(|lane| lane.title.clone()).collect(),
        "the titles of lanes stay in sight"
    );
    assert_eq!(seen_tags(&browser), Vec::<String>::new(), "where they are in sight they are not repeated");
    assert!(narrow[1]["smallest"].as_f64().expect("a number") >= 9.0, "the picture is not squeezed");
}

#[test]
fn without_the_script_picture_table_and_every_claim_in_full_are_there() {
    let Some(browser) = browser() else { return };
    let view = view_of_real();
    let seen = drive(&browser, &real_page(), json!({"script": false}), &[json!(["open", OPEN]), json!(["see"])]);
    for (selector, is_visible) in [
        ("#controls", false),
        ("#theme", false),
        ("#help", false),
        ("#close", false),
        ("#picture", true),
        ("#table table", true),
        ("aside", true),
    ] {
        assert_eq!(seen[0]["visible"][selector], json!(is_visible), "{selector}");
    }
    for key in ["shown", "rows", "articles"] {
        assert_eq!(set(&seen[0][key]), ids(cards(view)), "{key}");
    }
    // The tool that looks for barriers is a script itself: it is shown the same page with the script cut out.
    let text = written(view);
    let without = text.split_once("<script>").expect("it has one").0.to_owned() + "</body></html>";
    let steps = [json!(["open", OPEN]), json!(["axe"])];
    let seen = drive(&browser, &files(&[(OPEN, &without)]), json!({}), &steps);
    assert_eq!(list(&seen[0]["violations"]), Vec::<String>::new());
}

/// Whether something that axe cannot decide is decided elsewhere.
fn is_explained(undecided: &str) -> bool {
    // It does not tell what colour lies behind a text of an SVG: paper or a band, and the test of the colours measures each ink on both.
    // Such a text is named by its element, or by the class of its ink.
    let is_in_picture = ["text", "tspan", "svg", "g[", ".f-"].iter().any(|part| undecided.contains(part));
    // Nor whether a name has the words of a sign that is no word: the × is called "Close the details".
    undecided.starts_with("color-contrast: ") && is_in_picture
        || undecided.starts_with("label-content-name-mismatch") && undecided.ends_with(": #close")
}

#[test]
fn pages_of_other_views_and_of_nothing_open_too() {
    let Some(browser) = browser() else { return };
    let dataset = &real().dataset;
    let (graph, proofs) = (Graph::new(dataset), Proofs::new(dataset, &real().sources));
    let demand = dataset.demands.keys().find(|id| id.as_str() == "nato-no-enlargement").expect("the demand is there");
    let actors = view::actors(&graph, &proofs, demand, &view::Options::default());
    let thread = view::thread(&graph, &proofs, demand, &view::Options::default());
    let nothing =
        view::evolution(&graph, &proofs, &view::Options { only: Some(BTreeSet::new()), ..Default::default() }).expect("it has a focus");
    assert!(cards(&nothing).is_empty());
    let folder = files(&[("actors.html", &written(&actors)), ("thread.html", &written(&thread)), ("nothing.html", &written(&nothing))]);
    let steps: Vec<Value> = ["actors.html", "thread.html", "nothing.html"]
        .iter()
        .flat_map(|name| [json!(["open", name]), json!(["see"]), json!(["axe"])])
        .collect();
    let seen = drive(&browser, &folder, json!({}), &steps);
    for (place, view) in [actors, thread, nothing].iter().enumerate() {
        assert_eq!(set(&seen[2 * place]["shown"]), ids(cards(view)));
        assert_eq!(list(&seen[2 * place + 1]["violations"]), Vec::<String>::new(), "view {place}");
    }
}

#[test]
fn hundreds_of_claims_on_several_pictures_can_be_stepped_through() {
    let Some(browser) = browser() else { return };
    let folder = temporary();
    output_of(Command::new("python3").arg("tests/bench/generate.py").arg("5000").arg(folder.path()), "");
    let Loaded { dataset, sources } = loaded(folder.path());
    let view = evolution(&dataset, &sources);
    let scene = scenes(&view).0;
    assert!(scene.pages.len() > 1 && cards(&view).len() > 300, "{} claims on {} pictures", cards(&view).len(), scene.pages.len());
    // Two claims beside each other on the two sides of a break between pictures.
    let page_of = |lane: &view::Lane| scene.places.iter().find(|place| place.id == lane.cards[0].id).map(|place| place.page);
    let lanes: Vec<&view::Lane> = view.lanes.iter().filter(|lane| !lane.cards.is_empty()).collect();
    let pair = lanes.windows(2).find(|pair| page_of(pair[0]) != page_of(pair[1])).expect("there is a break");
    let from = &pair[0].cards[0].id;
    let steps = [
        json!(["open", OPEN, format!("#{from}")]),
        json!(["see"]),
        json!(["press", "ArrowDown"]),
        json!(["see"]),
        json!(["slide", 3]),
        json!(["see"]),
    ];
    let seen = drive(&browser, &files(&[(OPEN, &written(&view))]), json!({}), &steps);
    assert_eq!(set(&seen[0]["shown"]), ids(cards(&view)));
    assert_eq!((&seen[0]["focus"], &seen[0]["inView"]), (&json!(from), &json!(true)));
    let below = seen[1]["focus"].as_str().expect("an id").to_owned();
    assert!(pair[1].cards.iter().any(|card| card.id == below), "{below}");
    assert_eq!(seen[1]["inView"], json!(true));
    let days: BTreeSet<Day> = cards(&view).iter().flat_map(|card| [card.when.first, card.when.last]).flatten().collect();
    let then = dataset.as_of(*days.iter().nth(3).expect("there are more"));
    assert_eq!(set(&seen[2]["shown"]), ids(cards(&view).into_iter().filter(|card| then.claim(&card.id).is_some())));
}

/// The titles of lanes that are repeated at the edge of a wide picture.
fn seen_tags(browser: &(PathBuf, PathBuf)) -> Vec<String> {
    list(&drive(browser, &real_page(), json!({}), &[json!(["open", OPEN]), json!(["see"])])[0]["tags"])
}

/// The words with which a passage that is no quotation is introduced.
const LEADS: [&str; 3] = ["In the reporter’s words:", "In the words of a headline:", "An analyst infers it from these words:"];

/// What the texts of an article must be, read from the view alone.
fn expect_article(card: &Card, article: &Value) {
    let detail = &card.detail;
    let id = &card.id;
    assert_eq!(article["label"], json!(shown(&card.text)), "{id}");
    assert_eq!(article["summary"], json!(shown(&detail.summary)), "{id}");
    let entries = list(&article["entries"]);
    let mut wanted = vec![card.date.clone(), detail.speaker.clone()];
    wanted.extend(detail.act.split(", ").map(str::to_owned));
    wanted.extend(detail.terms.iter().map(|(_, text)| text.clone()));
    wanted.extend(card.shift.as_ref().map(|shift| shift.text()));
    wanted.extend(detail.confidence.map(|word| format!("the curators’ confidence is {word}")));
    assert_eq!(entries, wanted.iter().map(|text| shown(text)).collect::<Vec<_>>(), "{id}");
    let passages = |is_quotation: bool| detail.evidence.iter().filter(move |words| words.form.is_quotation() == is_quotation);
    assert_eq!(
        list(&article["quotations"]),
        passages(true).map(|words| format!("“{}”", shown(&words.passage))).collect::<Vec<_>>(),
        "{id}"
    );
    assert_eq!(list(&article["reports"]), passages(false).map(|words| shown(&words.passage)).collect::<Vec<_>>(), "{id}");
    let link = |link: &view::DetailLink| {
        let why = link.why.as_ref().map(|why| format!("The curators’ reason: {}", shown(why))).unwrap_or_default();
        format!("{} {}{why}", link.word.replace('-', " "), shown(&link.to))
    };
    assert_eq!(list(&article["links"]), detail.links.iter().map(link).collect::<Vec<_>>(), "{id}");
    let soft = list(&article["soft"]).join("\n");
    let notes = detail.evidence.iter().filter_map(|words| words.note.as_ref());
    for text in notes.chain(&detail.note).chain([&detail.dating]) {
        assert!(soft.contains(&shown(text)), "{id}: {text:?} is not in {soft}");
    }
    for words in &detail.evidence {
        let proved = if words.is_proved { "found in the stored text" } else { "not proved in a stored text" };
        assert!(soft.contains(proved), "{id}");
    }
}

#[test]
fn only_the_speakers_own_words_stand_in_quotation_marks_or_look_so() {
    let view = view_of_real();
    let text = written(view);
    let mut seen = BTreeSet::new();
    for card in cards(view) {
        let article = text
            .split_once(&format!("<article id=\"{}\"", card.id))
            .and_then(|(_, rest)| rest.split_once("</article>"))
            .expect("it is there")
            .0;
        let items: Vec<&str> = article.split("<li class=\"").skip(1).collect();
        for (words, item) in card.detail.evidence.iter().zip(&items) {
            seen.insert(words.form);
            let passage = svg::escaped(&words.passage);
            let opening = format!("<blockquote>“<span data-searched>{passage}</span>”</blockquote>");
            assert_eq!(item.contains(&opening), words.form.is_quotation(), "{}", card.id);
            assert_eq!(item.starts_with("quotation"), words.form.is_quotation(), "{}", card.id);
            assert_eq!(LEADS.iter().any(|lead| item.contains(lead)), !words.form.is_quotation(), "{}", card.id);
            if !words.form.is_quotation() {
                assert!(
                    !item.contains("<blockquote") && !item.contains(&format!("“{passage}")) && !item.contains(&format!("\"{passage}")),
                    "{}",
                    card.id
                );
            }
            assert!(item.contains(&svg::escaped(&view.sources[words.source - 1].text)), "the chain of its sources");
        }
    }
    assert!(seen.contains(&Form::Paraphrase) && seen.contains(&Form::Translated) && seen.contains(&Form::Headline), "{seen:?}");
}

/// A text of a dataset or of the command line, and how to set it everywhere.
type Field = (&'static str, fn(&mut Dataset, &mut view::Options, &str));

fn each_claim(dataset: &mut Dataset, change: impl FnMut(&mut demarche::model::Claim)) {
    dataset.statements.values_mut().flat_map(|statement| &mut statement.claims).for_each(change);
}

/// Every text of a dataset that a page shows, whatever the loader would say to it.
const FIELDS: [Field; 25] = [
    ("headline", |_, options, text| options.title = Some(text.to_owned())),
    ("revision", |_, options, text| options.revision = Some(text.to_owned())),
    ("manifest title", |data, _, text| data.manifest.title = text.to_owned()),
    ("actor name", |data, _, text| data.actors.values_mut().for_each(|actor| actor.name.value = text.to_owned())),
    ("demand title", |data, _, text| data.demands.values_mut().for_each(|demand| demand.title.value = text.to_owned())),
    ("event title", |data, _, text| data.events.values_mut().for_each(|event| event.title.value = text.to_owned())),
    ("source title", |data, _, text| data.sources.values_mut().for_each(|source| source.title.value = text.to_owned())),
    ("source address", |data, _, text| {
        data.sources.values_mut().filter_map(|source| source.url.as_mut()).for_each(|url| url.value = text.to_owned());
    }),
    ("office", |data, _, text| data.statements.values_mut().for_each(|statement| statement.office = Some(text.to_owned()))),
    ("dating note", |data, _, text| data.statements.values_mut().for_each(|statement| statement.dating.note = Some(text.to_owned()))),
    ("label", |data, _, text| each_claim(data, |claim| claim.label.iter_mut().for_each(|label| label.value = text.to_owned()))),
    ("summary", |data, _, text| each_claim(data, |claim| claim.summary.value = text.to_owned())),
    ("condition", |data, _, text| each_claim(data, |claim| claim.condition = Some(text.to_owned()))),
    ("consequence", |data, _, text| each_claim(data, |claim| claim.consequence = Some(text.to_owned()))),
    ("claim note", |data, _, text| each_claim(data, |claim| claim.note = Some(text.to_owned()))),
    ("reason of a link", |data, _, text| {
        each_claim(data, |claim| claim.links.iter_mut().for_each(|link| link.why = Some(text.to_owned())))
    }),
    ("passage", |data, _, text| {
        each_claim(data, |claim| claim.evidence.iter_mut().for_each(|evidence| evidence.quote.passage.value = text.to_owned()));
    }),
    ("analyst", |data, _, text| {
        each_claim(data, |claim| claim.evidence.iter_mut().for_each(|evidence| evidence.analyst = Some(text.to_owned())))
    }),
    ("translator", |data, _, text| {
        each_claim(data, |claim| claim.evidence.iter_mut().for_each(|evidence| evidence.translator = Some(text.to_owned())));
    }),
    ("original", |data, _, text| {
        each_claim(data, |claim| claim.evidence.iter_mut().for_each(|evidence| evidence.original = Some(text.to_owned())))
    }),
    ("evidence note", |data, _, text| {
        each_claim(data, |claim| claim.evidence.iter_mut().for_each(|evidence| evidence.note = Some(text.to_owned())))
    }),
    // These are in the records and not on the page: they may not get there by another way either.
    ("venue", |data, _, text| data.statements.values_mut().for_each(|statement| statement.venue = Some(text.to_owned()))),
    ("statement note", |data, _, text| data.statements.values_mut().for_each(|statement| statement.note = Some(text.to_owned()))),
    ("demand description", |data, _, text| data.demands.values_mut().for_each(|demand| demand.description = text.to_owned())),
    ("event place", |data, _, text| data.events.values_mut().for_each(|event| event.place = Some(text.to_owned()))),
];

/// How many of the last fields do not stand on a page.
const NOT_SHOWN: usize = 4;

fn payloads(kind: &str) -> Vec<String> {
    let all: Value = serde_json::from_str(&read("tests/fixtures/hostile/payloads.json")).expect("the file is JSON");
    list(&all[kind])
}

/// How a text is shown: as it is, but for what does not show, which is escaped. Line feeds and tabs are blanks.
fn shown(text: &str) -> String {
    demarche::yaml::escape_visible(&text.replace(['\n', '\t', '\r'], " ")).into_owned()
}

/// A view of the small dataset with a text in each field: the field's place and the number of the page say which. The views are those
/// of [`all_views`], by their place.
fn hostile_view(place: usize, texts: &dyn Fn(usize) -> String) -> View {
    let Loaded { mut dataset, sources } = loaded(&small());
    let mut options = view::Options::default();
    for (place, (_, set)) in FIELDS.iter().enumerate() {
        set(&mut dataset, &mut options, &texts(place));
    }
    all_views(&dataset, &sources, &SMALL, &options).swap_remove(place).1
}

/// The views that hostile texts are put into: all five.
const HOSTILE_VIEWS: usize = 5;

#[test]
fn no_text_becomes_anything_but_text_in_the_page_and_in_the_picture() {
    let Some(browser) = browser() else { return };
    // As many words as most payloads have, so that speakers are shortened alike.
    let plain: Vec<View> = (0..HOSTILE_VIEWS).map(|view| hostile_view(view, &|place| format!("Plainwords{place}"))).collect();
    let own = payloads("html_svg");
    let others: Vec<String> = ["dot", "mermaid", "markdown", "terminal", "csv", "gha"]
        .into_iter()
        .flat_map(payloads)
        .filter(|text| !text.trim().is_empty())
        .collect();
    // Each payload for HTML stands once in each field of the evolution, and in some fields of the other views; of the payloads for others
    // each stands in one field.
    let mut rounds: Vec<(usize, Vec<String>)> = Vec::new();
    for first in 0..own.len() {
        rounds.push((0, (0..FIELDS.len()).map(|place| own[(place + first) % own.len()].clone()).collect()));
    }
    for view in 1..HOSTILE_VIEWS {
        for first in [view, view + 7, view + 14] {
            rounds.push((view, (0..FIELDS.len()).map(|place| own[(place + first) % own.len()].clone()).collect()));
        }
    }
    for chunk in others.chunks(FIELDS.len()) {
        rounds.push((0, (0..FIELDS.len()).map(|place| chunk[place % chunk.len()].clone()).collect()));
    }
    let views: Vec<(usize, View, Vec<String>)> =
        rounds.into_iter().map(|(view, texts)| (view, hostile_view(view, &|place| texts[place].clone()), texts)).collect();
    let picture = |view: &View| {
        let scene = timeline(view, &scene::Options::default());
        svg::write(&scene, 0, &svg::Options::default())
    };
    let all = plain.iter().chain(views.iter().map(|(_, view, _)| view)).enumerate();
    let pages: Vec<(String, String)> =
        all.flat_map(|(place, view)| [(format!("{place}.html"), written(view)), (format!("{place}.svg"), picture(view))]).collect();
    let folder = files(&pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let steps: Vec<Value> = pages.iter().flat_map(|(name, _)| [json!(["open", name]), json!(["shape"]), json!(["texts"])]).collect();
    let seen = drive(&browser, &folder, json!({}), &steps);
    let (of_plain, of_hostile) = seen.split_at(4 * HOSTILE_VIEWS);
    for ((view_place, view, texts), seen) in views.iter().zip(of_hostile.chunks(4)) {
        let [page, words, picture, labels] = seen else { panic!("four for each") };
        let [plain_page, _, plain_picture, _] = &of_plain[4 * view_place..][..4] else { panic!("four for each") };
        assert_eq!(page["page"], plain_page["page"], "{texts:?}");
        for (hostile, plain) in [(page, plain_page), (picture, plain_picture)] {
            for key in ["groups", "broken", "comments"] {
                assert_eq!(hostile[key], plain[key], "{key}: {texts:?}");
            }
            let (hostile, plain) = (set(&hostile["picture"]), set(&plain["picture"]));
            let new: Vec<&String> = hostile.difference(&plain).filter(|own| !may_differ(own)).collect();
            assert!(new.is_empty(), "{texts:?}: {new:?}");
        }
        assert_eq!(words["title"].as_str().map(str::trim), Some(shown(&view.title).trim()));
        assert_eq!(list(&words["heading"]), [shown(&view.title)]);
        assert_eq!(list(&words["subtitle"]), [shown(&view.subtitle)]);
        assert!(!cards(view).is_empty());
        for card in cards(view) {
            expect_article(card, &words["articles"][&card.id]);
            for labels in [&words["labels"], &labels["labels"]] {
                assert_eq!(labels[&card.id], json!(shown(&card.description)), "{}", card.id);
            }
            let row = list(&words["rows"][&card.id]);
            assert_eq!((&row[1], &row[4]), (&shown(&card.speaker), &shown(&card.text)), "{}", card.id);
        }
        let lists = list(&words["lists"]);
        for step in &view.steps {
            assert!(lists.contains(&shown(step)), "{step:?} is not on the page");
        }
        assert_eq!(words["title0"][0], json!(shown(&view.title)));
        let all = words["all"].as_str().expect("a text");
        for (text, (field, _)) in texts.iter().zip(&FIELDS[..FIELDS.len() - NOT_SHOWN]) {
            let is_shown = all.contains(&shown(text));
            // The headline takes the place of the manifest's title; and not every view has events or a condition.
            let must_be = *view_place == 0 && !["source address", "manifest title"].contains(field)
                || ["headline", "revision", "label"].contains(field);
            assert!(is_shown || !must_be, "{field}: {text:?} is not on the page");
        }
        for link in words["hrefs"].as_array().expect("a list") {
            assert!(link[0].as_str().is_some_and(|to| to.starts_with('#')), "nothing leads out of this page: {link}");
        }
    }
}

/// Whether an element of a picture may be there or not, by where lines break and which font size fits.
fn may_differ(path: &str) -> bool {
    let last = path.rsplit(' ').next().expect("the last of a split");
    let Some((name, attributes)) = last.trim_end_matches(']').split_once('[') else { return false };
    let drawing =
        ["class", "d", "fill", "font-size", "font-weight", "height", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-width"];
    let placing = ["text-anchor", "textLength", "width", "x", "y"];
    matches!(name, "text" | "rect" | "path") && attributes.split(',').all(|name| drawing.contains(&name) || placing.contains(&name))
}

#[test]
fn an_address_stands_in_a_link_as_it_is() {
    let Some(browser) = browser() else { return };
    let Loaded { mut dataset, sources } = loaded(&small());
    let addresses: Vec<String> = payloads("html_svg").iter().map(|payload| format!("https://example.org/{payload}")).collect();
    let mut pages = Vec::new();
    for (place, address) in addresses.iter().enumerate() {
        dataset.sources.values_mut().filter_map(|source| source.url.as_mut()).for_each(|url| url.value = address.clone());
        pages.push((format!("{place}.html"), written(&evolution(&dataset, &sources))));
    }
    let folder = files(&pages.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let steps: Vec<Value> = pages.iter().flat_map(|(name, _)| [json!(["open", name]), json!(["texts"])]).collect();
    for (address, words) in addresses.iter().zip(drive(&browser, &folder, json!({}), &steps)) {
        let outward: Vec<&Value> = words["hrefs"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|link| !link[0].as_str().is_some_and(|to| to.starts_with('#')))
            .collect();
        assert!(outward.len() > 1, "the list of sources and the details link to it");
        assert!(outward.iter().all(|link| **link == json!([shown(address), "noopener noreferrer"])), "{outward:?}");
    }
}

#[test]
fn the_picture_is_xml_to_another_parser_whatever_stands_in_it() {
    let script = "import sys, xml.etree.ElementTree as tree\n\
                  root = tree.fromstring(sys.stdin.buffer.read())\n\
                  own = '{http://www.w3.org/2000/svg}'\n\
                  assert all(element.tag.startswith(own) for element in root.iter())\n\
                  print('\\n'.join(sorted({element.tag.removeprefix(own) for element in root.iter()})))";
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for first in 0..payloads("html_svg").len() {
        let own = payloads("html_svg");
        let view = hostile_view(0, &|place| own[(place + first) % own.len()].clone());
        let text = svg::write(&timeline(&view, &scene::Options::default()), 0, &svg::Options::default());
        let elements = output_of(Command::new("python3").args(["-c", script]), &text);
        elements.lines().for_each(|name| *seen.entry(name.to_owned()).or_default() += 1);
    }
    let names: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(names, ["desc", "g", "path", "rect", "style", "svg", "text", "title"]);
}
