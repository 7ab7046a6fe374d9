//! Everything a journey left where a secret could have leaked to, gathered to be searched when the secrets are known.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::fs;
use std::path::PathBuf;

use crate::home::Home;
use crate::leaks::{Hunt, Leak};
use crate::storage;
use crate::watch::{Sight, Sink, Watch};
use crate::window::Window;

/// Where something was left.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A file, by its path in the home: a log, the database, the window's storage, the trace of what the page was handed.
    File(PathBuf),
    /// `/proc/*/cmdline` of a program.
    Words(String),
    /// `/proc/*/environ` of a program.
    Environment(String),
    /// The window's page.
    Page,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Words(program) => write!(f, "the words of {program}"),
            Self::Environment(program) => write!(f, "the environment of {program}"),
            Self::Page => f.write_str("the page"),
        }
    }
}

/// What was gathered; the same bytes once.
#[derive(Default)]
pub struct Evidence(HashSet<(Place, Vec<u8>)>);

impl Evidence {
    /// Every file as it is now. To be called often: what is in a write-ahead log is soon gone.
    pub fn take_files(&mut self, home: &Home) {
        for path in storage::files(home) {
            // it may be gone between listing and reading
            if let Ok(bytes) = fs::read(&path) {
                let path = path.strip_prefix(home.path()).unwrap_or(&path).to_owned();
                self.0.insert((Place::File(path), bytes));
            }
        }
    }

    /// What the page holds or has stored, and where it has been.
    pub async fn take_page(&mut self, window: &Window) {
        let all = "return JSON.stringify([
            document.documentElement.outerHTML, document.documentElement.textContent, [...document.querySelectorAll('input')].map((input) => input.value),
            { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, window.name, history.state,
            performance.getEntries().map((entry) => entry.name),
        ])";
        let all = window.page.run(all, vec![]).await;
        self.0.insert((Place::Page, all.as_str().unwrap_or_default().into()));
    }

    /// All that was seen of processes.
    pub fn take_processes(&mut self, watch: Watch) {
        self.0.extend(watch.end().into_iter().map(|Sight { program, sink, bytes }| match sink {
            Sink::Words => (Place::Words(program), bytes),
            Sink::Environment => (Place::Environment(program), bytes),
        }));
    }

    /// What is found where, by the search that is due there.
    pub fn search<'h>(&self, hunt: impl Fn(&Place) -> &'h Hunt) -> HashSet<(Place, Leak)> {
        let found = self.0.iter().flat_map(|(place, bytes)| {
            hunt(place).search(bytes).into_iter().map(|leak| (place.clone(), leak))
        });
        found.collect()
    }

    /// What was gathered of one place.
    pub fn bytes(&self, place: &Place) -> Vec<&[u8]> {
        self.0.iter().filter(|(its, _)| its == place).map(|(_, bytes)| &**bytes).collect()
    }

    /// The places there is something of.
    pub fn places(&self) -> BTreeSet<String> {
        self.0.iter().map(|(place, _)| place.to_string()).collect()
    }
}
