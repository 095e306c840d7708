//! The searches against a naive enumeration and brute force over all choices of days, on small random networks.

use proptest::prelude::*;

use super::every::{Wanted, every};
use super::network::Network;
use super::scan::{Clock, Reading, TOGETHER, scan_together};
use super::shortest::{Scratch, distance, reached, shortest};
use super::time::{Span, order};
use super::{Meter, Strength};
use crate::date::Certainty;

/// The days that brute force tries for dates without a bound: before and after all days of bounded ones.
const FIRST: i64 = -1;
const LAST: i64 = 9;

/// A network as the tests know it: for each two records the strength of the link between them, where there is one.
#[derive(Clone, Debug)]
struct Case {
    spans: Vec<Span>,
    links: Vec<(u32, u32, Strength)>,
}

impl Case {
    fn network(&self) -> Network {
        Network::of(self.spans.clone(), &self.links)
    }

    fn timeless(&self) -> Case {
        Case { spans: vec![Span::TIMELESS; self.spans.len()], links: self.links.clone() }
    }

    fn strength(&self, a: u32, b: u32) -> Option<Strength> {
        let joins = |link: &&(u32, u32, Strength)| (link.0, link.1) == (a, b) || (link.0, link.1) == (b, a);
        self.links.iter().filter(joins).map(|link| link.2).min()
    }

    fn weakest(&self, path: &[u32]) -> Strength {
        path.windows(2).filter_map(|pair| self.strength(pair[0], pair[1])).max().unwrap_or(Strength::Authored)
    }

    /// All paths without a repeated record over links that are at least this strong: the shorter first, then in the order of the steps.
    fn all_paths(&self, from: u32, to: u32, weakest: Strength, longest: usize) -> Vec<Vec<u32>> {
        let mut found = Vec::new();
        let mut open = vec![vec![from]];
        while let Some(path) = open.pop() {
            let last = path[path.len() - 1];
            if last == to {
                found.push(path);
                continue;
            }
            for next in (0..self.spans.len() as u32).filter(|next| !path.contains(next)) {
                if path.len() <= longest && self.strength(last, next).is_some_and(|strength| strength <= weakest) {
                    open.push([path.as_slice(), &[next]].concat());
                }
            }
        }
        let steps = |path: &Vec<u32>| -> Vec<_> { path.windows(2).map(|pair| (self.strength(pair[0], pair[1]), pair[1])).collect() };
        found.sort_by_key(|path| (path.len(), steps(path)));
        found
    }

    /// Every choice of days for the occasions of a path, as the days of its records; none for what lies on no day.
    fn choices(&self, path: &[u32]) -> Vec<Vec<Option<i64>>> {
        let mut occasions: Vec<Span> = Vec::new();
        for span in path.iter().map(|node| self.spans[*node as usize]).filter(|span| span.occasion.is_some()) {
            if !occasions.contains(&span) {
                occasions.push(span);
            }
        }
        let mut choices: Vec<Vec<i64>> = vec![Vec::new()];
        for span in &occasions {
            let days = span.earliest.max(FIRST)..=span.latest.min(LAST);
            choices = choices.iter().flat_map(|chosen| days.clone().map(move |day| [chosen.as_slice(), &[day]].concat())).collect();
        }
        let day = |chosen: &[i64], node: u32| {
            let at = occasions.iter().position(|span| *span == self.spans[node as usize])?;
            Some(chosen[at])
        };
        choices.iter().map(|chosen| path.iter().map(|node| day(chosen, *node)).collect()).collect()
    }

    /// The order of a path by brute force.
    fn certainty(&self, path: &[u32]) -> Certainty {
        let holds: Vec<bool> = self.choices(path).iter().map(|days| is_in_order(days)).collect();
        match (holds.contains(&true), holds.contains(&false)) {
            (true, false) => Certainty::Certain,
            (true, true) => Certainty::Possible,
            (false, _) => Certainty::Impossible,
        }
    }

    /// The earliest day of being at the end of a path, over all choices of days for which it is in order; the last, over all.
    fn arrival(&self, path: &[u32]) -> Option<(i64, i64)> {
        let arrivals: Vec<i64> = self
            .choices(path)
            .into_iter()
            .filter(|days| is_in_order(days))
            .map(|days| days.into_iter().flatten().last().unwrap_or(FIRST - 1))
            .collect();
        Some((*arrivals.iter().min()?, *arrivals.iter().max()?))
    }
}

fn is_in_order(days: &[Option<i64>]) -> bool {
    days.iter().flatten().collect::<Vec<_>>().is_sorted()
}

fn scan(network: &Network, reading: Reading, weakest: Strength) -> Vec<Option<i64>> {
    let clock = Clock::new(network, reading);
    let reached = super::scan::scan(network, &clock, 0, weakest, &mut meter());
    (0..network.len() as u32).map(|node| reached.day(node)).collect()
}

/// All paths, with a scratch that another search has used, as a `Search` keeps it.
fn all_of(network: &Network, wanted: &Wanted, meter: &mut Meter) -> Vec<Vec<u32>> {
    let mut scratch = Scratch::new(network.len());
    let back = Wanted { from: wanted.to, to: wanted.from, longest: 3, most: 2, ..*wanted };
    every(network, &mut scratch, &back, &mut self::meter());
    shortest(network, &mut scratch, (wanted.to, wanted.from), wanted.weakest, 4, &mut self::meter());
    every(network, &mut scratch, wanted, meter)
}

fn meter() -> Meter {
    Meter::new(u64::MAX)
}

/// Days 0 to 8, at most four to choose from; now and then no bound, or no place in time.
fn spans(records: usize, shared: bool) -> impl Strategy<Value = Vec<Span>> {
    let span = (0..8_u32, 0..6_i64, 0..4_i64, 0..records);
    proptest::collection::vec(span, records).prop_map(move |all| {
        let mut spans: Vec<Span> = Vec::new();
        for (at, (sort, earliest, days, like)) in all.into_iter().enumerate() {
            let latest = (earliest + days).min(8);
            spans.push(match sort {
                0 => Span::TIMELESS,
                1 => Span { earliest: i64::MIN, latest, occasion: Some(at as u32) },
                2 => Span { earliest, latest: i64::MAX, occasion: Some(at as u32) },
                3 if latest % 2 == 0 => Span { earliest: i64::MIN, latest: i64::MAX, occasion: Some(at as u32) },
                4 | 5 if shared && like < at => spans[like],
                _ => Span { earliest, latest, occasion: Some(at as u32) },
            });
        }
        spans
    })
}

fn cases(records: std::ops::RangeInclusive<usize>, shared: bool) -> impl Strategy<Value = Case> {
    records.prop_flat_map(move |records| {
        let link = (0..records as u32, 0..records as u32, (0..5_usize).prop_map(|at| Strength::ALL[at]));
        (spans(records, shared), proptest::collection::vec(link, 0..records * 2)).prop_map(|(spans, links)| Case { spans, links })
    })
}

/// Every record beside every other one, half of them on a day that they share with an earlier one.
fn dense_cases() -> impl Strategy<Value = Case> {
    let span = (any::<bool>(), 0..5_i64, 0..4_i64, 0..5_usize);
    proptest::collection::vec(span, 4..=5).prop_map(|all| {
        let mut spans: Vec<Span> = Vec::new();
        for (at, (is_shared, earliest, days, like)) in all.into_iter().enumerate() {
            let own = Span { earliest, latest: earliest + days, occasion: Some(at as u32) };
            spans.push(if is_shared && like < at { spans[like] } else { own });
        }
        let links = (0..spans.len() as u32).flat_map(|a| (0..a).map(move |b| (a, b, Strength::Authored))).collect();
        Case { spans, links }
    })
}

fn strengths() -> impl Strategy<Value = Strength> {
    (0..5_usize).prop_map(|at| Strength::ALL[at])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_shortest_path_is_the_first_of_a_naive_enumeration(
        case in cases(2..=9, false), weakest in strengths(), longest in 1..9_usize, pairs in proptest::collection::vec((0..9_u32, 0..9_u32), 4)
    ) {
        let network = case.network();
        // One scratch for all searches, as a `Search` keeps it.
        let mut scratch = Scratch::new(network.len());
        for (from, to) in pairs {
            let (from, to) = (from % network.len() as u32, to % network.len() as u32);
            let found = shortest(&network, &mut scratch, (from, to), weakest, longest, &mut meter());
            let expected = case.all_paths(from, to, weakest, longest).into_iter().next();
            let links = distance(&network, &mut scratch, (from, to), weakest, longest, &mut meter());
            prop_assert_eq!(links, expected.as_ref().map(|path| path.len() - 1), "from {} to {}", from, to);
            prop_assert_eq!(found, expected, "from {} to {}", from, to);
            // What is reached, and in which order: by the length of the first path there.
            let reached = reached(&network, &mut scratch, from, weakest, &mut meter());
            let links = |to: u32| case.all_paths(from, to, weakest, 9).first().map(|path| path.len());
            let all: Vec<u32> = (0..network.len() as u32).filter(|to| links(*to).is_some()).collect();
            let mut sorted = reached.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, all);
            prop_assert!(reached.is_sorted_by_key(|to| links(*to)) && reached[0] == from);
        }
    }

    #[test]
    fn every_path_is_found_once_and_in_order(
        case in cases(2..=7, false), weakest in strengths(), some_link in strengths(), longest in 1..8_usize, most in 1..30_usize
    ) {
        let case = case.timeless();
        let (from, to) = (0, case.spans.len() as u32 - 1);
        let found = all_of(&case.network(), &Wanted { from, to, weakest, some_link, longest, most }, &mut meter());
        let mut expected = case.all_paths(from, to, weakest, longest);
        expected.retain(|path| case.weakest(path) >= some_link);
        expected.truncate(most);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_order_of_a_path_is_that_of_all_choices_of_days(spans in (1..=5_usize).prop_flat_map(|records| spans(records, true))) {
        let path: Vec<u32> = (0..spans.len() as u32).collect();
        let case = Case { spans: spans.clone(), links: Vec::new() };
        let found = order(&spans);
        prop_assert_eq!(found.certainty, case.certainty(&path), "{:?}", spans);
        let turns = |(a, b): (usize, usize)| a < b && match found.certainty {
            Certainty::Impossible => spans[a].earliest > spans[b].latest,
            _ => spans[a].latest > spans[b].earliest,
        };
        prop_assert!(found.doubt.is_none_or(turns), "{:?} in {:?}", found.doubt, spans);
        let some_two_turn = (0..spans.len()).any(|b| (0..b).any(|a| spans[a].earliest > spans[b].latest));
        prop_assert_eq!(found.doubt.is_some(), found.certainty == Certainty::Possible || some_two_turn);
    }

    #[test]
    fn paths_in_time_are_those_of_brute_force(case in cases(2..=5, true), weakest in strengths(), longest in 1..5_usize) {
        let (from, to) = (0, case.spans.len() as u32 - 1);
        let wanted = Wanted { from, to, weakest, some_link: Strength::Authored, longest, most: usize::MAX };
        let found = all_of(&case.network(), &wanted, &mut meter());
        let mut expected = case.all_paths(from, to, weakest, longest);
        expected.retain(|path| case.certainty(path) != Certainty::Impossible);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn records_that_share_a_day_are_never_on_two_days_of_one_path(case in dense_cases()) {
        let (from, to) = (0, case.spans.len() as u32 - 1);
        let wanted =
            Wanted { from, to, weakest: Strength::Authored, some_link: Strength::Authored, longest: usize::MAX, most: usize::MAX };
        let found = all_of(&case.network(), &wanted, &mut meter());
        let mut expected = case.all_paths(from, to, Strength::Authored, 9);
        expected.retain(|path| case.certainty(path) != Certainty::Impossible);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn arrivals_are_those_of_brute_force(case in cases(2..=5, false), weakest in strengths()) {
        let network = case.network();
        let possible = scan(&network, Reading::Kind, weakest);
        let certain = scan(&network, Reading::Strict, weakest);
        // The end of the tried days stands for no bound, and a day before them for what has passed nothing that lies on one.
        let bounded = |day: i64| day.clamp(FIRST, LAST);
        for to in 0..case.spans.len() as u32 {
            let paths = case.all_paths(0, to, weakest, usize::MAX - 1);
            let earliest = paths.iter().filter_map(|path| case.arrival(path)).map(|(first, _)| first).min();
            prop_assert_eq!(possible[to as usize].map(bounded), earliest.map(bounded), "possible at {}", to);
            let sure = paths.iter().filter(|path| case.certainty(path) == Certainty::Certain);
            let by = sure.filter_map(|path| case.arrival(path)).map(|(_, last)| last).min();
            prop_assert_eq!(certain[to as usize].map(bounded), by.map(bounded), "certain at {}", to);
        }
    }

    #[test]
    fn scans_together_are_the_scans_one_by_one(case in prop_oneof![cases(2..=9, true), dense_cases()], weakest in strengths(), seed in 0..1_000_usize) {
        let network = case.network();
        // Any records in any order, some of them more than once, and as many as one batch takes.
        let records = case.spans.len();
        let starts: Vec<u32> = (0..1 + seed % TOGETHER).map(|at| ((at * (seed + 1) + at / records) % records) as u32).collect();
        for reading in [Reading::Kind, Reading::Strict] {
            let clock = Clock::new(&network, reading);
            let together = scan_together(&network, &clock, &starts, weakest, &mut meter());
            for (place, start) in starts.iter().enumerate() {
                let alone = super::scan::scan(&network, &clock, *start, weakest, &mut meter());
                for to in 0..records as u32 {
                    prop_assert_eq!(together.day(to, place), alone.day(to), "{:?} from {} to {}", reading, start, to);
                }
            }
        }
    }

    #[test]
    fn arrivals_are_never_certain_wrongly_nor_missed_where_records_share_a_day(case in cases(2..=5, true)) {
        let network = case.network();
        let possible = scan(&network, Reading::Kind, Strength::Nearby);
        let certain = scan(&network, Reading::Strict, Strength::Nearby);
        for to in 0..case.spans.len() as u32 {
            let paths = case.all_paths(0, to, Strength::Nearby, usize::MAX - 1);
            let best = paths.iter().map(|path| case.certainty(path)).max().unwrap_or(Certainty::Impossible);
            // The days err to one side, too: never too late a possible one, never too early a certain one.
            let bounded = |day: i64| day.clamp(FIRST, LAST);
            let earliest = paths.iter().filter_map(|path| case.arrival(path)).map(|(first, _)| first).min();
            prop_assert!(earliest.is_none_or(|day| possible[to as usize].is_some_and(|found| bounded(found) <= bounded(day))), "{}", to);
            let sure = paths.iter().filter(|path| case.certainty(path) == Certainty::Certain);
            let by = sure.filter_map(|path| case.arrival(path)).map(|(_, last)| last).min();
            prop_assert!(certain[to as usize].is_none_or(|found| by.is_some_and(|by| bounded(by) <= bounded(found))), "{}", to);
            prop_assert!(best == Certainty::Impossible || possible[to as usize].is_some(), "{} is missed", to);
            prop_assert!(certain[to as usize].is_none() || best == Certainty::Certain, "{} is not certain", to);
        }
    }

    #[test]
    fn a_search_ends_within_its_budget(case in cases(2..=9, true), budget in 0..60_u64) {
        let network = case.network();
        let (from, to) = (0, case.spans.len() as u32 - 1);
        let wanted = Wanted { from, to, weakest: Strength::Nearby, some_link: Strength::Authored, longest: 8, most: usize::MAX };
        let mut meter = Meter::new(budget);
        let found = all_of(&network, &wanted, &mut meter);
        prop_assert!(meter.visited <= budget);
        let all = all_of(&network, &wanted, &mut self::meter());
        prop_assert_eq!(&found[..], &all[..found.len()], "a partial answer is the beginning of the whole one");
        prop_assert!(meter.is_met || found.len() == all.len());
    }
}

/// Every record beside every other one: the number of paths grows with the factorial of the number of records.
fn dense(records: u32, span: impl Fn(u32) -> Span) -> Network {
    let links: Vec<_> = (0..records).flat_map(|a| (0..a).map(move |b| (a, b, Strength::Authored))).collect();
    Network::of((0..records).map(span).collect(), &links)
}

#[test]
fn a_dense_and_cyclic_network_ends_within_the_budget() {
    let spans: [&dyn Fn(u32) -> Span; 3] =
        [&|_| Span::TIMELESS, &|node| Span { earliest: 0, latest: 100, occasion: Some(node) }, &|node| Span {
            earliest: i64::from(node % 7),
            latest: i64::from(node % 7) + 2,
            occasion: Some(node / 2),
        }];
    for span in spans {
        let network = dense(60, span);
        let wanted =
            Wanted { from: 0, to: 59, weakest: Strength::Nearby, some_link: Strength::Authored, longest: usize::MAX, most: usize::MAX };
        let mut meter = Meter::new(200_000);
        let found = all_of(&network, &wanted, &mut meter);
        assert!(meter.is_met && meter.visited <= 200_000);
        assert!(found.len() > 1_000, "{} paths were found before that", found.len());
    }
}

#[test]
fn the_marks_of_a_scratch_never_run_over() {
    // A ring of five: between neighbours the shortest path has one link, however often one asks.
    let links: Vec<_> = (0..5).map(|node| (node, (node + 1) % 5, Strength::Authored)).collect();
    let network = Network::of(vec![Span::TIMELESS; 5], &links);
    for left in 0..20 {
        let mut scratch = Scratch::near_the_end(5, left);
        for _ in 0..20 {
            assert_eq!(shortest(&network, &mut scratch, (0, 2), Strength::Authored, 5, &mut meter()), Some(vec![0, 1, 2]));
            assert_eq!(shortest(&network, &mut scratch, (0, 3), Strength::Authored, 1, &mut meter()), None);
        }
    }
}

#[test]
fn two_claims_of_a_statement_are_certainly_in_order_across_an_actor() {
    // Claim 0, actor 1, claim 2 of the same statement, some day from 0 to 9; claim 3 of another one, on day 5.
    let same = Span { earliest: 0, latest: 9, occasion: Some(0) };
    let other = Span { earliest: 5, latest: 5, occasion: Some(3) };
    let links = [(0, 1, Strength::Nearby), (1, 2, Strength::Nearby), (1, 3, Strength::Nearby)];
    let network = Network::of(vec![same, Span::TIMELESS, same, other], &links);
    assert_eq!(scan(&network, Reading::Strict, Strength::Nearby), [Some(9), Some(9), Some(9), None]);
    assert_eq!(scan(&network, Reading::Kind, Strength::Nearby), [Some(0), Some(0), Some(0), Some(5)]);
}

#[test]
fn the_way_that_leaves_more_time_counts_though_another_is_as_long() {
    // From 0, on day 4, over 1, and then over 2, which is past by then, or over 3 to 4.
    let day = |earliest, latest, occasion| Span { earliest, latest, occasion: Some(occasion) };
    let spans = vec![day(4, 4, 0), day(0, 9, 1), day(0, 3, 2), day(0, 6, 3), day(6, 6, 4)];
    let links = [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4)].map(|(a, b)| (a, b, Strength::Authored));
    let wanted = Wanted { from: 0, to: 4, weakest: Strength::Authored, some_link: Strength::Authored, longest: 8, most: 9 };
    assert_eq!(all_of(&Network::of(spans, &links), &wanted, &mut meter()), [[0, 1, 3, 4]]);
}

#[test]
fn what_only_days_that_differ_would_allow_is_possible_one_sidedly() {
    // From 0 over claim 1 of a statement on day 0, over 2 on day 5, to claim 3 of the same statement: it would lie on both days.
    let day = |earliest, latest, occasion| Span { earliest, latest, occasion: Some(occasion) };
    let spans = vec![day(0, 0, 0), day(0, 9, 1), day(5, 5, 2), day(0, 9, 1), day(0, 4, 4)];
    let links = [(0, 1), (1, 2), (2, 3), (1, 4)].map(|(a, b)| (a, b, Strength::Authored));
    let network = Network::of(spans.clone(), &links);
    let found = scan(&network, Reading::Kind, Strength::Nearby);
    assert_eq!(found[3], Some(5), "the scan takes the two claims as independent");
    // The statement may lie on day 5, and then all is in order: possible it is. With the fourth record in between it is not.
    assert_eq!(order(&[spans[0], spans[1], spans[2], spans[3]]).certainty, Certainty::Possible);
    let spans = vec![day(0, 0, 0), day(0, 9, 1), day(0, 4, 4), day(5, 5, 2), day(0, 9, 1)];
    let links = [(0, 1), (1, 2), (2, 3), (3, 4)].map(|(a, b)| (a, b, Strength::Authored));
    let network = Network::of(spans.clone(), &links);
    assert_eq!(scan(&network, Reading::Kind, Strength::Nearby)[4], Some(5));
    assert_eq!(scan(&network, Reading::Strict, Strength::Nearby)[4], None, "never certain");
    let wanted = Wanted { from: 0, to: 4, weakest: Strength::Authored, some_link: Strength::Authored, longest: 8, most: 9 };
    assert_eq!(all_of(&network, &wanted, &mut meter()), Vec::<Vec<u32>>::new(), "the search for paths settles it");
}
