//! Receives a link, and finishes the attempt that it answers. Any process may have begun that attempt.

use std::sync::Arc;

use switchhook_core::{
    Answer, Callback, Channel, DeepLink, Input, LinkError, Parsed, Problem, RedirectUri, ReturnRoute,
    SealedAnswer, StateHash, parse, parse_unsealed,
};

use super::bridge;
use super::driver::Driver;
use super::outcome::{DriveError, Received};
use super::room::{Attempts, Room};
use super::secrets::redirect_uri;
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};
use crate::vault::attempt_secrets::{AttemptSecret, opened};

impl Attempts {
    /// Takes a link exactly as the system passed it on, finishes its attempt, and returns the result.
    ///
    /// A pasted address goes to [`Self::receive_pasted`]. When vault or store fail, the result is [`Received::Stuck`] or
    /// [`Received::Delivered`].
    ///
    /// Counts and refuses each link that does not answer an awaiting attempt. Such a link changes nothing else.
    ///
    /// # Errors
    /// The code of the refusal (exit codes 10 to 17 of the command line), or `store_failed` when the attempts can't be read.
    pub async fn receive(&self, link: DeepLink) -> Result<Received, Problem> {
        let ours = self.room.context.store.read(attempts::redirect_uris).await?;
        let channel = Channel::current();
        let ours: Vec<RedirectUri> =
            ours.iter().filter_map(|uri| RedirectUri::new(uri, channel).ok()).collect();
        match parse(&link, &ours, channel) {
            Ok(Parsed::Answer(answer)) => {
                let row = self.awaiting_row(answer.state_hash()).await?;
                let callback = self.callback_of(answer, &row).await?;
                self.accept(row, callback, &link).await
            }
            Ok(Parsed::Sealed(sealed)) => self.receive_sealed(sealed, &link).await,
            Err(error) => Err(self.refuse(error, None).await),
        }
    }

    /// Takes an encrypted answer of a bridge, and finishes its attempt. `link` is the link that holds the answer.
    ///
    /// Refuses with `sealed_invalid` when the attempt uses no bridge, or when the answer does not decrypt or names another
    /// state. Delivers the link when the vault does not open. Fails as [`Self::awaiting_row`], [`Self::callback_of`] and
    /// [`Self::accept`].
    async fn receive_sealed(&self, sealed: SealedAnswer, link: &DeepLink) -> Result<Received, Problem> {
        let row = self.awaiting_row(sealed.state_hash).await?;
        let redirect_uri = redirect_uri(&row)?;
        if ReturnRoute::of(&redirect_uri, Channel::current()) != ReturnRoute::Bridge {
            return Err(self.refuse(LinkError::SealedInvalid, Some(&row)).await);
        }
        let opened = match self.unseal(&row, bridge::BRIDGE, &sealed.enc, &sealed.ciphertext).await {
            Ok(opened) => opened,
            Err(error) => return self.deliver(&row, link, error).await,
        };
        let answer = opened
            .ok_or(LinkError::SealedInvalid)
            .and_then(|plaintext| parse_unsealed(&plaintext, &redirect_uri, Channel::current()))
            .and_then(|answer| {
                let same = answer.state_hash().matches(&row.state_hash);
                if same { Ok(answer) } else { Err(LinkError::SealedInvalid) }
            });
        match answer {
            Ok(answer) => {
                let callback = self.callback_of(answer, &row).await?;
                self.accept(row, callback, link).await
            }
            Err(error) => Err(self.refuse(error, Some(&row)).await),
        }
    }

    /// Returns the attempt that awaits this state.
    ///
    /// Otherwise counts the link and fails with the refusal: `state_unknown`, `state_used`, or that of an ended attempt. Ends
    /// the attempt when it has waited too long, and fails with `state_expired`. Fails with `store_failed` when the row can't
    /// be read.
    async fn awaiting_row(&self, hash: StateHash) -> Result<AttemptRow, Problem> {
        let row = self.room.context.store.read(move |db| attempts::by_hash(db, &hash)).await?;
        let Some(row) = row.filter(|row| row.state_hash.matches(&hash)) else {
            return Err(self.refuse(LinkError::StateUnknown, None).await);
        };
        if let Some(error) = row.stage.refuses() {
            return Err(self.refuse(error, Some(&row)).await);
        }
        if now() < row.expires_at {
            return Ok(row);
        }
        // The answer is late, also when the store can't be written.
        let _ = Driver::awaiting(&self.room, row.clone()).run(Input::Tick).await;
        Err(self.refuse(LinkError::StateExpired, Some(&row)).await)
    }

    /// Returns the callback of an answer to the attempt's redirect URI. Otherwise counts the link and fails with the
    /// refusal. A damaged redirect URI in the row is `foreign`, and counts no link.
    async fn callback_of(&self, answer: Answer, row: &AttemptRow) -> Result<Callback, Problem> {
        match answer.callback(&redirect_uri(row)?, Channel::current()) {
            Ok(callback) => Ok(callback),
            Err(error) => Err(self.refuse(error, Some(row)).await),
        }
    }

    /// Finishes an attempt with its callback. Delivers the link of a code when the vault does not open.
    ///
    /// Fails with `malformed` for an empty callback, and with the refusal when another task took the attempt first. Fails
    /// with `store_failed` when that attempt can't be read.
    async fn accept(
        &self,
        row: AttemptRow,
        callback: Callback,
        link: &DeepLink,
    ) -> Result<Received, Problem> {
        let empty = callback == Callback::Empty;
        // Only the exchange of a code needs the key. Without the key this process must not claim the attempt.
        if matches!(callback, Callback::Code(_))
            && let Err(error) = self.room.context.vault.key().await
        {
            return self.deliver(&row, link, error).await;
        }
        let id = row.id.clone();
        match Driver::awaiting(&self.room, row).run(Input::Callback(callback)).await {
            Ok(_) if empty => Err(LinkError::Malformed.into()),
            Ok(received) => Ok(received),
            Err(DriveError::Problem(problem)) => Ok(Received::Stuck(problem)),
            // Another process with this link, a cancel or the clock was faster.
            Err(DriveError::ClaimLost) => {
                let row = self.room.row(&id).await?;
                Err(self.refuse(row.stage.refuses().unwrap_or(LinkError::StateUsed), Some(&row)).await)
            }
        }
    }

    /// Encrypts a link to the attempt's key, and leaves it in the inbox of the attempt. `error` is the problem of the vault.
    ///
    /// The process that owns the attempt opens it later; this may be this process, once its vault is open. Returns
    /// `Delivered` when another process owns the attempt. Otherwise returns `Stuck`, also when the owner is gone or the
    /// store fails. Never fails.
    async fn deliver(&self, row: &AttemptRow, link: &DeepLink, error: Problem) -> Result<Received, Problem> {
        let is_mine = row.owner == self.room.context.process.id;
        if self.room.context.process.is_gone(&row.owner) {
            return Ok(Received::Stuck(error));
        }
        let sealed = bridge::seal(&row.public_key, &row.state_hash, bridge::INBOX, link.expose());
        let Ok((enc, ciphertext)) = sealed else { return Ok(Received::Stuck(error)) };
        let (id, inbox) = (row.id.clone(), [enc, ciphertext].concat());
        let delivered = self.room.context.store.write(move |db| attempts::set_inbox(db, &id, &inbox)).await;
        Ok(match delivered {
            Ok(true) if !is_mine => Received::Delivered,
            Ok(_) => Received::Stuck(error),
            Err(error) => Received::Stuck(error.into()),
        })
    }

    /// Decrypts a message with the attempt's private key; `None` when key or message do not open.
    ///
    /// Fails with a vault code or `store_failed` when the vault does not open.
    async fn unseal(
        &self,
        row: &AttemptRow,
        info: &[u8],
        enc: &[u8],
        ciphertext: &[u8],
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, Problem> {
        let key = self.room.context.vault.key().await?;
        let Some(private) = opened(row, AttemptSecret::PrivateKey, &key) else { return Ok(None) };
        Ok(bridge::open(&private, &row.state_hash, info, enc, ciphertext).ok())
    }

    /// Counts a refused link for its attempt, if any, logs the code, and returns the problem.
    async fn refuse(&self, error: LinkError, row: Option<&AttemptRow>) -> Problem {
        tracing::info!(code = error.code().as_str(), "a link was refused");
        self.room.strays.count(row.map(|row| &row.id)).await;
        error.into()
    }
}

/// The length in bytes of an encapsulated key (RFC 9180 §7.1, DHKEM(P-256)).
const ENC_LEN: usize = 65;

/// Opens the links in the inboxes of attempts that this process owns. Does nothing while the vault is shut.
///
/// A link that is stuck stays in its inbox, and the other inboxes are still opened. Empties the inbox of each link that was
/// received or refused, or that does not decrypt.
///
/// Fails with the problem of the last stuck link. Stops at once with a vault code or `store_failed`, when the vault does not
/// open or the store fails.
pub(super) async fn open_inboxes(room: &Arc<Room>) -> Result<(), Problem> {
    let (attempts, context) = (Attempts::new(Arc::clone(room)), &room.context);
    if context.vault.is_shut() {
        return Ok(());
    }
    let rows = context.store.read(attempts::awaiting).await?;
    let mut stuck = None;
    for row in rows.into_iter().filter(|row| row.owner == context.process.id) {
        let Some(sealed) = row.inbox.as_deref() else { continue };
        let opened = match sealed.split_at_checked(ENC_LEN) {
            // A vault that does not open leaves the link in the inbox.
            Some((enc, ciphertext)) => attempts.unseal(&row, bridge::INBOX, enc, ciphertext).await?,
            None => None,
        };
        if let Some(link) = opened {
            // The sender has its answer already, so that the attempt's card alone shows the result.
            let received = Box::pin(attempts.receive(DeepLink::new(link.to_vec()))).await;
            if let Ok(Received::Stuck(problem)) = received {
                // The link stays until the cause is repaired. The cause may be this attempt's alone, so the others go on.
                stuck = Some(problem);
                continue;
            }
        }
        let id = row.id.clone();
        context.store.write(move |db| attempts::clear_inbox(db, &id)).await?;
    }
    stuck.map_or(Ok(()), Err)
}
