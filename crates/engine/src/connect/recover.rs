//! Ends attempts that waited too long, and finishes attempts that a stopped program left.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use switchhook_core::{AttemptId, AttemptStage, Input, Problem};
use tokio::task::JoinHandle;

use super::driver::Driver;
use super::outcome::DriveError;
use super::room::Room;
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};

/// The pause before Switchhook again tries to resume an attempt.
const AGAIN_IN: Duration = Duration::from_secs(30);

/// Attempts for which vault or store failed, and when Switchhook tries them again.
#[derive(Default)]
pub(super) struct Postponed(Mutex<HashMap<AttemptId, Instant>>);

impl Postponed {
    /// Whether the pause of an attempt is not over yet.
    pub(super) fn contains(&self, id: &AttemptId) -> bool {
        self.lock().get(id).is_some_and(|until| Instant::now() < *until)
    }

    /// Sets the pause of an attempt to `by` from now.
    pub(super) fn postpone(&self, id: AttemptId, by: Duration) {
        let mut postponed = self.lock();
        postponed.retain(|_, until| Instant::now() < *until);
        postponed.insert(id, Instant::now() + by);
    }

    /// Returns the locked content, also after a panic of another thread.
    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts a task for each attempt that a stopped program left in `exchanging` or `identifying`. Returns the tasks, in no
/// order.
///
/// Skips postponed attempts, and those that need a vault which is shut. A task that fails logs that, and postpones its
/// attempt by 30 seconds. Fails with `store_failed`.
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
            if let Err(DriveError::Problem(problem)) = driver.run(Input::Orphaned).await {
                tracing::warn!(code = problem.code().as_str(), "an attempt could not be resumed");
                postponed.postpone(id, AGAIN_IN);
            }
        }));
    }
    Ok(tasks)
}

/// Takes over an attempt that a stopped program, or a stopped task of this one, left. Returns its driver.
///
/// Returns `None` when another process or task drives the attempt. Fails with `store_failed`.
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

/// Makes this process the owner of an attempt. Returns `false` when the row has another owner or stage by now.
///
/// Fails with `store_failed`.
pub(super) async fn adopt(room: &Room, row: &AttemptRow) -> Result<bool, Problem> {
    let (row, owner) = (row.clone(), room.context.process.id.clone());
    Ok(room.context.store.write(move |db| attempts::adopt(db, &row, &owner)).await?)
}

/// Ends each attempt that waited too long. Skips an attempt that another task has taken meanwhile. Fails with
/// `store_failed`, at the first attempt that can't be ended.
pub(super) async fn expire_due(room: &Arc<Room>) -> Result<(), Problem> {
    let due = room.context.store.read(|db| attempts::due(db, now())).await?;
    for row in due {
        if let Err(DriveError::Problem(problem)) = Driver::awaiting(room, row).run(Input::Tick).await {
            return Err(problem);
        }
    }
    Ok(())
}
