//! Consents and requests: to come.
