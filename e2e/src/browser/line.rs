//! The line to the program while a journey goes on: narrow, cut, whole again; and what a browser forgets.

use serde_json::json;

use super::visitor::Visitor;

impl Visitor {
    /// Lets so many bytes a second up from now on.
    pub async fn narrows_the_line(&self, bytes_per_second: u32) {
        self.emulates(false, bytes_per_second).await;
    }

    /// Nothing goes over the line any more.
    pub async fn loses_the_line(&self) {
        self.emulates(true, 0).await;
    }

    /// The line is as good as before.
    pub async fn gets_the_line_back(&self) {
        self.emulates(false, 0).await;
    }

    /// The cookie of this name is gone, as when a session ended long ago.
    pub async fn loses_cookie(&self, name: &str) {
        self.client.delete_cookie(name).await.expect("cookies can be deleted");
    }

    async fn emulates(&self, offline: bool, up: u32) {
        self.tools("Network.enable", &json!({})).await;
        let up = if up == 0 { json!(-1) } else { json!(up) };
        let line =
            json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": up});
        self.tools("Network.emulateNetworkConditions", &line).await;
    }
}
