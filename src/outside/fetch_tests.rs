//! Tests of the guard against a real server on loopback that means no good: where it leads, how it answers, how long it takes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

/// How the server goes on after what it has said.
#[derive(Clone, Copy)]
enum Then {
    Closes,
    /// Says nothing more and holds the line.
    Waits,
    /// Goes on for ever.
    Repeats(&'static [u8]),
}

/// A server that answers each request with `answer(path)`; what it was asked is kept.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn new(answer: impl Fn(&str) -> (String, Then) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, asked) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let (answer, heard) = (Arc::new(answer), asked.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (answer, heard) = (answer.clone(), heard.clone());
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {}
                    let head = String::from_utf8(head).unwrap();
                    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                    heard.lock().unwrap().push(head);
                    let (said, then) = answer(&path);
                    let _ = stream.write_all(said.as_bytes()).await;
                    match then {
                        Then::Closes => {}
                        Then::Waits => std::future::pending().await,
                        Then::Repeats(bytes) => while stream.write_all(bytes).await.is_ok() {},
                    }
                });
            }
        });
        Self { address, asked }
    }

    /// As a setting names it.
    fn own(&self) -> String {
        self.address.to_string()
    }

    fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn head(status: &str, more: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{more}\r\n")
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

fn good() -> String {
    format!(
        "{}{CALENDAR}",
        head(
            "200 OK",
            "Content-Type: text/calendar; charset=utf-8\r\nETag: \"1\"\r\nLast-Modified: Mon, 02 Feb 2026 01:00:00 GMT\r\n"
        )
    )
}

async fn ask(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    calendar(&server.at(path), None, &server.own(), Limits::default()).await
}

/// A limit that a server which says nothing runs into soon.
fn impatient() -> Limits {
    Limits { time: Duration::from_millis(300), ..Limits::default() }
}

#[test]
fn only_the_public_internet_is_public() {
    let is = |text: &str| is_public(text.parse().unwrap());
    for public in ["8.8.8.8", "203.162.4.191", "100.63.255.255", "172.32.0.1", "2001:4860:4860::8888", "2405:4800::1"] {
        assert!(is(public), "{public}");
    }
    let private = [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.9.9.9",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.170",
        "192.0.2.1",
        "192.168.1.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];
    for private in private {
        assert!(!is(private), "{private}");
    }
}

#[tokio::test]
async fn addresses_that_may_not_be_asked_are_refused_before_anybody_is_asked() {
    let of = async |address: &str| calendar(address, None, "", Limits::default()).await;
    for none in [
        "",
        "lịch",
        "ftp://a.vn/x",
        "file:///etc/passwd",
        "http://a.vn/x.ics",
        "https://an:geheim@a.vn/x",
        "https://an@a.vn/x",
        "data:text/calendar,x",
    ] {
        assert_eq!(of(none).await, Err(FetchError::Address), "{none}");
    }
    // The last four are loopback in other clothes.
    for private in [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://[::ffff:7f00:1]/x",
        "https://169.254.169.254/latest",
        "https://10.1.2.3:8443/x",
        "https://[fd00:ec2::254]/x",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
    ] {
        assert_eq!(of(private).await, Err(FetchError::Private), "{private}");
    }
}

#[tokio::test]
async fn one_private_address_among_several_is_enough_to_refuse() {
    let lookup: Lookup = |_, port| {
        Box::pin(std::future::ready(Ok(vec![SocketAddr::from(([8, 8, 8, 8], port)), SocketAddr::from(([127, 0, 0, 1], port))])))
    };
    let asked = Asked { known: None, own_hosts: "", limits: Limits::default(), lookup };
    assert_eq!(asked.follow("https://calendar.example.vn/x.ics").await, Err(FetchError::Private));
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_asked_where_it_was_looked_at() {
    static LOOKED: AtomicUsize = AtomicUsize::new(0);
    // The second answer would lead elsewhere.
    let lookup: Lookup = |_, port| {
        let first = LOOKED.fetch_add(1, Ordering::SeqCst) == 0;
        let ip = if first { [127, 0, 0, 1] } else { [127, 0, 0, 2] };
        Box::pin(std::future::ready(Ok(vec![SocketAddr::from((ip, port))])))
    };
    let server = Server::new(|_| (good(), Then::Closes)).await;
    let own = format!("lich.example.vn:{}", server.address.port());
    let asked = Asked { known: None, own_hosts: &own, limits: Limits::default(), lookup };
    assert!(asked.follow(&format!("http://{own}/x.ics")).await.is_ok());
    assert_eq!((LOOKED.load(Ordering::SeqCst), server.count()), (1, 1));
    let head = server.asked.lock().unwrap()[0].to_ascii_lowercase();
    assert!(head.contains(&format!("host: {own}")) && !head.contains("accept-encoding"), "{head}");
}

#[tokio::test]
async fn a_redirect_is_looked_at_like_the_first_address() {
    let other = Server::new(|_| (good(), Then::Closes)).await;
    let elsewhere = other.address;
    let server = Server::new(move |path| {
        let to = match path {
            "/https" => format!("https://{elsewhere}/x"),
            "/http" => format!("http://{elsewhere}/x"),
            "/metadata" => "https://169.254.169.254/latest/meta-data".to_owned(),
            "/mapped" => "https://[::ffff:10.0.0.1]/x".to_owned(),
            "/login" => "https://an:geheim@calendar.example.vn/x".to_owned(),
            "/file" => "file:///etc/passwd".to_owned(),
            _ => return (head("302 Found", ""), Then::Closes),
        };
        (head("302 Found", &format!("Location: {to}\r\n")), Then::Closes)
    })
    .await;
    for (path, error) in [
        ("/https", FetchError::Private),
        ("/http", FetchError::Address),
        ("/metadata", FetchError::Private),
        ("/mapped", FetchError::Private),
        ("/login", FetchError::Address),
        ("/file", FetchError::Address),
        ("/nowhere", FetchError::Status(302)),
    ] {
        assert_eq!(ask(&server, path).await, Err(error), "{path}");
    }
    assert_eq!(other.count(), 0, "nobody else was asked");
}

#[tokio::test]
async fn three_redirects_are_followed_and_no_more() {
    let server = Server::new(|path| match path.trim_start_matches('/').parse::<u32>() {
        Ok(0) => (good(), Then::Closes),
        Ok(left) => (head("307 Temporary Redirect", &format!("Location: /{}\r\n", left - 1)), Then::Closes),
        Err(_) => (head("301 Moved Permanently", &format!("Location: {path}\r\n")), Then::Closes),
    })
    .await;
    assert!(matches!(ask(&server, "/3").await, Ok(Fetched::Body { .. })));
    assert_eq!(ask(&server, "/4").await, Err(FetchError::Redirects));
    assert_eq!(ask(&server, "/round").await, Err(FetchError::Redirects));
}

#[tokio::test]
async fn a_server_that_never_ends_is_left() {
    let server = Server::new(|path| match path {
        "/endless" => (
            head("200 OK", "Content-Type: text/calendar\r\n"),
            Then::Repeats(b"X-A:0123456789012345678901234567890123456789\r\n"),
        ),
        "/drip" => {
            (format!("{}BEGIN:VCAL", head("200 OK", "Content-Type: text/calendar\r\nContent-Length: 100\r\n")), Then::Waits)
        }
        "/head" => ("HTTP/1.1 200 OK\r\nX-A: 1".to_owned(), Then::Waits),
        _ => (String::new(), Then::Waits),
    })
    .await;
    assert_eq!(ask(&server, "/endless").await, Err(FetchError::TooLarge));
    for path in ["/drip", "/head", "/silent"] {
        let answer = calendar(&server.at(path), None, &server.own(), impatient()).await;
        assert_eq!(answer, Err(FetchError::TooSlow), "{path}");
    }
    let small = Limits { bytes: CALENDAR.len() - 1, ..Limits::default() };
    let server = Server::new(|_| (good(), Then::Closes)).await;
    assert_eq!(calendar(&server.at("/"), None, &server.own(), small).await, Err(FetchError::TooLarge));
}

#[tokio::test]
async fn what_is_packed_or_no_calendar_is_not_read() {
    let server = Server::new(|path| match path {
        // A bomb would be unpacked by whoever unpacks.
        "/gzip" => (head("200 OK", "Content-Type: text/calendar\r\nContent-Encoding: gzip\r\n"), Then::Repeats(b"\x1f\x8b\x08")),
        "/html" => (format!("{}<html>", head("200 OK", "Content-Type: text/html\r\n")), Then::Closes),
        "/image" => (head("200 OK", "Content-Type: image/png\r\n"), Then::Repeats(b"\0")),
        "/cut" => (format!("{}BEGIN", head("200 OK", "Content-Type: text/calendar\r\nContent-Length: 100\r\n")), Then::Closes),
        "/no-http" => ("220 mail ready\r\n".to_owned(), Then::Closes),
        _ => (format!("{}{CALENDAR}", head("200 OK", "")), Then::Closes),
    })
    .await;
    for path in ["/gzip", "/html", "/image"] {
        assert_eq!(ask(&server, path).await, Err(FetchError::WrongKind), "{path}");
    }
    for path in ["/cut", "/no-http"] {
        assert_eq!(ask(&server, path).await, Err(FetchError::Unreachable), "{path}");
    }
    assert!(ask(&server, "/no-type").await.is_ok());
    let gone = Server::new(|path| (head(&format!("{} X", path.trim_start_matches('/')), ""), Then::Closes)).await;
    for status in [401, 404, 410, 500] {
        assert_eq!(ask(&gone, &format!("/{status}")).await, Err(FetchError::Status(status)));
    }
    assert_eq!(ask(&gone, "/304").await, Err(FetchError::Status(304)), "nothing is known that could be unchanged");
}

#[tokio::test]
async fn what_is_known_already_is_not_sent_again() {
    let server = Server::new(|path| match path {
        "/same" => (head("304 Not Modified", ""), Then::Closes),
        _ => (good(), Then::Closes),
    })
    .await;
    let Ok(Fetched::Body { bytes, known }) = ask(&server, "/x").await else { panic!("nothing came") };
    assert_eq!(bytes, CALENDAR.as_bytes());
    assert_eq!((known.etag.as_str(), known.last_modified.as_str()), ("\"1\"", "Mon, 02 Feb 2026 01:00:00 GMT"));
    let again = calendar(&server.at("/same"), Some(&known), &server.own(), Limits::default()).await;
    assert_eq!(again, Ok(Fetched::Unchanged));
    let heads = server.asked.lock().unwrap().clone();
    assert!(!heads[0].contains("if-none-match") && heads[1].contains("if-none-match: \"1\""), "{heads:?}");
    assert!(heads[1].contains("if-modified-since: Mon, 02 Feb 2026 01:00:00 GMT"), "{heads:?}");
}

#[tokio::test]
async fn no_error_tells_the_address() {
    for error in [
        ask(&Server::new(|_| (head("404 X", ""), Then::Closes)).await, "/secret-0123").await,
        calendar("https://127.0.0.1/secret-0123", None, "", Limits::default()).await,
    ] {
        let error = error.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}
