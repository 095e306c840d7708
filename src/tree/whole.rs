//! Writes a file whole or not at all: a temporary file in the same folder, synced, then renamed.

use std::io::Write;
use std::path::Path;

use crate::error::Error;

/// Writes a file whole or not at all.
///
/// # Errors
/// When that fails; a file that was there before is then as it was.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), Error> {
    let fail = |cause| Error::io("write", path, without_temporary_name(cause));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".demarche-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0o666, |metadata| metadata.permissions().mode() & 0o777);
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(content).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// The failure alone: the name of the temporary file says nothing to whoever asked for another one, and differs from run to run.
fn without_temporary_name(cause: std::io::Error) -> std::io::Error {
    let text = cause.to_string();
    let own = text.split(" at path \"").next().unwrap_or(&text);
    std::io::Error::new(cause.kind(), own)
}
