//! Whose a conversation or a ticket is, and the other way round which are a contact's.
//!
//! Both ways are computed from the number alone, so that what a contact says of itself (when it was
//! last seen, when it last wrote) can be told from its conversations without looking at the others.

use super::{counts::Kind, source::Records};

impl Records {
    /// The contact of a conversation. Of three, one is of somebody who writes again and again, one
    /// of somebody newly there, one of anybody who has long been there.
    pub(super) fn contact_of_conversation(&self, n: u64) -> u64 {
        let contacts = self.count(Kind::Contact);
        match n % 3 {
            0 => contacts.saturating_sub(1 + n / 3 % self.regulars()),
            1 => {
                let newcomer = 4 * n + n / 3 % 4;
                let was_there = newcomer < contacts
                    && self.happened(Kind::Contact, newcomer) <= self.happened(Kind::Conversation, n);
                if was_there { newcomer } else { self.one_of_old(n) }
            }
            _ => self.one_of_old(n),
        }
    }

    /// The conversations of a contact, the newest first.
    pub(super) fn conversations_of(&self, contact: u64) -> Vec<u64> {
        let all = self.count(Kind::Conversation);
        let mut found = Vec::new();
        if let Some(place) = (self.count(Kind::Contact) - 1).checked_sub(contact)
            && place < self.regulars()
        {
            found.extend((3 * place..all).step_by(3 * self.regulars() as usize));
        }
        found.extend(Some(contact / 4).filter(|n| *n < all));
        found.extend(self.numbers_of_old(contact, all));
        found.retain(|n| self.contact_of_conversation(*n) == contact);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A ticket that came of a conversation is of the same contact.
    pub(super) fn contact_of_ticket(&self, n: u64) -> u64 {
        match self.conversation_of_ticket(n) {
            Some(conversation) => self.contact_of_conversation(conversation),
            None => self.one_of_old(n),
        }
    }

    /// The tickets of a contact, whose conversations are known already.
    pub(super) fn tickets_of(&self, contact: u64, conversations: &[u64]) -> Vec<u64> {
        let of_conversations = conversations.iter().filter_map(|each| self.ticket_of_conversation(*each));
        let others = self.numbers_of_old(contact, self.count(Kind::Ticket));
        let others = others.filter(|n| self.conversation_of_ticket(*n).is_none());
        of_conversations.chain(others).collect()
    }

    /// Three times as far back there is a conversation that is older, whatever the size: there are
    /// at most 2.5 times as many a week as there are tickets.
    pub(super) fn conversation_of_ticket(&self, n: u64) -> Option<u64> {
        Some(3 * (n + 1)).filter(|conversation| *conversation < self.count(Kind::Conversation))
    }

    pub(super) fn ticket_of_conversation(&self, n: u64) -> Option<u64> {
        let ticket = if n.is_multiple_of(3) { (n / 3).checked_sub(1) } else { None };
        ticket.filter(|ticket| *ticket < self.count(Kind::Ticket))
    }

    /// How many write again and again.
    fn regulars(&self) -> u64 {
        self.count(Kind::Contact) / 30 + 1
    }

    /// Where the older half of the contacts begins, and how many they are. They were there before
    /// any conversation or ticket began.
    fn old(&self) -> (u64, u64) {
        let contacts = self.count(Kind::Contact);
        (contacts / 2, (contacts - contacts / 2).max(1))
    }

    fn one_of_old(&self, n: u64) -> u64 {
        let (first, many) = self.old();
        first + n % many
    }

    /// The numbers below `all` of which `one_of_old` makes this contact.
    fn numbers_of_old(&self, contact: u64, all: u64) -> impl Iterator<Item = u64> {
        let (first, many) = self.old();
        let place = contact.checked_sub(first);
        place.into_iter().flat_map(move |place| (place..all).step_by(many as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    #[test]
    fn both_ways_say_the_same_and_everybody_was_there_already() {
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
            let whose = |n: u64| (n, records.contact_of_conversation(n));
            let expected: Vec<_> = (0..records.count(Kind::Conversation)).map(whose).collect();
            assert_eq!(conversations, expected, "{}", workspace.name);
            let whose = |n: u64| (n, records.contact_of_ticket(n));
            let expected: Vec<_> = (0..records.count(Kind::Ticket)).map(whose).collect();
            assert_eq!(tickets, expected, "{}", workspace.name);
            for (kind, pairs) in [(Kind::Conversation, conversations), (Kind::Ticket, tickets)] {
                for (n, contact) in pairs {
                    assert!(records.happened(Kind::Contact, contact) <= records.happened(kind, n), "{n}");
                }
            }
        }
    }

    #[test]
    fn some_write_often_and_some_are_new() {
        let records = Records::new(&Seed::from_bytes([7; 32]), &WORKSPACES[0], 1_900_000_000);
        let many: Vec<_> =
            (0..records.count(Kind::Contact)).map(|each| records.conversations_of(each).len()).collect();
        assert!(many.iter().any(|many| *many > 3) && many.contains(&0));
        assert!(many[..100].iter().filter(|many| **many == 1).count() > 5);
    }
}
