//! The operating system: files, locks, clock, browser, power, network, requests to end.

pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod environment;
pub(crate) mod file_locks;
pub(crate) mod files;
pub(crate) mod folders;
pub(crate) mod free_port;
pub(crate) mod home;
pub(crate) mod interrupt;
pub(crate) mod kill_points;
pub(crate) mod local_server;
pub(crate) mod names;
pub(crate) mod power_and_network;
pub(crate) mod private_process;
pub(crate) mod process_lock;
pub(crate) mod unchecked_home;
pub(crate) mod working_time;
pub(crate) mod writes;
