//! What an administrator's browser sends about bodies, posts, people and accounts.

use chrono::NaiveDate;

use crate::kernel::{BodyId, PersonId, PostId, Refusal, Role, Violations};
use crate::organisation::rules::{BodyKind, PostKind};
use crate::web::{Fields, Posted};

/// A new body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBody {
    pub kind: BodyKind,
    pub name: String,
    pub parent: Option<BodyId>,
    /// Title of its head.
    pub head: String,
}

/// The form of a new body.
///
/// # Errors
/// Every fault with its field.
pub fn new_body(posted: &Posted) -> Result<NewBody, Violations> {
    let mut fields = Fields::new(posted);
    let (kind, name) = (fields.word("kind"), fields.line("name", 200));
    let (parent, head) = (fields.optional_word("parent"), fields.line("head", 120));
    fields.finish(|| Some(NewBody { kind: kind?, name: name?, parent: parent?, head: head? }))
}

/// What can be changed of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyDetails {
    pub version: i32,
    pub name: String,
    pub short_name: String,
    pub symbol: String,
    pub email: Option<String>,
    pub valid_to: Option<NaiveDate>,
}

/// The form of a body.
///
/// # Errors
/// Every fault with its field.
pub fn body(posted: &Posted) -> Result<BodyDetails, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let (name, short_name) = (fields.line("name", 200), fields.line("short_name", 100));
    let (symbol, email) = (fields.optional_line("symbol", 30), email(&mut fields));
    let valid_to = fields.optional_date("valid_to");
    fields.finish(|| {
        Some(BodyDetails {
            version: version?,
            name: name?,
            short_name: short_name?,
            symbol: symbol?,
            email: email?,
            valid_to: valid_to?,
        })
    })
}

/// An address that looks like one, or none.
fn email(fields: &mut Fields<'_>) -> Option<Option<String>> {
    let typed = fields.optional_line("email", 200)?;
    if typed.is_empty() {
        return Some(None);
    }
    let plain = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains(['<', '>', ',', ';', '"']);
    let fine = typed.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && !host.contains('@'));
    if !fine {
        fields.refuse(Refusal::on("email", "person.email"));
    }
    Some(Some(typed))
}

/// Whether a body approves inside first, with its version.
///
/// # Errors
/// Every fault with its field.
pub fn approval(posted: &Posted) -> Result<(i32, bool), Violations> {
    let mut fields = Fields::new(posted);
    let (version, way) = (fields.version(), fields.line("approves_first", 3));
    if way.as_ref().is_some_and(|way| way != "yes" && way != "no") {
        fields.refuse(Refusal::on("approves_first", "form.choice"));
    }
    fields.finish(|| Some((version?, way? == "yes")))
}

/// A new post: title and kind.
///
/// # Errors
/// Every fault with its field.
pub fn post(posted: &Posted) -> Result<(String, PostKind), Violations> {
    let mut fields = Fields::new(posted);
    let (title, kind) = (fields.line("title", 120), fields.word("kind"));
    fields.finish(|| Some((title?, kind?)))
}

/// Somebody takes over a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub post: PostId,
    pub person: PersonId,
    pub from_on: NaiveDate,
    pub document: String,
}

/// The form that gives a post to a person.
///
/// # Errors
/// Every fault with its field.
pub fn hold(posted: &Posted) -> Result<Hold, Violations> {
    let mut fields = Fields::new(posted);
    let (post, person) = (fields.word("post"), fields.word("person"));
    let (from_on, document) = (fields.date("from_on"), fields.optional_line("document", 200));
    fields.finish(|| Some(Hold { post: post?, person: person?, from_on: from_on?, document: document? }))
}

/// The last day of a holding or a role.
///
/// # Errors
/// Every fault with its field.
pub fn last_day(posted: &Posted) -> Result<NaiveDate, Violations> {
    let mut fields = Fields::new(posted);
    let last = fields.date("last_on");
    fields.finish(|| last)
}

/// A person with an account, before the password is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub body: BodyId,
    pub post: Option<PostId>,
    pub login: String,
    pub roles: Vec<Role>,
}

/// The form of a new person.
///
/// # Errors
/// Every fault with its field.
pub fn new_person(posted: &Posted) -> Result<NewPerson, Violations> {
    let mut fields = Fields::new(posted);
    let full_name = fields.line("full_name", 100);
    let (email, phone) = (email(&mut fields), fields.optional_line("phone", 30));
    let (body, post) = (fields.word("body"), fields.optional_word("post"));
    let (login, roles) = (fields.line("login", 60), fields.words::<Role>("roles"));
    if roles.as_ref().is_some_and(Vec::is_empty) {
        fields.refuse(Refusal::on("roles", "account.role-missing"));
    }
    fields.finish(|| {
        let phone = phone.filter(|phone| !phone.is_empty());
        let (full_name, email, body) = (full_name?, email?, body?);
        Some(NewPerson { full_name, email, phone, body, post: post?, login: login?, roles: roles? })
    })
}

/// What can be changed of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    pub version: i32,
    pub full_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// The form of a person.
///
/// # Errors
/// Every fault with its field.
pub fn person(posted: &Posted) -> Result<PersonDetails, Violations> {
    let mut fields = Fields::new(posted);
    let (version, full_name) = (fields.version(), fields.line("full_name", 100));
    let (email, phone) = (email(&mut fields), fields.optional_line("phone", 30));
    fields.finish(|| {
        let phone = phone.filter(|phone| !phone.is_empty());
        Some(PersonDetails { version: version?, full_name: full_name?, email: email?, phone })
    })
}

/// A further role: body and role.
///
/// # Errors
/// Every fault with its field.
pub fn role(posted: &Posted) -> Result<(BodyId, Role), Violations> {
    let mut fields = Fields::new(posted);
    let (body, role) = (fields.word("body"), fields.word("role"));
    fields.finish(|| Some((body?, role?)))
}
