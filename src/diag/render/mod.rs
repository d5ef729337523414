//! One renderer per format.
