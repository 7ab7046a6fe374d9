//! The number of records of each kind in a workspace.

use super::workspaces::Size;

/// A kind of record. Records derive from the kind's place here, so a new kind goes last.
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

/// The largest number of parts of a conversation or a ticket.
pub(super) const PARTS: u64 = 64;
/// The largest number of notes of a contact or a company.
pub(super) const NOTES: u64 = 3;
/// The number of attributes of each ticket type.
pub(super) const TICKET_ATTRIBUTES: u64 = 4;

impl Kind {
    /// Whether the kind is a setting of the workspace and not an event. The first setting is the oldest.
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

    /// Returns the number of records. For parts and notes it is the largest possible number.
    pub(super) const fn count(self, size: Size) -> u64 {
        let [few, some, huge] = match self {
            // Every workspace has the teammate who signed in.
            Self::Admin if matches!(size, Size::Empty) => return 1,
            // The description: "The default brand is always included".
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
