//! The program's place on a Linux desktop: its entries, and the scheme whose links it opens.

pub mod browser;
pub mod entry;
pub mod program;
pub mod scheme;
