//! A default browser that opens nothing and records the address, for journeys that look at no page.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::home::Home;
use crate::wait;

/// The addresses that the app opened.
pub struct Notebook {
    notes: PathBuf,
}

impl Notebook {
    /// Makes the recorder the default browser of this home.
    pub fn install(home: &Home) -> Self {
        let notes = home.path().join("opened");
        let program = home.path().join("note");
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> {}\n", notes.display());
        fs::write(&program, script).expect("a script can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700))
            .expect("a script can be made to run");
        home.set_default_browser(&program);
        Self { notes }
    }

    /// Returns the `number`th opened address, counted from 1; waits for it.
    pub fn opened(&self, number: usize) -> String {
        wait::until("the app to open an address", || {
            let notes = fs::read_to_string(&self.notes).ok()?;
            let line = notes.split_inclusive('\n').nth(number - 1)?;
            line.strip_suffix('\n').map(str::to_owned)
        })
    }
}
