//! Turns the text of a query into an expression, or into all that is wrong with it.
//!
//! ```text
//! union    = chain ("|" chain)*
//! chain    = unary (("&" | "-") unary)*
//! unary    = ("~" | "not") unary | primary
//! primary  = "(" union ")" | word "(" arguments ")" | word | quoted
//! ```

use std::ops::Range;

use super::error::{Problem, did_you_mean, named};
use super::pattern::Pattern;
use super::period::Period;
use super::scan::Scanner;
use super::syntax::{Argument, At, Call, Comparison, Expression, FUNCTIONS, Function, Step, Strength, Takes, Value};
use crate::date::ClaimDate;
use crate::id::is_id;
use crate::model::RecordKind;
use crate::model::words::FORM;

/// The longest query, in bytes.
pub(super) const MAX_LENGTH: usize = 1 << 16;
/// The most brackets, calls and negations within each other.
pub(super) const MAX_DEPTH: usize = 64;

/// Reads a query.
pub(super) fn parse(text: &str) -> Result<Expression, Vec<Problem>> {
    let mut parser = Parser { scan: Scanner::new(text), depth: 0 };
    if text.len() > MAX_LENGTH {
        parser.scan.fault(0..0, format!("the query is longer than {MAX_LENGTH} bytes"));
    } else if let Some((at, sign)) = text.char_indices().find(|(_, sign)| sign.is_control() && !sign.is_whitespace()) {
        parser.scan.fault(at..at + sign.len_utf8(), "a control character has no place in a query");
    } else {
        let expression = parser.whole();
        if parser.scan.problems.is_empty() {
            return Ok(expression);
        }
    }
    Err(parser.scan.problems)
}

struct Parser<'t> {
    scan: Scanner<'t>,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Expression {
        let expression = self.union();
        self.leftover(false);
        expression
    }

    /// Reads what follows a set and should not, so that all problems come at once; inside brackets up to the one that closes.
    fn leftover(&mut self, is_inside: bool) {
        while let Some(sign) = self.scan.peek() {
            let here = self.scan.here();
            match sign {
                ')' if is_inside => return,
                // After a fault the query goes on.
                '|' | '&' | '-' => {
                    self.scan.at = here.end;
                    self.union();
                    continue;
                }
                ')' | ',' => {
                    self.scan.at = here.end;
                    let messages = ["there is no `(` for this `)`", "a comma belongs between the arguments of a function"];
                    self.scan.fault(here, messages[usize::from(sign == ',')]);
                }
                _ => self.missing_operator(),
            }
            if self.scan.peek().is_some_and(starts_set) {
                self.union();
            }
        }
    }

    /// Two sets follow each other, or a sign that is no operator. Takes what stands in the place of one.
    fn missing_operator(&mut self) {
        let sign = self.scan.peek();
        let word = self.scan.ahead().word();
        let meant = match (sign, word.part) {
            (Some('~'), _) | (_, "minus" | "except") => Some("-"),
            (Some('+'), _) | (_, "or") => Some("|"),
            (_, "and") => Some("&"),
            _ => None,
        };
        let range = if word.part.is_empty() { self.scan.here() } else { word.range };
        if meant.is_some() || sign.is_some_and(|sign| !starts_set(sign)) {
            self.scan.at = range.end;
        }
        let (message, help) = match (meant, sign) {
            (Some(meant), _) => {
                (format!("{} is no operator between two sets", named(&self.scan.text[range.clone()])), format!("write `{meant}`"))
            }
            (None, Some(sign)) if !starts_set(sign) => (format!("`{sign}` has no meaning here"), OPERATORS.to_owned()),
            _ => ("an operator is missing before this".to_owned(), OPERATORS.to_owned()),
        };
        self.scan.fault(range, message).help = Some(help);
    }

    fn union(&mut self) -> Expression {
        let mut sets = vec![self.chain()];
        while self.operator('|') {
            sets.push(self.chain());
        }
        if sets.len() == 1 { sets.remove(0) } else { Expression::Union(sets) }
    }

    fn chain(&mut self) -> Expression {
        let first = self.unary();
        let mut steps = Vec::new();
        loop {
            let step = if self.operator('&') {
                Step::And
            } else if self.operator('-') {
                Step::Minus
            } else {
                break;
            };
            steps.push((step, self.unary()));
        }
        if steps.is_empty() { first } else { Expression::Chain(Box::new(first), steps) }
    }

    /// Takes an operator; one that is written twice, as in other languages, is a problem.
    fn operator(&mut self, sign: char) -> bool {
        let taken = self.scan.take(sign);
        if taken && sign != '-' && self.scan.rest().starts_with(sign) {
            let at = self.scan.at;
            self.scan.fault(at - 1..at + 1, format!("`{sign}{sign}` is no operator")).help = Some(format!("write `{sign}`"));
            self.scan.at += 1;
        }
        taken
    }

    fn unary(&mut self) -> Expression {
        let here = self.scan.here();
        if !self.scan.take('~') && !self.takes_not() {
            return self.primary();
        }
        if !self.goes_deeper(here) {
            return nothing();
        }
        let inner = self.unary();
        self.depth -= 1;
        Expression::Not(Box::new(inner))
    }

    fn takes_not(&mut self) -> bool {
        let word = self.scan.ahead().word();
        let is_not = word.part == "not";
        if is_not {
            self.scan.at = word.range.end;
        }
        is_not
    }

    /// Goes one level deeper; where that is too deep the rest is not read.
    fn goes_deeper(&mut self, here: Range<usize>) -> bool {
        let may = self.depth < MAX_DEPTH;
        if may {
            self.depth += 1;
        } else {
            self.scan.fault(here, format!("more than {MAX_DEPTH} sets lie within each other here"));
            self.scan.stop();
        }
        may
    }

    fn primary(&mut self) -> Expression {
        if let Some(quoted) = self.scan.quoted() {
            return Expression::Name(At { part: Pattern { text: quoted.part, is_quoted: true }, range: quoted.range });
        }
        let open = self.scan.here();
        if self.scan.take('(') {
            if !self.goes_deeper(open.clone()) {
                return nothing();
            }
            let inner = self.union();
            self.leftover(true);
            if !self.scan.take(')') {
                self.unclosed(open);
            }
            self.depth -= 1;
            return inner;
        }
        let word = self.scan.word();
        if !word.part.is_empty() {
            return if self.scan.peek() == Some('(') { self.call(word) } else { name(word) };
        }
        let fault = match self.scan.peek() {
            Some('!') => {
                // Several at once: each would be a level of its own.
                while self.scan.take('!') {}
                self.scan.fault(open, "`!` is no operator").help = Some("write `~` for what is not in a set".to_owned());
                return self.unary();
            }
            Some('|' | '&' | '-' | ')' | ',') | None => self.scan.fault(open, "a set is missing here"),
            Some(sign) => {
                self.scan.at = open.end;
                self.scan.fault(open, format!("`{sign}` has no meaning here"))
            }
        };
        fault.help = Some("write an id, a glob such as `nato-*`, or a function such as `claims()`".to_owned());
        nothing()
    }

    fn unclosed(&mut self, open: Range<usize>) {
        if !self.scan.has_stopped {
            self.scan.fault(open, "this bracket is never closed");
        }
    }

    fn call(&mut self, word: At<&'t str>) -> Expression {
        let open = self.scan.here();
        self.scan.take('(');
        let Some(function) = Function::find(word.part) else {
            let help = did_you_mean(word.part, FUNCTIONS.iter().map(|function| function.name));
            let fault = self.scan.fault(word.range, format!("there is no function {}", named(word.part)));
            fault.help = Some(help.unwrap_or_else(|| "`demarche explain query` lists the functions".to_owned()));
            self.skip_call(open);
            return nothing();
        };
        if !self.goes_deeper(word.range.clone()) {
            return nothing();
        }
        let function = At { part: function, range: word.range };
        let arguments = self.arguments(&function, open);
        self.depth -= 1;
        Expression::Call(Call { function, arguments })
    }

    /// Passes the arguments of a function that cannot be read.
    fn skip_call(&mut self, open: Range<usize>) {
        loop {
            self.scan.skip_argument();
            if self.scan.take(')') {
                return;
            }
            if !self.scan.take(',') {
                return self.unclosed(open);
            }
        }
    }

    fn arguments(&mut self, function: &At<&'static Function>, open: Range<usize>) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let takes = function.part.takes;
        if self.scan.take(')') {
            if !matches!(takes, Takes::Nothing | Takes::Filters(_)) {
                self.wrong_number(function, &arguments);
            }
            return arguments;
        }
        if self.scan.peek().is_none() {
            self.unclosed(open);
            return arguments;
        }
        loop {
            let noted = self.scan.problems.len();
            if let Some(argument) = self.argument(function, arguments.len()) {
                arguments.push(argument);
            }
            if noted == self.scan.problems.len() && !matches!(self.scan.peek(), Some(')' | ',') | None) {
                self.unexpected(takes);
            }
            self.scan.skip_argument();
            if self.scan.take(')') {
                break;
            }
            if !self.scan.take(',') {
                self.unclosed(open);
                return arguments;
            }
        }
        let number = match takes {
            Takes::Set => 1..=1,
            Takes::SetAndNumber => 1..=2,
            Takes::TwoSets => 2..=2,
            Takes::Nothing => 0..=0,
            Takes::Revision => 1..=1,
            _ => 1..=usize::MAX,
        };
        if self.scan.problems.is_empty() && !number.contains(&arguments.len()) {
            self.wrong_number(function, &arguments);
        }
        arguments
    }

    /// Something follows an argument that does not belong to it.
    fn unexpected(&mut self, takes: Takes) {
        match takes {
            Takes::Set | Takes::TwoSets | Takes::SetAndNumber => self.missing_operator(),
            _ => {
                let here = self.scan.here();
                let help = match (takes, self.scan.peek()) {
                    (Takes::Filters(_), Some('(')) => "inside these brackets a function is written `key:value`",
                    _ => "what holds blanks or signs stands between quote marks",
                };
                self.scan.fault(here, "expected `,` or `)`").help = Some(help.to_owned());
            }
        }
    }

    fn wrong_number(&mut self, function: &At<&'static Function>, arguments: &[Argument]) {
        let name = function.part.name;
        let message = match arguments.len() {
            0 => format!("`{name}` says nothing without an argument"),
            _ => format!("`{name}` takes no {} arguments", arguments.len()),
        };
        self.scan.fault(function.range.clone(), message).help = Some(format!("write `{}`", function.part.usage));
    }

    fn argument(&mut self, function: &At<&'static Function>, number: usize) -> Option<Argument> {
        match function.part.takes {
            Takes::Nothing => {
                let here = self.scan.here();
                self.scan.skip_argument();
                let range = here.start..self.scan.at.max(here.end);
                let help = format!("write `{}`", function.part.usage);
                self.scan.fault(range, format!("`{}` takes no arguments", function.part.name)).help = Some(help);
                None
            }
            Takes::Set | Takes::TwoSets => Some(Argument::Set(self.union())),
            Takes::SetAndNumber if number == 0 => Some(Argument::Set(self.union())),
            Takes::SetAndNumber => self.number().map(Argument::Number),
            Takes::Filters(kind) => self.narrowing(kind),
            _ => self.value(function.part).map(Argument::Value),
        }
    }

    fn number(&mut self) -> Option<u32> {
        let word = self.scan.value();
        let number = word.part.parse().ok().filter(|_| word.part.len() <= 9 && word.part.bytes().all(|sign| sign.is_ascii_digit()));
        if number.is_none() {
            let range = if word.part.is_empty() { self.scan.here() } else { word.range };
            self.scan.fault(range, "the number of links must stand here, in digits");
        }
        number
    }

    /// A pattern of ids, or `key:value`.
    fn narrowing(&mut self, kind: RecordKind) -> Option<Argument> {
        let ahead = self.scan.ahead().value();
        let key = ahead.part.split_once(':').map(|(key, _)| key).filter(|key| !key.is_empty());
        let Some(key) = key else {
            return self.pattern().map(|at| Argument::Value(At { part: Value::Pattern(at.part), range: at.range }));
        };
        let range = ahead.range.start..ahead.range.start + key.len();
        let Some(filter) = Function::find(key).filter(|function| function.is_filter()) else {
            let keys: Vec<&str> = FUNCTIONS.iter().filter(|function| function.is_filter()).map(|function| function.name).collect();
            let help = did_you_mean(key, keys.iter().copied()).unwrap_or_else(|| format!("the keys are {}", keys.join(", ")));
            self.scan.fault(range, format!("{} have no key {}", kind.plural(), named(key))).help = Some(help);
            self.scan.skip_argument();
            return None;
        };
        self.scan.at = range.end + 1;
        self.value(filter).map(|value| Argument::Filter(At { part: filter, range }, value))
    }

    fn pattern(&mut self) -> Option<At<Pattern>> {
        let (text, is_quoted) = self.text()?;
        Some(At { part: Pattern { text: text.part, is_quoted }, range: text.range })
    }

    /// A value with or without quote marks, and whether it had some; a problem where there is none.
    fn text(&mut self) -> Option<(At<String>, bool)> {
        if let Some(quoted) = self.scan.quoted() {
            return Some((quoted, true));
        }
        let bare = self.scan.value();
        if bare.part.is_empty() {
            let here = self.scan.here();
            let help = match self.scan.peek() {
                Some('\'' | '‘' | '’' | '“' | '”' | '«') => "double quote marks stand round a value: `\"...\"`",
                _ => "what holds blanks or signs stands between quote marks",
            };
            self.scan.fault(here, "a value is missing here").help = Some(help.to_owned());
            return None;
        }
        Some((At { part: bare.part.to_owned(), range: bare.range }, false))
    }

    /// The value that a function compares with.
    fn value(&mut self, function: &'static Function) -> Option<At<Value>> {
        let (text, is_quoted) = self.text()?;
        let At { part: text, range } = text;
        let value = match function.takes {
            Takes::Words(list, strength) => return self.listed(function, list, strength, At { part: text, range }),
            Takes::Period => self.period(&text, &range).map(Value::Period),
            Takes::Moment if is_id(&text) => Some(Value::Event(text)),
            // A name of an event: no date begins with a letter, but for the `Y` of a long year.
            Takes::Moment if is_quoted && text.starts_with(char::is_alphabetic) && ClaimDate::parse(&text).is_err() => {
                Some(Value::Event(text))
            }
            Takes::Moment => self.period(&text, &range).and_then(|period| self.sided(function, period, &range)),
            Takes::Text if super::text::fold(&text).trim().is_empty() => {
                self.scan.fault(range.clone(), "there is nothing to search for");
                None
            }
            Takes::Text => Some(Value::Text(text)),
            Takes::Revision => Some(Value::Revision(text)),
            _ => Some(Value::Pattern(Pattern { text, is_quoted })),
        };
        value.map(|part| At { part, range })
    }

    fn period(&mut self, text: &str, range: &Range<usize>) -> Option<Period> {
        let read = Period::parse(text);
        read.map_err(|(message, help)| {
            let help = help.or_else(|| is_id(text).then(|| "`before` and `after` take the id of an event, the others a date".to_owned()));
            self.scan.fault(range.clone(), message).help = help;
        })
        .ok()
    }

    /// A period with the edge that this function asks for.
    fn sided(&mut self, function: &'static Function, period: Period, range: &Range<usize>) -> Option<Value> {
        let (has_edge, edge) = if function.name == "before" { (period.has_first(), "first") } else { (period.has_last(), "last") };
        if !has_edge {
            let message = format!("`{period}` has no {edge} day, and nothing lies {} it", function.name);
            self.scan.fault(range.clone(), message);
        }
        has_edge.then_some(Value::Period(period))
    }

    fn listed(
        &mut self,
        function: &'static Function,
        list: &'static [&'static str],
        strength: Strength,
        value: At<String>,
    ) -> Option<At<Value>> {
        let comparison = Comparison::ALL.into_iter().find(|sign| value.part.starts_with(sign.as_str())).unwrap_or(Comparison::Is);
        let sign = comparison.as_str();
        let mut word = At { part: value.part[sign.len()..].to_owned(), range: value.range.start + sign.len()..value.range.end };
        if comparison != Comparison::Is && strength == Strength::None {
            let range = value.range.start..value.range.start + sign.len();
            self.scan.fault(range, format!("the words of `{}` have no order", function.name)).help =
                Some("name one, or several with commas".to_owned());
            return None;
        }
        if word.part.is_empty() && comparison != Comparison::Is {
            word = self.text()?.0;
        }
        let Some(place) = list.iter().position(|known| *known == word.part) else {
            let quoted = if list == FORM { "; `>=translated` is all that is quoted" } else { "" };
            let help = did_you_mean(&word.part, list.iter().copied()).unwrap_or_else(|| format!("one of {}{quoted}", list.join(", ")));
            self.scan.fault(word.range, format!("`{}` has no word {}", function.name, named(&word.part))).help = Some(help);
            return None;
        };
        Some(At { part: Value::Word(comparison, list, place), range: value.range.start..word.range.end })
    }
}

const OPERATORS: &str = "`|` joins two sets, `&` keeps what is in both, ` - ` takes away";

/// What stands where a set could not be read; it is never evaluated.
fn nothing() -> Expression {
    Expression::Union(Vec::new())
}

fn name(word: At<&str>) -> Expression {
    Expression::Name(At { part: Pattern { text: word.part.to_owned(), is_quoted: false }, range: word.range })
}

/// Whether a set can begin with this sign.
fn starts_set(sign: char) -> bool {
    sign.is_alphanumeric() || "_.*/\"(~".contains(sign)
}
