//! `demarche draw`: a view of the dataset as a picture, in one or more formats.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use demarche::date::{Certainty, Day};
use demarche::error::Error;
use demarche::export::{dot, mermaid, page, svg};
use demarche::graph::{Graph, NodeIndex};
use demarche::model::{Dataset, RecordKind};
use demarche::path;
use demarche::proof::Proofs;
use demarche::query::Selection;
use demarche::scene::{self, Profile, Scene, Theme};
use demarche::tree::{Place, write_whole};
use demarche::view::{self, Lanes, View};
use rayon::prelude::*;

use crate::Outcome;
use crate::args::{Args, DrawOptions, EngineName, LanesName, ProfileName, ThemeName, ViewName};
use crate::output::Opened;
use crate::{diff, ends, find, output, query};

/// Pixels to each px of a PNG: fine enough for print and for large screens.
#[cfg(feature = "render")]
const SHARPNESS: f64 = 2.0;

/// The formats, by the ending of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Svg,
    Png,
    Pdf,
    Dot,
    Mermaid,
    Html,
}

impl Kind {
    fn of(path: &Path) -> Result<Self, Error> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("svg") => Ok(Kind::Svg),
            Some("png") => Ok(Kind::Png),
            Some("pdf") => Ok(Kind::Pdf),
            Some("dot") => Ok(Kind::Dot),
            Some("mmd") => Ok(Kind::Mermaid),
            Some("html") => Ok(Kind::Html),
            _ => Err(Error::Usage(format!("cannot draw `{}`: the ending must be .svg, .png, .pdf, .html, .dot or .mmd", path.display()))),
        }
    }
}

/// Writes each file that was asked for, whole or not at all.
pub fn run(args: &Args, options: &DrawOptions) -> Result<Outcome, Error> {
    let look = Look { profile: options.profile, theme: options.theme, engine: options.engine };
    check(&options.output, &look)?;
    if options.depth.is_some() && options.view != ViewName::Around {
        let text = "`--depth` says how many links `around` goes, and this is another view: leave it out";
        return Err(Error::Usage(text.to_owned()));
    }
    if options.view == ViewName::Diff {
        return run_diff(args, options, &look);
    }
    let place = output::place(args)?;
    if let Some(part) = part(args, &place, options)?
        && let Some(checked) = output::known_findings(args, &part.place)?
        && let (settled, outcome) = settled(args, &part, options, true)?
        && !settled.lanes.is_empty()
    {
        output::warn(&checked.diagnostics);
        write(&settled, &options.output, &look)?;
        return Ok(outcome);
    }
    let (settled, outcome) = settled(args, &output::open_at(args, place)?, options, false)?;
    write(&settled, &options.output, &look)?;
    Ok(outcome)
}

/// The part of the dataset that is drawn, where it is known which it is; none where everything must be loaded.
fn part(args: &Args, place: &Place, options: &DrawOptions) -> Result<Option<Opened>, Error> {
    let ids: Vec<&str> = options.ids.iter().map(String::as_str).collect();
    // A condition may name anything.
    if options.condition.is_some()
        || !matches!((options.view, ids.len()), (ViewName::Evolution, 0) | (ViewName::Thread | ViewName::Actors, 1))
    {
        return Ok(None);
    }
    output::open_threads(args, place, |known| match options.view {
        ViewName::Evolution => known.threads(Some(options.actor.as_deref().or(known.focus())?), options.demand.as_deref()),
        _ => known.threads(None, ids.first().copied()),
    })
}

/// Settles what is drawn of a dataset; of a part of it nothing is said of the errors in the whole.
fn settled(args: &Args, opened: &Opened, options: &DrawOptions, is_part: bool) -> Result<(View, Outcome), Error> {
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let cut = day.map(|day| opened.loaded.dataset.as_of(day));
    let dataset = cut.as_ref().unwrap_or(&opened.loaded.dataset);
    let graph = Graph::new(dataset);
    let proofs = Proofs::new(dataset, &opened.loaded.sources);
    if !is_part {
        output::warn_of_errors(args, opened, day.is_none().then_some((&graph, &proofs)))?;
    }
    let read = opened.at.0.as_ref().map(|revision| revision.short().to_owned());
    let selection = options.condition.as_deref().map(|text| query::select(args, &graph, &opened.loaded.sources, text, day)).transpose()?;
    let (starts, outcome) = starts(args, opened, &graph, options, day)?;
    let settled = settle(&graph, &proofs, options, (day, &starts), selection.as_ref(), options.revision.clone().or(read))?;
    Ok((settled, selection.map_or(outcome, |selection| query::ended(outcome, &selection))))
}

/// The records that `around` and `path` are drawn of: one at each end of a path, and as many as a query selects to be drawn around. Of a
/// partial answer those that certainly belong.
fn starts(
    args: &Args,
    opened: &Opened,
    graph: &Graph<'_>,
    options: &DrawOptions,
    day: Option<Day>,
) -> Result<(Vec<NodeIndex>, Outcome), Error> {
    let asked = path::Options { as_of: day, ..path::Options::default() };
    match (options.view, options.ids.as_slice()) {
        (ViewName::Path, [from, to]) => {
            let end = |text: &str| ends::end(args, opened, graph, &asked, text);
            Ok((vec![end(from)?, end(to)?], Outcome::Fine))
        }
        (ViewName::Around, [text]) if ends::is_query(graph, text)? => {
            let selection = query::select(args, graph, &opened.loaded.sources, text, day)?;
            let least = if selection.is_partial() { Certainty::Certain } else { Certainty::Possible };
            let found: Vec<NodeIndex> =
                selection.nodes(graph).filter(|(_, certainty)| *certainty >= least).map(|(index, _)| index).collect();
            if found.is_empty() {
                return Err(Error::Usage(format!("nothing to draw around: `{text}` selects no record")));
            }
            Ok((found, query::ended(Outcome::Fine, &selection)))
        }
        (ViewName::Around, [text]) => Ok((vec![ends::record(graph, &opened.loaded.dataset, &asked, text)?], Outcome::Fine)),
        _ => Ok((Vec::new(), Outcome::Fine)),
    }
}

/// How a picture is to look, whatever is drawn.
pub struct Look {
    /// The size of the pages.
    pub profile: Option<ProfileName>,
    /// The colours.
    pub theme: Option<ThemeName>,
    /// What draws.
    pub engine: EngineName,
}

/// Draws a view into each of these files, after everything could be drawn.
///
/// # Errors
/// When the ending of a file names no format, or it cannot be drawn or written.
pub fn write(settled: &View, paths: &[PathBuf], look: &Look) -> Result<(), Error> {
    let kinds: Vec<Kind> = paths.iter().map(|path| Kind::of(path)).collect::<Result<_, _>>()?;
    let progress = output::progress("drawing");
    let chosen = look.theme.map(|theme| match theme {
        ThemeName::Light => Theme::Light,
        ThemeName::Dark => Theme::Dark,
        ThemeName::Print => Theme::Print,
    });
    let profile = look.profile.map(profile);
    let pictures = Pictures { view: settled, theme: chosen, profile, engine: look.engine, scene: OnceLock::new() };
    let outputs: Vec<(&PathBuf, Kind)> = paths.iter().zip(kinds).collect();
    let drawn: Vec<Result<Files, Error>> = outputs.par_iter().map(|(path, kind)| pictures.draw(path, *kind)).collect();
    let mut files = Vec::new();
    for result in drawn {
        files.extend(result?);
    }
    // Nothing is written before everything could be drawn.
    for (path, content) in files {
        write_whole(&path, &content)?;
    }
    progress.finish_and_clear();
    Ok(())
}

/// Files that are to be written: their paths and what is in them.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// What is drawn and how; each format on a thread of its own.
struct Pictures<'v> {
    view: &'v View,
    theme: Option<Theme>,
    profile: Option<Profile>,
    engine: EngineName,
    /// Laid out by the first format that needs it.
    scene: OnceLock<Scene>,
}

impl Pictures<'_> {
    /// The files of one format: their paths and what is in them.
    fn draw(&self, path: &Path, kind: Kind) -> Result<Files, Error> {
        let theme = self.theme.unwrap_or_default();
        let whole = |content: Vec<u8>| Ok(vec![(path.to_owned(), content)]);
        match kind {
            Kind::Dot => return whole(dot::themed(self.view, theme).into_bytes()),
            Kind::Mermaid => return whole(mermaid::themed(self.view, self.theme).into_bytes()),
            Kind::Html => return whole(html(self.view, self.profile, self.theme).into_bytes()),
            Kind::Svg | Kind::Png | Kind::Pdf if self.engine == EngineName::Graphviz => {
                return whole(graphviz(&dot::themed(self.view, theme), path)?);
            }
            Kind::Svg | Kind::Png | Kind::Pdf => {}
        }
        let lay_out = || scene::timeline(self.view, &scene::Options { profile: self.profile.unwrap_or_default(), ..Default::default() });
        let scene = self.scene.get_or_init(lay_out);
        if kind == Kind::Pdf {
            return whole(pdf(scene, theme)?);
        }
        let page = |page: usize| {
            let content = match kind {
                Kind::Png => png(scene, page, theme)?,
                _ => svg::write(scene, page, &svg::Options { coloring: svg::Coloring::Theme(theme), with_fonts: true }).into_bytes(),
            };
            Ok((numbered(path, page), content))
        };
        let pages: Vec<Result<_, Error>> = (0..scene.pages.len()).into_par_iter().map(page).collect();
        pages.into_iter().collect()
    }
}

/// The claims that are selected with one of these certainties.
fn claims(graph: &Graph<'_>, selection: &Selection, wanted: &[Certainty]) -> BTreeSet<String> {
    let claims = graph.nodes_of(RecordKind::Claim).filter(|index| wanted.contains(&selection.certainty(*index)));
    claims.map(|index| graph.node(index).id().to_owned()).collect()
}

/// Refuses what would have to be ignored: an option means the same everywhere, or it is not taken.
///
/// # Errors
/// When the ending of a file names no format, or the look does not fit its format.
pub fn check(paths: &[PathBuf], look: &Look) -> Result<(), Error> {
    let refused = |text: String| Err(Error::Usage(text));
    let is_by_graphviz = look.engine == EngineName::Graphviz;
    for path in paths {
        let kind = Kind::of(path)?;
        let shown = path.display();
        if is_by_graphviz && matches!(kind, Kind::Html | Kind::Dot | Kind::Mermaid) {
            return refused(format!(
                "`--engine graphviz` draws .svg, .png and .pdf, and not `{shown}`\n\
                 write that file with a command of its own, without `--engine`"
            ));
        }
        let has_pages = !is_by_graphviz && !matches!(kind, Kind::Dot | Kind::Mermaid);
        if let (Some(profile @ (ProfileName::Slide | ProfileName::Report)), false) = (look.profile, has_pages) {
            let name = if profile == ProfileName::Slide { "slide" } else { "report" };
            return refused(format!(
                "`--profile {name}` divides a picture into pages, and Graphviz and Mermaid know none: `{shown}`\n\
                 write that file with a command of its own, without `--profile`"
            ));
        }
    }
    Ok(())
}

/// The page: as wide a picture as on a poster for the screen, and for the printer sheets of A4 or of what was asked for.
fn html(settled: &View, profile: Option<Profile>, theme: Option<Theme>) -> String {
    let draw = |profile| scene::timeline(settled, &scene::Options { profile, is_in_page: true });
    let sheets = match profile {
        Some(Profile::Poster) => None,
        other => Some(draw(other.unwrap_or(Profile::Report))),
    };
    page::write(settled, &draw(Profile::Poster), &page::Options { sheets: sheets.as_ref(), theme })
}

fn profile(name: ProfileName) -> Profile {
    match name {
        ProfileName::Slide => Profile::Slide,
        ProfileName::Report => Profile::Report,
        ProfileName::Poster => Profile::Poster,
    }
}

/// The options of a view, but for what a query selects; their ids are looked up in a dataset.
fn settings(dataset: &Dataset, options: &DrawOptions, day: Option<Day>, revision: Option<String>) -> Result<view::Options, Error> {
    Ok(view::Options {
        title: options.title.clone(),
        actor: options.actor.as_deref().map(|id| find::actor(dataset, id).cloned()).transpose()?,
        demand: options.demand.as_deref().map(|id| find::demand(dataset, id).cloned()).transpose()?,
        from: options.from.as_deref().map(|date| find::first_day("--from", date)).transpose()?,
        to: options.to.as_deref().map(|date| find::last_day("--to", date)).transpose()?,
        as_of: day,
        lanes: options.lanes.map(|lanes| match lanes {
            LanesName::Demands => Lanes::Demands,
            LanesName::Actors => Lanes::Actors,
        }),
        collapse: options.collapse,
        revision,
        ..view::Options::default()
    })
}

/// Draws two revisions in one picture.
fn run_diff(args: &Args, options: &DrawOptions, look: &Look) -> Result<Outcome, Error> {
    if options.condition.is_some() {
        let text = "`--where` selects from one revision, and `draw diff` shows two\nuse `--actor`, `--demand`, `--from` or `--to`";
        return Err(Error::Usage(text.to_owned()));
    }
    let ids: Vec<PathBuf> = options.ids.iter().map(PathBuf::from).collect();
    if ids.len() > 2 {
        return Err(Error::Usage("`diff` takes at most two revisions: `demarche draw diff BASE HEAD -o FILE`".to_owned()));
    }
    let (old, new) = diff::places(args, ids.first(), ids.get(1))?;
    let day = options.as_of.as_deref().map(|date| find::last_day("--as-of", date)).transpose()?;
    let name = |place: &Place| place.revision().map_or("the files", |revision| revision.short()).to_owned();
    let revision = options.revision.clone().unwrap_or_else(|| format!("{} → {}", name(&old), name(&new)));
    let settled = diff::compared(&old, &new, day, |before, after| {
        let changes = demarche::diff::between(before, after);
        Ok(view::diff(before, after, &changes, &settings(after.dataset, options, day, Some(revision))?))
    })?;
    write(&settled, &options.output, look)?;
    Ok(Outcome::Fine)
}

fn settle(
    graph: &Graph<'_>,
    proofs: &Proofs<'_>,
    options: &DrawOptions,
    (day, starts): (Option<Day>, &[NodeIndex]),
    selection: Option<&Selection>,
    revision: Option<String>,
) -> Result<View, Error> {
    let dataset = graph.dataset();
    // Of a partial answer only what is certain is drawn.
    let doubt = |selection: &&Selection| !selection.is_partial();
    let doubtful = selection.filter(doubt).map(|selection| claims(graph, selection, &[Certainty::Possible])).unwrap_or_default();
    let only = selection.map(|selection| claims(graph, selection, &[Certainty::Certain]).union(&doubtful).cloned().collect());
    let settings = view::Options { only, doubtful, ..settings(dataset, options, day, revision)? };
    let ids: Vec<&str> = options.ids.iter().map(String::as_str).collect();
    match (options.view, ids.as_slice()) {
        (ViewName::Evolution, []) => view::evolution(graph, proofs, &settings),
        (ViewName::Evolution, _) => Err(Error::Usage("`evolution` takes no id: name the actor with `--actor ID`".to_owned())),
        (ViewName::Thread, [demand]) => Ok(view::thread(graph, proofs, find::demand(dataset, demand)?, &settings)),
        (ViewName::Actors, [demand]) => Ok(view::actors(graph, proofs, find::demand(dataset, demand)?, &settings)),
        (ViewName::Around, [_]) => Ok(view::around_all(graph, proofs, starts, options.depth.unwrap_or(1), &settings)),
        (ViewName::Path, [from, to]) => draw_path(graph, proofs, (from, to), starts, &settings),
        (ViewName::Diff, _) => unreachable!("it is drawn of two datasets"),
        (ViewName::Path, _) => Err(Error::Usage("`path` takes the ids of two records: `demarche draw path FROM TO -o FILE`".to_owned())),
        (ViewName::Thread, _) => Err(Error::Usage("`thread` takes the id of one demand: `demarche draw thread DEMAND -o FILE`".to_owned())),
        (ViewName::Actors, _) => Err(Error::Usage("`actors` takes the id of one demand: `demarche draw actors DEMAND -o FILE`".to_owned())),
        (ViewName::Around, _) => Err(Error::Usage("`around` takes one id or query: `demarche draw around ID -o FILE`".to_owned())),
    }
}

/// The strongest of the shortest paths from one record to the other.
fn draw_path(
    graph: &Graph<'_>,
    proofs: &Proofs<'_>,
    (from, to): (&str, &str),
    ends: &[NodeIndex],
    settings: &view::Options,
) -> Result<View, Error> {
    let answer = path::find(graph, ends[0], ends[1], &path::Options { as_of: settings.as_of, ..path::Options::default() });
    match answer.paths.first() {
        Some(found) => view::path(graph, proofs, found, settings),
        None => {
            Err(Error::Usage(format!("there is no path from `{from}` to `{to}`\n`demarche path {from} {to}` says what stands nearest")))
        }
    }
}

/// The name of a page: `demands.svg`, `demands-2.svg`.
fn numbered(path: &Path, page: usize) -> PathBuf {
    if page == 0 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}-{}.{ending}", page + 1))
}

#[cfg(feature = "render")]
fn png(scene: &Scene, page: usize, theme: Theme) -> Result<Vec<u8>, Error> {
    demarche::export::png::write(scene, page, theme, SHARPNESS)
}

#[cfg(feature = "render")]
fn pdf(scene: &Scene, theme: Theme) -> Result<Vec<u8>, Error> {
    demarche::export::pdf::write(scene, theme)
}

#[cfg(not(feature = "render"))]
fn png(_: &Scene, _: usize, _: Theme) -> Result<Vec<u8>, Error> {
    Err(Error::Usage("this program was built without the feature `render`, which draws PNG and PDF".to_owned()))
}

#[cfg(not(feature = "render"))]
fn pdf(scene: &Scene, theme: Theme) -> Result<Vec<u8>, Error> {
    png(scene, 0, theme)
}

/// What the `dot` on the PATH makes of DOT.
fn graphviz(text: &str, path: &Path) -> Result<Vec<u8>, Error> {
    use std::io::Write;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let failed = |cause| Error::Io { action: "run", path: "dot".into(), cause };
    let child = Command::new("dot").arg(format!("-T{ending}")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
            return Err(Error::Usage(
                "`--engine graphviz` needs the program `dot`, and there is none on the PATH\n\
                 install Graphviz, or leave `--engine` out: nothing else needs it"
                    .to_owned(),
            ));
        }
        Err(cause) => return Err(failed(cause)),
    };
    let mut input = child.stdin.take().expect("it was asked for");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(failed)?;
    let _ = writer.join();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it said nothing");
        return Err(Error::Usage(format!("`dot` failed: {said}")));
    }
    Ok(output.stdout)
}
