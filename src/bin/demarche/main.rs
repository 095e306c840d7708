//! The command line: arguments, exit status and the terminal. Everything else is the library's.

mod args;
mod check;
mod coverage;
mod diff;
mod draw;
mod ends;
mod find;
mod git;
mod init;
mod list;
mod output;
mod path;
mod positions;
mod query;
mod rules;
mod schema;
mod show;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use demarche::error::Error;

use args::{Args, Command};

/// How a command ended, where nothing failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There is nothing to find fault with.
    Fine,
    /// There are findings.
    Findings,
    /// The budget was met before the answer was complete.
    Partial,
}

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.write_global();
    match run(&args) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Partial) => ExitCode::from(4),
        // Whoever read the output has seen enough: `demarche list claims | head`.
        Err(Error::Io { cause, .. }) if cause.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::from(if matches!(error, Error::Io { .. }) { 3 } else { 2 })
        }
    }
}

fn run(args: &Args) -> Result<Outcome, Error> {
    use Command::*;
    let reads_none =
        matches!(&args.command, Git { .. } | Rules { .. } | Explain { .. } | Schema(_) | Init { .. } | Completions { .. } | Man);
    if args.at.is_some() && reads_none {
        let text = "`--at` reads a dataset at a git revision, and this command reads none\nleave it out";
        return Err(Error::Usage(text.to_owned()));
    }
    match &args.command {
        Command::Check(options) => check::run(args, options),
        Command::Show(options) => show::run(args, options),
        Command::List(options) => list::run(args, options),
        Command::Positions(options) => positions::run(args, options),
        Command::Thread(options) => positions::thread(args, options),
        Command::Path(options) => path::run(args, options),
        Command::Query(options) => query::run(args, options),
        Command::Coverage(options) => coverage::run(args, options),
        Command::Draw(options) => draw::run(args, options),
        Command::Diff(options) => diff::run(args, options),
        Command::Git { command } => git::run(args, command),
        Command::Rules { changes: true, format } => rules::list_changes(*format),
        Command::Rules { changes: false, format } => rules::list(*format),
        Command::Explain { code } => rules::explain(code),
        Command::Schema(options) => schema::run(options),
        Command::Init { dir, with } => init::run(dir, with),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "demarche", &mut script);
            output::print_bytes(&script)
        }
        Command::Man => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(Args::command()).render(&mut page);
            rendered.map_err(|cause| Error::Io { action: "write", path: "the man page".into(), cause })?;
            output::print_bytes(&page)
        }
    }
}
