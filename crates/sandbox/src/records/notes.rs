//! Notes on contacts and companies.
//!
//! A note's number is three times its owner's number, plus its place among the owner's notes. Contacts come before
//! companies. Owners with fewer than three notes leave some numbers unused.

use serde_json::{Value, json};

use super::{
    counts::{Kind, NOTES},
    dates::between,
    source::Records,
    words,
};

impl Records {
    pub(crate) fn note(&self, n: u64) -> Value {
        let (kind, owner) = self.note_owner(n);
        let mut dice = self.dice(Kind::Note, n);
        let author = self.admin(dice.below(self.count(Kind::Admin)));
        let body = format!("<p>{}</p>", dice.pick(&words::NOTES));
        let mut note = json!({"type": "note", "id": self.id(Kind::Note, n), "created_at": self.note_at(n),
            "author": author, "body": body});
        let (key, owner) = match kind {
            Kind::Contact => ("contact", self.id(Kind::Contact, owner)),
            _ => ("company", self.id(Kind::Company, owner)),
        };
        note[key] = json!({"type": key, "id": owner});
        note
    }

    /// Returns the time of a note, which lies between the owner's creation and last change.
    pub(super) fn note_at(&self, n: u64) -> u64 {
        let (kind, owner) = self.note_owner(n);
        let (from, until) = match kind {
            Kind::Contact => (self.happened(kind, owner), self.contact_updated_at(owner)),
            _ => self.company_dates(owner),
        };
        between(from, until, self.dice(Kind::Note, n).roll() >> 5)
    }

    /// Returns the notes of a contact or a company.
    pub(crate) fn notes_of(&self, kind: Kind, owner: u64) -> Vec<u64> {
        let before = if kind == Kind::Company { self.count(Kind::Contact) } else { 0 };
        let many = if owner.is_multiple_of(3) { 1 + owner / 3 % NOTES } else { 0 };
        (0..many).map(|each| (before + owner) * NOTES + each).collect()
    }

    /// Returns the note with this id, or `None` for an id with an unused number.
    pub(crate) fn find_note(&self, id: &str) -> Option<u64> {
        let n = self.find(Kind::Note, id)?;
        let (kind, owner) = self.note_owner(n);
        self.notes_of(kind, owner).contains(&n).then_some(n)
    }

    fn note_owner(&self, n: u64) -> (Kind, u64) {
        let owner = n / NOTES;
        match owner.checked_sub(self.count(Kind::Contact)) {
            Some(company) => (Kind::Company, company),
            None => (Kind::Contact, owner),
        }
    }
}
