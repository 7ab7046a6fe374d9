//! The contact of each conversation and ticket, and the conversations and tickets of each contact.
//!
//! Both directions need only the record's number. So a contact's dates, such as its last visit and last reply, need
//! only the contact's own conversations.

use super::{counts::Kind, source::Records};

impl Records {
    /// Returns the contact of a conversation.
    ///
    /// Of three conversations, one belongs to a contact with many conversations, one to a new contact, and one to any
    /// contact of the older half.
    pub(super) fn contact_of_conversation(&self, n: u64) -> u64 {
        let contacts = self.count(Kind::Contact);
        match n % 3 {
            0 => contacts.saturating_sub(1 + n / 3 % self.frequent_contacts()),
            1 => {
                let newcomer = 4 * n + n / 3 % 4;
                let was_there = newcomer < contacts
                    && self.happened(Kind::Contact, newcomer) <= self.happened(Kind::Conversation, n);
                if was_there { newcomer } else { self.older_contact(n) }
            }
            _ => self.older_contact(n),
        }
    }

    /// Returns the conversations of a contact, newest first.
    pub(super) fn conversations_of(&self, contact: u64) -> Vec<u64> {
        let all = self.count(Kind::Conversation);
        let mut found = Vec::new();
        if let Some(place) = (self.count(Kind::Contact) - 1).checked_sub(contact)
            && place < self.frequent_contacts()
        {
            found.extend((3 * place..all).step_by(3 * self.frequent_contacts() as usize));
        }
        found.extend(Some(contact / 4).filter(|n| *n < all));
        found.extend(self.numbers_of_older_contact(contact, all));
        found.retain(|n| self.contact_of_conversation(*n) == contact);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the contact of a ticket, which is also the contact of the ticket's conversation.
    pub(super) fn contact_of_ticket(&self, n: u64) -> u64 {
        match self.conversation_of_ticket(n) {
            Some(conversation) => self.contact_of_conversation(conversation),
            None => self.older_contact(n),
        }
    }

    /// Returns the tickets of the contact with these conversations.
    pub(super) fn tickets_of(&self, contact: u64, conversations: &[u64]) -> Vec<u64> {
        let of_conversations = conversations.iter().filter_map(|each| self.ticket_of_conversation(*each));
        let others = self.numbers_of_older_contact(contact, self.count(Kind::Ticket));
        let others = others.filter(|n| self.conversation_of_ticket(*n).is_none());
        of_conversations.chain(others).collect()
    }

    /// Returns the conversation that a ticket came from, if any.
    ///
    /// The conversation with three times the ticket's number is older than the ticket in every workspace. A week has at
    /// most 2.5 times as many conversations as tickets.
    pub(super) fn conversation_of_ticket(&self, n: u64) -> Option<u64> {
        Some(3 * (n + 1)).filter(|conversation| *conversation < self.count(Kind::Conversation))
    }

    pub(super) fn ticket_of_conversation(&self, n: u64) -> Option<u64> {
        let ticket = if n.is_multiple_of(3) { (n / 3).checked_sub(1) } else { None };
        ticket.filter(|ticket| *ticket < self.count(Kind::Ticket))
    }

    /// Returns the number of contacts with many conversations.
    fn frequent_contacts(&self) -> u64 {
        self.count(Kind::Contact) / 30 + 1
    }

    /// Returns the first contact of the older half, and the number of contacts in that half.
    ///
    /// These contacts are older than any conversation or ticket.
    fn older_half(&self) -> (u64, u64) {
        let contacts = self.count(Kind::Contact);
        (contacts / 2, (contacts - contacts / 2).max(1))
    }

    fn older_contact(&self, n: u64) -> u64 {
        let (first, many) = self.older_half();
        first + n % many
    }

    /// Returns the numbers below `all` for which `older_contact` returns this contact.
    fn numbers_of_older_contact(&self, contact: u64, all: u64) -> impl Iterator<Item = u64> {
        let (first, many) = self.older_half();
        let place = contact.checked_sub(first);
        place.into_iter().flat_map(move |place| (place..all).step_by(many as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    #[test]
    fn both_directions_agree_and_contacts_come_first() {
        for workspace in &WORKSPACES {
            let records = Records::new(&Seed::from_bytes([7; 32]), workspace, 1_900_000_000);
            let (mut conversations, mut tickets) = (Vec::new(), Vec::new());
            for contact in 0..records.count(Kind::Contact) {
                let own = records.conversations_of(contact);
                tickets.extend(records.tickets_of(contact, &own).into_iter().map(|n| (n, contact)));
                conversations.extend(own.into_iter().map(|n| (n, contact)));
            }
            conversations.sort_unstable();
            tickets.sort_unstable();
            let with_contact = |n: u64| (n, records.contact_of_conversation(n));
            let expected: Vec<_> = (0..records.count(Kind::Conversation)).map(with_contact).collect();
            assert_eq!(conversations, expected, "{}", workspace.name);
            let with_contact = |n: u64| (n, records.contact_of_ticket(n));
            let expected: Vec<_> = (0..records.count(Kind::Ticket)).map(with_contact).collect();
            assert_eq!(tickets, expected, "{}", workspace.name);
            for (kind, pairs) in [(Kind::Conversation, conversations), (Kind::Ticket, tickets)] {
                for (n, contact) in pairs {
                    assert!(records.happened(Kind::Contact, contact) <= records.happened(kind, n), "{n}");
                }
            }
        }
    }

    #[test]
    fn some_contacts_have_many_conversations_and_some_have_one() {
        let records = Records::new(&Seed::from_bytes([7; 32]), &WORKSPACES[0], 1_900_000_000);
        let many: Vec<_> =
            (0..records.count(Kind::Contact)).map(|each| records.conversations_of(each).len()).collect();
        assert!(many.iter().any(|many| *many > 3) && many.contains(&0));
        assert!(many[..100].iter().filter(|many| **many == 1).count() > 5);
    }
}
