//! Writes the log to standard error when `SWITCHHOOK_LOG` names a level. The log holds only Switchhook's own lines: a
//! library's line may quote what the library sends.

use std::io::Write;

use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::clean::Clean;

pub(crate) fn start() {
    let asked = std::env::var("SWITCHHOOK_LOG").ok().and_then(|level| level.parse::<LevelFilter>().ok());
    let Some(level) = asked else { return };
    log(level, std::io::stderr).init();
}

/// Returns a log that writes clean lines of this level or above.
fn log<W: Write + 'static>(
    level: LevelFilter,
    writer: impl Fn() -> W + Send + Sync + 'static,
) -> impl Subscriber + Send + Sync {
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(move || Clean(writer())).with_ansi(false))
        .with(Targets::new().with_target("switchhook", level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// A place that the log writes to.
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("one thread writes").write(text)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_of_the_log_moves_no_cursor() {
        let lines = Lines::default();
        let writer = lines.clone();
        tracing::subscriber::with_default(log(LevelFilter::INFO, move || writer.clone()), || {
            tracing::info!(target: "switchhook", name = "a\u{1b}[2Jb\u{9b}2J\u{202e}c", "asked \u{1b}[31m\u{202e}");
            tracing::info!(target: "hyper", "a library's line");
        });
        let text = String::from_utf8(lines.0.lock().expect("one thread reads").clone()).expect("text");
        assert!(text.contains("asked") && text.ends_with('\n') && !text.contains("library"), "{text:?}");
        assert!(text.trim_end().chars().all(switchhook_engine::core::is_plain), "{text:?}");
    }
}
