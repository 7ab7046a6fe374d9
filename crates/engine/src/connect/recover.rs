//! Looks after attempts: ends those that waited too long, and finishes what a stopped program left.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use switchhook_core::{AttemptId, AttemptStage, Input, Problem};
use tokio::task::JoinHandle;

use super::driver::Driver;
use super::outcome::Lost;
use super::room::Room;
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};

/// An attempt that could not be resumed is not tried again sooner.
const AGAIN_IN: Duration = Duration::from_secs(30);

/// Attempts that failed for the vault or the store, and when they are tried again.
#[derive(Default)]
pub(super) struct Postponed(Mutex<HashMap<AttemptId, Instant>>);

impl Postponed {
    pub(super) fn contains(&self, id: &AttemptId) -> bool {
        self.lock().get(id).is_some_and(|until| Instant::now() < *until)
    }

    pub(super) fn postpone(&self, id: AttemptId, by: Duration) {
        let mut postponed = self.lock();
        postponed.retain(|_, until| Instant::now() < *until);
        postponed.insert(id, Instant::now() + by);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts what is left to do for attempts that nobody drives.
pub(super) async fn resume_orphans(
    room: &Arc<Room>,
    postponed: &Arc<Postponed>,
) -> Result<Vec<JoinHandle<()>>, Problem> {
    let mut tasks = Vec::new();
    for row in room.context.store.read(attempts::unfinished).await? {
        let needs_vault = row.stage == AttemptStage::Identifying;
        if postponed.contains(&row.id) || (needs_vault && room.context.vault.is_shut()) {
            continue;
        }
        let Some(driver) = take_over(room, &row).await? else { continue };
        let (postponed, id) = (Arc::clone(postponed), row.id);
        tasks.push(tokio::spawn(async move {
            if let Err(Lost::Problem(problem)) = driver.run(Input::Orphaned).await {
                tracing::warn!(code = problem.code().as_str(), "an attempt could not be resumed");
                postponed.postpone(id, AGAIN_IN);
            }
        }));
    }
    Ok(tasks)
}

/// Takes over an attempt that a stopped program, or a task of this one, left; `None` where somebody works on it.
pub(super) async fn take_over(room: &Arc<Room>, row: &AttemptRow) -> Result<Option<Driver>, Problem> {
    let process = &room.context.process;
    let is_mine = row.owner == process.id;
    let is_left = if is_mine { !room.running.contains(&row.id) } else { process.is_gone(&row.owner) };
    if !is_left || !adopt(room, row).await? {
        return Ok(None);
    }
    let row = AttemptRow { owner: process.id.clone(), ..row.clone() };
    Ok(Driver::claimed(room, row).ok())
}

/// Makes this process the driver of an attempt; `false` when another was faster.
pub(super) async fn adopt(room: &Room, row: &AttemptRow) -> Result<bool, Problem> {
    let (row, owner) = (row.clone(), room.context.process.id.clone());
    Ok(room.context.store.write(move |db| attempts::adopt(db, &row, &owner)).await?)
}

/// Ends attempts that waited too long.
pub(super) async fn expire_due(room: &Arc<Room>) -> Result<(), Problem> {
    let due = room.context.store.read(|db| attempts::due(db, now())).await?;
    for row in due {
        if let Err(Lost::Problem(problem)) = Driver::awaiting(room, row).run(Input::Tick).await {
            return Err(problem);
        }
    }
    Ok(())
}
