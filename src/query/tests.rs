use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::parse::{MAX_DEPTH, MAX_LENGTH, parse};
use super::pattern::Pattern;
use super::period::Period;
use super::syntax::*;
use super::*;
use crate::date::Certainty;
use crate::load::{Loaded, load};
use crate::tree::Place;

fn small() -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/small");
    load(&Place::at(&folder).unwrap(), &Default::default()).unwrap()
}

fn at<T>(part: T) -> At<T> {
    At { part, range: 0..0 }
}

fn read(text: &str) -> Expression {
    parse(text).unwrap_or_else(|problems| panic!("{}", QueryError::new(text, problems)))
}

fn problems(text: &str) -> Vec<(String, String)> {
    let error = super::parse(text).expect_err(text);
    error.problems().iter().map(|problem| (text[problem.range.clone()].to_owned(), problem.message.clone())).collect()
}

// Reading

#[test]
fn operators_bind_as_the_page_says() {
    for (short, long) in [
        ("a | b & c", "a | (b & c)"),
        ("a & b | c", "(a & b) | c"),
        ("a - b - c", "a - b - c"),
        ("~a & b", "(~a) & b"),
        ("not a - b", "~a - b"),
        ("not not a", "~~a"),
        ("~(a | b)", "not (a|b)"),
        ("a&b-c&d", "a & b-c & d"),
        ("a -b", "a - b"),
        ("a- b", "a - b"),
        ("all()-none()", "all() - none()"),
        (" \n\ta \n| b", "a|b"),
        ("not(a)", "~a"),
        ("a", "(a)"),
    ] {
        assert_eq!(read(short), read(long), "{short}");
    }
    for (one, other) in
        [("a - b - c", "a - (b - c)"), ("a | b & c", "(a | b) & c"), ("~a & b", "~(a & b)"), ("a-b", "a - b"), ("a", "\"a\"")]
    {
        assert_ne!(read(one), read(other), "{one}");
    }
    // Taken apart without regard to how it is printed.
    let name = |id: &str| Expression::Name(at(Pattern { text: id.to_owned(), is_quoted: false }));
    let chain =
        Expression::Chain(Box::new(name("b-c")), vec![(Step::And, Expression::Not(Box::new(name("d/e")))), (Step::Minus, name("f*"))]);
    assert_eq!(read("a | b-c & ~d/e - f*"), Expression::Union(vec![name("a"), chain]));
}

#[test]
fn values_are_read_by_what_the_function_takes() {
    let value = |text: &str| match read(text) {
        Expression::Call(Call { mut arguments, .. }) => arguments.remove(0),
        other => panic!("{other}"),
    };
    let word = |comparison, list, place| Argument::Value(at(Value::Word(comparison, list, place)));
    assert_eq!(value("firmness(>= demands)"), word(Comparison::AtLeast, crate::model::words::FIRMNESS, 3));
    assert_eq!(value("firmness(<demands)"), word(Comparison::Below, crate::model::words::FIRMNESS, 3));
    assert_eq!(value("act(demand)"), word(Comparison::Is, crate::model::words::ACT, 1));
    assert_eq!(value("before(convoy)"), Argument::Value(at(Value::Event("convoy".to_owned()))));
    let period = |text| Value::Period(Period::parse(text).unwrap());
    assert_eq!(value("during( 2021-12~/.. )"), Argument::Value(at(period("2021-12~/.."))));
    assert_eq!(value("during(\"2021-12\")"), Argument::Value(at(period("2021-12"))));
    assert_eq!(value("text(\"a \\\"b\\\" \\\\\")"), Argument::Value(at(Value::Text("a \"b\" \\".to_owned()))));
    assert_eq!(value("changed(HEAD~2^{tree})"), Argument::Value(at(Value::Revision("HEAD~2^{tree}".to_owned()))));
    let filter = Argument::Filter(at(Function::find("before").unwrap()), at(period("1999-01-02T10:20:30Z")));
    assert_eq!(value("claims(before:1999-01-02T10:20:30Z)"), filter);
    assert_eq!(read("claims(text: \"x y\", speaker: a-*)"), read("claims(text:\"x y\",speaker:a-*)"));
}

#[test]
fn all_problems_of_a_query_come_at_once_each_at_its_words() {
    let found = problems("claims(speker:x, act:demnd) & demnd(nato-*) | firmness(>=demand) - during(2022-13) & (all(");
    let places: Vec<&str> = found.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(places, ["speker", "demnd", "demnd", "demand", "2022-13", "(", "("]);
    for (text, places) in [
        ("", vec![""]),
        ("~", vec![""]),
        ("a b", vec!["b"]),
        ("a and b or c", vec!["and", "or"]),
        ("a && b || c", vec!["&&", "||"]),
        ("a, b", vec![","]),
        ("a ~ b", vec!["~"]),
        ("!a + b", vec!["!", "+"]),
        ("a)) | b", vec![")", ")"]),
        ("((a", vec!["(", "("]),
        ("(a b) c", vec!["b", "c"]),
        ("text(\"a\\nb\")", vec!["\\n"]),
        ("text(\"a", vec!["\""]),
        ("text(\"…\u{301}\") | text(\" \")", vec!["\" \""]),
        ("text(\"\u{301}\")", vec!["\"\u{301}\""]),
        ("$ | €", vec!["$", "€"]),
        ("around(a, -1)", vec!["-1"]),
        ("around(a, 1, 2)", vec!["around"]),
        ("around(a b, 1)", vec!["b"]),
        ("paths(a)", vec!["paths"]),
        ("ancestors()", vec!["ancestors"]),
        ("all(a, b)", vec!["a", "b"]),
        ("claims(a b)", vec!["b"]),
        ("claims(act(demand))", vec!["("]),
        ("claims(ancestors:a)", vec!["ancestors"]),
        ("act(>=demand)", vec![">="]),
        ("nope(((,\"),\",()))) | demnds()", vec!["nope", "demnds"]),
        ("during([..2021], {2021,2022})", vec!["[..2021]", "{2021,2022}"]),
        ("during(convoy)", vec!["convoy"]),
        ("before(../2021) | after(2021/..)", vec!["../2021", "2021/.."]),
        ("a\u{2003}b", vec!["b"]),
    ] {
        assert_eq!(problems(text).iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>(), places, "{text}");
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused_and_ends_soon() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}a{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("(", ")"), ("~", ""), ("not ", ""), ("ancestors(", ")"), ("~(", ")")] {
        let levels = if open == "~(" { 2 } else { 1 };
        read(&nested(open, close, MAX_DEPTH / levels));
        let found = problems(&nested(open, close, MAX_DEPTH / levels + 1));
        assert!(found.len() == 1 && found[0].1.starts_with("more than 64"), "{found:?}");
    }
    assert!(problems(&"a".repeat(MAX_LENGTH + 1))[0].1.starts_with("the query is longer"));
    for piece in [
        "(", ")", "~", "!", "a|", "a ", "a-", "-", "\"", "\\", "a(", "claims(", "text(\"", "all(x,", ",", "$", "not ", "* ", "é",
        "act(x)|", "a:b ", "[,",
    ] {
        for begin in ["", "claims("] {
            let shown = |length: usize| {
                let text = format!("{begin}{}", piece.repeat(length / piece.len()));
                super::parse(&text).map_or_else(|error| error.to_string(), |query| query.to_string())
            };
            assert!(shown(MAX_LENGTH - begin.len()).len() < 2 * MAX_LENGTH, "{begin}{piece}");
            let time = |length: usize| {
                let start = Instant::now();
                shown(length);
                start.elapsed()
            };
            // Eight times the text takes eight times the time, and 64 times where reading is quadratic; a busy machine is given more tries.
            let is_linear = || time(MAX_LENGTH / 2) < 24 * time(MAX_LENGTH / 16) + Duration::from_millis(20);
            assert!((0..20).any(|_| is_linear()), "{begin}{piece}");
        }
    }
}

#[test]
fn every_function_is_on_the_page_and_its_usage_can_be_read() {
    for function in &FUNCTIONS {
        assert!(LANGUAGE.contains(&format!("`{}(", function.name)), "{}", function.name);
        let usage =
            function.usage.replace("SET", "all()").replace("ID", "x").replace("GLOB", "x").replace("EVENT", "x").replace("REVISION", "x");
        let usage = usage.replace("ACTOR", "x").replace("DEMAND", "x").replace("SOURCE", "x");
        read(&usage);
        assert_eq!(Function::find(function.name).map(|found| found.meaning), Some(function.meaning));
    }
}

// Printing

fn id() -> impl Strategy<Value = String> {
    "[a-mo-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}(/[a-z]{1,4})?"
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let bare = prop_oneof![id(), "[a-mo-z*][a-z*]{0,3}(-[a-z*]{1,3})?(/[a-z*]{1,3})?"];
    prop_oneof![
        3 => bare.prop_map(|text| Pattern { text, is_quoted: false }),
        1 => "[a-zé \"\\\\*:()]{0,6}".prop_map(|text| Pattern { text, is_quoted: true }),
    ]
}

fn value(function: &'static Function) -> BoxedStrategy<Value> {
    let period = || {
        prop::sample::select(vec!["2021", "2021-12", "2021-12-13~", "2021-12/2022-02", "2022?", "1999-05-06T10:20:30Z"])
            .prop_map(|text| Value::Period(Period::parse(text).unwrap()))
    };
    match function.takes {
        Takes::Words(list, strength) => {
            let comparisons = if strength == Strength::None { vec![Comparison::Is] } else { Comparison::ALL.to_vec() };
            (prop::sample::select(comparisons), 0..list.len())
                .prop_map(move |(comparison, place)| Value::Word(comparison, list, place))
                .boxed()
        }
        Takes::Period => prop_oneof![period(), Just(Value::Period(Period::parse("../2022").unwrap()))].boxed(),
        Takes::Moment => prop_oneof![period(), "[a-z]{1,4}(-[a-z0-9]{1,3})?".prop_map(Value::Event)].boxed(),
        Takes::Text => "[a-z\"\\\\ é»\n]{0,5}x".prop_map(Value::Text).boxed(),
        Takes::Revision => "[a-zA-Z0-9~^@ /\"-]{1,6}".prop_map(Value::Revision).boxed(),
        _ => pattern().prop_map(Value::Pattern).boxed(),
    }
}

fn expression() -> impl Strategy<Value = Expression> {
    let filters = || prop::sample::select(FUNCTIONS.iter().filter(|function| function.is_filter()).collect::<Vec<_>>());
    let filtered = filters().prop_flat_map(|function| {
        let most = if function.takes == Takes::Revision { 1 } else { 3 };
        prop::collection::vec(value(function), 1..=most).prop_map(move |values| {
            let arguments = values.into_iter().map(|value| Argument::Value(at(value))).collect();
            Expression::Call(Call { function: at(function), arguments })
        })
    });
    let kinds: Vec<&'static Function> = FUNCTIONS.iter().filter(|function| matches!(function.takes, Takes::Filters(_))).collect();
    let argument = prop_oneof![
        pattern().prop_map(|pattern| Argument::Value(at(Value::Pattern(pattern)))),
        filters().prop_flat_map(|filter| value(filter).prop_map(move |value| Argument::Filter(at(filter), at(value)))),
    ];
    let narrowed = (prop::sample::select(kinds), prop::collection::vec(argument, 0..4))
        .prop_map(|(function, arguments)| Expression::Call(Call { function: at(function), arguments }));
    let plain = prop::sample::select(vec!["all", "none", "unproved"])
        .prop_map(|name| Expression::Call(Call { function: at(Function::find(name).unwrap()), arguments: Vec::new() }));
    let leaf = prop_oneof![pattern().prop_map(|pattern| Expression::Name(at(pattern))), filtered, narrowed, plain];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let call = |name: &str, arguments: Vec<Argument>| Expression::Call(Call { function: at(Function::find(name).unwrap()), arguments });
        let one = prop::sample::select(vec!["thread", "ancestors", "descendants", "answers", "around"]);
        prop_oneof![
            inner.clone().prop_map(|set| Expression::Not(Box::new(set))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expression::Union),
            (inner.clone(), prop::collection::vec((prop::sample::select(vec![Step::And, Step::Minus]), inner.clone()), 1..4))
                .prop_map(|(first, steps)| Expression::Chain(Box::new(first), steps)),
            (one, inner.clone()).prop_map(move |(name, set)| call(name, vec![Argument::Set(set)])),
            (inner.clone(), 0..1000_u32).prop_map(move |(set, number)| call("around", vec![Argument::Set(set), Argument::Number(number)])),
            (inner.clone(), inner).prop_map(move |(from, to)| call("paths", vec![Argument::Set(from), Argument::Set(to)])),
        ]
    })
}

/// Text that looks like a query often enough to be one now and then.
fn nearly_a_query() -> impl Strategy<Value = String> {
    let pieces = vec![
        "a",
        "b-c",
        "d/*",
        "not",
        "~",
        "&",
        "|",
        "-",
        "(",
        ")",
        ",",
        " ",
        " - ",
        "\"",
        "\\",
        "claims(",
        "around(",
        "text(\"x\")",
        "act(demand)",
        "speaker:",
        "2021",
        "during(2021/..)",
        ">=",
        "firmness(",
        "demands",
        "all()",
        "é",
        "\u{2003}",
        "\n",
        "and",
        "\u{202e}",
        "'",
        ":",
        "🦀",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_printed_query_reads_back_as_itself(expression in expression()) {
        let printed = expression.to_string();
        let again = parse(&printed).map_err(|problems| QueryError::new(&printed, problems).to_string());
        prop_assert_eq!(again.as_ref(), Ok(&expression), "{}", printed);
        prop_assert_eq!(again.unwrap().to_string(), printed);
    }

    #[test]
    fn any_text_is_a_query_that_prints_to_itself_or_has_problems_in_it(text in prop_oneof![nearly_a_query(), "\\PC{0,30}"]) {
        match super::parse(&text) {
            Ok(query) => {
                let printed = query.to_string();
                let again = super::parse(&printed).map_err(|error| error.to_string());
                prop_assert_eq!(again.as_ref().map(ToString::to_string), Ok(printed));
                prop_assert_eq!(again, Ok(query));
            }
            Err(error) => {
                prop_assert!(!error.problems().is_empty());
                for problem in error.problems() {
                    prop_assert!(text.get(problem.range.clone()).is_some(), "{:?} in {:?}", problem, text);
                }
                let shown = error.to_string();
                prop_assert!(!shown.contains(|sign: char| sign.is_control() && sign != '\n' || sign == '\u{202e}'), "{}", shown);
            }
        }
    }
}

#[test]
fn a_message_shows_the_line_and_cuts_what_is_long() {
    let shown = |text: &str| super::parse(text).unwrap_err().to_string();
    assert_eq!(
        shown("a |\n  demnd(b)\n| c"),
        "there is no function `demnd`\n  2|   demnd(b)\n   |   ^^^^^\n  = did you mean `demand` or `demands`?"
    );
    let long = format!("a {}| demnd(b) |{} a", "| a ".repeat(100), " a |".repeat(100));
    let text = shown(&long);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].starts_with("  | …") && lines[1].ends_with('…') && lines[1].chars().count() < 140, "{text}");
    let mark = lines[2].find('^').unwrap();
    let marked: String = lines[1].chars().skip(mark).take(5).collect();
    assert_eq!(marked, "demnd");
    assert_eq!(shown(&"x y ".repeat(30)).matches("an operator is missing").count(), 10, "the first ten");
    assert!(shown(&"x y ".repeat(30)).ends_with("and 49 more"));
}

// Algebra

/// Selections of the small dataset by the certainty of each record.
fn selections(graph: &Graph<'_>, values: &[Vec<u8>]) -> Vec<Selection> {
    let make = |values: &Vec<u8>| {
        let mut selection = Selection::none(graph);
        for (node, value) in graph.nodes().zip(values) {
            selection.add(node, [Certainty::Impossible, Certainty::Possible, Certainty::Certain][*value as usize]);
        }
        selection
    };
    values.iter().map(make).collect()
}

proptest! {
    #[test]
    fn selections_obey_the_laws_of_kleene_algebra(values in prop::collection::vec(prop::collection::vec(0..3_u8, 100), 3)) {
        let loaded = small();
        let graph = Graph::new(&loaded.dataset);
        prop_assert!(graph.node_count() <= 100 && !graph.node_count().is_multiple_of(64));
        let all = selections(&graph, &values);
        let (a, b, c) = (|| all[0].clone(), || all[1].clone(), || all[2].clone());
        let (every, no) = (|| Selection::all(&graph), || Selection::none(&graph));

        prop_assert_eq!(a().union(&b()), b().union(&a()));
        prop_assert_eq!(a().intersection(&b()), b().intersection(&a()));
        prop_assert_eq!(a().union(&b()).union(&c()), a().union(&b().union(&c())));
        prop_assert_eq!(a().intersection(&b()).intersection(&c()), a().intersection(&b().intersection(&c())));
        prop_assert_eq!(a().intersection(&b().union(&c())), a().intersection(&b()).union(&a().intersection(&c())));
        prop_assert_eq!(a().union(&b().intersection(&c())), a().union(&b()).intersection(&a().union(&c())));
        prop_assert_eq!(a().union(&a().intersection(&b())), a());
        prop_assert_eq!(a().intersection(&a().union(&b())), a());
        prop_assert_eq!(a().complement().complement(), a());
        prop_assert_eq!(a().union(&b()).complement(), a().complement().intersection(&b().complement()));
        prop_assert_eq!(a().difference(&b()), a().intersection(&b().complement()));
        prop_assert_eq!(a().difference(&b()).difference(&c()), a().difference(&b().union(&c())));
        prop_assert_eq!(a().union(&no()), a());
        prop_assert_eq!(a().intersection(&every()), a());
        prop_assert_eq!(every().complement(), no());
        prop_assert_eq!(a().difference(&every()), no());

        let mut counts = (0, 0);
        for node in graph.nodes() {
            let [x, y] = [&all[0], &all[1]].map(|set| set.certainty(node));
            let opposite = |value| [Certainty::Certain, Certainty::Possible, Certainty::Impossible][value as usize];
            prop_assert_eq!(a().union(&b()).certainty(node), x.max(y));
            prop_assert_eq!(a().intersection(&b()).certainty(node), x.min(y));
            prop_assert_eq!(a().complement().certainty(node), opposite(x));
            prop_assert_eq!(a().difference(&b()).certainty(node), x.min(opposite(y)));
            counts.0 += usize::from(x == Certainty::Certain);
            counts.1 += usize::from(x == Certainty::Possible);
        }
        prop_assert_eq!(a().counts(), counts);
        prop_assert_eq!(a().complement().counts(), (graph.node_count() - counts.0 - counts.1, counts.1));
        prop_assert_eq!(a().nodes(&graph).count(), counts.0 + counts.1);
    }
}

// Names

fn with_aliases(aliases: &[(&str, &str)]) -> Loaded {
    let mut loaded = small();
    let span = loaded.dataset.manifest.focus.as_ref().unwrap().span;
    let entry = |(name, text): &(&str, &str)| ((*name).to_owned(), crate::source::Spanned::new((*text).to_owned(), span));
    loaded.dataset.manifest.aliases = aliases.iter().map(entry).collect();
    loaded
}

fn answer(loaded: &Loaded, text: &str) -> Result<Vec<String>, String> {
    let graph = Graph::new(&loaded.dataset);
    let proofs = Proofs::new(&loaded.dataset, &loaded.sources);
    let query = super::parse(text).map_err(|error| error.to_string())?;
    let selection = select(&graph, &proofs, &query, &Options::default()).map_err(|error| error.to_string())?;
    Ok(selection.nodes(&graph).map(|(node, _)| graph.node(node).id().to_owned()).collect())
}

#[test]
fn aliases_stand_for_their_queries_however_they_hang_together() {
    let loaded = with_aliases(&[
        ("ours", "claims(actor:merania)"),
        ("firm", "ours & firmness(>=demands)"),
        ("twice", "firm | ours - firm | ours"),
        ("convoy", "none()"),
    ]);
    let ours = answer(&loaded, "claims(actor:merania)").unwrap();
    assert!(ours.len() > 3);
    assert_eq!(answer(&loaded, "twice").unwrap(), ours);
    assert_eq!(answer(&loaded, "firm").unwrap(), answer(&loaded, "ours & firmness(>=demands)").unwrap());
    // An alias stands before an id; between quote marks the id is meant.
    assert_eq!((answer(&loaded, "convoy").unwrap(), answer(&loaded, "\"convoy\"").unwrap()), (vec![], vec!["convoy".to_owned()]));
    assert!(answer(&loaded, "\"ours\"").unwrap_err().contains("nothing has the id `ours`"));
    let needs = |text: &str| super::parse(text).unwrap().needs_proofs(&Graph::new(&loaded.dataset));
    assert!(!needs("twice") && needs("twice - around(unproved())"));
}

#[test]
fn an_alias_that_cannot_be_used_says_why() {
    let loaded = with_aliases(&[
        ("a", "b | c"),
        ("b", "all()"),
        ("c", "claims() & d"),
        ("d", "a"),
        ("e", "e"),
        ("f", "a | nobody"),
        ("g", "(b"),
        ("between", "d | e"),
        ("toll-cut", "all()"),
        ("user", "g"),
        ("not", "all()"),
    ]);
    let graph = Graph::new(&loaded.dataset);
    let found: BTreeMap<&str, Vec<String>> = alias_problems(&graph)
        .into_iter()
        .map(|(alias, found)| (alias, found.into_iter().map(|problem| problem.message).collect()))
        .collect();
    let circle = || vec!["this leads into a circle of aliases".to_owned()];
    let expected = BTreeMap::from([
        ("a", circle()),
        ("c", circle()),
        ("d", circle()),
        ("e", circle()),
        ("f", vec!["nothing has the id `nobody`".to_owned()]),
        ("g", vec!["this bracket is never closed".to_owned()]),
        ("not", vec!["`not` is a word of the language too".to_owned()]),
        ("toll-cut", vec!["`toll-cut` is the id of a demand too".to_owned()]),
    ]);
    assert_eq!(found, expected, "`between` uses circles and is in none");
    for (query, words) in [
        ("a", "the alias `a` is defined by way of itself"),
        ("b & between", "is defined by way of itself"),
        ("e", "  = e -> e"),
        ("c", "a -> c -> d -> a"),
        ("user", "this bracket is never closed (in the alias `g`)"),
        ("f", "nothing has the id `nobody` (in the alias `f`)"),
    ] {
        let error = answer(&loaded, query).unwrap_err();
        assert!(error.contains(words), "{query}: {error}");
    }
    assert!(answer(&loaded, "b").is_ok() && answer(&loaded, "\"toll-cut\"").is_ok());
}

#[test]
fn long_chains_of_aliases_end_with_a_limit() {
    let names: Vec<(String, String)> = (0..5000).map(|number| (format!("a{number}"), format!("a{} | a{0}", number + 1))).collect();
    let mut pairs: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    pairs.push(("a5000", "claims()"));
    let loaded = with_aliases(&pairs);
    assert!(answer(&loaded, "a0").unwrap_err().contains("more than 256 aliases"));
    assert_eq!(answer(&loaded, "a4800").unwrap().len(), 11);
    let begin = Instant::now();
    assert!(alias_problems(&Graph::new(&loaded.dataset)).is_empty());
    // Walking on from each alias anew would take minutes.
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
}

#[test]
fn a_problem_in_an_alias_only_shows_when_what_it_asks_for_is_missing_too() {
    let loaded = with_aliases(&[("since", "changed(v1)")]);
    let error = answer(&loaded, "since & claims()").unwrap_err();
    assert!(error.contains("`changed` cannot be answered") && error.contains("(in the alias `since`)"), "{error}");
}
