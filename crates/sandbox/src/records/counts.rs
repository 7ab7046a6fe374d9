//! How many of each kind a workspace has.

use super::workspaces::Size;

/// A kind of record. The number of each is part of what records are grown from: new ones go last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Admin,
    Team,
    Tag,
    Segment,
    Contact,
    Company,
    Conversation,
    Part,
    Ticket,
    TicketPart,
    TicketType,
    TicketAttribute,
    TicketState,
    Article,
    Collection,
    HelpCenter,
    DataAttribute,
    SubscriptionType,
    Note,
    AwayReason,
    Activity,
    Macro,
    Brand,
}

/// Numbers of parts a conversation or a ticket may use.
pub(super) const PARTS: u64 = 64;
/// Numbers of notes a contact or a company may use.
pub(super) const NOTES: u64 = 3;
/// Attributes of each ticket type.
pub(super) const TICKET_ATTRIBUTES: u64 = 4;

impl Kind {
    /// Whether it is something a workspace is set up with, rather than something that happens in it.
    /// The first of these are the oldest.
    pub(super) const fn is_setting(self) -> bool {
        matches!(
            self,
            Self::Segment
                | Self::TicketType
                | Self::TicketAttribute
                | Self::TicketState
                | Self::HelpCenter
                | Self::DataAttribute
                | Self::SubscriptionType
                | Self::AwayReason
                | Self::Brand
        )
    }

    /// How many there are. Of parts, notes and activities it is how many numbers they may use.
    pub(super) const fn count(self, size: Size) -> u64 {
        let [few, some, huge] = match self {
            // The teammate who signed in is everywhere.
            Self::Admin if matches!(size, Size::Empty) => return 1,
            // "The default brand is always included", says the description.
            Self::Brand if matches!(size, Size::Empty) => return 1,
            Self::Admin => [4, 9, 60],
            Self::Team => [3, 4, 12],
            Self::Tag => [5, 12, 200],
            Self::Segment => [3, 6, 24],
            Self::Contact => [12, 240, 10_000],
            Self::Company => [5, 40, 400],
            Self::Conversation => [12, 128, 2_400],
            Self::Part => return Self::Conversation.count(size) * PARTS,
            Self::Ticket => [8, 64, 900],
            Self::TicketPart => return Self::Ticket.count(size) * PARTS,
            Self::TicketType => [3, 4, 8],
            Self::TicketAttribute => return Self::TicketType.count(size) * TICKET_ATTRIBUTES,
            Self::TicketState => [4, 5, 6],
            Self::Article => [8, 182, 620],
            Self::Collection => [4, 32, 170],
            Self::HelpCenter => [3, 3, 3],
            Self::DataAttribute => [11, 12, 12],
            Self::SubscriptionType => [3, 4, 5],
            Self::Note => return (Self::Contact.count(size) + Self::Company.count(size)) * NOTES,
            Self::AwayReason => [4, 5, 6],
            Self::Activity => [12, 70, 400],
            Self::Macro => [4, 62, 180],
            Self::Brand => [3, 3, 4],
        };
        match size {
            Size::Empty => 0,
            Size::Few => few,
            Size::Some => some,
            Size::Huge => huge,
        }
    }
}
