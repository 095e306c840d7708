//! What a picture says in words is no more certain, and no more than what the record says.

use demarche::graph::Graph;
use demarche::load::load;
use demarche::path::{self, record};
use demarche::proof::Proofs;
use demarche::scene::{self, Dash, Group, Item, Role, timeline};
use demarche::tree::{Place, Tree};
use demarche::view::{self, Options, View};

use crate::driver::{Run, in_memory, on_data, on_small, root, small, temporary, with_file};

/// The evolution view of the small dataset with another text in one of its files.
fn changed(file: &str, change: impl Fn(&str) -> Option<String>) -> View {
    let place = in_memory(&small());
    let key = format!("{}/{file}", place.data);
    let Tree::Memory(files) = &place.tree else { panic!("it is in memory") };
    let text = String::from_utf8(files[&key].clone()).unwrap();
    let loaded = load(&with_file(&place, &key, change(&text).as_deref()), &Default::default()).unwrap();
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    view::evolution(&Graph::new(&loaded.dataset), &proofs, &Options::default()).unwrap()
}

fn replaced(from: &'static str, to: &'static str) -> impl Fn(&str) -> Option<String> {
    move |text| {
        assert!(text.contains(from), "{from}");
        Some(text.replace(from, to))
    }
}

#[test]
fn the_foot_says_the_date_of_the_latest_statement_as_uncertain_as_it_is() {
    let foot = |file: &str, from, to| changed(file, replaced(from, to)).colophon;
    let gazette = "statements/gazette-1999-11-02.yaml";
    let exact = foot(gazette, "date: 1999-11-02", "date: 1999-11-02");
    assert!(exact.contains("latest dated statement in the set: 2 Nov 1999 ·"), "{exact}");
    let about = foot(gazette, "date: 1999-11-02", "date: 1999-12~");
    assert!(about.contains("in the set: c. Dec 1999 ·"), "{about}");
    let open = foot(gazette, "date: 1999-11-02", "date: 1999-11-02/..");
    assert!(open.contains("in the set: since 2 Nov 1999 ·"), "{open}");
    let of_several = changed(gazette, |_| None).colophon;
    assert!(of_several.contains("in the set: between 1 Oct and 2 Nov 1999 ·"), "{of_several}");
    let all_dated = changed("statements/merania-note.yaml", |_| None).colophon;
    assert!(all_dated.contains("latest statement in the set: 2 Nov 1999 ·"), "{all_dated}");
}

#[test]
fn the_foot_of_the_real_dataset_names_a_day_only_where_the_latest_statement_has_one() {
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let made = view::evolution(&Graph::new(&loaded.dataset), &proofs, &Options::default()).unwrap();
    let told = made.colophon.split("in the set: ").nth(1).and_then(|rest| rest.split(" ·").next()).expect("it is told");
    let dates: Vec<_> = loaded.dataset.statements.values().filter_map(|statement| statement.said_on()).collect();
    let told = dates.iter().find(|date| date.display() == told).expect("it is the date of a statement, as it stands");
    assert!(dates.iter().all(|date| date.core().1 <= told.core().1 || date.core().1.is_none()), "none ends later");
}

#[test]
fn only_a_person_is_called_by_the_last_word_of_the_name() {
    let speakers = |made: &View| made.lanes.iter().flat_map(|lane| &lane.cards).map(|card| card.speaker.clone()).collect::<Vec<_>>();
    let called = |kind: &'static str, name: &'static str| {
        let made = changed("actors.yaml", move |text| {
            let old = "    kind: person\n    name: Ilse Maron\n";
            assert!(text.contains(old), "the record is as this test needs it");
            Some(text.replace(old, &format!("    kind: {kind}\n    name: {name}\n")))
        });
        speakers(&made)
    };
    assert!(called("person", "Ilse Maron").contains(&"Maron".to_owned()));
    for (kind, name) in [
        ("anonymous", "Another source (Reuters)"),
        ("anonymous", "Kremlin source"),
        ("person", "Spokesman (unnamed)"),
        ("media", "Karn Herald"),
        ("alliance", "League of Straits"),
        ("government-body", "The Chancellery"),
    ] {
        let all = called(kind, name);
        assert!(all.contains(&name.to_owned()), "{kind} {name}: {all:?}");
    }
}

#[test]
fn a_long_silence_on_a_path_is_told_and_drawn_as_one() {
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let whole = view::evolution(&graph, &proofs, &Options::default()).unwrap();
    let id = |end: &view::End| match end {
        view::End::Claim(id) | view::End::Event(id) => id.clone(),
    };
    let (mut long, mut short) = (0, 0);
    for link in whole.links.iter().filter(|link| link.is_authored && link.event().is_none()) {
        for (from, to) in [(id(&link.from), id(&link.to)), (id(&link.to), id(&link.from))] {
            let ends = [record(&graph, &from).unwrap(), record(&graph, &to).unwrap()];
            let found = path::find(&graph, ends[0], ends[1], &Default::default());
            let along = view::path(&graph, &proofs, &found.paths[0], &Options::default()).unwrap();
            let Some(same) = along.links.iter().find(|other| (other.kind, &other.from, &other.to) == (link.kind, &link.from, &link.to))
            else {
                continue;
            };
            assert_eq!(same.after, link.after, "{from} to {to}");
            let legend = along.legend.iter().any(|(sign, _)| *sign == "dashed arrow");
            assert_eq!(legend, along.links.iter().any(|other| other.is_authored && other.is_long()), "{from} to {to}");
            if link.after.is_some() {
                long += 1;
                assert_eq!(dash(&along, link.kind), Dash::Dotted, "{from} to {to}");
            } else {
                short += 1;
            }
        }
    }
    assert!(long > 1 && short > 1, "{long} long, {short} short");
}

/// A run of the binary on a dataset.
type Asked = fn(&[&str]) -> Run;

/// How the line of a link with this word is broken.
fn dash(made: &View, kind: &str) -> Dash {
    fn find(items: &[Item], kind: &str) -> Option<Dash> {
        items.iter().find_map(|item| match item {
            Item::Group(Group { role: Role::Link(word, ..), items, .. }) if *word == kind => {
                items.iter().find_map(|item| if let Item::Path(path) = item { path.stroke.map(|stroke| stroke.dash) } else { None })
            }
            Item::Group(group) => find(&group.items, kind),
            _ => None,
        })
    }
    let drawn = timeline(made, &scene::Options::default());
    drawn.pages.iter().find_map(|page| find(&page.items, kind)).expect("the link is drawn")
}

#[test]
fn the_headline_of_the_manifest_does_not_stand_above_what_had_been_said_by_an_earlier_day() {
    let folder = temporary();
    let title = |of: Asked, options: &[&str]| {
        let file = folder.path().join("x.svg");
        of(&[&["draw", "-o", file.to_str().unwrap()], options].concat()).expect(0);
        let text = std::fs::read_to_string(file).unwrap();
        text.split("<title").nth(1).and_then(|rest| rest.split('>').nth(1)?.split('<').next()).expect("it has a title").to_owned()
    };
    let manifest = |data: &std::path::Path| load(&Place::at(data).unwrap(), &Default::default()).unwrap().dataset.manifest.title.clone();
    let cases = [(on_data as Asked, manifest(&root().join("data")), "2022-01-01"), (on_small, manifest(&small()), "1998-12-31")];
    for (of, given, day) in cases {
        assert_eq!(title(of, &[]), given);
        let then = title(of, &["--as-of", day]);
        assert!(!then.contains(&given) && then.contains("claims"), "{then}");
        assert_eq!(title(of, &["--as-of", day, "--title", "Then"]), "Then");
        assert_ne!(title(of, &["--to", day]), given);
    }
}
