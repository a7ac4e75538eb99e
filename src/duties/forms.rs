//! What a browser sends about bindings and days.
