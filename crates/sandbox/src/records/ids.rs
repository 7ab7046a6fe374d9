//! Ids that lead back to their record without a table, and that differ between workspaces.
//!
//! Numeric ids grow with time, as Intercom's do: the newest record and the latest setting have the largest ids.
//! An id of 24 hexadecimal digits ends with the record's number under a mask. The sandbox makes a found record's
//! id again and compares both. So an id of another workspace or a mistyped id finds no record.

use super::{counts::Kind, source::Records};
use crate::server::seed::{hex, uuid_text};

/// The range for each record's numeric id, so that ids are not consecutive.
const STEP: u64 = 11;

impl Records {
    /// Returns the id of record `n`.
    pub(crate) fn id(&self, kind: Kind, n: u64) -> String {
        match kind {
            // The description says that the default brand's id is the workspace's id.
            Kind::Brand if n == 0 => self.workspace.id_code.to_owned(),
            Kind::Contact | Kind::Company | Kind::Segment => hex(&self.masked::<12>(kind, n)),
            Kind::Activity => uuid_text(self.masked(kind, n), "-"),
            _ => self.number(kind, n).to_string(),
        }
    }

    /// Returns the id of record `n` as a number. Only for kinds with numeric ids.
    pub(crate) fn number(&self, kind: Kind, n: u64) -> u64 {
        if let (Kind::Admin, Some(known)) = (kind, self.known_admin(n)) {
            return known.id.parse().unwrap_or_default();
        }
        self.first_number(kind) + self.place(kind, n) * STEP + self.dice(kind, n).below(STEP)
    }

    /// Returns the record with this id.
    pub(crate) fn find(&self, kind: Kind, id: &str) -> Option<u64> {
        let known = self.signed_in().iter().position(|admin| kind == Kind::Admin && admin.id == id);
        let n = match (kind, known) {
            (_, Some(place)) => place as u64,
            (Kind::Brand, _) if id == self.workspace.id_code => 0,
            (Kind::Contact | Kind::Company | Kind::Segment | Kind::Activity, _) => {
                let end = id.get(id.len().checked_sub(8)?..)?;
                u64::from(u32::from_str_radix(end, 16).ok()? ^ self.mask(kind))
            }
            _ => {
                let place = id.parse::<u64>().ok()?.checked_sub(self.first_number(kind))? / STEP;
                self.place(kind, Some(place).filter(|place| *place < self.count(kind))?)
            }
        };
        (n < self.count(kind) && self.id(kind, n) == id).then_some(n)
    }

    /// Returns the record with this id for a request of one record.
    ///
    /// The switch value `stale` hides every record here, while lists still contain them.
    pub(crate) fn find_alone(&self, kind: Kind, id: &str) -> Option<u64> {
        self.find(kind, id).filter(|_| !self.is_stale)
    }

    /// Returns the number of older records of the kind; turns that number into `n` too.
    fn place(&self, kind: Kind, n: u64) -> u64 {
        if kind.is_setting() { n } else { self.count(kind).saturating_sub(n + 1) }
    }

    fn masked<const N: usize>(&self, kind: Kind, n: u64) -> [u8; N] {
        let mut dice = self.dice(kind, n);
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            let drawn = dice.roll().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
        let end = (n as u32 ^ self.mask(kind)).to_be_bytes();
        bytes[N - 4..].copy_from_slice(&end);
        bytes
    }

    fn mask(&self, kind: Kind) -> u32 {
        self.kind_key(kind) as u32
    }

    /// Returns the first numeric id of a kind: as long as Intercom's ids, and different in every workspace.
    fn first_number(&self, kind: Kind) -> u64 {
        let (floor, room) = match kind {
            // Below the ids of the admins in `workspaces.rs`.
            Kind::Admin => (1_000_000, 3_000_000),
            Kind::Team => (8_300_000, 600_000),
            Kind::Tag => (11_000_000, 900_000),
            Kind::Conversation => (215_000_000_000_000, 900_000_000_000),
            Kind::Part => (24_000_000_000, 900_000_000),
            Kind::Ticket => (700_000_000, 90_000_000),
            Kind::TicketPart => (31_000_000_000, 900_000_000),
            Kind::TicketType => (2_300_000, 90_000),
            Kind::TicketAttribute => (9_100_000, 90_000),
            Kind::TicketState => (4_400_000, 90_000),
            Kind::Article => (12_500_000, 400_000),
            Kind::Collection => (14_100_000, 400_000),
            Kind::HelpCenter => (310_000, 80_000),
            Kind::DataAttribute => (21_000_000, 900_000),
            Kind::SubscriptionType => (40_000, 9_000),
            Kind::Note => (180_000_000, 9_000_000),
            Kind::AwayReason => (60_000, 9_000),
            Kind::Macro => (16_000_000, 900_000),
            Kind::Brand => (7_000, 900),
            Kind::Contact | Kind::Company | Kind::Segment | Kind::Activity => (0, 1),
        };
        floor + self.kind_key(kind) % room
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    const KINDS: [Kind; 19] = [
        Kind::Admin,
        Kind::Team,
        Kind::Tag,
        Kind::Segment,
        Kind::Contact,
        Kind::Company,
        Kind::Conversation,
        Kind::Part,
        Kind::Ticket,
        Kind::TicketType,
        Kind::TicketState,
        Kind::Article,
        Kind::Collection,
        Kind::HelpCenter,
        Kind::Note,
        Kind::Activity,
        Kind::Macro,
        Kind::Brand,
        Kind::AwayReason,
    ];

    fn workspaces() -> Vec<Records> {
        let seed = Seed::from_bytes([7; 32]);
        WORKSPACES.iter().map(|workspace| Records::new(&seed, workspace, 1_900_000_000)).collect()
    }

    #[test]
    fn id_finds_its_record_in_its_own_workspace_only() {
        let all = workspaces();
        for (place, records) in all.iter().enumerate() {
            for kind in KINDS {
                for n in (0..records.count(kind)).step_by(7) {
                    let id = records.id(kind, n);
                    assert_eq!(records.find(kind, &id), Some(n), "{kind:?} {n}: {id}");
                    for (other, elsewhere) in all.iter().enumerate() {
                        assert!(other == place || elsewhere.find(kind, &id).is_none(), "{kind:?} {id}");
                    }
                }
            }
        }
    }

    #[test]
    fn later_records_have_larger_numbers() {
        for records in workspaces() {
            for kind in [Kind::HelpCenter, Kind::TicketType, Kind::Conversation, Kind::Ticket] {
                let mut all: Vec<_> = (0..records.count(kind))
                    .map(|n| (records.number(kind, n), records.happened(kind, n)))
                    .collect();
                all.sort_unstable();
                assert!(all.is_sorted_by_key(|(_, at)| *at), "{kind:?}");
            }
        }
    }

    #[test]
    fn stale_record_is_missing_alone_but_works_in_a_cursor() {
        let mut records = workspaces().remove(0);
        let id = records.id(Kind::Contact, 3);
        assert_eq!(records.find_alone(Kind::Contact, &id), Some(3));
        records.is_stale = true;
        assert_eq!(records.find_alone(Kind::Contact, &id), None);
        assert_eq!(records.find(Kind::Contact, &id), Some(3));
    }

    #[test]
    fn other_text_finds_no_record() {
        for records in workspaces() {
            for kind in KINDS {
                for id in ["", "0", "x", "ü", "1234567é", "ffffffff", "18446744073709551615", "-1"] {
                    assert_eq!(records.find(kind, id), None, "{kind:?} {id}");
                }
            }
        }
    }
}
