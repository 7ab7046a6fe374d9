//! What is remembered of a list while its pages are read: whether it leads anywhere, and whether it was whole.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use switchhook_core::{ApiPath, Listed, PageError, is_first_page, is_scroll};

/// A provider may filter a list after it has cut it into pages, so that some of them are empty. So many in a row are few
/// beside the 1,666 requests that Intercom takes in ten seconds, and take three where a server tells of no rate limit.
const MOST_EMPTY: u32 = 25;

/// What is known of a list whose pages are read one after another.
pub(super) struct Reading {
    asked: HashSet<ApiPath>,
    /// A hash of the ids on the page before; of a scroll one of each page, since one address brings all of them.
    seen: HashSet<u64>,
    hasher: RandomState,
    empty_in_a_row: u32,
    is_from_start: bool,
    /// How many records came; unknown where one page does not tell.
    records: Option<u64>,
    /// The fewest that a page announced: records may come and go meanwhile.
    announced: Option<u64>,
}

/// A list that ended before as many records came as it had announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// So many were announced.
    pub announced: u64,
    /// So many came.
    pub came: u64,
}

impl Reading {
    /// Before anything was asked.
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
    /// [`PageError::Repeated`] where it brings what came before.
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

    /// The page to ask for next, where that leads anywhere. One address brings all pages of a scroll.
    ///
    /// # Errors
    /// [`PageError`] where it was asked for before, or too many pages before it were empty.
    pub(super) fn leads_to(&self, next: ApiPath) -> Result<ApiPath, PageError> {
        if !is_scroll(&next) && self.asked.contains(&next) {
            return Err(PageError::Repeated);
        }
        if self.empty_in_a_row >= MOST_EMPTY {
            return Err(PageError::Empty);
        }
        Ok(next)
    }

    /// What is missing, now that the last page came.
    pub(super) fn shortfall(&self) -> Option<Shortfall> {
        let (announced, came) = self.announced.zip(self.records).filter(|_| self.is_from_start)?;
        (came < announced).then_some(Shortfall { announced, came })
    }
}
