//! A pretend Intercom at Intercom's own names: a server for each region's host before the sandbox, and a proxy to them.
//!
//! The programs trust it by the journeys' authority and reach it by a proxy, so that they run as people run them.

use crate::authority::{self, Certificate};
use crate::faulty_server::{Fault, FaultyServer};
use crate::home::Home;
use crate::proxy::Proxy;
use crate::sandbox::Sandbox;

/// Intercom's host of each region, in the order of asking.
pub const HOSTS: [&str; 3] = ["api.intercom.io", "api.eu.intercom.io", "api.au.intercom.io"];

/// The running servers and their proxy.
pub struct Intercom {
    servers: [FaultyServer; 3],
    proxy: Proxy,
}

impl Intercom {
    /// Starts servers before these regions of the sandbox, in the order of [`HOSTS`], and makes the home trust them.
    ///
    /// The sandbox's US host knows all tokens. Another region in its place refuses all tokens but its own.
    pub fn start(home: &Home, sandbox: &Sandbox, behind: [&str; 3]) -> Self {
        Self::start_beside(home, sandbox, behind, &[])
    }

    /// Starts servers before these regions of the sandbox. The proxy leads to these other hosts, too: name and address of each.
    pub fn start_beside(home: &Home, sandbox: &Sandbox, behind: [&str; 3], others: &[(&str, &str)]) -> Self {
        home.trust(&authority::pem());
        let server = |n: usize| {
            FaultyServer::start_secure(Fault::Shows(Certificate::For(HOSTS[n])), sandbox.api_of(behind[n]))
        };
        let servers = [server(0), server(1), server(2)];
        let addresses = servers.each_ref().map(FaultyServer::host);
        let own = HOSTS.into_iter().zip(addresses.iter().map(String::as_str));
        let routes: Vec<(&str, &str)> = own.chain(others.iter().copied()).collect();
        let proxy = Proxy::by_host(&routes);
        Self { servers, proxy }
    }

    /// Returns the address of the proxy, for `HTTPS_PROXY`.
    pub fn proxy(&self) -> String {
        format!("http://{}", self.proxy.host())
    }

    /// Lets the host of a region fail, or serve again.
    pub fn set_fault(&self, region: usize, fault: Option<Fault>) {
        let serves = Fault::Shows(Certificate::For(HOSTS[region]));
        self.servers[region].set_fault(fault.unwrap_or(serves));
    }

    /// Returns the number of requests that each server got since the last call.
    pub fn take_counts(&self) -> [usize; 3] {
        let counts = self.servers.each_ref().map(|server| server.requests().len());
        self.servers.iter().for_each(FaultyServer::reset_counts);
        counts
    }

    /// Returns the requests to the proxy since the last call.
    pub fn take_requests(&self) -> Vec<String> {
        self.proxy.take_requests()
    }
}
