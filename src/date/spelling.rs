//! Turns a text that is no EDTF date into an error that names what was probably meant.

use std::fmt;

use edtf_core::Edtf;

use super::words::{MONTHS, SEASONS};
use super::{ClaimDate, Day, MAX_LENGTH};

/// Why a text is no date, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    message: String,
    offset: usize,
    suggestion: Option<String>,
    help: Option<String>,
}

impl DateError {
    pub(super) fn new(text: &str, message: String, offset: usize) -> Self {
        let offset = text.floor_char_boundary(offset);
        let suggestion = Some(text).filter(|text| text.len() <= MAX_LENGTH).and_then(|text| suggest(text, 2));
        let help = match &suggestion {
            Some(edtf) => Some(in_edtf(edtf)),
            None => advise(text),
        };
        DateError { message, offset, suggestion, help }
    }

    /// An error without a next step.
    pub(super) fn plain(message: String, offset: usize) -> Self {
        DateError { message, offset, suggestion: None, help: None }
    }

    pub(super) fn without_help(self) -> Self {
        DateError { suggestion: None, help: None, ..self }
    }

    /// What is wrong, in lower case and without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The byte of the text, from 0, at which the fault was seen; at most the length of the text.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The EDTF that was probably meant, to stand in the place of the whole text. Always a valid date.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// The next step, where a common mistake is recognised; names the suggestion.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.iter().try_for_each(|help| write!(f, " ({help})"))
    }
}

impl std::error::Error for DateError {}

fn in_edtf(edtf: &str) -> String {
    ClaimDate::parse(edtf).map_or_else(|error| error.message, |date| format!("write `{edtf}` for {}", date.display()))
}

/// The EDTF that a text in another spelling probably means. Words around a date are taken off as often as `depth` says.
fn suggest(text: &str, depth: u8) -> Option<String> {
    let text = text.trim().to_lowercase();
    let valid = |edtf: String| Edtf::parse(&edtf).is_ok().then_some(edtf);
    let inner = |rest: &str| valid(rest.trim().to_uppercase()).or_else(|| suggest(rest, depth.checked_sub(1)?));
    let circa = ["circa", "approximately", "approx.", "approx", "about", "around", "ca.", "ca", "c.", "c"].map(|word| (word, "", "~"));
    let open = [("since", "", "/.."), ("from", "", "/.."), ("from", "", ""), ("until", "../", ""), ("till", "../", "")];
    let wrapped = circa
        .into_iter()
        .chain(open)
        .find_map(|(word, before, after)| valid(format!("{before}{}{after}", inner(text.strip_prefix(word)?)?).replace("?~", "%")));
    let range = || [" to ", " - ", "–", "—"].into_iter().find_map(|mark| text.split_once(mark)).map(|(from, to)| (inner(from), inner(to)));
    let range = || range().and_then(|(from, to)| valid(format!("{}/{}", from?, to?)));
    let doubtful = || valid(inner(text.strip_suffix("(?)").or(text.strip_suffix('?'))?)? + "?");
    wrapped
        .or_else(|| respelled(&text).into_iter().find_map(valid))
        .or_else(range)
        .or_else(doubtful)
        .or_else(|| named(&text).and_then(valid))
}

/// Spellings that have the right parts with wrong marks or in a wrong order.
fn respelled(text: &str) -> Vec<String> {
    let tight: String = text.replace("unknown", "").replace("open", "..").replace("present", "..").replace("now", "..");
    let tight = tight.to_uppercase().replace(char::is_whitespace, "").replace(['\u{2010}', '\u{2011}', '\u{2212}'], "-");
    let tight = tight.replace(['U', '*'], "X").replace("??", "XX").replace("?~", "%").replace("~?", "%");
    let mut spellings = vec![tight.replace(['–', '—'], "/"), tight.replace(['–', '—'], "-")];
    if let Some((day, time)) = text.split_at_checked(10).filter(|(_, time)| time.starts_with('t') || time.contains(':')) {
        spellings.push(format!("{}{}", day.replace('/', "-"), time.replacen(' ', "T", 1).to_uppercase()));
        spellings.push(day.replace('/', "-"));
    }
    if let Some((start, end)) = tight.split_once('/').filter(|_| !tight.contains("..")) {
        spellings.push(format!("{end}/{start}"));
    }
    spellings.extend(readings(text));
    spellings
}

/// The dates that a text of plain numbers may mean: one, or two where day and month cannot be told apart.
fn readings(text: &str) -> Vec<String> {
    let numbers: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    if numbers.iter().any(|number| number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit())) {
        let negative = text.strip_prefix('-').filter(|year| year.len() > 4);
        return negative.map(|year| format!("Y-{year}")).into_iter().collect();
    }
    let day = |year: &str, month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}");
    match *numbers.as_slice() {
        [all] if all.len() == 8 => vec![day(&all[..4], &all[4..6], &all[6..])],
        [year] => vec![format!("Y{year}")],
        [year, end] if year.len() == 4 && end.len() == 4 => vec![format!("{year}/{end}")],
        [year, month] | [month, year] if year.len() == 4 => vec![format!("{year}-{month:0>2}")],
        [year, b, c] if year.len() == 4 => vec![day(year, b, c)],
        [a, b, year] if year.len() == 4 && (text.contains('.') || a == b) => vec![day(year, b, a)],
        [a, b, year] if year.len() == 4 => {
            let valid: Vec<_> = [day(year, b, a), day(year, a, b)].into_iter().filter(|edtf| Edtf::parse(edtf).is_ok()).collect();
            if valid.len() == 1 { valid } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// Dates with a month, season or quarter by name: `Friday, September 22, 2023`, `10-13 January 2022`, `spring 2021`, `1990s`.
fn named(text: &str) -> Option<String> {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    // A mark that is not understood must not be lost.
    if text.contains(['?', '~', '%']) || text.trim_end().ends_with(['-', '–', '—']) {
        return None;
    }
    let (mut years, mut months, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for word in text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let is_start_of = |name: &&str| word.len() >= 3 && name.to_lowercase().starts_with(word);
        let digits = word.trim_end_matches(char::is_alphabetic);
        let number =
            Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).and_then(|digits| digits.parse::<u32>().ok());
        match (number, &word[digits.len()..]) {
            (Some(year), "") if digits.len() == 4 => years.push(format!("{year:04}")),
            (Some(year), "s") if digits.len() == 4 && year % 10 == 0 => years.push(format!("{:03}X", year / 10)),
            (Some(day), "" | "st" | "nd" | "rd" | "th") if digits.len() <= 2 => days.push(day),
            _ if ["the", "of", "on", "in"].contains(&word) || WEEKDAYS.iter().any(is_start_of) => {}
            _ => {
                let quarter = || ["q1", "q2", "q3", "q4"].iter().position(|name| *name == word).map(|at| at + 33);
                let season = || SEASONS.iter().position(|name| *name == word || (word, *name) == ("fall", "autumn")).map(|at| at + 21);
                months.push(MONTHS.iter().position(is_start_of).map(|at| at + 1).or_else(season).or_else(quarter)?);
            }
        }
    }
    match (years.as_slice(), months.as_slice(), days.as_slice()) {
        ([year], [], []) => Some(year.clone()),
        ([year], [month], []) => Some(format!("{year}-{month:02}")),
        ([year], [month], [day]) => Some(format!("{year}-{month:02}-{day:02}")),
        ([year], [month], [from, to]) if text.contains(['-', '–']) => {
            Some(format!("{year}-{month:02}-{from:02}/{year}-{month:02}-{to:02}"))
        }
        _ => None,
    }
}

/// The next step where a mistake is recognised and what was meant is not.
fn advise(text: &str) -> Option<String> {
    let numbers: Vec<&str> = text.split(['/', '-']).collect();
    let number = |at: usize| numbers.get(at).filter(|part| part.len() <= 2).and_then(|part| part.parse::<u32>().ok());
    let year = numbers.iter().find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()))?;
    match (number(0), number(1), number(2)) {
        (Some(a), Some(b), None) if numbers.len() == 3 && Day::new(2000, a, b).and(Day::new(2000, b, a)).is_some() => {
            let [one, other] = [(a, b), (b, a)].map(|(month, day)| in_edtf(&format!("{year}-{month:02}-{day:02}")));
            Some(format!("day and month cannot be told apart: {one}, or {other}"))
        }
        (None, Some(month), _) if !(1..=12).contains(&month) => {
            Some(format!("months are 01 to 12 and seasons 21 to 24: {}", in_edtf(&format!("{year}-21"))))
        }
        (None, Some(month), Some(day)) => {
            let first = Day::new(year.parse().ok()?, month, 1)?;
            let last = first.plus_months(1)?.minus_days(1);
            (day > last.day()).then(|| format!("{} {} has {} days", MONTHS[month as usize - 1], first.year(), last.day()))
        }
        _ => None,
    }
}
