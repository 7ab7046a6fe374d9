//! Writes the log to standard error when `SWITCHHOOK_LOG` names a level. The log holds only Switchhook's own lines: a
//! library's line may quote a link or what the library sends.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

pub(crate) fn start() {
    let asked = std::env::var("SWITCHHOOK_LOG").ok().and_then(|level| level.parse::<LevelFilter>().ok());
    let Some(level) = asked else { return };
    tracing_subscriber::registry()
        .with(
            tracing_subscriber::fmt::layer()
                .with_writer(std::io::stderr)
                .with_ansi(false)
                .log_internal_errors(false),
        )
        .with(Targets::new().with_target("switchhook", level))
        .init();
}
