//! Whole-suite flows
