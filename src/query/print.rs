//! Writes an expression as the text that reads back as the same expression.

use std::fmt;

use super::pattern::{write_quoted, write_value};
use super::syntax::{Argument, Call, Expression, Step, Value};
use crate::id::is_id;

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Name(name) => name.part.fmt(f),
            Expression::Call(call) => call.fmt(f),
            Expression::Not(inner) => {
                f.write_str("~")?;
                write_operand(f, inner)
            }
            Expression::Union(sets) => separated(f, sets, " | ", |f, set| match set {
                Expression::Union(_) => write!(f, "({set})"),
                _ => set.fmt(f),
            }),
            Expression::Chain(first, steps) => {
                write_operand(f, first)?;
                for (step, set) in steps {
                    f.write_str(match step {
                        Step::And => " & ",
                        Step::Minus => " - ",
                    })?;
                    write_operand(f, set)?;
                }
                Ok(())
            }
        }
    }
}

/// Writes a set that an operator binds: between brackets where it holds operators that bind no closer.
fn write_operand(f: &mut fmt::Formatter<'_>, set: &Expression) -> fmt::Result {
    match set {
        Expression::Union(_) | Expression::Chain(..) => write!(f, "({set})"),
        _ => fmt::Display::fmt(set, f),
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.function.part.name)?;
        separated(f, &self.arguments, ", ", |f, argument| match argument {
            Argument::Set(set) => set.fmt(f),
            Argument::Number(number) => number.fmt(f),
            Argument::Value(value) => value.part.fmt(f),
            Argument::Filter(filter, value) => write!(f, "{}:{}", filter.part.name, value.part),
        })?;
        f.write_str(")")
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Pattern(pattern) => pattern.fmt(f),
            Value::Word(comparison, list, place) => write!(f, "{}{}", comparison.as_str(), list[*place]),
            Value::Period(period) => period.fmt(f),
            Value::Event(id) if is_id(id) => f.write_str(id),
            Value::Event(name) => write_quoted(f, name),
            Value::Text(text) => write_quoted(f, text),
            Value::Revision(revision) => write_value(f, revision),
        }
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    between: &str,
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            f.write_str(between)?;
        }
        write(f, item)?;
    }
    Ok(())
}
