//! Guards against web pages: any browser on this computer can reach the server.
//!
//! A page of a foreign host that rebinds its name to 127.0.0.1 sends that name as `Host`. A page
//! that fetches across origins sends `Origin` or `Sec-Fetch-Site`.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{errors::ErrorList, intercom::Listener};

/// The header in which a browser states the relation of the sending page to this server.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Middleware: refuses a request for another host or port.
pub(crate) async fn own_host(State(at): State<Listener>, request: Request, next: Next) -> Response {
    if is_own_host(request.headers(), at.port) {
        return next.run(request).await;
    }
    let message = format!("This is 127.0.0.1:{}; the Host header names something else", at.port);
    ErrorList::new(StatusCode::FORBIDDEN, "forbidden", message).into_response()
}

/// Middleware: refuses a request from a web page, but not an address that a person typed.
pub(crate) async fn no_web_page(request: Request, next: Next) -> Response {
    if is_from_web_page(request.headers()) {
        let message = "Web pages may not ask this";
        return ErrorList::new(StatusCode::FORBIDDEN, "forbidden", message).into_response();
    }
    next.run(request).await
}

/// Middleware: refuses a decision from another page, which could authorize an app without a click.
///
/// A request with neither header comes from no browser and passes.
pub(crate) async fn own_form(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && is_from_elsewhere(request.headers()) {
        let message = "Only the consent page's own form may decide";
        return ErrorList::new(StatusCode::FORBIDDEN, "forbidden", message).into_response();
    }
    next.run(request).await
}

/// Middleware: refuses a form that did not come from a page of this server.
///
/// Browsers send `Origin` with every form. A program without a browser uses `/_control` instead.
pub(crate) async fn own_page(request: Request, next: Next) -> Response {
    if is_from_own_page(request.headers()) {
        return next.run(request).await;
    }
    let message = "Only the hub's own forms may ask this";
    ErrorList::new(StatusCode::FORBIDDEN, "forbidden", message).into_response()
}

fn is_own_host(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => own.iter().any(|each| host == each.as_str()),
        _ => false,
    }
}

fn is_from_web_page(headers: &HeaderMap) -> bool {
    // https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header: "none" is the address bar.
    let sites = headers.get_all(SITE);
    headers.contains_key(header::ORIGIN) || sites.iter().any(|site| site != "none")
}

/// Whether a header names a page of another server.
///
/// A browser that hides its referrers sends the origin "null" with the consent page's own form. Every browser
/// sends "null" from a sandboxed frame too, but then states another site.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    if !is_own_site(headers) {
        return true;
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => false,
        (Some(origin), None) if origin == "null" => !headers.contains_key(SITE),
        (Some(origin), None) => !is_own_origin(origin, headers),
        _ => true,
    }
}

fn is_from_own_page(headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let own_origin = match (origins.next(), origins.next()) {
        (Some(origin), None) => is_own_origin(origin, headers),
        _ => false,
    };
    own_origin && is_own_site(headers)
}

fn is_own_origin(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    origin == format!("http://{host}").as_str()
}

/// Whether each `Sec-Fetch-Site` header names this server's own site; true without the header.
fn is_own_site(headers: &HeaderMap) -> bool {
    headers.get_all(SITE).iter().all(|site| site == "same-origin")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn only_the_listeners_own_host_names_pass() {
        for (hosts, passes) in [
            (&[("host", "127.0.0.1:80")][..], true),
            (&[("host", "localhost:80")], true),
            (&[("host", "localhost:81")], false),
            (&[("host", "127.0.0.1")], false),
            (&[("host", "127.0.0.1:80.evil.example")], false),
            (&[("host", "evil.example:80")], false),
            (&[("host", "[::1]:80")], false),
            (&[("host", "127.0.0.1:80"), ("host", "evil.example")], false),
            (&[("host", "")], false),
            (&[], false),
        ] {
            assert_eq!(is_own_host(&headers(hosts), 80), passes, "{hosts:?}");
        }
    }

    #[test]
    fn headers_reveal_a_web_page() {
        for (given, web_page) in [
            (&[][..], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("sec-fetch-site", "none"), ("sec-fetch-site", "cross-site")], true),
            (&[("origin", "null")], true),
            (&[("origin", "http://127.0.0.1:80")], true),
        ] {
            assert_eq!(is_from_web_page(&headers(given)), web_page, "{given:?}");
        }
    }

    #[test]
    fn origin_or_site_reveals_a_form_of_another_page() {
        let (own, null) = (("origin", "http://127.0.0.1:80"), ("origin", "null"));
        let same = ("sec-fetch-site", "same-origin");
        for (given, elsewhere) in [
            (&[][..], false),
            (&[own], false),
            (&[own, same], false),
            (&[null, same], false),
            (&[same], false),
            (&[null], true),
            (&[null, ("sec-fetch-site", "cross-site")], true),
            (&[own, ("sec-fetch-site", "same-site")], true),
            (&[own, own], true),
            (&[own, null, same], true),
            (&[("origin", "http://127.0.0.1:81")], true),
            (&[("origin", "http://127.0.0.1:81"), same], true),
            (&[("origin", "https://127.0.0.1:80"), same], true),
            (&[("origin", "http://localhost:80"), same], true),
            (&[("origin", "https://evil.example")], true),
            (&[("origin", "")], true),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("sec-fetch-site", "none")], true),
            (&[same, ("sec-fetch-site", "cross-site")], true),
        ] {
            let mut all = headers(&[("host", "127.0.0.1:80")]);
            all.extend(headers(given));
            assert_eq!(is_from_elsewhere(&all), elsewhere, "{given:?}");
        }
    }

    #[test]
    fn origin_proves_a_form_of_the_hub() {
        let own = ("origin", "http://127.0.0.1:80");
        for (given, passes) in [
            (&[own][..], true),
            (&[own, ("sec-fetch-site", "same-origin")], true),
            (&[own, ("sec-fetch-site", "same-site")], false),
            (&[own, ("sec-fetch-site", "cross-site")], false),
            (&[own, own], false),
            (&[("origin", "http://127.0.0.1:81")], false),
            (&[("origin", "null"), ("sec-fetch-site", "same-origin")], false),
            (&[("sec-fetch-site", "same-origin")], false),
            (&[], false),
        ] {
            let mut all = headers(&[("host", "127.0.0.1:80")]);
            all.extend(headers(given));
            assert_eq!(is_from_own_page(&all), passes, "{given:?}");
        }
    }
}
