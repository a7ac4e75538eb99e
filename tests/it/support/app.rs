//! The whole application in a box: fresh database, a clock that tests turn, the real router without sockets.

use axum::Router;
use chrono::{DateTime, NaiveDateTime, Utc};
use doithoai::app::App;
use doithoai::db::audit::{self, Verdict};
use doithoai::db::{Conn, Db, WriteTx};
use doithoai::kernel::clock::instant;
use doithoai::kernel::{BodyId, Clock, Ctx, Event, Role, text};
use doithoai::organisation::actions::{password, set_up, units};
use doithoai::organisation::store::accounts;
use doithoai::organisation::store::people::{self, NewPerson};
use doithoai::organisation::{Body, BodyKind, Unit, bodies_of_unit};
use entity::{audit_entry, outbox};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use tokio::sync::OnceCell;

use super::browser::{Browser, Person};
use super::database::{self, Fresh};

/// The password of every person that [`TestApp::person`] makes.
pub const PASSWORD: &str = "bốn con trâu gặm cỏ";

/// Argon2 is slow on purpose: once per process is enough.
static PASSWORD_HASH: OnceCell<String> = OnceCell::const_new();

/// When a test begins: Monday 3 March 2025, 08:00 in Hà Nội.
pub fn start() -> DateTime<Utc> {
    wall("2025-03-03 08:00")
}

/// The instant at which clocks in Hà Nội show `text`, such as `2025-08-28 07:30`.
pub fn wall(text: &str) -> DateTime<Utc> {
    instant(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// A body of a unit as tests name it.
#[derive(Debug, Clone)]
pub enum Which {
    Kind(BodyKind),
    /// Its name or short name.
    Named(String),
    Id(BodyId),
}

impl From<BodyKind> for Which {
    fn from(kind: BodyKind) -> Self {
        Self::Kind(kind)
    }
}

impl From<&str> for Which {
    fn from(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

impl From<BodyId> for Which {
    fn from(id: BodyId) -> Self {
        Self::Id(id)
    }
}

/// The application of one test.
pub struct TestApp {
    pub app: App,
    router: Router,
    database: Fresh,
    may_be_damaged: bool,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With settings other than the defaults: `TestApp::with(&[("max_upload_bytes", "1000")])`.
    /// The signed-in holder of an account that is there already, in the body of the first role.
    pub async fn known(&self, login: &str) -> Person {
        let account = accounts::by_login(self.read(), login).await.unwrap().unwrap_or_else(|| panic!("nobody is {login}"));
        let actor = accounts::actor(self.read(), &account, self.ctx().today()).await.unwrap();
        let grant = actor.grants()[0].clone();
        let bodies = bodies_of_unit(self.read(), &grant.unit_code, self.ctx().today()).await.unwrap();
        Person {
            browser: self.visitor(),
            app: self.app.clone(),
            account: account.id,
            person: actor.person().unwrap(),
            login: login.to_owned(),
            body: bodies.into_iter().find(|body| body.id == BodyId(grant.body)).unwrap(),
            signed_in_at: std::sync::Mutex::default(),
        }
    }

    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let database = database::fresh().await;
        let config = database::config(&database.url, database.folder.path(), settings);
        let db = Db::open(&database.url).await.unwrap();
        let app = App::new(db, Clock::fixed(start()), config);
        let router = doithoai::routes::router(&app);
        Self { app, router, database, may_be_damaged: false }
    }

    /// Puts everything aside, so that what is slow to prepare is prepared once per process.
    pub async fn freeze(mut self) -> Frozen {
        let now = self.now();
        self.may_be_damaged = true;
        self.app.db().clone().close().await;
        let folders = std::fs::read_dir(self.app.files()).into_iter().flatten().map(|folder| folder.unwrap().path());
        let files = folders.flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
        let files = files.map(|file| (file.clone(), std::fs::read(file).unwrap())).collect();
        Frozen { database: database::keep(&mut self.database), now, files }
    }

    /// Turns the clock to this time in Hà Nội.
    pub fn at(&self, text: &str) {
        self.app.clock().set(wall(text));
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock().now()
    }

    /// The program itself at the present instant, for preparing through actions.
    pub fn ctx(&self) -> Ctx {
        Ctx::system(self.now(), "test")
    }

    /// For reading what a test cannot see on a page.
    pub fn read(&self) -> &Conn {
        self.app.db().read()
    }

    /// Where the database is, for a second instance or a raw connection.
    pub fn database_url(&self) -> &str {
        &self.database.url
    }

    /// Lets the unit take part.
    pub async fn activate(&self, code: &str) -> Unit {
        units::activate(&self.app, &self.ctx(), code).await.unwrap()
    }

    /// A body of the unit, which takes part from now on if it did not. A kind that a unit has several of means the first.
    pub async fn body(&self, unit: &str, which: impl Into<Which>) -> Body {
        if unit == set_up::ROOT {
            set_up::administration(&self.app, &self.ctx()).await.unwrap();
        } else {
            self.activate(unit).await;
        }
        let which = which.into();
        let bodies = bodies_of_unit(self.read(), unit, self.ctx().today()).await.unwrap();
        let found = bodies.iter().find(|body| match &which {
            Which::Kind(kind) => body.kind == *kind,
            Which::Named(name) => body.name == *name || body.short_name == *name,
            Which::Id(id) => body.id == *id,
        });
        let names: Vec<&str> = bodies.iter().map(|body| body.short_name.as_str()).collect();
        found.cloned().unwrap_or_else(|| panic!("unit {unit} has no body {which:?}; it has {names:?}"))
    }

    /// A person with these roles in a body, signed in. The login is the name without diacritics, with dots.
    pub async fn person(&self, name: &str, unit: &str, body: impl Into<Which>, roles: &[Role]) -> Person {
        let body = self.body(unit, body).await;
        let mut login = text::fold(name).replace(' ', ".");
        while accounts::by_login(self.read(), &login).await.unwrap().is_some() {
            login.push('2');
        }
        let hash = PASSWORD_HASH.get_or_init(async || password::hash(&self.app, PASSWORD).await.unwrap()).await;
        let ctx = self.ctx();
        let tx = WriteTx::begin(self.app.db(), &ctx).await.unwrap();
        let new = NewPerson { unit_code: unit.to_owned(), full_name: name.to_owned(), email: None, phone: None };
        let person = people::insert(tx.conn(), &new).await.unwrap();
        let account = accounts::insert(tx.conn(), person, &login, hash, false, ctx.now).await.unwrap();
        for role in roles {
            accounts::insert_membership(tx.conn(), account, body.id, *role, ctx.today()).await.unwrap();
        }
        tx.commit(Event::new("account.created", "account", account, unit)).await.unwrap();
        Person {
            browser: self.visitor(),
            app: self.app.clone(),
            account,
            person,
            login,
            body,
            signed_in_at: std::sync::Mutex::default(),
        }
    }

    /// An administrator of the whole installation.
    pub async fn admin(&self, name: &str) -> Person {
        self.person(name, set_up::ROOT, BodyKind::Administration, &[Role::Admin, Role::Auditor]).await
    }

    /// Somebody without an account, with a browser of his own.
    pub fn visitor(&self) -> Browser {
        Browser::new(self.router.clone(), self.app.config().is_https())
    }

    /// Serves on a free port of loopback for foreign programs, until the test ends; answers the address.
    pub async fn listen(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(axum::serve(listener, self.router.clone()).into_future());
        format!("http://{address}")
    }

    /// How many audit entries there are; with a code, how many of that code.
    pub async fn audit_count(&self, code: Option<&str>) -> u64 {
        let mut find = audit_entry::Entity::find();
        if let Some(code) = code {
            find = find.filter(audit_entry::Column::Code.eq(code));
        }
        find.count(self.read()).await.unwrap()
    }

    /// This test breaks the audit trail or lets a delivery be given up, on purpose.
    pub fn expect_damage(&mut self) {
        self.may_be_damaged = true;
    }
}

/// An application put aside.
pub struct Frozen {
    database: database::Kept,
    now: DateTime<Utc>,
    files: Vec<(std::path::PathBuf, Vec<u8>)>,
}

impl Frozen {
    /// A copy of it that runs.
    pub async fn thaw(&self) -> TestApp {
        let database = self.database.copy().await;
        let config = database::config(&database.url, database.folder.path(), &[]);
        let app = App::new(Db::open(&database.url).await.unwrap(), Clock::fixed(self.now), config);
        for (path, bytes) in &self.files {
            // The folder of a file is named after the beginning of its content's hash.
            let folder = app.files().join(path.parent().and_then(|folder| folder.file_name()).unwrap());
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(path.file_name().unwrap()), bytes).unwrap();
        }
        let router = doithoai::routes::router(&app);
        TestApp { app, router, database, may_be_damaged: false }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if self.may_be_damaged || std::thread::panicking() {
            return;
        }
        let url = self.database.url.clone();
        // The test's own runtime is busy with this drop.
        let checked = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let db = Db::open(&url).await.unwrap();
                check(db.read()).await;
                db.close().await;
            });
        });
        if let Err(reason) = checked.join() {
            std::panic::resume_unwind(reason);
        }
    }
}

/// What must hold after every test.
async fn check(conn: &Conn) {
    let verdict = audit::verify(conn).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "the audit trail after the test: {verdict:?}");
    let dead = outbox::Entity::find().filter(outbox::Column::DeadAt.is_not_null()).all(conn).await.unwrap();
    assert!(dead.is_empty(), "deliveries were given up: {dead:?}");
}
