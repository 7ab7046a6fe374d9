//! Receives a link: it finishes the attempt that it answers, whichever process began that.

use std::sync::Arc;

use switchhook_core::{
    Answer, Callback, Channel, DeepLink, Input, LinkError, Parsed, Problem, RedirectUri, ReturnRoute,
    SealedAnswer, StateHash, parse, parse_unsealed,
};

use super::bridge;
use super::driver::Driver;
use super::outcome::{Lost, Received};
use super::room::{Attempts, Room};
use super::secrets::redirect_uri;
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};
use crate::vault::attempt_secrets::{AttemptSecret, opened};

impl Attempts {
    /// Takes a link as the system handed it over, to the letter, and finishes its attempt. Everything that is not an
    /// answer to an awaiting attempt is counted and refused, and disturbs nothing. Pastes come by
    /// [`Self::receive_pasted`].
    ///
    /// # Errors
    /// The refusal's code (10 to 17 on the command line), or `store_failed` when nobody could look whose
    /// link it is.
    pub async fn receive(&self, link: DeepLink) -> Result<Received, Problem> {
        let ours = self.room.context.store.read(attempts::redirect_uris).await?;
        let channel = Channel::current();
        let ours: Vec<RedirectUri> =
            ours.iter().filter_map(|uri| RedirectUri::new(uri, channel).ok()).collect();
        match parse(&link, &ours, channel) {
            Ok(Parsed::Answer(answer)) => {
                let row = self.awaiting(answer.state_hash()).await?;
                let callback = self.callback_of(answer, &row).await?;
                self.accept(row, callback, &link).await
            }
            Ok(Parsed::Sealed(sealed)) => self.receive_sealed(sealed, &link).await,
            Err(error) => Err(self.refuse(error, None).await),
        }
    }

    async fn receive_sealed(&self, sealed: SealedAnswer, link: &DeepLink) -> Result<Received, Problem> {
        let row = self.awaiting(sealed.state_hash).await?;
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

    /// The row that awaits this state, or the reason why none does.
    async fn awaiting(&self, hash: StateHash) -> Result<AttemptRow, Problem> {
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
        // That it is late is so whether it could be written or not.
        let _ = Driver::awaiting(&self.room, row.clone()).run(Input::Tick).await;
        Err(self.refuse(LinkError::StateExpired, Some(&row)).await)
    }

    async fn callback_of(&self, answer: Answer, row: &AttemptRow) -> Result<Callback, Problem> {
        match answer.callback(&redirect_uri(row)?, Channel::current()) {
            Ok(callback) => Ok(callback),
            Err(error) => Err(self.refuse(error, Some(row)).await),
        }
    }

    async fn accept(
        &self,
        row: AttemptRow,
        callback: Callback,
        link: &DeepLink,
    ) -> Result<Received, Problem> {
        let empty = callback == Callback::Empty;
        // The key is needed for the exchange alone; without it the attempt must not be claimed.
        if matches!(callback, Callback::Code(_))
            && let Err(error) = self.room.context.vault.key().await
        {
            return self.deliver(&row, link, error).await;
        }
        let id = row.id.clone();
        match Driver::awaiting(&self.room, row).run(Input::Callback(callback)).await {
            Ok(_) if empty => Err(LinkError::Malformed.into()),
            Ok(received) => Ok(received),
            Err(Lost::Problem(problem)) => Ok(Received::Stuck(problem)),
            // Somebody was faster: another process with this link, a cancel, the clock.
            Err(Lost::Claim) => {
                let row = self.room.row(&id).await?;
                Err(self.refuse(row.stage.refuses().unwrap_or(LinkError::StateUsed), Some(&row)).await)
            }
        }
    }

    /// Without the vault: the link is sealed to the attempt's own key and left for its owner, who may be
    /// this very process once its vault is open.
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

    /// Counts a link that is refused, and reports why.
    async fn refuse(&self, error: LinkError, row: Option<&AttemptRow>) -> Problem {
        tracing::info!(code = error.code().as_str(), "a link was refused");
        self.room.strays.count(row.map(|row| &row.id)).await;
        error.into()
    }
}

const ENC_LEN: usize = 65;

/// Opens links that other processes left in the inbox of attempts that this one drives.
pub(super) async fn empty_inboxes(room: &Arc<Room>) -> Result<(), Problem> {
    let (attempts, context) = (Attempts::new(Arc::clone(room)), &room.context);
    if context.vault.is_shut() {
        return Ok(());
    }
    let rows = context.store.read(attempts::awaiting).await?;
    let mut stuck = None;
    for row in rows.into_iter().filter(|row| row.owner == context.process.id) {
        let Some(sealed) = row.inbox.as_deref() else { continue };
        let opened = match sealed.split_at_checked(ENC_LEN) {
            // With the vault shut it stays there.
            Some((enc, ciphertext)) => attempts.unseal(&row, bridge::INBOX, enc, ciphertext).await?,
            None => None,
        };
        if let Some(link) = opened {
            // The sender was told that it was taken; the attempt's card tells the rest.
            let received = Box::pin(attempts.receive(DeepLink::new(link.to_vec()))).await;
            if let Ok(Received::Stuck(problem)) = received {
                // It lies there until the cause has been mended, which may be a fault of this one alone.
                stuck = Some(problem);
                continue;
            }
        }
        let id = row.id.clone();
        context.store.write(move |db| attempts::clear_inbox(db, &id)).await?;
    }
    stuck.map_or(Ok(()), Err)
}
