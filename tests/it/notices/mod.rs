//! Notices from the act to the inbox and the mailbox, reminders by the clock, jobs with their leases.

mod admin;
mod delivery;
mod facts;
mod inbox;
mod jobs;
mod reminders;

use doithoai::jobs::Tally;
use doithoai::kernel::{Ctx, Role};
use doithoai::organisation::BodyKind;
use doithoai::organisation::actions::accounts::{self, NewAccount};
use doithoai::sweeps::SWEEPS;

use crate::support::TestApp;

pub const UNIT: &str = "03667";

/// Runs one sweep by its name, whatever its time.
pub async fn sweep(app: &TestApp, name: &str) -> Tally {
    let sweep = SWEEPS.iter().find(|sweep| sweep.name == name).unwrap();
    (sweep.run)(app.app.clone(), Ctx::system(app.now(), name)).await.unwrap()
}

/// Runs all sweeps, in their order.
pub async fn sweep_all(app: &TestApp) -> Tally {
    let mut tally = Tally::default();
    for job in SWEEPS {
        tally += sweep(app, job.name).await;
    }
    tally
}

/// Somebody of the unit with an address.
pub async fn with_address(app: &TestApp, name: &str, address: &str, roles: &[Role]) {
    let body = app.body(UNIT, BodyKind::PartyOffice).await;
    let new = NewAccount {
        body: body.id,
        post: None,
        full_name: name.to_owned(),
        email: Some(address.to_owned()),
        phone: None,
        login: address.to_owned(),
        password: "bốn con trâu gặm cỏ".to_owned(),
        must_change: false,
        roles: roles.to_vec(),
    };
    accounts::create(&app.app, &app.ctx(), new).await.unwrap();
}
