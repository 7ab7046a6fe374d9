//! Finds a port of this computer that no program holds.

use std::net::{Ipv4Addr, TcpListener};

/// Returns the first of these ports on which a program could listen now.
pub(crate) fn free_port(ports: impl IntoIterator<Item = u16>) -> Option<u16> {
    ports.into_iter().find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn port_that_a_program_holds_is_passed_over() {
        let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let taken = held.local_addr().expect("a listener has an address").port();
        assert_eq!(free_port([taken]), None);
        let free = free_port(47_116..=u16::MAX).expect("a port is free");
        assert_eq!(free_port([taken, free]), Some(free));
    }
}
