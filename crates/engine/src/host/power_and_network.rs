//! What the desktop tells of the moment: whether the connection is metered (NetworkManager), and whether the computer
//! is about to sleep (logind). Nobody is started to be asked, and where nobody answers, nothing is known.

use switchhook_core::Moment;

#[cfg(not(target_os = "linux"))]
pub(crate) async fn now() -> Moment {
    Moment::default()
}

#[cfg(target_os = "linux")]
pub(crate) use linux::now;

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;

    use tokio::time::timeout;
    use zbus::proxy::CacheProperties;
    use zbus::zvariant::OwnedValue;
    use zbus::{Connection, Proxy, fdo::DBusProxy};

    use super::Moment;

    const ANSWER_IN: Duration = Duration::from_secs(2);

    pub(crate) async fn now() -> Moment {
        timeout(ANSWER_IN, ask()).await.ok().and_then(Result::ok).unwrap_or_default()
    }

    async fn ask() -> zbus::Result<Moment> {
        let bus = Connection::system().await?;
        let (network, login) = ("org.freedesktop.NetworkManager", "org.freedesktop.login1");
        Ok(Moment {
            metered: property(&bus, network, "/org/freedesktop/NetworkManager", network, "Metered").await,
            falls_asleep: property(
                &bus,
                login,
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "PreparingForSleep",
            )
            .await,
        })
    }

    async fn property<T: TryFrom<OwnedValue>>(
        bus: &Connection,
        name: &str,
        path: &str,
        interface: &str,
        property: &str,
    ) -> Option<T> {
        let names = DBusProxy::new(bus).await.ok()?;
        if !names.name_has_owner(name.try_into().ok()?).await.ok()? {
            return None;
        }
        let building = zbus::proxy::Builder::<Proxy<'_>>::new(bus);
        let building = building.destination(name).ok()?.path(path).ok()?.interface(interface).ok()?;
        let proxy = building.cache_properties(CacheProperties::No).build().await.ok()?;
        proxy.get_property::<OwnedValue>(property).await.ok()?.try_into().ok()
    }
}
