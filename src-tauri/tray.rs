//! The icon among those of the desktop, for those who want it: closing the window hides it then. Where the desktop shows none,
//! closing ends the program, as without it.

use tauri::{AppHandle, Runtime};

/// Whether this system has a tray of ours.
pub(crate) const IS_KNOWN: bool = cfg!(target_os = "linux");

/// Whether this desktop shows a tray. Asks the bus.
pub(crate) fn has_host() -> bool {
    system::has_host()
}

/// What the program knows of its icon.
#[derive(Default)]
pub(crate) struct Icon(system::Icon);

impl Icon {
    /// Puts the icon there, now or as soon as the desktop shows a tray. Blocks for a moment.
    pub(crate) fn put<R: Runtime>(&self, app: &AppHandle<R>) {
        self.0.put(app);
    }

    /// Takes it away.
    pub(crate) fn take(&self) {
        self.0.take();
    }

    /// Whether a person can see it, and call the window by it.
    pub(crate) fn is_shown(&self) -> bool {
        self.0.is_shown()
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, Mutex, PoisonError};

    use ksni::blocking::{Handle, TrayMethods as _};
    use ksni::menu::StandardItem;
    use ksni::{MenuItem, OfflineReason};
    use switchhook_engine::core::Channel;
    use tauri::{AppHandle, Runtime};
    use zbus::blocking::{Connection, Proxy};

    use crate::{desktop, window};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    pub(super) fn has_host() -> bool {
        let asked = || {
            let bus = Connection::session()?;
            let watcher = Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER)?;
            watcher.get_property::<bool>("IsStatusNotifierHostRegistered")
        };
        asked().unwrap_or(false)
    }

    type Call = Box<dyn Fn() + Send>;

    /// What the desktop draws, and whom it calls.
    struct Drawn {
        open: Call,
        quit: Call,
        picture: Option<ksni::Icon>,
        is_shown: Arc<AtomicBool>,
    }

    impl ksni::Tray for Drawn {
        fn id(&self) -> String {
            Channel::current().identifier().into()
        }

        fn title(&self) -> String {
            "Switchhook".into()
        }

        fn icon_name(&self) -> String {
            Channel::current().identifier().into()
        }

        /// For desktops that know no icon of that name: a program that is not installed has brought none.
        fn icon_pixmap(&self) -> Vec<ksni::Icon> {
            self.picture.iter().cloned().collect()
        }

        fn activate(&mut self, _x: i32, _y: i32) {
            (self.open)();
        }

        fn menu(&self) -> Vec<MenuItem<Self>> {
            let item = |label: &str, activate: fn(&mut Self)| {
                StandardItem { label: label.into(), activate: Box::new(activate), ..Default::default() }
                    .into()
            };
            vec![item("Open Switchhook", |it| (it.open)()), item("Quit", |it| (it.quit)())]
        }

        fn watcher_online(&self) {
            self.is_shown.store(true, Ordering::SeqCst);
        }

        fn watcher_offline(&self, _reason: OfflineReason) -> bool {
            // A hidden window could not be called back any more.
            if self.is_shown.swap(false, Ordering::SeqCst) {
                (self.open)();
            }
            true
        }
    }

    /// The program's icon as the bus carries it: alpha before the colours.
    fn picture(image: &tauri::image::Image<'_>) -> Option<ksni::Icon> {
        let (width, height) = (image.width().try_into().ok()?, image.height().try_into().ok()?);
        let mut data = image.rgba().to_vec();
        data.chunks_exact_mut(4).for_each(|pixel| pixel.rotate_right(1));
        Some(ksni::Icon { width, height, data })
    }

    #[derive(Default)]
    pub(super) struct Icon {
        handle: Mutex<Option<Handle<Drawn>>>,
        is_shown: Arc<AtomicBool>,
    }

    impl Icon {
        pub(super) fn put<R: Runtime>(&self, app: &AppHandle<R>) {
            let mut handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
            if handle.is_some() {
                return;
            }
            let (opened, quitted) = (app.clone(), app.clone());
            let drawn = Drawn {
                open: Box::new(move || window::raise(&opened)),
                quit: Box::new(move || desktop::end(&quitted)),
                picture: app.default_window_icon().and_then(picture),
                is_shown: Arc::clone(&self.is_shown),
            };
            self.is_shown.store(has_host(), Ordering::SeqCst);
            match drawn.assume_sni_available(true).spawn() {
                Ok(shown) => *handle = Some(shown),
                Err(error) => {
                    self.is_shown.store(false, Ordering::SeqCst);
                    tracing::warn!(%error, "there is no icon in the tray");
                }
            }
        }

        pub(super) fn take(&self) {
            self.is_shown.store(false, Ordering::SeqCst);
            if let Some(shown) = self.handle.lock().unwrap_or_else(PoisonError::into_inner).take() {
                shown.shutdown();
            }
        }

        pub(super) fn is_shown(&self) -> bool {
            self.is_shown.load(Ordering::SeqCst)
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use tauri::{AppHandle, Runtime};

    pub(super) const fn has_host() -> bool {
        false
    }

    #[derive(Default)]
    pub(super) struct Icon;

    impl Icon {
        pub(super) fn put<R: Runtime>(&self, _app: &AppHandle<R>) {}

        pub(super) fn take(&self) {}

        pub(super) const fn is_shown(&self) -> bool {
            false
        }
    }
}
