use super::*;
use proptest::prelude::*;

fn date(text: &str) -> ClaimDate {
    ClaimDate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn common_mistakes_are_answered_with_the_edtf_spelling() {
    for (text, edtf) in [
        ("2021/12/13", "2021-12-13"),
        ("2021.12.13", "2021-12-13"),
        ("20211213", "2021-12-13"),
        ("13.12.2021", "2021-12-13"),
        ("12/13/2021", "2021-12-13"),
        ("2021-6-5", "2021-06-05"),
        ("12/2021", "2021-12"),
        ("13 December 2021", "2021-12-13"),
        ("Friday, September 22, 2023", "2023-09-22"),
        ("10-13 January 2022", "2022-01-10/2022-01-13"),
        ("June 2025", "2025-06"),
        ("c. 2021", "2021~"),
        ("c. 2021?", "2021%"),
        ("from 2014 to June 2025", "2014/2025-06"),
        ("December 2021 - January 2022", "2021-12/2022-01"),
        ("circa June 2025", "2025-06~"),
        ("June 2025?", "2025-06?"),
        ("since 2014", "2014/.."),
        ("until June 2025", "../2025-06"),
        ("2014/present", "2014/.."),
        ("2021–2022", "2021/2022"),
        ("1984/1983", "1983/1984"),
        ("spring 2021", "2021-21"),
        ("Q2 2021", "2021-34"),
        ("1990s", "199X"),
        ("2025-06-xx", "2025-06-XX"),
        ("2025-06-??", "2025-06-XX"),
        ("2021?~", "2021%"),
        (" 2021-12-13 ", "2021-12-13"),
        ("2021-12-13T10:00", "2021-12-13"),
        ("2021-12-13 10:00:00", "2021-12-13T10:00:00"),
        ("2021-12-13T10:00:00.000Z", "2021-12-13"),
        ("-9999999999", "Y-9999999999"),
    ] {
        let error = ClaimDate::parse(text).expect_err(text);
        assert_eq!(error.suggestion(), Some(edtf), "{text}");
    }
    for (text, help) in [
        ("c. 2021", "write `2021~` for c. 2021"),
        ("2021-13", "months are 01 to 12 and seasons 21 to 24: write `2021-21` for spring 2021"),
        ("2023-02-29", "February 2023 has 28 days"),
        ("5/6/2021", "day and month cannot be told apart: write `2021-05-06` for 6 May 2021, or write `2021-06-05` for 5 Jun 2021"),
    ] {
        assert_eq!(ClaimDate::parse(text).unwrap_err().help(), Some(help), "{text}");
    }
    for text in ["early June 2025", "March 2014 –", "n.d.", "10, 13 January 2022", "June? 2025"] {
        assert_eq!(ClaimDate::parse(text).unwrap_err().help(), None, "{text}");
    }
    assert_eq!(Day::parse("13 December 2021").unwrap_err().suggestion(), Some("2021-12-13"));
    assert_eq!(Day::parse("June 2025").unwrap_err().help(), None);
}

#[test]
fn dates_read_as_people_write_them() {
    for (text, words) in [
        ("2021-12-13", "13 Dec 2021"),
        ("2025-06", "Jun 2025"),
        ("2025-06~", "c. Jun 2025"),
        ("2021?", "2021 (uncertain)"),
        ("2021-12-13%", "c. 13 Dec 2021 (uncertain)"),
        ("2025-06-XX", "Jun 2025, day unknown"),
        ("2025-06-XX?", "Jun 2025, day unknown (uncertain)"),
        ("2025-06-1X", "Jun 2025, day 1X"),
        ("1985-XX-XX", "1985, month and day unknown"),
        ("1985-XX-12", "1985, day 12, month unknown"),
        ("1984-1X", "1984, month 1X"),
        ("201X", "2010s"),
        ("200X", "some year 2000–2009"),
        ("156X-12-25", "25 Dec, some year 1560–1569"),
        ("XXXX-12-XX", "Dec, year and day unknown"),
        ("XXXX-XX-XX", "year, month and day unknown"),
        ("1XX3", "year 1XX3"),
        ("1950S2", "about 1950 (1900–1999)"),
        ("-1985", "1986 BC"),
        ("0000-02-29", "29 Feb 1 BC"),
        ("Y17E8", "1700000000"),
        ("Y-17E99", "the year -17E99"),
        ("?2004-06-~11", "11 Jun 2004 (year uncertain, day approximate)"),
        ("2004-06~-11", "11 Jun 2004 (year and month approximate)"),
        ("2004-%06-11", "11 Jun 2004 (month uncertain and approximate)"),
        ("2021-21", "spring 2021"),
        ("2021-28", "northern winter 2021"),
        ("2021-29", "southern spring 2021"),
        ("2021-34", "Q2 2021"),
        ("2021-39", "last third of 2021"),
        ("2021-40", "first half of 2021"),
        ("200X-41", "second half, some year 2000–2009"),
        ("1985-04-12T23:20:30Z", "12 Apr 1985, 23:20:30 UTC"),
        ("1985-04-12T23:20:30-04", "12 Apr 1985, 23:20:30 UTC−04:00"),
        ("2022-01-10/2022-01-13", "10–13 Jan 2022"),
        ("2022-01-10/2022-02-03", "10 Jan – 3 Feb 2022"),
        ("2021-12-28/2022-01-03", "28 Dec 2021 – 3 Jan 2022"),
        ("2022-01-10/2022-01-10", "10 Jan 2022"),
        ("2004-06/2004-08", "Jun–Aug 2004"),
        ("2004-06/2004-06-08", "Jun 2004 – 8 Jun 2004"),
        ("1964/2008", "1964–2008"),
        ("2004-06~/2004-08", "c. Jun – Aug 2004"),
        ("2004-06-XX/2004-07-03", "Jun 2004, day unknown – 3 Jul 2004"),
        ("2014-03/..", "since Mar 2014"),
        ("2014-03/", "from Mar 2014, end unknown"),
        ("../2014-03?", "until Mar 2014 (uncertain)"),
        ("/2014-03", "until Mar 2014, start unknown"),
        ("..2004-06-01/2004-06-20..", "1 Jun 2004 or earlier – 20 Jun 2004 or later"),
        ("[1667,1668,1670..1672]", "one of 1667, 1668, 1670 to 1672"),
        ("{1960,1961-12}", "all of 1960, Dec 1961"),
        ("[2025-06-04..2025-06-30]", "between 4 and 30 Jun 2025"),
        ("[2025-05-28..2025-06-30]", "between 28 May and 30 Jun 2025"),
        ("[2021-12-28..2022-01-03]", "between 28 Dec 2021 and 3 Jan 2022"),
        ("[2021..2022]", "between 2021 and 2022"),
        ("[2019-08..2021-12]", "between Aug 2019 and Dec 2021"),
        ("[2025-06-30..2025-06-30]", "30 Jun 2025"),
        ("[-0043-03..-0043-05]", "between Mar and May 44 BC"),
        ("[2025-06-XX,2025-07]", "one of Jun 2025, day unknown; Jul 2025"),
        ("[..1984]", "1984 or earlier"),
        ("{..1984}", "1984 and all before"),
    ] {
        assert_eq!(date(text).display(), words, "{text}");
    }
}

#[test]
fn an_order_that_hangs_on_a_qualifier_is_only_possible() {
    let order = |a: &str, b: &str| date(a).before(&date(b));
    assert_eq!(order("2021-12-13", "2021-12-14"), Certainty::Certain);
    assert_eq!(order("2021-12-13", "2021-12-13"), Certainty::Impossible);
    assert_eq!(order("2021-12-14", "2021-12"), Certainty::Possible);
    assert_eq!(order("2025-06~", "2025-07-10"), Certainty::Possible);
    assert_eq!(order("2025-06", "2025-07-10"), Certainty::Certain);
    assert_eq!(order("2025-06~", "2025-08-01"), Certainty::Certain);
    assert_eq!(order("2014/..", "2022"), Certainty::Possible);
    assert_eq!(order("2023", "2014/2022"), Certainty::Impossible);
    assert_eq!(order("Y17E17", "Y18E17"), Certainty::Possible);
    assert_eq!(order("2021", "Y17E17"), Certainty::Certain);
    assert_eq!(date("2025-06~").on_or_before(day("2025-07-30")), Certainty::Possible);
    assert_eq!(date("2025-06~").on_or_before(day("2025-07-31")), Certainty::Certain);
    assert_eq!(date("2025-06~").on_or_before(day("2025-04-30")), Certainty::Impossible);
    assert_eq!(date("2021-12-13").gap_days(&date("2022-01")), (Some(19), Some(49)));
    assert_eq!(date("2022-01").gap_days(&date("2022-01-10/..")), (Some(-21), None));
}

#[test]
fn a_date_says_what_it_is() {
    assert!(date("2021-12-13").is_exact_day() && date("2021-12-13T10:00:00Z").is_exact_day());
    assert!(!date("2021-12-13?").is_exact_day() && !date("2021-12").is_exact_day() && !date("../2021-12-13").is_exact_day());
}

#[test]
fn days_count_over_the_whole_range() {
    assert_eq!(day("1970-01-01").number(), 0);
    assert_eq!(day("2021-12-13").days_until(day("2022-02-24")), 73);
    assert_eq!((day("-0001-12-31").plus_days(1), day("2000-03-01").minus_days(1)), (day("0000-01-01"), day("2000-02-29")));
    assert_eq!((Day::MIN.to_string(), Day::MAX.to_string()), ("-10000000000000000-01-01".into(), "+9999999999999999-12-31".into()));
    assert_eq!((Day::MAX.plus_days(i64::MAX), Day::MIN.minus_days(i64::MAX)), (Day::MAX, Day::MIN));
    assert_eq!((day("2021-12-13").year(), day("2021-12-13").month(), day("2021-12-13").day()), (2021, 12, 13));
    let second = |number: u64| Duration::from_secs(number);
    assert_eq!(Day::at(UNIX_EPOCH + second(86_399)).number(), 0);
    assert_eq!([Day::at(UNIX_EPOCH - second(1)).number(), Day::at(UNIX_EPOCH - second(86_401)).number()], [-1, -2]);
    for text in ["", "2021-12", "2021-02-29", "2021-1-05", "+2021-01-01", "02021-01-01", "2021-12-13 ", "-0000-01-01", "é"] {
        assert!(Day::parse(text).is_err(), "{text}");
    }
}

/// Expressions that are mostly valid, with near misses.
fn expressions() -> impl Strategy<Value = String> {
    let year = "-?(20[0-2][0-9X]|19XX|1950S2|Y17E8)[?~%]?";
    let single = format!("{year}(-[?~%]?(0[1-9]|1[0-2X]|2[1-9]|3[0-9]|XX)[?~%]?(-[?~]?([0-2][0-9X]|3[01]|XX))?)?[?~%]?");
    let single = || proptest::string::string_regex(&single).unwrap();
    prop_oneof![
        4 => single(),
        1 => (single(), single()).prop_map(|(a, b)| format!("{a}/{b}")),
        1 => (single(), single()).prop_map(|(a, b)| format!("[{a},{b}]")),
        1 => single().prop_map(|a| format!("{a}/..")),
        1 => single().prop_map(|a| format!("/{a}")),
    ]
}

proptest! {
    #[test]
    fn no_text_panics(text in prop_oneof![".{0,40}", "[c.? 0-9a]{0,80}", expressions(), "[0-9XYES./{},~?% \\-\\[\\]]{0,30}"]) {
        match ClaimDate::parse(&text) {
            Ok(date) => prop_assert!(!date.display().is_empty()),
            Err(error) => prop_assert!(error.suggestion().is_none_or(|edtf| ClaimDate::parse(edtf).is_ok())),
        }
        let _ = Day::parse(&text);
    }

    #[test]
    fn order_is_asymmetric_and_kept_by_sorting(a in expressions(), b in expressions()) {
        if let (Ok(a), Ok(b)) = (ClaimDate::parse(&a), ClaimDate::parse(&b)) {
            prop_assert_ne!(a.before(&a), Certainty::Certain);
            if a.before(&b) == Certainty::Certain {
                prop_assert_eq!(b.before(&a), Certainty::Impossible);
                prop_assert!(a < b);
                prop_assert!(a.gap_days(&b).0 > Some(0));
                prop_assert_eq!(a.on_or_before(b.earliest().unwrap()), Certainty::Certain);
            }
            prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        }
    }

    #[test]
    fn widening_only_widens(text in expressions()) {
        if let Ok(date) = ClaimDate::parse(&text) {
            let (first, last) = date.core();
            prop_assert!(date.earliest() <= first && date.latest().is_none_or(|latest| last.is_some_and(|last| latest >= last)));
            prop_assert!(first.zip(last).is_none_or(|(first, last)| first <= last));
            let qualified = date.is_approximate() || date.is_uncertain();
            prop_assert!(qualified || (date.earliest(), date.latest()) == (first, last));
        }
    }

    #[test]
    fn days_read_back(number in prop_oneof![-1_000_000_i64..1_000_000, any::<i64>()]) {
        let day = Day::from_number(number);
        prop_assert_eq!(Day::parse(&day.to_string()).ok(), Some(day));
        prop_assert_eq!(Day::new(day.year(), day.month(), day.day()), Some(day));
    }
}
