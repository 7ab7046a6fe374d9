//! Receive: a raw link in, a finished attempt out, whoever began it.

use switchhook_core::{
    Answer, Callback, Channel, DeepLink, ErrorReport, Input, LinkError, Parsed, RedirectUri, ReturnRoute,
    SealedAnswer, StateHash, parse, parse_unsealed,
};

use crate::connect::begin;
use crate::connect::bridge;
use crate::connect::driver::{Drive, Lost};
use crate::connector::Connector;
use crate::contract::{AttemptStage, Connected};
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};

/// What became of a link that matched an attempt.
#[derive(Debug)]
pub enum Received {
    /// The attempt ended: with an account, or with the reason why not.
    Ended(Result<Box<Connected>, ErrorReport>),
    /// The store refuses the token, which is in this process's memory: try again before it ends.
    Unsaved {
        /// For [`Connector::retry`].
        attempt: String,
        /// The words for the person.
        report: ErrorReport,
    },
    /// The person must decide: another identity answered than the awaited one, or none.
    Undecided {
        /// For [`Connector::retry`], [`Connector::resolve_refused`] or [`Connector::discard`].
        attempt: String,
        /// The words that say which.
        report: ErrorReport,
    },
    /// Another process has the vault and finishes it.
    Delivered,
    /// The attempt waits on: the vault or the store is to be mended first, and then the link still counts.
    Stuck(ErrorReport),
}

impl Received {
    /// For whoever shows errors: that a link is stuck is one.
    ///
    /// # Errors
    /// A vault or store code.
    pub fn unless_stuck(self) -> Result<Self, ErrorReport> {
        match self {
            Self::Stuck(report) => Err(report),
            received => Ok(received),
        }
    }
}

impl Connector {
    /// Takes a link from argv, the system or a paste, and finishes its attempt. Everything that is not
    /// an answer to an awaiting attempt is counted and refused, and disturbs nothing.
    ///
    /// # Errors
    /// The refusal's code (10 to 17 on the command line), or `store_failed` when nobody could look whose
    /// link it is.
    pub async fn receive(&self, link: DeepLink) -> Result<Received, ErrorReport> {
        let ours = self.store().read(attempts::redirect_uris).await?;
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

    /// Opens what other processes left in the inbox of attempts that this one drives.
    pub(crate) async fn empty_inboxes(&self) -> Result<(), ErrorReport> {
        if self.is_vault_shut() {
            return Ok(());
        }
        let rows = self.store().read(attempts::awaiting).await?;
        for row in rows.into_iter().filter(|row| row.owner == self.inner.owner.id) {
            let Some(sealed) = row.inbox.as_deref() else { continue };
            let opened = match sealed.split_at_checked(ENC_LEN) {
                // With the vault shut it stays there.
                Some((enc, ciphertext)) => self.unseal(&row, bridge::INBOX, enc, ciphertext).await?,
                None => None,
            };
            if let Some(link) = opened {
                // Whoever delivered it was told that it was taken; the attempt's card tells the rest.
                let received = Box::pin(self.receive(DeepLink::new(link.to_vec()))).await;
                if let Ok(Received::Stuck(error)) = received {
                    // It lies there until what is wrong has been mended.
                    return Err(error);
                }
            }
            let id = row.id.clone();
            self.store().write(move |db| attempts::clear_inbox(db, &id)).await?;
        }
        Ok(())
    }

    async fn receive_sealed(&self, sealed: SealedAnswer, link: &DeepLink) -> Result<Received, ErrorReport> {
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
    async fn awaiting(&self, hash: StateHash) -> Result<AttemptRow, ErrorReport> {
        let row = self.store().read(move |db| attempts::by_hash(db, &hash)).await?;
        let Some(row) = row.filter(|row| row.state_hash.matches(&hash)) else {
            return Err(self.refuse(LinkError::StateUnknown, None).await);
        };
        if let Some(error) = reason(row.stage) {
            return Err(self.refuse(error, Some(&row)).await);
        }
        if now() < row.expires_at {
            return Ok(row);
        }
        // That it is late is so whether it could be written or not.
        let _ = Drive::awaiting(self.clone(), row.clone()).run(Input::Tick).await;
        Err(self.refuse(LinkError::StateExpired, Some(&row)).await)
    }

    async fn callback_of(&self, answer: Answer, row: &AttemptRow) -> Result<Callback, ErrorReport> {
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
    ) -> Result<Received, ErrorReport> {
        let empty = callback == Callback::Empty;
        // The key is needed for the exchange alone; without it the attempt must not be claimed.
        if matches!(callback, Callback::Code(_))
            && let Err(error) = self.key().await
        {
            return self.deliver(&row, link, error).await;
        }
        let id = row.id.clone();
        match Drive::awaiting(self.clone(), row).run(Input::Callback(callback)).await {
            Ok(_) if empty => Err(LinkError::Malformed.code().into()),
            Ok(received) => Ok(received),
            Err(Lost::Report(report)) => Ok(Received::Stuck(report)),
            // Somebody was faster: another process with this link, a cancel, the clock.
            Err(Lost::Claim) => {
                let row = self.attempt_row(&id).await?;
                Err(self.refuse(reason(row.stage).unwrap_or(LinkError::StateUsed), Some(&row)).await)
            }
        }
    }

    /// Without the vault: the link is sealed to the attempt's own key and left for its owner, who may be
    /// this very process once its vault is open.
    async fn deliver(
        &self,
        row: &AttemptRow,
        link: &DeepLink,
        error: ErrorReport,
    ) -> Result<Received, ErrorReport> {
        let is_mine = row.owner == self.inner.owner.id;
        if self.inner.owner.is_gone(&row.owner) {
            return Ok(Received::Stuck(error));
        }
        let sealed = bridge::seal(&row.public_key, &row.state_hash, bridge::INBOX, link.expose());
        let Ok((enc, ciphertext)) = sealed else { return Ok(Received::Stuck(error)) };
        let (id, inbox) = (row.id.clone(), [enc, ciphertext].concat());
        let delivered = self.store().write(move |db| attempts::set_inbox(db, &id, &inbox)).await;
        Ok(match delivered {
            Ok(true) if !is_mine => Received::Delivered,
            Ok(_) => Received::Stuck(error),
            Err(error) => Received::Stuck(error),
        })
    }

    async fn unseal(
        &self,
        row: &AttemptRow,
        info: &[u8],
        enc: &[u8],
        ciphertext: &[u8],
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, ErrorReport> {
        let key = self.key().await?;
        let Some(sealed) = &row.private_key else { return Ok(None) };
        let Ok(private) = key.open(&begin::private_key_row(&row.id), sealed) else { return Ok(None) };
        Ok(bridge::open(&private, &row.state_hash, info, enc, ciphertext).ok())
    }

    /// Counts a link that is refused, and reports why.
    async fn refuse(&self, error: LinkError, row: Option<&AttemptRow>) -> ErrorReport {
        tracing::info!(code = error.code().as_str(), "a link was refused");
        match row {
            // The core says what a stray is to an attempt: a count, and nothing else.
            Some(row) => drop(Drive::awaiting(self.clone(), row.clone()).run(Input::Stray).await),
            None => self.count_stray(None).await,
        }
        error.code().into()
    }
}

const ENC_LEN: usize = 65;

/// Why an attempt in this stage takes no answer; `None` where it does.
const fn reason(stage: AttemptStage) -> Option<LinkError> {
    match stage {
        AttemptStage::Awaiting => None,
        AttemptStage::Expired => Some(LinkError::StateExpired),
        AttemptStage::Cancelled => Some(LinkError::Cancelled),
        AttemptStage::Exchanging
        | AttemptStage::Identifying
        | AttemptStage::Unsaved
        | AttemptStage::Connected
        | AttemptStage::AlreadyConnected
        | AttemptStage::Unverified
        | AttemptStage::Refused
        | AttemptStage::Denied
        | AttemptStage::Failed
        | AttemptStage::Interrupted => Some(LinkError::StateUsed),
    }
}

fn redirect_uri(row: &AttemptRow) -> Result<RedirectUri, ErrorReport> {
    RedirectUri::new(&row.redirect_uri, Channel::current()).map_err(|_| LinkError::Foreign.code().into())
}
