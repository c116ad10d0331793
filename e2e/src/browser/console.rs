//! What the browser complains of: scripts that fail, files that are missing, policies that are broken.

use super::vendor::Vendor;
use super::visitor::Visitor;

impl Visitor {
    /// Errors and warnings on the console since it was last asked; breaches of the content security policy
    /// and failed requests among them.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.client.issue_cmd(Vendor::console()).await.expect("the console can be read");
        let entries = entries.as_array().cloned().unwrap_or_default();
        let heavy = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        heavy.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}
