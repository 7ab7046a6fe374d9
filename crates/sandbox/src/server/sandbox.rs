//! Starting and stopping: three listeners on loopback, one for each region, before one pretend Intercom.

use std::{fmt, io, net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{RawQuery, Request, State},
    handler::Handler,
    http::{HeaderMap, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::{get, post},
    serve::ListenerExt,
};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{
    description::Description,
    errors::{self, ErrorList},
    faults, guard,
    intercom::{Intercom, Listener},
    seed::{NoRandomness, Seed},
};
use crate::{
    api::{self, admission, me},
    control::{self, moment::Moment},
    hub,
    oauth::{
        apps::{self, Unusable},
        consent, token_endpoint,
    },
    records::workspaces::Region,
};

/// The longest time that a stop waits for running answers.
const GRACE: Duration = Duration::from_secs(2);

/// The options of a new sandbox.
#[derive(Clone, Debug)]
pub struct Options {
    /// The seed of clients, tokens and records.
    pub seed: Seed,
    /// The US listener's port; `None` means any free port.
    ///
    /// The EU and AU listeners take the next two ports if they are free, and other free ports if not.
    pub port: Option<u16>,
    /// Redirect URIs to register besides both callback schemes and loopback. The sandbox compares them letter
    /// by letter. The first one answers a request that names no redirect URI.
    pub redirect_uris: Vec<String>,
    /// The first app's name on the consent page; `None` means "Switchhook".
    pub app_name: Option<String>,
    /// The time from which the dates of records count back; `None` means the computer's time at the start.
    ///
    /// The time stands until the switch `now` moves it.
    pub now: Option<Moment>,
}

/// The reason why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program, or another sandbox, uses the port.
    #[error("port {0} is in use")]
    PortInUse(u16),
    /// The operating system refused to listen on loopback.
    #[error("cannot listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    /// A redirect URI is not absolute, has a fragment, or is not printable ASCII.
    #[error("not a redirect URI (an absolute one, without a fragment): {0}")]
    RedirectUri(String),
    /// The operating system gave no random bytes for authorization codes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// A running sandbox. A drop stops the sandbox without waiting for running answers.
pub struct Sandbox {
    description: Arc<Description>,
    /// The US listener, which serves all workspaces.
    us: Listener,
    /// The drop of this sender tells the servers to stop.
    running: watch::Sender<()>,
    servers: JoinSet<io::Result<()>>,
}

/// Starts a sandbox, which listens when this function returns.
///
/// # Errors
/// [`StartError`] if a port is in use, the system refuses to listen or gives no random bytes, or a redirect
/// URI is unusable.
pub async fn start(options: Options) -> Result<Sandbox, StartError> {
    let apps = apps::registered(&options.seed, options.app_name, &options.redirect_uris)
        .map_err(|Unusable(uri)| StartError::RedirectUri(uri))?;
    let us = listen(options.port.unwrap_or(0)).await?;
    let eu = listen_near(options.port, 1).await?;
    let au = listen_near(options.port, 2).await?;
    let ports = [port(&us)?, port(&eu)?, port(&au)?];
    let description = Arc::new(Description::new(ports, &apps[0]));
    let intercom =
        Arc::new(Intercom::new(options.seed, apps, options.now.unwrap_or_else(Moment::of_computer))?);

    let us_listener = Listener {
        region: Region::Us,
        port: ports[0],
        description: description.clone(),
        intercom: intercom.clone(),
    };
    let running = watch::Sender::new(());
    let mut servers = JoinSet::new();
    let regions = [Region::Us, Region::Eu, Region::Au];
    for ((socket, port), region) in [us, eu, au].into_iter().zip(ports).zip(regions) {
        let (description, intercom) = (description.clone(), intercom.clone());
        let router = router(Listener { region, port, description, intercom });
        let mut stopped = running.subscribe();
        // Answers are small and complete, so a wait for full packets would only delay them.
        let socket = socket.tap_io(|stream| drop(stream.set_nodelay(true)));
        let stop = async move { while stopped.changed().await.is_ok() {} };
        servers.spawn(axum::serve(socket, router).with_graceful_shutdown(stop).into_future());
    }
    Ok(Sandbox { description, us: us_listener, running, servers })
}

impl Sandbox {
    /// Returns the sandbox's addresses and its first client.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Authorizes an app at the consent page, as the person who runs this sandbox, without a browser.
    ///
    /// Returns the address to which the page sends the browser; `None` where the page shows an error, or a switch keeps the
    /// browser there. Only the owner of this value can call it: no request over HTTP leads here.
    pub async fn authorize(&self, authorization_url: &str) -> Option<String> {
        let (_, query) = authorization_url.split_once('?')?;
        let query = RawQuery(Some(query.to_owned()));
        let decision = Body::from("decision=authorize");
        let answer = consent::decide(State(self.us.clone()), query, HeaderMap::new(), decision).await;
        answer.headers().get(header::LOCATION)?.to_str().ok().map(str::to_owned)
    }

    /// Stops listening, waits at most two seconds for running answers, and frees the ports.
    pub async fn stop(self) {
        let Self { running, mut servers, .. } = self;
        drop(running);
        let ended = async { while servers.join_next().await.is_some() {} };
        if timeout(GRACE, ended).await.is_err() {
            servers.shutdown().await;
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("description", &self.description).finish_non_exhaustive()
    }
}

async fn listen(port: u16) -> Result<TcpListener, StartError> {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    bound.map_err(|why| match why.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse(port),
        _ => StartError::Listen(why),
    })
}

/// Returns a listener `offset` ports after `port`, or on any free port if that port is in use.
async fn listen_near(port: Option<u16>, offset: u16) -> Result<TcpListener, StartError> {
    let near = port.filter(|port| *port > 0).and_then(|port| port.checked_add(offset));
    match near {
        Some(near) => match listen(near).await {
            Err(StartError::PortInUse(_)) => listen(0).await,
            outcome => outcome,
        },
        None => listen(0).await,
    }
}

fn port(socket: &TcpListener) -> Result<u16, StartError> {
    socket.local_addr().map(|address| address.port()).map_err(StartError::Listen)
}

fn router(listener: Listener) -> Router {
    let me = get(me::me).layer(from_fn_with_state(listener.clone(), faults::of_me));
    let api = Router::new()
        .merge(api::routes::routes().layer(from_fn_with_state(listener.clone(), faults::of_reads)))
        .route("/me", me)
        .route("/auth/uninstall", post(me::uninstall))
        .layer(from_fn_with_state(listener.clone(), admission::admit))
        .route(
            "/auth/eagle/token",
            post(token_endpoint::exchange).layer(from_fn_with_state(listener.clone(), admission::stamp)),
        )
        .layer(from_fn_with_state(listener.clone(), latency));
    let consent = get(consent::show).post(consent::decide).layer(from_fn(guard::own_form));
    let mut router = api.route("/oauth", consent.clone()).route("/a/oauth/connect", consent);
    if listener.region == Region::Us {
        router = router.merge(control::routes::routes()).merge(hub::routes::routes());
    }
    let nothing =
        (async || ErrorList::not_found()).layer(from_fn_with_state(listener.clone(), admission::stamp));
    router
        .fallback(nothing.clone())
        .method_not_allowed_fallback(nothing)
        .layer(from_fn_with_state(listener.clone(), guard::own_host))
        .layer(from_fn_with_state(listener.clone(), errors::stamp))
        .with_state(listener)
}

/// Middleware: delays the API's answer as the switch `latency_ms` says.
async fn latency(State(at): State<Listener>, request: Request, next: Next) -> Response {
    sleep(Duration::from_millis(at.intercom.switches().latency_ms.count())).await;
    next.run(request).await
}
