//! The PostgreSQL side: a plain synchronous face over one connection.
//!
//! The driver is asynchronous; each session owns a small runtime of its own thread's, which runs
//! only while a call waits. That gives two things a blocking driver does not: many rows go out in
//! one round trip (the driver pipelines what is asked at once), and nothing above this file is
//! `async`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::pin::pin;

use futures_util::future::try_join_all;
use futures_util::stream::TryStreamExt;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage, Statement as Prepared};

use super::{Ddl, Fault, Param, Row, Shape, Statement};

/// One connection, its runtime and its prepared statements.
pub(super) struct Session {
    runtime: Runtime,
    client: Client,
    /// By the address of the statement, which is a static and never moves.
    prepared: RefCell<HashMap<usize, Prepared>>,
}

impl Session {
    /// Connects, and works inside `schema` from then on.
    pub(super) fn open(config: &Config, schema: &str) -> Result<Self, Fault> {
        let unreachable = |reason: String| Fault::Unreachable { address: describe(config), reason };
        let runtime = Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()
            .map_err(|error| unreachable(error.to_string()))?;
        let (client, connection) =
            runtime.block_on(config.connect(NoTls)).map_err(|error| unreachable(error_chain(&error)))?;
        runtime.spawn(connection);
        let session = Self { runtime, client, prepared: RefCell::default() };
        let schema = quote(schema);
        session.batch(&format!("set search_path to {schema}; set statement_timeout = '10min'"))?;
        Ok(session)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs statements without parameters or answers.
    pub(super) fn batch(&self, text: &str) -> Result<(), Fault> {
        self.runtime
            .block_on(self.client.batch_execute(text))
            .map_err(|error| Fault::postgres("a batch".to_owned(), error))
    }

    pub(super) fn execute(&self, statement: &'static Statement, params: &[&dyn Param]) -> Result<u64, Fault> {
        let prepared = self.prepare(statement)?;
        let changed = self
            .runtime
            .block_on(self.client.execute(&prepared, &driver_params(params)))
            .map_err(|error| Fault::postgres(statement.place(), error))?;
        statement.mark_executed(Ddl::Postgres);
        Ok(changed)
    }

    pub(super) fn execute_each<'r, const N: usize>(
        &self,
        statement: &'static Statement,
        rows: impl Iterator<Item = [&'r dyn Param; N]>,
    ) -> Result<Vec<u64>, Fault> {
        let prepared = self.prepare(statement)?;
        let calls = rows.map(|params| {
            let prepared = &prepared;
            async move { self.client.execute(prepared, &driver_params(&params)).await }
        });
        let changed = self
            .runtime
            .block_on(try_join_all(calls))
            .map_err(|error| Fault::postgres(statement.place(), error))?;
        if !changed.is_empty() {
            statement.mark_executed(Ddl::Postgres);
        }
        Ok(changed)
    }

    pub(super) fn query_each<'r, T, const N: usize>(
        &self,
        statement: &'static Statement,
        keys: impl Iterator<Item = [&'r dyn Param; N]>,
        mut take: impl FnMut(Vec<tokio_postgres::Row>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let prepared = self.prepare(statement)?;
        let calls = keys.map(|params| {
            let prepared = &prepared;
            async move { self.client.query(prepared, &driver_params(&params)).await }
        });
        let answers = self
            .runtime
            .block_on(try_join_all(calls))
            .map_err(|error| Fault::postgres(statement.place(), error))?;
        if !answers.is_empty() {
            statement.mark_executed(Ddl::Postgres);
        }
        answers.into_iter().map(&mut take).collect()
    }

    pub(super) fn for_each(
        &self,
        statement: &'static Statement,
        params: &[&dyn Param],
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let prepared = self.prepare(statement)?;
        let failed = |error| Fault::postgres(statement.place(), error);
        self.runtime.block_on(async {
            let rows = self.client.query_raw(&prepared, driver_params(params)).await.map_err(failed)?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await.map_err(failed)? {
                take(&Row::Postgres(&row))?;
            }
            statement.mark_executed(Ddl::Postgres);
            Ok(())
        })
    }

    /// Runs a query without parameters and gives every value as text.
    pub(super) fn raw(&self, text: &str) -> Result<Vec<SimpleQueryMessage>, Fault> {
        self.runtime
            .block_on(self.client.simple_query(text))
            .map_err(|error| Fault::postgres("a raw query".to_owned(), error))
    }

    /// What the server says a statement takes and gives.
    pub(super) fn shape(&self, statement: &'static Statement) -> Result<Shape, Fault> {
        let prepared = self.prepare(statement)?;
        let columns = prepared.columns().iter();
        Ok(Shape {
            parameters: prepared.params().iter().map(|kind| kind.name().to_owned()).collect(),
            columns: columns
                .map(|column| (column.name().to_owned(), column.type_().name().to_owned()))
                .collect(),
        })
    }

    /// Prepares once for the connection.
    fn prepare(&self, statement: &'static Statement) -> Result<Prepared, Fault> {
        let key = std::ptr::from_ref(statement).addr();
        if let Some(prepared) = self.prepared.borrow().get(&key) {
            return Ok(prepared.clone());
        }
        let prepared = self
            .runtime
            .block_on(self.client.prepare(statement.text()))
            .map_err(|error| Fault::postgres(statement.place(), error))?;
        self.prepared.borrow_mut().insert(key, prepared.clone());
        Ok(prepared)
    }
}

/// A name as SQL takes it, whatever stands in it.
pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn driver_params<'p>(params: &[&'p dyn Param]) -> Vec<&'p (dyn ToSql + Sync)> {
    params.iter().map(|param| param.postgres()).collect()
}

fn describe(config: &Config) -> String {
    let hosts: Vec<String> = config.get_hosts().iter().map(|host| format!("{host:?}")).collect();
    format!("on PostgreSQL {} database {}", hosts.join(", "), config.get_dbname().unwrap_or("(default)"))
}

fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
