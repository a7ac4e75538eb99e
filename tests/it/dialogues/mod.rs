//! Busy calendars, collisions and free times: whose time is known, what is told of it, and to whom.

mod busy;
mod clashes;
mod free_times;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use doithoai::db::WriteTx;
use doithoai::duties;
use doithoai::kernel::{Event, Role};
use doithoai::organisation::BodyKind;
use doithoai::organisation::store::{bodies, people};

use crate::support::{Person, TestApp};

/// Phường Chiềng An.
pub const UNIT: &str = "03667";

/// A commune in January 2026 with its rules, an office and a leader who heads the party committee.
pub struct Commune {
    pub app: TestApp,
    pub office: Person,
    pub leader: Person,
}

impl Commune {
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// With hosts whose calendars may be fetched although they are private.
    pub async fn with(own_hosts: &str) -> Self {
        let app = TestApp::with(&[("own_calendar_hosts", own_hosts)]).await;
        app.at("2026-01-05 08:00");
        let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
        let leader = app.person("Lò Văn Trưởng", UNIT, BodyKind::PartyCommittee, &[Role::Leader]).await;
        duties::bind_defaults(&app.app, &app.ctx(), UNIT).await.unwrap();
        let commune = Self { app, office, leader };
        commune.heads(&commune.leader, UNIT, BodyKind::PartyCommittee).await;
        commune
    }

    /// Makes `person` the head of a body.
    pub async fn heads(&self, person: &Person, unit: &str, kind: BodyKind) {
        let body = self.app.body(unit, kind).await;
        let post = bodies::posts(self.app.read(), &[body.id]).await.unwrap().remove(0);
        let ctx = self.app.ctx();
        let tx = WriteTx::begin(self.app.app.db(), &ctx).await.unwrap();
        people::insert_holding(tx.conn(), post.id, person.person, ctx.today(), "").await.unwrap();
        tx.commit(Event::new("holding.began", "post", post.id, unit)).await.unwrap();
    }

    /// Gives a file of the leader's busy times, through the page.
    pub async fn is_busy(&self, events: &[(&str, &str)]) {
        let (person, file) = (self.leader.person.to_string(), ics(events));
        let fields = [("person", &*person), ("way", "file")];
        self.office.upload("/busy", &fields, &[("ics", "lich.ics", file.as_bytes())]).await.is(303);
    }
}

/// A calendar with events of this title from and to (`20260210T080000`, in Hà Nội).
pub fn ics(events: &[(&str, &str)]) -> String {
    let event = |(at, (from, to)): (usize, &(&str, &str))| {
        format!(
            "BEGIN:VEVENT\r\nUID:{at}\r\nSUMMARY:Khám bệnh\r\nLOCATION:Bệnh viện tỉnh\r\nDTSTART:{from}\r\nDTEND:{to}\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = events.iter().enumerate().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

/// A calendar's server: what it answers can be changed, what it was asked is kept.
#[derive(Clone, Default)]
pub struct Server {
    pub answer: Arc<Mutex<(u16, String)>>,
    pub asked: Arc<Mutex<Vec<HeaderMap>>>,
}

impl Server {
    /// Serves on a free port of loopback; answers itself and `host:port`.
    pub async fn new(calendar: &str) -> (Self, String) {
        let server = Self { answer: Arc::new(Mutex::new((200, calendar.to_owned()))), ..Self::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let router = Router::new().fallback(serve).with_state(server.clone());
        tokio::spawn(axum::serve(listener, router).into_future());
        (server, host)
    }

    pub fn says(&self, status: u16, body: &str) {
        *self.answer.lock().unwrap() = (status, body.to_owned());
    }

    pub fn heads(&self) -> Vec<HeaderMap> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(State(server): State<Server>, headers: HeaderMap) -> Response {
    server.asked.lock().unwrap().push(headers);
    let (status, body) = server.answer.lock().unwrap().clone();
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("content-type", "text/calendar"), ("etag", "\"eins\"")], body).into_response()
}
