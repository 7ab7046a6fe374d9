//! The tray icon, if the person turned it on: closing the window then hides it. On a desktop without a tray, closing ends the
//! program.
//!
//! The `ksni` crate speaks to the tray over the session bus. Tauri's own tray panics without Ayatana's library. The desktop is
//! asked whether it shows a tray (`org.kde.StatusNotifierWatcher`). A hidden window comes up when the tray goes away.

use tauri::{AppHandle, Runtime};

/// Whether this system has a tray of ours.
pub(crate) const IS_KNOWN: bool = cfg!(target_os = "linux");

/// Whether this desktop shows a tray; none where its tray does not answer.
pub(crate) async fn has_host() -> Option<bool> {
    system::has_host().await
}

/// What the program knows of its icon.
#[derive(Default)]
pub(crate) struct Icon(system::Icon);

impl Icon {
    /// Puts the icon there, now or as soon as the desktop shows a tray. Returns when the tray has taken it, which one that does
    /// not answer may never do.
    pub(crate) async fn put<R: Runtime>(&self, app: &AppHandle<R>) {
        self.0.put(app).await;
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
    use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

    use ksni::menu::StandardItem;
    use ksni::{Handle, MenuItem, OfflineReason, TrayMethods as _};
    use switchhook_engine::core::Channel;
    use tauri::{AppHandle, Runtime};
    use zbus::zvariant::OwnedValue;

    use crate::presence::bus::{self, is_silence};
    use crate::{quit, window};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    pub(super) async fn has_host() -> Option<bool> {
        match is_host_registered().await {
            Err(error) if is_silence(&error) => None,
            answer => Some(answer.unwrap_or(false)),
        }
    }

    async fn is_host_registered() -> zbus::Result<bool> {
        let (place, properties) = ("/StatusNotifierWatcher", "org.freedesktop.DBus.Properties");
        let which = (WATCHER, "IsStatusNotifierHostRegistered");
        let bus = bus::session().await?;
        let answer = bus.call_method(Some(WATCHER), place, Some(properties), "Get", &which).await?;
        Ok(answer.body().deserialize::<OwnedValue>()?.try_into()?)
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
        kept: Mutex<Kept>,
        /// Whether the desktop shows its tray.
        is_host_there: Arc<AtomicBool>,
    }

    /// Locked for a moment, and never over a call.
    #[derive(Default)]
    struct Kept {
        is_wanted: bool,
        is_coming: bool,
        handle: Option<Handle<Drawn>>,
    }

    impl Icon {
        pub(super) async fn put<R: Runtime>(&self, app: &AppHandle<R>) {
            if !self.kept().begins_to_come() {
                return;
            }
            let host = has_host().await;
            self.is_host_there.store(host == Some(true), Ordering::SeqCst);
            let mut drawn = self.draw(app).await;
            if drawn.is_err() {
                // Whoever did not answer may have ended over it; the next one is waited for.
                drawn = self.draw(app).await;
            }
            match drawn {
                Ok(handle) => self.kept().has_come(Some(handle)),
                Err(error) => {
                    tracing::warn!(%error, "there is no icon in the tray");
                    self.kept().has_come(None);
                }
            }
            if host.is_none() && has_host().await == Some(true) {
                self.is_host_there.store(true, Ordering::SeqCst);
            }
        }

        async fn draw<R: Runtime>(&self, app: &AppHandle<R>) -> Result<Handle<Drawn>, ksni::Error> {
            let (opened, quitted) = (app.clone(), app.clone());
            let drawn = Drawn {
                open: Box::new(move || window::raise(&opened)),
                quit: Box::new(move || quit::end(&quitted)),
                picture: app.default_window_icon().and_then(picture),
                is_shown: Arc::clone(&self.is_host_there),
            };
            drawn.assume_sni_available(true).spawn().await
        }

        pub(super) fn take(&self) {
            self.kept().goes();
        }

        pub(super) fn is_shown(&self) -> bool {
            self.kept().handle.is_some() && self.is_host_there.load(Ordering::SeqCst)
        }

        fn kept(&self) -> MutexGuard<'_, Kept> {
            self.kept.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    impl Kept {
        /// Whether somebody has to put it there: nobody does yet.
        fn begins_to_come(&mut self) -> bool {
            self.is_wanted = true;
            self.handle.is_none() && !std::mem::replace(&mut self.is_coming, true)
        }

        /// It is there, or can't be; meanwhile a person may have come to want none.
        fn has_come(&mut self, handle: Option<Handle<Drawn>>) {
            self.is_coming = false;
            self.handle = handle;
            if !self.is_wanted {
                self.goes();
            }
        }

        fn goes(&mut self) {
            self.is_wanted = false;
            if let Some(handle) = self.handle.take() {
                // It only tells it to.
                drop(handle.shutdown());
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use tauri::{AppHandle, Runtime};

    #[expect(clippy::unused_async, reason = "elsewhere it asks")]
    pub(super) async fn has_host() -> Option<bool> {
        Some(false)
    }

    #[derive(Default)]
    pub(super) struct Icon;

    impl Icon {
        #[expect(clippy::unused_async, reason = "elsewhere it asks")]
        pub(super) async fn put<R: Runtime>(&self, _app: &AppHandle<R>) {}

        pub(super) fn take(&self) {}

        pub(super) const fn is_shown(&self) -> bool {
            false
        }
    }
}
