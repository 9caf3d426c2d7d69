//! `evenkeel link --role nurse`: a one-time link by which a colleague comes in.

use evenkeel_practice::Role;

use crate::cli::exit::{Ended, Exit};
use crate::cli::{output, shipped};
use crate::place::Place;
use crate::runtime::block_on;

/// A one-time link, good for 24 hours, by which a colleague sets a password and an authenticator.
#[derive(Debug, clap::Args)]
pub struct Link {
    /// The colleague's role.
    #[arg(long, value_name = "ROLE")]
    role: Staff,
    /// Address under which the site is reached.
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    base_url: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Staff {
    Prescriber,
    Nurse,
    Therapist,
    FrontDesk,
    Admin,
}

impl Link {
    /// Runs the command.
    pub fn run(&self) -> Ended {
        block_on(self.make())
    }

    async fn make(&self) -> Ended {
        let practice = self.place.existing(Box::new(shipped::catalog()?)).await?;
        let clinic = practice.the_clinic().await.map_err(|why| Exit::refused(&why))?;
        let token =
            practice.new_setup_link(clinic, self.role.into()).await.map_err(|why| Exit::refused(&why))?;
        practice.store().close().await;
        output::text(&format!("{}/setup/{token}", self.base_url.trim_end_matches('/')))
    }
}

impl From<Staff> for Role {
    fn from(staff: Staff) -> Self {
        match staff {
            Staff::Prescriber => Self::Prescriber,
            Staff::Nurse => Self::Nurse,
            Staff::Therapist => Self::Therapist,
            Staff::FrontDesk => Self::FrontDesk,
            Staff::Admin => Self::Admin,
        }
    }
}
