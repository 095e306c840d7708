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
mod tests;
