//! The journeys of people, walked in a real browser.
