//! A list while its pages are read: whether the next page leads anywhere, and whether all records came.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use switchhook_core::{ApiPath, Listed, PageError, is_first_page, is_scroll};

/// How many empty pages in a row are read.
///
/// A provider may filter a list after it has cut the list into pages, so some pages are empty. 25 requests
/// are few beside the 1,666 that Intercom takes in ten seconds. They take three seconds where a server
/// states no rate limit.
const MOST_EMPTY: u32 = 25;

/// A list whose pages are read one after another.
pub(super) struct Reading {
    /// The paths that were asked for.
    asked: HashSet<ApiPath>,
    /// A hash of the ids on the last page. For a scroll, a hash for each page, since one address brings all
    /// of them.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// How many pages before the next one were empty.
    empty_in_a_row: u32,
    /// Whether the list is read from its first page.
    is_from_start: bool,
    /// How many records came. `None` where a page does not say.
    records: Option<u64>,
    /// The fewest records that a page announced: records may come and go meanwhile.
    announced: Option<u64>,
}

/// A list that ended before as many records came as it had announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// How many records the list announced.
    pub announced: u64,
    /// How many records came.
    pub came: u64,
}

impl Reading {
    /// Returns a list of which no page was read yet.
    pub(super) fn from(first: &ApiPath) -> Self {
        Self {
            asked: HashSet::new(),
            seen: HashSet::new(),
            hasher: RandomState::new(),
            empty_in_a_row: 0,
            is_from_start: is_first_page(first),
            records: Some(0),
            announced: None,
        }
    }

    /// Takes a page into account.
    ///
    /// # Errors
    /// [`PageError::Repeated`] where the page brings the records of an earlier one.
    pub(super) fn add(&mut self, path: &ApiPath, page: Listed) -> Result<(), PageError> {
        self.empty_in_a_row = if page.is_empty { self.empty_in_a_row + 1 } else { 0 };
        let ids = page.ids.map(|ids| self.hasher.hash_one(ids));
        if ids.is_some_and(|ids| self.seen.contains(&ids)) {
            return Err(PageError::Repeated);
        }
        if !is_scroll(path) {
            self.seen.clear();
        }
        self.seen.extend(ids);
        self.asked.insert(path.clone());
        self.records = self.records.zip(page.records).map(|(before, now)| before + now);
        self.announced = self.announced.into_iter().chain(page.total).min();
        Ok(())
    }

    /// Returns `next` where that page leads on. One address brings all pages of a scroll.
    ///
    /// # Errors
    /// [`PageError::Repeated`] where the path was asked for before. [`PageError::Empty`] where too many
    /// pages in a row were empty.
    pub(super) fn leads_to(&self, next: ApiPath) -> Result<ApiPath, PageError> {
        if !is_scroll(&next) && self.asked.contains(&next) {
            return Err(PageError::Repeated);
        }
        if self.empty_in_a_row >= MOST_EMPTY {
            return Err(PageError::Empty);
        }
        Ok(next)
    }

    /// Returns how many records are missing after the last page. `None` where none is missing, where the
    /// pages do not say, or where the first page was not read.
    pub(super) fn shortfall(&self) -> Option<Shortfall> {
        let (announced, came) = self.announced.zip(self.records).filter(|_| self.is_from_start)?;
        (came < announced).then_some(Shortfall { announced, came })
    }
}
