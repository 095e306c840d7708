//! What every format of a picture must keep to: the same bytes for the same data, a picture that is not blank, words that can be read.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use demarche::export::{dot, mermaid, page, svg};
use demarche::graph::Graph;
use demarche::load::load;
use demarche::proof::Proofs;
use demarche::scene::{self, Profile, Theme, timeline};
use demarche::tree::Place;
use demarche::view::{self, View};
use rayon::prelude::*;
use serde_json::Value;

use crate::draw_views::{REAL, SMALL, Subjects, views, views_at};
use crate::driver::{in_memory, root, run, small, temporary};
use crate::laws::shuffled;
use crate::peers::{has_pdftotext, in_parallel, output_of, peers};

fn evolution(place: &Place) -> View {
    let loaded = load(place, &Default::default()).expect("memory can be read");
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).expect("the manifest names a focus")
}

/// A view in every format, with every page of every profile that has pages, by name. Only the small pictures are drawn as PNG: they
/// are made of the same SVG as the large ones.
fn written(name: &str, view: &View) -> Vec<(String, Vec<u8>)> {
    let scene = |profile, is_in_page| timeline(view, &scene::Options { profile, is_in_page });
    let (screen, sheets) = (scene(Profile::Poster, true), scene(Profile::Report, true));
    let page = page::write(view, &screen, &page::Options { sheets: Some(&sheets), theme: None });
    let mut files = vec![
        (format!("{name}.dot"), dot::write(view).into_bytes()),
        (format!("{name}.mmd"), mermaid::write(view).into_bytes()),
        (format!("{name}.html"), page.into_bytes()),
    ];
    for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
        let drawn = scene(profile, false);
        for page in 0..drawn.pages.len() {
            files.push((format!("{name} {profile:?} {page}.svg"), svg::write(&drawn, page, &svg::Options::default()).into_bytes()));
            #[cfg(feature = "render")]
            if profile != Profile::Poster || name.starts_with("small") {
                let pixels = demarche::export::png::write(&drawn, page, scene::Theme::Light, 0.5).expect("it can be drawn");
                files.push((format!("{name} {profile:?} {page}.png"), pixels));
            }
        }
        #[cfg(feature = "render")]
        files
            .push((format!("{name} {profile:?}.pdf"), demarche::export::pdf::write(&drawn, scene::Theme::Light).expect("it can be drawn")));
    }
    files
}

#[test]
fn every_page_of_every_view_and_format_is_the_same_whatever_the_order_of_files_keys_and_records() {
    let all = |place: &Place, name: &str, subjects: &Subjects| -> Vec<(String, Vec<u8>)> {
        let views = views_at(place, subjects);
        views.par_iter().flat_map_iter(|(view, settled)| written(&format!("{name} {view}"), settled)).collect()
    };
    let mut faults = Vec::new();
    in_parallel(|| {
        for (name, data, subjects) in [("real", root().join("data"), &REAL), ("small", small(), &SMALL)] {
            let place = in_memory(&data);
            let first = all(&place, name, subjects);
            assert!(first.iter().any(|(name, _)| name.ends_with("Slide 1.svg")), "there are views of several pages");
            for seed in if name == "small" { &[1, 7][..] } else { &[7] } {
                let again = all(&shuffled(&place, *seed), name, subjects);
                assert_eq!(first.len(), again.len());
                faults.extend(first.iter().zip(&again).filter(|(a, b)| a != b).map(|(a, _)| a.0.clone()));
            }
        }
    });
    assert_eq!(faults, Vec::<String>::new(), "these differ");
}

#[test]
fn every_page_of_every_view_and_format_is_the_same_from_run_to_run() {
    let views: [&[&str]; 5] = [
        &["evolution"],
        &["thread", REAL.demand],
        &["actors", REAL.demand],
        &["path", REAL.path.0, REAL.path.1],
        &["around", REAL.around.0, "--depth", "2"],
    ];
    let data = root().join("data");
    let drawn = |view: &[&str], threads: &str, endings: &[&str], options: &[&str]| -> BTreeMap<String, Vec<u8>> {
        let folder = temporary();
        let mut arguments = [&["draw", "--data", data.to_str().expect("UTF-8")], view, options].concat();
        let files: Vec<String> = endings.iter().map(|ending| format!("x.{ending}")).collect();
        files.iter().for_each(|file| arguments.extend(["-o", file]));
        let ended = crate::driver::run_with(folder.path(), &arguments, &[("RAYON_NUM_THREADS", threads)]);
        assert_eq!(ended.status, 0, "{}", ended.stderr);
        let entries = std::fs::read_dir(folder.path()).expect("it can be read").map(|entry| entry.expect("it is there").path());
        let name = |path: &Path| path.file_name().expect("it has a name").to_string_lossy().into_owned();
        entries.map(|path| (name(&path), std::fs::read(&path).expect("it can be read"))).collect()
    };
    in_parallel(|| {
        views.par_iter().for_each(|view| {
            let slides: &[&str] = if cfg!(feature = "render") { &["svg", "html", "png", "pdf"] } else { &["svg", "html"] };
            for (endings, options) in [(slides, &["--profile", "slide"][..]), (&["dot", "mmd"], &[])] {
                let [one, other] = ["1", "5"].map(|threads| drawn(view, threads, endings, options));
                assert!(one.keys().eq(other.keys()) && one.len() >= endings.len(), "{view:?}");
                one.iter().for_each(|(name, bytes)| assert!(*bytes == other[name], "{view:?} {name}"));
                assert!(options.is_empty() || view[0] != "evolution" || one.contains_key("x-3.svg"), "there are several pages");
            }
        });
    });
}

#[test]
#[cfg(feature = "render")]
fn draw_writes_six_files_and_none_of_them_is_blank() {
    let folder = temporary();
    let files = ["svg", "png", "pdf", "html", "dot", "mmd"].map(|ending| folder.path().join(format!("demands.{ending}")));
    let mut arguments = vec!["draw".to_owned()];
    files.iter().for_each(|file| arguments.extend(["-o".to_owned(), file.display().to_string()]));
    run(root(), &arguments.iter().map(String::as_str).collect::<Vec<_>>()).expect(0);
    for file in &files {
        assert!(std::fs::metadata(file).expect("it is there").len() > 5000, "{}", file.display());
    }
    let picture = resvg::tiny_skia::Pixmap::decode_png(&std::fs::read(&files[1]).unwrap()).expect("it is a PNG");
    assert!(picture.width() > picture.height() && picture.width() >= 3200, "{} by {}", picture.width(), picture.height());
    let inked = picture.pixels().iter().filter(|pixel| pixel.red() < 200).count() as f64 / picture.pixels().len() as f64;
    assert!((0.005..0.5).contains(&inked), "{inked}");
}

#[test]
#[cfg(feature = "render")]
fn a_pdf_has_text_that_can_be_selected_and_words_for_what_is_drawn() {
    let folder = temporary();
    let file = folder.path().join("demands.pdf");
    run(root(), &["draw", "-o", &file.display().to_string()]).expect(0);
    let bytes = std::fs::read(&file).unwrap();
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(has(b"/MarkInfo") && has(b"/StructTreeRoot") && has(b"/Lang"), "it is tagged");
    assert!(has(b"/ToUnicode"), "its glyphs say what they stand for");
    let mut made = views()[0].1.clone();
    made.links.clear();
    made.columns.iter_mut().for_each(|column| column.events.clear());
    made.lanes.iter_mut().for_each(|lane| lane.status.silence = None);
    let claims = made.lanes.iter().map(|lane| lane.cards.len()).sum::<usize>();
    for profile in [Profile::Poster, Profile::Slide] {
        let drawn = timeline(&made, &scene::Options { profile, ..Default::default() });
        let only_claims = demarche::export::pdf::write(&drawn, Theme::Light).expect("it can be drawn");
        let alternatives = only_claims.windows(4).filter(|bytes| bytes == b"/Alt").count();
        let mut groups = Vec::new();
        drawn.pages.iter().for_each(|page| crate::scene::all_groups(&page.items, &mut groups));
        let signs = groups.iter().filter(|group| matches!(group.role, scene::Role::Sign(_))).count();
        assert_eq!(signs > 0, profile == Profile::Slide, "an overview comes before many slides");
        assert_eq!(alternatives, claims + signs, "{profile:?}: each claim has words, and nothing else is left to have some");
    }
    if !has_pdftotext() {
        return;
    }
    let text = output_of(Command::new("pdftotext").arg(&file).arg("-"), "");
    for words in ["What Moscow has asked of NATO, Washington and Kyiv", "No settlement until NATO", "relaying RIA Novosti", "hardened"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn mermaid_reads_every_view_and_stays_within_its_limits() {
    let Some(peers) = peers() else { return };
    let day = demarche::date::ClaimDate::parse("2020-05-01").unwrap();
    let many = |count: usize| {
        let card = |place: usize| {
            crate::invented::card(&format!("s{place}/c"), Some(&day), "Mara", "\"]; click n1 javascript:alert(1) %% #quot;<b>")
        };
        crate::invented::view(vec![crate::invented::lane("a", (0..count).map(card).collect())], Vec::new())
    };
    let settled = || views().iter().map(|(_, view)| view);
    let mut texts: Vec<String> = settled().chain([&many(300), &many(3000)]).map(mermaid::write).collect();
    texts.extend(Theme::ALL.map(|theme| mermaid::themed(&views()[0].1, Some(theme))));
    let answers = read_by_mermaid(&peers, &texts);
    assert_eq!(answers.len(), texts.len());
    for (text, answer) in texts.iter().zip(&answers) {
        assert_eq!(answer["ok"], true, "{}", answer["error"]);
        assert!(text.chars().count() <= 45_000 && answer["edges"].as_array().unwrap().len() <= 450);
        assert!(answer["nodes"].as_array().unwrap().iter().all(|node| node["acts"] == false), "no node does anything");
    }
    for ((name, view), answer) in views().iter().zip(&answers) {
        let lines = |entry: &Value| {
            entry["lines"].as_array().expect("a list").iter().map(|line| line.as_str().expect("a text").to_owned()).collect::<Vec<_>>()
        };
        let nodes: Vec<Vec<String>> = answer["nodes"].as_array().expect("a list").iter().map(lines).collect();
        for card in view.lanes.iter().flat_map(|lane| &lane.cards) {
            let head = format!("{} · {}", card.date, card.speaker);
            let is_there = nodes.iter().any(|lines| lines[0] == head && lines.contains(&card.text));
            assert!(is_there, "{name}: {} is no node", card.id);
            let words = card.words.as_ref().map(|words| words.told(200));
            assert!(words.is_none_or(|words| nodes.iter().any(|lines| lines.contains(&words))), "{name}: the words of {}", card.id);
        }
        for step in &view.steps {
            assert!(nodes.iter().any(|lines| lines.contains(step)), "{name}: {step}");
        }
        let titles: Vec<String> = answer["groups"].as_array().expect("a list").iter().map(|group| lines(group)[0].clone()).collect();
        let lanes: Vec<String> = view.lanes.iter().map(|lane| lane.title.clone()).collect();
        assert!(titles.windows(lanes.len()).any(|some| some == lanes), "{name}: the lanes in their order: {titles:?}");
        assert_eq!(answer["title"], view.title.as_str(), "{name}");
    }
}

/// What mermaid makes of texts.
pub fn read_by_mermaid(peers: &Path, texts: &[String]) -> Vec<Value> {
    let input: String = texts.iter().map(|text| serde_json::to_string(text).unwrap() + "\n").collect();
    let answers = output_of(Command::new("node").arg("tests/peers/mermaid.mjs").arg(peers), &input);
    answers.lines().map(|line| serde_json::from_str(line).expect("it prints JSON")).collect()
}

/// The diagram without the words in it.
pub fn shape(answer: &Value) -> Value {
    let mut shape = answer.clone();
    for part in ["title", "description"] {
        shape[part] = Value::Null;
    }
    for (list, keys) in [("nodes", &["lines"][..]), ("edges", &["word"]), ("groups", &["lines"])] {
        for entry in shape[list].as_array_mut().expect("it is a list") {
            keys.iter().for_each(|key| entry[key] = Value::Null);
        }
    }
    shape
}

/// The fields of a view that a Mermaid diagram has no room for.
const NOT_IN_MERMAID: [&str; 4] = ["month", "description", "listed claim", "disputed claim"];

#[test]
fn no_payload_changes_the_shape_of_a_mermaid_diagram() {
    let Some(peers) = peers() else { return };
    let base = crate::dot::view(&Place::at(&small()).unwrap());
    let payloads = crate::dot::payloads("mermaid");
    assert!(payloads.len() > 5);
    let fields = crate::dot::FIELDS;
    let with = |text: &dyn Fn(usize) -> String| {
        let mut view = base.clone();
        fields.iter().enumerate().for_each(|(place, (_, set))| set(&mut view, &text(place)));
        mermaid::write(&view)
    };
    // Round after round each field has another payload, until each has had all.
    let mut texts = vec![with(&|place| format!("Plain{place}words"))];
    texts.extend((0..payloads.len()).map(|round| with(&|place| payloads[(place + round) % payloads.len()].clone())));
    let answers = read_by_mermaid(&peers, &texts);
    assert_eq!(answers.len(), texts.len());
    let plain = answers[0].to_string();
    for (place, (field, _)) in fields.iter().enumerate() {
        let is_drawn = plain.contains(&format!("Plain{place}words"));
        assert_eq!(is_drawn, !NOT_IN_MERMAID.contains(field), "{field}: is it drawn?");
    }
    for (round, answer) in answers.iter().skip(1).enumerate() {
        assert_eq!(answer["ok"], true, "the title has {:?}: {}", payloads[round], answer["error"]);
        assert_eq!(shape(answer), shape(&answers[0]), "the title has {:?}", payloads[round]);
    }
}

#[test]
fn the_svg_of_the_small_dataset_is_the_one_that_was_looked_at() {
    let drawn = timeline(&evolution(&in_memory(&small())), &scene::Options::default());
    let text = svg::write(&drawn, 0, &svg::Options { with_fonts: false, ..Default::default() });
    insta::with_settings!({prepend_module_to_snapshot => false}, { insta::assert_snapshot!("svg-small", text) });
}

#[test]
#[cfg(unix)]
fn without_graphviz_its_engine_says_what_is_missing() {
    let folder = temporary();
    let file = folder.path().join("x.svg").display().to_string();
    let ended = crate::driver::run_with(root(), &["draw", "--engine", "graphviz", "-o", &file], &[("PATH", "")]);
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("needs the program `dot`") && ended.stderr.contains("install Graphviz"), "{}", ended.stderr);
    assert!(!Path::new(&file).exists());
}
