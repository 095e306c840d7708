//! The ten rules of the timeline, each tried on a view made for it or on the real data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use demarche::date::ClaimDate;
use demarche::graph::Graph;
use demarche::load::load;
use demarche::model::Form;
use demarche::position;
use demarche::proof::Proofs;
use demarche::scene::{self, Dash, Group, Ink, Item, Profile, Role, Scene, Segment, timeline};
use demarche::tree::Place;
use demarche::view::{self, Card, End, Lanes, Mark, Tone, View, Words};

use crate::driver::root;
use crate::invented::{card, event_mark, lane, link_between, view};

fn date(text: &str) -> ClaimDate {
    ClaimDate::parse(text).expect("it is a date")
}

fn scene(view: &View) -> Scene {
    timeline(view, &scene::Options::default())
}

fn real(options: &view::Options) -> View {
    let loaded = load(&Place::at(&root().join("data")).unwrap(), &Default::default()).unwrap();
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    view::evolution(&Graph::new(&loaded.dataset), &proofs, options).unwrap()
}

fn groups<'s>(items: &'s [Item], out: &mut Vec<&'s Group>) {
    for item in items {
        if let Item::Group(group) = item {
            out.push(group);
            groups(&group.items, out);
        }
    }
}

fn all_groups(scene: &Scene) -> Vec<&Group> {
    let mut out = Vec::new();
    scene.pages.iter().for_each(|page| groups(&page.items, &mut out));
    out
}

fn words(scene: &Scene) -> String {
    (0..scene.pages.len()).flat_map(|page| scene.texts(page)).map(|text| text.text.clone() + "\n").collect()
}

/// The first path of a group: of a claim its mark, of a link its line.
fn path(group: &Group) -> &scene::Path {
    group.items.iter().find_map(|item| if let Item::Path(path) = item { Some(path) } else { None }).expect("it has a path")
}

fn of_claim<'s>(scene: &'s Scene, wanted: &str) -> &'s Group {
    let is_it = |group: &&&Group| matches!(&group.role, Role::Claim { id, .. } if id == wanted);
    all_groups(scene).iter().find(is_it).copied().expect("the claim is drawn")
}

fn links(scene: &Scene) -> Vec<(&'static str, &Group)> {
    all_groups(scene)
        .into_iter()
        .filter_map(|group| if let Role::Link(word, ..) = &group.role { Some((*word, group)) } else { None })
        .collect()
}

#[test]
fn rule_1_the_headline_is_the_analysts_or_neutral() {
    let neutral = real(&view::Options {
        lanes: Some(Lanes::Demands),
        from: Some(demarche::date::Day::new(2021, 12, 1).unwrap()),
        ..Default::default()
    });
    assert_eq!(neutral.title, "17 demands, 44 claims, 11 statements, Dec 2021 – Jun 2025");
    let own = real(&view::Options { title: Some("Moscow came back to it".to_owned()), ..Default::default() });
    assert!(words(&scene(&own)).contains("Moscow came back to it"));
    assert_eq!(real(&Default::default()).title, "What Moscow has asked of NATO, Washington and Kyiv, 2021-2025", "the manifest's");
}

#[test]
fn rule_2_what_is_stretched_is_said_in_words_above_a_true_scale() {
    let stretched = words(&scene(&real(&Default::default())));
    assert!(stretched.contains("True time scale"));
    for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
        let drawn = timeline(&real(&Default::default()), &scene::Options { profile, ..Default::default() });
        let part = all_groups(&drawn).into_iter().find(|group| group.role == Role::Part("scale")).expect("it is stretched");
        let (told, shown) = (told_stretches(&part.label), drawn_stretches(part));
        assert_eq!(told.keys().map(String::as_str).collect::<Vec<_>>(), ["Dec 2021", "Jan 2022", "Jun 2025", "Nov 2023"], "{}", part.label);
        assert_eq!(told.len(), shown.len(), "a wedge for each");
        let in_time = ["Dec 2021", "Jan 2022", "Nov 2023", "Jun 2025"].map(|month| told[month]);
        for (words, drawn) in in_time.iter().zip(&shown) {
            assert!((words / drawn - 1.0).abs() < 0.06, "{profile:?}: {words} times in words, {drawn} on the paper: {}", part.label);
        }
    }
    let days = ["2020-05-01", "2020-05-03"].map(date);
    let cards = days.iter().enumerate().map(|(place, day)| card(&format!("s{place}/c"), Some(day), "Mara", "text")).collect();
    let plain = words(&scene(&view(vec![lane("a", cards)], Vec::new())));
    assert!(!plain.contains("True time scale"), "where nothing is stretched there is nothing to say");
}

/// How many times wider each span is said to be.
fn told_stretches(sentence: &str) -> BTreeMap<String, f64> {
    let body = sentence.strip_prefix("Time is stretched above: a day in ").expect("the sentence begins so").trim_end_matches('.');
    let (first, rest) = body.split_once(" as wide as one in the other months").expect("it says beside what");
    let (months, times) = first.split_once(" is about ").expect("it says how much");
    let mut spans = vec![(months, times)];
    spans.extend(rest.split(", in ").filter(|part| !part.is_empty()).map(|part| part.split_once(" about ").expect("and how much there")));
    let number = |times: &str| times.trim_end_matches(" times").parse::<f64>().expect("a number");
    let each = |(months, times): (&str, &str)| {
        let times = number(times);
        months.replace(" or ", ", ").split(", ").map(|month| (month.to_owned(), times)).collect::<Vec<_>>()
    };
    spans.into_iter().flat_map(each).collect()
}

/// How many times wider each span is drawn than the rest: measured on the wedges from the axis to the true scale.
fn drawn_stretches(part: &Group) -> Vec<f64> {
    let paths = part.items.iter().filter_map(|item| if let Item::Path(path) = item { Some(path) } else { None });
    let points = |path: &scene::Path| -> Vec<(f64, f64)> {
        let of = |segment: &Segment| if let Segment::Move(x, y) | Segment::Line(x, y) = segment { Some((*x, *y)) } else { None };
        path.segments.iter().filter_map(of).collect()
    };
    let (wedges, lines): (Vec<_>, Vec<_>) = paths.partition(|path| path.fill == Some(Ink::Band));
    // The axis is the longest line.
    let length = |path: &&scene::Path| points(path).last().unwrap().0 - points(path)[0].0;
    let whole = lines.iter().map(length).fold(0.0, f64::max);
    let widths: Vec<(f64, f64)> = wedges.iter().map(|wedge| points(wedge)).map(|p| (p[1].0 - p[0].0, p[2].0 - p[3].0)).collect();
    let (above, below): (f64, f64) = widths.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let rest = (whole - above) / (whole - below);
    widths.iter().map(|(above, below)| above / below / rest).collect()
}

#[test]
fn rule_3_lanes_follow_the_tree_and_lines_tell_who_made_them() {
    let view = real(&Default::default());
    let parents: Vec<(&str, usize)> = view.lanes.iter().map(|lane| (lane.id.as_str(), lane.depth)).collect();
    let at = |id: &str| parents.iter().position(|(lane, _)| *lane == id).unwrap();
    assert_eq!(at("ukraine-georgia-never"), at("nato-no-enlargement") + 1, "{parents:?}");
    assert_eq!(parents[at("ukraine-georgia-never")].1, parents[at("nato-no-enlargement")].1 + 1);
    let drawn = scene(&view);
    let heads: Vec<&str> = all_groups(&drawn)
        .into_iter()
        .filter_map(|group| if let Role::Lane(id) = &group.role { Some(id.as_str()) } else { None })
        .collect();
    assert_eq!(heads, parents.iter().map(|(id, _)| *id).collect::<Vec<_>>(), "one lane a demand, in this order");
    let dashes: BTreeMap<(&str, bool), BTreeSet<String>> = links(&drawn).into_iter().fold(BTreeMap::new(), |mut all, (word, group)| {
        let Role::Link(_, from, to) = &group.role else { unreachable!() };
        let ends = (End::Claim(from.clone()), End::Claim(to.clone()));
        let long = view.links.iter().any(|link| (&link.from, &link.to) == (&ends.0, &ends.1) && link.is_long());
        all.entry((word, long)).or_default().insert(format!("{:?}", path(group).stroke.unwrap().dash));
        all
    });
    assert_eq!(dashes[&("hardens", false)], BTreeSet::from([format!("{:?}", Dash::Solid)]));
    assert_eq!(dashes[&("hardens", true)], BTreeSet::from([format!("{:?}", Dash::Dotted)]), "across a long silence");
    assert_eq!(tails(&drawn), silent(&view), "absence of data is named where nothing was said for long, and nowhere else");
    assert!(!silent(&view).is_empty());
    let mut spoken = view;
    for lane in &mut spoken.lanes {
        lane.status.silence = None;
    }
    assert!(tails(&scene(&spoken)).is_empty());
}

/// The lanes in which nothing was said for long.
fn silent(view: &View) -> Vec<&str> {
    view.lanes.iter().filter(|lane| lane.status.silence.is_some()).map(|lane| lane.id.as_str()).collect()
}

/// The lanes that end in a tail with its words, from above.
fn tails(drawn: &Scene) -> Vec<&str> {
    let groups = all_groups(drawn);
    let top = |group: &Group| match path(group).segments[0] {
        Segment::Move(_, y) => y,
        _ => f64::NAN,
    };
    let lanes: Vec<(f64, &str)> =
        groups.iter().filter_map(|group| if let Role::Lane(id) = &group.role { Some((top(group), id.as_str())) } else { None }).collect();
    let of_tail = |group: &&&Group| {
        let has_words = |item: &Item| matches!(item, Item::Text(text) if text.text.starts_with("no later "));
        group.role == Role::Part("tail") && group.items.iter().any(has_words)
    };
    let mut ys: Vec<f64> = groups.iter().filter(of_tail).map(|group| top(group)).collect();
    ys.sort_by(f64::total_cmp);
    ys.iter().map(|y| lanes.iter().rfind(|(top, _)| top < y).expect("a tail lies in a lane").1).collect()
}

/// The outline of a mark around its middle.
fn outline(scene: &Scene, id: &str) -> String {
    let place = scene.places.iter().find(|place| place.id == id).unwrap();
    let near = |x: f64, y: f64| format!("{:.1},{:.1} ", x - place.x, y - place.y);
    let of = |segment: &Segment| match *segment {
        Segment::Move(x, y) | Segment::Line(x, y) => near(x, y),
        Segment::Curve(a, b, c, d, x, y) => near(a, b) + &near(c, d) + &near(x, y),
        Segment::Close => "z".to_owned(),
    };
    path(of_claim(scene, id)).segments.iter().map(of).collect()
}

#[test]
fn words_are_told_as_what_they_are_and_only_the_speakers_own_stand_in_quotation_marks() {
    let day = date("2020-05-01");
    let told = |form: Form| {
        let words = Words { passage: "close it".to_owned(), form, source: 1, is_proved: true, note: None };
        let one = Card { form: Some(form), words: Some(words), ..card("s/c", Some(&day), "Mara", "text") };
        let drawn = scene(&view(vec![lane("a", vec![one])], Vec::new()));
        drawn.texts(0).into_iter().map(|text| text.text.clone()).collect::<Vec<_>>().join(" ")
    };
    assert!(told(Form::Translated).contains("“close it”"));
    let others = [
        (Form::Paraphrase, "in the reporter’s words: close it"),
        (Form::Headline, "in the words of a headline: close it"),
        (Form::Inference, "an analyst infers it from: close it"),
    ];
    for (form, wanted) in others {
        let text = told(form);
        assert!(text.contains(wanted) && !text.contains('“'), "{form:?}: {text}");
    }
}

#[test]
fn rule_4_each_kind_of_claim_has_a_shape_and_each_form_a_filling() {
    let day = date("2020-05-01");
    let cards: Vec<Card> = Mark::ALL
        .iter()
        .enumerate()
        .map(|(place, mark)| Card { mark: *mark, ..card(&format!("s{place}/c"), Some(&day), "Mara", "text") })
        .collect();
    let drawn = scene(&view(vec![lane("a", cards)], Vec::new()));
    let shapes: BTreeSet<String> = (0..Mark::ALL.len()).map(|place| outline(&drawn, &format!("s{place}/c"))).collect();
    assert_eq!(shapes.len(), Mark::ALL.len(), "no two kinds share a shape");
    let forms = [Some(Form::Translated), Some(Form::Paraphrase), Some(Form::Headline), Some(Form::Inference)];
    let cards: Vec<Card> = forms
        .iter()
        .enumerate()
        .map(|(place, form)| Card { form: *form, ..card(&format!("s{place}/c"), Some(&day), "Mara", "text") })
        .collect();
    let drawn = scene(&view(vec![lane("a", cards)], Vec::new()));
    let fillings: BTreeSet<String> = (0..4)
        .map(|place| {
            let mark = path(of_claim(&drawn, &format!("s{place}/c")));
            format!("{:?} {:?}", mark.fill, mark.stroke.unwrap().dash)
        })
        .collect();
    assert_eq!(fillings.len(), 4, "{fillings:?}");
    for form in ["paraphrase", "headline", "inference"] {
        assert!(words(&drawn).contains(form), "and the word stands there");
    }
}

#[test]
fn rule_5_events_are_rules_intervals_bands_and_one_week_is_one_label() {
    let said = date("2020-06-20");
    let cards = vec![card("s0/c", Some(&said), "Mara", "text"), card("s1/c", Some(&date("2019-01-01")), "Mara", "text")];
    let dates = [date("2020-03-02"), date("2020-03-05"), date("2019-06-01/2019-09-30")];
    let events = vec![
        event_mark("one", Some(&dates[0]), "First"),
        event_mark("two", Some(&dates[1]), "Second"),
        view::EventMark { is_interval: true, ..event_mark("span", Some(&dates[2]), "Span") },
    ];
    let mut made = view(vec![lane("a", cards)], events);
    made.links = vec![view::ViewLink {
        from: End::Event("two".to_owned()),
        ..link_between(End::Event("two".to_owned()), End::Claim("s0/c".to_owned()), "prompted-by")
    }];
    let drawn = scene(&made);
    let heads: Vec<&Group> = all_groups(&drawn).into_iter().filter(|group| matches!(group.role, Role::Event(_))).collect();
    assert_eq!(heads.len(), 2, "the two of one week share a label");
    assert!(heads.iter().any(|group| group.label.contains("First") && group.label.contains("Second")));
    let bands = drawn.pages[0].items.iter().filter(|item| matches!(item, Item::Box(_, Ink::Band))).count();
    assert_eq!(bands, 1, "the interval is a band");
    let (_, prompted) = links(&drawn)[0];
    let Segment::Move(begin, _) = path(prompted).segments[0] else { panic!("a line begins somewhere") };
    let rules: Vec<f64> = heads
        .iter()
        .flat_map(|group| &group.items)
        .filter_map(|item| match item {
            Item::Path(path) => Some(match path.segments[0] {
                Segment::Move(x, _) => x,
                _ => f64::NAN,
            }),
            _ => None,
        })
        .collect();
    assert!(rules.iter().any(|x| (x - begin).abs() < 0.1), "{begin} leaves from a rule: {rules:?}");
}

#[test]
fn rule_6_uncertain_days_are_drawn_and_certain_ones_are_not() {
    // Within a season, so that nothing is stretched.
    let dates = [date("2020-05-20"), date("2020-06"), date("2020-07~"), date("../2020-08-10")];
    let cards: Vec<Card> = dates.iter().enumerate().map(|(place, day)| card(&format!("s{place}/c"), Some(day), "Mara", "text")).collect();
    let drawn = scene(&view(vec![lane("a", cards)], Vec::new()));
    let hazes: BTreeMap<String, (f64, f64)> = all_groups(&drawn)
        .into_iter()
        .filter_map(|group| {
            let Role::Haze(claims) = &group.role else { return None };
            let xs = path(group).segments.iter().filter_map(|segment| match segment {
                Segment::Move(x, _) | Segment::Line(x, _) | Segment::Curve(.., x, _) => Some(*x),
                Segment::Close => None,
            });
            let (low, high) = xs.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
            Some((claims.clone(), (low, high)))
        })
        .collect();
    assert_eq!(hazes.keys().map(String::as_str).collect::<Vec<_>>(), ["s1/c", "s2/c", "s3/c"], "an exact day has none");
    let at = |id: &str| drawn.places.iter().find(|place| place.id == id).unwrap().x;
    // June has 30 days: its haze is thirty times as wide as a day, beginning where its mark stands.
    let a_day = (at("s1/c") - at("s0/c")) / 12.0;
    let (low, high) = hazes["s1/c"];
    assert!((high - low - 30.0 * a_day).abs() < 1.0, "{low} to {high}, {a_day} a day");
    assert!(hazes["s3/c"].1 - at("s3/c") < 10.0 && hazes["s3/c"].0 < at("s3/c") - 20.0, "open to the left alone");
    assert!(words(&drawn).contains("c. Jul 2020"), "and the words say it too");
}

#[test]
fn rule_7_a_picture_can_be_defended_on_its_own() {
    let made = real(&view::Options { revision: Some("abc123".to_owned()), ..Default::default() });
    let text = words(&scene(&made));
    for source in &made.sources {
        let begin: String = source.text.chars().take(30).collect();
        assert!(text.contains(&begin), "{begin}");
    }
    assert!(text.contains("relaying RIA Novosti"), "the chain of a second-hand source");
    assert!(text.contains("72 of 72 passages proved") && text.contains("data revision abc123"));
    assert!(text.contains("¹"), "sources are numbered beside the claims");
    let long = "word ".repeat(200);
    let cut = scene(&view(vec![lane("a", vec![card("s0/c", Some(&date("2020-05-01")), "Mara", &long)])], Vec::new()));
    let own: Vec<&scene::Text> = {
        let mut own = Vec::new();
        for item in &of_claim(&cut, "s0/c").items {
            if let Item::Text(text) = item {
                own.push(text);
            }
        }
        own
    };
    let lines: BTreeSet<String> = own.iter().filter(|text| text.text.contains("word")).map(|text| format!("{:.1}", text.y)).collect();
    assert!(lines.len() <= 4, "{lines:?}");
    assert!(words(&cut).contains("In full: labels that were cut"));
}

/// The lines of a claim that stand below its date: the ys of its texts, but for those of the head of its block.
/// The lines of a claim below its date: how the position moved may stand beside that.
fn lines_of(group: &Group) -> BTreeSet<String> {
    let lines = |items: &[Item]| -> BTreeSet<String> {
        items.iter().filter_map(|item| if let Item::Text(text) = item { Some(format!("{:.1}", text.y)) } else { None }).collect()
    };
    let heads = group.items.iter().filter_map(|item| if let Item::Group(head) = item { Some(lines(&head.items)) } else { None });
    &lines(&group.items) - &heads.flatten().collect()
}

#[test]
fn rule_7_no_claim_has_more_than_four_lines_whatever_is_to_be_said_and_what_does_not_fit_stands_in_a_list() {
    let passage = "the whole of the words that were said on that day about the strait, and some more of them, ".repeat(5);
    let day = date("2020-05-01");
    let long = "A label that is long enough for two lines or for three of them in any width that a picture may have";
    let (mut with_words, mut cut_short) = (0, 0);
    for form in [Some(Form::Translated), Some(Form::Paraphrase), Some(Form::Headline), Some(Form::Inference), None] {
        for (text, quoted) in
            [("Short", "brief"), ("Short", passage.as_str()), (long, passage.as_str()), (&long.repeat(3), passage.as_str())]
        {
            let shift = view::ShiftMark { sign: "▲", word: "hardened", after: Some("over 140 months on".to_owned()), tone: Tone::Hard };
            let review = view::ReviewMark { kind: view::Review::Changed, words: vec!["firmness, act and the words".to_owned(); 4] };
            let words = form.map(|form| Words { passage: quoted.to_owned(), form, source: 1, is_proved: true, note: None });
            for (shift, review) in [(None, None), (Some(shift.clone()), None), (Some(shift), Some(review))] {
                let one =
                    Card { form, words: words.clone(), shift, review, sources: (1..=9).collect(), ..card("s/c", Some(&day), "Mara", text) };
                // Another one in the block, with another form, so that each says its own.
                let other = Card { form: Some(Form::Verbatim), ..card("s/d", Some(&day), "Mara", "another") };
                let made = View { is_diff: one.review.is_some(), ..view(vec![lane("a", vec![one, other])], Vec::new()) };
                let made = View { sources: vec![made.sources[0].clone(); 9], ..made };
                for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
                    let drawn = timeline(&made, &scene::Options { profile, ..Default::default() });
                    let lines = lines_of(of_claim(&drawn, "s/c"));
                    assert!(lines.len() <= 4, "{profile:?} {form:?} {text}: {lines:?}");
                    let all = without_blanks(&self::words(&drawn));
                    if let (Some(form), true) = (form, quoted.len() > 100) {
                        let told = Words { passage: quoted.to_owned(), form, source: 1, is_proved: true, note: None }.told(usize::MAX);
                        assert!(
                            all.contains("Infull:thewordsthatprovethem") && all.contains(&without_blanks(&told)),
                            "{profile:?} {form:?}"
                        );
                        cut_short += 1;
                    }
                    with_words += usize::from(form.is_some());
                }
            }
        }
    }
    assert!(with_words > 100 && cut_short > 80, "{with_words} {cut_short}");
    for (name, view) in crate::draw_views::views() {
        for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
            let drawn = timeline(view, &scene::Options { profile, ..Default::default() });
            for group in all_groups(&drawn).into_iter().filter(|group| matches!(group.role, Role::Claim { .. })) {
                let lines = lines_of(group);
                assert!(lines.len() <= 4, "{name} {profile:?} {:?}: {lines:?}", group.role);
            }
        }
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[test]
fn a_relay_chain_is_told_to_its_end_at_the_foot_and_on_the_page_and_a_circle_ends() {
    let place = crate::driver::in_memory(&crate::driver::small());
    let told = |changes: &[(&str, &str)]| {
        let demarche::tree::Tree::Memory(files) = &place.tree else { panic!("it is in memory") };
        let key = files.keys().find(|key| key.ends_with("sources.yaml")).expect("it has sources").clone();
        let mut text = String::from_utf8(files[&key].clone()).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        let loaded = load(&crate::driver::with_file(&place, &key, Some(&text)), &Default::default()).unwrap();
        let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
        let made = view::evolution(&Graph::new(&loaded.dataset), &proofs, &Default::default()).unwrap();
        let screen = timeline(&made, &scene::Options { is_in_page: true, ..Default::default() });
        let page = demarche::export::page::write(&made, &screen, &Default::default());
        (words(&scene(&made)).replace('\n', " "), page)
    };
    let wire = "    kind: interview\n    language: uk\n";
    let one = "Karn Courier, undated, relaying Meranian Wire";
    let (foot, page) = told(&[]);
    assert!(foot.contains(one) && page.contains(one), "one hop");
    let two = "Karn Courier, undated, relaying Meranian Wire, relaying Karn Herald";
    let (foot, page) = told(&[(wire, "    kind: interview\n    language: uk\n    relays: [herald]\n")]);
    assert!(foot.contains(two), "two hops: {foot}");
    assert!(page.matches(two).count() >= 2, "among the sources and in the details of a claim");
    let (foot, page) = told(&[(wire, "    kind: interview\n    language: uk\n    relays: [herald, courier, gazette]\n")]);
    let branches = "relaying Meranian Wire, relaying Karn Herald and Solvian Gazette";
    assert!(foot.contains(branches) && page.contains(branches), "a circle back to the Courier ends: {foot}");
    let (foot, _) =
        told(&[("relays: [wire]", "relays: [wire, herald]"), (wire, "    kind: interview\n    language: uk\n    relays: [gazette]\n")]);
    assert!(foot.contains("relaying Karn Herald and Meranian Wire (relaying Solvian Gazette)"), "{foot}");
}

#[test]
fn rule_7_the_legend_explains_what_is_used_and_nothing_else() {
    let legend = |made: &View| {
        let drawn = scene(made);
        let group = all_groups(&drawn).into_iter().find(|group| group.role == Role::Part("legend")).expect("there is a legend");
        let text = |item: &Item| if let Item::Text(text) = item { Some(text.text.clone()) } else { None };
        group.items.iter().filter_map(text).collect::<BTreeSet<String>>()
    };
    let day = date("2020-05-01");
    let one = legend(&view(
        vec![lane("a", vec![Card { mark: Mark::Threat, form: Some(Form::Headline), ..card("s/c", Some(&day), "Mara", "x") }])],
        Vec::new(),
    ));
    assert_eq!(one, BTreeSet::from(["threat".to_owned(), "broken: headline".to_owned()]));
    let all = legend(&real(&Default::default()));
    for mark in real(&Default::default()).lanes.iter().flat_map(|lane| &lane.cards).map(|card| card.mark.as_str()) {
        assert!(all.contains(mark), "{mark}");
    }
    assert!(!all.contains("concession") && !all.contains("dotted: inference"), "{all:?}");
}

#[test]
fn rule_8_the_right_column_says_what_the_derived_shifts_say() {
    let loaded = load(&Place::at(Path::new("data")).unwrap(), &Default::default()).unwrap();
    let graph = Graph::new(&loaded.dataset);
    let made = real(&Default::default());
    let side = loaded.dataset.principal(&loaded.dataset.manifest.focus.as_ref().unwrap().value);
    let drawn = scene(&made);
    for thread in position::threads(&graph).iter().filter(|thread| thread.principal == side) {
        let lane = made.lanes.iter().find(|lane| lane.id == thread.demand.as_str()).expect("each thread has a lane");
        let expected = thread.position().map(|position| position.last.shift.unwrap().as_str());
        match lane.status.word {
            "dormant" => assert!(expected.is_some() && lane.status.text.starts_with("last asserted in this set ")),
            "no position taken" => assert_eq!(expected, None),
            word => assert_eq!(Some(word), expected, "{}", lane.id),
        }
    }
    for lane in &made.lanes {
        let group = all_groups(&drawn).into_iter().find(|group| group.role == Role::Lane(lane.id.clone())).expect("the lane is drawn");
        let status = group.items.iter().find_map(|item| match item {
            Item::Group(part) if part.role == Role::Part("status") => Some(part),
            _ => None,
        });
        let texts = status.expect("a lane has a status").items.iter().map(|item| if let Item::Text(text) = item { &text.text } else { "" });
        let said = texts.collect::<Vec<_>>().join(" ");
        assert_eq!(said.trim(), format!("{} {} {}", lane.status.sign, lane.status.word, lane.status.text).trim(), "{}", lane.id);
    }
}

#[test]
fn rule_9_views_of_1_9_40_and_300_claims_hold() {
    for count in [1usize, 9, 40, 300] {
        let days: Vec<ClaimDate> =
            (0..count).map(|place| date(&format!("20{:02}-{:02}-{:02}", 10 + place % 12, 1 + place % 11, 1 + place % 27))).collect();
        let cards = |of: usize, lanes: usize| -> Vec<Card> {
            let own = days.iter().enumerate().filter(|(place, _)| place % lanes == of);
            own.map(|(place, day)| card(&format!("s{place}/c"), Some(day), "Мара", "Недопущение расширения на восток")).collect()
        };
        for lanes in [1usize, 40] {
            let rows = (0..lanes.min(count)).map(|of| lane(&format!("l{of}"), cards(of, lanes.min(count)))).collect();
            for profile in [Profile::Poster, Profile::Slide, Profile::Report] {
                let made = view(Vec::clone(&rows), Vec::new());
                let faults = crate::scene::faults(&made, profile);
                assert!(faults.is_empty(), "{count} claims, {lanes} lanes, {profile:?}: {faults:#?}");
            }
        }
    }
}

#[test]
fn rule_10_pages_have_the_size_of_their_profile() {
    let made = real(&Default::default());
    for (profile, width, height) in
        [(Profile::Slide, 1280.0, Some(720.0)), (Profile::Report, 794.0, Some(1123.0)), (Profile::Poster, 1600.0, None)]
    {
        let drawn = timeline(&made, &scene::Options { profile, ..Default::default() });
        for page in &drawn.pages {
            assert!(height.is_none_or(|height| (page.width, page.height) == (width, height)));
            assert!(
                profile != Profile::Poster || page.width > page.height && (1600.0..=3000.0).contains(&page.width),
                "{} by {}",
                page.width,
                page.height
            );
        }
        let smallest = (0..drawn.pages.len()).flat_map(|page| drawn.texts(page)).map(|text| text.size).fold(f64::MAX, f64::min);
        assert!(smallest >= 11.0, "{profile:?}: {smallest}");
        assert_eq!(drawn.pages.len() > 1, height.is_some(), "{profile:?}");
    }
    let tone = made.lanes.iter().flat_map(|lane| &lane.cards).any(|card| card.tone == Tone::Hard);
    assert!(tone, "the real data have something hard in them");
}

#[test]
fn what_an_event_fulfilled_is_neither_drawn_nor_told_as_what_it_belied() {
    let day = date("2020-05-01");
    let after = date("2020-09-01");
    let made = |kind: &'static str, tone: Tone| {
        let event = event_mark("signing", Some(&after), "Signing");
        let mut made = view(vec![lane("a", vec![card("s/c", Some(&day), "Mara", "text")])], vec![event]);
        let link = link_between(End::Claim("s/c".to_owned()), End::Event("signing".to_owned()), kind);
        made.links = vec![view::ViewLink { is_in_lane: false, tone, ..link }];
        made
    };
    let parts = |made: &View| {
        let drawn = scene(made);
        let (_, group) = links(&drawn)[0];
        let mut shapes =
            group.items.iter().filter(|item| matches!(item, Item::Path(_))).map(|item| format!("{item:?}").matches("Curve").count());
        let legend = all_groups(&drawn).into_iter().find(|group| group.role == Role::Part("legend")).expect("there is a legend");
        let explained: Vec<String> =
            legend.items.iter().filter_map(|item| if let Item::Text(text) = item { Some(text.text.clone()) } else { None }).collect();
        let told = words(&drawn);
        (path(group).stroke.unwrap().ink, shapes.next_back().unwrap(), explained.join(", "), told)
    };
    let (ink, curves, legend, told) = parts(&made("fulfils", Tone::Plain));
    assert_eq!((ink, curves), (Ink::Blue, 4), "it ends in a dot");
    assert!(legend.contains("fulfilled by event") && !legend.contains("belied"), "{legend}");
    assert!(told.contains("fulfilled by") && !told.contains("fulfils"), "{told}");
    for (kind, wanted) in [("belied-by", "belied by"), ("violates", "violated by")] {
        let (ink, curves, legend, told) = parts(&made(kind, Tone::Hard));
        assert_eq!((ink, curves), (Ink::Red, 0), "{kind} ends in a bar");
        let drawn = scene(&made(kind, Tone::Hard));
        let last = links(&drawn)[0].1.items.iter().rev().find_map(|item| if let Item::Path(path) = item { Some(path) } else { None });
        assert_eq!(last.map(|bar| bar.segments.len()), Some(5), "{kind}: four corners, where a point has three");
        assert!(demarche::export::dot::write(&made(kind, Tone::Hard)).contains("arrowhead=\"tee\""), "{kind} is told apart in grey too");
        let mermaid = demarche::export::mermaid::write(&made(kind, Tone::Hard));
        assert!(mermaid.contains("--x") || mermaid.contains("---|\"#8593;") || mermaid.contains('↑'), "{kind}: {mermaid}");
        assert!(legend.contains("belied or violated by event") && !legend.contains("fulfilled"), "{legend}");
        assert!(told.contains(wanted), "{told}");
    }
    let mermaid = |kind, tone| demarche::export::mermaid::write(&made(kind, tone));
    assert!(mermaid("fulfils", Tone::Plain).contains("fulfilled by") && !mermaid("fulfils", Tone::Plain).contains("belied"));
    let dot = demarche::export::dot::write(&made("fulfils", Tone::Plain));
    assert!(
        dot.contains("arrowhead=\"dot\"") && !demarche::export::dot::write(&made("violates", Tone::Hard)).contains("arrowhead=\"dot\"")
    );
}

#[test]
fn a_record_that_an_event_fulfilled_says_so_in_every_format() {
    let place = crate::driver::in_memory(&crate::driver::small());
    let key = format!("{}/statements/maron-1998-03-03.yaml", place.data);
    let demarche::tree::Tree::Memory(files) = &place.tree else { panic!("it is in memory") };
    let text = String::from_utf8(files[&key].clone()).unwrap();
    assert!(text.contains("kind: belied-by"));
    let changed = crate::driver::with_file(&place, &key, Some(&text.replace("kind: belied-by", "kind: fulfils")));
    let loaded = load(&changed, &Default::default()).unwrap();
    let (graph, proofs) = (Graph::new(&loaded.dataset), Proofs::new(&loaded.dataset, &loaded.sources));
    let from = demarche::path::record(&graph, "maron-1998-03-03/no-escort").unwrap();
    let to = demarche::path::record(&graph, "convoy").unwrap();
    let found = demarche::path::find(&graph, from, to, &Default::default());
    let along = view::path(&graph, &proofs, &found.paths[0], &Default::default()).unwrap();
    let whole = view::evolution(&graph, &proofs, &Default::default()).unwrap();
    for (name, made) in [("evolution", whole), ("path", along)] {
        let link = made.links.iter().find(|link| link.kind == "fulfils").expect("it is drawn");
        assert_eq!(link.tone, Tone::Plain, "{name}");
        assert!(!made.columns.iter().flat_map(|column| &column.events).any(|event| event.is_turning_point), "{name}");
        let legend: Vec<&str> = made.legend.iter().map(|(_, meaning)| *meaning).collect();
        assert!(legend.contains(&"fulfilled by event") && !legend.iter().any(|meaning| meaning.contains("belied")), "{name}: {legend:?}");
        let all = format!("{}{}{}", words(&scene(&made)), demarche::export::mermaid::write(&made), demarche::export::dot::write(&made));
        assert!(all.contains("fulfilled by") && !all.contains("belied by"), "{name}");
    }
}
