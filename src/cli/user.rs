//! `doithoai user create …`: an account from the command line.

use std::io::BufRead;

use clap::{Args, Subcommand};

use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::kernel::{Ctx, Role};
use crate::organisation::actions::accounts::{self, NewAccount};
use crate::organisation::actions::{set_up, units};
use crate::organisation::{BodyKind, bodies_of_unit};

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Create a person with an account and roles in one body. The password is read from the first line of standard input.
    Create(Create),
}

#[derive(Debug, Args)]
pub struct Create {
    /// Login name.
    #[arg(long)]
    login: String,
    /// Full name.
    #[arg(long)]
    name: String,
    /// Code of the unit in the official list, such as 03667; 00 for administrators of the whole installation.
    #[arg(long)]
    unit: String,
    /// Kind of the body in the unit (party_office, fatherland_front, department …) or its exact name.
    #[arg(long)]
    body: String,
    /// Role, may be given several times: office, leader, clerk, submitter, answering, supervisor, superior, auditor, admin.
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
    /// Mail address for notices.
    #[arg(long)]
    email: Option<String>,
}

pub async fn run(config: Config, command: UserCommand) -> Result<(), Failure> {
    let UserCommand::Create(create) = command;
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).map_err(|error| format!("standard input: {error}"))?;
    let app = open::app(config).await?;
    let ctx = Ctx::system(app.clock().now(), "user create");
    if create.unit == set_up::ROOT {
        set_up::administration(&app, &ctx).await.map_err(say)?;
    } else {
        units::activate(&app, &ctx, &create.unit).await.map_err(say)?;
    }
    let bodies = bodies_of_unit(app.db().read(), &create.unit, ctx.today()).await.map_err(say)?;
    let kind: Option<BodyKind> = create.body.parse().ok();
    let body = bodies
        .iter()
        .find(|body| Some(body.kind) == kind || body.name == create.body || body.short_name == create.body)
        .ok_or_else(|| format!("unit {} has no body {:?}", create.unit, create.body))?;
    let new = NewAccount {
        body: body.id,
        post: None,
        full_name: create.name,
        email: create.email,
        phone: None,
        login: create.login,
        password: password.trim_end_matches(['\r', '\n']).to_owned(),
        must_change: false,
        roles: create.roles,
    };
    accounts::create(&app, &ctx, new).await.map_err(say)?;
    println!("Created.");
    Ok(())
}
