"""The only package that knows SQLAlchemy; each module holds the tables of one aggregate and their queries."""
