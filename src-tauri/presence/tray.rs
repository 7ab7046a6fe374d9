//! The tray icon, if the person turned it on: closing the window then hides it. On a desktop without a tray, closing ends the
//! program.
//!
//! The `ksni` crate speaks to the tray over the session bus. Tauri's own tray panics without Ayatana's library. This module
//! asks `org.kde.StatusNotifierWatcher` whether the desktop shows a tray. A hidden window comes up when the tray goes away.

use tauri::{AppHandle, Runtime};

/// Whether Switchhook supports a tray on this system.
pub(crate) const IS_KNOWN: bool = cfg!(target_os = "linux");

/// Whether this desktop shows a tray. `None` where the tray does not answer.
pub(crate) async fn has_host() -> Option<bool> {
    system::has_host().await
}

/// The program's tray icon.
#[derive(Default)]
pub(crate) struct Icon(system::Icon);

impl Icon {
    /// Shows the icon, now or as soon as the desktop shows a tray. Returns when the tray has taken the icon. Never returns
    /// where the tray does not answer.
    pub(crate) async fn put<R: Runtime>(&self, app: &AppHandle<R>) {
        self.0.put(app).await;
    }

    /// Removes the icon.
    pub(crate) fn remove(&self) {
        self.0.remove();
    }

    /// Whether a person can see the icon and open the window with it.
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

    /// The icon as `ksni` serves it: the picture and menu for the desktop, and the callbacks for clicks.
    struct TrayItem {
        open: Call,
        quit: Call,
        picture: Option<ksni::Icon>,
        is_shown: Arc<AtomicBool>,
    }

    impl ksni::Tray for TrayItem {
        fn id(&self) -> String {
            Channel::current().identifier().into()
        }

        fn title(&self) -> String {
            "Switchhook".into()
        }

        fn icon_name(&self) -> String {
            Channel::current().identifier().into()
        }

        /// Returns the picture for desktops without an icon of that name, since only an installed package brings the icon.
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
            // Without the tray, nothing would bring a hidden window back.
            if self.is_shown.swap(false, Ordering::SeqCst) {
                (self.open)();
            }
            true
        }
    }

    /// Converts the program's icon to the format of the bus, ARGB.
    fn picture(image: &tauri::image::Image<'_>) -> Option<ksni::Icon> {
        let (width, height) = (image.width().try_into().ok()?, image.height().try_into().ok()?);
        let mut data = image.rgba().to_vec();
        data.chunks_exact_mut(4).for_each(|pixel| pixel.rotate_right(1));
        Some(ksni::Icon { width, height, data })
    }

    #[derive(Default)]
    pub(super) struct Icon {
        state: Mutex<State>,
        /// Whether the desktop shows its tray.
        is_host_there: Arc<AtomicBool>,
    }

    /// The state of the icon. No lock on the state spans a call over the bus.
    #[derive(Default)]
    struct State {
        is_wanted: bool,
        is_being_drawn: bool,
        handle: Option<Handle<TrayItem>>,
    }

    impl Icon {
        pub(super) async fn put<R: Runtime>(&self, app: &AppHandle<R>) {
            if !self.state().begin_drawing() {
                return;
            }
            let host = has_host().await;
            self.is_host_there.store(host == Some(true), Ordering::SeqCst);
            let mut drawn = self.draw(app).await;
            if drawn.is_err() {
                // A silent tray may have ended during the call. The second call waits for the next tray.
                drawn = self.draw(app).await;
            }
            match drawn {
                Ok(handle) => self.state().finish_drawing(Some(handle)),
                Err(error) => {
                    tracing::warn!(%error, "there is no icon in the tray");
                    self.state().finish_drawing(None);
                }
            }
            if host.is_none() && has_host().await == Some(true) {
                self.is_host_there.store(true, Ordering::SeqCst);
            }
        }

        async fn draw<R: Runtime>(&self, app: &AppHandle<R>) -> Result<Handle<TrayItem>, ksni::Error> {
            let (opened, quitted) = (app.clone(), app.clone());
            let item = TrayItem {
                open: Box::new(move || window::raise(&opened)),
                quit: Box::new(move || quit::end(&quitted)),
                picture: app.default_window_icon().and_then(picture),
                is_shown: Arc::clone(&self.is_host_there),
            };
            item.assume_sni_available(true).spawn().await
        }

        pub(super) fn remove(&self) {
            self.state().remove();
        }

        pub(super) fn is_shown(&self) -> bool {
            self.state().handle.is_some() && self.is_host_there.load(Ordering::SeqCst)
        }

        fn state(&self) -> MutexGuard<'_, State> {
            self.state.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    impl State {
        /// Marks the icon as wanted. Returns whether the caller has to draw it: there is no icon, and no other caller draws
        /// one.
        fn begin_drawing(&mut self) -> bool {
            self.is_wanted = true;
            self.handle.is_none() && !std::mem::replace(&mut self.is_being_drawn, true)
        }

        /// Keeps the drawn icon. Removes the icon if the person turned it off meanwhile.
        fn finish_drawing(&mut self, handle: Option<Handle<TrayItem>>) {
            self.is_being_drawn = false;
            self.handle = handle;
            if !self.is_wanted {
                self.remove();
            }
        }

        fn remove(&mut self) {
            self.is_wanted = false;
            if let Some(handle) = self.handle.take() {
                // Dropping the returned future is enough: `shutdown` has sent the request already.
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

        pub(super) fn remove(&self) {}

        pub(super) const fn is_shown(&self) -> bool {
            false
        }
    }
}
