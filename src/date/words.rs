//! Turns an EDTF expression into English for people, and says all that is uncertain about it.

use edtf_core::{Date, DateField, Edtf, Interval, IntervalEndpoint, Qualifier, Set, SetElement, SetKind, TimeShift, YearKind};

use super::{Days, date_days, open_digits, qualifiers};

pub(super) const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

pub(super) const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// The words for an expression.
pub(super) fn of(edtf: &Edtf) -> String {
    match edtf {
        Edtf::Date(date) => describe(date),
        Edtf::DateTime(moment) => {
            let time = moment.time;
            let zone = match time.shift {
                None => String::new(),
                Some(TimeShift::Utc) => " UTC".to_owned(),
                Some(TimeShift::Offset { minutes, .. }) => {
                    format!(" UTC{}{:02}:{:02}", if minutes < 0 { '−' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
                }
            };
            format!("{}, {:02}:{:02}:{:02}{zone}", describe(&moment.date), time.hour, time.minute, time.second)
        }
        Edtf::Interval(interval) => describe_interval(interval),
        Edtf::Set(set) => describe_set(set),
    }
}

/// One date in words, with its qualifiers.
fn describe(date: &Date) -> String {
    let plain = describe_plain(date);
    let parts: Vec<(&str, Qualifier)> =
        ["year", "month", "day"].into_iter().zip(qualifiers(date)).filter_map(|(name, part)| Some((name, part?))).collect();
    let whole = parts[0].1;
    if parts.iter().all(|(_, part)| *part == whole) {
        return [["", "c. "][usize::from(whole.approximate)], &plain, ["", " (uncertain)"][usize::from(whole.uncertain)]].concat();
    }
    let notes = [(true, false, "uncertain"), (false, true, "approximate"), (true, true, "uncertain and approximate")];
    let notes: Vec<String> = notes
        .into_iter()
        .filter_map(|(uncertain, approximate, word)| {
            let marked = parts.iter().filter(|(_, part)| *part == Qualifier { uncertain, approximate });
            let names: Vec<&str> = marked.map(|(name, _)| *name).collect();
            (!names.is_empty()).then(|| format!("{} {word}", list(&names)))
        })
        .collect();
    format!("{plain} ({})", notes.join(", "))
}

/// One date in words, without its qualifiers: what is known, then what is not.
fn describe_plain(date: &Date) -> String {
    let (mut known, mut notes, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    let masked = |digits: &[Option<u8>]| digits.iter().map(|digit| digit.map_or('X', |digit| char::from(b'0' + digit))).collect::<String>();
    let month = date.month.and_then(DateField::value).map(usize::from);
    match (date.day.and_then(DateField::value), date.day) {
        (Some(day), _) if month.is_some() => known.push(day.to_string()),
        (None, Some(day)) if day.digits == [None, None] => unknown.push("day"),
        (_, Some(day)) => notes.push(format!("day {}", masked(&day.digits))),
        (_, None) => {}
    }
    match (month, date.month) {
        (Some(month @ 1..=12), _) => known.push(MONTHS[month - 1][..3].to_owned()),
        (Some(season), _) => known.push(season_name(season)),
        (None, Some(month)) if month.digits == [None, None] => unknown.insert(0, "month"),
        (None, Some(month)) => notes.insert(0, format!("month {}", masked(&month.digits))),
        (None, None) => {}
    }
    let year = |year: i64| if year > 0 { year.to_string() } else { format!("{} BC", 1 - year) };
    let whole_years = || {
        let Days { earliest, latest } = date_days(&Date { month: None, day: None, ..*date });
        earliest.zip(latest).map(|(first, last)| format!("{}–{}", year(first.year()), year(last.year())))
    };
    match (date.year.kind, date.year.value()) {
        (_, Some(value)) if open_digits(&date.year) > 0 => {
            known.push(whole_years().map_or_else(|| year(value), |span| format!("about {} ({span})", year(value))));
        }
        (_, Some(value)) => known.push(year(value)),
        (YearKind::Exponential { significand, exponent }, None) => known.push(format!("the year {significand}E{exponent}")),
        (YearKind::Standard { digits: [None, None, None, None], .. }, None) => unknown.insert(0, "year"),
        (YearKind::Standard { digits: [Some(a), Some(b), Some(c), None], .. }, None) if c > 0 && date.month.is_none() => {
            known.push(format!("{}0s", u32::from(a) * 100 + u32::from(b) * 10 + u32::from(c)));
        }
        (YearKind::Standard { digits, .. }, None) => {
            let trailing = digits.iter().filter(|digit| digit.is_none()).count() as u32 == open_digits(&date.year);
            let span = whole_years().filter(|_| trailing).map(|span| format!("some year {span}"));
            notes.insert(0, span.unwrap_or_else(|| format!("year {}", masked(&digits))));
        }
        (YearKind::Big { .. }, None) => unreachable!("a year that is written out has a value"),
    }
    if !unknown.is_empty() {
        notes.push(format!("{} unknown", list(&unknown)));
    }
    [known.join(" ").trim_end_matches(" of").to_owned()]
        .into_iter()
        .filter(|known| !known.is_empty())
        .chain(notes)
        .collect::<Vec<_>>()
        .join(", ")
}

fn describe_interval(interval: &Interval) -> String {
    use IntervalEndpoint::{Date, OnOrAfter, OnOrBefore, Open, Unknown};
    let words = |end: &IntervalEndpoint| match end {
        Date(date) => describe(date),
        OnOrBefore(date) => format!("{} or earlier", describe(date)),
        OnOrAfter(date) => format!("{} or later", describe(date)),
        Open => "open".to_owned(),
        Unknown => "unknown".to_owned(),
    };
    let (start, end) = (words(&interval.start), words(&interval.end));
    match (&interval.start, &interval.end) {
        (_, Open) => format!("since {start}"),
        (_, Unknown) => format!("from {start}, end unknown"),
        (Open, _) => format!("until {end}"),
        (Unknown, _) => format!("until {end}, start unknown"),
        (Date(_), Date(_)) if !(start.clone() + &end).contains([',', '(']) => join_range(&start, &end),
        _ => format!("{start} – {end}"),
    }
}

/// Joins two dates in words and says what they share at their ends once: `10–13 Jan 2022`.
fn join_range(start: &str, end: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (start.split(' ').collect(), end.split(' ').collect());
    let shared = from.iter().rev().zip(to.iter().rev()).take_while(|(a, b)| a == b).count();
    if shared == from.len() || shared == to.len() {
        return if start == end { start.to_owned() } else { format!("{start} – {end}") };
    }
    let own = &from[..from.len() - shared];
    format!("{}{}{end}", own.join(" "), if own.len() == 1 && to.len() - shared == 1 { "–" } else { " – " })
}

fn describe_set(set: &Set) -> String {
    let all = set.kind == SetKind::AllMembers;
    let members: Vec<String> = set
        .elements
        .iter()
        .map(|element| match element {
            SetElement::Date(date) => describe(date),
            SetElement::OnOrBefore(date) => format!("{}{}", describe(date), if all { " and all before" } else { " or earlier" }),
            SetElement::OnOrAfter(date) => format!("{}{}", describe(date), if all { " and all after" } else { " or later" }),
            SetElement::Range(first, last) => format!("{} to {}", describe(first), describe(last)),
        })
        .collect();
    let separator = if members.iter().any(|member| member.contains(',')) { "; " } else { ", " };
    match set.elements.as_slice() {
        [SetElement::Date(_) | SetElement::OnOrBefore(_) | SetElement::OnOrAfter(_)] => members.concat(),
        [SetElement::Range(first, last)] if !all => between(&describe(first), &describe(last)),
        _ => format!("{} {}", if all { "all of" } else { "one of" }, members.join(separator)),
    }
}

/// One day of a range in words, with what its ends share said once: `between 4 and 30 Jun 2025`.
fn between(first: &str, last: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (first.split(' ').collect(), last.split(' ').collect());
    let shared = from.iter().rev().zip(to.iter().rev()).take_while(|(a, b)| a == b).count();
    match from.len() - shared {
        0 if first == last => last.to_owned(),
        0 => format!("between {first} and {last}"),
        own => format!("between {} and {last}", from[..own].join(" ")),
    }
}

/// The name of a sub-year grouping, 21 to 41, to stand before the year.
fn season_name(code: usize) -> String {
    match code {
        21..=32 => format!("{}{}", ["", "northern ", "southern "][(code - 21) / 4], SEASONS[(code - 21) % 4]),
        33..=36 => format!("Q{}", code - 32),
        37..=39 => format!("{} third of", ["first", "second", "last"][code - 37]),
        _ => format!("{} half of", ["first", "second"][code - 40]),
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}
