//! `doithoai issues similar "TEXT" --unit CODE [--json]`: which issues of a unit say the same, over all its years.

use clap::Args;
use serde_json::json;

use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::issues::{Likely, similar_to};
use crate::kernel::Ctx;
use crate::organisation::unit;

#[derive(Debug, Args)]
pub struct SimilarArgs {
    /// A wording as somebody would hand it in.
    text: String,
    /// Code of the unit in the official list, such as 03667.
    #[arg(long)]
    unit: String,
    /// One JSON object a line: `id`, `number`, `state`, `score` from 0 to 1, `shared` words, `wording`.
    #[arg(long)]
    json: bool,
}

/// How many are told.
const MOST: usize = 20;

pub async fn run(config: Config, args: SimilarArgs) -> Result<(), Failure> {
    let app = open::app(config).await?;
    let ctx = Ctx::system(app.clock().now(), "issues similar");
    unit(app.db().read(), &args.unit).await.map_err(|_| format!("there is no unit {:?}", args.unit))?;
    let likely = Likely { wording: args.text, unit_code: Some(args.unit), without: None, limit: MOST };
    for one in similar_to(app.db().read(), &ctx, &likely).await.map_err(say)? {
        let issue = &one.issue;
        if args.json {
            println!(
                "{}",
                json!({
                    "id": issue.id, "number": issue.number, "state": issue.state, "score": one.score, "shared": one.shared,
                    "wording": issue.wording,
                })
            );
        } else {
            println!("{:.2}  {}  {}", one.score, issue.id, issue.wording.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    Ok(())
}
