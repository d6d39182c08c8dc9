"""PostgreSQL: the only SQL. Functions take the connection first and never commit; the edge owns the transaction."""
