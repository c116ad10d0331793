//! The darkroom: what people upload is looked at, shrunk, and stripped of what it tells about them.
