//! Rebuilds the crate when a file is added to `clinical/`: the embedded folder must be complete.

fn main() {
    println!("cargo::rerun-if-changed=../../clinical");
}
