"""The wing of the facts: typed columns, as Parquet and as TSV."""
