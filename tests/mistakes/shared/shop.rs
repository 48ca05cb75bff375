//! A small shop that the programs beside this folder add to: its policy, its orders, its database.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use schemars::JsonSchema;
use secure_action::audit::TracingSink;
use secure_action::authn::jwt::Jwt;
use secure_action::request::{Clock, Moment};
use secure_action::{ActionSet, Actions, Application, Caller, Security, Target, policy};
use serde::Serialize;

policy! {
    resource order: Order;
    resource user;
    resource ledger;

    role customer { order: read if Order::is_own, cancel if Order::is_own; }
    role clerk: customer { order: read, refund; }
    role admin: clerk { user: suspend; }
    role accountant { ledger: read; }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Order {
    pub id: u32,
    pub customer: String,
    pub cents: u32,
}

impl Order {
    pub fn is_own(&self, caller: &Caller) -> bool {
        self.customer == caller.id()
    }
}

pub struct App;

impl Application for App {
    type State = Database;
    type Policy = Policy;
}

impl Target<App> for Order {
    type Key = u32;

    async fn load(id: u32, database: &Database) -> secure_action::Result<Option<Self>> {
        Ok(database.order(id).await?)
    }
}

/// Two orders, the first of them uma's.
#[derive(Clone)]
pub struct Database(Arc<Mutex<Vec<Order>>>);

impl Database {
    pub fn new() -> Self {
        let order = |id, customer: &str| Order { id, customer: customer.to_owned(), cents: 1999 };
        Self(Arc::new(Mutex::new(vec![order(1, "uma"), order(2, "ada")])))
    }

    pub async fn order(&self, id: u32) -> io::Result<Option<Order>> {
        Ok(self.orders().await?.into_iter().find(|order| order.id == id))
    }

    pub async fn orders(&self) -> io::Result<Vec<Order>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    pub async fn delete_order(&self, id: u32) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|order| order.id != id);
        Ok(())
    }

    pub async fn suspend(&self, user: &str) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|order| order.customer != user);
        Ok(())
    }
}

pub const KEY: &[u8; 32] = b"\x8b\x1f\x92\xd0\x6e\x44\xa7\x03\x5c\xee\x19\x7a\xb6\x28\xf1\x0d\x93\x4f\xc2\x65\x0a\xde\x37\x81\x5b\xf8\x2c\x9e\x70\x16\xbd\x4a";

/// The actions of the shop, as it opens every morning.
pub fn open(actions: ActionSet<App>) -> Router {
    open_as(Database::new(), actions)
}

/// The actions of any application with tokens.
pub fn open_as<A: Application>(state: A::State, actions: ActionSet<A>) -> Router {
    let tokens = Jwt::hs256(KEY).issuer("https://id.example").audience("shop");
    let security = Security::<A>::builder().authenticate(tokens).audit(TracingSink::new()).clock(Noon).build().expect("a sound configuration");
    Actions::new(security, state).mount(actions).into_router().expect("sound actions")
}

/// A clock that stands still, so that a slow machine counts as a fast one does.
pub struct Noon;

impl Clock for Noon {
    fn now(&self) -> Moment {
        Moment { unix: Duration::from_secs(1_800_000_000), elapsed: Duration::ZERO }
    }
}
