//! One round: all figures of an account are asked for, four at a time, and each is kept as soon as it comes.

use std::slice;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{ApiRefusal, Code, Endpoint, ErrorReport, Figure, Headroom, Timestamp};
use tokio::sync::OnceCell;
use tokio::time::{Instant, sleep, timeout_at};

use crate::connector::Connector;
use crate::host::clock::now;
use crate::intercom::api::{self, ApiFailure};
use crate::intercom::http::{Answer, HttpError};
use crate::remote::figures::set_limited;
use crate::remote::probe::{Asked, Life, Refused, is_over_limit};
use crate::store::accounts::{self, AccountRow};
use crate::store::figures::{self, Found};

/// Two windows of Intercom's rate limit (10 seconds each) can be waited for.
const ROUND_IN: Duration = Duration::from_secs(30);

/// All figures of one account, asked for once.
pub(crate) struct Round<'a> {
    connector: &'a Connector,
    row: Arc<AccountRow>,
    until: Instant,
    /// Nobody has asked for these yet.
    left: Mutex<slice::Iter<'static, Figure>>,
    /// Whether a token that was refused is dead.
    life: OnceCell<Life>,
    stopped: OnceLock<Stop>,
}

/// Why the figures that are left are not asked for.
pub(crate) enum Stop {
    /// The token is dead, how that was told, and when it was asked.
    Dead(ErrorReport, Timestamp),
    /// They would end the same.
    OutOfReach(ErrorReport),
    /// The account was forgotten, disabled, or got another token.
    Unwanted,
    StoreFailed(ErrorReport),
}

impl<'a> Round<'a> {
    pub(crate) fn new(connector: &'a Connector, row: AccountRow) -> Self {
        Self {
            connector,
            row: Arc::new(row),
            until: Instant::now() + ROUND_IN,
            left: Mutex::new(Figure::ALL.iter()),
            life: OnceCell::new(),
            stopped: OnceLock::new(),
        }
    }

    /// Four at a time: a small part of what Intercom takes, and enough to hide the way there and back.
    pub(crate) async fn ask_all(&self, asked: &Asked) {
        tokio::join!(self.work(asked), self.work(asked), self.work(asked), self.work(asked));
    }

    async fn work(&self, asked: &Asked) {
        while let Some(figure) = self.next() {
            let asked_at = now();
            let answer = timeout_at(self.until, self.ask(asked, figure)).await;
            let kept = match answer {
                Ok(answer) => self.judge(asked, figure, asked_at, answer).await,
                Err(_) => {
                    let report = too_slow(&asked.api_base);
                    self.stop(Stop::OutOfReach(report.clone()));
                    self.keep(figure, Found::Trouble(report), asked_at, None).await
                }
            };
            if let Err(report) = kept {
                self.stop(Stop::StoreFailed(report));
            }
        }
    }

    fn next(&self) -> Option<Figure> {
        if self.stopped.get().is_some() {
            return None;
        }
        self.left.lock().unwrap_or_else(PoisonError::into_inner).next().copied()
    }

    /// The first reason stands.
    pub(crate) fn stop(&self, stop: Stop) {
        let _ = self.stopped.set(stop);
    }

    /// Asks until there is an answer that another try would not better, or no time for one.
    async fn ask(&self, asked: &Asked, figure: Figure) -> Result<Answer, HttpError> {
        let mut tries = 1;
        loop {
            let answer = self.connector.ask_once(asked, Some(figure), self.until).await;
            let Some(pause) = api::pause_after(&answer, tries) else { return answer };
            let again_at = Instant::now().checked_add(pause).filter(|again_at| *again_at < self.until);
            match again_at {
                // The gate has learnt for how long.
                Some(_) if is_too_many(&answer) => {}
                Some(_) if tries < api::TRIES => sleep(pause).await,
                _ => return answer,
            }
            tries += 1;
        }
    }

    async fn judge(
        &self,
        asked: &Asked,
        figure: Figure,
        asked_at: Timestamp,
        answer: Result<Answer, HttpError>,
    ) -> Result<(), ErrorReport> {
        let headroom = answer.as_ref().ok().and_then(|answer| answer.headroom);
        let never_left =
            matches!(answer, Err(HttpError::NeverConnected | HttpError::Insecure(_) | HttpError::NoRoots));
        let is_over = never_left || is_over_limit(&answer);
        let found = match api::read_figure(answer, &asked.api_base, figure) {
            Ok(count) => Found::Count(count),
            Err(ApiFailure { refusal: Some(ApiRefusal::Dead), report, is_beyond_doubt: true }) => {
                self.stop(Stop::Dead(report, asked_at));
                return Ok(());
            }
            Err(ApiFailure { refusal: Some(ApiRefusal::Dead), .. }) => match self.life(asked).await {
                Life::Alive => Found::Missing,
                Life::Dead(report) => {
                    self.stop(Stop::Dead(report, asked_at));
                    return Ok(());
                }
                Life::Unknown(report) => Found::Trouble(report),
            },
            Err(ApiFailure { refusal: Some(ApiRefusal::NotAllowed), .. }) => Found::Missing,
            Err(ApiFailure { report, .. }) => {
                if is_over {
                    self.stop(Stop::OutOfReach(report.clone()));
                }
                Found::Trouble(report)
            }
        };
        self.keep(figure, found, asked_at, headroom).await
    }

    /// Settled once a round.
    async fn life(&self, asked: &Asked) -> Life {
        let settle = || self.connector.life(asked, Refused::Other, self.until);
        self.life.get_or_init(settle).await.clone()
    }

    async fn keep(
        &self,
        figure: Figure,
        found: Found,
        asked_at: Timestamp,
        headroom: Option<Headroom>,
    ) -> Result<(), ErrorReport> {
        let row = Arc::clone(&self.row);
        let wanted = self
            .connector
            .store()
            .write(move |db| {
                let wanted = accounts::is_in_use(db, &row)?;
                if wanted {
                    figures::set(db, &row.id, figure, &found, asked_at, now())?;
                    if let Some(headroom) = headroom {
                        figures::set_headroom(db, &row.id, headroom, now())?;
                    }
                }
                Ok(wanted)
            })
            .await?;
        if !wanted {
            self.stop(Stop::Unwanted);
        }
        Ok(())
    }

    /// Keeps what is to be said of the figures that nobody asked for, and of the account.
    pub(crate) async fn end(self) -> Result<(), ErrorReport> {
        let left = self.left.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (connector, row) = (self.connector, self.row);
        match self.stopped.into_inner() {
            None => {
                let write = move |db: &Transaction<'_>| {
                    if accounts::is_in_use(db, &row)? { set_limited(db, &row.id) } else { Ok(()) }
                };
                connector.store().write(write).await
            }
            Some(Stop::Unwanted) => Ok(()),
            Some(Stop::StoreFailed(report)) => Err(report),
            Some(Stop::Dead(report, asked_at)) => {
                connector.needs_reconnect(AccountRow::clone(&row), report, asked_at, true).await.map(drop)
            }
            Some(Stop::OutOfReach(report)) => {
                let write = move |db: &Transaction<'_>| {
                    if accounts::is_in_use(db, &row)? {
                        let trouble = Found::Trouble(report);
                        for figure in left {
                            figures::set(db, &row.id, *figure, &trouble, now(), now())?;
                        }
                    }
                    Ok(())
                };
                connector.store().write(write).await
            }
        }
    }
}

const fn is_too_many(answer: &Result<Answer, HttpError>) -> bool {
    matches!(answer, Ok(Answer { status: 429, .. }))
}

fn too_slow(api_base: &Endpoint) -> ErrorReport {
    let (host, seconds) = (api_base.host(), ROUND_IN.as_secs());
    ErrorReport::new(Code::ProviderUnreachable)
        .saying(format!("{host} did not answer everything within {seconds} seconds."))
        .hinting("Try again later; what was read before is kept.")
}
