//! Turns an EDTF expression into its earliest and latest day, and orders two of them three-valued.
//!
//! EDTF is the profile of ISO 8601-2:2019, annex A; all of its levels (0, 1, 2) are read. Where it leaves the days open, these
//! rulings hold:
//!
//! - **Qualified dates are widened.** `~` (approximate), `?` (uncertain) and `%` (both) move the earliest day back and the latest day
//!   on by one unit of what is qualified, so that an order that hangs on such a date is at most possible. `?` widens like `~`: its
//!   value may be wrong, and a wrong value is mostly near. The standard itself (8.4.2, note) moves nothing: [`ClaimDate::core`] gives
//!   its span.
//!
//!   | what is qualified | to each side |
//!   |---|---|
//!   | day | 3 days (day `1X`: 10 days) |
//!   | month | 1 month |
//!   | season, quarter / third / half of a year | 3 / 4 / 6 months |
//!   | year, decade `201X`, century `20XX` ..., `1950S2` | 1, 10, 100 ... years: the width that is left open |
//!
//!   A qualifier that reaches down from the year counts once, in the unit of the finest part that it reaches (`2025-06~`: 1 month;
//!   `2004?-06-11`: 1 year); one on later parts alone counts in the unit of each (`2004-06-~11`: 3 days). A part that is `XX` counts
//!   as the next coarser one.
//! - **Seasons** are whole months: spring March to May, summer June to August, autumn September to November, winter December to
//!   February of the next year. 29 to 32 are southern and lie half a year off; 21 to 28 are northern.
//! - **A time of day** does not move the day: the day is the one that was written, in the zone that was written.
//! - **An interval, or a set, stands for some day in it**, as do a year and a month. An open (`..`) or unknown (empty) end is no bound.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

mod spelling;
mod words;

pub use spelling::DateError;

use chrono::{Datelike, NaiveDate};
use edtf_core::{Bound, BoundDate, Date, DateField, Edtf, Interval, IntervalEndpoint, Qualifier, SetElement, Year, YearKind};

/// The longest expression that is read, in bytes.
pub const MAX_LENGTH: usize = 256;

/// A day of the proleptic Gregorian calendar, with astronomical years (year 0 is 1 BC), from [`Day::MIN`] to [`Day::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i64);

impl Day {
    /// 1 January of the year -10^16.
    pub const MIN: Day = Day(Self::YEAR_ZERO - 25_000_000_000_000 * Self::PER_ERA);
    /// 31 December of the year 10^16 - 1.
    pub const MAX: Day = Day(Self::YEAR_ZERO + 25_000_000_000_000 * Self::PER_ERA - 1);

    /// The days of 400 years, after which the calendar repeats: what lets chrono's range of 262,000 years do for every year.
    const PER_ERA: i64 = 146_097;
    /// The number of 1 January of the year 0.
    const YEAR_ZERO: i64 = -719_528;

    /// The day of this year, month (from 1) and day of the month (from 1); none if there is no such day or it is out of range.
    pub fn new(year: i64, month: u32, day: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year.rem_euclid(400) as i32, month, day)?;
        let in_era = i64::from(date.num_days_from_ce()) + 365;
        let number = year.div_euclid(400).checked_mul(Self::PER_ERA)?.checked_add(Self::YEAR_ZERO + in_era)?;
        Some(Day(number)).filter(|day| (Self::MIN..=Self::MAX).contains(day))
    }

    /// Reads a day as [`Display`](fmt::Display) writes it.
    ///
    /// # Errors
    /// When the text is not one whole day of the calendar.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        Self::read(text).ok_or_else(|| {
            let error = DateError::new(text, "not a day: a day is written YYYY-MM-DD".into(), 0);
            // A month or a year is a date, but no day.
            if error.suggestion().is_some_and(|text| Self::read(text).is_none()) { error.without_help() } else { error }
        })
    }

    fn read(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let mut parts = digits.splitn(3, '-');
        let mut number = |least: usize| {
            let part = parts.next()?;
            let plain = part.len() >= least && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<i64>().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let day = Self::new(if negative { -year } else { year }, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
        (day.to_string() == text).then_some(day)
    }

    /// The day, in UTC, of a moment.
    pub fn at(moment: SystemTime) -> Self {
        const DAY: u64 = 86_400;
        let whole = |span: Duration| i64::try_from(span.as_secs() / DAY).unwrap_or(i64::MAX);
        match moment.duration_since(UNIX_EPOCH) {
            Ok(after) => Self::from_number(whole(after)),
            Err(before) => Self::from_number(-whole(before.duration() + Duration::new(DAY - 1, 999_999_999))),
        }
    }

    /// The day with this number; beyond the range, its nearest day.
    pub fn from_number(number: i64) -> Self {
        Day(number).clamp(Self::MIN, Self::MAX)
    }

    /// The number of days since 1 January 1970, which is 0.
    pub fn number(self) -> i64 {
        self.0
    }

    /// The astronomical year.
    pub fn year(self) -> i64 {
        self.in_era().0
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.in_era().1.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.in_era().1.day()
    }

    /// The number of days from this day to the other; negative if the other is earlier.
    pub fn days_until(self, other: Day) -> i64 {
        other.0 - self.0
    }

    /// The day so many days later; beyond the range, its last day.
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_number(self.0.saturating_add(days))
    }

    /// The day so many days earlier; beyond the range, its first day.
    pub fn minus_days(self, days: i64) -> Self {
        Self::from_number(self.0.saturating_sub(days))
    }

    /// The same day of the month so many months on, or the last one that the month has; none beyond the range.
    fn plus_months(self, months: i64) -> Option<Self> {
        let (year, date) = self.in_era();
        let total = (year * 12 + i64::from(date.month0())).checked_add(months)?;
        let month = total.rem_euclid(12) as u32 + 1;
        (1..=date.day()).rev().find_map(|day| Self::new(total.div_euclid(12), month, day))
    }

    /// The year, and the day in the first 400 years that has the same month and day.
    fn in_era(self) -> (i64, NaiveDate) {
        let days = self.0 - Self::YEAR_ZERO;
        let in_era = days.rem_euclid(Self::PER_ERA) as i32;
        let date = NaiveDate::from_num_days_from_ce_opt(in_era - 365).expect("the first 400 years are in the range of chrono");
        (days.div_euclid(Self::PER_ERA) * 400 + i64::from(date.year()), date)
    }
}

/// `YYYY-MM-DD`; years beyond four digits carry a sign (`+12021-01-01`), years before 0 a minus (`-0044-03-15`).
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, date) = self.in_era();
        let sign = if year < 0 { "-" } else { ["", "+"][usize::from(year > 9999)] };
        write!(f, "{sign}{:04}-{:02}-{:02}", year.unsigned_abs(), date.month(), date.day())
    }
}

/// How far something holds over all days that two dates may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Whatever days are meant, it does not hold.
    Impossible,
    /// It holds for some of the days and not for others.
    Possible,
    /// Whatever days are meant, it holds.
    Certain,
}

impl Certainty {
    /// The word for it, as it stands in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Impossible => "impossible",
            Certainty::Possible => "possible",
            Certainty::Certain => "certain",
        }
    }

    fn of(certain: bool, impossible: bool) -> Self {
        match (certain, impossible) {
            (true, _) => Certainty::Certain,
            (_, true) => Certainty::Impossible,
            _ => Certainty::Possible,
        }
    }
}

/// An EDTF expression and the days that it may mean. Compares and hashes by its text; sorts by [`ClaimDate::sort_key`].
#[derive(Clone, Debug)]
pub struct ClaimDate {
    text: String,
    core: Days,
    widened: Days,
    approximate: bool,
    uncertain: bool,
    interval: bool,
}

impl ClaimDate {
    /// Reads an EDTF expression of any level.
    ///
    /// # Errors
    /// When the text is not EDTF, means no day of the calendar, or is longer than [`MAX_LENGTH`].
    pub fn parse(text: &str) -> Result<Self, DateError> {
        if text.len() > MAX_LENGTH {
            let message = format!("not a date: it is longer than {MAX_LENGTH} bytes");
            return Err(DateError::plain(message, MAX_LENGTH));
        }
        let edtf = Edtf::parse(text).map_err(|error| DateError::new(text, format!("not an EDTF date: {}", error.message), error.offset))?;
        Ok(ClaimDate {
            text: text.to_owned(),
            core: Days::of(&edtf, date_days),
            widened: Days::of(&edtf, widened_days),
            approximate: edtf.is_approximate(),
            uncertain: edtf.is_uncertain(),
            interval: matches!(edtf, Edtf::Interval(_)),
        })
    }

    /// The expression as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first day that it may mean, inclusive; none if its start is open or unknown.
    ///
    /// A year beyond [`Day::MAX`] starts there and has no latest day; likewise with [`Day::MIN`] before the range.
    pub fn earliest(&self) -> Option<Day> {
        self.widened.earliest
    }

    /// The last day that it may mean, inclusive; none if its end is open or unknown.
    pub fn latest(&self) -> Option<Day> {
        self.widened.latest
    }

    /// The first and the last day of the expression taken at its word, without the widening of `~` and `?`: where its mark is drawn.
    pub fn core(&self) -> (Option<Day>, Option<Day>) {
        (self.core.earliest, self.core.latest)
    }

    /// It can only mean one day.
    pub fn is_exact_day(&self) -> bool {
        self.earliest().is_some() && self.earliest() == self.latest()
    }

    /// Some part of it is marked as approximate, with `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Some part of it is marked as uncertain, with `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// It has a start and an end, joined by `/`.
    pub fn is_interval(&self) -> bool {
        self.interval
    }

    /// It has no earliest or no latest day.
    pub fn is_open(&self) -> bool {
        self.earliest().is_none() || self.latest().is_none()
    }

    /// Whether this lies on an earlier day than the other.
    ///
    /// Certain if the latest day of this is before the earliest of the other; impossible if no day of this is before any of the other.
    pub fn before(&self, other: &Self) -> Certainty {
        let certain = self.latest().zip(other.earliest()).is_some_and(|(this, other)| this < other);
        let impossible = self.earliest().zip(other.latest()).is_some_and(|(this, other)| this >= other);
        Certainty::of(certain, impossible)
    }

    /// Whether this lies on the day or before it: whether it had been said by then.
    pub fn on_or_before(&self, day: Day) -> Certainty {
        Certainty::of(self.latest().is_some_and(|latest| latest <= day), self.earliest().is_some_and(|earliest| earliest > day))
    }

    /// The smallest and the largest number of days from this to a later date; none without a bound.
    ///
    /// A smallest number that is negative means that the later date may be the earlier one.
    pub fn gap_days(&self, later: &Self) -> (Option<i64>, Option<i64>) {
        let between = |from: Option<Day>, to: Option<Day>| from.zip(to).map(|(from, to)| from.days_until(to));
        (between(self.latest(), later.earliest()), between(self.earliest(), later.latest()))
    }

    /// A total order that keeps to every certain order: by first core day (open first), last core day (open last), then text.
    ///
    /// The core days, because a reader expects "c. June" among the days of June.
    pub fn sort_key(&self) -> impl Ord + '_ {
        (self.core.earliest, self.core.latest.is_none(), self.core.latest, self.text.as_str())
    }

    /// The date in English for people: `c. Jun 2025`, `10–13 Jan 2022`, `Jun 2025, day unknown`. Says all that is uncertain about it.
    pub fn display(&self) -> String {
        words::of(&Edtf::parse(&self.text).expect("a ClaimDate holds an expression that was read before"))
    }
}

impl PartialEq for ClaimDate {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for ClaimDate {}

impl Hash for ClaimDate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialOrd for ClaimDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ClaimDate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sort_key().cmp(&other.sort_key())
    }
}

/// The first and the last day, inclusive; none is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Days {
    earliest: Option<Day>,
    latest: Option<Day>,
}

impl Days {
    /// The days of an expression, given those of each date in it.
    fn of(edtf: &Edtf, days: fn(&Date) -> Days) -> Self {
        match edtf {
            Edtf::Date(date) => days(date),
            Edtf::DateTime(moment) => days(&moment.date),
            Edtf::Interval(Interval { start, end }) => Days {
                earliest: match start {
                    IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrAfter(date) => days(date).earliest,
                    IntervalEndpoint::Open | IntervalEndpoint::Unknown | IntervalEndpoint::OnOrBefore(_) => None,
                },
                latest: match end {
                    IntervalEndpoint::Date(date) | IntervalEndpoint::OnOrBefore(date) => days(date).latest,
                    IntervalEndpoint::Open | IntervalEndpoint::Unknown | IntervalEndpoint::OnOrAfter(_) => None,
                },
            },
            Edtf::Set(set) => {
                let members = set.elements.iter().map(|element| match element {
                    SetElement::Date(date) => days(date),
                    SetElement::OnOrBefore(date) => Days { earliest: None, ..days(date) },
                    SetElement::OnOrAfter(date) => Days { latest: None, ..days(date) },
                    SetElement::Range(first, last) => Days { earliest: days(first).earliest, latest: days(last).latest },
                });
                let both = |a: Option<Day>, b: Option<Day>, choose: fn(Day, Day) -> Day| a.zip(b).map(|(a, b)| choose(a, b));
                members
                    .reduce(|a, b| Days { earliest: both(a.earliest, b.earliest, Day::min), latest: both(a.latest, b.latest, Day::max) })
                    .expect("a set has at least one member")
            }
        }
    }
}

/// The days of one date taken at its word. edtf-core settles them, save for years whose days it or we cannot count.
fn date_days(date: &Date) -> Days {
    let bounds = Edtf::Date(*date).bounds();
    let day = |bound: Bound| match bound {
        Bound::Date(BoundDate { year, month, day }) => Day::new(year, month.into(), day.into()).ok_or(year < 0),
        _ => Err(match date.year.kind {
            YearKind::Big { value } => value < 0,
            YearKind::Exponential { significand, .. } => significand < 0,
            YearKind::Standard { negative, .. } => negative,
        }),
    };
    // Out of range, the near side is bounded by the end of the range and the far side by nothing.
    Days {
        earliest: day(bounds.earliest).map_or_else(|negative| (!negative).then_some(Day::MAX), Some),
        latest: day(bounds.latest).map_or_else(|negative| negative.then_some(Day::MIN), Some),
    }
}

/// The days of one date with the widening that its qualifiers ask for.
fn widened_days(date: &Date) -> Days {
    let Days { earliest, latest } = date_days(date);
    let (months, days) = widening(date);
    let back = |day: Day| day.plus_months(-months).map(|day| day.minus_days(days));
    let on = |day: Day| match date.day.and_then(DateField::value) {
        Some(_) => day.plus_months(months).map(|day| day.plus_days(days)),
        // The last day of a month stays the last: count from the day after.
        None => day.plus_days(1).plus_months(months).map(|day| day.plus_days(days - 1)),
    };
    if (months, days) == (0, 0) {
        Days { earliest, latest }
    } else {
        Days { earliest: earliest.and_then(back), latest: latest.and_then(on) }
    }
}

/// The months and days by which each side of a date is widened: the table at the top of this file.
fn widening(date: &Date) -> (i64, i64) {
    let [uncertain, approximate] =
        [|part: Qualifier| part.uncertain, |part: Qualifier| part.approximate].map(|marks: fn(Qualifier) -> bool| {
            let mut parts = qualifiers(date).map(|part| part.is_some_and(marks));
            let reach = parts.iter().take_while(|marked| **marked).count();
            parts[..reach.saturating_sub(1)].fill(false);
            parts
        });
    let [mut year, mut month, mut day] = [0, 1, 2].map(|part| uncertain[part] || approximate[part]);
    let unspecified = |part: Option<DateField>| part.is_some_and(|part| part.digits == [None, None]);
    if day && unspecified(date.day) {
        (month, day) = (true, false);
    }
    if month && unspecified(date.month) {
        (year, month) = (true, false);
    }
    let months = match date.month.and_then(DateField::value) {
        Some(21..=36) => 3,
        Some(37..=39) => 4,
        Some(40..=41) => 6,
        _ => 1,
    };
    let days = if date.day.is_some_and(|day| day.digits[1].is_none()) { 10 } else { 3 };
    let years = 10_i64.checked_pow(open_digits(&date.year)).and_then(|years| years.checked_mul(12)).unwrap_or(i64::MAX / 2);
    (years * i64::from(year) + months * i64::from(month), days * i64::from(day))
}

fn qualifiers(date: &Date) -> [Option<Qualifier>; 3] {
    [Some(date.year.qualifier), date.month.map(|part| part.qualifier), date.day.map(|part| part.qualifier)]
}

/// How many digits at the end of the year are left open, by `X` or by `S`.
fn open_digits(year: &Year) -> u32 {
    let digits = |value: i64| value.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
    let width = match year.kind {
        YearKind::Standard { digits, .. } if year.significant_digits.is_none() => {
            return digits.iter().rev().take_while(|digit| digit.is_none()).count() as u32;
        }
        YearKind::Standard { .. } => 4,
        YearKind::Big { value } => digits(value),
        YearKind::Exponential { significand, exponent } => digits(significand) + exponent,
    };
    year.significant_digits.map_or(0, |significant| width - significant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> ClaimDate {
        ClaimDate::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// The rows of a table in `tests/fixtures/edtf`, without its comments.
    fn rows(name: &str) -> Vec<String> {
        let path = format!("{}/tests/fixtures/edtf/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    }

    #[test]
    fn every_example_of_the_specification_has_its_days() {
        let mut read = 0;
        for row in ["spec.tsv", "more.tsv"].into_iter().flat_map(|name| rows(name).into_iter().skip(1)) {
            let [_, expression, ref days @ ..] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let claimed = date(expression);
            let (first, last) = claimed.core();
            let found = [claimed.earliest(), claimed.latest(), first, last].map(|day| day.map_or(String::new(), |day| day.to_string()));
            assert_eq!(found, *days, "{expression}");
            read += 1;
        }
        assert!(read > 120, "{read} rows");
    }

    #[test]
    fn malformed_expressions_are_refused() {
        let read = rows("invalid.tsv");
        assert!(read.len() > 80);
        for row in read {
            let text: String = serde_json::from_str(&row).unwrap();
            let error = ClaimDate::parse(&text).expect_err(&text);
            assert!(text.is_char_boundary(error.offset()), "{text}");
            assert!(error.suggestion().is_none_or(|edtf| ClaimDate::parse(edtf).is_ok()), "{text}: {error}");
        }
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
}
