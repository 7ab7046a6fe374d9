//! Whether the connection is metered (NetworkManager), and whether the computer is about to sleep (logind).
//!
//! Switchhook asks by D-Bus, starts neither service, and knows nothing where a service does not answer.

use switchhook_core::Moment;

/// Returns a moment of which nothing is known: Switchhook asks only Linux.
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

    /// Returns the present state of network and power. A fact that no service gives within 2 seconds is `None`.
    pub(crate) async fn now() -> Moment {
        timeout(ANSWER_IN, ask()).await.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Asks both services. Fails when the system bus can't be reached.
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

    /// Reads a property of a running service; `None` when the service does not run, or the property has another type.
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
