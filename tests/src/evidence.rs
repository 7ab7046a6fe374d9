//! Gathers what a journey left in every place where a secret could leak. A test searches it once it knows the secrets.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::fs;
use std::path::PathBuf;

use crate::home::Home;
use crate::leaks::{Hunt, Leak, Secret};
use crate::storage;
use crate::watch::{Sight, Sink, Watch};
use crate::window::Window;

/// The programs whose arguments may hold a code on the direct return route: Switchhook's and the desktop's openers.
const HANDED_OVER_BY: [&str; 5] =
    ["switchhook-desktop", "switchhook", "xdg-open", "gio", "gio-launch-desktop"];

/// A place where a journey left something.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A file, by its path in the home: a log, the database, the window's storage, the trace of IPC messages.
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

/// The gathered bytes, each once.
#[derive(Default)]
pub struct Evidence(HashSet<(Place, Vec<u8>)>);

impl Evidence {
    /// Adds every file in its present state. Call it often: the write-ahead log soon loses its content.
    pub fn take_files(&mut self, home: &Home) {
        for path in storage::files(home) {
            // the file may disappear between listing and reading
            if let Ok(bytes) = fs::read(&path) {
                let path = path.strip_prefix(home.path()).unwrap_or(&path).to_owned();
                self.0.insert((Place::File(path), bytes));
            }
        }
    }

    /// Adds the page's content, its storage and its address.
    pub async fn take_page(&mut self, window: &Window) {
        let all = "return JSON.stringify([
            document.documentElement.outerHTML, document.documentElement.textContent, [...document.querySelectorAll('input, textarea')].map((field) => field.value),
            { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, window.name, history.state,
            performance.getEntries().map((entry) => entry.name),
        ])";
        let all = window.page.run(all, vec![]).await;
        self.0.insert((Place::Page, all.as_str().unwrap_or_default().into()));
    }

    /// Adds all that the watch saw of processes.
    pub fn take_processes(&mut self, watch: Watch) {
        self.0.extend(watch.end().into_iter().map(|Sight { program, sink, bytes }| match sink {
            Sink::Words => (Place::Words(program), bytes),
            Sink::Environment => (Place::Environment(program), bytes),
        }));
    }

    /// Asserts that no secret or code is in any place, and that the log holds no line of a library.
    ///
    /// A code may stand in the arguments of the programs that hand links over on the direct return route.
    pub fn assert_holds_none_of(&self, secrets: &[Secret], codes: &[Secret]) {
        let (everything, all_but_codes) = (Hunt::of(secrets.iter().chain(codes)), Hunt::of(secrets));
        let leaks = self.search(|place| match place {
            Place::Words(program) if HANDED_OVER_BY.contains(&&**program) => &all_but_codes,
            _ => &everything,
        });
        let lines: BTreeSet<_> = leaks.iter().map(|(place, leak)| format!("{leak} in {place}")).collect();
        assert!(leaks.is_empty(), "secrets were found:\n{}", Vec::from_iter(lines).join("\n"));
        self.assert_only_own_log_lines();
    }

    /// Asserts that the log holds no line of a library. Such a line may quote a link or a request in a later version.
    fn assert_only_own_log_lines(&self) {
        for log in self.bytes(&Place::File("programs.log".into())) {
            for line in String::from_utf8_lossy(log).lines() {
                let mut words = line.split_whitespace().skip(1);
                let is_level = words
                    .next()
                    .is_some_and(|word| ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"].contains(&word));
                let target = words.next().unwrap_or_default();
                assert!(!is_level || target.starts_with("switchhook"), "a library speaks in our log: {line}");
            }
        }
    }

    /// Returns the leaks and their places. `hunt` chooses the search for each place.
    pub fn search<'h>(&self, hunt: impl Fn(&Place) -> &'h Hunt) -> HashSet<(Place, Leak)> {
        let found = self.0.iter().flat_map(|(place, bytes)| {
            hunt(place).search(bytes).into_iter().map(|leak| (place.clone(), leak))
        });
        found.collect()
    }

    /// Returns all bytes gathered from one place.
    pub fn bytes(&self, place: &Place) -> Vec<&[u8]> {
        self.0.iter().filter(|(its, _)| its == place).map(|(_, bytes)| &**bytes).collect()
    }

    /// Returns the names of the places from which something was gathered.
    pub fn places(&self) -> BTreeSet<String> {
        self.0.iter().map(|(place, _)| place.to_string()).collect()
    }
}
